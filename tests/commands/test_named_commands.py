"""What texts name: no command that nobody can type or choose stands in an answer, wherever its buttons lead."""

import re
from collections.abc import Iterator
from itertools import count

from bot.asking import Asker, UserError
from bot.blocks import Answer, Group, Line, choices, walk
from bot.commands import dispatch
from bot.commands.parser import LONGEST_KEPT, parse
from bot.commands.registry import COMMANDS, EXAMPLES, typed_commands
from db.desk.desks import Desk
from db.storage.database import Database
from tests.builders import NOW

_NAMED = re.compile(r"(?<![\w/.])/([a-z]+)(?: ([a-z]+))?")
_OURS = {"peskov": "vane", "griner": "oake", "blinken": "oake", "russia": "south", "usa": "north", "S12": "S1",
         "004-cnn": "morning", "D4": "D2", "P3": "P1", "2022-": "2031-"}  # fmt: skip
_REFUSED = (
    "/add statement speaker:zz text:x source:y",
    "/add event title:x said:y source:mornin",
    "/edit D3 when:2031-03-28 why:x",
    "/edit P1",
    "/outcome D1 moved to:soonish",
    "/outcome D1 moved to:“next friday”",
    "/setup channel:700",
    "/due 1 moved to:“next friday”",
    "/due 1 later when:“in two days”",
    "/due 99 happened",
    "/my remind when:“in two hours”",
    "/mine 1 change when:soonish",
    "/setup times zone:Mars",
)


def test_no_text_names_a_command_that_nobody_can_type_or_choose(ferry: Database) -> None:
    found: dict[str, str] = {}
    seen: set[str] = set()
    for line in [*map(_for_the_tiny_dossier, (EXAMPLES[name] for name in typed_commands())), *_REFUSED]:
        for asked, text in _texts(ferry, line, seen, steps=2):
            found |= dict.fromkeys(_unknown(text), f"{asked}: {text}")

    assert found == {}
    assert len(seen) > 120


def _for_the_tiny_dossier(line: str) -> str:
    for theirs, ours in _OURS.items():
        line = line.replace(theirs, ours)
    return line


_REQUESTS = count()


def _texts(database: Database, line: str, seen: set[str], *, steps: int) -> Iterator[tuple[str, str]]:
    """Yield the texts of an answer, and of what its buttons lead to."""
    if line in seen:
        return
    seen.add(line)
    name, options = parse(line, longest=LONGEST_KEPT)
    desk, asker = Desk("42", "Europe/Berlin", "09:00"), Asker("1", "ann", level="admin", channel="700")
    try:
        answer = dispatch.ask(
            database, name, options, now=NOW, desk=desk, asker=asker, request=f"pressed {next(_REQUESTS)}"
        )
    except UserError as error:
        yield line, str(error)
        return
    yield from ((line, text) for text in _shown(answer))
    for choice in choices(answer.blocks) if steps else ():
        yield from _texts(database, choice.line, seen, steps=steps - 1)


def _shown(answer: Answer) -> Iterator[str]:
    yield answer.title
    for block in walk(answer.blocks):
        match block:
            case Group():
                yield block.title
            case Line() if block.label != "Fill it in":  # which is shown where there are no forms
                yield "".join(part for part in block.parts if isinstance(part, str))
            case _:
                pass


def _unknown(text: str) -> Iterator[str]:
    """Yield the commands that a text names and that nobody can type or choose."""
    for found in _NAMED.finditer(text):
        both = f"{found[1]} {found[2]}"
        name = both if both in COMMANDS else found[1]
        there = any(one == name or one.startswith(f"{name} ") for one in typed_commands())
        if not there:
            yield name
