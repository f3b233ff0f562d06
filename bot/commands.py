"""Every question by name; what both front ends call to have one answered."""

import inspect
import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from keyword import iskeyword
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from rapidfuzz import process

from bot import dates, examples, keeping
from bot.answers import (
    adding,
    answering,
    conflicts,
    digest_runs,
    digests,
    dossiers,
    drafting,
    editing,
    exports,
    offers,
    people,
    quotes,
    setup,
    sourcing,
    status,
)
from bot.answers.addforms import EXAMPLES
from bot.answers.alike import find_like
from bot.answers.changes import changes
from bot.answers.compare import compare
from bot.answers.dates import dates as tracked_dates
from bot.answers.edit import edit
from bot.answers.event import event
from bot.answers.explaining import readings
from bot.answers.find import find
from bot.answers.following import follow, following
from bot.answers.handover import handover, takeover
from bot.answers.helping import FACTS, Task, overview, together
from bot.answers.item import item
from bot.answers.leads import leads
from bot.answers.own import mine, my_quiet, my_remind, my_reminders, my_zone
from bot.answers.personal import forget, my_data, my_forget
from bot.answers.review import review
from bot.answers.silence import mute
from bot.answers.sources import mark_sources
from bot.answers.timeline import timeline
from bot.answers.when import when
from bot.asking import Ask, Asker, UserError, local_day
from bot.blocks import Answer, Block, CommandName, Line
from bot.intake.plaintext import printable
from bot.kept import dump, keep, recall
from bot.rights import LEVELS, Level, level_of, reaches
from db.desks import Desk, get_desk
from db.dossiers import DossierHead, list_dossiers
from db.engine import Connection, Database
from db.items import View
from db.requests import add_request, get_answer, replace_answer


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a command, as its function's signature declares it."""

    name: str
    description: str
    required: bool
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """A question or a recorded answer; its name is one word or two ("digest add").

    `level`: who may give it. `pressed`: stands behind buttons, and is no slash command. `lasting`: the answer follows
    from the database, the desk, the day and the options alone, so that it may be kept (bot/keeping.py).
    """

    function: Callable[..., Awaitable[Answer]]
    writes: bool = False
    needs_dossier: bool = True
    level: Level = "reader"
    pressed: bool = False
    lasting: bool = False

    @property
    def summary(self) -> str:
        """The first line of the help that users read."""
        return (inspect.getdoc(self.function) or "").splitlines()[0]


async def help(ask: Ask, *, topic: Annotated[str, "a command, health, privacy or version, e.g. who"] = "") -> Answer:
    """Show what can be asked, by task, with an example each; with a command's name, all about that one."""
    name = " ".join(topic.split()).removeprefix("/").lower()
    if not name:
        return await overview(ask, [_task(key) for key in _typed_commands()])
    if name in FACTS:
        return Answer(name.capitalize(), tuple(await FACTS[name](ask)), line=f"/help {name}")
    if members := [key for key in _typed_commands() if key.startswith(f"{name} ")]:
        return together(f"/{name}", [_task(key) for key in members])
    if name not in _typed_commands():
        known = ", ".join([*_typed_commands(), *FACTS])
        raise UserError(f"There is no help on “{topic[:40]}”. There is on: {known}")
    return Answer(f"/{name}", tuple(_about(name)), line=f"/help {name}")


def _task(name: str) -> Task:
    return Task(name, COMMANDS[name].summary, examples.GIVEN.get(name, example(name)), COMMANDS[name].level)


def _typed_commands() -> dict[str, Command]:
    return {name: command for name, command in COMMANDS.items() if not command.pressed}


def _about(name: str) -> Iterator[Block]:
    for paragraph in (inspect.getdoc(COMMANDS[name].function) or "").split("\n\n"):
        yield Line((" ".join(paragraph.split()),))
    yield Line((CommandName(name),), label="Command")
    for option in shown_options(name):
        needed = "needed; " if option.required else ""
        choices = f" ({', '.join(option.choices)})" if option.choices else ""
        yield Line((f"{needed}{option.description}{choices}",), label=option.name)
    yield Line((examples.GIVEN.get(name, example(name)),), label="Example")


