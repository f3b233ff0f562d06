"""What Discord refuses when commands are registered."""

import re

from .limits import Json, Objections, Path

CHAT, SUBCOMMAND, GROUP = 1, 1, 2
_NAME = re.compile(r"[-_'\w]{1,32}")


def check_commands(commands: list[Json]) -> None:
    """Refuse commands as a bulk overwrite would: every objection by its place."""
    found = Objections()
    names: set[tuple[int, str]] = set()
    if len(commands) > 100:
        found.add((), "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")
    for place, command in enumerate(commands):
        check_command(found, command, (place,))
        key = (command.get("type") or CHAT, command["name"])
        if key in names:
            code = "APPLICATION_COMMANDS_DUPLICATE_NAME"
            found.add((place, "name"), code, "Application command names must be unique")
        names.add(key)
    found.refuse_if_any()


def check_command(found: Objections, command: Json, at: Path) -> None:
    """Note what is wrong with one command."""
    if (command.get("type") or CHAT) == CHAT:
        _check_named(found, command, at)
        _check_options(found, command.get("options") or [], at, (SUBCOMMAND, GROUP))
    else:
        found.length(command.get("name"), (*at, "name"), 32, 1)
        found.length(command.get("description"), (*at, "description"), 0)
    if _size(command) > 8000:
        found.add(at, "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)")


def _check_named(found: Objections, item: Json, at: Path) -> None:
    name = str(item.get("name"))
    if not _NAME.fullmatch(name) or name != name.lower():
        found.add((*at, "name"), "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
    found.length(item.get("description"), (*at, "description"), 100, 1)


def _check_options(found: Objections, options: list[Json], at: Path, nests: tuple[int, ...]) -> None:
    found.length(options, (*at, "options"), 25)
    if len({option["name"] for option in options}) < len(options):
        code = "APPLICATION_COMMAND_OPTIONS_NAME_INVALID"
        found.add((*at, "options"), code, "Option names must be unique")
    if len({option["type"] in (SUBCOMMAND, GROUP) for option in options}) > 1:
        code = "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"
        found.add((*at, "options"), code, "Sub-command and sub-command group option types are exclusive")
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        code = "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"
        found.add((*at, "options"), code, "Required options must be placed before non-required options")
    for place, option in enumerate(options):
        _check_option(found, option, (*at, "options", place), nests)


def _check_option(found: Objections, option: Json, at: Path, nests: tuple[int, ...]) -> None:
    _check_named(found, option, at)
    if option["type"] in (SUBCOMMAND, GROUP):
        if option["type"] not in nests:
            found.add((*at, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Nested too deeply")
        _check_options(found, option.get("options") or [], at, (SUBCOMMAND,) if option["type"] == GROUP else ())
        return
    choices = option.get("choices") or []
    found.length(choices, (*at, "choices"), 25)
    for place, choice in enumerate(choices):
        found.length(choice.get("name"), (*at, "choices", place, "name"), 100, 1)
    if choices and option.get("autocomplete"):
        code = "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE"
        found.add((*at, "choices"), code, "Choices and autocomplete are exclusive")


def _size(item: Json) -> int:
    """Count the characters that Discord adds up: names, descriptions and the values of choices."""
    own = sum(len(str(item.get(key) or "")) for key in ("name", "description", "value"))
    return own + sum(_size(inner) for key in ("options", "choices") for inner in item.get(key) or [])
