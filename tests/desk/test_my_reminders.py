"""One's own reminders and quiet hours: asked for, read back, delivered in person or where they were asked for."""

from dataclasses import dataclass, field, replace

import pytest

from bot.asking import UserError
from bot.blocks import Answer
from bot.delivery.scheduler import tick
from bot.desk.my_settings import MOST_OWN
from bot.transport import PostError
from db.desk.desks import replace_desk
from db.outbox.outbox import Due, add_all_due, list_of_person
from db.storage.database import Database
from tests.asking import ANN, BEN, asked
from tests.delivery.test_scheduler import SERVER, Channel, _at, _courier, _due
from tests.tracking.test_ledger import _desk, _live

_NOW = _at("2031-03-03T10:00")  # a Monday, 11:00 in Berlin
_IN_NEWS = replace(ANN, channel="77")


@dataclass
class Post(Channel):
    """Channels and direct messages in memory; those that are `closed` refuse."""

    closed: set[str] = field(default_factory=set)

    async def post(self, channel: str, answer: Answer, *, nonce: str) -> str:
        if channel in self.closed:
            self.failures = [PostError("Cannot send messages to this user (403/50007).", permanent=True, channel=True)]
        return await super().post(channel, answer, nonce=nonce)


_DETAIL = '{"about": "call", "link": "", "words": "", "name": "ann", "asked": "2031-03-05T12:00:00+00:00"}'


def _own(database: Database, person: str = "1") -> list[Due]:
    with database.reading() as connection:
        return list_of_person(connection, person)


async def test_a_reminder_in_own_words_is_read_back_and_comes_only_once_saved(either_database: Database) -> None:
    said = asked(either_database, '/my remind "friday 10:00" about:“call”', now=_NOW, desk=SERVER, asker=_IN_NEWS)
    [draft] = _own(either_database)
    saved = asked(either_database, f"/mine {draft.id} save", now=_NOW, desk=SERVER, asker=_IN_NEWS)
    post = Post()
    await tick(_courier(either_database, post), now=_at("2031-03-07T09:00"))

    assert "Understood: Friday 7 March 2031, 10:00 (Europe/Berlin), for “friday 10:00”." in said
    assert f"Save: /mine {draft.id} save\nChange: /mine {draft.id} change" in said
    assert draft.state == "cancelled"
    assert "You are reminded: call: 7 March 2031, 10:00 (Europe/Berlin)" in saved
    assert [channel for channel, _nonce, _text in post.posts] == ["user:1"]
    assert post.posts[0][2].startswith("You asked to be reminded: call\n")


def test_what_is_kept_is_what_was_read_back_where_months_come_first(database: Database) -> None:
    with database.writing() as connection:
        replace_desk(connection, replace(SERVER, order="MDY"))

    said = asked(database, "/my remind 04/07/2031 about:call", now=_NOW, desk=SERVER, asker=ANN)
    [draft] = _own(database)

    assert "Understood: Monday 7 April 2031, 09:00 (Europe/Berlin), for “04/07/2031”" in said
    assert f"{draft.local:%Y-%m-%d}" == "2031-04-07"


async def test_a_draft_that_nobody_saves_is_never_posted(database: Database) -> None:
    asked(database, "/my remind tomorrow about:call", now=_NOW, desk=SERVER, asker=ANN)
    post = Post()

    await tick(_courier(database, post), now=_at("2031-03-10T09:00"))

    assert post.posts == []


