"""Living through days with digests: a desk, a channel in memory, a clock that goes by steps."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.blocks import Answer, choices
from bot.delivery.scheduler import Clock, Courier
from bot.terminal import text
from bot.transport import PostError
from db.desk.desks import Desk, replace_desk
from db.loading.dossiers import replace_dossier
from db.model.records import Dossier
from db.outbox.outbox import Due, list_due
from db.storage.database import Database
from tests.asking import asked
from tests.builders import tiny

SERVER = Desk("42", "Europe/Berlin", "09:00")
CHANNEL = "700"


@dataclass
class News:
    """A channel in memory that shows each nonce once, and can be told to fail; `database` is that of its clock."""

    posts: list[tuple[str, str, Answer]] = field(default_factory=list)
    failures: list[PostError] = field(default_factory=list)
    nonces: list[str] = field(default_factory=list)
    database: Database | None = None

    async def post(self, channel: str, answer: Answer, *, nonce: str) -> str:
        if self.failures:
            raise self.failures.pop(0)
        if nonce not in self.nonces:
            self.nonces.append(nonce)
            self.posts.append((channel, text.plain(answer, zone="Europe/Berlin"), answer))
        return str(9000 + self.nonces.index(nonce))

    @property
    def texts(self) -> list[str]:
        """What More shows of what was posted, without the sources at the foot."""
        told = [self._whole(answer) or said for _, said, answer in self.posts]
        return [said.partition("\nSources\n")[0].rstrip("\n") + "\n" for said in told]

    def _whole(self, answer: Answer) -> str:
        more = [one.line for one in choices(answer.blocks) if one.label == "More" and "/status" not in one.line]
        return asked(self.database, more[0], desk=SERVER) if more and self.database else ""


def at(words: str) -> datetime:
    """Read a moment in UTC."""
    return datetime.fromisoformat(words).replace(tzinfo=UTC)


def load(database: Database, dossier: Dossier, now: str) -> None:
    """Load a dossier at a moment."""
    with database.writing() as connection:
        replace_dossier(connection, dossier, now=at(now), actor="test")


def desk(database: Database, *, learnt: str = "2031-03-20T05:00") -> None:
    """Let a server have the tiny dossier, unless another one is there already."""
    if learnt:
        load(database, tiny(), learnt)
    with database.writing() as connection:
        replace_desk(connection, SERVER)


def subscribe(database: Database, options: str = "08:00", *, now: str = "2031-03-20T12:00", number: int = 1) -> None:
    """Add a digest, of this number in this database, and save it."""
    asked(database, f"/digest add {options} channel:{CHANNEL}", desk=SERVER, now=at(now))
    asked(database, f"/digest save {number}", desk=SERVER, now=at(now))


def clock(database: Database, news: News, owner: str = "one") -> Clock:
    """Make the clock of a bot that delivers."""
    news.database = database
    return Clock(Courier(database, SERVER, news.post, owner=owner))


async def live(ringing: Clock, first: str, last: str, *, step: timedelta | None = None) -> None:
    """Let a clock ring until the last moment, and at it: each half hour, where it is more than a day each two."""
    now, end = at(first), at(last)
    by = step or timedelta(minutes=30 if end - now <= timedelta(days=1) else 120)
    while now < end + by:
        while await ringing.ring(min(now, end)):
            pass
        now += by


def rows(database: Database) -> list[Due]:
    """List what the server is or was owed of digests."""
    with database.reading() as connection:
        return list_due(connection, desk="42", dossier="ferry", kind="digest")
