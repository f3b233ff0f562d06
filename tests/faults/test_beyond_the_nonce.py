"""R4, and R21's other half: what Discord no longer knows the nonce of is looked for before it is posted again."""

import itertools
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.scheduler import Courier, tick
from bot.discord.posting import Channels
from db.storage.backups import Restoration, mark_restored
from db.storage.database import Database
from tests.discord import Double, Fault
from tests.discord.launch import pointed_at
from tests.discord.world import HISTORY, Channel
from tests.faults.conftest import Figures
from tests.faults.delivering import DESK, delivering, doubled, logged_in, owe, rows, seen, settled
from tests.faults.sizes import sized

_MANY = sized(6, 50, 500)
_LATER = timedelta(minutes=10)
_NOW = datetime(2031, 3, 1, 9, tzinfo=UTC)


class Hands:
    """The clock of the double."""

    now = _NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def hands() -> Hands:
    """A clock at nine."""
    return Hands()


@pytest.fixture
async def double(hands: Hands) -> AsyncIterator[Double]:
    """Discord by that clock."""
    async with doubled(hands) as running:
        yield running


@pytest.fixture
async def channels(double: Double) -> AsyncIterator[Channels]:
    """Its channels, reached over HTTP."""
    async with logged_in() as reached:
        yield reached


def _courier(database: Database, channels: Channels) -> Courier:
    return Courier(database, DESK, channels.post, owner="one", look=channels.look)


async def _lose_all_answers(database: Database, double: Double, channels: Channels) -> list[Channel]:
    """Post to many channels; each message is there, and no answer came back."""
    places = [double.add_channel(f"c{number}") for number in range(_MANY)]
    double.fail_next("POST", r"/channels/\d+/messages", Fault("reset", stored=True), times=_MANY)
    owe(database, [place.id for place in places], _MANY, at=_NOW)
    await tick(_courier(database, channels), now=_NOW)
    return places


@pytest.mark.usefixtures("plain_kind")
async def test_a_message_is_found_by_its_mark_when_its_nonce_is_forgotten(
    database: Database, double: Double, hands: Hands, channels: Channels, figures: Figures
) -> None:
    places = await _lose_all_answers(database, double, channels)
    hands.now += timedelta(seconds=1)
    ann = double.add_user("ann")
    for _ in range(120):  # more than one page of other people's words
        double.say(ann, places[0], "what else")
    hands.now += _LATER

    await tick(_courier(database, channels), now=hands.now)

    shown = seen(double)
    kept = {row.state for row in rows(database)}
    figures("R4", unanswered=_MANY, lost=_MANY - len(shown.marks), doubled=shown.doubled)
    assert (kept, len(shown.marks), shown.doubled) == ({"sent"}, _MANY, 0)


@pytest.mark.usefixtures("plain_kind")
async def test_where_the_channel_cannot_be_read_back_it_is_said_that_it_may_be_a_repetition(
    database: Database, double: Double, hands: Hands, channels: Channels, figures: Figures
) -> None:
    for place in await _lose_all_answers(database, double, channels):
        place.app_permissions &= ~HISTORY
    hands.now += _LATER

    await tick(_courier(database, channels), now=hands.now)

    texts = [message.text for message in double.messages.values()]
    marked = sum("Possibly repeated" in text for text in texts)
    figures("R4 without history", unanswered=_MANY, repeated_silently=len(texts) - _MANY - marked, marked=marked)
    assert (len(texts), marked) == (2 * _MANY, _MANY)


@pytest.mark.usefixtures("plain_kind")
async def test_what_never_arrived_is_posted_after_a_look(
    database: Database, double: Double, hands: Hands, channels: Channels
) -> None:
    double.say(double.add_user("ann"), double.channel, "hello")
    double.fail_next("POST", r"/channels/\d+/messages", Fault("reset"))
    owe(database, [double.channel.id], 1, at=_NOW)
    await tick(_courier(database, channels), now=_NOW)
    hands.now += _LATER

    await tick(_courier(database, channels), now=hands.now)

    assert [message.text.splitlines()[0] for message in double.visible(double.channel)] == ["hello", "Plain N0"]


@pytest.mark.usefixtures("plain_kind")
async def test_a_channel_is_not_asked_for_what_surely_never_left(database: Database, double: Double) -> None:
    """A network that is down for an hour must not make each message cost a look."""
    async with logged_in() as channels:
        owe(database, [double.channel.id], 1, at=_NOW)
        with pointed_at("http://127.0.0.1:9"):  # where nobody listens
            for second in itertools.accumulate([0, 2, 4, 8, 16, 31, 31]):
                await tick(_courier(database, channels), now=_NOW + timedelta(seconds=second))
        await tick(_courier(database, channels), now=_NOW + timedelta(minutes=5))

    assert [request.method for request in double.requests if "/messages" in request.path] == ["POST"]


@pytest.mark.usefixtures("plain_kind")
async def test_a_restored_backup_posts_nothing_that_went_out_since(database: Database, figures: Figures) -> None:
    many = sized(20, 100, 300)
    now = datetime.now(UTC)
    async with doubled() as double:
        places = [double.add_channel(f"c{number}").id for number in range(5)]
        owe(database, places, many, at=now - timedelta(minutes=40))
        async with delivering(database):
            await settled(database, seconds=60)
        before = seen(double)
        double.nonce_window = timedelta(0)
        _forget(database, at=now)

        async with delivering(database):
            await settled(database, seconds=60)
        after = seen(double)

    figures("R21", posted=len(before.marks), posted_again_after_a_restore=after.doubled)
    assert after.doubled == 0
    assert len(after.marks) == many


def _forget(database: Database, *, at: datetime) -> None:
    """Let the database be as it was an hour ago."""
    from sqlalchemy import update

    from db.storage import schema

    blank = {"state": "waiting", "message": "", "sent_at": None, "attempts": 0, "first_try_at": None, "nonce": ""}
    with database.writing() as connection:
        connection.execute(update(schema.due).values(**blank))
        mark_restored(connection, Restoration(at - timedelta(hours=1), at))
