"""Reminders: planned, posted once, retried, parked, answered."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy.exc

from bot.asking import UserError
from bot.blocks import Answer
from bot.delivery.messages import MESSAGES
from bot.delivery.scheduler import Clock, Courier, plan_all, tick
from bot.terminal import text
from bot.transport import PostError
from db.desk.desks import Desk, ReminderChannel, replace_desk, replace_reminder_channel
from db.loading.dossiers import replace_dossier
from db.outbox.claims import MOST_UNRECORDED, claim_due, settle_unrecorded
from db.outbox.outbox import UNRECORDED, Due, add_all_due, add_due, list_due
from db.storage.database import Database, DatabaseError
from tests.asking import ANN, BEN, asked
from tests.builders import replaced, tiny

SERVER = Desk("42", "Europe/Berlin", "09:00")


@dataclass
class Channel:
    """A channel in memory that shows each nonce once, and can be told to fail."""

    posts: list[tuple[str, str, str]] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    tries: int = 0

    async def post(self, channel: str, answer: Answer, *, nonce: str) -> str:
        self.tries += 1
        if self.failures:
            raise self.failures.pop(0)
        known = [one for one in self.posts if one[1] == nonce]
        if not known:
            self.posts.append((channel, nonce, text.plain(answer, zone="UTC")))
        return f"message-{nonce}"


def _at(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=UTC)


def _desk(database: Database, *, learnt: str) -> None:
    """Load the tiny dossier for a server's channel at a moment."""
    with database.writing() as connection:
        replace_dossier(connection, tiny(), now=_at(learnt), actor="test")
        replace_desk(connection, SERVER)
        replace_reminder_channel(connection, ReminderChannel("42", "ferry", "news"), actor="1", now=_at(learnt))
    with database.writing() as connection:
        plan_all(connection, now=_at(learnt), desk=SERVER)


def _due(database: Database) -> list[Due]:
    with database.reading() as connection:
        return list_due(connection, desk="42", dossier="ferry")


def _courier(database: Database, channel: Channel, owner: str = "one") -> Courier:
    return Courier(database, SERVER, channel.post, owner=owner)


async def _live(database: Database, channel: Channel, first: str, last: str) -> None:
    clock = Clock(_courier(database, channel))
    now = _at(first)
    while now <= _at(last):
        await clock.ring(now)
        now += timedelta(hours=3)


async def test_a_reminder_says_what_was_expected_in_whose_words_from_where(either_database: Database) -> None:
    _desk(either_database, learnt="2031-03-01T05:00")
    channel = Channel()

    await tick(_courier(either_database, channel), now=_at("2031-03-01T08:00"))

    assert channel.posts == [
        (
            "news",
            channel.posts[0][1],
            "Expected now: Meeting of the two towns\n"
            "28 February – 7 March: “within a week” – Ada Vane, 28 February* ¹  D1\n"
            "[Happened] [Did not] [Moved] [Unclear] [Later] [More]\n"
            "\n"
            "¹ Morning Post, 1 March · * worked out, not printed\n",
        )
    ]


async def test_each_reminder_of_the_ferry_comes_once(either_database: Database) -> None:
    _desk(either_database, learnt="2031-03-01T05:00")
    channel = Channel()

    await _live(either_database, channel, "2031-03-01T05:00", "2031-03-20T12:00")

    rows = [(row.item, row.occasion, f"{row.due_at:%d %H:%M}", row.state) for row in _due(either_database)]
    assert rows == [
        ("D1", "opening 2031-02-28", "01 08:00", "sent"),
        ("D1", "closing 2031-03-07", "08 08:00", "sent"),
        # its outcome is told by a source that may come out any day from the 10th on: that silences nothing
        ("D2", "opening 2031-03-12", "12 08:00", "sent"),
        ("D2", "closing 2031-03-12", "13 08:00", "sent"),
    ]
    assert len(channel.posts) == 4


