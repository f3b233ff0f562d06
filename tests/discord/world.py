"""What the double of Discord holds: servers, channels, people and messages, and the JSON of each."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from .limits import BUTTON, COMPONENTS_V2, EPHEMERAL, LOADING, SELECTS, TEXT_DISPLAY, Json, walk

EPOCH = 1_420_070_400_000
VIEW, SEND, EMBED, ATTACH, HISTORY = 1 << 10, 1 << 11, 1 << 14, 1 << 15, 1 << 16
CREATE_THREADS = 1 << 35
CREATE_EVENTS = 1 << 44
ORDINARY = VIEW | SEND | EMBED | ATTACH | HISTORY | 1 << 31 | 1 << 38
EDITOR = ORDINARY | 1 << 13  # may manage messages
EVERYTHING = (1 << 53) - 1
_CONTAINER = 17
_DEFAULTS: dict[int, Json] = {_CONTAINER: {"accent_color": None, "spoiler": False}}
_DEFAULTS |= {kind: {"min_values": 1, "max_values": 1} for kind in SELECTS}


@dataclass(eq=False)
class Role:
    """A role of a server."""

    id: int
    name: str
    permissions: int = 0

    def json(self) -> Json:
        """Give it as Discord does."""
        fixed = {"hoist": False, "managed": False, "mentionable": True, "icon": None, "unicode_emoji": None}
        colors = {"primary_color": 0, "secondary_color": None, "tertiary_color": None}
        own = {"id": str(self.id), "name": self.name, "permissions": str(self.permissions)}
        return own | fixed | {"position": 1, "color": 0, "colors": colors, "flags": 0}


@dataclass(eq=False)
class User:
    """A person, or the bot; as a member of a server it has roles and permissions."""

    id: int
    name: str
    permissions: int = ORDINARY
    roles: list[Role] = field(default_factory=list)
    bot: bool = False
    takes_messages: bool = True

    def json(self) -> Json:
        """Give the user as Discord does."""
        own = {"id": str(self.id), "username": self.name, "global_name": self.name, "bot": self.bot}
        return own | {
            "discriminator": "0",
            "avatar": None,
            "public_flags": 0,
            "flags": 0,
            "primary_guild": None,
        }

    def member(self) -> Json:
        """Give the member as Discord does."""
        fixed = {"nick": None, "avatar": None, "deaf": False, "mute": False, "flags": 0, "pending": False}
        own = {"user": self.json(), "roles": [str(role.id) for role in self.roles]}
        return own | fixed | {"joined_at": "2022-01-01T00:00:00+00:00", "permissions": str(self.permissions)}


@dataclass(eq=False)
class Guild:
    """A server."""

    id: int
    name: str
    roles: list[Role]

    def json(self) -> Json:
        """Give it as GET /guilds/{id} does."""
        nothing = "icon description home_header splash discovery_splash banner application_id afk_channel_id"
        nothing += " system_channel_id widget_channel_id max_presences vanity_url_code rules_channel_id"
        nothing += " safety_alerts_channel_id public_updates_channel_id incidents_data"
        zero = "system_channel_flags verification_level default_message_notifications mfa_level premium_tier"
        zero += " explicit_content_filter premium_subscription_count nsfw_level"
        own: Json = {"id": str(self.id), "name": self.name, "owner_id": "1", "region": "deprecated"}
        own |= dict.fromkeys(nothing.split()) | dict.fromkeys(zero.split(), 0)
        own |= {"features": [], "emojis": [], "stickers": [], "afk_timeout": 300, "preferred_locale": "en-US"}
        own |= {"max_members": 500_000, "max_stage_video_channel_users": 50, "max_video_channel_users": 25}
        own |= dict.fromkeys(("widget_enabled", "premium_progress_bar_enabled", "nsfw"), False)
        return own | {"roles": [role.json() for role in self.roles]}


@dataclass(eq=False)
class Channel:
    """A text channel of a server, or the direct messages with one person; with the bot's rights in it."""

    id: int
    name: str
    bot: User
    guild: Guild | None = None
    recipient: User | None = None
    app_permissions: int = ORDINARY
    only_for: list[User] | None = None  # who sees it beside the bot; None for everybody

    def json(self) -> Json:
        """Give it as Discord does."""
        own: Json = {"id": str(self.id), "flags": 0, "last_message_id": None}
        if self.guild is None:
            return own | {"type": 1, "recipients": [self.recipient.json()] if self.recipient else []}
        denied = {"allow": str(self.app_permissions), "deny": str(EVERYTHING & ~self.app_permissions)}
        own |= {"type": 0, "guild_id": str(self.guild.id), "name": self.name, "position": 0, "nsfw": False}
        own |= {"topic": None, "parent_id": None, "rate_limit_per_user": 0}
        let_in = [{"id": str(user.id), "type": 1, "allow": str(VIEW), "deny": "0"} for user in self.only_for or ()]
        nobody = {"id": str(self.guild.id), "type": 0, "allow": "0", "deny": str(VIEW)}
        shut = [] if self.only_for is None else [nobody]
        return own | {"permission_overwrites": [*shut, *let_in, {"id": str(self.bot.id), "type": 1} | denied]}


