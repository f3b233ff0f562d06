"""The same commands in a terminal: one line, many lines, a prompt, and a replay of past weeks."""

import dataclasses
import os
import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from bot.answers.directory import somebody
from bot.asking import Asker, UserError
from bot.blocks import Answer, Choice, choices
from bot.commands import dispatch, parser
from bot.commands.registry import has_depths
from bot.commands.ways_on import ways_on
from bot.pictures.content import Picture, file_name
from bot.pictures.process import write_new
from bot.terminal import text
from bot.terminal.clean import say, say_json
from db.desk.desks import Desk
from db.storage.database import Database

OWNER = Asker("terminal", "you", level="admin")


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where a person types: the database, the desk's settings, and what is printed to."""

    database: Database
    desk: Desk
    console: Console
    now: datetime | None = None  # a clock set by --now
    explain: bool = False  # set by --explain
    full: bool = False  # set by --full
    buttons: dict[str, str] = field(default_factory=dict)  # of the last answer: what their labels stand for

    def clock(self) -> datetime:
        """Read the clock, unless one was set."""
        return self.now or datetime.now(UTC)


def console() -> Console:
    """Open the terminal for printing; where there is none, text is the same without colour."""
    if sys.stdout.isatty():
        return Console(highlight=False, soft_wrap=False, width=columns())
    return Console(file=sys.stdout, width=columns(), color_system=None, highlight=False)


def columns() -> int:
    """Say how wide text is: as COLUMNS says, else as the terminal is, 80 at most, and in a pipe."""
    width = shutil.get_terminal_size(fallback=(_WIDEST, 24)).columns
    return max(width if os.environ.get("COLUMNS", "").isdecimal() else min(width, _WIDEST), _NARROWEST)


_WIDEST, _NARROWEST = 80, 20  # longer rows are hard to read


def answer_line(terminal: Terminal, line: str) -> Answer:
    """Answer one typed line; raises UserError."""
    name, options = _read(terminal, line)
    now = terminal.clock()
    # each typed line is a request of its own
    request = f"terminal-{datetime.now(UTC).timestamp()}-{line}"
    return dispatch.ask(
        terminal.database,
        name,
        options,
        now=now,
        desk=terminal.desk,
        asker=OWNER,
        request=request,
        explain=terminal.explain,
    )


def _read(terminal: Terminal, line: str) -> tuple[str, dict[str, str]]:
    """Read a typed line, which may end in --full as on the command line."""
    asked = line.strip().removesuffix(" --full")
    try:
        name, options = parser.parse(asked)
    except parser.UnknownCommand as error:
        name, options = parser.parse(_bare(terminal, error))
    if (terminal.full or asked != line.strip()) and has_depths(name):
        options.setdefault("depth", "full")
    return name, options


def _bare(terminal: Terminal, error: parser.UnknownCommand) -> str:
    """Read a line without a command: an id or a name asks for that; raises UnknownCommand where it is neither."""
    if error.line.startswith("/"):
        raise error
    words = _OPTIONS.split(error.line)[0]
    if _ID.fullmatch(words):
        return f"/item {error.line}"
    known = somebody(terminal.database, terminal.desk, words, now=terminal.clock())
    if known == words:
        return f"/who {error.line}"
    raise parser.UnknownCommand(error.line, meant=f"/who {known}") if known and not error.meant else error


_OPTIONS = re.compile(r"\s+(?=[a-z_]+:)")
_ID = re.compile(r"[A-Z]\d{1,5}")


def ask_line(terminal: Terminal, line: str, *, as_json: bool, prompted: bool = False) -> int:
    """Print the answer to one line; returns 0, or 2 for wrong usage. `prompted`: labels can be typed next."""
    try:
        answer = answer_line(terminal, line)
        picture = _draw(answer.picture) if answer.picture else ""
        written = _write(answer.file.content, answer.file.name) if answer.file else ""
    except UserError as error:
        _print_error(terminal, error, as_json=as_json, prompted=prompted)
        return 2
    if as_json:
        pictured = ({"picture": picture} if picture else {}) | ({"file": written} if written else {})
        say_json(_object(answer, terminal.desk.zone) | pictured)
        return _status(answer)
    text.show(answer, terminal.console, zone=terminal.desk.zone)
    _remember(terminal, choices(answer.blocks))
    if picture:
        say(f"Picture: {picture}")
    if written:
        say(f"File: {written}")
    return _status(answer)


def _remember(terminal: Terminal, offered: Sequence[Choice]) -> None:
    """Let the labels of buttons be typed next."""
    terminal.buttons.clear()
    terminal.buttons.update({_label(choice.label): choice.line for choice in reversed(offered)})


def pressed(terminal: Terminal, line: str) -> str:
    """Give the line of the last answer's button whose label was typed; any other line as it is."""
    return terminal.buttons.get(_label(line.strip("[] ")), line)


def _label(text: str) -> str:
    return " ".join(text.casefold().removesuffix("…").split())


def _status(answer: Answer) -> int:
    return 2 if answer.refused else 0


def _draw(picture: Picture) -> str:
    """Draw a picture into a new file in the current folder; raises UserError."""
    from bot.pictures.draw import draw  # few lines ask for a picture

    content = draw(picture)
    return _write(content, file_name(picture))


def _write(content: bytes, name: str) -> str:
    try:
        return str(write_new(content, name, folder=Path.cwd()))
    except OSError as error:
        said = f"{name}: this folder can't be written to ({error.strerror}). Ask from another one."
        raise UserError(said) from error


def ask_lines(terminal: Terminal, typed: Iterable[str], *, as_json: bool) -> int:
    """Answer one line after the other; a wrong one is reported and the next one asked."""
    worst = 0
    for line in typed:
        asked = line.removeprefix("\ufeff").strip()  # a mark of the encoding may stand before the first
        if asked:
            worst = max(worst, ask_line(terminal, asked, as_json=as_json))
            if not as_json:
                say("")
    return worst


def _print_error(terminal: Terminal, error: UserError, *, as_json: bool, prompted: bool) -> None:
    message, offered = str(error), ways_on(error)
    if as_json:
        say_json({"error": True, "text": message, "blocks": [_plain_block(one) for one in offered], "sources": []})
        return
    say("\n".join(text.rows(message, width=columns())), to=sys.stderr)
    _remember(terminal, offered)
    shown = [one.label for one in offered if one.label not in message]  # a line named there can be typed as it is
    if shown and prompted:
        say("\n".join(text.rows(" ".join(f"[{label}]" for label in shown), width=columns())), to=sys.stderr)


def _object(answer: Answer, zone: str) -> dict[str, Any]:
    return {
        "text": text.plain(answer, zone=zone),
        "blocks": [_plain_block(block) for block in answer.blocks],
        "sources": [mark.id for mark in answer.sources],
    }


def _plain_block(value: Any) -> Any:
    """Make a block into JSON: its fields, and the name of its kind."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: _plain_block(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {"kind": type(value).__name__.lower()} | (
            {"wording" if k == "kind" else k: v for k, v in fields.items()}
        )
    if isinstance(value, tuple):
        return [_plain_block(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
