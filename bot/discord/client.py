"""The Discord client: loads the cogs, and says privately when something broke."""

import asyncio
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Any

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands
from yarl import URL

from bot.commands.parser import split_command
from bot.commands.typing_pace import EACH, Typists
from bot.discord.command_sync import CommandSync
from bot.discord.login_budget import log_in, parted
from bot.discord.messages import sentence
from bot.discord.metrics import Figures
from bot.discord.posting import NOBODY, Channels
from bot.discord.shards import ONE_SHARD, Presence, Shards
from bot.log import Log
from bot.pictures.process import Drawing
from db.desk.desks import Desk
from db.storage.database import Database, DatabaseError

# More than a heartbeat's interval (41.25 s), and little more: a gateway gone silent must be noticed
_HEARTBEAT_TIMEOUT = 48.0
_SOON = timedelta(seconds=20)
_APART = timedelta(seconds=5)  # Discord takes one shard's login in five seconds

_log = Log(__name__)


# discord.py would warn of missing libraries for voice, which nobody asked for
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


def _list_cogs() -> list[str]:
    """Name the extensions: whatever lies in the folder of the cogs."""
    folder = find_spec("cogs")
    assert folder
    return sorted(f"cogs.{module.name}" for module in iter_modules(folder.submodule_search_locations))


class Tree(app_commands.CommandTree["Backchannel"]):
    """The slash commands; what fails before a cog's own reply is answered here."""

    async def interaction_check(self, interaction: discord.Interaction["Backchannel"], /) -> bool:
        """Drop completions that come faster than anybody types; even an empty answer would be a request."""
        if interaction.type is not discord.InteractionType.autocomplete:
            return True
        return interaction.client.typists.may(str(interaction.user.id), at=asyncio.get_running_loop().time())

    async def on_error(
        self, interaction: discord.Interaction["Backchannel"], error: app_commands.AppCommandError, /
    ) -> None:
        """Answer privately."""
        if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            await say_privately(interaction, "This command has just changed. Send it again in a minute.")
        else:
            await fail(interaction, getattr(error, "original", error))


class Backchannel(commands.AutoShardedBot):
    """The bot as Discord sees it."""

    def __init__(
        self,
        database: Database,
        *,
        desk: Desk,
        clock: Callable[[], datetime],
        server: int | None = None,
        shards: Shards = ONE_SHARD,
        tell_anew: bool = False,
        heartbeat_timeout: float = _HEARTBEAT_TIMEOUT,
        guild_ready_timeout: float = 2.0,
        pace: int = 20,
    ) -> None:
        """Prepare to log in.

        `desk` holds the settings of servers that have settled nothing; `clock` gives the time, aware, in UTC. With
        `server` the commands are made for that server alone. `shards` is this process's part of the gateway.
        `tell_anew`: tell Discord the commands, changed or not.
        `guild_ready_timeout`: for how many seconds without one more server it waits before it is ready.
        `pace` is how many questions one person may send within ten seconds.
        """
        super().__init__(
            commands.when_mentioned,
            tree_cls=Tree,
            help_command=None,
            intents=discord.Intents(guilds=True),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=False),
            allowed_mentions=NOBODY,
            max_messages=None,
            shard_ids=list(shards.ids),
            shard_count=shards.count,
            heartbeat_timeout=heartbeat_timeout,
            guild_ready_timeout=guild_ready_timeout,
            # longer ones are told to us at once, and do not use up the seconds of a post
            max_ratelimit_timeout=30.0,
        )
        self.database = database
        self.desk = desk
        self.clock = clock
        self.server = server
        self.shards_here = shards
        self.presence = Presence(shards.ids)
        self.command_sync = CommandSync(self, database, clock=clock, server=server, anew=tell_anew)
        self.pace = pace
        self.typists = Typists(EACH * pace)
        self.figures = Figures()
        self.drawing = Drawing()
        self.channels = Channels(self)

    async def setup_hook(self) -> None:
        """Load the cogs, unless an attempt to log in has before, and tell Discord the commands if they changed."""
        await self.load_cogs()
        await self.command_sync.tell_if_possible()

    async def load_cogs(self) -> None:
        """Load every extension in the folder of the cogs that is not loaded yet."""
        for cog in _list_cogs():
            if cog not in self.extensions:
                await self.load_extension(cog)

    async def launch_shard(self, gateway: URL, shard_id: int, *, initial: bool = False) -> None:
        """Connect a shard for the first time; discord.py itself would try for ever, also when the bot is closed."""
        if not self.is_closed():
            await super().launch_shard(gateway, shard_id, initial=initial)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait until this login is within the day's budget, and count it."""
        name, daily = self.shards_here.name(shard_id or 0), parted(self.shards_here.count)
        apart = _APART if self.shards_here.count > 1 else timedelta()
        try:
            while pause := await self.database.write(log_in, name, now=self.clock(), daily=daily, apart=apart):
                await asyncio.sleep(min(pause, _SOON).total_seconds())
                if pause > _SOON:
                    raise TimeoutError("the gateway must wait: too many logins in vain")
        except DatabaseError as error:  # discord.py tries again after a TimeoutError, and ends at others
            raise TimeoutError(str(error)) from error
        self.presence.ask(shard_id or 0, self.clock())

    async def on_shard_connect(self, shard_id: int) -> None:
        """Note that a shard is there: it has its READY."""
        self.presence.come(shard_id, self.clock())
        _log.info("connected to the gateway", shard=shard_id)

    async def on_shard_resumed(self, shard_id: int) -> None:
        """Note that a shard is there again."""
        self.presence.come(shard_id, self.clock())
        _log.info("connected to the gateway again", shard=shard_id)

    async def on_shard_disconnect(self, shard_id: int) -> None:
        """Note that a shard has gone."""
        if not self.is_closed():
            self.presence.lose(shard_id, self.clock())

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Tell the commands to a server that has just invited the bot: nobody knows what Discord keeps of them."""
        if guild.id == self.server:
            await self.command_sync.forget()
            await self.command_sync.tell_if_possible()

    async def close(self) -> None:
        """Log out, and end what was started."""
        await self.drawing.close()
        await super().close()


async def say_privately(
    interaction: discord.Interaction[Any], text: str, *, view: discord.ui.View = discord.utils.MISSING
) -> None:
    """Answer with a sentence that only the asker sees; if Discord won't take it, that is logged."""
    send = interaction.followup.send if interaction.response.is_done() else interaction.response.send_message
    try:
        await send(embed=sentence(text), view=view, ephemeral=True, allowed_mentions=NOBODY)
    except (discord.HTTPException, OSError, aiohttp.ClientError, RuntimeError) as error:
        # RuntimeError: the connection is just being closed
        _log.warning("reply not delivered", interaction=interaction.id, reason=str(error))


def _asked(interaction: discord.Interaction[Any]) -> str:
    """Name the command that was sent, or that a button or form stands for: what follows may be somebody's words."""
    if interaction.command:
        return interaction.command.qualified_name
    data: Any = interaction.data or {}
    verb, _, rest = str(data.get("custom_id", "")).partition(":")
    _, _, line = rest.partition("/")
    return f"{verb} {split_command(line)[0]}".strip()


async def fail(interaction: discord.Interaction[Any], error: BaseException) -> None:
    """Log what broke, once, and tell the asker under which reference."""
    reference = secrets.token_hex(3).upper()
    _log.error(
        "answering failed", reference=reference, asked=_asked(interaction), server=interaction.guild_id, exc_info=error
    )
    await say_privately(interaction, f"Something broke on our side, it has been logged (reference {reference}).")
