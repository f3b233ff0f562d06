"""What can follow while somebody types: names, ids, days, zones. Never raises for what is typed."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import available_timezones

from bot import commands
from bot.answers import people
from bot.answers.words import natural
from bot.asking import Ask, Asker, UserError
from db import edtf
from db.desks import Desk
from db.dossiers import list_dossiers
from db.engine import Database
from db.items import list_items
from db.records import Party, Person, Source, TrackedDate

MOST = 25
_LONGEST_LABEL = 100
# what an empty zone field offers first
_ZONES = ("UTC", "Europe/London", "Europe/Berlin", "Europe/Moscow", "America/New_York", "America/Los_Angeles")

Completion = tuple[str, str]  # what is shown, what is sent


async def complete(
    database: Database,
    command: str,
    option: str,
    typed: str,
    *,
    options: Mapping[str, str],
    now: datetime,
    desk: Desk,
) -> list[Completion]:
    """List at most 25 completions of an option, known by the day that the other options ask for."""
    try:
        found = await _complete(database, command, option, typed.strip(), options=options, now=now, desk=desk)
    except UserError:
        return []  # another option is wrong: that is said when the command is sent
    return [(label[:_LONGEST_LABEL], value) for label, value in found if len(value) <= _LONGEST_LABEL][:MOST]


async def _complete(
    database: Database,
    command: str,
    option: str,
    typed: str,
    *,
    options: Mapping[str, str],
    now: datetime,
    desk: Desk,
) -> list[Completion]:
    if option == "zone":
        return [(zone, zone) for zone in _containing(typed, [*_ZONES, *sorted(available_timezones() - {*_ZONES})])]
    if option == "topic":
        names = [name for name, command in commands.COMMANDS.items() if not command.pressed]
        return [(f"/{name} – {commands.COMMANDS[name].summary}", name) for name in _containing(typed, names)]
    async with database.reading() as connection:
        if option == "dossier":
            heads = await list_dossiers(connection)
            return [(head.title, head.id) for head in heads if typed.casefold() in f"{head.id} {head.title}".casefold()]
        circumstances = {name: options[name] for name in ("as_of", "dossier") if options.get(name) and name != option}
        ask = await commands.open_ask(connection, command, circumstances, now=now, desk=desk, asker=Asker("", ""))
        return await _from_dossier(ask, option, typed)


async def _from_dossier(ask: Ask, option: str, typed: str) -> list[Completion]:
    match option:
        case "name":
            records: dict[str, Person | Party] = {one.id: one for one in await list_items(ask.view, Person)}
            records |= {one.id: one for one in await list_items(ask.view, Party)}
            named = (await people.names(ask)).complete(typed, limit=MOST)
            return [(people.introduce(records[name.item]), name.item) for name in named]
        case "item":
            tracked = sorted(await list_items(ask.view, TrackedDate), key=lambda one: natural(one.id))
            labels = {one.id: f"{one.id}, {one.title}" for one in tracked}
            return [(labels[id_], id_) for id_ in labels if typed.casefold() in labels[id_].casefold()]
        case "as_of":
            days = {edtf.bounds(one.published.edtf).earliest for one in await list_items(ask.view, Source)}
            shown = [
                (f"{edtf.words(day.isoformat())} – a source came out", day.isoformat())
                for day in sorted(days, reverse=True)
            ]
            return [one for one in shown if typed.casefold() in f"{one[0]} {one[1]}".casefold()]
        case _:
            return []


def _containing(typed: str, among: list[str]) -> list[str]:
    wanted = typed.casefold().replace(" ", "_")
    return [one for one in among if wanted in one.casefold()]