COMMANDS: dict[str, Command] = {
    "status": Command(status.status),
    "who": Command(people.who, lasting=True),
    "quotes": Command(quotes.quotes, lasting=True),
    "offers": Command(offers.offers, lasting=True),
    "conflicts": Command(conflicts.conflicts, lasting=True),
    "sources": Command(sourcing.sources, lasting=True),
    "timeline": Command(timeline, lasting=True),
    "dates": Command(tracked_dates),
    "when": Command(when, needs_dossier=False),
    "compare": Command(compare),
    "changes": Command(changes),
    "find": Command(find, lasting=True),
    "find like": Command(find_like, pressed=True),
    "item": Command(item),
    "handover": Command(handover, writes=True),
    "follow": Command(follow, writes=True),
    "outcome": Command(answering.outcome, writes=True, level="editor"),
    "leads": Command(leads, writes=True, level="editor"),
    "event": Command(event, level="editor"),
    "mute": Command(mute, writes=True, level="editor"),
    "add statement": Command(adding.add_statement, writes=True),
    "add event": Command(adding.add_event, writes=True),
    "add offer": Command(adding.add_offer, writes=True),
    "add report": Command(adding.add_report, writes=True),
    "add date": Command(adding.add_date, writes=True),
    "add person": Command(adding.add_person, writes=True),
    "add source": Command(adding.add_source, writes=True),
    "add message": Command(adding.add_message, writes=True, pressed=True),
    "add change": Command(drafting.change_draft, pressed=True),
    "add save": Command(drafting.save_draft, writes=True, pressed=True),
    "edit": Command(edit, writes=True),
    "edit change": Command(drafting.change_draft, pressed=True),
    "edit save": Command(drafting.save_draft, writes=True, pressed=True),
    "review": Command(review, writes=True),
    "undo": Command(editing.undo, writes=True),
    "my reminders": Command(my_reminders, needs_dossier=False),
    "my remind": Command(my_remind, writes=True, needs_dossier=False),
    "my zone": Command(my_zone, writes=True, needs_dossier=False),
    "my quiet": Command(my_quiet, writes=True, needs_dossier=False),
    "my data": Command(my_data, needs_dossier=False),
    "my forget": Command(my_forget, needs_dossier=False),
    "digest add": Command(digests.add, writes=True, level="admin"),
    "digest list": Command(digest_runs.listing, needs_dossier=False, level="admin"),
    "digest edit": Command(digests.edit, writes=True, needs_dossier=False, level="admin"),
    "digest preview": Command(digest_runs.preview, needs_dossier=False, level="admin"),
    "digest pause": Command(digests.pause, writes=True, needs_dossier=False, level="admin"),
    "digest resume": Command(digests.resume, writes=True, needs_dossier=False, level="admin"),
    "digest remove": Command(digests.remove, needs_dossier=False, level="admin"),
    "setup": Command(setup.setup, writes=True, level="admin"),
    "setup times": Command(setup.setup_times, writes=True, level="admin", pressed=True),
    "setup role": Command(setup.setup_role, writes=True, level="admin", pressed=True),
    "dossier list": Command(dossiers.dossier_list, needs_dossier=False),
    "dossier load": Command(exports.dossier_load, writes=True, needs_dossier=False, level="admin"),
    "dossier apply": Command(exports.dossier_apply, writes=True, needs_dossier=False, level="admin", pressed=True),
    "dossier revert": Command(exports.dossier_revert, writes=True, needs_dossier=False, level="admin", pressed=True),
    "dossier export": Command(exports.dossier_export, level="admin"),
    "dossier use": Command(dossiers.dossier_use, writes=True, needs_dossier=False, level="admin"),
    "help": Command(help, needs_dossier=False),
    "due": Command(answering.due, writes=True, needs_dossier=False, level="editor", pressed=True),
    "mine": Command(mine, writes=True, needs_dossier=False, pressed=True),
    "following": Command(following, writes=True, needs_dossier=False, pressed=True),
    "forget": Command(forget, writes=True, needs_dossier=False, pressed=True),
    "takeover": Command(takeover, writes=True, pressed=True),
    "notice": Command(answering.notice, writes=True, needs_dossier=False, pressed=True),
    "digest save": Command(digests.save, writes=True, needs_dossier=False, level="admin", pressed=True),
    "digest change": Command(digests.change, needs_dossier=False, level="admin", pressed=True),
    "digest drop": Command(digests.drop, writes=True, needs_dossier=False, level="admin", pressed=True),
    "digest restore": Command(digests.restore, writes=True, needs_dossier=False, level="admin", pressed=True),
    "digest show": Command(digest_runs.show, needs_dossier=False, pressed=True),
}

# what every command that reads takes besides its own options
SHARED = (
    Option("as_of", "only what was published by this day, e.g. 2022-07-28", required=False),
    Option("dossier", "which dossier, where there are several", required=False),
    Option("private", "show the answer to you alone", required=False, choices=("yes", "no")),
)


