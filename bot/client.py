"""The Discord client: loads the cogs, posts answers to channels, and says privately when something broke."""

import asyncio
import secrets
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import discord
import structlog
from discord import app_commands
from discord.ext import commands
from yarl import URL

from bot.blocks import Answer
from bot.command_sync import forget_commands, tell_if_possible
from bot.drawing import Drawing
from bot.posting import PostError
from bot.presence import ONE_SHARD, Presence, Shards
from bot.render.discord import buttons, can_turn, pages, sentence, together
from bot.starts import log_in, parted
from db.desks import Desk
from db.engine import Database, DatabaseError

NOBODY = discord.AllowedMentions.none()
DELETED = "deleted"  # the id of a message that was posted and is gone again

_COGS = (
    "cogs.status",
    "cogs.people",
    "cogs.quotes",
    "cogs.offers",
    "cogs.conflicts",
    "cogs.sources",
    "cogs.timeline",
    "cogs.dates",
    "cogs.when",
    "cogs.compare",
    "cogs.changes",
    "cogs.find",
    "cogs.item",
    "cogs.reminders",
    "cogs.silence",
    "cogs.setup",
    "cogs.dossiers",
    "cogs.help",
    "cogs.pressing",
    "cogs.joining",
)
# discord.py waits 300 s, longer than Discord may remember a nonce
_POST_SECONDS = 10
_UNKNOWN_MESSAGE = 10008
# More than a heartbeat's interval (41.25 s), and little more: a gateway gone silent must be noticed
_HEARTBEAT_TIMEOUT = 48.0
_SOON = timedelta(seconds=20)

_log = structlog.get_logger()


# discord.py would warn of missing libraries for voice, which nobody asked for
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


class Tree(app_commands.CommandTree["Backchannel"]):
    """The slash commands; what fails before a cog's own reply is answered here."""

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
        pace: int = 20,
    ) -> None:
        """Prepare to log in.

        `desk` holds the settings of servers that have settled nothing; `clock` gives the time, aware, in UTC. With
        `server` the commands are made for that server alone. `shards` is this process's part of the gateway.
        `tell_anew`: tell Discord the commands, changed or not.
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
        )
        self.database = database
        self.desk = desk
        self.clock = clock
        self.server = server
        self.shards_here = shards
        self.presence = Presence(shards.ids)
        self.tell_anew = tell_anew
        self.told = False
        self.command_ids: dict[str, int] = {}
        self.pace = pace
        self.drawing = Drawing()
        self._turns: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def setup_hook(self) -> None:
        """Load the cogs, unless an attempt to log in has before, and tell Discord the commands if they changed."""
        for cog in _COGS:
            if cog not in self.extensions:
                await self.load_extension(cog)
        self.told = await tell_if_possible(self)

    async def launch_shard(self, gateway: URL, shard_id: int, *, initial: bool = False) -> None:
        """Connect a shard for the first time; discord.py itself would try for ever, also when the bot is closed."""
        if not self.is_closed():
            await super().launch_shard(gateway, shard_id, initial=initial)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait until this login is within the day's budget, and count it."""
        name, daily = self.shards_here.name(shard_id or 0), parted(self.shards_here.count)
        try:
            while pause := await log_in(self.database, name, now=self.clock(), daily=daily):
                await asyncio.sleep(min(pause, _SOON).total_seconds())
                if pause > _SOON:
                    raise TimeoutError("the gateway must wait: too many logins in vain")
        except DatabaseError as error:  # discord.py tries again after a TimeoutError, and ends at others
            raise TimeoutError(str(error)) from error
        self.presence.ask(shard_id or 0, self.clock())

    async def on_shard_connect(self, shard_id: int) -> None:
        """Note that a shard is there: it has its READY."""
        self.presence.come(shard_id, self.clock())

    async def on_shard_resumed(self, shard_id: int) -> None:
        """Note that a shard is there again."""
        self.presence.come(shard_id, self.clock())

    async def on_shard_disconnect(self, shard_id: int) -> None:
        """Note that a shard has gone."""
        if not self.is_closed():
            self.presence.lose(shard_id, self.clock())

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Tell the commands to a server that has just invited the bot: nobody knows what Discord keeps of them."""
        if guild.id == self.server:
            await forget_commands(self)
            self.told = await tell_if_possible(self)

    async def close(self) -> None:
        """Log out, and end what was started."""
        await self.drawing.close()
        await super().close()

    async def post(self, channel: str, answer: Answer, *, nonce: str) -> str:
        """Post an answer to a channel and return the message's id; raises PostError.

        Discord shows the same nonce only once within a few minutes. A message that was posted by an earlier
        attempt and deleted since then counts as posted: its id is DELETED.
        """
        if not channel.isdecimal():
            raise PostError(f"“{channel}” is no channel of Discord's.", permanent=True)
        if self.user is None or self.is_closed():
            raise PostError("The bot is not logged in.", permanent=False)
        try:
            # one after the other, so that waiting for a rate limit does not use up the next one's seconds
            async with self._turns[int(channel)], asyncio.timeout(_POST_SECONDS):
                return await self._send(int(channel), answer, nonce)
        except discord.HTTPException as error:
            if error.code == _UNKNOWN_MESSAGE:
                return DELETED
            raise PostError(self._explain(channel, error), permanent=_is_permanent(error)) from error
        except TimeoutError as error:
            raise PostError(f"Discord did not answer within {_POST_SECONDS} s.", permanent=False) from error
        except (OSError, aiohttp.ClientError, discord.RateLimited) as error:
            raise PostError(f"Discord was not reached: {type(error).__name__}.", permanent=False) from error

    async def _send(self, channel: int, answer: Answer, nonce: str) -> str:
        sheets = pages(answer)
        place = self.get_partial_messageable(channel)
        sent = await place.send(
            embeds=together(sheets),
            view=buttons(sheets[0], answer.line if can_turn(answer) else ""),
            nonce=nonce,
            allowed_mentions=NOBODY,
        )
        return str(sent.id)

    def _explain(self, channel: str, error: discord.HTTPException) -> str:
        known = self.get_channel(int(channel))
        name = f"#{known.name}" if isinstance(known, discord.abc.GuildChannel | discord.Thread) else channel
        reason = f"{error.text or 'no reason given'} ({error.status}/{error.code})"
        return f"Discord refused a post in channel {name}: {reason}."


def _is_permanent(error: discord.HTTPException) -> bool:
    """Tell whether the channel or the message is at fault; a token, a time-out or a limit is not."""
    return 400 <= error.status < 500 and error.status not in (401, 408, 429)


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


async def fail(interaction: discord.Interaction[Any], error: BaseException) -> None:
    """Log what broke, once, and tell the asker under which reference."""
    reference = secrets.token_hex(3).upper()
    data: Any = interaction.data or {}
    asked = interaction.command.qualified_name if interaction.command else data.get("custom_id")
    _log.error("answering failed", reference=reference, asked=asked, server=interaction.guild_id, exc_info=error)
    await say_privately(interaction, f"Something broke on our side, it has been logged (reference {reference}).")
