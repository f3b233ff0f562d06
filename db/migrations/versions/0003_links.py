"""Links found by indexes that alone tell what was known and of whom, and a desk's own items, which are few."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_WIDER = {
    ("dossier", "target", "role", "earliest", "item"): ("known_from", "desk"),
    ("dossier", "item"): ("desk", "role", "target", "earliest"),
}


def upgrade() -> None:
    """Replace the indexes of links by wider ones; index a desk's own items."""
    for columns, more in _WIDER.items():
        wider = [*columns, *more]
        op.drop_index(op.f(f"ix_link_{'_'.join(columns)}"), table_name="link", if_exists=True)
        op.create_index(op.f(f"ix_link_{'_'.join(wider)}"), "link", wider, unique=False, if_not_exists=True)
    own = sa.text("desk <> ''")
    op.create_index(
        "ix_item_own",
        "item",
        ["dossier", "desk", "id"],
        sqlite_where=own,
        postgresql_where=own,
        if_not_exists=True,
    )
