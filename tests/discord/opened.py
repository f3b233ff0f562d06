"""The real bot in a server of the double's, with every form open and every button there that it makes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime

from bot.delivery.scheduler import Courier, plan_all, tick
from bot.discord.client import Backchannel
from bot.discord.gateway import run_client
from bot.drafts.add_fields import FIELDS
from db.desk.desks import Desk, ReminderChannel, replace_reminder_channel
from db.storage.database import Database
from tests.builders import NOW

from .double import TOKEN, Double
from .interactions import Interaction
from .launch import pointed_at
from .world import Message, User

DESK = Desk("", "Europe/Berlin", "09:00")
OPENING = datetime(2031, 3, 1, 8, tzinfo=UTC)  # when a tracked date's window opens
_PATIENCE = 60.0  # seconds, for a bot to start on a busy machine


@asynccontextmanager
async def running(database: Database) -> AsyncIterator[tuple[Double, Backchannel]]:
    async with Double() as double:
        with pointed_at(double.api):
            bot = Backchannel(database, desk=DESK, clock=lambda: NOW, guild_ready_timeout=0.1, pace=1_000_000)
            task = asyncio.create_task(run_client(bot, TOKEN))
            try:
                await double.until(lambda: double.gateway.connected, "the bot to connect", timeout=_PATIENCE)
                yield double, bot
            finally:
                await bot.close()
                await asyncio.wait_for(task, 5)
        assert double.unknown_requests == []


async def every_form(double: Double, user: User, reminder: Message) -> list[Interaction]:
    """Open every form there is."""
    channel = double.channel
    shown = [await double.slash(user, channel, f"add {kind}") for kind in FIELDS]
    shown += [await double.press(user, reminder, label) for label in ("Happened", "Moved")]
    later = await double.press(user, reminder, "Later")
    shown.append(await double.press(user, later.message, "Own words…"))
    digest = await double.slash(user, channel, "digest add", {"times": "08:00"})
    shown.append(await double.press(user, digest.message, "Change"))
    own = await double.slash(user, channel, "my remind", {"when": "tomorrow at noon", "about": "a call"})
    shown.append(await double.press(user, own.message, "Change"))
    said = double.say(user, channel, "They will meet.")
    shown.append(await double.menu(user, said, "Remind me about this"))
    asking = await double.menu(user, said, "Add to dossier")
    shown.append(await double.press(user, asking.message, "An event…"))
    shown.append(await double.slash(user, channel, "edit", {"id": "E1"}))
    panel = await double.slash(user, channel, "setup")
    shown.append(await double.press(user, panel.message, "Times…"))
    assert all(one.modal for one in shown)
    return shown


async def post_reminder(double: Double, bot: Backchannel, database: Database) -> Message:
    """Let a reminder be posted, with all its buttons."""
    await bot.wait_until_ready()
    desk = replace(DESK, id=str(double.guild.id))
    with database.writing() as connection:
        place = ReminderChannel(desk.id, "ferry", str(double.channel.id))
        replace_reminder_channel(connection, place, actor="1", now=OPENING)
    with database.writing() as connection:
        plan_all(connection, now=OPENING.replace(hour=5), desk=DESK)
    await tick(Courier(database, DESK, bot.channels.post, owner="test"), now=OPENING)
    [message] = double.visible(double.channel)
    return message
