"""What can be asked instead of what was refused: the lines that an error names or knows of, as buttons."""

import re
from collections.abc import Iterator

from bot.asking import UserError
from bot.blocks import Choice
from bot.commands.dispatch import check_options
from bot.commands.parser import parse
from bot.commands.registry import COMMANDS

_MOST = 5  # a row
_LINE = re.compile(r"(?<![\w/:.“])/(?=[a-z])")
_EXAMPLE = ("xample: ", "xample ", "e.g. ", "mean ")
_ENDING = ".,;:?!)"
_PLAIN = re.compile(r"[a-z_]+:\S+|[A-Z]+-?\d+", re.ASCII)


def ways_on(error: UserError) -> tuple[Choice, ...]:
    """List what can be asked at a press: what the error knows of, and lines in its text that change nothing."""
    known: tuple[Choice, ...] = getattr(error, "choices", ())
    by_line = {choice.line: choice for choice in known}
    for line in _lines(str(error)):
        if not any(one.startswith(line) for one in by_line):
            by_line[line] = Choice(line, line)
    return tuple(by_line.values())[:_MOST]


def _lines(text: str) -> Iterator[str]:
    """Yield each whole line that a text names: "See /dates, then for example: /event D1"."""
    for found in _LINE.finditer(text):
        words = list(_words(text[found.start() :], example=text[: found.start()].endswith(_EXAMPLE)))
        line = next((line for end in range(len(words), 0, -1) if _is_asked(line := " ".join(words[:end]))), "")
        if line:
            yield line


def _words(text: str, *, example: bool) -> Iterator[str]:
    """Yield the words that may belong to a line: of an example all to the end of its sentence, else what looks so."""
    first = ""
    for place, word in enumerate(text.split(" ")):
        bare = word.rstrip(_ENDING)
        fits = not place or example or _PLAIN.fullmatch(bare) or (place == 1 and f"{first[1:]} {bare}" in COMMANDS)
        if not bare or not fits or bare == "or":
            return
        first = first or bare
        yield bare
        if bare != word:
            return


def _is_asked(line: str) -> bool:
    """Tell whether a line can be sent as it stands, and changes nothing."""
    try:
        name, options = parse(line)
        check_options(name, options)
    except UserError:
        return False
    return not COMMANDS[name].writes and not COMMANDS[name].pressed
