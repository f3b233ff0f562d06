"""What the desk answers to a reminder: an outcome with its basis, later, "I'll check", "Notify me"."""

import re
from dataclasses import replace
from typing import Annotated, Literal, assert_never

from bot import localtime
from bot.asking import Ask, UserError, row_number
from bot.blocks import Answer, Block, Choice, Line
from bot.blocks_json import dump
from bot.phrasing.lines import few, natural
from bot.phrasing.when import day
from bot.tracking import reminders
from bot.tracking.joint_reminder import alone, told_again
from bot.tracking.ledger import after_recorded, is_open, newest_outcomes, owner_of, recorded
from bot.tracking.new_date import Moved, new_date
from bot.tracking.openings import opened, which
from bot.tracking.planner import hold, in_person, message, plan
from bot.tracking.reminders import Press, expectation, press_line, recorded_line
from bot.tracking.schedule import Ring
from bot.tracking.snooze import ask_later
from bot.tracking.state import as_moved
from bot.transport import mark_of
from db.desk.desks import list_reminder_channels
from db.desk.outcomes import Outcome, add_outcome, has_press
from db.desk.people_settings import find_readers
from db.desk.watches import Watch, WatchKind, add_watch, has_watch, list_watches, notified
from db.model.records import OutcomeKind, Source, TrackedDate
from db.outbox import outbox
from db.outbox.outbox import Due
from db.reading.merges import find_remaining, merged_ids
from db.reading.view import find_items, list_items
from db.storage.database import lock

_RECORDS: dict[Press, OutcomeKind] = {
    "happened": "happened",
    "not": "did not happen",
    "moved": "moved",
    "unclear": "unclear",
    "withdrawn": "withdrawn",
}
_LONGEST_BASIS = 300
_FIRST_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")

Kind = Literal["happened", "did-not-happen", "moved", "unclear", "withdrawn"]


def outcome(
    ask: Ask,
    *,
    item: Annotated[str, "the tracked date, e.g. D1"],
    kind: Annotated[Kind, "what became of it"],
    to: Annotated[str, "the new date, if it was moved, e.g. next Friday, after the verdict, after D2"] = "",
    basis: Annotated[str, "how you know: the id of a source, or a source in your own words; needed for happened"] = "",
) -> Answer:
    """Record what became of a tracked date.

    It is kept with your name, the time and its basis. Recording again corrects it; the earlier answer stays in the
    record. What waits for it opens, and the desk is told.
    """
    lock(ask.view.connection, f"plan {ask.desk.id} {ask.head.id}")
    ask = after_recorded(ask, dossier=ask.head.id)
    tracked = find_tracked(ask, item)
    meant: OutcomeKind = "did not happen" if kind == "did-not-happen" else kind
    line = f"/outcome {tracked.id} {kind}" + (f" basis:“{basis.strip()}”" if basis.strip() else "")
    moved = _moved(ask, tracked, meant, to, line=line, change="")
    if isinstance(moved, Answer):
        return moved
    _record(ask, tracked, meant, moved, basis=basis)
    blocks: list[Block] = [*expectation(ask, tracked)]
    blocks += [recorded_line(one) for one in recorded(ask, tracked.id)]
    return Answer(f"Recorded: {tracked.title} ({tracked.id})", tuple(blocks))


def find_tracked(ask: Ask, item: str) -> TrackedDate:
    """Find a tracked date by its id; raises UserError, which names those there are."""
    found = find_items(ask.view, [item, item.upper(), find_remaining(ask.view, item)])
    tracked = next((one for one in found.values() if isinstance(one, TrackedDate)), None)
    if tracked is None:
        ids = sorted((one.id for one in list_items(ask.view, TrackedDate)), key=natural)
        raise UserError(f"There is no tracked date “{item[:40]}”. There are {few(ids)}. See /dates")
    return tracked


def due(
    ask: Ask,
    *,
    row: Annotated[str, "the reminder's number"],
    press: Annotated[Press, "what became of it, or what you do about it"],
    to: Annotated[str, "the new day or window, if it was moved"] = "",
    basis: Annotated[str, "how you know, if it happened"] = "",
    when: Annotated[str, "when to ask again, if later"] = "",
    item: Annotated[str, "which tracked date, where the message tells of several"] = "",
) -> Answer:
    """Answer a reminder.

    The first answer counts; who comes second is told who was first, and can correct it with /outcome.
    """
    here, found, tracked = _reminder(ask, row, item)
    remarks: tuple[str, ...] = ()
    if press == "answer":
        if found.kind == "reminder":
            return alone(ask.view.connection, here.desk, found, now=ask.now)
        return which(here, tracked, found)
    again = has_press(ask.view.connection, ask.request) or has_watch(ask.view.connection, ask.request)
    if not again:
        _first_only(here, found, tracked)
        match press:
            case "happened" | "not" | "moved" | "unclear" | "withdrawn":
                line = press_line(found, press, tracked)
                moved = _moved(here, tracked, _RECORDS[press], to, line=line, change=line)
                if isinstance(moved, Answer):
                    return moved
                _record(here, tracked, _RECORDS[press], moved, basis=basis)
            case "later":
                asked = ask_later(here, found, tracked, when)
                if isinstance(asked, Answer):
                    return asked
                remarks = _owe_again(here, found, tracked, asked)
            case "check" | "take" | "back":
                _take(here, tracked, press)
            case _:
                assert_never(press)
    # the message that is changed keeps the mark by which it may be looked for
    if found.kind == "opened":
        answer = opened(ask.view.connection, here.desk, found, now=ask.now, remarks=remarks)
        answer = replace(answer, mark=mark_of(found.id))
    else:
        answer = told_again(ask.view.connection, here.desk, found, now=ask.now, remarks=remarks)
    return replace(answer, said=remarks[0] if remarks else "Recorded.")


