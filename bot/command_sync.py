"""Telling Discord the commands, only when they have changed, and by one process of several."""

import hashlib
import json
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import structlog

from bot.starts import StartError
from db.engine import Database, DatabaseError, lock
from db.meta import delete_meta, find_meta, list_meta, replace_meta
from db.times import micros

if TYPE_CHECKING:
    from bot.client import Backchannel

PASSING = (OSError, aiohttp.ClientError, TimeoutError)
_PATIENCE = timedelta(minutes=1)  # a process that wanted to tell them and has not by then won't
_EVERYWHERE = "everywhere"

_log = structlog.get_logger()


async def tell_if_possible(client: "Backchannel") -> bool:
    """Tell Discord the commands; returns False if that must be tried again. Raises StartError if it can't help."""
    try:
        return await tell_commands(client)
    except discord.Forbidden as error:
        raise StartError(
            f"Discord knows no server {client.server} that this bot is in. Invite it there "
            "(scopes bot and applications.commands), or correct [discord] server.",
            permanent=True,
        ) from error
    except (*PASSING, discord.HTTPException, DatabaseError) as error:
        if not is_passing(error):
            raise
        _log.warning("commands not told to Discord yet", reason=told(error))
        return False


def is_passing(error: BaseException) -> bool:
    """Tell whether trying again may help."""
    return not isinstance(error, discord.HTTPException) or error.status >= 500 or error.status in (408, 429)


def told(error: BaseException) -> str:
    """Name an error in a few words."""
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


async def tell_commands(client: "Backchannel") -> bool:
    """Tell Discord the commands if they differ from those last told, or once if that was asked for.

    Returns whether Discord knows them now; False while another process is about to tell them.
    """
    place = None if client.server is None else discord.Object(client.server)
    if place and not client.tree.get_commands(guild=place):
        client.tree.copy_global_to(guild=place)
    wanted = _digest([command.to_dict(client.tree) for command in client.tree.get_commands(guild=place)])
    kept = await _claim(client.database, _key(client), wanted, now=client.clock(), anew=client.tell_anew)
    if kept.get("told") == wanted:
        client.command_ids = dict(kept["ids"])
    if kept:
        return "told" in kept
    try:
        await _tell(client, place, wanted)
    except BaseException:
        await forget_commands(client)
        raise
    return True


async def forget_commands(client: "Backchannel") -> None:
    """Have the commands told anew at the next occasion."""
    async with client.database.writing() as connection:
        await delete_meta(connection, _key(client))


async def _tell(client: "Backchannel", place: discord.Object | None, wanted: str) -> None:
    known = await client.tree.sync(guild=place)
    client.tell_anew = False
    client.command_ids = {command.name: command.id for command in known}
    await _withdraw_elsewhere(client)
    async with client.database.writing() as connection:
        await replace_meta(connection, _key(client), json.dumps({"told": wanted, "ids": client.command_ids}))
    _log.info("commands told to Discord", count=len(known), server=client.server)


async def _withdraw_elsewhere(client: "Backchannel") -> None:
    """Withdraw what was told when `[discord] server` was another, or users would see each command twice."""
    async with client.database.reading() as connection:
        kept = await list_meta(connection, prefix=f"commands {client.application_id} ")
    for key in kept.keys() - {_key(client)}:
        place = key.rpartition(" ")[2]
        with suppress(discord.Forbidden, discord.NotFound):  # a server that the bot is no longer in
            if place == _EVERYWHERE:
                await client.http.bulk_upsert_global_commands(int(client.application_id or 0), payload=[])
            else:
                await client.tree.sync(guild=discord.Object(int(place)))
        async with client.database.writing() as connection:
            await delete_meta(connection, key)


async def _claim(database: Database, key: str, wanted: str, *, now: datetime, anew: bool) -> dict[str, Any]:
    """Return what is kept if these were told or another process is about to; nothing if it is ours to do."""
    async with database.writing() as connection:
        await lock(connection, key)
        kept: dict[str, Any] = json.loads(await find_meta(connection, key) or "{}")
        if (kept.get("told") == wanted and not anew) or (kept.get("claimed") == wanted and micros(now) < kept["until"]):
            return kept
        claimed = {"claimed": wanted, "until": micros(now + _PATIENCE)}
        await replace_meta(connection, key, json.dumps(claimed))
        return {}


def _key(client: "Backchannel") -> str:
    return f"commands {client.application_id} {client.server or _EVERYWHERE}"


def _digest(payload: list[dict[str, Any]]) -> str:
    ordered = sorted(payload, key=lambda command: (command["type"], command["name"]))
    return hashlib.sha256(json.dumps(ordered, sort_keys=True).encode()).hexdigest()
