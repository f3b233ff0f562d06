"""A replay: past days lived through on a simulated clock, with the delivery code of a running bot."""

import asyncio
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.text import Text

from bot import localtime
from bot.asking import UserError, local_day
from bot.blocks import Answer, Block, Choice, Group, Line
from bot.commands import dispatch
from bot.delivery.scheduler import Clock, Courier
from bot.digests.filters import Filters, dump_filters
from bot.digests.follow_message import TITLE
from bot.digests.follow_runs import list_turns
from bot.digests.timetable import TimesError, parse_times
from bot.phrasing.citations import name_source
from bot.phrasing.lines import count, natural
from bot.phrasing.when import day
from bot.terminal import text
from bot.terminal.clean import clean
from bot.terminal.replay_script import SCRIPT, acts, announced_on, hour_of_acts
from bot.terminal.session import OWNER, Terminal
from bot.tracking.state import as_moved, overdue, watched
from db.desk.desks import Desk, ReminderChannel, get_desk, replace_reminder_channel
from db.desk.follows import list_follows, replace_follow
from db.desk.outcomes import Outcome, latest, list_outcomes
from db.desk.people_settings import find_readers, replace_reader
from db.desk.replay_copy import copy_rows
from db.desk.subscriptions import Subscription, add_subscription, list_subscriptions
from db.loading.heads import list_dossiers
from db.model import edtf
from db.model.edtf import Bounds
from db.model.records import Source, TrackedDate
from db.outbox import outbox
from db.reading.news import Position
from db.reading.view import View, list_items
from db.storage.address import sqlite_address
from db.storage.database import Connection, Database, open_database
from db.storage.schema import LOCAL

_MOST_DAYS = 3700


# what a message is that begins so; all others are reminders
_POSTED = {"Digest": "digest", TITLE: "news of what you follow"}


@dataclass(slots=True)
class _Stage:
    """Where a replay prints; tells the time of what it prints."""

    terminal: Terminal
    now: datetime
    script: bool = False
    posted: Counter[str] = field(default_factory=Counter)
    answers: list[Answer] = field(default_factory=list)  # what was posted
    known: set[str] = field(default_factory=set)  # tracked dates told of so far

    def say(self, words: str, *, style: str = "") -> None:
        local = self.now.astimezone(ZoneInfo(self.terminal.desk.zone))
        stamp = f"{local:%a} {local.day} {local:%b %Y, %H:%M}"
        self.terminal.console.print(Text(f"{stamp}  {clean(words)}", style=style))

    async def post(self, channel: str, answer: Answer, *, nonce: str) -> str:
        """Show a message as the channel would get it, its buttons by name."""
        kind = next((kind for title, kind in _POSTED.items() if answer.title.startswith(title)), "reminder")
        self.posted[kind] += len(answer.mark.split())  # several reminders may share a message
        self.answers.append(answer)
        person = channel.removeprefix("user:")
        where = f"direct message to {person}" if person != channel else f"{kind} posted to the {channel}"
        self.say(where, style="bold")
        rest: list[Block] = [block for block in answer.blocks if not isinstance(block, Choice)]
        labels = " ".join(f"[{block.label}]" for block in answer.blocks if isinstance(block, Choice))
        pressed = [Line((labels,), label="Buttons")] if labels else []
        shown = replace(answer, blocks=(*rest, *pressed), as_of=None)
        text.show(shown, self.terminal.console, zone=self.terminal.desk.zone)
        self.terminal.console.print()
        return nonce


def replay(
    terminal: Terminal,
    first: date | None = None,
    last: date | None = None,
    *,
    dossier: str = "",
    digest: str = "",
    script: bool = False,
) -> list[Answer]:
    """Live through past days, both inclusive: knowledge arrives on its published day, reminders and digests fall due.

    Gives what was posted. Without days it goes from the first source to ten days after the newest.
    Digests are those of the terminal's own desk, and a daily one at the times `digest`. With `script` reminders are
    answered as later sources of the dossier tell; such answers are labelled. It runs on a throw-away copy: nothing is
    kept of it. Raises UserError.
    """
    first, last = _days(terminal, dossier, first, last)
    if last < first or (last - first).days > _MOST_DAYS:
        raise UserError(f"A replay goes from a day to a later one, e.g. --from {_SPAN[0]} --to {_SPAN[1]}")
    with tempfile.TemporaryDirectory(prefix="backchannel-replay-") as folder:
        copy = open_database(sqlite_address(Path(folder) / "replay.db"))
        try:
            with terminal.database.reading() as source, copy.writing() as target:
                copy_rows(source, target)
                subscriptions = list_subscriptions(source, "active", desk=LOCAL)
                _copy_follows(source, target, first)
            terminal = replace(terminal, database=copy)
            return _live_through(terminal, first, last, dossier, own=subscriptions, digest=digest, script=script)
        finally:
            copy.close()