@cache
def options_of(name: str) -> tuple[Option, ...]:
    """List a command's own options, in the order in which they can be typed."""
    function = COMMANDS[name].function
    hints = get_type_hints(function, include_extras=True)
    parameters = list(inspect.signature(function).parameters.values())[1:]
    return tuple(_option(one, hints[one.name]) for one in parameters)


def _option(given_by: inspect.Parameter, hint: Any) -> Option:
    plain, description = get_args(hint) if get_origin(hint) is Annotated else (hint, "")
    given = get_args(plain) if get_origin(plain) is Literal else ()
    required = given_by.default is inspect.Parameter.empty
    # `from` is a word of Python, so its parameter is `from_`
    return Option(given_by.name.rstrip("_"), description, required, tuple(choice for choice in given if choice))


def parameter(option: Option) -> str:
    """Name the parameter that takes an option."""
    return f"{option.name}_" if iskeyword(option.name) else option.name


def all_options(name: str) -> tuple[Option, ...]:
    """List what a command takes, the shared options included."""
    command = COMMANDS[name]
    shared = (
        SHARED if not command.pressed else SHARED[1:2] if command.needs_dossier else ()
    )  # a button names its dossier
    return options_of(name) + shared


def shown_options(name: str) -> tuple[Option, ...]:
    """List what a command takes as it is given in Discord: a file in place of its number."""
    if file := examples.ATTACHED.get(name):
        return (Option("file", f"{file}, attached", required=True),)
    return all_options(name)


async def ask(
    database: Database,
    name: str,
    options: Mapping[str, str],
    *,
    now: datetime,
    desk: Desk,
    asker: Asker,
    request: str = "",
    explain: bool = False,
) -> Answer:
    """Answer one question; `desk` gives the settings of a desk that has settled nothing. Raises UserError.

    `explain` adds how typed names were read, as a command's own option of that name does.
    The same `request` again changes nothing, and is answered as it was.
    """
    command = COMMANDS[name]
    options = _readable(name, options)
    _check_options(name, options)
    mark = await database.mark() if command.lasting else None
    key = keeping.asked(name, options, desk=desk, channel=asker.channel, explain=explain, mark=mark)
    if key is not None and (kept := keeping.find(database, key, now=now)):
        check_level(name, asker, kept.desk)
        return kept.answer
    once = request if command.writes else ""
    async with database.writing() if command.writes else database.reading() as connection:
        if once and not await add_request(connection, once, now=now):
            return recall(json.loads(await get_answer(connection, once)))
        settled = await get_desk(connection, desk.id, default=desk)
        level = check_level(name, asker, settled)
        question = await open_ask(connection, name, options, now=now, desk=settled, asker=asker, request=request)
        readings: list[str] | None = [] if explain or options.get("explain") == "yes" else None
        question = replace(question, level=level, readings=readings)
        own = {parameter(option): options[option.name] for option in options_of(name) if options.get(option.name)}
        answer = await _finish(question, await _answer(command, question, own))
        if once:
            await replace_answer(connection, once, dump(keep(answer)))
    if key is not None:
        keeping.keep(database, key, answer, now=now, desk=settled)
    return answer


async def _answer(command: Command, question: Ask, own: dict[str, str]) -> Answer:
    first = question.head.first if command.needs_dossier and not command.writes else None
    if first is not None and question.as_of < first:
        return status.nothing_yet(question, first)
    return await command.function(question, **own)


async def open_ask(
    connection: Connection,
    name: str,
    options: Mapping[str, str],
    *,
    now: datetime,
    desk: Desk,
    asker: Asker,
    request: str = "",
) -> Ask:
    """Work out whose sight of which dossier as of which day is asked for; raises UserError."""
    heads = await list_dossiers(connection, desk=desk.id)
    head, as_of = circumstances(heads, name, options, now=now, desk=desk, channel=asker.channel)
    view = View(connection, desk.id, head.id, as_of)
    asked = bool(options.get("as_of", "").strip())
    return Ask(view, head, desk, now, asker, explicit_as_of=asked, request=request)


def circumstances(
    heads: list[DossierHead], name: str, options: Mapping[str, str], *, now: datetime, desk: Desk, channel: str
) -> tuple[DossierHead, date]:
    """Choose the dossier and the day that a command's options ask for; raises UserError."""
    here = desk.dossiers.get(channel) or desk.dossiers.get("", "")
    head = _choose(heads, options.get("dossier", ""), here, needed=COMMANDS[name].needs_dossier)
    asked = options.get("as_of", "").strip()
    if not asked:
        return head, local_day(now, desk.zone)
    try:
        return head, dates.parse_day(asked, now=now, zone=desk.zone, not_after=head.last)
    except dates.DateError as error:
        raise UserError(f"as_of: {error}") from error


