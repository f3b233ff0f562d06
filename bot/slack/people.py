"""Who somebody is in a workspace: admin, guest or of a connected organisation, and in which user groups."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.rights import Level, Member

# whoever loses a right loses it here within so many seconds; Slack takes a hundred such questions a minute
_KNOWN_FOR, _GROUPS_KNOWN_FOR = 30.0, 60.0
_MOST = 2_000
_NOT_THERE = ("user_not_found", "user_not_visible")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as the workspace knows them; a guest or a stranger is a reader at most."""

    id: str
    name: str
    zone: str
    is_admin: bool
    is_guest: bool
    is_gone: bool


@dataclass(eq=False, slots=True)
class People:
    """Asks Slack who is who, and remembers it for half a minute."""

    web: AsyncWebClient
    team: str
    _people: dict[str, tuple[float, Person | None]] = field(default_factory=dict)
    _groups: tuple[float, dict[str, tuple[str, frozenset[str]]]] = (-1e9, {})

    async def find(self, user: str) -> Person | None:
        """Find somebody; None if the workspace does not know them."""
        now = asyncio.get_running_loop().time()
        at, known = self._people.get(user, (-1e9, None))
        if now - at > _KNOWN_FOR:
            known = await self._asked(user)
            if len(self._people) > _MOST:
                self._people.clear()
            self._people[user] = (now, known)
        return known

    async def _asked(self, user: str) -> Person | None:
        try:
            told: dict[str, Any] = (await self.web.users_info(user=user))["user"]
        except SlackApiError as error:
            if code_of(error) in _NOT_THERE:
                return None
            raise
        profile = told.get("profile") or {}
        guest = bool(told.get("is_restricted") or told.get("is_ultra_restricted") or told.get("is_stranger"))
        return Person(
            user,
            str(profile.get("display_name") or profile.get("real_name") or told.get("name") or user),
            str(told.get("tz") or ""),
            is_admin=bool(told.get("is_admin") or told.get("is_owner") or told.get("is_primary_owner")),
            is_guest=guest or told.get("team_id", self.team) != self.team,
            is_gone=bool(told.get("deleted")),
        )

    async def member(self, user: str, mapped: frozenset[str]) -> Member | None:
        """Say what somebody may by Slack's own rights, and which of the mapped user groups and people they are."""
        person = await self.find(user)
        if person is None or person.is_gone:
            return None
        if person.is_guest:
            return Member("reader", frozenset())
        base: Level = "admin" if person.is_admin else "reader"
        wanted = [one for one in mapped if one.startswith("S")]
        groups = await self.groups() if wanted else {}
        held = {group for group in wanted if group in groups and user in groups[group][1]}
        return Member(base, frozenset({user, *held}))

    async def groups(self) -> dict[str, tuple[str, frozenset[str]]]:
        """List the user groups: id -> handle, members; none where the workspace's plan has none."""
        now = asyncio.get_running_loop().time()
        if now - self._groups[0] > _GROUPS_KNOWN_FOR:
            self._groups = (now, await self._asked_groups())
        return self._groups[1]

    async def _asked_groups(self) -> dict[str, tuple[str, frozenset[str]]]:
        try:
            told = await self.web.usergroups_list(include_users=True)
        except SlackApiError as error:
            if code_of(error) in ("plan_upgrade_required", "missing_scope"):
                return {}
            raise
        groups: list[dict[str, Any]] = told["usergroups"]
        return {str(one["id"]): (str(one["handle"]), frozenset(one.get("users") or ())) for one in groups}

    async def name(self, id_: str) -> str:
        """Name a person or a user group for readers, without notifying anybody."""
        if id_.startswith("S"):
            groups = await self.groups()
            return f"@{groups[id_][0]}" if id_ in groups else id_
        person = await self.find(id_)
        return f"@{person.name}" if person else id_


def code_of(error: SlackApiError) -> str:
    """Give the code of Slack's answer; "" where it was none of Slack's."""
    get: Callable[[str, str], Any] | None = getattr(error.response, "get", None)
    found = get("error", "") if callable(get) else ""
    return found if isinstance(found, str) else ""


async def or_none(asking: Awaitable[T]) -> T | None:
    """Give what Slack answers, or None where it refuses."""
    try:
        return await asking
    except SlackApiError:
        return None