def _days(terminal: Terminal, dossier: str, first: date | None, last: date | None) -> tuple[date, date]:
    with terminal.database.reading() as connection:
        chosen = _choose(connection, dossier)
        head = next(head for head in list_dossiers(connection, desk=LOCAL) if head.id == chosen)
    known = head.first or head.last
    if known is None:
        raise UserError(f"No source of {head.name} has a day. Give days, e.g. --from {_SPAN[0]} --to {_SPAN[1]}")
    return first or known, last or (head.last or known) + _AFTER


_AFTER = timedelta(days=10)  # after the newest source: until what it tells of falls due


def _copy_follows(source: Connection, target: Connection, first: date) -> None:
    """Let those of the terminal's desk follow what they do, as if they had never been told of anything."""
    follows = list_follows(source, desk=LOCAL)
    for reader in find_readers(source, {one.person for one in follows}).values():
        replace_reader(target, reader)
    start = datetime.combine(first, datetime.min.time(), UTC)
    for one in follows:
        replace_follow(target, replace(one, seen=Position(0, 0, first - timedelta(days=1), start)))


_SPAN = ("2022-07-27", "2022-08-10")


def _live_through(
    terminal: Terminal,
    first: date,
    last: date,
    dossier: str,
    *,
    own: list[Subscription],
    digest: str,
    script: bool,
) -> list[Answer]:
    with terminal.database.writing() as connection:
        desk = get_desk(connection, LOCAL, default=terminal.desk)
        start = localtime.instant(datetime.combine(first, datetime.min.time()), desk.zone)
        chosen = _choose(connection, dossier)
        place = ReminderChannel(LOCAL, chosen, "terminal")
        replace_reminder_channel(connection, place, actor=OWNER.id, now=start)
        here = [one for one in own if one.dossier == chosen] + _daily(desk, chosen, digest, start)
        for one in here:
            seen = Position(0, 0, first - timedelta(days=1), start)
            add_subscription(connection, replace(one, id=0, seen=seen, channel="terminal"))
    terminal = replace(terminal, desk=desk)
    stage = _Stage(terminal, start, script)
    clock = Clock(Courier(terminal.database, desk, stage.post, owner="replay", local=True))
    end = localtime.instant(datetime.combine(last + timedelta(days=1), datetime.min.time()), desk.zone)
    today: date | None = None
    with asyncio.Runner() as loop:
        while stage.now < end:
            if (new := local_day(stage.now, desk.zone)) != today:
                today = new
                _arrivals(terminal, stage, chosen, today, since=first)
            if script and stage.now == localtime.instant(hour_of_acts(today), desk.zone):
                _act(terminal, stage, chosen, today)
            while loop.run(clock.ring(stage.now)):
                pass  # more may be due than one batch holds
            stage.now = _next(terminal.database, stage, desk.zone)
    _sum_up(terminal, stage, chosen, last)
    return stage.answers


def _daily(desk: Desk, dossier: str, digest: str, start: datetime) -> list[Subscription]:
    """Subscribe to everything, daily at some times; to nothing without any."""
    try:
        times = parse_times(digest) if digest else ()
    except TimesError as error:
        raise UserError(f"--digest: {error}") from error
    daily = Subscription(
        desk=LOCAL,
        dossier=dossier,
        state="active",
        channel="terminal",
        times=times,
        days=tuple(range(7)),
        zone=desk.zone,
        filters=dump_filters(Filters()),
        unchanged="say",
        ping="",
        owner=OWNER.id,
        owner_name=OWNER.name,
        seen=Position(0, 0, start.date(), start),
        made_at=start,
    )
    return [daily] if times else []


def _choose(connection: Connection, dossier: str) -> str:
    heads = [head.id for head in list_dossiers(connection, desk=LOCAL)]
    if dossier in heads:
        return dossier
    if dossier or len(heads) != 1:
        raise UserError(f"Which dossier? Add --dossier. Loaded: {', '.join(heads) or 'none'}.")
    return heads[0]


