"""Who decided on a draft, by their id: so that their name can be taken out."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add the column; what was approved tells whose it is by the change it made, what was refused does not."""
    op.add_column("draft", sa.Column("decided_id", sa.Text(), server_default="", nullable=False))
    op.execute(
        """UPDATE draft SET decided_id = coalesce((
            SELECT max(change.actor_id) FROM change
            WHERE change.desk = draft.desk AND change.dossier = draft.dossier AND change.at = draft.decided_at
                AND change.actor = draft.decided_by), '')
        WHERE state = 'applied'"""
    )
