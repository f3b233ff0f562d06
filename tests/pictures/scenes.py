"""What is pictured: a server with the bundled dossier, from the bot's arrival on, each message as it comes."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, UserHandle
from simcord.env import Env

from bot.articles.heading import Heading
from bot.asking import Asker
from bot.cli.load import bundled_dossiers
from bot.commands.articles import take_article
from bot.delivery.scheduler import Clock, Courier
from bot.discord.client import Backchannel
from bot.dossiers.intake import read_dossier
from db.desk.desks import Desk
from db.loading.dossiers import replace_dossier
from db.loading.edits import find_version
from db.storage.database import open_database

_BERLIN = Desk("", "Europe/Berlin", "09:00")
_ARRIVAL = datetime(2022, 7, 27, 16, tzinfo=UTC)
_BEFORE = datetime(2022, 7, 28, 6, 30, tzinfo=UTC)
_MORNING = datetime(2022, 7, 28, 7, tzinfo=UTC)
_NEXT_DAY = datetime(2022, 7, 29, 6, 30, tzinfo=UTC)
_CLOSED = datetime(2022, 8, 4, 7, tzinfo=UTC)
_LATER = datetime(2022, 8, 12, 9, tzinfo=UTC)
_TOLD = datetime(2022, 8, 12, 9, 10, tzinfo=UTC)


_DOSSIER = "us-russia-prisoner-swap-2022"
_MEDIATOR = (
    "“Both sides have our number, and the table is laid,” Jana Kolb, a mediator, told the Lake Courier. She said she "
    "would fly to Vienna on 5 August."
)


@dataclass(frozen=True, slots=True)
class Scene:
    """A message or a form, and the name of its picture.

    It is in the desk's channel unless told `where`, and in direct messages `seen_by` the one they are with.
    """

    name: str
    shown: Any
    where: ChannelHandle | None = None
    seen_by: UserHandle | None = None


@dataclass(slots=True)
class Stage:
    """The server: its channel, one who may manage it, one who may read, the bot, and what time it is there."""

    env: Env
    channel: ChannelHandle
    ann: MemberActor
    rea: MemberActor
    clock: Clock
    now: list[datetime]

    def at(self, now: datetime) -> None:
        """Let it be a moment, for the bot and for what its messages bear."""
        self.now[0] = now
        self.env.backend.clock._epoch = now

    async def ask(self, command: str, **options: Any) -> Any:
        """Ask as Ann does."""
        return await self.ann.slash(self.channel, command, **options)

    async def ring(self, now: datetime, title: str) -> Any:
        """Let everything that is due by a moment be posted; gives the newest message with such a title."""
        self.at(now)
        while await self.clock.ring(now):
            pass
        return [one for one in self.channel.history() if one.embeds and str(one.embeds[0].title).startswith(title)][-1]


async def scenes(folder: Path) -> AsyncIterator[tuple[Stage, Scene]]:
    """Live through the server's first weeks."""
    database = open_database(f"sqlite:///{folder / 'pictures.sqlite3'}")
    now = [_ARRIVAL]
    [file] = bundled_dossiers()
    with database.writing() as connection:
        replace_dossier(connection, read_dossier(file), now=_ARRIVAL, actor="ann")
    bot = Backchannel(database, desk=_BERLIN, clock=lambda: now[0])
    env = Env(bot)
    env.backend.bot_user.name = "Backchannel"
    await env.start()
    try:
        guild = env.create_guild("Newsroom")
        managers = guild.create_role(
            "Managers", permissions=discord.Permissions(manage_guild=True, manage_messages=True)
        )
        ann = guild.add_member(env.create_user("ann"), roles=[managers])
        rea = guild.add_member(env.create_user("rea"))
        channel = guild.create_text_channel("desk")
        clock = Clock(Courier(database, _BERLIN, bot.channels.post, owner="pictures"))
        stage = Stage(env, channel, ann, rea, clock, now)
        async for scene in _first_weeks(stage, bot, guild.id):
            yield stage, scene
    finally:
        await env.shutdown()
        database.close()