def _next(database: Database, stage: _Stage, zone: str) -> datetime:
    today = local_day(stage.now, zone)
    with database.reading() as connection:
        due_at = outbox.next_due_at(connection, local=True)
        turns = list_turns(connection, now=stage.now, desk=stage.terminal.desk, local=True)
    moments = [localtime.instant(datetime.combine(today + timedelta(days=1), datetime.min.time()), zone)]
    moments += [turn.at for turn in turns] + ([due_at] if due_at else [])
    moments += [localtime.instant(hour_of_acts(today), zone)] if stage.script else []
    return min(moment for moment in moments if moment > stage.now)


def _act(terminal: Terminal, stage: _Stage, dossier: str, today: date) -> None:
    """Have the scripted desk do what it does on a day."""
    zone = terminal.desk.zone
    with terminal.database.reading() as connection:
        found = acts(connection, desk=LOCAL, dossier=dossier, zone=zone, today=today)
    for act in found:
        stage.say(f"scripted answer, {act.why}: {act.line}", style="italic")
        name = {"dossier": dossier.partition("@")[0]} if act.command == "outcome" else {}
        request = f"script {today} {act.line}"
        options = {**act.options, **name}
        dispatch.ask(
            terminal.database, act.command, options, now=stage.now, desk=terminal.desk, asker=SCRIPT, request=request
        )


def _arrivals(terminal: Terminal, stage: _Stage, dossier: str, today: date, *, since: date) -> None:
    """Tell which sources may be known from this day on."""
    with terminal.database.reading() as connection:
        view = View(connection, LOCAL, dossier, today)
        sources, expected = list_items(view, Source), list_items(view, TrackedDate)
    for source in sources:
        bounds = edtf.bounds(source.published.edtf)
        if bounds.earliest == today or (today == since and bounds.earliest < today):
            stage.say(f"known: {source.id}, {name_source(source)}, published {edtf.words(source.published.edtf)}")
    if today == since and not sources:
        stage.say("nothing published yet")
    for one in sorted(expected, key=lambda one: natural(one.id)):
        if one.id not in stage.known:
            stage.known.add(one.id)
            stage.say(f"  {announced_on(one)}")


def _sum_up(terminal: Terminal, stage: _Stage, dossier: str, last: date) -> None:
    with terminal.database.reading() as connection:
        view = View(connection, LOCAL, dossier, last)
        recorded = latest(list_outcomes(view))
        tracked = sorted(list_items(view, TrackedDate), key=lambda one: natural(one.id))
        windows = {one.id: watched(view, one, recorded, zone=terminal.desk.zone) for one in tracked}
    posted = [count(stage.posted["reminder"], "reminder")]
    posted += (
        [count(stage.posted["digest"], "message of a digest", "messages of digests")] if stage.posted["digest"] else []
    )
    told = stage.posted[_POSTED[TITLE]]
    posted += [count(told, "message on what you follow", "messages on what you follow")] if told else []
    said = f"Replay over on {day(last)}: {' and '.join(posted)} posted."
    terminal.console.print(Text(said, style="bold"))
    for one in tracked:
        cause = next((other for other in tracked if other.id == one.depends_on), None)
        state = _state(one, windows[one.id], recorded, last, cause)
        terminal.console.print(Text(f"  {one.id}, {clean(one.title)}: {state}"))
    asked = {"state": "all", "depth": "full", "dossier": dossier.partition("@")[0]}
    answer = dispatch.ask(
        terminal.database, "dates", asked, now=stage.now - timedelta(seconds=1), desk=terminal.desk, asker=OWNER
    )
    score = [block for block in answer.blocks if _is_score(block)]
    text.show(Answer("The score", tuple(score)), terminal.console, zone=terminal.desk.zone)


def _is_score(block: Block) -> bool:
    return (isinstance(block, Line) and block.label in ("Record of outcomes", "Conditions and hopes")) or (
        isinstance(block, Group) and block.title == "By side"
    )


def _state(
    one: TrackedDate, window: Bounds | None, recorded: Mapping[str, Outcome], last: date, cause: TrackedDate | None
) -> str:
    if one.id in recorded and (window is None or recorded[one.id].kind == "unclear"):
        return f"{recorded[one.id].kind}, recorded by {recorded[one.id].actor_name}"
    if window is not None:
        return "overdue, no answer recorded" if overdue(window, last) else "open"
    one = as_moved(one, recorded)
    if one.outcome is not None:
        return f"reported: {one.outcome.kind}"
    if cause and cause.outcome and cause.outcome.kind == "happened":
        return f"possible: {cause.id} is reported to have happened"
    if one.depends_on or one.condition:
        return f"waits for {one.depends_on}" if one.depends_on else f"under a condition: {one.condition}"
    return "hoped for, no date given"
