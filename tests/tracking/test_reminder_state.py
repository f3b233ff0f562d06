"""How a reminder stands: in colour beside its words, with one button that stands out."""

from datetime import timedelta

import pytest

from bot.blocks_json import keep, recall
from bot.discord.messages import buttons, pages
from bot.tracking.reminder_short import reminder
from db.desk.desks import Desk
from db.outbox.outbox import Due
from db.storage.database import Database
from tests.asking import asked
from tests.builders import NOW

SERVER = Desk("42", "Europe/Berlin", "09:00")


@pytest.mark.parametrize(
    ("days", "recorded", "state", "colour"),
    [
        (-18, "", "open", 0xF0B232),
        (0, "", "overdue", 0xED4245),
        (0, "/outcome D1 happened basis:morning", "answered", 0x3BA55D),
        (0, "/outcome D1 withdrawn", "withdrawn", 0x80848E),
    ],
)
def test_a_reminder_shows_how_it_stands(ferry: Database, days: int, recorded: str, state: str, colour: int) -> None:
    now = NOW + timedelta(days=days)
    if recorded:
        asked(ferry, recorded, desk=SERVER)
    due = Due("42", "ferry", "D1", "closing 2031-03-07", "700", now, "Europe/Berlin", now, id=1)
    with ferry.reading() as connection:
        answer = reminder(connection, SERVER, due, now=now)
    [page] = pages(answer)

    assert (answer.state, page.embed.colour and page.embed.colour.value) == (state, colour)
    assert recall(keep(answer)) == answer
    shown = [(one.label, one.style.name) for one in buttons(page).children if one.style.name != "secondary"]  # type: ignore[attr-defined]
    assert shown == ([] if recorded else [("Happened", "success")])
