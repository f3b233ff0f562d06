"""What somebody types about a digest -> a subscription, and the subscription read back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from bot.answers.lookup import find_item
from bot.asking import Ask, UserError
from bot.blocks import Answer, Block, Choice, Line, Moment, Part, Place, RoleName, choices
from bot.digests.filters import KINDS, Filters, Some, dump_filters, load_filters, split_wanted
from bot.digests.runs import timetable
from bot.digests.timetable import DAYS, Run, TimesError, next_runs, parse_days, parse_times
from bot.localtime import end_of_quiet, zone_words
from bot.phrasing.items import called
from bot.platforms import platform_of
from bot.tracking.setting_values import zone_of
from db.desk.subscriptions import Subscription
from db.model.records import SECTIONS, Party, Person, Topic
from db.reading.view import find_items
from db.storage.schema import LOCAL

Number = Annotated[str, "the digest’s number, as /digest list shows it"]

_FACETS: Mapping[str, tuple[type[Any], str]] = {
    "person": (Person, "person:peskov"),
    "party": (Party, "party:russia"),
    "subject": (Topic, "subject:talks"),
}
_ALL = ("all", "any", "none", "nobody", "everything")
_SAID = {"say": "one line that says so", "silent": "nothing is posted"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The options of /digest add and /digest edit, as they were typed; "" means: as it is."""

    channel: str = ""
    times: str = ""
    days: str = ""
    zone: str = ""
    person: str = ""
    party: str = ""
    subject: str = ""
    kind: str = ""
    unchanged: str = ""
    ping: str = ""


def settled(ask: Ask, subscription: Subscription, typed: Typed) -> Subscription:
    """Put what was typed into a subscription; raises UserError."""
    try:
        times = parse_times(typed.times) if typed.times.strip() else subscription.times
        days = parse_days(typed.days) if typed.days.strip() else subscription.days
    except TimesError as error:
        raise UserError(str(error)) from error
    ping = "" if typed.ping.strip().lower() in _ALL else typed.ping.strip() or subscription.ping
    if ping == ask.desk.id:  # Discord gives the role of everyone its server's id
        raise UserError("A digest can't notify everyone. Choose a role, e.g. ping:@Desk")
    platform = platform_of(ask.desk.id)
    if ask.desk.id != LOCAL and ping and not platform.role.fullmatch(ping):
        raise UserError(
            f"ping: “{ping[:40]}” is no role of this {platform.home}. Choose one from {platform.name}'s list."
        )
    return replace(
        subscription,
        channel=typed.channel.strip() or subscription.channel,
        times=times,
        days=days,
        zone=zone_of(typed.zone, now=ask.now) or subscription.zone,
        filters=dump_filters(_filters(ask, load_filters(subscription.filters), typed)),
        unchanged=typed.unchanged or subscription.unchanged,
        ping=ping,
    )


def _filters(ask: Ask, filters: Filters, typed: Typed) -> Filters:
    given = {name: _named(ask, name, words) for name in _FACETS if (words := getattr(typed, name).strip())}
    return replace(filters, **given | ({"kind": _kinds(typed.kind)} if typed.kind.strip() else {}))


def _named(ask: Ask, option: str, typed: str) -> Some:
    found: dict[bool, list[str]] = {True: [], False: []}
    for word, wanted in [] if typed.lower() in _ALL else split_wanted(typed):
        found[wanted].append(_find(ask, option, word))
    return _some(found)


def _find(ask: Ask, option: str, word: str) -> str:
    kind, example = _FACETS[option]
    item = find_item(ask, word, example=f"/digest add 08:00 {example}", line=lambda id_: f"{option}:{id_}")
    if isinstance(item, Answer):
        said = " ".join(str(part) for block in item.blocks if isinstance(block, Line) for part in block.parts)
        one = choices(item.blocks)
        raise UserError(f"{option}: {said}" + (f" For example {one[0].line}" if one else ""))
    if not isinstance(item, kind):
        raise UserError(f"{option}: {called(item)} is none. For example: {example}")
    return str(item.id)


def _kinds(typed: str) -> Some:
    found: dict[bool, list[str]] = {True: [], False: []}
    names = {name: kind for section, (kind, _) in SECTIONS.items() for name in (kind, section)}
    names |= {kind: kind for kind in KINDS} | {"outcomes": "outcome", "conflict": "point", "conflicts": "point"}
    for word, wanted in [] if typed.lower() in _ALL else split_wanted(typed.replace(" ", ",")):
        if word.lower() not in names:
            raise UserError(f"kind: “{word[:30]}” is none of {', '.join(KINDS)}. For example: kind:statement,offer")
        found[wanted].append(names[word.lower()])
    return _some(found)


def _some(found: Mapping[bool, list[str]]) -> Some:
    return Some(tuple(dict.fromkeys(found[True])), tuple(dict.fromkeys(found[False])))


# --- read back


def read_back(ask: Ask, subscription: Subscription, *, runs: int = 3) -> list[Block]:
    """Say what a subscription does, with its next runs in full."""
    coming = next_runs(timetable(subscription), after=ask.now, count=runs)
    held = {run: end for run in coming if (end := end_of_quiet(run.at, ask.desk.quiet, zone=ask.desk.zone))}
    return [
        Line((Place(subscription.channel),), label="Goes to"),
        Line((timetable(subscription).words(),), label="When"),
        Line((zone_words(subscription.zone, ask.now),), label="Zone"),
        *(
            Line(_run(run, subscription.zone, held.get(run)), label="Next" if place == 0 else "then")
            for place, run in enumerate(coming)
        ),
        *([Line((_HELD.format(hours=ask.desk.quiet, zone=ask.desk.zone),), label="Quiet hours")] if held else []),
        Line((told(ask, subscription),), label="Tells of"),
        Line((_SAID[subscription.unchanged],), label="With nothing new"),
        Line((RoleName(subscription.ping) if subscription.ping else "nobody",), label="Notifies"),
    ]


_HELD = (
    "{hours} ({zone}): what is due then is made and posted at their end, several as one. "
    "To have it at its time, choose another, or change the hours: /setup quiet:"
)


def _run(run: Run, zone: str, held: datetime | None) -> tuple[Part, ...]:
    local = f"{DAYS[run.local.weekday()]} {run.local.day} {run.local:%B %Y, %H:%M} ({zone})"
    there = run.at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    moved = f", at {there:%H:%M} since the clocks change" if there != run.local else ""
    until: tuple[Part, ...] = ("; held until the quiet hours end, ", Moment(held)) if held else ()
    return (local, moved, " – ", Moment(run.at), *until)


def told(ask: Ask, subscription: Subscription) -> str:
    """Say in a line what a subscription is told of, by name."""
    filters = load_filters(subscription.filters)
    ids = {id_ for some in (filters.person, filters.party, filters.subject) for id_ in (*some.wanted, *some.unwanted)}
    names = {id_: called(item) for id_, item in find_items(ask.view, ids).items()}
    return filters.words(names) or "everything that changes"


def offered(subscription: Subscription) -> list[Block]:
    """Offer to save what was read back, or to change it first."""
    return [
        Choice("Save", f"/digest save {subscription.id}"),
        Choice("Change", f"/digest change {subscription.id}"),
    ]
