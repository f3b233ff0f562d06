"""Posting to Discord's channels and reading them back, over HTTP alone: no gateway is needed for it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

import aiohttp
import discord

from bot.blocks import Answer
from bot.discord.messages import buttons, notice, notified, pages, thread_name, together
from bot.rights import Level, Member
from bot.transport import PostError

NOBODY = discord.AllowedMentions.none()
DELETED = "deleted"  # the id of a message that was posted and is gone again

# discord.py waits 300 s, longer than Discord may remember a nonce
_POST_SECONDS = 10
_MOST_KNOWN = 10_000  # channels
_MOST_READ = 2_000  # messages read back
_UNKNOWN_CHANNEL, _UNKNOWN_SERVER, _UNKNOWN_MESSAGE = 10003, 10004, 10008
_THREAD_IS_THERE = 160004
_UNKNOWN_MEMBER, _UNKNOWN_USER, _NO_ACCESS = 10007, 10013, 50001
_NOT_THERE = (_UNKNOWN_MEMBER, _UNKNOWN_USER, _UNKNOWN_SERVER, _NO_ACCESS)
_NO_SUCH_PLACE = (_UNKNOWN_CHANNEL, _UNKNOWN_SERVER)


Place = discord.PartialMessageable | discord.DMChannel


@dataclass(frozen=True, slots=True)
class Channels:
    """The channels that a logged-in client reaches."""

    client: discord.Client
    _servers: dict[int, str] = field(default_factory=dict)  # of channels asked for over HTTP

    async def post(self, channel: str, answer: Answer, *, nonce: str) -> str:
        """Post an answer to a channel and return the message's id; raises PostError.

        Discord shows the same nonce only once within a few minutes. A message that was posted by an earlier
        attempt and deleted since then counts as posted: its id is DELETED.
        """
        sheets = pages(answer)
        try:
            async with self._excused(channel):
                place = await self._place(channel)
                place = await self._under(answer, place)
                sent = await place.send(
                    notice(answer),
                    embeds=together(sheets),
                    view=buttons(sheets[0], answer.line),
                    nonce=nonce,
                    allowed_mentions=notified(answer),
                )
        except _Deleted:
            return DELETED
        return str(sent.id)

    async def _under(self, answer: Answer, place: Place) -> Place:
        """Open the thread that an answer is to be in: it has the id of the message that it hangs from.

        Where there can be none, e.g. within a thread or for want of the right, give the channel of that message.
        """
        if not answer.under:
            return place
        parent, name = int(answer.under), thread_name(answer)
        try:
            await self.client.http.start_thread_with_message(parent, place.id, name=name, auto_archive_duration=1440)
        except discord.HTTPException as error:
            if error.code == _THREAD_IS_THERE:
                return place
            if not _is_permanent(error):
                raise
            return self.client.get_partial_messageable(parent)
        return place

    async def look(self, channel: str, *, mark: str, since: datetime) -> str:
        """Find the message with this mark that we posted to a channel since a moment; "" if there is none.

        Raises PostError, a permanent one if the channel can't be read back.
        """
        read = 0
        async with self._excused(channel):
            place = await self._place(channel)
            async for message in place.history(limit=_MOST_READ, after=since, oldest_first=True):
                read += 1
                if message.author == self.client.user and _carries(message, mark):
                    return str(message.id)
            if not read and not [message async for message in place.history(limit=1)]:
                # without the right to read a history Discord shows an empty one
                raise PostError("The channel's history can't be read.", permanent=True)
        if read == _MOST_READ:
            raise PostError("Too much was said in the channel since.", permanent=True)
        return ""

    async def find(self, server: str, person: str) -> Member | None:
        """Find somebody in a server; None if they, or the bot, have left it. Raises PostError."""
        async with self._excused(server):
            try:
                member = await self.client.http.get_member(int(server), int(person))
                guild = await self.client.http.get_guild(int(server), with_counts=False)
            except discord.HTTPException as error:
                if error.code in _NOT_THERE:
                    return None
                raise
        held = {server, *map(str, member["roles"])}
        rights = [discord.Permissions(int(role["permissions"])) for role in guild["roles"] if str(role["id"]) in held]
        return Member(_base(rights, owns=str(guild["owner_id"]) == person), frozenset(held))

    async def hosts(self, server: str, channel: str) -> bool:
        """Tell whether a channel or thread is a server's own; raises PostError."""
        if not channel.isdecimal():
            return False
        id_ = int(channel)
        known = self.client.get_channel(id_)
        if known is not None:
            guild = getattr(known, "guild", None)
            return guild is not None and str(guild.id) == server
        if id_ not in self._servers:
            async with self._excused(channel):
                told = await self.client.http.get_channel(id_)
            if len(self._servers) >= _MOST_KNOWN:
                self._servers.clear()
            self._servers[id_] = str(told.get("guild_id") or "")
        return self._servers[id_] == server

    async def _place(self, channel: str) -> Place:
        """Give a channel by its id, or the direct messages with a person by "user:" and theirs."""
        person = channel.removeprefix("user:")
        if not person.isdecimal():
            raise PostError(f"“{channel}” is no channel of Discord's.", permanent=True, channel=True)
        if self.client.user is None or self.client.is_closed():
            raise PostError("The bot is not logged in.", permanent=False, certain=True)
        if person != channel:
            return await self.client.create_dm(discord.Object(int(person)))
        return self.client.get_partial_messageable(int(channel))

    @asynccontextmanager
    async def _excused(self, channel: str) -> AsyncIterator[None]:
        """Raise PostError for all that goes wrong with a request, on the way or at Discord's."""
        try:
            async with asyncio.timeout(_POST_SECONDS):
                yield
        except discord.HTTPException as error:
            if error.code == _UNKNOWN_MESSAGE:
                raise _Deleted from error
            raise self._refused(channel, error) from error
        except TimeoutError as error:
            raise PostError(f"Discord did not answer within {_POST_SECONDS} s.", permanent=False) from error
        except discord.RateLimited as error:
            said = f"Discord asks for {error.retry_after:.0f} s of patience."
            raise PostError(said, permanent=False, certain=True, pause=error.retry_after) from error
        except (OSError, aiohttp.ClientError) as error:
            unreached = isinstance(error, aiohttp.ClientConnectorError)
            said = f"Discord was not reached: {type(error).__name__}."
            raise PostError(said, permanent=False, certain=unreached) from error

    def _refused(self, channel: str, error: discord.HTTPException) -> PostError:
        known = self.client.get_channel(int(channel)) if channel.isdecimal() else None
        name = f"#{known.name}" if isinstance(known, discord.abc.GuildChannel | discord.Thread) else channel
        what = "a direct message" if channel.startswith("user:") else f"a post in channel {name}"
        reason = f"{error.text or 'no reason given'} ({error.status}/{error.code})"
        return PostError(
            f"Discord refused {what}: {reason}.",
            permanent=_is_permanent(error),
            channel=error.status == 403 or error.code in _NO_SUCH_PLACE,
            certain=error.status < 500,
        )


class _Deleted(Exception):
    """What was to be posted was posted, and deleted since."""


def _base(rights: Sequence[discord.Permissions], *, owns: bool) -> Level:
    """Give what Discord's own rights in a whole server make of somebody."""
    if owns or any(one.administrator or one.manage_guild for one in rights):
        return "admin"
    return "editor" if any(one.manage_messages for one in rights) else "reader"


def _is_permanent(error: discord.HTTPException) -> bool:
    """Tell whether the channel or the message is at fault; a token, a time-out or a limit is not."""
    return 400 <= error.status < 500 and error.status not in (401, 408, 429)


def _carries(message: discord.Message, mark: str) -> bool:
    return any(mark in (embed.footer.text or "").split(" · ")[-1].split() for embed in message.embeds)
