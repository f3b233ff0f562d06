"""A person's own reminders that are not posted: to be counted and listed without reading those that were."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Add an index."""
    unsent = sa.text("kind = 'own' AND state <> 'sent'")
    op.create_index("ix_due_own", "due", ["item"], sqlite_where=unsent, postgresql_where=unsent)
