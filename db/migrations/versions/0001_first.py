"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "desk",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("hour", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk")),
    )
    op.create_table(
        "dossier",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("loaded_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier")),
    )
    op.create_table(
        "due",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("local", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_try_at", sa.BigInteger(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("state <> 'sent' OR message <> ''", name=op.f("ck_due_sent")),
        sa.CheckConstraint("state IN ('waiting', 'claimed', 'sent', 'parked', 'cancelled')", name=op.f("ck_due_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due")),
        sa.UniqueConstraint("desk", "dossier", "item", "occasion", name=op.f("uq_due_desk_dossier_item_occasion")),
    )
    op.create_index(op.f("ix_due_state_due_at_id"), "due", ["state", "due_at", "id"], unique=False)
    op.create_table(
        "link",
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("earliest", sa.Date(), nullable=False),
        sa.Column("known_from", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("dossier", "target", "role", "item", "desk", name=op.f("pk_link")),
    )
    op.create_index(op.f("ix_link_dossier_item"), "link", ["dossier", "item"], unique=False)
    op.create_index(
        op.f("ix_link_dossier_target_role_earliest_item"),
        "link",
        ["dossier", "target", "role", "earliest", "item"],
        unique=False,
    )
    op.create_table(
        "outcome",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("moved_to", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("press", sa.Text(), nullable=False),
        sa.CheckConstraint("kind <> 'moved' OR moved_to <> ''", name=op.f("ck_outcome_moved")),
        sa.CheckConstraint(
            "kind IN ('happened', 'did not happen', 'moved', 'unclear', 'withdrawn')",
            name=op.f("ck_outcome_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome")),
        sa.UniqueConstraint("press", name=op.f("uq_outcome_press")),
    )
    op.create_index(op.f("ix_outcome_desk_dossier_item_id"), "outcome", ["desk", "dossier", "item", "id"], unique=False)
    op.create_table(
        "change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint("action IN ('added', 'changed', 'removed')", name=op.f("ck_change_action")),
        sa.ForeignKeyConstraint(
            ["dossier"], ["dossier.id"], name=op.f("fk_change_dossier_dossier"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    op.create_index(op.f("ix_change_dossier_desk_id"), "change", ["dossier", "desk", "id"], unique=False)
    op.create_index(op.f("ix_change_dossier_item_id"), "change", ["dossier", "item", "id"], unique=False)
    op.create_table(
        "channel",
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier"], ["dossier.id"], name=op.f("fk_channel_dossier_dossier"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("desk", "dossier", name=op.f("pk_channel")),
    )
    op.create_table(
        "item",
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("earliest", sa.Date(), nullable=False),
        sa.Column("latest", sa.Date(), nullable=False),
        sa.Column("known_from", sa.Date(), nullable=False),
        sa.Column("known_by", sa.Date(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("earliest <= latest", name=op.f("ck_item_when")),
        sa.CheckConstraint("known_from <= known_by", name=op.f("ck_item_known")),
        sa.ForeignKeyConstraint(["dossier"], ["dossier.id"], name=op.f("fk_item_dossier_dossier"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("dossier", "id", "desk", name=op.f("pk_item")),
    )
    op.create_index(
        op.f("ix_item_dossier_kind_earliest_id"), "item", ["dossier", "kind", "earliest", "id"], unique=False
    )
