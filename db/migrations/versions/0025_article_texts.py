"""News texts that a desk was handed, apart from their drafts: quotations are held to them."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0021"


def upgrade() -> None:
    """Add a table."""
    op.create_table(
        "article_text",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), autoincrement=True, nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier"], ["dossier.id"], name=op.f("fk_article_text_dossier_dossier"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_text")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_article_text_dossier_desk_source"), "article_text", ["dossier", "desk", "source"])
