"""What a desk has settled about its roles, and which dossier is asked where."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Keep both with the desk, as JSON objects: they are read with every question and never searched."""
    with op.batch_alter_table("desk") as desk:
        desk.add_column(sa.Column("roles", sa.Text(), nullable=False, server_default="{}"))
        desk.add_column(sa.Column("dossiers", sa.Text(), nullable=False, server_default="{}"))