def check_level(name: str, asker: Asker, desk: Desk) -> Level:
    """Give the asker's level at this desk; raises UserError, saying who may, if it is not enough for a command."""
    roles = {role: level for role, level in desk.roles.items() if level in LEVELS}
    needed = COMMANDS[name].level
    level = level_of(asker.level, asker.roles, roles)
    if level is not None and reaches(level, needed):
        return level
    who = {
        "reader": "those whose role this server lets read",
        "editor": "this desk's editors: roles set in /setup, or without any those who may manage messages",
        "admin": "those who may manage this server (Discord's right “Manage Server”), and roles set in /setup",
    }[needed]
    raise UserError(f"{_called(name)} is for {who}. An admin can let your role do it: /setup role: level:{needed}")


def _called(name: str) -> str:
    if name == "due":
        return "Answering a reminder"
    return f"/{name.partition(' ')[0]}" if COMMANDS[name].pressed else f"/{name}"


def _choose(heads: list[DossierHead], asked: str, here: str, *, needed: bool) -> DossierHead:
    if not heads and not needed:
        return DossierHead("", "no dossier", "", (), 0)
    if not heads:
        raise UserError("No dossier is loaded yet. Load one with: backchannel load FILE")
    by_name = {head.name: head for head in heads}
    if not asked:
        settled = next((head for head in heads if head.id == here), None)
        if settled is None and len(heads) > 1 and needed:
            raise UserError(f"Which dossier? Add dossier:{heads[0].name} (loaded: {', '.join(by_name)}).")
        return settled or heads[0]
    if asked in by_name:
        return by_name[asked]
    raise UserError(f"There is no dossier “{asked}”. Loaded: {', '.join(by_name)}.")


def _readable(name: str, options: Mapping[str, str]) -> dict[str, str]:
    """Take out of what was typed what cannot be seen; raises UserError for what is no text at all."""
    for given, value in options.items():
        if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in value):
            raise UserError(f"{given}: there is a character in it that is no text. For example: {example(name)}")
    return {option: printable(value) for option, value in options.items()}


def _check_options(name: str, options: Mapping[str, str]) -> None:
    known = {option.name: option for option in all_options(name)}
    for given, value in options.items():
        if given not in known:
            near = process.extractOne(given, known, score_cutoff=60) if known else None
            hint = f"did you mean {near[2]}:?" if near else f"it takes {', '.join(known) or 'no options'}."
            raise UserError(f"/{name} has no option “{given}”; {hint}")
        if value and known[given].choices and value not in known[given].choices:
            raise UserError(_none_of(name, known[given], options))
    missing = [
        option.name for option in options_of(name) if option.required and not options.get(option.name, "").strip()
    ]
    if missing:
        raise UserError(f"/{name} needs {' and '.join(missing)}. For example: {example(name)}")


def _none_of(name: str, option: Option, options: Mapping[str, str]) -> str:
    """Say what can be chosen, and give the line that was typed with one of these in it."""
    typed = options[option.name]
    near = process.extractOne(typed, option.choices, score_cutoff=70)
    shown = next((one for one in option.choices if f"{option.name}:{one}" in example(name)), option.choices[0])
    mended = {**options, option.name: near[0] if near else shown}
    line = " ".join([f"/{name}", *(f"{given}:{_quoted(value)}" for given, value in mended.items())])
    # too long a line is no help, so then the option alone
    works = line if len(line) <= _LONGEST_EXAMPLE else f"{option.name}:{mended[option.name]}"
    return f"{option.name}: “{typed[:40]}” is none of {', '.join(option.choices)}. For example: {works}"


_LONGEST_EXAMPLE = 200


def _quoted(value: str) -> str:
    return f"“{value}”" if " " in value else value


def example(name: str) -> str:
    """Give one line that works."""
    return (dict(EXAMPLES) | dict(examples.EXAMPLES))[name]


async def _finish(question: Ask, answer: Answer) -> Answer:
    line = question.again(answer.line) if answer.line else ""
    if answer.as_of is not None:
        return answer  # of another day or dossier than was asked for, and whole
    sources = await mark_sources(question, answer.blocks)
    blocks = (*answer.blocks, *await readings(question))
    return replace(answer, blocks=blocks, line=line, sources=sources, as_of=question.as_of, dossier=question.head.title)
