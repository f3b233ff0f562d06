"""Every question by name, and what its signature says of it: options, their words, help."""

import inspect
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import cache
from keyword import iskeyword
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from bot import examples
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
from bot.answers.alike import find_like
from bot.answers.changes import changes
from bot.answers.compare import compare
from bot.answers.dates import dates as tracked_dates
from bot.answers.edit import edit
from bot.answers.event import event
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
from bot.answers.timeline import timeline
from bot.answers.when import when
from bot.asking import Ask, UserError
from bot.blocks import Answer, Block, CommandName, Line
from bot.rights import Level


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
        return await overview(ask, [_task(key) for key in typed_commands()])
    if name in FACTS:
        return Answer(name.capitalize(), tuple(await FACTS[name](ask)), line=f"/help {name}")
    if members := [key for key in typed_commands() if key.startswith(f"{name} ")]:
        return together(f"/{name}", [_task(key) for key in members])
    if name not in typed_commands():
        known = ", ".join([*typed_commands(), *FACTS])
        raise UserError(f"There is no help on “{topic[:40]}”. There is on: {known}")
    return Answer(f"/{name}", tuple(_about(name)), line=f"/help {name}")


def _task(name: str) -> Task:
    return Task(name, COMMANDS[name].summary, examples.GIVEN.get(name, example(name)), COMMANDS[name].level)


def typed_commands() -> dict[str, Command]:
    """Give those that can be typed or chosen, i.e. all but what stands behind buttons alone."""
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
    if not command.pressed:
        return options_of(name) + SHARED
    return options_of(name) + (SHARED[1:2] if command.needs_dossier else ())  # a button names its dossier


def shown_options(name: str) -> tuple[Option, ...]:
    """List what a command takes as it is given in Discord: a file in place of its number."""
    if file := examples.ATTACHED.get(name):
        return (Option("file", f"{file}, attached", required=True),)
    return all_options(name)


def example(name: str) -> str:
    """Give one line that works."""
    return examples.EXAMPLES[name]