def test_reminders_are_listed_cancelled_and_brought_back(database: Database) -> None:
    asked(database, "/my remind 2031-03-07T10:00 about:“call the mayor”", now=_NOW, desk=SERVER, asker=ANN)
    [row] = _own(database)

    listed = asked(database, "/my reminders", now=_NOW, desk=SERVER, asker=ANN)
    others = asked(database, "/my reminders", now=_NOW, desk=SERVER, asker=BEN)
    cancelled = asked(database, f"/mine {row.id} cancel", now=_NOW, desk=SERVER, asker=ANN)
    gone = asked(database, "/my reminders", now=_NOW, desk=SERVER, asker=ANN)
    asked(database, f"/mine {row.id} undo", now=_NOW, desk=SERVER, asker=ANN)

    assert "call the mayor: 7 March 2031, 10:00 Europe/Berlin" in listed
    assert f"Cancel “call the mayor”: /mine {row.id} cancel" in listed
    assert "You have no reminders." in others
    assert f"Cancelled: call the mayor.\nUndo: /mine {row.id} undo" in cancelled
    assert "You have no reminders." in gone
    assert [one.state for one in _own(database)] == ["waiting"]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("/my remind tomorrow", "about: what are you to be reminded of"),
        ("/my remind banana about:x", "when: “banana”"),
        ("/my remind 2031-03-01T10:00 about:x", "is past"),
        ("/my remind tomorrow link:javascript:alert", "link: that is no link"),
        ("/my remind tomorrow link:https://discord.com.evil.example/channels/1/2/3", "no link to a message"),
        ("/my remind tomorrow link:https://discord.com/channels/1/2/3/../../../../evil", "no link to a message"),
        ("/mine 99 cancel", "There is no reminder 99 of yours"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_line_that_works(database: Database, line: str, fault: str) -> None:
    with pytest.raises(UserError, match=fault):
        asked(database, line, now=_NOW, desk=SERVER, asker=ANN)

    assert _own(database) == []


def test_nobody_touches_anothers_reminder(database: Database) -> None:
    asked(database, "/my remind 2031-03-07T10:00 about:call", now=_NOW, desk=SERVER, asker=ANN)
    [row] = _own(database)

    with pytest.raises(UserError, match=f"There is no reminder {row.id} of yours"):
        asked(database, f"/mine {row.id} cancel", now=_NOW, desk=SERVER, asker=BEN)


async def test_a_delivered_reminder_can_be_put_off(database: Database) -> None:
    link = "https://discord.com/channels/1/2/3"
    asked(database, f"/my remind 2031-03-07T10:00 about:call link:{link}", now=_NOW, desk=SERVER, asker=ANN)
    post, later = Post(), _at("2031-03-07T09:00")
    await tick(_courier(database, post), now=later)
    [row] = _own(database)

    offered = asked(database, f"/mine {row.id} later", now=later, desk=SERVER, asker=ANN)
    asked(database, f"/mine {row.id} later when:2031-03-08T09:00", now=later, desk=SERVER, asker=ANN)
    await tick(_courier(database, post), now=_at("2031-03-08T08:00"))

    assert f"Tomorrow (09:00): /mine {row.id} later when:2031-03-08T09:00" in offered
    assert [channel for channel, _nonce, _text in post.posts] == ["user:1", "user:1"]
    assert f"See: the message ({link})" in post.posts[1][2]


async def test_closed_direct_messages_fall_back_to_the_channel_where_it_was_asked(either_database: Database) -> None:
    for hour in ("10:00", "11:00"):
        line = f"/my remind 2031-03-07T{hour} about:call"
        asked(either_database, line, now=_NOW, desk=SERVER, asker=_IN_NEWS)
    post = Post(closed={"user:1"})
    courier = _courier(either_database, post)

    await tick(courier, now=_at("2031-03-07T09:00"))
    await tick(courier, now=_at("2031-03-07T10:00"))

    assert [channel for channel, _nonce, _text in post.posts] == ["77", "77"]
    assert "Posted here: Cannot send messages to this user (403/50007)." in post.posts[0][2]
    assert [row.state for row in _own(either_database)] == ["sent", "sent"]


async def test_without_a_channel_to_fall_back_to_it_is_kept_and_can_be_tried_again(database: Database) -> None:
    asked(database, "/my remind 2031-03-07T10:00 about:call", now=_NOW, desk=SERVER, asker=ANN)
    post = Post(closed={"user:1"})
    await tick(_courier(database, post), now=_at("2031-03-07T09:00"))
    later = _at("2031-03-07T12:00")
    [row] = _own(database)

    listed = asked(database, "/my reminders", now=later, desk=SERVER, asker=ANN)
    post.closed.clear()
    asked(database, f"/mine {row.id} retry", now=later, desk=SERVER, asker=ANN)
    await tick(_courier(database, post), now=later)

    assert "Could not be delivered, kept: 1" in listed
    assert "call: Cannot send messages to this user (403/50007)." in listed
    assert "Late: it was due earlier" in post.posts[0][2]


async def test_what_falls_into_a_desks_quiet_hours_comes_as_one_message_at_their_end(
    either_database: Database,
) -> None:
    dates = ({"id": f"D{n}", "when": "2031-03-05"} for n in range(1, 4))
    _desk(either_database, *dates, learnt="2031-03-01T05:00")
    said = asked(either_database, "/setup quiet:22:00-10:30", now=_NOW, desk=SERVER)
    post = Post()

    await _live(either_database, post, "2031-03-05T08:00", "2031-03-05T08:05")
    held = len(post.posts)
    await tick(_courier(either_database, post), now=_at("2031-03-05T09:30"))

    assert "Quiet hours: 22:00-10:30; what falls due then comes as one message at the end; so do digests" in said
    assert held == 0
    [(channel, _nonce, message)] = post.posts
    assert channel == "news"
    assert message.startswith("Three dates to check\n")
    assert "held until the quiet hours were over" in message
    assert "Expected now: Thing D2, 5 March ¹  D2" in message
    assert {row.state for row in _due(either_database) if row.occasion == "opening 2031-03-05"} == {"sent"}


async def test_one_held_message_is_the_usual_one_with_a_note(database: Database) -> None:
    _desk(database, {"id": "D1", "when": "2031-03-05"}, learnt="2031-03-01T05:00")
    asked(database, "/setup quiet:22:00-10:30", now=_NOW, desk=SERVER)
    post = Post()

    await tick(_courier(database, post), now=_at("2031-03-05T09:30"))

    assert "Note: due 5 March 2031, 08:00 UTC, held until the quiet hours were over" in post.posts[0][2]
    assert "[Happened] [Did not]" in post.posts[0][2]


def test_taking_quiet_hours_back_brings_what_they_held_to_its_own_time(database: Database) -> None:
    _desk(database, {"id": "D1", "when": "2031-03-05"}, learnt="2031-03-01T05:00")
    asked(database, "/setup quiet:22:00-10:30", now=_NOW, desk=SERVER)
    asked(database, "/setup quiet:off", now=_NOW, desk=SERVER)

    [row] = [row for row in _due(database) if row.occasion == "opening 2031-03-05"]
    assert f"{row.due_at:%H:%M} {row.detail}" == "08:00 "


async def test_ones_own_quiet_hours_hold_what_comes_in_person_in_ones_own_zone(database: Database) -> None:
    asked(database, "/my remind 2031-03-07T23:30 about:call", now=_NOW, desk=SERVER, asker=ANN)
    asked(database, "/my zone Europe/London", now=_NOW, desk=SERVER, asker=ANN)
    said = asked(database, "/my quiet hours:22:00-07:00", now=_NOW, desk=SERVER, asker=ANN)
    more = asked(database, "/my remind 2031-03-07T23:45 about:write", now=_NOW, desk=SERVER, asker=ANN)
    post = Post()

    await tick(_courier(database, post), now=_at("2031-03-08T06:59"))
    held = len(post.posts)
    await tick(_courier(database, post), now=_at("2031-03-08T07:00"))

    assert "Your zone: Europe/London, UTC+0, now" in said
    assert "Your quiet hours: 22:00-07:00" in said
    assert "It would fall into your quiet hours, so it comes at their end." in more
    assert held == 0
    assert [message.partition("\n")[0] for _channel, _nonce, message in post.posts] == ["2 messages from quiet hours"]


@pytest.mark.parametrize("hours", ["22", "25:00-07:00", "07:00-07:00", "late"])
def test_hours_that_are_none_are_refused(database: Database, hours: str) -> None:
    with pytest.raises(UserError, match="hours:22:00-07:00, or hours:off"):
        asked(database, f"/my quiet hours:{hours}", now=_NOW, desk=SERVER, asker=ANN)


async def test_whoever_chose_a_channel_is_told_once_in_person_when_it_is_gone(either_database: Database) -> None:
    dates = ({"id": f"D{n}", "when": f"2031-03-0{n + 4}"} for n in range(1, 4))
    _desk(either_database, *dates, learnt="2031-03-01T05:00")
    post = Post(closed={"news"})

    await _live(either_database, post, "2031-03-05T08:00", "2031-03-08T12:00")

    told = [message for channel, _nonce, message in post.posts if channel == "user:1"]
    assert len(told) == 1
    assert told[0].startswith("A channel takes no messages\n")
    assert {row.state for row in _due(either_database) if row.kind == "reminder"} <= {"parked", "waiting"}


def test_a_person_has_a_limit_of_reminders_and_is_told_in_time(either_database: Database) -> None:
    many = [
        Due(
            "42",
            "",
            "1",
            f"asked {n}",
            "user:1",
            _at("2031-03-07T10:00").replace(tzinfo=None),
            "UTC",
            _at("2031-03-07T10:00"),
            kind="own",
            detail=_DETAIL,
        )
        for n in range(MOST_OWN)
    ]
    with either_database.writing() as connection:
        add_all_due(connection, many)

    with pytest.raises(UserError, match="You have 200 reminders waiting, as many as one person may"):
        asked(either_database, "/my remind 2031-03-08T10:00 about:call", now=_NOW, desk=SERVER, asker=ANN)
    asked(either_database, "/my remind 2031-03-08T10:00 about:call", now=_NOW, desk=SERVER, asker=BEN)

    assert len(_own(either_database, "2")) == 1


def test_drafts_that_nobody_saves_have_a_limit_too(database: Database) -> None:
    for n in range(2 * MOST_OWN):
        asked(database, f"/my remind tomorrow about:“call {n}”", now=_NOW, desk=SERVER, asker=ANN)

    with pytest.raises(UserError, match="You have begun 400 reminders"):
        asked(database, "/my remind tomorrow about:call", now=_NOW, desk=SERVER, asker=ANN)
