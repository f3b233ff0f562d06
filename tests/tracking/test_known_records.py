"""Which of a desk's own records count: those made by now, and where an earlier day is asked for, by its end."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.asking import UserError
from bot.delivery.messages import MESSAGES
from bot.delivery.scheduler import plan_all
from bot.digests.compose import Span, compose
from bot.digests.filters import Filters, dump_filters
from bot.digests.runs import asking
from bot.terminal import text
from db.desk.desks import ReminderChannel, replace_desk, replace_reminder_channel
from db.desk.outcomes import Outcome, add_outcome
from db.desk.subscriptions import Subscription
from db.loading.dossiers import replace_dossier
from db.outbox.outbox import Due, list_due
from db.reading.news import Position
from db.storage.database import Database
from tests.asking import asked
from tests.builders import NOW, tiny
from tests.digests.living import SERVER, at

_SAID = [{"by": "vane", "text": "an answer by the end of March", "source": "morning"}]
_DATE = {"id": "D1", "title": "Answer", "announced": _SAID, "when": "2031-03-25", "remind": ("2 days before opening",)}


def _record(database: Database, when: datetime) -> None:
    """Let ann record that D1 did not happen."""
    new = Outcome("42", "ferry", "D1", "did not happen", "1", "ann", when, "as she said")
    with database.writing() as connection:
        replace_dossier(connection, tiny(dates=[_DATE]), now=at("2031-03-01T05:00"), actor="test")
        replace_desk(connection, SERVER)
        add_outcome(connection, new, press="1")


def _told(line: str) -> Callable[[Database, str], bool]:
    return lambda database, day: "recorded by ann" in asked(database, f"{line} {day}", desk=SERVER)


def _is_not_stale(database: Database, day: str) -> bool:
    return "Answer (D1) rests on one source" not in asked(database, f"/status {day}", desk=SERVER)


def _is_no_event(database: Database, day: str) -> bool:
    try:
        return not asked(database, f"/event D1 {day}", desk=SERVER)
    except UserError as error:
        return "has been answered" in str(error)


_PLACES: dict[str, Callable[[Database, str], bool]] = {
    "/status": _told("/status"),
    "/dates": _told("/dates state:all"),
    "/item": _told("/item D1"),
    "/changes": _told("/changes"),
    "single sources": _is_not_stale,
    "/event": _is_no_event,
}
_BEFORE, _AFTER, _AHEAD = at("2031-03-14T10:00"), at("2031-03-16T10:00"), NOW + timedelta(hours=1)
_THEN = "as_of:2031-03-15"


@pytest.mark.parametrize("place", _PLACES)
@pytest.mark.parametrize(
    ("recorded", "day", "counts"),
    [
        (_BEFORE, "", True),
        (_BEFORE, _THEN, True),
        (_AFTER, "", True),
        (_AFTER, _THEN, False),
        (_AHEAD, "", False),  # by a clock ahead of ours
        (_AHEAD, _THEN, False),
    ],
)
def test_what_is_asked_counts_what_was_recorded_by_its_day_and_by_now(
    database: Database, place: str, recorded: datetime, day: str, counts: bool
) -> None:
    _record(database, recorded)

    assert _PLACES[place](database, day) is counts


@pytest.mark.parametrize(("recorded", "counts"), [(_AFTER, True), (_AHEAD, False)])
def test_a_reminder_and_what_is_planned_count_what_was_recorded_by_now(
    database: Database, recorded: datetime, counts: bool
) -> None:
    _record(database, recorded)
    with database.writing() as connection:
        replace_reminder_channel(connection, ReminderChannel("42", "ferry", "news"), actor="1", now=NOW)
        plan_all(connection, now=NOW, desk=SERVER)

    with database.reading() as connection:
        planned = list_due(connection, desk="42", dossier="ferry", kind="reminder")
        local = NOW.replace(tzinfo=None)
        due = Due("42", "ferry", "D1", "opening 2031-03-25", "news", local, SERVER.zone, NOW)
        worded = MESSAGES["reminder"](connection, SERVER, due, now=NOW)

    assert (not planned, "ann" in worded.title) == (counts, counts)


def test_a_digest_counts_what_was_recorded_by_then_though_the_desk_has_the_next_day_already(database: Database) -> None:
    now = at("2031-03-21T01:00")  # the 21st in Berlin, still the 20th in New York
    _record(database, at("2031-03-20T23:30"))
    since, until = (Position(99, outcome, NOW.date(), when) for outcome, when in ((0, NOW), (1, now)))
    local = now.replace(tzinfo=None)
    span = Span(since, until, local, "America/New_York", now + timedelta(days=7))
    subscription = Subscription(
        desk="42", dossier="ferry", state="active", channel="news", times=("21:00",), days=(0,), zone=span.zone,
        filters=dump_filters(Filters()), unchanged="say", ping="", owner="1", owner_name="ann",
        seen=since, made_at=NOW,
    )  # fmt: skip
    with database.reading() as connection:
        digest = compose(asking(connection, SERVER, subscription, until), subscription, span, more="/more")

    short, whole = (text.plain(one, zone=span.zone) for one in (digest.parts[0], digest.whole))
    assert ("ann" in short, "recorded by ann" in whole) == (True, True)
    assert "Due before the next digest" not in whole
    assert "Next" not in short
