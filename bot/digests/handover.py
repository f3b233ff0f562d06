"""Taking over from a colleague: what changed since one's last look, and what is still open."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated

from bot.answers.conflicts import unsettled
from bot.asking import Ask, UserError, local_day
from bot.blocks import Answer, Block, Choice, Line, Moment, Part
from bot.date_words.meaning import PhraseError
from bot.date_words.remind_at import ring_for
from bot.digests.compose import SHOWN, limited, whats_new
from bot.digests.filters import Filters
from bot.tracking.dates import left_open
from db.desk.handovers import Handover, add_handover, find_handover
from db.desk.subscriptions import newest_position, stand_still
from db.reading.news import Position
from db.storage.database import DatabaseError

_DAY = timedelta(hours=24)
# change, outcome, second, and which handover stood then (former buttons name none)
_SEEN = re.compile(r"(\d{1,15})\.(\d{1,15})\.(\d{1,15})(?:\.(\d{1,15}))?", re.ASCII)


def handover(
    ask: Ask, *, until: Annotated[str, "the end of your shift, in your own words, e.g. tonight, tomorrow 9:00"] = ""
) -> Answer:
    """Take over: what changed since your last look, what is due by the end of your shift, and what is still open.

    Your last look is when you last pressed "I have it"; before that, it tells of the last 24 hours. Unsettled
    conflicts and who has taken what on are listed too. "I have it" records that you took over, for the next one to see.
    """
    end = shift_end(ask, until)
    settled = stands_still(ask)
    seen = newest_position(ask.view.connection, now=ask.now, day=ask.as_of)
    since = last_look(ask)
    groups, more = whats_new(ask, Filters(), since=since.seen, until=seen)
    last = newest_handover(ask)
    # of a past day no clock of today is told
    blocks: list[Block] = [] if ask.explicit_as_of else [who_has_it(last), _since_line(since)]
    blocks += list(limited(groups)) or [Line(("nothing",), label="New")]
    if more or any(len(group.blocks) > SHOWN for group in groups):
        first = "" if ask.explicit_as_of else f" since:{local_day(since.seen.at, ask.desk.zone).isoformat()}"
        blocks.append(Line((f"Not all of it is shown. What was recorded: /changes{first}",), label="Note"))
    blocks += [] if ask.explicit_as_of else [Line((Moment(end),), label="Until")]
    blocks += left_open(ask, local_day(end, ask.desk.zone))
    blocks += unsettled(ask, most=SHOWN)
    if not settled:
        blocks.append(Line(("Changes are being written just now: ask again in a minute to take over.",), label="Note"))
    elif not ask.explicit_as_of:
        blocks.append(take_over_button(ask, seen, last))
    return Answer("Handover", tuple(blocks), line=handover_line(until))


def take_over_button(ask: Ask, seen: Position, last: Handover | None) -> Choice:
    """Make the button with which somebody takes over from who has it, told up to a position."""
    return Choice("I have it", _takeover_line(ask, seen, ask.now, last))


def handover_line(until: str) -> str:
    """Write the line that asks for a handover until the end of a shift."""
    asked = " ".join(until.replace('"', " ").split())[:40]
    return f'/handover until:"{asked}"' if asked else "/handover"


def shift_end(ask: Ask, until: str) -> datetime:
    """Read when a shift ends (aware); without words for it, in a day. Raises UserError."""
    if not until.strip():
        return ask.now + _DAY
    try:
        return ring_for(until, now=ask.now, zone=ask.desk.zone, hour=ask.desk.hour, order=ask.desk.order).at
    except PhraseError as error:
        raise UserError(f"until: {error}") from error


def last_look(ask: Ask) -> Handover:
    """Find when the asker last took over; without that, look back a day."""
    mine = newest_handover(ask, ask.asker.id)
    if mine is not None:
        return mine
    then = ask.now - _DAY
    seen = newest_position(ask.view.connection, now=then, day=local_day(then, ask.desk.zone))
    return Handover(ask.desk.id, ask.head.id, "", "", then, seen)


def _taken_meanwhile(ask: Ask, before: Handover, told: Position) -> Answer:
    """Say that somebody else has taken over since this look, and offer to take it from them."""
    who = before.person_name
    said = Line((f"{who} has taken over since you looked, ", Moment(before.at), ": nothing was recorded for you."))
    take = Choice(f"Take it from {who}", _takeover_line(ask, told, told.at, before))
    return Answer("Handover", (said, take), line="/handover", refused=True)


def newest_handover(ask: Ask, person: str = "") -> Handover | None:
    """Find who took over last, or when one person did."""
    return find_handover(ask.view.connection, desk=ask.desk.id, dossier=ask.head.id, until=ask.now, person=person)


def _takeover_line(ask: Ask, seen: Position, at: datetime, last: Handover | None) -> str:
    """Give the line that takes over from who has it at this look, and from nobody else."""
    return ask.again(f"/takeover {seen.change}.{seen.outcome}.{int(at.timestamp())}.{last.id if last else 0}")


def who_has_it(last: Handover | None) -> Line:
    """Say who has taken over, and when."""
    said: list[Part] = (
        [f"{last.person_name} has it, since ", Moment(last.at)] if last else ["nobody has taken over yet"]
    )
    return Line(tuple(said), label="Now")


def _since_line(since: Handover) -> Line:
    said = "your last look, " if since.person else "the last 24 hours, since you have not taken over before: "
    return Line((said, Moment(since.seen.at)), label="Since")


def stands_still(ask: Ask) -> bool:
    """Wait for changes that are being written: of those numbered before this look nobody would ever be told."""
    try:
        with ask.view.connection.begin_nested():
            stand_still(ask.view.connection)
    except DatabaseError:
        return False
    return True


def takeover(
    ask: Ask,
    *,
    seen: Annotated[str, "up to where you were told"],
    dossier: Annotated[str, "of which dossier"] = "",  # chosen already, by its name: `ask` holds it
) -> Answer:
    """Record that you have taken over, and up to where you were told."""
    found = _SEEN.fullmatch(seen.strip())
    if found is None:
        raise UserError(f"“{seen[:40]}” is no look at a handover. Begin with /handover")
    newest = newest_position(ask.view.connection, now=ask.now, day=local_day(ask.now, ask.desk.zone))
    change, outcome, second, last = (int(group or -1) for group in found.groups())
    at = datetime.fromtimestamp(min(second, int(ask.now.timestamp())), UTC)
    told = Position(min(change, newest.change), min(outcome, newest.outcome), local_day(at, ask.desk.zone), at)
    # whoever was recorded first has it, even if this press arrived before theirs
    before = find_handover(ask.view.connection, desk=ask.desk.id, dossier=ask.head.id)
    if before is not None and before.person != ask.asker.id and last not in (before.id, -1):
        return _taken_meanwhile(ask, before, told)
    mine = Handover(ask.desk.id, ask.head.id, ask.asker.id, ask.asker.name, ask.now, told)
    add_handover(ask.view.connection, mine, press=ask.request)
    blocks: list[Block] = [Line((f"{ask.asker.name}, since ", Moment(ask.now)), label="Has it")]
    if before is not None and before.person != ask.asker.id:
        blocks.append(Line((f"{before.person_name}, since ", Moment(before.at)), label="Before"))
    return Answer("Handover", tuple(blocks), line="/handover")
