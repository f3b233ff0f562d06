"""The Slack front end of a running bot: who it is, its socket, its channels; it begins when Slack lets it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import aiohttp

from bot.blocks import Answer
from bot.config import SlackConfig
from bot.pictures.process import Drawing
from bot.platforms import SLACK
from bot.rights import Member
from bot.slack.client import listening
from bot.slack.cooldown import QuestionLimit
from bot.slack.gateway import Presence, identify, open_web, stay
from bot.slack.people import People
from bot.slack.posting import Channels
from bot.slack.workspace import Workspace
from bot.transport import PostError
from db.desk.desks import Desk
from db.storage.database import Database

_NOT_YET = "Slack has not let the bot in yet."


@dataclass(eq=False, slots=True)
class Front:
    """What a process keeps of Slack. `counted` takes a command, its result and the seconds it took."""

    config: SlackConfig
    database: Database
    desk: Desk
    clock: Callable[[], datetime]
    counted: Callable[[str, str, float], None] = lambda _command, _result, _seconds: None
    drawing: Drawing = field(default_factory=Drawing)
    limit: int = 20
    listens: bool = True
    presence: Presence = field(default_factory=Presence)
    channels: Channels | None = None

    @property
    def is_ready(self) -> bool:
        """Tell whether messages can be posted."""
        return self.channels is not None

    async def run(self) -> None:
        """Log in and stay, until cancelled; without `listens` only what is owed is posted. Raises StartError."""
        async with aiohttp.ClientSession() as session:
            web = open_web(self.config, session)
            told = await identify(web, self.presence, self.clock)
            people = People(web, str(told["team_id"]))
            here = Workspace(
                self.database,
                self.desk,
                self.clock,
                web,
                str(told["team_id"]),
                str(told["user_id"]),
                str(told["url"]),
                people,
                QuestionLimit(self.limit),
                self.counted,
                self.drawing,
            )
            self.channels = Channels(web, people, here.user)
            try:
                await stay(listening(here), web, self.config, self.presence, self.clock, listens=self.listens)
            finally:
                self.channels = None

    async def post(self, channel: str, answer: Answer, *, nonce: str) -> str:
        """Post an answer; raises PostError."""
        return await self._there().post(channel, answer, nonce=nonce)

    async def look(self, channel: str, *, mark: str, since: datetime) -> str:
        """Look for a message; raises PostError."""
        return await self._there().look(channel, mark=mark, since=since)

    async def find(self, server: str, person: str) -> Member | None:
        """Find somebody in the workspace; raises PostError."""
        return await self._there().find(server, person)

    async def hosts(self, server: str, channel: str) -> bool:
        """Tell whether a channel is the workspace's: the bot's token reaches no other workspace's."""
        return server == f"{SLACK}{self._there().people.team}"

    def _there(self) -> Channels:
        if self.channels is None:
            raise PostError(_NOT_YET, permanent=False, certain=True)
        return self.channels
