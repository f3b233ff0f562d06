"""Subscriptions to digests, and messages that are held before they are made."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add a table and a state."""
    op.create_table(
        "subscription",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("replaces", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("times", sa.Text(), nullable=False),
        sa.Column("days", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("filters", sa.Text(), nullable=False),
        sa.Column("unchanged", sa.Text(), nullable=False),
        sa.Column("ping", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("owner_name", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_change", sa.BigInteger(), nullable=False),
        sa.Column("seen_outcome", sa.BigInteger(), nullable=False),
        sa.Column("seen_day", sa.Date(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'active', 'paused', 'removed')", name=op.f("ck_subscription_state")),
        sa.CheckConstraint("unchanged IN ('say', 'silent')", name=op.f("ck_subscription_unchanged")),
        sa.CheckConstraint("times <> '' AND days <> ''", name=op.f("ck_subscription_timetable")),
        sa.ForeignKeyConstraint(
            ["dossier"], ["dossier.id"], name=op.f("fk_subscription_dossier_dossier"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_subscription_desk_state_id"), "subscription", ["desk", "state", "id"], unique=False)
    with op.batch_alter_table("due") as due:
        due.drop_constraint(op.f("ck_due_state"), type_="check")
        due.create_check_constraint(
            op.f("ck_due_state"), "state IN ('held', 'waiting', 'claimed', 'sent', 'parked', 'cancelled')"
        )