@dataclass(eq=False)
class Message:
    """A message, ephemeral or visible; `sent` is what was asked for, `files` the bytes uploaded with it."""

    id: int
    channel: Channel
    author: User
    sent: Json
    at: datetime
    files: dict[str, bytes] = field(default_factory=dict)
    extra: Json = field(default_factory=dict)
    only_for: User | None = None
    edited: datetime | None = None
    deleted: bool = False

    @property
    def content(self) -> str:
        return str(self.sent.get("content") or "")

    @property
    def embeds(self) -> list[Json]:
        return list(self.sent.get("embeds") or [])

    @property
    def components(self) -> list[Json]:
        return list(self.sent.get("components") or [])

    @property
    def attachments(self) -> list[Json]:
        return list(self.sent.get("attachments") or [])

    @property
    def flags(self) -> int:
        kept: int = (self.sent.get("flags") or 0) & COMPONENTS_V2
        return kept | (EPHEMERAL if self.only_for else 0) | (LOADING if self.sent.get("loading") else 0)

    @property
    def buttons(self) -> list[Json]:
        """Every button of it, in order."""
        return [component for _, component in walk(self.components) if component["type"] == BUTTON]

    @property
    def text(self) -> str:
        """All that a reader sees as text, a line each."""
        lines = [self.content, *(c["content"] for _, c in walk(self.components) if c["type"] == TEXT_DISPLAY)]
        for embed in self.embeds:
            lines += [embed.get("title"), embed.get("description")]
            lines += [text for one in embed.get("fields", []) for text in (one["name"], one["value"])]
            lines += [(embed.get("footer") or {}).get("text")]
        return "\n".join(line for line in lines if line)

    @property
    def pings(self) -> set[str]:
        """Who is notified: 'everyone', '@ID' and '&ID', as content and allowed_mentions give it."""
        shown = [self.content, *(c["content"] for _, c in walk(self.components) if c["type"] == TEXT_DISPLAY)]
        allowed = self.sent.get("allowed_mentions")
        allowed = {"parse": ["everyone", "users", "roles"]} if allowed is None else allowed
        found: set[str] = set()
        for everyone, sign, key in re.findall(r"@(everyone|here)|<@([!&]?)(\d+)>", "\n".join(shown)):
            kind = "everyone" if everyone else "roles" if sign == "&" else "users"
            if kind in allowed.get("parse", []) or key in map(str, allowed.get(kind, [])):
                found.add("everyone" if everyone else ("&" if sign == "&" else "@") + key)
        return found

    def json(self) -> Json:
        """Give it as Discord does."""
        pings = sorted(self.pings)
        own: Json = {"id": str(self.id), "channel_id": str(self.channel.id), "author": self.author.json()}
        own |= {"type": 0, "content": self.content, "flags": self.flags, "pinned": False, "tts": False}
        own |= {"timestamp": self.at.isoformat()}
        own |= {"edited_timestamp": self.edited.isoformat() if self.edited else None}
        own |= {"mentions": [], "mention_roles": [ping[1:] for ping in pings if ping[0] == "&"]}
        own |= {"mention_everyone": "everyone" in pings, "attachments": self.attachments}
        own |= {"embeds": [_stored_embed(embed) for embed in self.embeds]}
        own |= {"components": stored_components(self.components, self.attachments)}
        nonce = self.sent.get("nonce")
        return own | self.extra | ({"nonce": nonce} if nonce is not None else {})


