"""The words of a new date and what it hangs on; lead times of one tracked date."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Add columns and a table."""
    with op.batch_alter_table("outcome") as outcome:
        outcome.add_column(sa.Column("words", sa.Text(), nullable=False, server_default=""))
        outcome.add_column(sa.Column("rule", sa.Text(), nullable=False, server_default=""))
        outcome.add_column(sa.Column("hangs_on", sa.Text(), nullable=False, server_default=""))
        outcome.drop_constraint(op.f("ck_outcome_moved"), type_="check")
        outcome.create_check_constraint(op.f("ck_outcome_moved"), "kind <> 'moved' OR moved_to <> '' OR hangs_on <> ''")
    op.create_table(
        "lead",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("leads", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead")),
    )
    op.create_index(op.f("ix_lead_desk_dossier_id"), "lead", ["desk", "dossier", "id"], unique=False)
