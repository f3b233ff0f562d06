"""One's own reminders and settings: asked for by a person, delivered in person."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Literal, assert_never

from bot.asking import Ask, UserError, place_of, row_number
from bot.blocks import Answer, Block, Choice, Group, Line, Link, Moment, Part
from bot.date_words.meaning import PhraseError
from bot.date_words.remind_at import ring_for
from bot.desk.my_settings import MOST_OWN, reader_of
from bot.digests.follow import followed_line
from bot.phrasing.when import day
from bot.platforms import DISCORD, WORKSPACE, platform_of
from bot.tracking.planner import hold
from bot.tracking.schedule import Ring
from bot.tracking.snooze import OWN_WORDS, choices, exactly, read_back
from db.desk.desks import Desk
from db.desk.people_settings import Reader
from db.desk.watches import list_watches, notified, owners
from db.outbox import outbox
from db.outbox.channel_breakers import close_breakers
from db.outbox.outbox import Due
from db.storage.database import Connection
from db.storage.schema import LOCAL

Do = Literal["save", "cancel", "undo", "later", "change", "retry"]

_MOST = 25
_LONGEST = 300


def my_remind(
    ask: Ask,
    *,
    when: Annotated[str, "when, in your own words, e.g. tomorrow, in two hours, Friday 10:00"],
    about: Annotated[str, "what about"] = "",
    link: Annotated[str, "the link of a message, to find it again"] = "",
) -> Answer:
    """Be reminded of something by a direct message.

    Own words are read back, with day and zone, before they count. If your direct messages are closed, it is posted in
    the channel where you asked.
    """
    if not about.strip() and not link.strip():
        raise UserError(
            "about: what are you to be reminded of? For example: /my remind tomorrow about:“ask the embassy”"
        )
    platform = platform_of(ask.desk.id)
    if link.strip() and not platform.message.fullmatch(link.strip()):
        raise UserError(
            f"link: that is no link to a message in {platform.name}. Copy it from the message (“Copy Message Link”), "
            "or leave it out; any other address can stand in about:"
        )
    reader = reader_of(ask)
    zone = reader.zone or ask.desk.zone
    exact = exactly(ask, when.strip(), "own", zone=zone)
    ring = exact or _ring(ask, when, zone)
    row = _add(ask, ring, zone, reader, about=about, link=link, words="" if exact else when)
    if exact is None:
        outbox.cancel_due(ask.view.connection, [row.id])  # a draft, until it is saved
        back = read_back(ask, when, title="Remind me", save="", change=f"/mine {row.id} change", zone=zone)
        blocks = tuple(block for block in back.blocks if not (isinstance(block, Choice) and block.label == "Save"))
        return replace(back, blocks=(*blocks[:-1], Choice("Save", f"/mine {row.id} save"), blocks[-1]))
    return _kept(row)


def _ring(ask: Ask, when: str, zone: str) -> Ring:
    try:
        found = ring_for(when, now=ask.now, zone=zone, hour=ask.desk.hour, order=ask.desk.order)
    except PhraseError as error:
        raise UserError(f"when: {error}") from error
    return Ring("own", found.local, found.at)


def _add(ask: Ask, ring: Ring, zone: str, reader: Reader, *, about: str, link: str, words: str, again: str = "") -> Due:
    """Owe a reminder; the same request twice owes one."""
    told = {
        "about": " ".join(about.split())[:_LONGEST],
        "link": link.strip()[:_LONGEST],
        "words": " ".join(words.split())[:_LONGEST],
        "name": ask.asker.name,
        "asked": ask.now.isoformat(),
    }
    if place := place_of(ask):
        told["fallback"] = place
    occasion = again or f"asked {ask.request}"
    due = Due(
        ask.desk.id,
        "",
        ask.asker.id,
        occasion,
        "terminal" if ask.desk.id == LOCAL else f"user:{ask.asker.id}",
        ring.local,
        zone,
        ring.at,
        kind="own",
        detail=json.dumps(told),
    )
    kept = outbox.find_own(ask.view.connection, desk=ask.desk.id, person=ask.asker.id, occasion=occasion)
    if kept is None:
        _check_room(ask)
        outbox.add_due(ask.view.connection, hold(due, reader.quiet, zone=zone))
        kept = outbox.find_own(ask.view.connection, desk=ask.desk.id, person=ask.asker.id, occasion=occasion)
    assert kept
    return kept


def _check_room(ask: Ask) -> None:
    """Raise UserError if a person has as many reminders as one may."""
    waiting, kept = outbox.count_unsent_of_person(ask.view.connection, ask.asker.id, after=ask.now)
    if waiting >= MOST_OWN:
        raise UserError(f"You have {waiting} reminders waiting, as many as one person may. Cancel one: /my reminders")
    if kept >= 2 * MOST_OWN:
        raise UserError(f"You have begun {kept} reminders whose time is still to come. Save or wait: /my reminders")


def _kept(row: Due) -> Answer:
    parts: list[Part] = [f"{_about(row)}: {day(row.local.date())}, {row.local:%H:%M} ({row.zone})"]
    blocks: list[Block] = [Line(tuple(parts), label="You are reminded")]
    if row.held_since:
        blocks.append(Line(("It would fall into your quiet hours, so it comes at their end.",)))
    if row.channel == "terminal":
        blocks.append(Line(("The terminal does not ring: see what is due with /my reminders",)))
    return Answer("Remind me", (*blocks, Choice("Cancel", f"/mine {row.id} cancel")), aside=True)


def mine(
    ask: Ask,
    *,
    row: Annotated[str, "the reminder's number"],
    do: Annotated[Do, "what to do with it"],
    when: Annotated[str, "when, in your own words"] = "",
) -> Answer:
    """Save, change, cancel or put off one of your own reminders."""
    found = _own(ask, row)
    match do:
        case "save" | "undo":
            return _save(ask, found)
        case "cancel":
            return _cancel(ask, found)
        case "later":
            return _later(ask, found, when)
        case "change":
            return _change(ask, found, when)
        case "retry":
            close_breakers(ask.view.connection, [found.channel])
            outbox.retry_due(ask.view.connection, found.id)
            return Answer("Remind me", (Line((f"{_about(found)}: it is tried again now.",)),), aside=True)
        case _:
            assert_never(do)


def _own(ask: Ask, row: str) -> Due:
    found = outbox.find_due(ask.view.connection, row_number(row))
    if found is None or found.kind != "own" or found.item != ask.asker.id:
        raise UserError(f"There is no reminder {row[:20]} of yours. See them with /my reminders")
    return found


def _save(ask: Ask, found: Due) -> Answer:
    if found.state == "cancelled" and found.due_at <= ask.now:
        raise UserError(f"{day(found.local.date())}, {found.local:%H:%M} ({found.zone}) is past. Ask anew: /my remind")
    if found.state == "cancelled":
        outbox.replace_due(ask.view.connection, found.id, found)
    return _kept(found)


def _cancel(ask: Ask, found: Due) -> Answer:
    if found.state in ("waiting", "parked"):
        outbox.retry_due(ask.view.connection, found.id)
        outbox.cancel_due(ask.view.connection, [found.id])
        said = f"Cancelled: {_about(found)}."
        return Answer("Remind me", (Line((said,)), Choice("Undo", f"/mine {found.id} undo")), aside=True)
    said = "is cancelled already" if found.state == "cancelled" else "has been delivered, so it can't be cancelled"
    return Answer("Remind me", (Line((f"{_about(found)}: it {said}.",)),), aside=True)


def _later(ask: Ask, found: Due, when: str) -> Answer:
    line = f"/mine {found.id} later"
    if not when.strip():
        offered = [Choice(label, f"{line} when:{local:%Y-%m-%dT%H:%M}") for label, local in choices(ask, found.zone)]
        own = Choice("Own words…", f"{line} when:{OWN_WORDS}")
        return Answer(
            "Remind me again", (Line((f"When? Times are those of {found.zone}.",)), *offered, own), aside=True
        )
    ring = exactly(ask, when.strip(), "later", zone=found.zone)
    if ring is None:
        return read_back(
            ask, when, title="Remind me again", save=f"{line} when:", change=f"{line} when:{OWN_WORDS}", zone=found.zone
        )
    told = json.loads(found.detail)
    reader = reader_of(ask)
    again = f"{ring.occasion} of {found.id}"
    return _kept(_add(ask, ring, found.zone, reader, about=told["about"], link=told["link"], words="", again=again))


def _change(ask: Ask, found: Due, when: str) -> Answer:
    """Read a draft's or a waiting reminder's time anew; it is a draft until it is saved."""
    if not when.strip() or when.strip() == OWN_WORDS:
        return Answer(
            "Remind me", (Line((f"/mine {found.id} change when:“tomorrow at noon”",), label="Fill it in"),), aside=True
        )
    if found.state not in ("cancelled", "waiting"):
        raise UserError("It has been delivered already. Ask anew: /my remind")
    ring = _ring(ask, when, found.zone)
    reader = reader_of(ask)
    told = json.loads(found.detail) | {"words": when}
    anew = replace(found, local=ring.local, due_at=ring.at, detail=json.dumps(told), held_since=None)
    outbox.replace_due(ask.view.connection, found.id, hold(anew, reader.quiet, zone=found.zone))
    outbox.cancel_due(ask.view.connection, [found.id])
    back = read_back(ask, when, title="Remind me", save="", change="", zone=found.zone)
    blocks = tuple(block for block in back.blocks if not isinstance(block, Choice))
    save, change = Choice("Save", f"/mine {found.id} save"), Choice("Change", f"/mine {found.id} change")
    return replace(back, blocks=(*blocks, save, change))


def _about(row: Due) -> str:
    told = json.loads(row.detail)
    return str(told["about"] or "a message")


def own(connection: Connection, desk: Desk, due: Due, *, now: datetime, remarks: Sequence[str] = ()) -> Answer:
    """Word a reminder that somebody asked for."""
    told = json.loads(due.detail)
    blocks: list[Block] = [Line((remark,), label="Note") for remark in remarks]
    if due.held_since:
        held: list[Part] = ["due ", Moment(due.held_since), ", held until quiet hours were over"]
        blocks.append(Line(tuple(held), label="Note"))
    if told.get("closed"):
        blocks.append(Line((told["closed"],), label="Posted here"))
    blocks += [Line((told["about"],), label="About")] if told["about"] else []
    blocks += [Line((_link(told["link"]),), label="See")] if told["link"] else []
    asked: list[Part] = [f"{told['name']}, ", Moment(datetime.fromisoformat(told["asked"]))]
    blocks.append(Line(tuple(asked), label="Asked by"))
    blocks.append(Choice("Later", f"/mine {due.id} later"))
    return Answer(f"You asked to be reminded: {told['about'] or 'a message'}"[:200], tuple(blocks))


def my_reminders(ask: Ask) -> Answer:
    """List your own reminders, the tracked dates that you check or are told of, and what you follow.

    Each can be cancelled, and cancelling undone. What could not be delivered is kept, with the reason.
    """
    connection, person = ask.view.connection, ask.asker.id
    waiting = outbox.list_unsent_of_person(connection, person, state=("waiting", "claimed"), limit=MOST_OWN)
    parked = outbox.list_unsent_of_person(connection, person, state=("parked",), limit=MOST_OWN)
    blocks: list[Block] = []
    if waiting:
        lines = [line for row in waiting[:_MOST] for line in _listed(ask, row)]
        blocks.append(Group(f"Your reminders, {min(_MOST, len(waiting))} of {len(waiting)}", tuple(lines)))
    if parked:
        kept = [
            block
            for row in parked[:_MOST]
            for block in (
                Line((f"{_about(row)}: {row.reason}",)),
                Choice(f"Try “{_about(row)[:30]}” again", f"/mine {row.id} retry"),
            )
        ]
        blocks.append(Group(f"Could not be delivered, kept: {len(parked)}", tuple(kept)))
    blocks += [*_watched_by(ask), *followed_line(ask)]
    nothing = Line(("You have no reminders. For example: /my remind tomorrow about:“ask the embassy”",))
    return Answer("Your reminders", tuple(blocks) or (nothing,), line="/my reminders")


def _link(url: str) -> Part:
    # one kept before only messages could be linked to must not stand behind words that promise one
    return Link(url, "the message") if any(one.message.fullmatch(url) for one in (DISCORD, WORKSPACE)) else url


def _listed(ask: Ask, row: Due) -> tuple[Block, Block]:
    over = " – due" if row.due_at <= ask.now else ""
    parts: list[Part] = [f"{_about(row)}: ", Moment(row.due_at), over]
    told = json.loads(row.detail)
    parts += [" – ", _link(told["link"])] if told["link"] else []
    return Line(tuple(parts)), Choice(f"Cancel “{_about(row)[:30]}”", f"/mine {row.id} cancel")


def _watched_by(ask: Ask) -> list[Block]:
    if not ask.head.id:
        return []
    watches = list_watches(ask.view)
    checks = [item for item, one in owners(watches).items() if one.person == ask.asker.id]
    told = [item for item, several in notified(watches).items() if any(one.person == ask.asker.id for one in several)]
    blocks: list[Block] = [Line((", ".join(checks),), label="You check")] if checks else []
    return blocks + ([Line((", ".join(told),), label="You are told of")] if told else [])