def whole_reminder(ask: Ask, *, row: Annotated[str, "the reminder's number"]) -> Answer:
    """Show all that is known of a reminder, with all that can be done about it."""
    found = _found(ask, row)
    word = opened if found.kind == "opened" else reminders.reminder
    return replace(word(ask.view.connection, ask.desk, found, now=ask.now), posted="", aside=True)


def notice(
    ask: Ask,
    *,
    row: Annotated[str, "the reminder's number"],
    stop: Annotated[Literal["", "yes"], "yes: be told no longer"] = "",
    item: Annotated[str, "which tracked date, where the message tells of several"] = "",
) -> Answer:
    """Have yourself told, in person, when a tracked date is due again or answered."""
    here, found, tracked = _reminder(ask, row, item)
    line = f"/notice {row}" + ("" if found.item == tracked.id else f" item:{tracked.id}")
    watches = list_watches(here.view, item=tracked.id)
    told = any(watch.person == ask.asker.id for watch in notified(watches).get(tracked.id, ()))
    if told == bool(stop):
        _watch(here, tracked, "stop" if stop else "notify")
    if stop:
        text = f"You are no longer told of {tracked.id}, {tracked.title}."
        choice = Choice("Undo", line)
    else:
        text = (
            f"You get a direct message when {tracked.id}, {tracked.title}, is due or answered. "
            "If your direct messages are closed, it is posted here."
        )
        choice = Choice("Undo", f"{line} stop:yes")
    return Answer("Notify me", (Line((text,)), choice), aside=True)


def _found(ask: Ask, row: str) -> Due:
    """Find a reminder of this desk; raises UserError."""
    found = outbox.find_due(ask.view.connection, row_number(row))
    if found is None or found.desk != ask.desk.id or found.kind not in ("reminder", "opened"):
        raise UserError(f"There is no reminder {row[:20]} here. Record it with {_EXAMPLE}")
    return found


def _reminder(ask: Ask, row: str, item: str) -> tuple[Ask, Due, TrackedDate]:
    found = _found(ask, row)
    # of two presses at once the second sees what the first has recorded
    lock(ask.view.connection, f"plan {ask.desk.id} {found.dossier}")
    here = after_recorded(ask, dossier=found.dossier)
    wanted = item if found.kind == "opened" else found.item
    ids = merged_ids(here.view.connection, dossier=here.view.dossier, desk=ask.desk.id)
    wanted, cause = ids.get(wanted, wanted), ids.get(found.item, found.item)
    tracked = find_items(here.view, [wanted]).get(wanted)
    if not isinstance(tracked, TrackedDate) or (
        found.kind == "opened" and as_moved(tracked, newest_outcomes(here)).depends_on != cause
    ):
        raise UserError(f"The dossier no longer has {wanted[:20]}, so there is nothing to answer. See /dates")
    return here, found, tracked


_EXAMPLE = "/outcome D1 did-not-happen"


def _first_only(ask: Ask, found: Due, tracked: TrackedDate) -> None:
    outcomes = recorded(ask, tracked.id)
    if outcomes and not is_open(ask, tracked, found):
        first = outcomes[-1]
        raise UserError(
            f"{first.actor_name} already answered “{first.kind}” for {tracked.id} on {day(first.at.date())}, "
            f"{first.at:%H:%M} UTC. To correct it: /outcome {tracked.id} did-not-happen"
        )


# --- recording


def _moved(ask: Ask, tracked: TrackedDate, kind: OutcomeKind, to: str, *, line: str, change: str) -> Moved | Answer:
    """Give the new date, or read it back first; none goes with other answers. Raises UserError."""
    outcomes = newest_outcomes(ask)
    if kind == "moved":
        return new_date(ask, tracked, to, outcomes, line=line, change=change)
    if to.strip():
        raise UserError(f"A new date goes with “moved” only, not with “{kind}”.")
    before = outcomes.get(tracked.id)
    if kind != "unclear" or before is None:
        return Moved()
    # whether it happened is unclear; to when it was moved is not
    return Moved(before.moved_to, before.words, before.rule, before.hangs_on)


