"""Staying connected to Discord: logging in with pauses, telling the commands, a gateway that comes and goes."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any, Literal

import discord
from discord import gateway, shard

from bot.delivery.tasks import end
from bot.discord.client import Backchannel
from bot.discord.command_sync import PASSING, is_passing, name_error
from bot.discord.login_budget import get_starts, note_failure, note_up, parted
from bot.discord.shards import LONGEST_AWAY
from bot.log import Log
from bot.transport import StartError
from db.storage.database import DatabaseError

Sleep = Callable[[float], Awaitable[None]]

_LONGEST_PAUSE = 30.0  # between two attempts of one process
_OVER_HTTP = "over HTTP"  # under which attempts that did not reach the gateway are counted
_CLOSING_SECONDS = 3.0
_REFUSED = "Discord refuses the bot's token. Copy it anew from the Developer Portal (Bot, Reset Token)."
_FINAL = {
    4004: "the bot's token is no longer valid. Copy it anew from the Developer Portal (Bot, Reset Token)",
    4010: "it knows no such shard. Start with --shards first-last/count, counted from 0",
    4011: "the bot is in too many servers for one connection. Start it with --shards 0-1/2",
    4012: "this version of discord.py is too old. Install the newest Backchannel",
    4013: "it knows no such intent. Install the newest Backchannel",
    4014: "the bot asked for a privileged intent it may not have. Backchannel needs none: install it anew",
}

_log = Log(__name__)


class _Shard(shard.Shard):
    """A shard that soon tries again, also when the gateway greets it with a closed door."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._backoff = _Backoff()
        self._handled_exceptions = (*self._handled_exceptions, discord.gateway.ReconnectWebSocket)


class _Backoff(discord.backoff.ExponentialBackoff[Literal[False]]):
    """discord.py's pauses grow to a quarter of an hour: too long for a network that is back."""

    def delay(self) -> float:
        return min(super().delay(), 15.0)


class _Socket(gateway.DiscordClientWebSocketResponse):
    """A WebSocket that does not wait half a minute for the farewell of a peer that is gone."""

    async def close(self, *, code: int = 4000, message: bytes = b"") -> bool:
        try:
            async with asyncio.timeout(_CLOSING_SECONDS):
                return await super().close(code=code, message=message)
        except TimeoutError:
            return False


shard.Shard = _Shard  # type: ignore[misc,assignment]
discord.http.DiscordClientWebSocketResponse = _Socket  # type: ignore[attr-defined]


async def run_client(client: Backchannel, token: str, *, sleep: Sleep = asyncio.sleep) -> None:
    """Log in and stay until the client is closed; raises StartError when trying again can't help."""
    client.presence.try_all(client.clock())
    telling: asyncio.Task[None] | None = None
    try:
        async with client:
            await sleep(await _login_pause(client))
            await _log_in(client, token, sleep)
            with suppress(DatabaseError):
                await client.database.write(note_up, _OVER_HTTP)
            telling = None if client.command_sync.told else asyncio.create_task(_keep_telling(client, sleep))
            await _rest(client, sleep)
            await client.connect()
    except discord.PrivilegedIntentsRequired:
        raise _refusal(4014) from None
    except discord.ConnectionClosed as error:
        raise _refusal(error.code) from None
    except (*PASSING, discord.HTTPException, discord.GatewayNotFound, gateway.ReconnectWebSocket) as error:
        raise StartError(f"The connection to Discord was lost for good: {name_error(error)}.") from error
    finally:
        if telling:
            await end(telling)


async def log_in(client: discord.Client, token: str, *, sleep: Sleep = asyncio.sleep) -> None:
    """Log in over HTTP alone, with growing pauses; raises StartError when trying again can't help."""
    pause = 1.0
    while trouble := await _try_login(client, token):
        _log.warning("not logged in yet", reason=trouble, next_attempt_in=pause)
        await sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)


def _refusal(code: int) -> StartError:
    reason = _FINAL.get(code, f"code {code}")
    return StartError(f"Discord closed the connection for good: {reason}.", permanent=code in _FINAL)