async def test_an_outcome_from_a_source_of_certain_day_silences_the_reminder(database: Database) -> None:
    _desk(database, learnt="2031-03-01T05:00")
    with database.writing() as connection:
        dossier = replaced("sources", "late", published="2031-03-12")
        replace_dossier(connection, dossier, now=_at("2031-03-01T06:00"), actor="test")
    channel = Channel()

    await _live(database, channel, "2031-03-01T05:00", "2031-03-20T12:00")

    assert [row.occasion for row in _due(database) if row.item == "D2" and row.state == "sent"] == []


async def test_what_was_past_when_loaded_is_never_fired(database: Database) -> None:
    _desk(database, learnt="2031-05-01T05:00")
    channel = Channel()

    await _live(database, channel, "2031-05-01T05:00", "2031-05-04T05:00")

    assert channel.posts == []
    assert "overdue, nothing recorded" in asked(database, "/status", now=_at("2031-05-04T05:00"), desk=SERVER)


def test_planning_again_every_day_does_not_push_a_late_opening_on(database: Database) -> None:
    _desk(database, learnt="2031-03-01T09:00")

    for hour in range(9, 24):
        with database.writing() as connection:
            plan_all(connection, now=_at(f"2031-03-01T{hour:02}:30"), desk=SERVER)

    openings = [row for row in _due(database) if row.occasion == "opening 2031-02-28"]
    assert [f"{row.due_at:%Y-%m-%dT%H:%M}" for row in openings] == ["2031-03-02T08:00"]


async def test_what_came_due_while_the_bot_was_down_is_sent_and_marked_late(database: Database) -> None:
    _desk(database, learnt="2031-03-01T05:00")
    channel = Channel()

    await Clock(_courier(database, channel)).ring(_at("2031-03-04T05:00"))

    assert len(channel.posts) == 1
    assert "Note: Late: it was due earlier" in channel.posts[0][2]


async def test_a_passing_fault_is_tried_again_and_a_lasting_one_parked(either_database: Database) -> None:
    _desk(either_database, learnt="2031-03-01T05:00")
    channel = Channel(failures=[PostError("no answer", permanent=False), PostError("no right", permanent=True)])
    courier = _courier(either_database, channel)

    await tick(courier, now=_at("2031-03-01T08:00"))
    await tick(courier, now=_at("2031-03-01T08:00") + timedelta(milliseconds=900))
    waiting = _due(either_database)
    await tick(courier, now=_at("2031-03-01T08:00") + timedelta(seconds=2))
    await tick(courier, now=_at("2031-03-01T09:00"))

    assert (waiting[0].state, waiting[0].reason, waiting[0].attempts) == ("waiting", "no answer", 1)
    parked = _due(either_database)[0]
    assert (parked.state, parked.reason, channel.tries) == ("parked", "no right", 2)
    assert "Could not be posted, kept: 1" in asked(either_database, "/setup", desk=SERVER)


async def test_what_is_parked_does_not_come_back_once_its_date_was_answered(either_database: Database) -> None:
    _desk(either_database, learnt="2031-03-01T05:00")
    channel = Channel(failures=[PostError("no right", permanent=True, channel=True)])
    await tick(_courier(either_database, channel), now=_at("2031-03-01T08:00"))

    asked(either_database, "/outcome D1 did-not-happen", now=_at("2031-03-01T09:00"), desk=SERVER)
    await _live(either_database, channel, "2031-03-01T10:00", "2031-03-20T12:00")

    assert _due(either_database)[0].state == "cancelled"
    assert not any("Meeting of the two towns" in text.splitlines()[0] for _, _, text in channel.posts)


@pytest.mark.parametrize(("given", "expected"), [(["withdrawn"], "cancelled"), (["withdrawn", "unclear"], "sent")])
async def test_what_is_answered_while_discord_refuses_it_is_not_tried_again(
    either_database: Database, given: list[str], expected: str
) -> None:
    _desk(either_database, learnt="2031-03-01T05:00")
    mended, now = Channel(), _at("2031-03-01T08:00")

    async def answered_meanwhile(channel: str, answer: Answer, *, nonce: str) -> str:
        for kind in given:
            asked(either_database, f"/outcome D1 {kind}", now=now, desk=SERVER)
        raise PostError("Discord answered 503.", permanent=False, certain=True)

    await tick(Courier(either_database, SERVER, answered_meanwhile, owner="one"), now=now)
    await tick(_courier(either_database, mended), now=now + timedelta(minutes=2))

    assert [row.state for row in _due(either_database) if row.occasion == "opening 2031-02-28"] == [expected]
    assert len(mended.posts) == (expected == "sent")