def _record(ask: Ask, tracked: TrackedDate, kind: OutcomeKind, moved: Moved, *, basis: str) -> None:
    connection, dossier = ask.view.connection, ask.view.dossier
    if has_press(connection, ask.request):
        return  # the same request twice, e.g. replayed by Discord, records one answer
    source = _source_of(ask, basis)
    if kind == "happened" and not source and len(re.findall(r"\w", basis)) < 3:
        given = f"“{basis.strip()}” names none" if basis.strip() else "none is given"
        raise UserError(
            f"basis: “Happened” needs a source, and {given}. Give a source's id or name one in your own words, "
            "e.g. basis:“CNN, 30 July” or basis:“call with the embassy, Friday”"
        )
    new = Outcome(
        desk=ask.desk.id,
        dossier=dossier,
        item=tracked.id,
        kind=kind,
        actor=ask.asker.id,
        actor_name=ask.asker.name,
        at=ask.now,
        basis=" ".join(basis.split())[:_LONGEST_BASIS],
        moved_to=moved.to,
        source=source,
        words=moved.words,
        rule=moved.rule,
        hangs_on=moved.hangs_on,
    )
    add_outcome(connection, new, press=ask.request)
    _tell_people(ask, tracked, new)
    plan_anew(ask)


def plan_anew(ask: Ask) -> None:
    """Plan what is owed for a dossier in this desk's channels."""
    dossier = ask.view.dossier
    for place in list_reminder_channels(ask.view.connection, desk=ask.desk.id, dossier=dossier):
        plan(ask.view.connection, ask.desk, dossier, place.channel, now=ask.now)


def _source_of(ask: Ask, basis: str) -> str:
    """Find the dossier's source that a basis names by its id, as its first word."""
    first = _FIRST_WORD.match(basis.strip())
    if first is None:
        return ""
    found = find_items(ask.view, {first[0], first[0].lower(), first[0].upper()})
    return next((id_ for id_, one in found.items() if isinstance(one, Source)), "")


# --- what people do about it


def _take(ask: Ask, tracked: TrackedDate, press: Literal["check", "take", "back"]) -> None:
    owner = owner_of(ask, tracked)
    mine = owner is not None and owner.person == ask.asker.id
    if press == "back":
        if not mine or owner is None:
            held = f"{owner.person_name} has taken it on" if owner else "nobody has taken it on"
            raise UserError(f"{tracked.id} is not yours to hand back: {held}. To do it yourself, press Take over.")
        _watch(ask, tracked, "hands back")
        return
    if mine:
        return
    if owner is not None and press == "check":
        raise UserError(
            f"{owner.person_name} has taken {tracked.id} on since {day(owner.at.date())}, {owner.at:%H:%M} UTC. "
            "If you mean to do it instead, press Take over."
        )
    _watch(ask, tracked, "checks")


def _watch(ask: Ask, tracked: TrackedDate, kind: WatchKind) -> None:
    asker = ask.asker
    watch = Watch(ask.desk.id, ask.view.dossier, tracked.id, kind, asker.id, asker.name, asker.channel, ask.now)
    if not has_watch(ask.view.connection, ask.request):
        add_watch(ask.view.connection, watch, press=ask.request)
        plan_anew(ask)


def _owe_again(ask: Ask, found: Due, tracked: TrackedDate, ring: Ring) -> tuple[str, ...]:
    """Owe the reminder once more; says when."""
    again = message(ask.desk, found.dossier, tracked.id, ring, channel=found.channel)
    again = hold(replace(again, detail=dump({"by": ask.asker.name, "by_id": ask.asker.id})), ask.desk.quiet)
    rows = outbox.list_due(ask.view.connection, desk=ask.desk.id, dossier=found.dossier, kind="reminder")
    same = next((row for row in rows if (row.item, row.occasion) == (again.item, again.occasion)), None)
    if same is None:
        outbox.add_due(ask.view.connection, again)
    elif same.state == "cancelled":
        outbox.replace_due(ask.view.connection, same.id, again)
    when = f"{day(again.local.date())}, {again.local:%H:%M} ({again.zone})"
    held = " (it would fall into the quiet hours before)" if again.local != ring.local else ""
    return (f"{ask.asker.name} asked to be asked again on {when}{held}.",)


def _tell_people(ask: Ask, tracked: TrackedDate, new: Outcome) -> None:
    """Owe whoever asked for it a message in person that a date was answered."""
    watches = list_watches(ask.view, item=tracked.id)
    told = [one for one in notified(watches).get(tracked.id, ()) if one.person != ask.asker.id]
    readers = find_readers(ask.view.connection, {one.person for one in told})
    local = localtime.local_time(ask.now, ask.desk.zone)
    ring = Ring(f"answered {new.at.isoformat()}", local, localtime.instant(local, ask.desk.zone))
    for watch in told:
        due = message(ask.desk, ask.view.dossier, tracked.id, ring, channel="")
        outbox.add_due(ask.view.connection, in_person(due, watch, readers[watch.person]))
