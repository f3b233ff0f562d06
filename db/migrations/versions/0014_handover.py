"""Who has taken over a desk's dossier, and up to where they had been told."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add a table."""
    op.create_table(
        "handover",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("seen_change", sa.BigInteger(), nullable=False),
        sa.Column("seen_outcome", sa.BigInteger(), nullable=False),
        sa.Column("seen_day", sa.Date(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("press", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sa.UniqueConstraint("press", name=op.f("uq_handover_press")),
    )
    op.create_index(op.f("ix_handover_desk_dossier_id"), "handover", ["desk", "dossier", "id"], unique=False)
