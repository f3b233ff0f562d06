"""Moments as they are stored: whole microseconds since 1970, UTC."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micros(moment: datetime) -> int:
    """Write an aware moment as stored."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


@lru_cache(4096)  # rows that are claimed together share most of theirs
def moment(stored: int) -> datetime:
    """Read a stored moment."""
    return _EPOCH + timedelta(microseconds=stored)
