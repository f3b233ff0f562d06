"""Interactions: what the double sends for a user's act, and what the bot answered to it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from .limits import LABEL, Json, walk
from .world import Channel, Message, Role, Upload, User, World

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, SHOW_MODAL = 4, 5, 6, 7, 8, 9
ANSWER_WITHIN = timedelta(seconds=3)
TOKEN_LASTS = timedelta(minutes=15)
SUBCOMMAND, GROUP, USER, CHANNEL, ROLE, ATTACHMENT = 1, 2, 6, 7, 8, 11
INPUTS = (3, 4, 5, 6, 7, 8)
_TAKES: dict[int, type] = {3: str, 4: int, 5: bool, USER: User, CHANNEL: Channel, ROLE: Role, ATTACHMENT: Upload}


class CannotDo(Exception):
    """What a test asked of a user is nothing Discord's own client would let them do."""


@dataclass(eq=False)
class Interaction:
    """One act of a user, and the bot's answer to it."""

    id: int
    kind: int
    user: User
    channel: Channel
    at: datetime
    payload: Json
    source: Message | None = None
    callback: Json | None = None
    answered_at: datetime | None = None
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)

    @property
    def token(self) -> str:
        return str(self.payload["token"])

    @property
    def message(self) -> Message:
        """The message the bot answered with, or changed, or a failed test."""
        assert self.original, f"no message came, but {self.callback}"
        return self.original

    @property
    def deferred(self) -> bool:
        """Whether the bot's first answer was to ask for patience."""
        return bool(self.callback) and self.callback_type in (DEFERRED, DEFERRED_UPDATE)

    @property
    def callback_type(self) -> int:
        return int(self.callback["type"]) if self.callback else 0

    @property
    def ephemeral(self) -> bool:
        """Whether only the user sees the answer."""
        return bool(self.original and self.original.only_for)

    @property
    def modal(self) -> Json | None:
        """The modal that the bot showed."""
        return self.callback["data"] if self.callback and self.callback_type == SHOW_MODAL else None

    @property
    def choices(self) -> list[Json]:
        """What autocomplete offered."""
        return list(self.callback["data"]["choices"]) if self.callback and self.callback_type == CHOICES else []

    @property
    def settled(self) -> bool:
        """Whether the user sees more than "is thinking"."""
        return bool(self.callback) and not (self.original and self.original.sent.get("loading"))


def make_payload(world: World, kind: int, user: User, channel: Channel, body: Json) -> Json:
    """Make an INTERACTION_CREATE of this user in this channel."""
    key = world.new_id()
    made: Json = {
        "id": str(key),
        "token": f"interaction-token-{key}",
        "type": kind,
        "data": body,
        "version": 1,
    }
    made |= {"application_id": str(world.application_id), "locale": "en-US", "entitlements": []}
    made |= {"attachment_size_limit": 10_485_760, "app_permissions": str(channel.app_permissions)}
    made |= {
        "channel_id": str(channel.id),
        "channel": channel.json() | {"permissions": str(user.permissions)},
    }
    if channel.guild is None:
        return made | {"user": user.json(), "context": 1, "authorizing_integration_owners": {}}
    home = str(channel.guild.id)
    made |= {"guild_id": home, "guild": {"id": home, "locale": "en-US", "features": []}, "context": 0}
    return made | {
        "member": user.member(),
        "guild_locale": "en-US",
        "authorizing_integration_owners": {"0": home},
    }


def fill_command(command: Json, path: list[str], options: Json, focused: str | None = None) -> Json:
    """Make the data of a command as a user filled it in, its options typed as they were registered."""
    resolved: Json = {}
    nodes = [command]
    for name in path:
        nodes.append(_named(nodes[-1], name))
    filled = _fill(nodes[-1], options, focused, resolved)
    for node in reversed(nodes[1:]):
        filled = [{"name": node["name"], "type": node["type"], "options": filled}]
    body = {"id": command["id"], "name": command["name"], "type": command["type"], "options": filled}
    body |= {"resolved": resolved} if resolved else {}
    return body | ({"guild_id": command["guild_id"]} if "guild_id" in command else {})


