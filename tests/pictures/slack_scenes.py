"""What is pictured of Slack: a workspace with the bundled dossier, each message, form and page as it comes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot.cli.load import bundled_dossiers
from bot.delivery.scheduler import Clock, Courier
from bot.dossiers.intake import read_dossier
from bot.slack.workspace import Workspace
from db.desk.desks import Desk
from db.loading.dossiers import replace_dossier
from db.storage.database import Database, open_database
from tests.pictures.block_kit_page import message_page, view_page
from tests.slack import Message, Standin, User
from tests.slack.running import channels_of, running

_ARRIVAL = datetime(2022, 7, 27, 16, tzinfo=UTC)
_BEFORE = datetime(2022, 7, 28, 6, 30, tzinfo=UTC)
_CLOSED = datetime(2022, 8, 4, 7, tzinfo=UTC)
_LATER = datetime(2022, 8, 12, 9, tzinfo=UTC)


@dataclass(eq=False)
class _Stage:
    slack: Standin
    here: Workspace
    database: Database
    now: list[datetime]
    desk: Desk = field(default_factory=lambda: Desk("slack-T0WORKSPACE", "Europe/Berlin", "09:00"))

    async def ask(self, user: User, line: str) -> str:
        """Ask as somebody; gives the page of what they alone see."""
        before = len(self.slack.channel.messages)
        seen = await self.slack.slash(user, self.slack.channel, line)
        if seen.message is None:
            await self.slack.until(lambda: len(self.slack.channel.messages) > before)
        return self.page(seen.message or self.slack.channel.messages[-1])

    def page(self, message: Message) -> str:
        at = datetime.fromtimestamp(float(message.ts), UTC).strftime("%H:%M")
        return message_page(message.blocks, at=at, private=bool(message.only_for))

    async def ring(self, now: datetime, title: str) -> Message:
        """Let everything that is due by a moment be posted; gives the newest message with such a title."""
        self.now[0] = now
        channels = channels_of(self.here)
        clock = Clock(Courier(self.database, self.desk, channels.post, owner="pictures", look=channels.look))
        while await clock.ring(now):
            pass
        return [one for one in self.slack.posted() if title in one.shown.partition("\n")[0]][-1]


async def slack_scenes(folder: Path) -> AsyncIterator[tuple[str, str]]:
    """Live through a workspace's first weeks; gives each picture's name and its page."""
    async with _stage(folder) as stage:
        slack = stage.slack
        ann = slack.world.add_user("ann", is_admin=True)
        await slack.slash(ann, slack.channel, "setup")
        yield "setup", view_page(slack.dialog(ann).view.body)
        await slack.submit(ann, slack.dialog(ann), {"Reminders go to": slack.channel.id})
        drafted = await slack.slash(ann, slack.channel, "digest add 08:30")
        assert drafted.message
        yield "digest-read-back", stage.page(drafted.message)
        await slack.press(ann, drafted.message, "Save")
        read_back = drafted.message.blocks
        await slack.until(lambda: drafted.message and drafted.message.blocks != read_back)
        yield "digest", stage.page(await stage.ring(_BEFORE, "Digest"))
        reminder = await stage.ring(_CLOSED, "Did it happen")
        yield "reminder", stage.page(reminder)
        stage.now[0] = _LATER
        for name, line in (
            ("who", "who peskov as_of:2022-07-28"),
            ("status", "status"),
            ("offers", "offers"),
        ):
            yield name, await stage.ask(ann, line)
        await slack.slash(ann, slack.channel, "add statement")
        wrong = {"Who said it": "peskov", "What was said": "“No agreement”", "When": "someday", "Source": "004-cnn"}
        await slack.submit(ann, slack.dialog(ann), wrong)
        yield "form", view_page(slack.dialog(ann).view.body)
        await slack.open_home(ann)
        await slack.until(lambda: ann.id in slack.world.homes)
        yield "home", view_page(slack.world.homes[ann.id])


def _seconds(now: list[datetime]) -> float:
    return now[0].timestamp()


@asynccontextmanager
async def _stage(folder: Path) -> AsyncIterator[_Stage]:
    database = open_database(f"sqlite:///{folder / 'slack.sqlite3'}")
    now = [_ARRIVAL]
    [file] = bundled_dossiers()
    with database.writing() as connection:
        replace_dossier(connection, read_dossier(file), now=_ARRIVAL, actor="ann")
    try:
        async with Standin(lambda: _seconds(now)) as slack:
            desk = Desk("", "Europe/Berlin", "09:00")
            async with running(slack, database, desk=desk, clock=lambda: now[0]) as here:
                yield _Stage(slack, here, database, now)
    finally:
        database.close()
