"""The workspace that the app is installed in, and what its answers are made with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from slack_sdk.web.async_client import AsyncWebClient

from bot.commands.typing_pace import Typists
from bot.pictures.process import Drawing
from bot.slack.cooldown import QuestionLimit
from bot.slack.people import People
from db.desk.desks import Desk
from db.storage.database import Database


@dataclass(eq=False, slots=True)
class Workspace:
    """One workspace: its id, the bot's own user there, its address, and how it is asked.

    `desk` holds the settings of a workspace that has settled nothing; `counted` takes a command, its result and the
    seconds it took.
    """

    database: Database
    desk: Desk
    clock: Callable[[], datetime]
    web: AsyncWebClient
    team: str
    user: str
    address: str
    people: People
    pace: QuestionLimit
    counted: Callable[[str, str, float], None]
    drawing: Drawing = field(default_factory=Drawing)
    typists: Typists = field(default_factory=lambda: Typists(60))

    @property
    def desk_id(self) -> str:
        """Name the desk that the workspace is."""
        return f"slack-{self.team}"
