"""A typed line -> a command and its options: `/who peskov as_of:2022-07-28`."""

import re
from collections.abc import Iterator, Mapping

from rapidfuzz import fuzz, process

from bot.asking import UserError
from bot.blocks import Choice
from bot.commands.registry import COMMANDS, all_options, example, options_of, typed_commands

LONGEST_LINE = 1000  # that is typed
LONGEST_KEPT = 8000  # that is behind a button of ours
_NEAR = {True: 60, False: 80}  # of 100: a bare word is a name or talk more often than a mistyped command

_QUOTES = {'"': '"', "“": "”", "«": "»", "„": "“"}
_OPTION = re.compile(r"([a-z_]+):", re.IGNORECASE)


class UnknownCommand(UserError):
    """There is no command of this name; `meant` is the line with the command that is nearest to it, if one is near."""

    def __init__(self, line: str, *, meant: str = "") -> None:
        """Suggest what was meant, and nothing that was not typed."""
        self.line = line
        self.meant = meant
        self.choices = _choices(line, meant)
        hint = f"Did you mean {meant}?" if meant else "Try /help."
        super().__init__(f"There is no command “{line.split(maxsplit=1)[0][:40]}”. {hint}")


def _choices(line: str, meant: str) -> tuple[Choice, ...]:
    """Offer what may have been meant: a command that is near, somebody's name, or else what there is to ask."""
    words = line.removeprefix("/")[:100]
    person = line_of("who", {"name": words})
    near = (Choice(meant, meant),) if meant else ()
    asked = (Choice(f"Who is {words[:40]}?", person),) if person else ()
    return (*near, *asked, Choice("What I can do", "/help"))


def parse(line: str, *, longest: int = LONGEST_LINE) -> tuple[str, dict[str, str]]:
    """Split a line into a command's name and its options; raises UserError with a line that works.

    Leading bare words join into the first option; where several options are required each takes one word, in order.
    """
    if len(line) > longest:
        raise UserError(f"A line may have {longest} characters; this one has {len(line)}.")
    name, rest = _command(line)
    words = list(_words(rest, {option.name for option in all_options(name)}, keep=name == "find"))
    options: dict[str, str] = {}
    for option, value in words:
        if option and option in options:
            raise UserError(f"{option} is given twice in “{line.strip()}”.")
        if option:
            options[option] = value
    bare = [value for option, value in words if not option]
    return name, _place(name, bare, options) | options


def line_of(name: str, options: Mapping[str, str]) -> str:
    """Write the line that gives a command these options; "" if none can: a value may hold every quotation mark."""
    written = [f"{option}:{_written(value)}" for option, value in options.items() if value.strip()]
    line = " ".join([f"/{name}", *written])
    return "" if any(one.endswith(":") for one in written) or len(line) > LONGEST_KEPT else line


def _written(value: str) -> str:
    if not re.search(r"\s", value) and value[0] not in _QUOTES:
        return value
    pairs = (("“", "”"), *(pair for pair in _QUOTES.items() if pair != ("“", "”")))
    return next((f"{opening}{value}{closing}" for opening, closing in pairs if closing not in value), "")


def split_command(line: str) -> tuple[str, str]:
    """Split a line into its command's name, of one word or two, and the rest; the name is "" if there is no such."""
    first, _, rest = line.strip().removeprefix("/").partition(" ")
    second, _, after = rest.strip().partition(" ")
    both = f"{first} {second}".lower()
    if both in COMMANDS:
        return both, after
    return (first.lower(), rest) if first.lower() in COMMANDS else ("", rest)


def _command(line: str) -> tuple[str, str]:
    name, rest = split_command(line)
    if name:
        return name, rest
    typed = line.strip().split(" ")[0]
    name = typed.removeprefix("/").lower()
    if own := [key for key in COMMANDS if key.startswith(f"{name} ")]:
        given = f"“{rest.split()[0][:40]}” is none of them; there" if rest.split() else "More is needed; there"
        raise UserError(f"{given} are {', '.join(f'/{key}' for key in own)}. For example: {example(own[0])}")
    if not typed:
        raise UserError("Nothing was asked. Try /status.")
    near = process.extractOne(name, [*typed_commands()], scorer=fuzz.ratio, score_cutoff=_NEAR[typed.startswith("/")])
    raise UnknownCommand(line.strip(), meant=f"/{near[0]} {rest[:60]}".strip() if near else "")


def _words(rest: str, known: set[str], *, keep: bool) -> Iterator[tuple[str, str]]:
    """Yield (option, value) for each word or quoted run; the option of a bare one is "".

    Bare ones `keep` their quotation marks where these mean something: /find "word for word".
    """
    at = 0
    while at < len(rest):
        if rest[at].isspace():
            at += 1
            continue
        option = ""
        if named := _OPTION.match(rest, at):
            option, at = named[1].lower(), named.end()
            if option not in known:
                raise UserError(_unknown(option, known))
        start = at
        value, at = _value(rest, at)
        yield option, rest[start:at] if keep and not option else value


def _value(rest: str, at: int) -> tuple[str, int]:
    closing = _QUOTES.get(rest[at : at + 1])
    if closing is None:
        end = next((i for i in range(at, len(rest)) if rest[i].isspace()), len(rest))
        return rest[at:end], end
    end = rest.find(closing, at + 1)
    if end < 0:
        raise UserError(f"A quotation mark is opened but not closed: {rest[at : at + 40]}")
    return rest[at + 1 : end], end + 1


def _unknown(option: str, known: set[str]) -> str:
    near = process.extractOne(option, known, score_cutoff=60)
    hint = f"did you mean {near[0]}:?" if near else f"there are {', '.join(sorted(known))}."
    return f"There is no option “{option}:”; {hint}"


def _spelt(bare: list[str], choices: list[str]) -> list[str]:
    """Join words that write a choice as people do: did not happen."""
    for choice in choices:
        words = choice.split("-")
        for at in range(len(bare) - len(words) + 1):
            if [word.lower() for word in bare[at : at + len(words)]] == words:
                return [*bare[:at], choice, *bare[at + len(words) :]]
    return bare


def _place(name: str, bare: list[str], options: dict[str, str]) -> dict[str, str]:
    if not bare:
        return {}
    own = options_of(name)
    open_ones = [option.name for option in own if option.required and option.name not in options]
    if len(open_ones) > 1:
        bare = _spelt(bare, [choice for option in own if option.name in open_ones for choice in option.choices])
        if len(bare) > len(open_ones):
            raise UserError(f"“{bare[len(open_ones)]}” is one word too many. For example: {example(name)}")
        return dict(zip(open_ones, bare, strict=False))
    first = own[0].name if own else ""
    if not first or first in options:
        quoted = 'Words that belong to an option are quoted: as_of:"28 July".'
        hint = quoted if options else f"For example: {example(name)}"
        raise UserError(f"/{name} can't use “{' '.join(bare)[:60]}”. {hint}")
    return {first: " ".join(bare)}
