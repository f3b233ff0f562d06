"""The Discord client: loads the cogs, posts answers to channels, and says privately when something broke."""

import asyncio
import secrets
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any

import aiohttp
import discord
import structlog
from discord import app_commands
from discord.ext import commands

from bot.blocks import Answer
from bot.drawing import Drawing
from bot.posting import PostError
from bot.render.discord import buttons, can_turn, pages, sentence, together
from db.desks import Desk
from db.engine import Database

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
    "cogs.compare",
    "cogs.changes",
    "cogs.find",
    "cogs.item",
    "cogs.reminders",
    "cogs.silence",
    "cogs.setup",
    "cogs.help",
    "cogs.pressing",
)
# discord.py waits 300 s, longer than Discord may remember a nonce
_POST_SECONDS = 10
_UNKNOWN_MESSAGE = 10008
_TOKEN_REFUSED = 4004

_log = structlog.get_logger()


# discord.py would warn of missing libraries for voice, which nobody asked for
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


class StartError(Exception):
    """The bot can't start or go on; the message is one line for its owner."""


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


class Backchannel(commands.Bot):
    """The bot as Discord sees it."""

    def __init__(
        self, database: Database, *, desk: Desk, clock: Callable[[], datetime], server: int | None = None
    ) -> None:
        """Prepare to log in.

        `desk` holds the settings of servers that have settled nothing; `clock` gives the time, aware, in UTC. With
        `server` the commands are made for that server alone.
        """
        super().__init__(
            commands.when_mentioned,
            tree_cls=Tree,
            help_command=None,
            intents=discord.Intents(guilds=True),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=False),
            allowed_mentions=NOBODY,
            max_messages=None,
        )
        self.database = database
        self.desk = desk
        self.clock = clock
        self.server = server
        self.drawing = Drawing()
        self._turns: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def setup_hook(self) -> None:
        """Load the cogs and tell Discord the commands."""
        for cog in _COGS:
            await self.load_extension(cog)
        if self.server is None:
            await self.tree.sync()
            return
        here = discord.Object(self.server)
        self.tree.copy_global_to(guild=here)
        try:
            await self.tree.sync(guild=here)
        except discord.Forbidden as error:
            raise StartError(
                f"Discord knows no server {self.server} that this bot is in. Invite it there "
                "(scopes bot and applications.commands), or correct [discord] server."
            ) from error

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


async def run_client(client: Backchannel, token: str) -> None:
    """Log in and stay until the client is closed; raises StartError."""
    try:
        async with client:
            await client.login(token)
            await client.connect()
    except discord.LoginFailure:
        raise StartError(
            "Discord refuses the bot's token. Copy it anew from the Developer Portal (Bot, Reset Token)."
        ) from None
    except discord.ConnectionClosed as error:
        told = "the bot's token is no longer valid" if error.code == _TOKEN_REFUSED else f"code {error.code}"
        raise StartError(f"Discord closed the connection for good: {told}.") from None
    except (discord.HTTPException, discord.GatewayNotFound) as error:
        raise StartError(f"Discord could not log the bot in: {error}. Try again later.") from None
    except (OSError, aiohttp.ClientError) as error:
        raise StartError(f"Discord can't be reached: {str(error) or 'no answer'}. Is there a network?") from None