async def test_what_was_shown_unknown_to_us_and_is_cancelled_and_wanted_again_is_not_posted_twice(
    either_database: Database,
) -> None:
    _desk(either_database, learnt="2031-03-01T05:00")
    shown: list[str] = []
    now = _at("2031-03-01T08:00")

    async def answer_lost(channel: str, answer: Answer, *, nonce: str) -> str:
        shown.append(answer.mark)
        raise PostError("no answer", permanent=False)

    async def look(channel: str, *, mark: str, since: datetime) -> str:
        return "9001" if mark in shown and since <= now else ""

    await tick(Courier(either_database, SERVER, answer_lost, owner="one"), now=now)
    for minutes, kind in enumerate(["withdrawn", "unclear"], start=2):
        asked(either_database, f"/outcome D1 {kind}", now=now + timedelta(minutes=minutes), desk=SERVER)
    channel = Channel()
    again = Courier(either_database, SERVER, channel.post, owner="one", look=look)
    await tick(again, now=now + timedelta(days=1))

    [row] = [row for row in _due(either_database) if row.occasion == "opening 2031-02-28"]
    assert (row.state, row.message) == ("sent", "9001")
    assert (len(shown), channel.posts) == (1, [])


async def test_two_workers_at_once_post_each_reminder_once(either_database: Database) -> None:
    _desk(either_database, learnt="2031-03-01T05:00")
    channel = Channel()
    couriers = [_courier(either_database, channel, owner) for owner in ("one", "two", "three")]

    await asyncio.gather(*(tick(courier, now=_at("2031-03-01T08:00")) for courier in couriers))

    assert channel.tries == 1


async def test_planning_twice_at_once_owes_each_reminder_once(either_database: Database) -> None:
    _desk(either_database, learnt="2031-02-01T05:00")
    now = _at("2031-03-01T05:00")

    await asyncio.gather(*(either_database.write(plan_all, now=now, desk=SERVER) for _ in range(4)))

    rows = [(row.item, row.occasion) for row in _due(either_database)]
    assert sorted(rows) == [("D1", "closing 2031-03-07"), ("D1", "opening 2031-02-28")]


async def test_a_dead_workers_claim_is_posted_again_under_the_same_nonce(either_database: Database) -> None:
    _desk(either_database, learnt="2031-03-01T05:00")

    class Killed(BaseException):
        pass

    news = Channel()
    posted = news.post

    async def post_and_die(channel: str, answer: Answer, *, nonce: str) -> str:
        await posted(channel, answer, nonce=nonce)
        raise Killed

    with pytest.raises(Killed):
        await tick(Courier(either_database, SERVER, post_and_die, owner="one"), now=_at("2031-03-01T08:00"))
    await tick(_courier(either_database, news, "two"), now=_at("2031-03-01T08:00") + timedelta(seconds=29))
    assert news.tries == 1
    await tick(_courier(either_database, news, "two"), now=_at("2031-03-01T08:00") + timedelta(seconds=30))

    assert news.tries == 2
    assert len(news.posts) == 1
    assert _due(either_database)[0].state == "sent"


def test_what_is_let_go_of_without_a_record_is_claimed_again_but_not_for_ever(either_database: Database) -> None:
    _desk(either_database, learnt="2031-03-01T05:00")
    lease, now = timedelta(seconds=30), _at("2031-03-01T08:00")
    for _ in range(MOST_UNRECORDED):
        with either_database.writing() as connection:
            [claimed] = claim_due(connection, now=now, owner="one", lease=lease, limit=9, local=False)
            now += timedelta(seconds=31)
            held = settle_unrecorded(connection, now=now, owner="one", lease=lease, held=[claimed.id])
            freed = settle_unrecorded(connection, now=now, owner="one", lease=lease, held=[])
        assert (held, freed) == (0, 1)

    [row] = [one for one in _due(either_database) if one.attempts]
    assert (row.state, row.reason) == ("parked", UNRECORDED)
    assert "Posted, perhaps" in asked(either_database, "/setup", now=now, desk=SERVER, asker=ANN)


