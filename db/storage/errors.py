"""What the database's owner is told."""


class DatabaseError(Exception):
    """The database can't be opened or used; the message is one sentence for its owner."""