async def _first_weeks(stage: Stage, bot: Backchannel, guild: int) -> AsyncIterator[Scene]:
    stage.at(_ARRIVAL)
    bot.dispatch("guild_join", bot.get_guild(guild))
    await stage.env.settle()
    yield Scene("greeting", stage.channel.last_message)
    await stage.ask("setup", channel=stage.channel)
    yield Scene("setup", await stage.ask("setup"))
    drafted = await stage.ask("digest add", times="08:30")
    yield Scene("digest-read-back", drafted)
    await stage.ann.click(drafted.response, label="Save")
    yield Scene("digest-first", await stage.ring(_BEFORE, "Digest"))
    await stage.ring(_MORNING, "Expected now")
    yield Scene("digest", await stage.ring(_NEXT_DAY, "Digest"))
    [thread] = stage.channel.threads
    yield Scene("digest-details", thread.history()[0], where=thread)
    reminder = await stage.ring(_CLOSED, "Did it happen?")
    yield Scene("reminder", reminder)
    yield Scene("form", await stage.ann.click(reminder, label="Happened"))
    stage.at(_LATER)
    async for scene in _questions(stage):
        yield scene
    async for scene in _article(stage, bot):
        yield scene
    async for scene in _shift(stage):
        yield scene


async def _questions(stage: Stage) -> AsyncIterator[Scene]:
    yield Scene("status", await stage.ask("status"))
    yield Scene("who", await stage.ask("who", name="peskov", as_of="2022-07-28"))
    yield Scene("quotes", await stage.ask("quotes", name="peskov", about="talks"))
    yield Scene("conflict", await stage.ask("conflicts", about="viktor bout"))
    yield Scene("timeline", await stage.ask("timeline", about="lavrov", picture="yes"))
    yield Scene("offers", await stage.ask("offers", picture="yes"))
    yield Scene("suggestion", await stage.ask("who", name="peskof"))
    yield Scene("error", await stage.ask("status", as_of="2022-02-31"))


async def _article(stage: Stage, bot: Backchannel) -> AsyncIterator[Scene]:
    """Hand a text over: one quotation that the dossier has, one of somebody made up."""
    with bot.database.reading() as connection:
        known = find_version(connection, dossier=_DOSSIER, desk="", item="S1").record
    text = f"“{known.wordings[0].text},” Dmitry Peskov said on Thursday.\n\n{_MEDIATOR}"
    given = Heading("Lake Courier", "A mediator waits", "2022-07-29", "https://example.org/mediator")
    [guild] = bot.guilds
    desk, asker = Desk(str(guild.id), "Europe/Berlin", "09:00"), Asker("1", "ann", level="admin")
    number = take_article(
        bot.database, text.encode(), "courier.txt", given=given, desk=desk, asker=asker, now=stage.now[0]
    )
    summed = await stage.ask("article", text=str(number))
    yield Scene("article", summed)
    card: Any = await stage.ann.click(summed.response, label="Go through")
    skipped: Any = await stage.ann.click(card.response, label="Skip")
    yield Scene("article-card", skipped)
    other: Any = await stage.ann.click(skipped.response, label="Another one")
    taken: Any = await stage.ann.click(other.response, label="Take")
    yield Scene("merge", await stage.ask("merge", id="S-1", into="S1"))
    await stage.ann.click(taken.response, label="Undo")


async def _shift(stage: Stage) -> AsyncIterator[Scene]:
    """Follow, correct, propose and record, and let the next shift read of it."""
    await stage.ask("follow", name="lavrov")
    drafted = await stage.ask("edit", id="D1", title="Call of Blinken and Lavrov", why="as the desk calls it")
    yield Scene("edit-read-back", drafted)
    await stage.ann.click(drafted.response, label="Save")
    await stage.ask("outcome", item="D1", kind="unclear", basis="no source that we have tells of it")
    proposed: Any = await stage.rea.slash(stage.channel, "edit", id="D2", title="Ruling on Griner", why="shorter")
    await stage.rea.click(proposed.response, label="Send for review")
    yield Scene("review", await stage.ask("review"))
    await stage.ring(_TOLD, "")
    ann = stage.ann.user
    yield Scene("follow", ann.dm_channel.last_message, where=ann.dm_channel, seen_by=ann)
    yield Scene("handover", await stage.ask("handover", until="18:00"))