def _stored_embed(embed: Json) -> Json:
    fields = [{"inline": False} | one for one in embed.get("fields") or []]
    return {"type": "rich"} | embed | ({"fields": fields} if fields else {})


def stored_components(components: list[Json], attachments: list[Json]) -> list[Json]:
    """Give components the ids, defaults and addresses that Discord adds."""
    numbers = iter(range(1, 1000))
    files = {f"attachment://{one['filename']}": one for one in attachments}

    def media(asked: Json) -> Json:
        file = files.get(asked["url"], {"id": "0", "url": asked["url"]})
        return {"id": file["id"], "url": file["url"], "proxy_url": file["url"]}

    def stored(component: Json) -> Json:
        made: Json = {"id": next(numbers)} | _DEFAULTS.get(component["type"], {}) | component
        for key, value in component.items():
            match key:
                case "components":
                    made[key] = [stored(inner) for inner in value]
                case "accessory":
                    made[key] = stored(value)
                case "items":
                    made[key] = [item | {"media": media(item["media"])} for item in value]
                case "media":
                    made[key] = media(value)
                case "file":
                    file = files.get(value["url"], {"filename": "file", "size": 0})
                    made |= {key: media(value), "name": file["filename"], "size": file["size"]}
                case "emoji":
                    made[key] = {part: known for part, known in value.items() if known is not None}
        return made

    return [stored(component) for component in components]


@dataclass(eq=False)
class Upload:
    """A file that a user attaches to a command; `host` is where it claims to be kept."""

    id: int
    name: str
    content: bytes
    host: str = "https://cdn.discordapp.com"

    def json(self) -> Json:
        """Give it as Discord does."""
        url = f"{self.host}/attachments/1/{self.id}/{self.name}"
        own = {"id": str(self.id), "filename": self.name, "size": len(self.content)}
        return own | {"url": url, "proxy_url": url, "content_type": "application/octet-stream", "ephemeral": True}


@dataclass(eq=False)
class Request:
    """What a client asked over HTTP; the path is without the API's version, the status 0 until answered."""

    method: str
    path: str
    query: dict[str, str]
    payload: Any
    files: dict[str, bytes]
    at: datetime
    status: int = 0
    error: str = ""


class World:
    """The state, and waiting for it to change."""

    def __init__(self, clock: Callable[[], datetime] | None = None) -> None:
        self.clock = clock or (lambda: datetime.now(UTC))
        self.nonce_window = timedelta(seconds=120)
        self._newest = 0
        self._woken = asyncio.Event()
        self.bot = User(self.new_id(), "Backchannel", bot=True)
        self.application_id = self.new_id()
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.users: dict[int, User] = {self.bot.id: self.bot}
        self.messages: dict[int, Message] = {}
        self.uploads: dict[int, Upload] = {}
        self.commands: dict[int | None, list[Json]] = {}
        self.requests: list[Request] = []

    def new_id(self) -> int:
        """Make a snowflake of the clock's time, greater than all before it."""
        now = int(self.clock().timestamp() * 1000)
        self._newest = max(self._newest + 1, (now - EPOCH) << 22)
        return self._newest

    def visible(self, channel: Channel) -> list[Message]:
        """Return what everybody in the channel can read, oldest first."""
        return [m for m in self.messages.values() if m.channel is channel and not m.deleted and not m.only_for]

    def changed(self) -> None:
        """Wake whoever waits for a change."""
        woken, self._woken = self._woken, asyncio.Event()
        woken.set()

    async def until(self, true: Callable[[], Any], what: str = "that", *, timeout: float = 5.0) -> None:
        """Wait until something is true of this state; TimeoutError says for what it waited."""
        try:
            async with asyncio.timeout(timeout):
                while not true():
                    await self._woken.wait()
        except TimeoutError:
            last = "\n".join(f"{r.method} {r.path} {r.status} {r.error}" for r in self.requests[-3:])
            raise TimeoutError(f"waited {timeout} s in vain for {what}; last requests:\n{last}") from None
