"""What can follow while somebody types: names, ids, days, zones. Never raises for what is typed."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import partial
from itertools import islice, permutations

from bot.answers.directory import Directory, Titled, remembered, surroundings
from bot.answers.item import complete_ids
from bot.asking import Ask, Asker, UserError
from bot.commands.dispatch import check_level, circumstances
from bot.commands.help import FACTS
from bot.commands.registry import typed_commands
from bot.date_words.places import places, zones_meant
from bot.digests.filters import KINDS
from bot.digests.runs import timetable
from bot.drafts.drafts import complete_drafts
from bot.drafts.edit import complete_parts
from bot.drafts.undo import complete_changes
from bot.localtime import zone_words
from bot.phrasing.citations import name_source
from bot.phrasing.lines import natural
from db.desk.desks import Desk
from db.desk.subscriptions import list_subscriptions
from db.model import edtf
from db.model.records import Point, TrackedDate
from db.reading.sources import list_newest_sources
from db.reading.view import View, list_items
from db.storage.database import Database
from db.storage.threads import Crowded

MOST = 25
_LONGEST_LABEL = 100
_SEVERAL = ("person", "party", "subject", "kind")  # of a digest: words with commas between, some of them unwanted
_FROM_MEMORY = (
    "name",
    "person",
    "subject",
    "party",
    "about",
    "first",
    "second",
    "as_of",
    "from",
    "to",
    "on",
    "speaker",
    "by",
    "between",
)
# what an empty zone field offers first
_ZONES = ("UTC", "Europe/London", "Europe/Berlin", "Europe/Moscow", "America/New_York", "America/Los_Angeles")

# lead times that desks often want
_LEADS = (
    "opening, closing, overdue daily",
    "2 days before opening, opening, closing, overdue daily",
    "opening, closing",
    "closing, overdue daily",
    "default",
)

Completion = tuple[str, str]  # what is shown, what is sent

NOBODY = Asker("", "")  # a reader, of whom nothing is known


def complete(
    database: Database,
    command: str,
    option: str,
    typed: str,
    *,
    options: Mapping[str, str],
    now: datetime,
    desk: Desk,
    asker: Asker = NOBODY,
) -> list[Completion]:
    """List at most 25 completions of an option, known by the day that the other options ask for."""
    before = _before_last(command, option, typed)
    typed = typed.removeprefix(before)
    try:
        found = _complete(database, command, option, typed.strip(), options=options, now=now, desk=desk, asker=asker)
    except UserError:
        return []  # another option is wrong, or a right is missing: that is said when the command is sent
    whole = [(f"{before}{label}", f"{before}{value}") for label, value in found]
    return [(label[:_LONGEST_LABEL], value) for label, value in whole if len(value) <= _LONGEST_LABEL][:MOST]


async def complete_aside(
    database: Database,
    command: str,
    option: str,
    typed: str,
    *,
    options: Mapping[str, str],
    now: datetime,
    desk: Desk,
    asker: Asker = NOBODY,
) -> list[Completion]:
    """Do the same in a thread, while the event loop goes on; nothing while too many of this server's wait."""
    completing = partial(complete, database, command, option, typed, options=options, now=now, desk=desk, asker=asker)
    try:
        return await database.readers.run(completing, whose=desk.id)
    except Crowded:
        return []


def _complete(
    database: Database,
    command: str,
    option: str,
    typed: str,
    *,
    options: Mapping[str, str],
    now: datetime,
    desk: Desk,
    asker: Asker,
) -> list[Completion]:
    around = surroundings(database, desk)
    level = check_level(command, asker, around.desk)
    if option == "zone":
        return [(zone_words(zone, now), zone) for zone in _zones(typed, now)]
    if option == "leads" or (command, option) == ("leads", "times"):
        return [(leads, leads) for leads in _containing(typed, list(_LEADS))]
    if option == "topic":
        known = typed_commands()
        told = [(name.capitalize(), name) for name in _containing(typed, list(FACTS))]
        return [(f"/{name} – {known[name].summary}", name) for name in _containing(typed, list(known))] + told
    if option == "dossier" or (command, option) == ("dossier use", "name"):
        shown = [(head.title, head.name) for head in around.heads]
        return [one for one in shown if typed.casefold() in f"{one[1]} {one[0]}".casefold()]
    given = {name: options[name] for name in ("as_of", "dossier") if options.get(name) and name != option}
    head, as_of = circumstances(around.heads, command, given, now=now, desk=around.desk, channel=asker.channel)
    if option in _FROM_MEMORY:
        return _from_memory(remembered(database, head, desk.id), option, typed, as_of)
    if option == "kind":
        return [(kind, kind) for kind in KINDS if typed.casefold() in kind]
    with database.reading() as connection:
        ask = Ask(View(connection, desk.id, head.id, as_of), head, around.desk, now, asker, level=level)
        if option == "part":
            return complete_parts(ask, options.get("id", ""), typed)
        if option == "draft":
            return complete_drafts(ask, command, typed)
        if (command, option) == ("undo", "id"):
            return complete_changes(ask, typed)
        return _from_dossier(
            ask, "id" if option == "item" and command not in ("outcome", "leads", "event") else option, typed
        )


