"""What a server is greeted with: where to begin, in three buttons."""

import discord
from discord.ext import commands

from bot.blocks import Answer, Choice, Line
from bot.discord.client import Backchannel
from bot.log import Log
from bot.transport import PostError

_log = Log(__name__)

_GREETING = Answer(
    "Backchannel is here",
    (
        Line(("what was said, when, by whom and according to which source: /status, /who, /help",), label="Ask"),
        Line(("what was announced, when it falls due, in a channel that you choose",), label="Be reminded of"),
        Choice("Load a dossier", "/help dossier load"),
        Choice("Choose a channel", "/setup"),
        Choice("What I can do", "/help"),
    ),
)


class Joining(commands.Cog):
    """The first word in a server."""

    def __init__(self, bot: Backchannel) -> None:
        """Greet on a bot's behalf."""
        self.bot = bot

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Greet a server once, in its channel for system messages or the first one that can be written to."""
        channel = next((one for one in _rooms(guild) if _is_writable(one)), None)
        if channel is None:
            _log.warning("server not greeted", server=guild.id, reason="there is no channel it may write to")
            return
        greeting = _GREETING if self.bot.server in (None, guild.id) else _elsewhere(self.bot, self.bot.server)
        try:
            await self.bot.channels.post(str(channel.id), greeting, nonce=f"hello-{guild.id}"[:25])
        except PostError as error:
            _log.warning("server not greeted", server=guild.id, reason=str(error))


def _elsewhere(bot: Backchannel, server: int | None) -> Answer:
    """Say to a server that it has no commands, and which one has them."""
    home = bot.get_guild(server) if server else None
    name = f"“{home.name}”" if home else f"another server ({server})"
    said = f"Whoever runs this bot gave its commands to {name} alone: [discord] server in its configuration."
    return Answer("No commands here", (Line((said,)),))


def _rooms(guild: discord.Guild) -> list[discord.TextChannel]:
    first = [guild.system_channel] if guild.system_channel else []
    return [*first, *guild.text_channels]


def _is_writable(channel: discord.TextChannel) -> bool:
    rights = channel.permissions_for(channel.guild.me)
    return rights.view_channel and rights.send_messages and rights.embed_links


async def setup(bot: Backchannel) -> None:
    """Add the cog."""
    await bot.add_cog(Joining(bot))
