"""A small stand-in for Slack on the loopback: its Web API and Socket Mode, strict about what Slack is strict about."""

import json
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from .acting import Acting
from .chat import Chat
from .faults import Fault, Troubles
from .files_and_views import Files, Views
from .people import People
from .rates import Rates
from .scopes import ALL_SCOPES, check_arguments, check_scope
from .socket_mode import Socket
from .world import Clock, Json, Message, Refused, Request, World

BOT_TOKEN = "xoxb-loopback-of-the-stand-in"
APP_TOKEN = "xapp-1-loopback-of-the-stand-in"
_COMPLEX = ("blocks", "view", "metadata", "files", "attachments")


class Standin(Acting):
    """One workspace of Slack's with the app installed.

    Starts and stops as an async context manager, in the test's own loop; a bot in another process reaches it at
    `api`. `world.requests` holds all that was asked, `unknown` the methods that are not there. `scopes` is what the
    app was granted.
    """

    def __init__(self, clock: Clock | None = None, *, port: int = 0) -> None:
        world = World(clock) if clock else World()
        self.socket = Socket(world, APP_TOKEN)
        super().__init__(world, self.socket)
        self.scopes = ALL_SCOPES
        self.bot_token = BOT_TOKEN
        self.unknown: list[str] = []
        self.chat, self.people = Chat(world), People(world)
        self.files, self.views = Files(world), Views(world)
        self.rates = Rates(world.clock)
        self.troubles = Troubles()
        self.api = ""
        self._port = port
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=0.5)

    def fail_next(self, method: str, fault: Fault, *, times: int | None = 1) -> None:
        """Let the next calls of methods that match the expression go wrong; None: until cleared."""
        self.troubles.plan(method, fault, times)

    def posted(self, channel: str = "") -> list[Message]:
        """List the messages of the app that all can see in a channel; without one, in the first."""
        place = self.world.channels[channel or self.world.channel.id]
        return [one for one in self.world.visible(place) if one.by_app]

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        port = self._runner.addresses[0][1]
        self.api, self.socket.url = f"http://127.0.0.1:{port}/api/", f"ws://127.0.0.1:{port}/link"
        self.files.url = self.answers_url = f"http://127.0.0.1:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.troubles.over.set()
        await self.socket.close()
        await self._runner.cleanup()

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=64 << 20)
        application.add_routes(
            [
                web.get("/link", self.socket.serve),
                web.post("/upload/{file}", self._upload),
                web.get("/files-pri/{file}/download/{name}", self._download),
                web.post("/answers/{id}", self._answer),
                web.route("*", "/api/{method}", self._serve),
            ]
        )
        return application

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        given = await _read(request)
        asked = Request(method, given, self.world.clock())
        self.world.requests.append(asked)
        fault = self.troubles.take(method)
        if fault is None and (wait := self.rates.check(method, given)):
            fault = Fault("limited", seconds=wait)
        body = b""
        if fault is None or fault.done:
            body = json.dumps(self._call(request, method, given, asked)).encode()
        if fault is not None and fault.kind == "late":
            self.later(fault.seconds, lambda: self._call(request, method, given, asked))
        self.changed()
        if fault is not None:
            asked.error = asked.error or f"fault: {fault.kind}"
            return await self.troubles.strike(fault, request, body)
        granted = {"X-OAuth-Scopes": ",".join(sorted(self.scopes))}
        return web.Response(body=body, content_type="application/json", headers=granted)

    def _call(self, request: web.Request, method: str, given: Json, asked: Request) -> Json:
        try:
            return self._answered(request, method, given)
        except Refused as refused:
            asked.error = str(refused)
            return refused.body

    def _answered(self, request: web.Request, method: str, given: Json) -> Json:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if method == "apps.connections.open":
            return self.socket.open(token)
        call = self._methods().get(method)
        if call is None:
            self.unknown.append(method)
            raise Refused("unknown_method")
        if token != self.bot_token:
            raise Refused("invalid_auth" if token else "not_authed")
        check_arguments(method, given)
        channel = self.world.channels.get(str(given.get("channel", "")))
        check_scope(method, given, self.scopes, is_private=bool(channel and channel.is_private))
        answered: Json = call(given)
        return answered

    def _methods(self) -> dict[str, Any]:
        chat, people, files, views = self.chat, self.people, self.files, self.views
        return {
            "auth.test": people.identity,
            "chat.postMessage": chat.post,
            "chat.update": chat.update,
            "chat.delete": chat.delete,
            "chat.postEphemeral": chat.post_ephemeral,
            "chat.getPermalink": chat.permalink,
            "conversations.history": chat.history,
            "conversations.replies": chat.replies,
            "conversations.info": people.channel,
            "conversations.members": people.members,
            "conversations.list": people.channels,
            "conversations.open": people.open,
            "users.info": people.user,
            "usergroups.list": people.usergroups,
            "usergroups.users.list": people.usergroup_users,
            "files.getUploadURLExternal": files.address,
            "files.completeUploadExternal": files.complete,
            "files.info": files.info,
            "views.open": views.open,
            "views.update": views.update,
            "views.publish": views.publish,
        }

    async def _upload(self, request: web.Request) -> web.Response:
        file = self.world.files[request.match_info["file"]]
        if request.content_type.startswith("multipart/"):
            form = await request.post()
            part = next(iter(form.values()))
            file.content = part.file.read() if isinstance(part, web.FileField) else str(part).encode()
        else:
            file.content = await request.read()
        return web.Response(text=f"OK - {len(file.content)}")

    async def _download(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bearer {self.bot_token}":
            return web.Response(status=200, text="<html>sign in</html>", content_type="text/html")
        return web.Response(body=self.world.files[request.match_info["file"]].content)

    async def _answer(self, request: web.Request) -> web.Response:
        given = await _read(request)
        self.world.requests.append(Request("response_url", given, self.world.clock()))
        fault = self.troubles.take("response_url")
        if fault is not None and not fault.done:
            struck = await self.troubles.strike(fault, request, b"")
            assert isinstance(struck, web.Response)
            return struck
        try:
            self.respond(request.match_info["id"], given)
        except Refused as refused:
            self.world.requests[-1].error = str(refused)
            return web.json_response(refused.body, status=404 if "_url" in str(refused) else 200)
        finally:
            self.changed()
        return web.json_response({"ok": True})


async def _read(request: web.Request) -> Json:
    """Read what was asked for, as JSON or as a form whose fields may hold JSON."""
    if request.content_type == "application/json":
        return dict(await request.json())
    form = {**request.query, **(await request.post())}
    return {key: json.loads(str(value)) if key in _COMPLEX else value for key, value in form.items()}
