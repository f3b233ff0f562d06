"""What there is in a workspace: people, channels, messages, files, views; and what is asked of it."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Clock = Callable[[], float]


class Refused(Exception):
    """Slack says no: the code of its answer, and what else stands in it."""

    def __init__(self, error: str, **extra: Any) -> None:
        super().__init__(error)
        self.body: Json = {"ok": False, "error": error} | extra


@dataclass(eq=False)
class User:
    """Somebody in the workspace, or of a connected organisation."""

    id: str
    name: str
    is_admin: bool = False
    is_owner: bool = False
    is_restricted: bool = False
    is_stranger: bool = False
    is_bot: bool = False
    deleted: bool = False
    zone: str = "Europe/Berlin"
    takes_messages: bool = True


@dataclass(eq=False)
class Message:
    """A message as it stands in a channel; an ephemeral one is for one person."""

    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread: str = ""
    metadata: Json | None = None
    only_for: str = ""
    deleted: bool = False
    is_edited: bool = False
    by_app: bool = False
    unfurls: bool = True

    @property
    def buttons(self) -> list[Json]:
        """List all that can be pressed or chosen in it."""
        return [element for block in self.blocks for element in pressable(block)]

    @property
    def shown(self) -> str:
        """Give all text of its blocks, one a line."""
        return "\n".join(words(block) for block in self.blocks) or self.text


@dataclass(eq=False)
class Channel:
    """A channel, or the direct messages with one person."""

    id: str
    name: str
    members: set[str] = field(default_factory=set)
    messages: list[Message] = field(default_factory=list)
    is_private: bool = False
    is_archived: bool = False
    with_user: str = ""
    read_only: bool = False


@dataclass(eq=False)
class StoredFile:
    """A file that was uploaded; it can be shown once Slack has looked at it."""

    id: str
    name: str
    length: int
    content: bytes = b""
    alt_text: str = ""
    is_complete: bool = False
    mimetype: str = ""
    looked_at: int = 0
    channel: str = ""
    thread: str = ""
    comment: str = ""


@dataclass(eq=False)
class StoredView:
    """A modal or a Home tab as somebody sees it."""

    id: str
    user: str
    body: Json
    hash: str
    is_open: bool = True


@dataclass(eq=False)
class Trigger:
    """The right to open one view, for three seconds."""

    user: str
    until: float
    used: bool = False


@dataclass(eq=False)
class ResponseUrl:
    """The right to answer five times in half an hour."""

    channel: str
    user: str
    until: float
    original: Message | None = None
    uses: int = 0


@dataclass(eq=False)
class Request:
    """One request of the Web API, and what it was answered."""

    method: str
    given: Json
    at: float
    error: str = ""


class World:
    """One workspace with the app in it."""

    team = "T0WORKSPACE"
    app = "A0BACKCHANNEL"
    bot = "B0BACKCHANNEL"
    bot_user = "U0BACKCHANNEL"
    trigger_seconds, respond_seconds, respond_uses = 3.0, 1800.0, 5

    def __init__(self, clock: Clock = time.time) -> None:
        self.clock = clock
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.usergroups: dict[str, tuple[str, list[str]]] = {}
        self.files: dict[str, StoredFile] = {}
        self.views: dict[str, StoredView] = {}
        self.homes: dict[str, Json] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.requests: list[Request] = []
        self._number = 0
        self._last_ts = 0.0
        self.users[self.bot_user] = User(self.bot_user, "backchannel", is_bot=True)
        self.channel = self.add_channel("desk")

    def number(self, prefix: str) -> str:
        """Make the next id of a kind."""
        self._number += 1
        return f"{prefix}0{self._number:08d}"

    def stamp(self) -> str:
        """Make a message's ts, later than all before."""
        self._last_ts = max(self.clock(), self._last_ts + 0.000001)
        return f"{self._last_ts:.6f}"

    def add_user(self, name: str, **facts: Any) -> User:
        """Let somebody join, who is in the first channel."""
        user = User(self.number("U"), name, **facts)
        self.users[user.id] = user
        self.channel.members.add(user.id)
        return user

    def add_channel(self, name: str, *, joined: bool = True, **facts: Any) -> Channel:
        """Open a channel, with the bot in it or not."""
        channel = Channel(self.number("C"), name, {self.bot_user} if joined else set(), **facts)
        self.channels[channel.id] = channel
        return channel

    def add_usergroup(self, handle: str, *members: User) -> str:
        """Make a user group; gives its id."""
        id_ = self.number("S")
        self.usergroups[id_] = (handle, [user.id for user in members])
        return id_

    def direct_messages(self, user: str) -> Channel:
        """Give the direct messages of the bot with somebody."""
        for channel in self.channels.values():
            if channel.with_user == user:
                return channel
        found = Channel(self.number("D"), "directmessage", {user, self.bot_user}, with_user=user)
        self.channels[found.id] = found
        return found

    def trigger(self, user: str) -> str:
        """Give somebody's press the right to open a view."""
        id_ = self.number("trigger.")
        self.triggers[id_] = Trigger(user, self.clock() + self.trigger_seconds)
        return id_

    def use_trigger(self, id_: str) -> Trigger:
        """Take the right to open a view; raises Refused when it is over."""
        trigger = self.triggers.get(id_)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if self.clock() > trigger.until:
            raise Refused("expired_trigger_id")
        trigger.used = True
        return trigger

    def visible(self, channel: Channel, *, to: str = "", thread: str | None = None) -> list[Message]:
        """List the messages that stand in a channel or a thread, with those for one person alone."""
        there = [one for one in channel.messages if not one.deleted and one.only_for in ("", to)]
        return there if thread is None else [one for one in there if one.thread == thread]


def pressable(block: Json) -> list[Json]:
    """List the elements of a block that act."""
    found = [*block.get("elements", ())] if block["type"] == "actions" else []
    found += [block["accessory"]] if "accessory" in block else []
    found += [block["element"]] if "element" in block else []
    return [element for element in found if "action_id" in element]


_MARK = re.compile(r"<!date\^\d+\^[^|>]*\|([^>]*)>|<(?:https?:[^|>]*)\|([^>]*)>")


def words(block: Any) -> str:
    """Give the words of a block as a reader sees them, without its buttons."""
    if isinstance(block, list):
        return "".join(words(one) for one in block)
    if not isinstance(block, dict):
        return ""
    kind = block.get("type")
    if kind in ("mrkdwn", "plain_text"):
        shown = _MARK.sub(lambda found: found[1] or found[2] or "", str(block["text"]))
        return shown if kind == "plain_text" else unescaped(shown)
    if kind in ("text", "link", "date"):
        return str(block.get("text") or block.get("fallback") or block.get("url") or "")
    if kind in ("user", "channel", "usergroup"):
        return {"user": "@", "channel": "#", "usergroup": "@"}[kind] + str(block[f"{kind}_id"])
    if kind in ("rich_text_list", "context"):
        return "\n".join(words(one) for one in block["elements"])
    if kind == "rich_text":
        return "\n".join(words(one) for one in block["elements"])
    if kind in ("rich_text_section", "rich_text_quote", "rich_text_preformatted"):
        return words(block["elements"])
    if kind == "image":
        return str(block.get("alt_text", ""))
    return "\n".join(filter(None, (words(block.get("text")), *(words(one) for one in block.get("fields", ())))))


def unescaped(text: str) -> str:
    """Undo the three escapes of Slack's text."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
