"""Who made a change, besides the name they had: to take back one's own, and to be forgotten."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Keep the id of whoever made a change; loads have none."""
    with op.batch_alter_table("change") as change:
        change.add_column(sa.Column("actor_id", sa.Text(), nullable=False, server_default=""))
