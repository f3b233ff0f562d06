"""Where something was proposed, and how it read then: whoever proposed it is told what became of it."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("draft", sa.Column("channel", sa.Text(), server_default="", nullable=False))
    op.add_column("draft", sa.Column("proposed", sa.Text(), server_default="", nullable=False))