def _named(node: Json, name: str) -> Json:
    for option in node.get("options", []):
        if option["name"] == name:
            found: Json = option
            return found
    raise CannotDo(f"{node['name']} has no option {name}")


def _fill(node: Json, options: Json, focused: str | None, resolved: Json) -> list[Json]:
    registered = node.get("options", [])
    if any(option["type"] in (SUBCOMMAND, GROUP) for option in registered):
        raise CannotDo(f"{node['name']} wants one of {[option['name'] for option in registered]}")
    missing = [one["name"] for one in registered if one.get("required") and one["name"] not in options]
    if missing and focused is None:
        raise CannotDo(f"{node['name']} wants {missing}")
    filled = []
    for name, value in options.items():
        option = _named(node, name)
        if name == focused:
            filled.append({"name": name, "type": option["type"], "value": str(value), "focused": True})
        else:
            _check_value(option, value)
            filled.append({"name": name, "type": option["type"], "value": resolve(value, resolved)})
    return filled


def _check_value(option: Json, value: object) -> None:
    choices = [choice["value"] for choice in option.get("choices", [])]
    if choices and value not in choices:
        raise CannotDo(f"{option['name']} offers only {choices}")
    if not isinstance(value, _TAKES.get(option["type"], object)):
        raise CannotDo(f"{option['name']} does not take {value!r}")
    if isinstance(value, str) and not option.get("min_length", 0) <= len(value) <= option.get("max_length", 6000):
        raise CannotDo(f"{option['name']} does not take {len(value)} characters")


def resolve(value: object, resolved: Json) -> object:
    """Give a value as an interaction carries it; a person, role or channel also goes into `resolved`."""
    match value:
        case User():
            resolved.setdefault("users", {})[str(value.id)] = value.json()
            member = {key: part for key, part in value.member().items() if key != "user"}
            resolved.setdefault("members", {})[str(value.id)] = member
        case Role():
            resolved.setdefault("roles", {})[str(value.id)] = value.json()
        case Channel():
            shown = value.json() | {"permissions": str(value.app_permissions)}
            resolved.setdefault("channels", {})[str(value.id)] = shown
        case Upload():
            resolved.setdefault("attachments", {})[str(value.id)] = value.json()
        case _:
            return value
    return str(value.id)


def fill_modal(modal: Json, values: Json) -> Json:
    """Make the data of a modal as a user filled it in; values by custom id or label."""
    left, resolved = dict(values), Json()
    rows = [_fill_row(row, left, resolved) for row in modal["components"]]
    if left:
        raise CannotDo(f"the modal has no {sorted(left)}")
    body = {"custom_id": modal["custom_id"], "components": [row for row in rows if row]}
    return body | ({"resolved": resolved} if resolved else {})


def _fill_row(row: Json, left: Json, resolved: Json) -> Json | None:
    inputs = [component for _, component in walk([row]) if component["type"] in INPUTS]
    filled = [_fill_input(one, row.get("label") or one.get("label"), left, resolved) for one in inputs]
    if row["type"] == LABEL:
        return {"type": LABEL, "id": 1, "component": filled[0]}
    return {"type": row["type"], "id": 1, "components": filled} if filled else None


def _fill_input(component: Json, label: str | None, left: Json, resolved: Json) -> Json:
    custom_id = component["custom_id"]
    value = left.pop(custom_id, None) or left.pop(label or custom_id, component.get("value", ""))
    if component.get("required", True) and not value:
        raise CannotDo(f"the modal wants {label or custom_id}")
    filled = {"type": component["type"], "id": 2, "custom_id": custom_id}
    if component["type"] == 4:
        if len(value) > component.get("max_length", 4000) or len(value) < component.get("min_length", 0):
            raise CannotDo(f"{label or custom_id} does not take {len(value)} characters")
        return filled | {"value": value}
    return filled | {"values": [resolve(one, resolved) for one in value or []]}
