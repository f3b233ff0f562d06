"""Several reminders of one hour as one message: a row each, with a press of its own; once answered, its answer."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot.asking import Ask
from bot.blocks import Answer, Block, Choice, Id, Line, Part, State
from bot.phrasing.lines import natural
from bot.phrasing.marks import foot_sources, mark
from bot.phrasing.rows import Rows, make_rows, number
from bot.tracking import reminders
from bot.tracking.expected_rows import expected_days
from bot.tracking.ledger import Expectation, is_open
from bot.tracking.reminder_short import expectation_of, recorded_row, reminder, state_of, title
from bot.tracking.reminders import press_line, told_name
from bot.transport import mark_of
from db.desk.desks import Desk
from db.model.records import TrackedDate
from db.outbox import outbox
from db.outbox.outbox import Due
from db.reading.view import find_items
from db.storage.database import Connection

_LONGEST = 160  # characters of a title


def is_joint(rows: Sequence[Due]) -> bool:
    """Tell whether rows that go out together can be told as reminders of one dossier."""
    return rows[0].kind in ("reminder", "personal") and len({(due.kind, due.dossier) for due in rows}) == 1


def joint_reminder(
    connection: Connection, desk: Desk, rows: Sequence[Due], *, now: datetime, remarks: Sequence[str] = ()
) -> Answer:
    """Word the message of several reminders of a dossier, each tracked date once, by its newest reminder."""
    by_item = {due.item: due for due in sorted(rows, key=lambda due: (due.due_at, due.id))}
    newest = sorted(by_item.values(), key=lambda due: natural(due.item))
    word = reminders.personal if rows[0].kind == "personal" else reminder
    if len(newest) == 1:
        return word(connection, desk, newest[0], now=now, remarks=remarks)
    ask, _ = reminders.circumstances(connection, desk, newest[0], now=now)
    found = find_items(ask.view, [due.item for due in newest])
    tracked = {id_: one for id_, one in found.items() if isinstance(one, TrackedDate)}
    made = make_rows(ask, also={given.by for one in tracked.values() for given in one.announced})
    first = newest[0]
    blocks: list[Block] = list(_heading(newest, remarks))
    open_ = 0
    states: list[State] = []
    for due in newest:
        if due.item not in tracked:
            blocks.append(Line((f"{due.item} was to be remembered now, but the dossier no longer has it.",)))
            continue
        one = expectation_of(ask, tracked[due.item])
        waits = is_open(ask, one.tracked, due, occasion=_occasion(due))
        open_ += waits
        states.append(state_of(ask, one, waits=waits))
        blocks += _row(ask, one, due, made, waits=waits)
    blocks += _below(newest) if open_ else []
    return Answer(
        _title(newest, open_),
        tuple(blocks),
        as_of=ask.as_of,
        dossier=ask.head.title,
        sources=foot_sources(ask, tuple(blocks)),
        posted=f"{first.channel}/{first.message}" if first.message and first.kind == "reminder" else "",
        short=True,
        state=_state(states),
    )


def told_again(connection: Connection, desk: Desk, due: Due, *, now: datetime, remarks: Sequence[str] = ()) -> Answer:
    """Word the message in which a reminder was posted as it now stands, with the marks of all that it tells of."""
    rows = outbox.list_told_with(connection, due)
    if len(rows) > 1 and not is_joint(rows):  # others stand there, of which a reminder does not tell
        return replace(reminder(connection, desk, due, now=now, remarks=remarks), posted="", mark=mark_of(due.id))
    answer = joint_reminder(connection, desk, rows, now=now, remarks=remarks)
    return replace(answer, mark=" ".join(mark_of(row.id) for row in rows))


def alone(connection: Connection, desk: Desk, due: Due, *, now: datetime) -> Answer:
    """Word one reminder of several for whoever answers it."""
    return replace(reminder(connection, desk, due, now=now), posted="", aside=True)


def _occasion(due: Due) -> str:
    return due.occasion.rpartition(": ")[2]


def _heading(rows: Sequence[Due], remarks: Sequence[str]) -> Iterator[Block]:
    held = [due for due in rows if due.held_since]
    yield from reminders.notes(replace(rows[0], held_since=held[0].held_since if held else None), remarks)
    if rows[0].kind == "personal":
        yield Line((f"{told_name(rows[0])}: you asked to be told, or have taken it on.",), label="Why you get this")


def _row(ask: Ask, one: Expectation, due: Due, rows: Rows, *, waits: bool) -> Iterator[Block]:
    """Say what is asked of a tracked date, and when it was expected; or what became of it."""
    tracked, named = one.tracked, Id(one.tracked.id)
    said = title(ask, one, replace(due, occasion=_occasion(due)), waits=waits, year=rows.year)
    cites = (tracked.when and tracked.when.sources) or [given.source for given in tracked.announced]
    verb = "" if waits and not said.startswith("Did it") else "expected "  # where the row says so already
    days: list[Part] = [*_days(one, rows, verb=verb), mark(cites)]
    if waits:
        yield Line((said[:_LONGEST], *days, named))
        if due.kind == "reminder":
            yield Choice(f"Answer {tracked.id}", press_line(due, "answer", tracked))
    elif said.endswith(tracked.title):
        yield Line((said[:_LONGEST], *days, named))
    else:
        yield Line((tracked.title[:_LONGEST], *days, *_became(ask, one, rows), named), label=said)


def _days(one: Expectation, rows: Rows, *, verb: str) -> list[Part]:
    moved = one.recorded and one.recorded.moved_to
    days = expected_days(one, year=rows.year, verb=verb) if one.tracked.when or moved else ()
    return [", ", *days] if days else []


def _became(ask: Ask, one: Expectation, rows: Rows) -> list[Part]:
    if one.recorded is not None:
        first, *rest = recorded_row(ask, one.recorded, rows, whole=False).parts
        return ["; ", first[:1].lower() + first[1:] if isinstance(first, str) else first, *rest]
    told = one.tracked.outcome
    return ["; ", told.text, mark(told.sources)] if told else []


def _below(rows: Sequence[Due]) -> list[Block]:
    """Say where one answers what is told in person."""
    if rows[0].kind == "reminder":
        return []
    return [Line((f"Answer in the desk’s channel, e.g. /outcome {rows[0].item} did-not-happen",))]


def _title(rows: Sequence[Due], open_: int) -> str:
    many = f"{number(len(rows))} dates"
    if rows[0].kind == "personal":
        return f"For you: {many}"
    answered = len(rows) - open_
    if not answered:
        return f"{many.capitalize()} to check"
    return f"{many.capitalize()}, {'all' if not open_ else number(answered)} answered"


def _state(states: Sequence[State]) -> State:
    """Colour the whole as what is most pressing in it."""
    return next((state for state in ("overdue", "open", "answered") if state in states), "withdrawn")