def test_many_of_one_desk_leave_half_of_a_claim_to_others(either_database: Database) -> None:
    now, lease = _at("2031-03-01T08:00"), timedelta(seconds=30)
    owed = [("flood", f"F{number}", 10) for number in range(40)] + [("calm", f"C{number}", 1) for number in range(3)]
    with either_database.writing() as connection:
        for desk, item, minutes in owed:
            at = now - timedelta(minutes=minutes)
            add_due(connection, Due(desk, "", item, item, f"channel {item}", at.replace(tzinfo=None), "UTC", at))
        claimed = claim_due(connection, now=now, owner="one", lease=lease, limit=10, local=False)

    assert [row.item for row in claimed] == [*(f"F{number}" for number in range(7)), "C0", "C1", "C2"]


async def test_a_press_is_recorded_with_actor_and_time_and_the_second_is_told(
    either_database: Database,
) -> None:
    _desk(either_database, learnt="2031-03-01T05:00")
    await tick(_courier(either_database, Channel()), now=_at("2031-03-01T08:00"))
    pressed = _at("2031-03-02T10:00")

    said = asked(either_database, "/due 1 happened basis:morning", now=pressed, desk=SERVER, asker=ANN)
    with pytest.raises(UserError, match="ann already answered “happened” for D1 on 2 March 2031, 10:00 UTC"):
        asked(either_database, "/due 1 not", now=pressed + timedelta(minutes=1), desk=SERVER, asker=BEN)

    line = "This desk's answer: happened – recorded by ann, 2 March 2031, 11:00 Europe/Berlin; basis: morning [morning]"
    assert said.startswith("Happened – ann, 2 March\n")
    assert "Basis: morning ¹\n" in said
    assert "/due 1 not" not in said
    status = asked(either_database, "/status", now=pressed, desk=SERVER)
    assert "D1, Meeting of the two towns\n" in status
    assert line in status
    rows = _due(either_database)
    assert [row.state for row in rows if (row.item, row.kind) == ("D1", "reminder")] == ["sent", "cancelled"]


def test_the_same_press_twice_records_one_answer(database: Database) -> None:
    _desk(database, learnt="2031-03-01T05:00")
    at = _at("2031-03-02T10:00")

    said = [asked(database, "/due 1 unclear", now=at, desk=SERVER, request="interaction-7") for _ in range(3)]

    assert [one.count("Unclear – ann, 2 March; no basis given") for one in said] == [1, 1, 1]


def test_a_press_from_another_server_finds_nothing(database: Database) -> None:
    _desk(database, learnt="2031-03-01T05:00")

    with pytest.raises(UserError, match="There is no reminder 1 here"):
        asked(database, "/due 1 happened", desk=Desk("43", "UTC", "09:00"))


def test_moved_keeps_the_old_window_and_reminds_of_the_new_one(database: Database) -> None:
    _desk(database, learnt="2031-03-01T05:00")

    said = asked(database, "/due 1 moved to:2031-03-15", now=_at("2031-03-02T10:00"), desk=SERVER)

    assert said.startswith("Moved – ann, 2 March\n")
    assert "To 15 March; no basis given\n" in said
    assert "Meeting of the two towns, expected 28 February – 7 March: “within a week”" in said
    rows = {row.occasion: row.state for row in _due(database) if row.item == "D1"}
    assert rows == {
        "opening 2031-02-28": "cancelled",
        "closing 2031-03-07": "cancelled",
        "opening 2031-03-15": "waiting",
        "closing 2031-03-15": "waiting",
    }


@pytest.mark.parametrize(
    ("to", "fault"), [("", "to: moved to when?"), (" to:banana", "to:"), (" to:2031-02-30", "to:")]
)
def test_moved_needs_a_date_that_can_be_read(database: Database, to: str, fault: str) -> None:
    _desk(database, learnt="2031-03-01T05:00")

    with pytest.raises(UserError, match=fault):
        asked(database, f"/due 1 moved{to}", desk=SERVER)

    assert "nothing recorded" in asked(database, "/status", desk=SERVER)


