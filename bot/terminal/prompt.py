"""A prompt in the terminal with completion of commands, options, names and ids, and a history that is kept."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from bot.asking import UserError
from bot.commands.completion import complete
from bot.commands.parser import parse, split_command
from bot.commands.registry import all_options, options_of, typed_commands
from bot.terminal.clean import clean
from bot.terminal.session import OWNER, Terminal, ask_line, pressed
from db.storage.files import make_file, make_folder

_ENDS = ("exit", "quit", "/exit", "/quit")
# the option being typed, quoted or not, at the end of a line: `as_of:"28 Ju`
_OPEN = re.compile(r'(?:^|\s)(?P<option>[a-z_]+):(?P<value>"[^"]*|[^\s"]*)$', re.IGNORECASE)


def shell(here: Terminal, *, history: Path | None, greets: bool = True) -> int:
    """Prompt for lines until there are no more; with a path, what was typed is offered again next time."""
    prompt: PromptSession[str] = PromptSession(
        "backchannel> ",
        completer=Typing(here),
        history=_history(history),
        complete_in_thread=True,
        # rows for what is offered are taken once something is typed, so that what stands above stays on the screen
        complete_while_typing=Condition(lambda: bool(get_app().current_buffer.text)),
    )
    if greets:
        here.console.print("Type a command, e.g. /who blinken; Tab completes, /help shows all, Ctrl-D ends.")
    while True:
        try:
            line = prompt.prompt().strip()
        except EOFError:
            return 0
        except KeyboardInterrupt:
            if not prompt.default_buffer.text:
                return 0
            continue  # a line given up, as in every shell
        if line in _ENDS:
            return 0
        if line:
            with suppress(KeyboardInterrupt):  # an answer given up
                ask_line(here, pressed(here, line), as_json=False, prompted=True)


def _history(path: Path | None) -> History:
    try:
        if path is not None:
            make_folder(path.parent)
            make_file(path)
            return FileHistory(path)
    except OSError:
        pass  # without a place to keep it, what was typed is kept until the end
    return InMemoryHistory()


class Typing(Completer):
    """What can follow what is typed: commands, then their options, and values from the dossier."""

    def __init__(self, here: Terminal) -> None:
        """Complete from one terminal's database."""
        self.here = here

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """Offer what fits before the cursor."""
        line = document.text_before_cursor.lstrip()
        name, rest = split_command(line)
        if name and line.removeprefix("/").lower() != name:
            yield from self._inside(name, rest)
            return
        typed = line.removeprefix("/").lower()
        for label, meant in self.here.buttons.items():
            if typed and label.startswith(typed):
                yield Completion(label, -len(line), display=clean(label), display_meta=clean(meant))
        for key, value in typed_commands().items():
            if key.startswith(typed):
                yield Completion(f"/{key} ", -len(line), display=f"/{key}", display_meta=value.summary)
        if len(typed) > 1 and not line.startswith("/"):
            yield from self._values("who", "", "name", line)

    def _inside(self, name: str, rest: str) -> Iterator[Completion]:
        if named := _OPEN.search(rest):
            option, typed = named["option"].lower(), named["value"]
            yield from self._values(name, rest[: named.start()], option, typed)
            return
        last = rest.rpartition(" ")[2]
        given = _given(name, rest.removesuffix(last))
        for option in all_options(name):
            if option.name.startswith(last.lower()) and option.name not in given:
                yield Completion(f"{option.name}:", -len(last), display_meta=option.description)
        own = options_of(name)
        if own and own[0].name not in given and not _named(rest):
            yield from self._values(name, "", own[0].name, rest)

    def _values(self, name: str, before: str, option: str, typed: str) -> Iterator[Completion]:
        choices = next((one.choices for one in all_options(name) if one.name == option), ())
        wanted = typed.lstrip('"')
        found = [(choice, choice) for choice in choices if choice.startswith(wanted.lower())]
        if not choices:
            found = complete(
                self.here.database,
                name,
                option,
                wanted,
                options=_given(name, before),
                now=self.here.clock(),
                desk=self.here.desk,
                asker=OWNER,
            )
        for label, value in found:
            quoted = f'"{value}"' if " " in value else value
            yield Completion(f"{quoted} ", -len(typed), display=clean(value), display_meta=clean(label))


def _named(rest: str) -> bool:
    return ":" in rest


def _given(name: str, before: str) -> dict[str, str]:
    """Read the options typed so far; what can't be read yet is left out."""
    try:
        return parse(f"/{name} {before}")[1]
    except UserError:
        return {}
