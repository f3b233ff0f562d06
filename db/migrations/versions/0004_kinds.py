"""Messages of several kinds in the due table, each with what its wording needs beside the row, and its stored nonce."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Tell a message's kind apart; what is there is a reminder."""
    with op.batch_alter_table("due") as due:
        due.add_column(sa.Column("kind", sa.Text(), nullable=False, server_default="reminder"))
        due.add_column(sa.Column("detail", sa.Text(), nullable=False, server_default=""))
        due.add_column(sa.Column("nonce", sa.Text(), nullable=False, server_default=""))
        due.drop_constraint(op.f("uq_due_desk_dossier_item_occasion"), type_="unique")
        due.create_unique_constraint(
            op.f("uq_due_desk_kind_dossier_item_occasion"), ["desk", "kind", "dossier", "item", "occasion"]
        )
