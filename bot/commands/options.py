"""What a command is, and its options."""

import inspect
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from keyword import iskeyword
from typing import Annotated, Any, Literal, get_args, get_origin

from bot.blocks import Answer
from bot.rights import Level


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a command, as its function's signature declares it.

    What is no text is chosen from a platform's own list: a channel that can be posted to ("this channel" where none is
    chosen), a role, or one that may be notified. Its id is what the function gets.
    """

    name: str
    description: str
    required: bool
    choices: tuple[str, ...] = ()
    kind: Literal["text", "channel", "this channel", "role", "notified role"] = "text"


@dataclass(frozen=True, slots=True)
class Command:
    """A question or a recorded answer; its name is one word or two ("digest add").

    `at` is where its function stands ("answers.people:who"), `short` the one that answers the same in short, with the
    same options; what has no such form is always told in full. They are imported when they are asked for: a terminal
    asks one.

    `level`: who may give it. `pressed`: stands behind buttons, and is no slash command. `lasting`: the answer follows
    from the database, the desk, the day and the options alone, so that it may be kept (bot/commands/answer_cache.py).
    `before` is where a function stands that gives what takes long, to be done before the database is written to; the
    command finds what came of it as prepared. At `apart` stands what does before a command, and clears away after it,
    what may take long, in transactions of its own; what it yields is prepared, too.
    """

    at: str
    short: str = ""
    writes: bool = False
    needs_dossier: bool = True
    level: Level = "reader"
    pressed: bool = False
    lasting: bool = False
    before: str = ""
    apart: str = ""

    @property
    def function(self) -> Callable[..., Answer]:
        """The function that answers, in full if there is a short form, too."""
        return _function(self.at)

    def answering(self, *, short: bool) -> Callable[..., Answer]:
        """Give the function that answers in this depth."""
        return _function(self.short if short and self.short else self.at)

    def preparation(self) -> Callable[..., Callable[[], Any] | None]:
        """Give the function that stands at `before`."""
        return _function(self.before)

    def parting(self) -> Callable[..., AbstractAsyncContextManager[Any]]:
        """Give the function that stands at `apart`."""
        return _function(self.apart)

    @property
    def summary(self) -> str:
        """The first line of the help that users read."""
        return (inspect.getdoc(self.function) or "").splitlines()[0]


@cache
def _function(at: str) -> Callable[..., Any]:
    module, _, name = at.partition(":")
    function: Callable[..., Any] = getattr(import_module(f"bot.{module}"), name)
    return function


# what every command that reads takes besides its own options
SHARED = (
    Option("as_of", "only what was published by this day, e.g. 2022-07-28", required=False),
    Option("dossier", "which dossier, where there are several", required=False),
    Option("private", "show the answer to you alone", required=False, choices=("yes", "no")),
)

DEPTH = Option("depth", "short, or full: all that is known", required=False, choices=("short", "full"))


def read_option(given_by: inspect.Parameter, hint: Any) -> Option:
    plain, description, *kind = get_args(hint) if get_origin(hint) is Annotated else (hint, "")
    given = get_args(plain) if get_origin(plain) is Literal else ()
    required = given_by.default is inspect.Parameter.empty
    # `from` is a word of Python, so its parameter is `from_`
    choices = tuple(choice for choice in given if choice)
    return Option(given_by.name.rstrip("_"), description, required, choices, *kind)


def parameter(option: Option) -> str:
    """Name the parameter that takes an option."""
    return f"{option.name}_" if iskeyword(option.name) else option.name
