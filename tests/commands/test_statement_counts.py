"""How many SQL statements a question costs: counted for every command that only reads, so that none grows unseen."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, text

from bot.commands.registry import COMMANDS
from bot.delivery.messages import MESSAGES
from bot.tracking import reminders
from db.model.records import TrackedDate
from db.outbox.outbox import Due
from db.reading.view import View, list_items
from db.storage.database import Database
from tests.asking import asked
from tests.builders import DESK

NOW = datetime(2022, 8, 12, 12, tzinfo=UTC)
MOST = 20  # BEGIN is one of them
LINES = {
    "status": "/status",
    "who": "/who peskov",
    "quotes": "/quotes peskov about:talks",
    "offers": "/offers",
    "conflicts": "/conflicts about:griner",
    "sources": "/sources item:S12",
    "timeline": "/timeline from:2022-07-27 to:2022-07-29",
    "dates": "/dates",
    "when": "/when text:“in the coming days” on:2022-07-27",
    "compare": "/compare 2022-07-28 2022-08-10",
    "changes": "/changes since:2022-07-28",
    "find": "/find exchange kind:statement",
    "item": "/item S12",
    "my reminders": "/my reminders",
    "my data": "/my data",
    "my forget": "/my forget",
    "digest list": "/digest list",
    "dossier list": "/dossier list",
    "dossier export": "/dossier export format:markdown",
    "help": "/help who",
}
BARS = {
    ("who", "short"): 12,
    ("who", "full"): 8,
    ("status", "short"): 18,
    ("item", "short"): 22,
    ("item", "full"): 22,
    **dict.fromkeys(((name, depth) for name in ("my data", "my forget") for depth in ("short", "full")), 30),
}
# they need something that a server, a digest of it, or somebody who sends a file has
ELSEWHERE = {"dossier load", "event", "digest preview", "digest remove"}


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Gather what is sent to the database."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def test_every_command_that_only_reads_is_counted() -> None:
    reading = {name for name, command in COMMANDS.items() if not command.writes and not command.pressed}

    assert reading == LINES.keys() | ELSEWHERE


@pytest.mark.parametrize("depth", ["short", "full"])
@pytest.mark.parametrize("name", LINES)
def test_a_question_costs_few_statements(bundled: Database, name: str, depth: str) -> None:
    asked(bundled, LINES[name], now=NOW - timedelta(days=1), depth=depth)  # reads all names once

    with counted(bundled) as sent:
        asked(bundled, LINES[name], now=NOW, depth=depth)

    assert 0 < len(sent) <= BARS.get((name, depth), MOST), "\n".join(sent)


@pytest.mark.parametrize("wording", [MESSAGES["reminder"], reminders.reminder])
def test_a_reminder_costs_few_statements(bundled: Database, wording: Any) -> None:
    # BEGIN is not counted, since messages that are worded at once share it
    with bundled.reading() as connection:
        [dossier] = connection.execute(text("SELECT id FROM dossier")).scalars()
        dates = list_items(View(connection, DESK.id, dossier, NOW.date()), TrackedDate)
    assert len(dates) > 5
    for one in dates:
        local = NOW.replace(tzinfo=None)
        due = Due(DESK.id, dossier, one.id, "overdue 2022-08-03", "news", local, DESK.zone, NOW, id=1)
        with bundled.reading() as connection:
            connection.execute(text("SELECT 1"))
            with counted(bundled) as sent:
                wording(connection, DESK, due, now=NOW)

        had = [one for one in sent if "FROM change" in one]  # since when the desk has had sources of no sure day
        assert len(had) <= 1, "\n".join([one.id, *had])
        # the short one tells when it was announced: one more for the sources of that statement
        most = 8 + (wording is not reminders.reminder and any(given.statement for given in one.announced))
        assert 0 < len(sent) - len(had) <= most, "\n".join([one.id, *sent])
