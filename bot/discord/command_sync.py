"""Telling Discord the commands, only when they have changed, and by one process of several."""

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import discord
from discord.ext import commands

from bot.log import Log
from bot.transport import StartError
from db.storage.database import Connection, Database, DatabaseError, lock
from db.storage.moments import micros
from db.storage.program_state import delete_meta, find_meta, list_meta, replace_meta

PASSING = (OSError, aiohttp.ClientError, TimeoutError)
_PATIENCE = timedelta(minutes=1)  # a process that wanted to tell them and has not by then won't
_EVERYWHERE = "everywhere"

_log = Log(__name__)


class CommandSync:
    """Tells Discord the commands of a client: everywhere, or with `server` to that one alone.

    `told`: whether Discord knows them; `command_ids`: its ids for them, by name.
    """

    def __init__(
        self,
        client: commands.AutoShardedBot,
        database: Database,
        *,
        clock: Callable[[], datetime],
        server: int | None,
        anew: bool,
    ) -> None:
        """Prepare; `anew`: tell them once, changed or not."""
        self.told = False
        self.command_ids: dict[str, int] = {}
        self._client = client
        self._database = database
        self._clock = clock
        self._server = server
        self._anew = anew

    async def tell_if_possible(self) -> bool:
        """Tell Discord the commands; returns False if that must be tried again. Raises StartError if it can't help."""
        try:
            self.told = await self._tell_if_changed()
        except discord.Forbidden as error:
            raise StartError(
                f"Discord knows no server {self._server} that this bot is in. Invite it there "
                "(scopes bot and applications.commands), or correct [discord] server.",
                permanent=True,
            ) from error
        except (*PASSING, discord.HTTPException, DatabaseError) as error:
            if not is_passing(error):
                raise
            _log.warning("commands not told to Discord yet", reason=name_error(error))
            self.told = False
        return self.told

    async def forget(self) -> None:
        """Have the commands told anew at the next occasion."""
        await self._database.write(delete_meta, self._key)

    async def _tell_if_changed(self) -> bool:
        """Tell the commands if they differ from those last told, or once if that was asked for.

        Returns whether Discord knows them now; False while another process is about to tell them.
        """
        tree, place = self._client.tree, None if self._server is None else discord.Object(self._server)
        if place and not tree.get_commands(guild=place):
            tree.copy_global_to(guild=place)
        wanted = _digest([command.to_dict(tree) for command in tree.get_commands(guild=place)])
        kept = await self._database.write(_claim, self._key, wanted, now=self._clock(), anew=self._anew)
        if kept.get("told") == wanted:
            self.command_ids = dict(kept["ids"])
        if kept:
            return "told" in kept
        try:
            await self._tell(place, wanted)
        except BaseException:
            await self.forget()
            raise
        return True

    async def _tell(self, place: discord.Object | None, wanted: str) -> None:
        known = await self._client.tree.sync(guild=place)
        self._anew = False
        self.command_ids = {command.name: command.id for command in known}
        await self._withdraw_elsewhere()
        kept = json.dumps({"told": wanted, "ids": self.command_ids})
        await self._database.write(replace_meta, self._key, kept)
        _log.info("commands told to Discord", count=len(known), server=self._server)

    async def _withdraw_elsewhere(self) -> None:
        """Withdraw what was told when `[discord] server` was another, or users would see each command twice."""
        kept = await self._database.read(list_meta, prefix=f"commands {self._client.application_id} ")
        for key in kept.keys() - {self._key}:
            place = key.rpartition(" ")[2]
            with suppress(discord.Forbidden, discord.NotFound):  # a server that the bot is no longer in
                if place == _EVERYWHERE:
                    await self._client.http.bulk_upsert_global_commands(
                        int(self._client.application_id or 0), payload=[]
                    )
                else:
                    await self._client.tree.sync(guild=discord.Object(int(place)))
            await self._database.write(delete_meta, key)

    @property
    def _key(self) -> str:
        return f"commands {self._client.application_id} {self._server or _EVERYWHERE}"


def is_passing(error: BaseException) -> bool:
    """Tell whether trying again may help."""
    return not isinstance(error, discord.HTTPException) or error.status >= 500 or error.status in (408, 429)


def name_error(error: BaseException) -> str:
    """Name an error in a few words."""
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _claim(connection: Connection, key: str, wanted: str, *, now: datetime, anew: bool) -> dict[str, Any]:
    """Return what is kept if these were told or another process is about to; nothing if it is ours to do."""
    lock(connection, key)
    kept: dict[str, Any] = json.loads(find_meta(connection, key) or "{}")
    if (kept.get("told") == wanted and not anew) or (kept.get("claimed") == wanted and micros(now) < kept["until"]):
        return kept
    claimed = {"claimed": wanted, "until": micros(now + _PATIENCE)}
    replace_meta(connection, key, json.dumps(claimed))
    return {}


def _digest(payload: list[dict[str, Any]]) -> str:
    ordered = sorted(payload, key=lambda command: (command["type"], command["name"]))
    return hashlib.sha256(json.dumps(ordered, sort_keys=True).encode()).hexdigest()