def test_unclear_is_kept_and_the_closing_still_comes(database: Database) -> None:
    _desk(database, learnt="2031-03-01T05:00")

    asked(database, "/due 1 unclear", now=_at("2031-03-02T10:00"), desk=SERVER)

    rows = {row.occasion: row.state for row in _due(database) if row.item == "D1"}
    assert rows["closing 2031-03-07"] == "waiting"


async def test_later_asks_again_at_the_next_hour_once(database: Database) -> None:
    _desk(database, learnt="2031-03-01T05:00")
    channel = Channel()
    await tick(_courier(database, channel), now=_at("2031-03-01T08:00"))

    line = "/due 1 later when:2031-03-02T09:00"
    offered = asked(database, "/due 1 later", now=_at("2031-03-01T10:01"), desk=SERVER)
    asked(database, line, now=_at("2031-03-01T10:01"), desk=SERVER)
    said = asked(database, line, now=_at("2031-03-01T10:02"), desk=SERVER)

    assert f"Tomorrow (09:00): {line}" in offered

    assert "ann asked to be asked again on 2 March 2031, 09:00 (Europe/Berlin)." in said
    await tick(_courier(database, channel), now=_at("2031-03-02T08:00"))
    assert [post[2].splitlines()[0] for post in channel.posts] == ["Expected now: Meeting of the two towns"] * 2


def test_a_correction_by_outcome_is_kept_beside_the_first_answer(database: Database) -> None:
    _desk(database, learnt="2031-03-01T05:00")
    asked(database, "/due 1 happened basis:“the mayor”", now=_at("2031-03-02T10:00"), desk=SERVER)

    said = asked(database, "/outcome D1 did-not-happen basis:“a call”", now=_at("2031-03-03T10:00"), desk=SERVER)

    assert "happened – recorded by ann, 2 March 2031" in said
    assert "did not happen – recorded by ann, 3 March 2031, 11:00 Europe/Berlin; own word: a call" in said


def test_setting_another_hour_moves_what_is_owed(database: Database) -> None:
    _desk(database, learnt="2031-03-01T05:00")

    asked(database, "/setup zone:America/New_York hour:07:30", now=_at("2031-03-02T05:00"), desk=SERVER)

    closing = next(row for row in _due(database) if row.occasion == "closing 2031-03-07")
    assert f"{closing.due_at:%Y-%m-%dT%H:%M}" == "2031-03-08T12:30"


def test_a_request_delivered_twice_changes_nothing_and_is_answered_as_before(either_database: Database) -> None:
    _desk(either_database, learnt="2031-03-01T05:00")
    at, line = _at("2031-03-02T10:00"), "/due 1 moved to:2031-03-15"

    first = asked(either_database, line, now=at, desk=SERVER, request="interaction-8")
    asked(either_database, "/outcome D1 unclear", now=at + timedelta(minutes=1), desk=SERVER)
    again = asked(either_database, line, now=at + timedelta(minutes=2), desk=SERVER, request="interaction-8")

    assert again == first


async def test_what_was_parked_goes_out_once_somebody_says_so(either_database: Database) -> None:
    _desk(either_database, learnt="2031-03-01T05:00")
    channel = Channel(failures=[PostError("No right there.", permanent=True, channel=True)])
    courier = _courier(either_database, channel)
    await tick(courier, now=_at("2031-03-01T08:00"))

    panel = asked(either_database, "/setup", now=_at("2031-03-01T08:05"), desk=SERVER)
    after = asked(either_database, "/setup retry:yes", now=_at("2031-03-01T08:05"), desk=SERVER)
    await tick(courier, now=_at("2031-03-01T08:06"))

    assert (
        "Channels that take no messages\n  channel news: No right there. Since 1 March 2031, 09:00 Europe/Berlin\n"
        in panel
    )
    assert "Try again: /setup retry:yes" in panel
    assert "Try again" not in after
    assert [post[0] for post in channel.posts if post[0] != "user:1"] == ["news"]  # who chose the channel is told


