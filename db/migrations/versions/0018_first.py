"""The first schema: every table, as a database that was migrated step by step before has it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = None

# The words arrive folded and parted by spaces, so the plainest tokenizer is the right one. Prefixes of three letters
# and of four have an index of their own: without it they would be gathered from all words that begin so.
_SQLITE = (
    """CREATE VIRTUAL TABLE search_index USING fts5(
        words, content='search', content_rowid='id', tokenize="ascii tokenchars '=-'", prefix='3 4')""",
    """CREATE TRIGGER search_removed AFTER DELETE ON search BEGIN
        INSERT INTO search_index(search_index, rowid, words) VALUES ('delete', old.id, old.words);
    END""",
)


def upgrade() -> None:
    """Create every table and the dialect's own index of words; `env.py` fills it."""
    _create_record()
    _create_owed()
    _create_settings()


def _create_record() -> None:
    """Dossiers, and what finds words in them."""
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
    op.create_index(
        op.f("ix_link_dossier_item_desk_role_target_earliest"),
        "link",
        ["dossier", "item", "desk", "role", "target", "earliest"],
        unique=False,
    )
    op.create_index(
        op.f("ix_link_dossier_target_role_earliest_item_known_from_desk"),
        "link",
        ["dossier", "target", "role", "earliest", "item", "known_from", "desk"],
        unique=False,
    )
    serial = op.create_table("search_serial", sa.Column("next", sa.BigInteger(), nullable=False))
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
        sa.Column("actor_id", sa.Text(), server_default="", nullable=False),
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
    op.create_index(
        "ix_item_own",
        "item",
        ["dossier", "desk", "id"],
        unique=False,
        sqlite_where=sa.text("desk <> ''"),
        postgresql_where=sa.text("desk <> ''"),
    )
    op.create_table(
        "search",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("words", sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier"], ["dossier.id"], name=op.f("fk_search_dossier_dossier"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search")),
    )
    op.create_index(op.f("ix_search_dossier_item"), "search", ["dossier", "item"], unique=False)
    op.create_table(
        "search_word",
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier"], ["dossier.id"], name=op.f("fk_search_word_dossier_dossier"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("dossier", "word", name=op.f("pk_search_word")),
    )
    op.bulk_insert(serial, [{"next": 1}])
    if op.get_bind().dialect.name == "sqlite":
        for statement in _SQLITE:
            op.execute(statement)
    else:
        op.create_index(op.f("ix_search_words"), "search", ["words"], unique=False, postgresql_using="gin")
        # for words so common that their rows are soonest found among the newest
        op.create_index(op.f("ix_search_dossier_id"), "search", ["dossier", "id"], unique=False)
        # beginnings of ids, whatever language the database sorts by
        op.create_index(
            op.f("ix_item_dossier_id"),
            "item",
            ["dossier", "id"],
            unique=False,
            postgresql_ops={"id": "text_pattern_ops"},
        )