async def _log_in(client: Backchannel, token: str, sleep: Sleep) -> None:
    while True:
        try:
            trouble = await _try_login(client, token)
        except StartError as error:
            if not error.permanent:
                await _note_failure(client)
            raise
        if not trouble:
            return
        await _note_failure(client)
        client.presence.trouble, pause = trouble, await _login_pause(client)
        _log.warning("not logged in yet", reason=trouble, next_attempt_in=pause)
        await sleep(pause)


async def _try_login(client: discord.Client, token: str) -> str:
    """Log in once; gives the trouble, if it may pass, or nothing. Raises StartError when trying again can't help."""
    try:
        await client.login(token)
    except discord.LoginFailure:
        raise StartError(_REFUSED, permanent=True) from None
    except (*PASSING, discord.HTTPException) as error:
        if not is_passing(error):
            raise StartError(f"Discord could not log the bot in: {error}.") from None
        await _start_over(client)
        return name_error(error)
    return ""


async def _login_pause(client: Backchannel) -> float:
    """Say how many seconds the next attempt over HTTP waits; such attempts use up no login to the gateway."""
    try:
        starts = await client.database.read(get_starts, _OVER_HTTP)
    except DatabaseError:
        return _LONGEST_PAUSE
    return min(starts.pause(client.clock()).total_seconds(), _LONGEST_PAUSE)


async def _note_failure(client: Backchannel) -> None:
    with suppress(DatabaseError):
        await client.database.write(note_failure, _OVER_HTTP, now=client.clock())


async def _pause(client: Backchannel) -> timedelta:
    """Say how long earlier logins in vain make the gateway wait."""
    try:
        starts = [await client.database.read(get_starts, name) for name in client.shards_here.names]
    except DatabaseError:
        return timedelta(seconds=_LONGEST_PAUSE)
    return max(one.pause(client.clock(), daily=parted(client.shards_here.count)) for one in starts)


async def _start_over(client: discord.Client) -> None:
    """Give back what the attempt opened: a login makes a new session each time."""
    await client.http.close()
    client.http.clear()
    client.http.connector = discord.utils.MISSING


async def _keep_telling(client: Backchannel, sleep: Sleep) -> None:
    pause = 15.0
    try:
        await sleep(pause)
        while not await client.command_sync.tell_if_possible():
            pause = min(2 * pause, 600.0)
            await sleep(pause)
    except StartError as error:
        _log.error("commands not told to Discord", reason=str(error))


async def _rest(client: Backchannel, sleep: Sleep) -> None:
    """Wait as long as earlier attempts in vain make necessary; messages are posted meanwhile."""
    while pause := await _pause(client):
        client.presence.rest(client.clock() + pause)
        _log.warning("the gateway must wait: too many logins in vain", seconds=round(pause.total_seconds()))
        await sleep(pause.total_seconds())
    client.presence.try_all(client.clock())


async def watch(client: Backchannel) -> None:
    """Look after the gateway once: ask again where no answer came; raises StartError when it stays away."""
    now, presence = client.clock(), client.presence
    if presence.longest_away(now) >= LONGEST_AWAY:
        minutes = LONGEST_AWAY // timedelta(minutes=1)
        trouble = f" ({presence.trouble})" if presence.trouble else ""
        raise StartError(f"Discord's gateway has been away for {minutes} minutes{trouble}: ending, to be started anew.")
    for shard_id in presence.unanswered(now):
        presence.lose(shard_id, now)
        _log.warning("the gateway did not answer a login", shard=shard_id)
        if found := client.get_shard(shard_id):
            await found.reconnect()
    if presence.steady(now) and not presence.settled:
        await settle(client)
        presence.settled = True


async def settle(client: Backchannel) -> None:
    """Remember that the bot was up, so that the next start need not wait."""
    with suppress(DatabaseError):
        for name in (_OVER_HTTP, *client.shards_here.names):
            await client.database.write(note_up, name)
