"""When a desk is reminded and when not, who has taken a date on or wants to be told, what answers rest on."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the columns, create the tables."""
    op.add_column("desk", sa.Column("leads", sa.Text(), server_default="", nullable=False))
    op.add_column("desk", sa.Column("quiet", sa.Text(), server_default="", nullable=False))
    op.add_column("channel", sa.Column("planned_at", sa.BigInteger(), nullable=True))
    op.add_column("outcome", sa.Column("source", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "watch",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("press", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch")),
        sa.UniqueConstraint("press", name=op.f("uq_watch_press")),
        sa.CheckConstraint("kind IN ('checks', 'hands back', 'notify', 'stop')", name=op.f("ck_watch_kind")),
    )
    op.create_index(op.f("ix_watch_desk_dossier_item_id"), "watch", ["desk", "dossier", "item", "id"], unique=False)
    op.create_table(
        "reader",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("quiet", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reader")),
    )