async def test_many_that_are_late_come_as_one_message(either_database: Database) -> None:
    _desk(either_database, learnt="2031-03-01T05:00")
    channel = Channel()

    await tick(_courier(either_database, channel), now=_at("2031-03-08T12:00"))

    assert channel.posts[0][2].startswith(
        "Did it happen? Meeting of the two towns\nNote: Late: it was due earlier, but could not be posted then.\n"
    )
    assert [(row.state, row.message) for row in _due(either_database) if row.item == "D1"] == [
        ("sent", "message-" + channel.posts[0][1])
    ] * 2


async def test_late_ones_that_were_tried_together_are_tried_together_again(either_database: Database) -> None:
    _desk(either_database, learnt="2031-03-01T05:00")
    channel = Channel(failures=[PostError("no answer", permanent=False)])
    courier = _courier(either_database, channel)
    now = _at("2031-03-08T12:00")

    await tick(courier, now=now)
    with either_database.writing() as connection:
        rows = list_due(connection, desk="42", dossier="ferry")
        third = replace(rows[0], occasion="later 2031-03-08", due_at=_at("2031-03-08T10:00"), nonce="")
        add_due(connection, third)
    await tick(courier, now=now + timedelta(seconds=2))

    assert [post[2].splitlines()[0] for post in channel.posts] == ["Did it happen? Meeting of the two towns"] * 2
    assert [row.nonce for row in _due(either_database)[:2]] == [channel.posts[0][1]] * 2
    assert {row.state for row in _due(either_database) if row.due_at < now} == {"sent"}


async def test_a_message_nobody_here_can_word_is_kept_with_the_reason(either_database: Database) -> None:
    _desk(either_database, learnt="2031-03-01T05:00")
    with either_database.writing() as connection:
        row = list_due(connection, desk="42", dossier="ferry")[0]
        add_due(connection, replace(row, kind="from-the-future"))
        add_due(connection, replace(row, kind="notice", detail="{not json"))
    channel = Channel()

    await tick(_courier(either_database, channel), now=_at("2031-03-01T08:00"))

    reasons = {row.kind: (row.state, row.reason) for row in _due(either_database) if row.state == "parked"}
    assert reasons["from-the-future"][0] == "parked"
    assert "knows no message of the kind “from-the-future”" in reasons["from-the-future"][1]
    assert reasons["notice"][1].startswith("The message could not be worded (JSONDecodeError:")
    assert len(channel.posts) == 1


async def test_a_database_that_fails_while_a_message_is_worded_parks_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    _desk(database, learnt="2031-03-01T05:00")
    channel = Channel()

    def fail(*_: object, **__: object) -> Answer:
        raise sqlalchemy.exc.OperationalError("SELECT", {}, Exception("disk I/O error"))

    with monkeypatch.context() as broken:
        broken.setitem(MESSAGES, "reminder", fail)
        with pytest.raises(DatabaseError, match="disk I/O error"):
            await tick(_courier(database, channel), now=_at("2031-03-01T08:00"))
    await tick(_courier(database, channel), now=_at("2031-03-01T08:01"))

    assert [post[0] for post in channel.posts] == ["news"]


def test_what_a_desk_is_owed_goes_before_a_flood_of_peoples_own(either_database: Database) -> None:
    at = datetime(2031, 3, 1, 9, tzinfo=UTC)
    own = [_owed(at, f"p{number}", channel=f"user:{number}", kind="own") for number in range(40)]
    desks = [
        _owed(at + timedelta(seconds=1), f"D{number}", channel=f"c{number}", kind="reminder") for number in range(9)
    ]
    with either_database.writing() as connection:
        add_all_due(connection, [*own, *desks])
        claimed = claim_due(
            connection, now=at + timedelta(minutes=1), owner="one", lease=timedelta(minutes=1), limit=12, local=False
        )

    assert Counter(due.kind for due in claimed) == {"reminder": 9, "own": 3}


def _owed(at: datetime, item: str, *, channel: str, kind: str) -> Due:
    return Due("1", "", item, "asked", channel, at.replace(tzinfo=None), "UTC", at, kind=kind)