def _create_owed() -> None:
    """What is expected and owed."""
    op.create_table(
        "breaker",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("open_until", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("lasting", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_breaker")),
    )
    op.create_table(
        "due",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), server_default="reminder", nullable=False),
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("local", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_try_at", sa.BigInteger(), nullable=True),
        sa.Column("nonce", sa.Text(), server_default="", nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("state <> 'sent' OR message <> ''", name=op.f("ck_due_sent")),
        sa.CheckConstraint(
            "state IN ('held', 'waiting', 'claimed', 'sent', 'parked', 'cancelled')", name=op.f("ck_due_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due")),
        sa.UniqueConstraint(
            "desk", "kind", "dossier", "item", "occasion", name=op.f("uq_due_desk_kind_dossier_item_occasion")
        ),
    )
    op.create_index(
        "ix_due_claimed",
        "due",
        ["channel"],
        unique=False,
        sqlite_where=sa.text("state = 'claimed'"),
        postgresql_where=sa.text("state = 'claimed'"),
    )
    op.create_index(op.f("ix_due_state_due_at_id"), "due", ["state", "due_at", "id"], unique=False)
    op.create_index(
        "ix_due_tried",
        "due",
        ["nonce"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting' AND nonce <> ''"),
        postgresql_where=sa.text("state = 'waiting' AND nonce <> ''"),
    )
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
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )
    op.create_table(
        "mute",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("muted", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mute")),
    )
    op.create_index(op.f("ix_mute_desk_dossier_id"), "mute", ["desk", "dossier", "id"], unique=False)
    op.create_table(
        "outcome",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.Column("moved_to", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("rule", sa.Text(), server_default="", nullable=False),
        sa.Column("hangs_on", sa.Text(), server_default="", nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("press", sa.Text(), nullable=False),
        sa.CheckConstraint("kind <> 'moved' OR moved_to <> '' OR hangs_on <> ''", name=op.f("ck_outcome_moved")),
        sa.CheckConstraint(
            "kind IN ('happened', 'did not happen', 'moved', 'unclear', 'withdrawn')", name=op.f("ck_outcome_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome")),
        sa.UniqueConstraint("press", name=op.f("uq_outcome_press")),
    )
    op.create_index(op.f("ix_outcome_desk_dossier_item_id"), "outcome", ["desk", "dossier", "item", "id"], unique=False)
    op.create_table(
        "request",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request")),
    )
    op.create_index(op.f("ix_request_at"), "request", ["at"], unique=False)
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
        sa.CheckConstraint("kind IN ('checks', 'hands back', 'notify', 'stop')", name=op.f("ck_watch_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch")),
        sa.UniqueConstraint("press", name=op.f("uq_watch_press")),
    )
    op.create_index(op.f("ix_watch_desk_dossier_item_id"), "watch", ["desk", "dossier", "item", "id"], unique=False)


def _create_settings() -> None:
    """What desks and people settle and contribute."""
    op.create_table(
        "desk",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("hour", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), server_default="{}", nullable=False),
        sa.Column("dossiers", sa.Text(), server_default="{}", nullable=False),
        sa.Column("leads", sa.Text(), server_default="", nullable=False),
        sa.Column("quiet", sa.Text(), server_default="", nullable=False),
        sa.Column("date_order", sa.Text(), server_default="DMY", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk")),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_id", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), server_default="", nullable=False),
        sa.Column("proposed", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("state IN ('draft', 'proposed', 'applied', 'refused')", name=op.f("ck_draft_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    op.create_index(op.f("ix_draft_desk_state_id"), "draft", ["desk", "state", "id"], unique=False)
    op.create_table(
        "follow",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("seen_change", sa.BigInteger(), nullable=False),
        sa.Column("seen_outcome", sa.BigInteger(), nullable=False),
        sa.Column("seen_day", sa.Date(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("how IN ('dm', 'digest', 'off')", name=op.f("ck_follow_how")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow")),
        sa.UniqueConstraint("person", "desk", "dossier", "item", name=op.f("uq_follow_person_desk_dossier_item")),
        sqlite_autoincrement=True,
    )
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
    op.create_table(
        "reader",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("quiet", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reader")),
    )
    op.create_table(
        "channel",
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("planned_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dossier"], ["dossier.id"], name=op.f("fk_channel_dossier_dossier"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("desk", "dossier", name=op.f("pk_channel")),
    )
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
        sa.CheckConstraint("times <> '' AND days <> ''", name=op.f("ck_subscription_timetable")),
        sa.CheckConstraint("unchanged IN ('say', 'silent')", name=op.f("ck_subscription_unchanged")),
        sa.ForeignKeyConstraint(
            ["dossier"], ["dossier.id"], name=op.f("fk_subscription_dossier_dossier"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_subscription_desk_state_id"), "subscription", ["desk", "state", "id"], unique=False)