def _before_last(command: str, option: str, typed: str) -> str:
    """Give what stands before the last of several words: the others, and its sign."""
    several = _SEVERAL if command.startswith("digest ") else ("about",) if command.startswith(("add ", "edit")) else ()
    if option not in several:
        return ""
    last = typed.rpartition(",")[2]
    return typed[: len(typed) - len(last.lstrip().removeprefix("-").lstrip())]


def _from_memory(known: Directory, option: str, typed: str, as_of: date) -> list[Completion]:
    match option:
        case "subject":
            return _titled(known.topics, typed, as_of)
        case "about":
            return [*_titled(known.topics, typed, as_of), *_named(known, typed, as_of)]
        case "first" | "second":
            by_day = _days(known, typed, as_of) if typed else []
            offers = _titled(known.offers, typed, as_of, with_id=True)
            return [*offers, *_named(known, typed, as_of), *by_day]
        case "as_of" | "from" | "to" | "on":
            return _days(known, typed, as_of)
        case "between":
            return _pairs(known, typed, as_of)
        case _:
            return _named(known, typed, as_of)


def _named(known: Directory, typed: str, as_of: date) -> list[Completion]:
    found = known.names.complete(typed, limit=MOST, as_of=as_of)
    return [(known.introduce(name.item, as_of), name.item) for name in found]


def _titled(among: Iterable[Titled], typed: str, as_of: date, *, with_id: bool = False) -> list[Completion]:
    known = [one for one in among if one.since <= as_of and typed.casefold() in f"{one.id} {one.title}".casefold()]
    return [(f"{one.id}, {one.title}" if with_id else one.title, one.id) for one in known]


def _pairs(known: Directory, typed: str, as_of: date) -> list[Completion]:
    """List who may have made an offer to whom."""
    shown = [
        (f"{known.name(by)} to {known.name(to)}", f"{by} to {to}") for by, to in permutations(known.sides(as_of), 2)
    ]
    return [one for one in shown if typed.casefold() in f"{one[0]} {one[1]}".casefold()]


def _days(known: Directory, typed: str, as_of: date) -> list[Completion]:
    days = (day.isoformat() for day in known.days if day <= as_of)
    shown = ((f"{edtf.words(day)} – a source came out", day) for day in days)
    return list(islice((one for one in shown if typed.casefold() in f"{one[0]} {one[1]}".casefold()), MOST))


def _from_dossier(ask: Ask, option: str, typed: str) -> list[Completion]:
    match option:
        case "number":
            subscriptions = list_subscriptions(ask.view.connection, "active", "paused", desk=ask.desk.id)
            shown = [(f"{one.id}: {timetable(one).words()} ({one.state})", str(one.id)) for one in subscriptions]
            return [one for one in shown if typed.casefold() in one[0].casefold()]
        case "item":
            tracked = sorted(list_items(ask.view, TrackedDate), key=lambda one: _nearness(one, ask.as_of))
            labels = {one.id: f"{one.id}, {one.title}" for one in tracked}
            return [(labels[id_], id_) for id_ in labels if typed.casefold() in labels[id_].casefold()]
        case "point":
            points = sorted(list_items(ask.view, Point), key=lambda one: natural(one.id))
            asked = [(f"{one.id}, {one.question}", one.id) for one in points]
            return [one for one in asked if typed.casefold() in one[0].casefold()]
        case "id":
            return complete_ids(ask, typed, limit=MOST)
        case "outlet" | "basis" | "source":
            newest = list_newest_sources(ask.view, limit=200)
            outlets = [(f"{one.id}, {name_source(one)}", one.id) for one in newest]
            return [one for one in outlets if typed.casefold() in one[0].casefold()]
        case _:
            return []


def _nearness(tracked: TrackedDate, today: date) -> tuple[int, tuple[int, str]]:
    """Order what is due or over by its days, the nearest first; then conditions and what has no end."""
    days = edtf.bounds(tracked.when.edtf) if tracked.when else None
    return (10**7 if days is None or days.open_end else abs((days.latest - today).days)), natural(tracked.id)


def _zones(typed: str, now: datetime) -> list[str]:
    """List what a typed place, country or offset can mean, and the places whose names hold it."""
    meant = zones_meant(typed, now).zones if typed else ()
    known = _containing(typed, [*_ZONES, *sorted({*places().values()} - {*_ZONES})])
    wanted = typed.casefold().replace("_", " ")
    held = [zone for place, zone in places().items() if wanted in place] if typed else []
    return list(dict.fromkeys([*meant, *known, *held]))[:MOST]


def _containing(typed: str, among: list[str]) -> list[str]:
    wanted = typed.casefold().replace(" ", "_")
    return [one for one in among if wanted in one.casefold()]
