"""A small double of Discord on loopback: what it takes to run a real discord.py client against it."""

import json
import re
from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from .acting import Acting
from .faults import Fault, RateLimits, Trouble, answer
from .limits import Json, Refused
from .replies import Replies
from .routes import ASKED, Handler, Routes, asked
from .world import Request

API = "/api/v10"
TOKEN = "loopback.token.of-the-double"
_WITHOUT_TOKEN = re.compile(r"/interactions/.*|/webhooks/\d+/.*|/gateway")


class Double(Acting):
    """Discord's HTTP API and gateway for one bot, with one server and one channel to begin with.

    Starts and stops as an async context manager, in the test's own loop; a bot in another process reaches it
    at `api`. `requests` holds all that was asked, `unknown_requests` what no route was there for. The clock
    decides ids, the three seconds an interaction waits, how long nonces hold, and rate limits.
    """

    def __init__(self, *, token: str = TOKEN, clock: Callable[[], datetime] | None = None, port: int = 0) -> None:
        super().__init__(clock, token)
        self._port = port
        self.unknown_requests: list[Request] = []
        self.limits = RateLimits()
        self.routes = Routes(self)
        self.api = ""
        self._trouble = Trouble()
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=0.5)

    @property
    def payloads(self) -> list[Json]:
        """Every message body that was sent or edited, as it came, refused ones too."""
        bodies = [(r, r.payload) for r in self.requests if r.method in ("POST", "PATCH") and r.payload]
        messages = [body for r, body in bodies if "/messages" in r.path or r.path.startswith("/webhooks")]
        return messages + [
            body["data"] for r, body in bodies if r.path.endswith("/callback") and body["type"] in (4, 7)
        ]

    def fail_next(self, method: str, path: str, fault: Fault, *, times: int | None = 1) -> None:
        """Let the next requests whose path matches the whole expression go wrong; None: until `heal`."""
        self._trouble.plan(method, path, fault, times)

    def fail_by(self, choose: Callable[[str, str], Fault | None]) -> None:
        """Let a function choose which requests go wrong, and how; until `heal`."""
        self._trouble.choose = choose

    def heal(self) -> None:
        """Let nothing go wrong any more."""
        self._trouble.clear()

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        port = self._runner.addresses[0][1]
        self.api, self.gateway.url = f"http://127.0.0.1:{port}", f"ws://127.0.0.1:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._trouble.over.set()
        await self.gateway.close()
        await self._runner.cleanup()

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=32 << 20)
        application.router.add_get("/", self.gateway.serve)
        application.router.add_get("/attachments/1/{id}/{name}", self._attachment)
        for method, path, handler in [*self.routes.table(), *Replies(self).table()]:
            application.router.add_route(method, API + path, self._guarded(handler))
        application.router.add_route("*", "/{unknown:.*}", self._guarded(self._unknown))
        return application

    async def _attachment(self, request: web.Request) -> web.Response:
        upload = self.uploads[int(request.match_info["id"])]
        self.requests.append(Request("GET", request.path, {}, None, {}, self.clock(), 200))
        return web.Response(body=upload.content)

    def _guarded(self, handler: Handler) -> Handler:
        async def serve(request: web.Request) -> web.StreamResponse:
            own = request[ASKED] = await self._record(request)
            try:
                response = await self._serve(request, own, handler)
            finally:
                self.changed()
            return response

        return serve

    async def _record(self, request: web.Request) -> Request:
        files: dict[str, bytes] = {}
        payload: Any = None
        if request.content_type.startswith("multipart/"):
            form = await request.post()
            payload = json.loads(str(form.get("payload_json", "{}")))
            files = {key: part.file.read() for key, part in form.items() if isinstance(part, web.FileField)}
        elif request.can_read_body:
            payload = await request.json()
        path = request.path.removeprefix(API)
        own = Request(request.method, path, dict(request.query), payload, files, self.clock())
        self.requests.append(own)
        return own

    async def _serve(self, request: web.Request, own: Request, handler: Handler) -> web.StreamResponse:
        fault = self._trouble.take(own.method, own.path)
        headers: dict[str, str] = {}
        if fault is None:
            limited, headers = self.limits.check(own.method, own.path, own.at.timestamp())
            if limited:
                own.status = limited.status
                return limited
        if fault is not None and not fault.stored:
            return await self._trouble.strike(fault, request, b"")
        response = await self._handle(request, own, handler)
        own.status = response.status
        response.headers.update(headers)
        if fault is not None:
            self.changed()
            body = response.body if isinstance(response, web.Response) else b""
            return await self._trouble.strike(fault, request, body if isinstance(body, bytes) else b"")
        return response

    async def _handle(self, request: web.Request, own: Request, handler: Handler) -> web.StreamResponse:
        try:
            if request.headers.get("Authorization") != f"Bot {self.token}" and not _WITHOUT_TOKEN.fullmatch(own.path):
                raise Refused(401, 0, "401: Unauthorized")
            return await handler(request)
        except Refused as refused:
            own.error = str(refused)
            return answer(refused.body, refused.status)

    async def _unknown(self, request: web.Request) -> web.StreamResponse:
        self.unknown_requests.append(asked(request))
        raise Refused(404, 0, "404: Not Found")
