"""What `backchannel doctor` asks Discord: the token, the clock, and its rights in each server; by HTTP alone."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp
import discord
from discord.http import Route

from bot.config import TOKEN_VARIABLE, Config
from bot.config_values import Secret
from bot.discord.invite import LEAST_RIGHTS, application_id, invite_link
from bot.discord.permissions import missing_rights
from bot.findings import Finding

# discord.py would warn of missing libraries for voice, which nobody asked for
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

_CLOCK_MAY_DIFFER = timedelta(seconds=30)
_PATIENCE = 20
_UNREACHED = (OSError, aiohttp.ClientError, TimeoutError)


async def examine_discord(
    config: Config, chosen: Mapping[str, tuple[str, ...]], *, now: datetime
) -> AsyncIterator[Finding]:
    """Look at what Discord says of the bot; `chosen` are the channels of each desk."""
    assert config.discord.token is not None
    try:
        async with asyncio.timeout(_PATIENCE), _logged_in(config.discord.token.reveal()) as client:
            yield Finding("ok", "discord", f"takes the token, of {client.user}")
            yield await _clock(now)
            guilds = [guild async for guild in client.fetch_guilds()]
            for guild in guilds:
                for finding in await _rights(client, guild.id, chosen.get(str(guild.id), ())):
                    yield finding
            for finding in _whole(client, config, [guild.id for guild in guilds]):
                yield finding
    except discord.LoginFailure:
        cure = "Copy it anew from the Developer Portal (Bot, Reset Token)"
        yield Finding("fault", "discord", "refuses the token", cure)
    except _UNREACHED as error:
        yield Finding("note", "discord", f"can't be reached: {type(error).__name__}", "Is there a network, a proxy?")
    except discord.HTTPException as error:
        yield Finding("note", "discord", f"answered {error.status}", "Try again later")


@asynccontextmanager
async def _logged_in(token: str) -> AsyncIterator[discord.Client]:
    async with discord.Client(intents=discord.Intents(guilds=True)) as client:
        await client.login(token)
        yield client


async def _clock(now: datetime) -> Finding:
    async with aiohttp.ClientSession() as session, session.get(f"{Route.BASE}/gateway") as answer:
        theirs = parsedate_to_datetime(answer.headers["Date"])
    if abs(theirs - now) > _CLOCK_MAY_DIFFER:
        cure = "Synchronise the machine's clock (NTP): reminders and Discord's ids depend on it"
        return Finding("fault", "clock", f"Discord's says {theirs:%Y-%m-%d %H:%M:%S} UTC", cure)
    return Finding("ok", "clock", "agrees with Discord's")


async def _rights(client: discord.Client, server: int, chosen: tuple[str, ...]) -> list[Finding]:
    guild = await client.fetch_guild(server)
    assert client.user is not None
    me = await guild.fetch_member(client.user.id)
    rooms = {str(room.id): room for room in await guild.fetch_channels()}
    if not chosen:
        lacks = [right for right, bit in LEAST_RIGHTS.items() if not _held(me, bit)]
        return [_finding(f"server {guild.name}", lacks, "Grant it to the bot's role, or invite it again")]
    findings = []
    for channel in dict.fromkeys(chosen):
        room = rooms.get(channel)
        if not isinstance(room, discord.TextChannel):
            cure = "Choose another channel with `/setup`, or let the bot see this one"
            findings.append(Finding("fault", "rights", f"{guild.name}: channel {channel} is gone or hidden", cure))
        else:
            place = f"{guild.name} #{room.name}"
            findings.append(_finding(place, missing_rights(room, me), "Grant it in the channel's settings"))
    return findings


def _held(me: discord.Member, bit: int) -> bool:
    value = me.guild.default_role.permissions.value
    for role in me.roles:
        value |= role.permissions.value
    return bool(value & bit or value & discord.Permissions(administrator=True).value)


def _finding(place: str, lacks: list[str], cure: str) -> Finding:
    if lacks:
        return Finding("fault", "rights", f"{place} lacks {', '.join(lacks)}", cure)
    return Finding("ok", "rights", f"{place}: all there")


def _whole(client: discord.Client, config: Config, servers: list[int]) -> list[Finding]:
    link = invite_link(client.application_id or 0)
    if not servers:
        return [Finding("note", "servers", "the bot is in none yet", f"Invite it: {link}")]
    if config.discord.server and config.discord.server not in servers:
        found = f"the bot is not in {config.discord.server}, which [discord] server names"
        return [Finding("fault", "servers", found, f"Invite it: {link}")]
    return []


def token_finding(token: Secret | None) -> Finding:
    """Look at the token's shape; whether Discord takes it, only Discord can tell."""
    if token is None:
        cure = f"`run` needs one: set {TOKEN_VARIABLE}, or [discord] token_file"
        return Finding("note", "token", "there is none", cure)
    if application_id(token) is None:
        cure = "Copy the token from the Developer Portal (Bot, Reset Token), not the application's secret or id"
        return Finding("fault", "token", "it has not the shape of a bot's token", cure)
    return Finding("ok", "token", f"it has the right shape, of application {application_id(token)}")
