"""Full-text search: what can be found, its index, and the words there are."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"

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
    """Create the tables and the dialect's own index; `env.py` fills them when all migrations have run."""
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
    serial = op.create_table("search_serial", sa.Column("next", sa.BigInteger(), nullable=False))
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
