"""What is owed is posted to Slack once, whatever becomes of requests and answers."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.blocks import Answer, Line
from bot.delivery.dispatcher import LEASE, Courier
from bot.delivery.scheduler import plan_all, tick
from bot.digests.runs import thread_of
from db.desk.desks import Desk, ReminderChannel, replace_desk, replace_reminder_channel
from db.loading.dossiers import replace_dossier
from db.outbox.channel_breakers import find_breaker
from db.outbox.outbox import Due, list_due
from db.storage.database import Database
from tests.builders import tiny
from tests.slack import Fault, Standin
from tests.slack.running import channels_of, running

DESK = Desk("slack-T0WORKSPACE", "Europe/Berlin", "09:00")
LEARNT, RINGS = datetime(2031, 3, 1, 5, 0, tzinfo=UTC), datetime(2031, 3, 1, 8, 0, tzinfo=UTC)


async def _owe(database: Database, channel: str, actor: str = "U1") -> None:
    """Let one reminder come due."""
    with database.writing() as connection:
        replace_dossier(connection, tiny(), now=LEARNT, actor="test")
        replace_desk(connection, DESK)
        replace_reminder_channel(connection, ReminderChannel(DESK.id, "ferry", channel), actor=actor, now=LEARNT)
    with database.writing() as connection:
        plan_all(connection, now=LEARNT, desk=DESK)


async def _rows(database: Database) -> list[Due]:
    with database.reading() as connection:
        rows = list_due(connection, desk=DESK.id, dossier="ferry")
    return [row for row in rows if row.due_at <= RINGS]


async def _tick(slack: Standin, database: Database, *, minutes: float = 0.0) -> None:
    """Deliver with a bot that has just begun, some minutes after the reminder rang."""
    async with running(slack, database) as here:
        channels = channels_of(here)
        courier = Courier(database, DESK, channels.post, owner=f"bot {minutes}", look=channels.look)
        await tick(courier, now=RINGS + timedelta(minutes=minutes))


async def test_a_reminder_stands_once_with_its_buttons_and_its_mark(database: Database) -> None:
    async with Standin(RINGS.timestamp) as slack:
        await _owe(database, slack.channel.id)

        await _tick(slack, database)
        await _tick(slack, database, minutes=1)

    [message] = slack.posted()
    [row] = await _rows(database)
    assert (row.state, row.message) == ("sent", message.ts)
    assert message.metadata is not None
    assert message.metadata["event_payload"]["rows"] == f"#{row.id}"
    assert "Happened" in [button["text"]["text"] for button in message.buttons]
    assert not message.unfurls


@pytest.mark.parametrize("kind", ["reset", "silence", "empty", "cut", "html", "status", "error"])
@pytest.mark.parametrize("done", [True, False])
async def test_after_a_doubt_it_is_looked_for_and_posted_only_if_it_is_not_there(
    database: Database, kind: str, done: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.posting._POST_SECONDS", 0.2)
    async with Standin(RINGS.timestamp) as slack:
        await _owe(database, slack.channel.id)
        slack.fail_next("chat.postMessage", Fault(kind, done=done))  # type: ignore[arg-type]

        await _tick(slack, database)
        [doubted] = await _rows(database)
        await _tick(slack, database, minutes=2)

    assert doubted.state == "waiting"
    assert doubted.first_try_at == RINGS
    assert len(slack.posted()) == 1
    assert [row.state for row in await _rows(database)] == ["sent"]
    posts = [asked for asked in slack.world.requests if asked.method == "chat.postMessage"]
    assert len(posts) == (1 if done else 2)


async def test_it_is_found_on_a_later_page_of_the_history(database: Database) -> None:
    async with Standin(RINGS.timestamp) as slack:
        await _owe(database, slack.channel.id)
        slack.fail_next("chat.postMessage", Fault("reset", done=True))
        await _tick(slack, database)
        async with running(slack, database) as here:
            for number in range(230):
                await here.web.chat_postMessage(channel=slack.channel.id, text=f"talk {number}")

        await _tick(slack, database, minutes=2)

    assert len([one for one in slack.posted() if one.metadata]) == 1
    assert [row.state for row in await _rows(database)] == ["sent"]


async def test_a_limit_is_waited_for_and_is_no_doubt(database: Database) -> None:
    async with Standin(RINGS.timestamp) as slack:
        await _owe(database, slack.channel.id)
        slack.fail_next("chat.postMessage", Fault("limited", seconds=7))

        await _tick(slack, database)
        [row] = await _rows(database)
        with database.reading() as connection:
            breaker = find_breaker(connection, slack.channel.id)
        await _tick(slack, database, minutes=2)

    assert (row.state, row.first_try_at) == ("waiting", None)
    assert breaker is not None
    assert breaker.open_until == RINGS + timedelta(seconds=7)
    assert len(slack.posted()) == 1
    assert not [asked for asked in slack.world.requests if asked.method == "conversations.history"]


@pytest.mark.parametrize("refusal", ["not_in_channel", "is_archived", "channel_not_found"])
async def test_a_channel_that_is_closed_parks_and_who_chose_it_is_told_the_cure_in_person(
    database: Database, refusal: str
) -> None:
    async with Standin(RINGS.timestamp) as slack:
        place = slack.world.add_channel("closed", joined=refusal != "not_in_channel")
        place.is_archived = refusal == "is_archived"
        ann = slack.world.add_user("ann")
        await _owe(database, place.id if refusal != "channel_not_found" else "C0GONE000", ann.id)

        await _tick(slack, database)

    row, notice = await _rows(database)
    [told] = slack.posted(slack.world.direct_messages(ann.id).id)
    assert (row.state, notice.state) == ("parked", "sent")
    assert f"({refusal})" in told.shown
    assert f"({refusal})" in row.reason


async def test_where_the_history_may_not_be_read_it_is_posted_and_says_possibly_repeated(database: Database) -> None:
    async with Standin(RINGS.timestamp) as slack:
        slack.scopes = slack.scopes - {"channels:history"}
        await _owe(database, slack.channel.id)
        slack.fail_next("chat.postMessage", Fault("reset", done=True))

        await _tick(slack, database)
        await _tick(slack, database, minutes=2)

    first, second = slack.posted()
    assert "Possibly repeated" not in first.shown
    assert "Possibly repeated" in second.shown


async def test_a_revoked_token_keeps_all_that_is_owed(database: Database) -> None:
    async with Standin(RINGS.timestamp) as slack:
        await _owe(database, slack.channel.id)
        slack.fail_next("chat.postMessage", Fault("error", error="token_revoked"))

        await _tick(slack, database)

    [row] = await _rows(database)
    assert (row.state, row.first_try_at) == ("waiting", None)
    assert "install the app again" in row.reason


async def test_details_stand_in_the_thread_and_are_found_there(database: Database) -> None:
    answer = Answer("Details", (Line(("What is new.",)),), mark="#7")
    async with Standin(RINGS.timestamp) as slack, running(slack, database) as here:
        channels = channels_of(here)
        head = await channels.post(slack.channel.id, Answer("Digest", ()), nonce="1")
        place = thread_of(slack.channel.id, head)
        posted = await channels.post(place, answer, nonce="2")
        found = await channels.look(place, mark="#7", since=RINGS - timedelta(minutes=1))
        missed = await channels.look(place, mark="#8", since=RINGS - timedelta(minutes=1))

    assert [one.thread for one in slack.posted()] == ["", head]
    assert (found, missed) == (posted, "")


async def test_a_digest_pings_its_user_group_and_nobody_else(database: Database) -> None:
    answer = Answer("Digest", (Line(("<!channel> @here",)),), ping="S012345678")
    async with Standin(RINGS.timestamp) as slack, running(slack, database) as here:
        await channels_of(here).post(slack.channel.id, answer, nonce="1")

    [message] = slack.posted()
    assert str(message.blocks).count("usergroup_id") == 1
    assert "&lt;!channel&gt;" in message.text


def test_a_lease_is_longer_than_a_post_may_take() -> None:
    from bot.slack.posting import _POST_SECONDS

    assert timedelta(seconds=_POST_SECONDS) < LEASE / 2
