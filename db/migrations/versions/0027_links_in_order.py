"""Who names whom is kept once, in the order in which it is read: its key is what was an index beside it.

Rows of the index of words that nobody sees are found without going through those that are seen.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

_KEY = ("dossier", "target", "role", "earliest", "item", "known_from", "desk")
_KEY_SAID = ", ".join(_KEY)
_BY_ITEM = "ix_link_dossier_item_desk_role_target_earliest"

_BESIDE = "ix_link_dossier_target_role_earliest_item_known_from_desk"


def upgrade() -> None:
    """Give the table the key of the index, and let that go; index what is out of sight."""
    unseen = sa.text("substr(desk, 1, 1) = '='")
    op.create_index(
        "ix_search_unseen",
        "search",
        ["dossier", "desk"],
        sqlite_where=unseen,
        postgresql_where=unseen,
        if_not_exists=True,
    )
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("pk_link", "link", type_="primary")
        op.execute(f"DROP INDEX IF EXISTS {_BESIDE}")
        op.create_primary_key("pk_link", "link", list(_KEY))
        return
    days = {"earliest", "known_from"}
    columns = [sa.Column(name, sa.Date() if name in days else sa.Text(), nullable=False) for name in _KEY]
    key = sa.PrimaryKeyConstraint(*_KEY, name="pk_link")
    op.create_table("link_in_order", *columns, key, sqlite_with_rowid=False)
    op.execute(f"INSERT INTO link_in_order ({_KEY_SAID}) SELECT {_KEY_SAID} FROM link ORDER BY {_KEY_SAID}")
    op.drop_table("link")
    op.rename_table("link_in_order", "link")
    op.create_index(_BY_ITEM, "link", ["dossier", "item", "desk", "role", "target", "earliest"])
