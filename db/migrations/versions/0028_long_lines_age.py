"""Lines of buttons are forgotten two years after they were last shown: an index finds the old ones."""

from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Add the index."""
    op.create_index(op.f("ix_long_line_at"), "long_line", ["at"], unique=False, if_not_exists=True)
