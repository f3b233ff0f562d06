"""Words folded anew: figures, hyphens, points, two letters of Han; `env.py` fills the emptied index again."""

from alembic import op

revision = "0020"
down_revision = "0019"

# row by row, the trigger would look each word of the old rows up to take it out
_SQLITE = (
    "DROP TRIGGER search_removed",
    "DELETE FROM search",
    "INSERT INTO search_index(search_index) VALUES ('delete-all')",
    """CREATE TRIGGER search_removed AFTER DELETE ON search BEGIN
        INSERT INTO search_index(search_index, rowid, words) VALUES ('delete', old.id, old.words);
    END""",
)


def upgrade() -> None:
    """Empty the index."""
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else ("DELETE FROM search",):
        op.execute(statement)
    op.execute("DELETE FROM search_word")
