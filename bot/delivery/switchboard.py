"""Every platform's way to post in one: a channel's id tells whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.blocks import Answer
from bot.platforms import SLACK, platform_of_channel
from bot.rights import Member
from bot.transport import PostError, Transport


@dataclass(frozen=True, slots=True)
class Switchboard:
    """The platforms of a process, by name ("discord", "slack")."""

    transports: Mapping[str, Transport]

    async def post(self, channel: str, answer: Answer, *, nonce: str) -> str:
        """Post an answer where the channel is; raises PostError."""
        return await self._to(platform_of_channel(channel)).post(channel, answer, nonce=nonce)

    async def look(self, channel: str, *, mark: str, since: datetime) -> str:
        """Look for a message where the channel is; raises PostError."""
        return await self._to(platform_of_channel(channel)).look(channel, mark=mark, since=since)

    async def find(self, server: str, person: str) -> Member | None:
        """Find somebody in a server or workspace; raises PostError."""
        return await self._to("slack" if server.startswith(SLACK) else "discord").find(server, person)

    async def hosts(self, server: str, channel: str) -> bool:
        """Tell whether a channel is a server's own; raises PostError."""
        platform = "slack" if server.startswith(SLACK) else "discord"
        return platform == platform_of_channel(channel) and await self._to(platform).hosts(server, channel)

    def _to(self, platform: str) -> Transport:
        if platform not in self.transports:
            raise PostError(f"This bot has no token for {platform.capitalize()}.", permanent=False, certain=True)
        return self.transports[platform]
