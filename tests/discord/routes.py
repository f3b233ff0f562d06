"""The double's HTTP routes: applications, commands, servers, channels and messages."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from .acting import ADMINISTRATOR, Acting
from .command_limits import check_command, check_commands
from .faults import answer
from .limits import Json, Objections, Refused, check_message
from .world import ATTACH, CREATE_EVENTS, CREATE_THREADS, EMBED, HISTORY, SEND, VIEW, Channel, Message, Request

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
ASKED = web.RequestKey("asked", Request)
KEPT_ON_EDIT = ("content", "embeds", "components", "flags", "allowed_mentions", "attachments")


def asked(request: web.Request) -> Request:
    """Return the record of this request."""
    return request[ASKED]


def make_attachments(world: Acting, payload: Json, files: dict[str, bytes]) -> list[Json]:
    """Describe uploaded files as Discord does; `files` holds them by form field."""
    described = {str(one["id"]): one for one in payload.get("attachments") or []}
    made = [one | {"id": str(one["id"])} for key, one in described.items() if f"files[{key}]" not in files]
    for name, content in files.items():
        part = described.get(re.sub(r"\D", "", name), {})
        filename = part.get("filename", "file")
        url = f"https://cdn.discordapp.com/attachments/1/{world.new_id()}/{filename}"
        one = {
            "id": str(world.new_id()),
            "filename": filename,
            "size": len(content),
            "url": url,
            "proxy_url": url,
        }
        made.append(one | {key: part[key] for key in ("description", "title") if part.get(key)})
    return made


def store(world: Acting, channel: Channel, request: Request, payload: Json, **more: Any) -> Message:
    """Check a message and keep it."""
    check_message(payload, files=len(request.files), prefix=more.pop("prefix", ()))
    sent = payload | {"attachments": make_attachments(world, payload, request.files)}
    message = Message(world.new_id(), channel, world.bot, sent, world.clock(), request.files, **more)
    world.messages[message.id] = message
    return message


def edit(world: Acting, message: Message, request: Request, payload: Json, *, prefix: tuple[str, ...] = ()) -> None:
    """Check an edit together with what stays, and keep it."""
    kept = {key: value for key, value in message.sent.items() if key != "loading"}
    merged = kept | {key: payload[key] for key in KEPT_ON_EDIT if key in payload}
    if request.files or "attachments" in payload:
        merged["attachments"] = make_attachments(world, payload, request.files)
    check_message(merged, files=len(request.files), prefix=prefix)
    message.sent, message.edited = merged, world.clock()
    message.files |= request.files


class Routes:
    """Handlers for everything but interactions."""

    def __init__(self, world: Acting) -> None:
        self.world = world
        self._nonces: dict[str, Message] = {}

    def table(self) -> list[tuple[str, str, Handler]]:
        """List method, path and handler."""
        application = rf"/applications/{{application:{self.world.application_id}}}"
        message = "/channels/{channel}/messages/{message}"
        return [
            ("GET", "/users/@me", self.get_user),
            ("GET", r"/users/{user:\d+}", self.get_other_user),
            ("POST", "/users/@me/channels", self.open_direct_messages),
            ("GET", "/applications/@me", self.get_application),
            ("GET", "/oauth2/applications/@me", self.get_application),
            ("GET", "/gateway", self.get_gateway),
            ("GET", "/gateway/bot", self.get_gateway),
            *self._command_routes(application + "/commands"),
            *self._command_routes(application + "/guilds/{guild}/commands"),
            ("GET", "/users/@me/guilds", self.list_guilds),
            ("GET", "/guilds/{guild}", self.get_guild),
            ("GET", "/guilds/{guild}/members/{user}", self.get_member),
            ("GET", "/guilds/{guild}/channels", self.list_channels),
            ("GET", "/guilds/{guild}/scheduled-events", self.list_events),
            ("POST", "/guilds/{guild}/scheduled-events", self.create_event),
            ("GET", "/channels/{channel}", self.get_channel),
            ("GET", "/channels/{channel}/messages", self.list_messages),
            ("POST", "/channels/{channel}/messages", self.post_message),
            ("GET", message, self.get_message),
            ("PATCH", message, self.patch_message),
            ("DELETE", message, self.delete_message),
            ("POST", f"{message}/threads", self.start_thread),
        ]

    def _command_routes(self, path: str) -> list[tuple[str, str, Handler]]:
        rows = [("GET", self.list_commands), ("PUT", self.put_commands), ("POST", self.post_command)]
        return [(method, path, handler) for method, handler in rows]

    async def get_user(self, request: web.Request) -> web.Response:
        return answer(self.world.bot.json() | {"mfa_enabled": True, "locale": "en-US", "verified": True, "email": None})

    async def get_other_user(self, request: web.Request) -> web.Response:
        user = self.world.users.get(int(request.match_info["user"]))
        if user is None:
            raise Refused(404, 10013, "Unknown User")
        return answer(user.json())

    async def list_guilds(self, request: web.Request) -> web.Response:
        permissions = str(self.world.bot.permissions)
        guilds = [guild.json() | {"owner": False, "permissions": permissions} for guild in self.world.guilds.values()]
        return answer([] if "after" in request.query else guilds)

    async def get_member(self, request: web.Request) -> web.Response:
        user = self.world.users.get(int(request.match_info["user"]))
        if self._scope(request) is None or user is None:
            raise Refused(404, 10007, "Unknown Member")
        return answer(user.member())

    async def list_channels(self, request: web.Request) -> web.Response:
        scope = self._scope(request)
        channels = [one for one in self.world.channels.values() if one.guild and one.guild.id == scope]
        return answer([one.json() for one in channels if one.app_permissions & VIEW])

    async def list_events(self, request: web.Request) -> web.Response:
        scope = self._scope(request)
        return answer([one for one in self.world.events if one["guild_id"] == str(scope)])

    async def create_event(self, request: web.Request) -> web.Response:
        scope, given = self._scope(request), asked(request).payload
        if not self.world.bot.permissions & (CREATE_EVENTS | ADMINISTRATOR):
            raise Refused(403, 50013, "Missing Permissions")
        external = given["entity_type"] == 3 and given["privacy_level"] == 2
        place = given["entity_metadata"]["location"]
        sizes = len(given["name"]) <= 100 and len(given["description"]) <= 1000 and len(place) <= 100
        ahead = self.world.clock().isoformat() < given["scheduled_start_time"] < given["scheduled_end_time"]
        if not (external and sizes and ahead):
            raise Refused(400, 50035, "Invalid Form Body")
        made = given | {"id": str(self.world.new_id()), "guild_id": str(scope), "status": 1, "entity_id": None}
        made |= {"channel_id": None, "creator_id": str(self.world.bot.id)}
        self.world.events.append(made)
        return answer(made)

    async def get_application(self, request: web.Request) -> web.Response:
        own: Json = {"id": str(self.world.application_id), "name": self.world.bot.name, "description": ""}
        own |= {
            "icon": None,
            "type": None,
            "verify_key": "0" * 64,
            "flags": 0,
            "flags_new": "0",
            "redirect_uris": [],
        }
        own |= {"interactions_endpoint_url": None, "role_connections_verification_url": None, "team": None}
        own |= {"bot_public": True, "bot_require_code_grant": False, "owner": self.world.bot.json()}
        counts = ("guild_count", "user_install_count", "user_authorization_count")
        own |= {f"approximate_{name}": 1 for name in counts}
        return answer(own | {"explicit_content_filter": 0, "eligible_oauth2_scopes": []})

    async def get_gateway(self, request: web.Request) -> web.Response:
        limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        more = {"shards": 1, "session_start_limit": limit} if request.path.endswith("/bot") else {}
        return answer({"url": self.world.gateway.url} | more)

    def _scope(self, request: web.Request) -> int | None:
        if "guild" not in request.match_info:
            return None
        guild = int(request.match_info["guild"])
        if guild not in self.world.guilds:
            raise Refused(403, 50001, "Missing Access")
        return guild

    async def list_commands(self, request: web.Request) -> web.Response:
        return answer(self.world.commands.get(self._scope(request), []))

    async def put_commands(self, request: web.Request) -> web.Response:
        scope, commands = self._scope(request), asked(request).payload
        check_commands(commands)
        self.world.commands[scope] = [self._registered(command, scope) for command in commands]
        return answer(self.world.commands[scope])

    async def post_command(self, request: web.Request) -> web.Response:
        scope, command = self._scope(request), asked(request).payload
        found = Objections()
        check_command(found, command, ())
        found.refuse_if_any()
        made, there = self._registered(command, scope), self.world.commands.setdefault(scope, [])
        same = [one for one in there if (one["name"], one["type"]) == (made["name"], made["type"])]
        there[:] = [one for one in there if one not in same] + [made]
        return answer(made, 200 if same else 201)

    def _registered(self, command: Json, scope: int | None) -> Json:
        own = {"id": str(self.world.new_id()), "application_id": str(self.world.application_id)}
        own |= {"version": str(self.world.new_id())} | ({"guild_id": str(scope)} if scope else {})
        permissions = command.get("default_member_permissions")
        fixed = {"description": "", "nsfw": False, "dm_permission": True, "options": []}
        kept = {key: value for key, value in command.items() if value is not None}
        named = {"type": 1, "default_member_permissions": None if permissions is None else str(permissions)}
        return fixed | named | kept | own | {"default_member_permissions": named["default_member_permissions"]}

    async def get_guild(self, request: web.Request) -> web.Response:
        guild = self.world.guilds.get(int(request.match_info["guild"]))
        if guild is None:
            raise Refused(404, 10004, "Unknown Guild")
        return answer(guild.json())

    def _channel(self, request: web.Request, *needed: int) -> Channel:
        channel = self.world.channels.get(int(request.match_info["channel"]))
        if channel is None:
            raise Refused(404, 10003, "Unknown Channel")
        if not channel.app_permissions & VIEW:
            raise Refused(403, 50001, "Missing Access")
        if any(not channel.app_permissions & permission for permission in needed):
            raise Refused(403, 50013, "Missing Permissions")
        return channel

    def _message(self, request: web.Request) -> Message:
        channel = self._channel(request)
        message = self.world.messages.get(int(request.match_info["message"]))
        if message is None or message.channel is not channel or message.deleted or message.only_for:
            raise Refused(404, 10008, "Unknown Message")
        return message

    async def get_channel(self, request: web.Request) -> web.Response:
        return answer(self._channel(request).json())

    async def list_messages(self, request: web.Request) -> web.Response:
        channel, query = self._channel(request), request.query
        limit = int(query.get("limit", 50))
        found = self.world.visible(channel) if channel.app_permissions & HISTORY else []
        if "before" in query:
            found = [one for one in found if one.id < int(query["before"])]
        if "after" in query:
            found = [one for one in found if one.id > int(query["after"])][:limit]
        if "around" in query:
            middle = int(query["around"])
            later = [one for one in found if one.id >= middle][: limit // 2 + 1]
            found = [one for one in found if one.id < middle][-(limit // 2) :] + later
        return answer([one.json() for one in reversed(found[-limit:])])

    async def post_message(self, request: web.Request) -> web.Response:
        own = asked(request)
        needed = [SEND] + [EMBED] * bool(own.payload.get("embeds")) + [ATTACH] * bool(own.files)
        channel = self._channel(request, *needed)
        if channel.recipient and not channel.recipient.takes_messages:
            raise Refused(403, 50007, "Cannot send messages to this user")
        nonce = str(own.payload.get("nonce")) if own.payload.get("enforce_nonce") else ""
        earlier = self._nonces.get(nonce)
        if earlier and own.at - earlier.at < self.world.nonce_window:
            # Discord does not create anew what was deleted meanwhile.
            if earlier.deleted:
                raise Refused(404, 10008, "Unknown Message")
            return answer(earlier.json())
        message = store(self.world, channel, own, own.payload)
        if nonce:
            self._nonces[nonce] = message
        return answer(message.json())

    async def get_message(self, request: web.Request) -> web.Response:
        return answer(self._message(request).json())

    async def patch_message(self, request: web.Request) -> web.Response:
        message = self._message(request)
        if message.author is not self.world.bot:
            raise Refused(403, 50005, "Cannot edit a message authored by another user")
        edit(self.world, message, asked(request), asked(request).payload)
        return answer(message.json())

    async def delete_message(self, request: web.Request) -> web.Response:
        message = self._message(request)
        if message.author is not self.world.bot:
            raise Refused(403, 50013, "Missing Permissions")
        self.world.delete(message)
        return web.Response(status=204)

    async def start_thread(self, request: web.Request) -> web.Response:
        message = self._message(request)
        parent = self._channel(request, CREATE_THREADS)
        if message.id in self.world.channels:
            raise Refused(400, 160004, "A thread has already been created for this message")
        name, minutes = asked(request).payload["name"], asked(request).payload["auto_archive_duration"]
        if not 1 <= len(name) <= 100 or minutes not in (60, 1440, 4320, 10080):
            raise Refused(400, 50035, "Invalid Form Body")
        thread = Channel(message.id, name, self.world.bot, parent.guild, app_permissions=parent.app_permissions)
        self.world.channels[thread.id] = thread
        return answer(thread.json() | {"type": 11, "parent_id": str(parent.id)}, 201)

    async def open_direct_messages(self, request: web.Request) -> web.Response:
        user = self.world.users.get(int(asked(request).payload["recipient_id"]))
        if user is None or user.bot:
            raise Refused(400, 50033, "Invalid Recipient(s)")
        return answer(self.world.direct_messages(user).json())
