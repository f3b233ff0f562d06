"""Whether a desk writes the day or the month first."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the column; the day first, as until now."""
    op.add_column("desk", sa.Column("date_order", sa.Text(), server_default="DMY", nullable=False))
