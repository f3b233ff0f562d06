"""Who may do what: a level from what the platform says of somebody and the roles their desk has mapped; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

# reader: may ask; editor: may change a dossier and answer for the desk; admin: may change the bot's settings
Level = Literal["reader", "editor", "admin"]
LEVELS: tuple[Level, ...] = get_args(Level)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a server, as the platform knows them: what its own rights give them, and their roles."""

    base: Level
    roles: frozenset[str]


def level_of(base: Level, roles: frozenset[str], mapped: Mapping[str, Level]) -> Level | None:
    """Give the highest level of somebody; None if the desk lets only some roles read, and theirs are not among them.

    `base` is what the platform's own rights give: admin to whoever manages the server, editor to whoever may manage
    messages. Once a desk has mapped a role to "editor", managing messages alone makes nobody one.
    """
    if base == "admin":
        return base
    held: list[Level] = [level for role, level in mapped.items() if role in roles]
    if base == "editor" and "editor" not in mapped.values():
        held.append("editor")
    if not held and "reader" in mapped.values():
        return None
    return max(held, key=LEVELS.index, default="reader")


def may_read(member: Member | None, mapped: Mapping[str, str]) -> bool:
    """Tell whether somebody may still read what a desk is told; None is who has left. `mapped` is the desk's roles."""
    roles: dict[str, Level] = {role: level for role, level in mapped.items() if level in LEVELS}
    return member is not None and level_of(member.base, member.roles, roles) is not None


def reaches(level: Level | None, needed: Level) -> bool:
    """Tell whether a level is enough."""
    return level is not None and LEVELS.index(level) >= LEVELS.index(needed)
