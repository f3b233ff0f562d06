"""Socket Mode: connections, envelopes and their acknowledgements, refreshes, cuts and repeats."""

import asyncio
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from .world import Json, Refused, World

PATIENCE = 3.0


@dataclass(eq=False)
class Envelope:
    """One thing that happened, on its way to the app, and what it was acknowledged with."""

    id: str
    kind: str
    sent: int = 0
    answer: Callable[[Json], None] | None = None  # what is done at the very moment that it is acknowledged
    answered: "asyncio.Future[Json]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Late(Exception):
    """Nobody acknowledged within three seconds: whoever acted sees an error."""


class Socket:
    """The app's connections. `patience`: the seconds that an acknowledgement may take."""

    def __init__(self, world: World, token: str) -> None:
        self.world = world
        self.token = token
        self.url = ""
        self.patience = PATIENCE
        self.repeats: tuple[float, ...] = (0.0, 60.0, 300.0)  # when an event comes again that nobody acknowledged
        self.refused = ""
        self.is_deaf = False  # takes what is sent, and answers neither pings nor anything else
        self.copies = 1  # how often each envelope is sent
        self.turned_away = 0  # how many connections are not let in
        self.opened = 0
        self.unanswered: list[str] = []
        self._tickets: set[str] = set()
        self._connections: list[web.WebSocketResponse] = []
        self._envelopes: dict[str, Envelope] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._silent: set[web.WebSocketResponse] = set()

    @property
    def connected(self) -> bool:
        """Tell whether the app is there."""
        return any(not one.closed for one in self._connections)

    def open(self, token: str) -> Json:
        """apps.connections.open: an address that holds for one connection."""
        if token != self.token:
            raise Refused("invalid_auth" if token else "not_authed")
        if self.refused:
            raise Refused(self.refused)
        ticket = secrets.token_hex(8)
        self._tickets.add(ticket)
        return {"ok": True, "url": f"{self.url}?ticket={ticket}&app_id={self.world.app}"}

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Hold one connection."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=401)
        self._tickets.discard(ticket)
        if self.turned_away:
            self.turned_away -= 1
            return web.Response(status=503)
        connection = web.WebSocketResponse(autoping=not self.is_deaf)
        await connection.prepare(request)
        self.opened += 1
        self._connections.append(connection)
        info = {"host": "loopback", "approximate_connection_time": 3600}
        await connection.send_json(
            {"type": "hello", "num_connections": len(self._connections), "debug_info": info,
             "connection_info": {"app_id": self.world.app}}
        )  # fmt: skip
        try:
            async for message in connection:
                if message.type is WSMsgType.TEXT:
                    self._take(message.data)
        finally:
            self._connections.remove(connection)
        return connection

    def _take(self, data: str) -> None:
        if not data.startswith("{"):
            return  # a ping of the client's own
        given = json.loads(data)
        envelope = self._envelopes.get(str(given.get("envelope_id")))
        if envelope is not None and not envelope.answered.done():
            envelope.answered.set_result(given.get("payload") or {})
            if envelope.answer is not None:
                envelope.answer(given.get("payload") or {})

    async def ask(self, kind: str, payload: Json, answer: Callable[[Json], None] | None = None) -> Json:
        """Send a command, a press, a form; gives its acknowledgement's payload, or raises Late."""
        envelope = Envelope(secrets.token_hex(8), kind, answer=answer)
        self._envelopes[envelope.id] = envelope
        for _ in range(self.copies):
            await self._send(envelope, payload, accepts=True)
        try:
            async with asyncio.timeout(self.patience):
                return await envelope.answered
        except TimeoutError:
            self.unanswered.append(kind)
            raise Late(kind) from None

    async def tell(self, event: Json, *, copies: int = 1) -> None:
        """Send an event; one that nobody acknowledges comes again, with the same event_id."""
        payload: Json = {
            "token": "t",
            "team_id": self.world.team,
            "api_app_id": self.world.app,
            "event": event,
            "type": "event_callback",
            "event_id": self.world.number("Ev"),
            "event_time": int(self.world.clock()),
            "authorizations": [{"team_id": self.world.team, "user_id": self.world.bot_user, "is_bot": True}],
        }
        envelope = Envelope(secrets.token_hex(8), "events_api")
        self._envelopes[envelope.id] = envelope
        for _ in range(copies):
            await self._send(envelope, payload, accepts=False)
        task = asyncio.create_task(self._insist(envelope, payload))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _insist(self, envelope: Envelope, payload: Json) -> None:
        for number, wait in enumerate(self.repeats, 1):
            try:
                async with asyncio.timeout(self.patience):
                    await asyncio.shield(envelope.answered)
                return
            except TimeoutError:
                await asyncio.sleep(wait)
                await self._send(envelope, payload, accepts=False, attempt=number)

    async def _send(self, envelope: Envelope, payload: Json, *, accepts: bool, attempt: int = 0) -> None:
        body: Json = {"envelope_id": envelope.id, "payload": payload, "type": envelope.kind}
        body |= {"accepts_response_payload": accepts}
        body |= {"retry_attempt": attempt, "retry_reason": "timeout"} if envelope.kind == "events_api" else {}
        there = [one for one in self._connections if not one.closed]
        if there:
            envelope.sent += 1
            chosen = there[envelope.sent % len(there)]
            if chosen not in self._silent:
                await chosen.send_json(body)

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Ask the app to connect anew, as Slack does every few hours."""
        for one in list(self._connections):
            await self._say_goodbye(one, reason)

    async def _say_goodbye(self, connection: Any, reason: str) -> None:
        if not connection.closed:
            await connection.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "loopback"}})

    def fall_silent(self) -> None:
        """Let the connections that there are stay open, and say nothing more: no frame, no answer to a ping."""
        for one in self._connections:
            one._autoping = False
            self._silent.add(one)

    def cut(self) -> None:
        """Cut the line without a word."""
        for one in list(self._connections):
            transport = one._req.transport if one._req else None
            if transport is not None:
                transport.abort()

    async def close(self) -> None:
        """End all connections and what repeats."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for one in list(self._connections):
            await one.close()
