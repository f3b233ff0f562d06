"""The double's gateway: sessions over WebSocket, with heartbeats, resuming and trouble on demand."""

from __future__ import annotations

import asyncio
import json
import secrets
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from .faults import reset
from .limits import Json
from .world import Guild, World

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
WRONG_TOKEN, DISALLOWED_INTENTS = 4004, 4014
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
_GOODBYES = (WSCloseCode.OK, WSCloseCode.GOING_AWAY)


class Session:
    """What one IDENTIFY opened; it outlives its connection, so that it can be resumed."""

    def __init__(self, identify: Json) -> None:
        self.id = secrets.token_hex(8)
        self.shard: list[int] = identify.get("shard", [0, 1])
        self.events: list[Json] = []
        self.connection: Connection | None = None

    def push(self, event: str, body: Any) -> None:
        """Send an event now, or when the session is resumed."""
        packet = {"op": DISPATCH, "t": event, "s": len(self.events) + 1, "d": body}
        self.events.append(packet)
        if self.connection:
            self.connection.outbox.put_nowait(packet)


class Connection:
    """One WebSocket; what is put into its outbox is sent in order."""

    def __init__(self, request: web.Request) -> None:
        self.request = request
        self.socket = web.WebSocketResponse(timeout=0.5)
        self.outbox: asyncio.Queue[Json] = asyncio.Queue()
        self.session: Session | None = None
        self.frozen = False

    def send(self, op: int, body: Any = None) -> None:
        """Send a packet that is no event."""
        self.outbox.put_nowait({"op": op, "d": body, "s": None, "t": None})


class Gateway:
    """All sessions.

    `silent`: nothing is sent any more, heartbeats are not acknowledged. `privileged`: whether the application
    may ask for privileged intents. `refuse`: so many connections are reset at the door. `no_ready`: so many logins
    get no READY. `close_with`: the code that every login is answered with. `identifies` and `resumes` hold what
    clients asked for.
    """

    def __init__(self, world: World, token: str) -> None:
        self._world, self._token = world, token
        self.url = ""
        self.heartbeat_interval = 41.25
        self.silent = False
        self.privileged = False
        self.refuse = 0
        self.no_ready = 0
        self.close_with: int | None = None
        self.identifies: list[Json] = []
        self.resumes: list[Json] = []
        self.heartbeats = 0
        self.sessions: dict[str, Session] = {}
        self._connections: set[Connection] = set()

    @property
    def connected(self) -> bool:
        """Whether a client has identified itself and is there."""
        return any(session.connection for session in self.sessions.values())

    def dispatch(self, event: str, body: Any, guild: Guild | None = None) -> None:
        """Send an event to every session whose shard it belongs to."""
        for session in self.sessions.values():
            shard, count = session.shard
            if (guild.id >> 22) % count == shard if guild else shard == 0:
                session.push(event, body)

    def reconnect(self) -> None:
        """Ask all clients to connect anew (op 7)."""
        for connection in self._connections:
            connection.send(RECONNECT)

    def invalidate(self, *, resumable: bool = False) -> None:
        """Tell all clients that their session is invalid (op 9)."""
        for connection in self._connections:
            connection.send(INVALID, resumable)
        if not resumable:
            self.sessions.clear()

    def drop(self) -> None:
        """Reset all connections."""
        for connection in self._connections:
            reset(connection.request)

    def freeze(self) -> None:
        """Let all connections stand half-open: nothing is read from them or sent, and their ends are not told."""
        for connection in self._connections:
            connection.frozen = True
            if connection.request.transport:
                connection.request.transport.pause_reading()

    async def close(self, code: int = WSCloseCode.GOING_AWAY) -> None:
        """Close all connections with this code."""
        for connection in list(self._connections):
            await connection.socket.close(code=code)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve one WebSocket until it ends."""
        if self.refuse:
            self.refuse -= 1
            reset(request)
            self._world.changed()
            return web.Response()
        connection = Connection(request)
        await connection.socket.prepare(request)
        self._connections.add(connection)
        sender = asyncio.create_task(self._send(connection))
        connection.send(HELLO, {"heartbeat_interval": int(self.heartbeat_interval * 1000)})
        try:
            async for frame in connection.socket:
                if frame.type is WSMsgType.TEXT:
                    await self._receive(connection, json.loads(frame.data))
        finally:
            sender.cancel()
            self._forget(connection)
        return connection.socket

    async def _send(self, connection: Connection) -> None:
        while True:
            packet = await connection.outbox.get()
            if not self.silent and not connection.frozen and not connection.socket.closed:
                await connection.socket.send_str(json.dumps(packet))

    def _forget(self, connection: Connection) -> None:
        self._connections.discard(connection)
        if connection.session and connection.session.connection is connection:
            connection.session.connection = None
            if connection.socket.close_code in _GOODBYES:
                self.sessions.pop(connection.session.id, None)
        self._world.changed()

    async def _receive(self, connection: Connection, packet: Json) -> None:
        if packet["op"] == HEARTBEAT:
            self.heartbeats += 1
            connection.send(ACK)
        elif packet["op"] == IDENTIFY:
            self.identifies.append(packet["d"])
            await self._identify(connection, packet["d"])
        elif packet["op"] == RESUME:
            self.resumes.append(packet["d"])
            self._resume(connection, packet["d"])
        self._world.changed()

    async def _identify(self, connection: Connection, asked: Json) -> None:
        if asked["token"] != self._token:
            await connection.socket.close(code=WRONG_TOKEN, message=b"Authentication failed.")
        elif self.close_with:
            await connection.socket.close(code=self.close_with)
        elif asked["intents"] & PRIVILEGED and not self.privileged:
            await connection.socket.close(code=DISALLOWED_INTENTS, message=b"Disallowed intent(s).")
        else:
            session = Session(asked)
            self.sessions[session.id] = session
            self._attach(connection, session)
            if self.no_ready:
                self.no_ready -= 1
            else:
                self._welcome(session)

    def _attach(self, connection: Connection, session: Session) -> None:
        connection.session, session.connection = session, connection

    def _welcome(self, session: Session) -> None:
        shard, count = session.shard
        guilds = [guild for guild in self._world.guilds.values() if (guild.id >> 22) % count == shard]
        application = {"id": str(self._world.application_id), "flags": 0}
        ready = {"v": 10, "user": self._world.bot.json(), "session_id": session.id, "shard": session.shard}
        ready |= {"guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds]}
        session.push("READY", ready | {"resume_gateway_url": self.url, "application": application})
        for guild in guilds:
            session.push("GUILD_CREATE", self.guild_create(guild))

    def guild_create(self, guild: Guild) -> Json:
        """Make the event that tells the bot all about a server."""
        nothing = ("voice_states", "threads", "presences", "stage_instances", "guild_scheduled_events")
        channels = [one.json() for one in self._world.channels.values() if one.guild is guild]
        own = {
            "joined_at": "2022-01-01T00:00:00+00:00",
            "large": False,
            "unavailable": False,
            "channels": channels,
        }
        own |= {"members": [self._world.bot.member()], "member_count": len(self._world.users)}
        return guild.json() | own | {name: [] for name in (*nothing, "soundboard_sounds")}

    def _resume(self, connection: Connection, asked: Json) -> None:
        session = self.sessions.get(asked["session_id"])
        if session is None or asked["token"] != self._token:
            connection.send(INVALID, False)
            return
        for packet in session.events[asked["seq"] or 0 :]:
            connection.outbox.put_nowait(packet)
        self._attach(connection, session)
        session.push("RESUMED", {})
