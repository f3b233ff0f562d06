"""Lines of buttons that fit no id: kept from when they were last shown for two years, then forgotten."""

from datetime import timedelta
from typing import Any

import pytest

from bot.asking import UserError
from bot.delivery.worker import Delivery
from bot.long_lines import keep_lines, key_of, whole_line
from db.desk import long_lines
from db.storage.database import Database
from tests.builders import DESK, NOW

_LINES = [f"/find {number} {'x' * 100}" for number in range(5)]


async def _tidy(database: Database, *, days: int) -> None:
    channels: Any = None
    await Delivery(database, DESK, channels, clock=lambda: NOW + timedelta(days=days)).tidy()


async def _gone(database: Database) -> list[int]:
    gone = []
    for number, line in enumerate(_LINES):
        try:
            assert await whole_line(database, key_of(line)) == line
        except UserError:
            gone.append(number)
    return gone


async def test_a_long_line_is_forgotten_two_years_after_it_was_last_shown(
    either_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_lines, "_AT_ONCE", 2)
    await keep_lines(either_database, _LINES, now=NOW)
    await keep_lines(either_database, _LINES[3:4], now=NOW + timedelta(days=20))  # of this month: no row is written
    await keep_lines(either_database, _LINES[4:], now=NOW + timedelta(days=400))

    await _tidy(either_database, days=730)
    assert await _gone(either_database) == []

    await _tidy(either_database, days=731)
    assert await _gone(either_database) == [0, 1, 2, 3]
    with pytest.raises(UserError, match="That button is older than what is kept of it"):
        await whole_line(either_database, key_of(_LINES[0]))
