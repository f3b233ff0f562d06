"""Who has left a server, or may no longer read there, is told nothing more of it; asked at the moment of telling."""

from dataclasses import replace
from datetime import timedelta

from bot.delivery.scheduler import Courier, tick
from bot.transport import PostError
from db.outbox.outbox import Due, list_of_person
from db.storage.database import Database
from tests.asking import ANN, asked
from tests.delivery.test_scheduler import SERVER, Channel, _at
from tests.digests.test_follow import Members
from tests.tracking.test_ledger import _desk, _rows

_NOW = _at("2031-03-05T12:00")
_THERE = replace(ANN, channel="news")


class _Closed(Channel):
    """A channel for posts, where nobody takes direct messages."""

    async def post(self, channel: str, answer, *, nonce: str) -> str:  # type: ignore[no-untyped-def]
        if channel.startswith("user:"):
            raise PostError("Cannot send messages to this user (403/50007).", permanent=True, channel=True)
        return await super().post(channel, answer, nonce=nonce)


def _courier(database: Database, channel: Channel, members: Members) -> Courier:
    return Courier(database, SERVER, channel.post, owner="one", find=members.find)


def _own(database: Database) -> Due:
    with database.reading() as connection:
        [row] = list_of_person(connection, "1")
    return row


async def test_a_reminder_of_somebody_who_left_is_not_posted_where_they_asked(either_database: Database) -> None:
    _desk(either_database, learnt="2031-03-01T05:00")
    asked(either_database, "/my remind 2031-03-07T10:00 about:call", now=_NOW, desk=SERVER, asker=_THERE)
    channel, at = _Closed(), _at("2031-03-07T09:00")

    await tick(_courier(either_database, channel, Members()), now=at)
    await tick(_courier(either_database, channel, Members()), now=at + timedelta(minutes=1))

    assert [text for place, _nonce, text in channel.posts if "reminded" in text] == []
    assert (_own(either_database).state, _own(either_database).reason.split(",")[0]) == (
        "cancelled",
        "They have left",
    )


async def test_one_who_is_still_there_is_reminded_where_they_asked(either_database: Database) -> None:
    _desk(either_database, learnt="2031-03-01T05:00")
    asked(either_database, "/my remind 2031-03-07T10:00 about:call", now=_NOW, desk=SERVER, asker=_THERE)
    channel, members, at = _Closed(), Members({"1": set()}, away=True), _at("2031-03-07T09:00")

    await tick(_courier(either_database, channel, members), now=at)
    await tick(_courier(either_database, channel, members), now=at + timedelta(minutes=1))
    unsure = _own(either_database).state
    members.away = False
    await tick(_courier(either_database, channel, members), now=at + timedelta(minutes=9))

    assert unsure == "waiting"
    assert [place for place, _nonce, text in channel.posts if "reminded" in text] == ["news"]


async def test_who_asked_to_be_told_and_lost_the_right_to_read_is_told_nothing(either_database: Database) -> None:
    _desk(either_database, {"id": "D1", "when": "2031-03-24"}, learnt="2031-03-20T05:00")
    asked(either_database, "/setup role:7 level:reader", now=_at("2031-03-20T06:00"), desk=SERVER)
    asked(either_database, "/notice 1", now=_at("2031-03-20T06:00"), desk=SERVER, asker=_THERE)
    channel, members = Channel(), Members({"1": {"8"}})

    await tick(_courier(either_database, channel, members), now=_at("2031-03-25T12:00"))

    assert [place for place, _nonce, _text in channel.posts if place.startswith("user:")] == []
    assert [row.state for row in _rows(either_database, "D1") if row.channel.startswith("user:")].count("sent") == 0
