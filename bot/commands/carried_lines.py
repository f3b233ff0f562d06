"""Lines that buttons, forms and lists carry: they carry no trust, so none of them names a channel or a role."""

import re
from collections.abc import Mapping

from bot.asking import UserError
from bot.commands.parser import LONGEST_KEPT, parse

# by the first word of a command, its options that name what may be another server's
PICKED: Mapping[str, frozenset[str]] = {
    "setup": frozenset({"channel", "role"}),
    "digest": frozenset({"channel", "ping"}),
}
_ENDING = re.compile(r"\s(channel|role|ping):$")


def check_named(name: str, options: Mapping[str, str]) -> None:
    """Raise UserError if a button or form names a channel or role: those of this server are picked from lists."""
    if options.keys() & PICKED.get(name.partition(" ")[0], frozenset()):
        raise UserError("A channel or role can't be chosen by this button. Use the command itself, e.g. /setup")


def read_carried(line: str) -> tuple[str, dict[str, str]]:
    """Read a button's or form's line; raises UserError."""
    name, options = parse(line, longest=LONGEST_KEPT)
    check_named(name, options)
    return name, options


def read_picked(line: str, chosen: str) -> tuple[str, dict[str, str], str]:
    """End a list's line with what was picked: the command, its options, and which of them that is. Raises UserError."""
    ending = _ENDING.search(line)
    name, options = parse(f"{line}{chosen}", longest=LONGEST_KEPT)
    option = ending[1] if ending else ""
    if option not in PICKED.get(name.partition(" ")[0], ()) or options.get(option) != chosen:
        raise UserError("That list is of an older version. Ask again, e.g. /setup")
    check_named(name, {other: value for other, value in options.items() if other != option})
    return name, options, option
