"""More than three reminders of one hour come as one message, and each row keeps its own mark, state and press."""

import json
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from bot.blocks import Answer, Choice
from bot.commands import dispatch, parser
from bot.delivery.dispatcher import BATCH
from bot.delivery.messages import HOURLY, TOGETHER
from bot.delivery.scheduler import Courier, tick
from bot.terminal import text
from bot.transport import PostError, mark_of
from db.outbox.claims import claim_due, retry_parked, take_back_all
from db.outbox.outbox import Due, add_due, cancel_due, list_due
from db.storage.backups import Restoration
from db.storage.database import Database
from tests.asking import ANN, BEN, asked
from tests.delivery.test_scheduler import SERVER, _at
from tests.tracking.test_ledger import _desk

_RINGS = _at("2031-03-05T08:00")
_OPENING = "opening 2031-03-05"


@dataclass
class Shown:
    """A message that can be seen."""

    id: str
    channel: str
    nonce: str
    answer: Answer

    @property
    def said(self) -> str:
        return text.plain(self.answer, zone="UTC")

    @property
    def marks(self) -> list[str]:
        return self.answer.mark.split()


@dataclass
class Discord:
    """Channels in memory: a nonce is shown once, a mark is found; the next posts fail as told, before or after."""

    shown: list[Shown] = field(default_factory=list)
    before: list[PostError | None] = field(default_factory=list)
    after: list[PostError | None] = field(default_factory=list)
    closed: set[str] = field(default_factory=set)
    tries: int = 0
    looks: int = 0

    async def post(self, channel: str, answer: Answer, *, nonce: str) -> str:
        self.tries += 1
        assert len(nonce) <= 25  # Discord takes no longer ones
        if channel in self.closed:
            raise PostError("Cannot send messages to this user (403/50007).", permanent=True, channel=True)
        if self.before and (error := self.before.pop(0)):
            raise error
        known = next((one for one in self.shown if one.nonce == nonce), None)
        if known is None:
            known = Shown(f"m{len(self.shown) + 1}", channel, nonce, answer)
            self.shown.append(known)
        if self.after and (error := self.after.pop(0)):
            raise error
        return known.id

    async def look(self, channel: str, *, mark: str, since: datetime) -> str:
        assert since.tzinfo
        self.looks += 1
        return next((one.id for one in self.shown if one.channel == channel and mark in one.marks), "")

    def times(self) -> Counter[str]:
        """Count how often each row is shown."""
        return Counter(mark for one in self.shown for mark in one.marks)


_LOST = PostError("Discord did not answer.", permanent=False)
_REFUSED = PostError("Discord refused it: Invalid Form Body (400/50035).", permanent=True)


def _owing(database: Database, many: int) -> None:
    """Owe so many reminders of one hour."""
    _desk(database, *({"id": f"D{n}", "when": "2031-03-05"} for n in range(1, many + 1)), learnt="2031-03-01T05:00")


def _rows(database: Database, kind: str = "reminder") -> list[Due]:
    with database.reading() as connection:
        return [row for row in list_due(connection, desk="42", dossier="ferry", kind=kind) if _OPENING in row.occasion]


async def _tick(database: Database, discord: Discord, *, after: float = 0.0) -> None:
    courier = Courier(database, SERVER, discord.post, owner=f"bot {after}", look=discord.look)
    await tick(courier, now=_RINGS + timedelta(seconds=after))


def _sent_once(database: Database, discord: Discord, many: int) -> None:
    """Each row is shown once, and says in which message."""
    rows = _rows(database)
    where = {mark: one.id for one in discord.shown for mark in one.marks}
    assert discord.times() == {mark_of(row.id): 1 for row in rows}
    assert [(row.state, row.message) for row in rows] == [("sent", where[mark_of(row.id)]) for row in rows]
    assert len(rows) == many


def _press(database: Database, line: str, *, asker: object = ANN) -> Answer:
    name, options = parser.parse(line)
    now = _RINGS + timedelta(hours=1)
    return dispatch.ask(database, name, options, now=now, desk=SERVER, asker=asker, request=line)  # type: ignore[arg-type]


@pytest.mark.parametrize(("many", "sizes"), [(3, [1, 1, 1]), (4, [4]), (10, [10]), (13, [10, 3])])
async def test_up_to_three_come_one_by_one_and_more_as_messages_of_ten(
    either_database: Database, many: int, sizes: list[int]
) -> None:
    _owing(either_database, many)
    discord = Discord()

    await _tick(either_database, discord)

    assert [len(one.marks) for one in discord.shown] == sizes
    _sent_once(either_database, discord, many)


async def test_a_joint_message_has_a_row_and_a_press_for_each(either_database: Database) -> None:
    _owing(either_database, 4)
    discord = Discord()

    await _tick(either_database, discord)

    rows = _rows(either_database)
    lines = "".join(f"Expected now: Thing D{n}, 5 March ¹  D{n}\n" for n in range(1, 5))
    presses = " ".join(f"[Answer D{n}]" for n in range(1, 5))
    assert discord.shown[0].said == f"Four dates to check\n{lines}{presses}\n\n¹ Morning Post, 1 March\n"
    asked_of = [block.line for block in discord.shown[0].answer.blocks if isinstance(block, Choice)]
    assert asked_of == [f"/due {row.id} answer" for row in rows]


async def test_a_press_asks_of_its_row_alone_and_its_answer_is_shown_in_the_row(either_database: Database) -> None:
    _owing(either_database, 4)
    discord = Discord()
    await _tick(either_database, discord)
    second, third = _rows(either_database)[1:3]

    asking = _press(either_database, f"/due {second.id} answer")
    first = _press(either_database, f"/due {second.id} happened basis:“Morning Post, 5 March”")
    both = _press(either_database, f"/due {third.id} not", asker=BEN)

    assert (asking.title, asking.aside, asking.posted) == ("Expected now: Thing D2", True, "")
    assert f"/due {second.id} happened" in [one.line for one in asking.blocks if isinstance(one, Choice)]
    said = text.plain(both, zone="UTC")
    assert first.title == "Four dates, one answered"
    assert said.startswith("Four dates, two answered\nExpected now: Thing D1, 5 March ¹  D1\n")
    assert (
        "Happened – ann, 5 March: Thing D2, expected 5 March ¹; basis: Morning Post, 5 March ¹  D2\n"
        "Did not happen – ben, 5 March: Thing D3, expected 5 March ¹; no basis given  D3\n"
        "Expected now: Thing D4, 5 March ¹  D4\n"
        "[Answer D1] [Answer D4]\n"
    ) in said
    # the message that all see is changed, and is still found by each of its marks
    assert both.posted == "news/m1"
    assert both.mark == discord.shown[0].answer.mark
    with pytest.raises(Exception, match="ann already answered “happened” for D2"):
        _press(either_database, f"/due {second.id} not", asker=BEN)


async def test_all_answered_it_asks_no_more(database: Database) -> None:
    _owing(database, 4)
    await _tick(database, Discord())

    *_, last = [_press(database, f"/due {row.id} not") for row in _rows(database)]

    assert (last.title, last.state) == ("Four dates, all answered", "answered")
    assert [block for block in last.blocks if isinstance(block, Choice)] == []


async def test_what_may_be_claimed_parts_no_hour(either_database: Database) -> None:
    """Where a platform takes few messages a second, few rows are claimed: never a part of what goes out together."""
    _owing(either_database, 12)
    claims = []
    for _ in range(2):
        with either_database.writing() as connection:
            claims.append(
                claim_due(
                    connection,
                    now=_RINGS,
                    owner="one",
                    lease=timedelta(seconds=30),
                    limit=2,
                    local=False,
                    together=TOGETHER,
                    hourly=HOURLY,
                )
            )

    assert [len({due.nonce for due in claimed}) for claimed in claims] == [2, 0]
    assert sorted(Counter(due.nonce for due in claims[0]).values()) == [2, 10]


async def test_an_answer_that_was_lost_doubles_no_row(either_database: Database) -> None:
    _owing(either_database, 5)
    discord = Discord(after=[_LOST])

    await _tick(either_database, discord)
    unmarked = {row.state for row in _rows(either_database)}
    await _tick(either_database, discord, after=5)

    assert unmarked == {"waiting"}
    assert (discord.tries, discord.looks) == (2, 0)
    _sent_once(either_database, discord, 5)


async def test_beyond_the_nonce_it_is_looked_for_by_its_mark(either_database: Database) -> None:
    _owing(either_database, 5)
    discord = Discord(after=[_LOST])

    await _tick(either_database, discord)
    await _tick(either_database, discord, after=600)

    assert (discord.tries, discord.looks) == (1, 1)
    _sent_once(either_database, discord, 5)


async def test_killed_after_the_claim_the_same_rows_go_out_together_again(either_database: Database) -> None:
    _owing(either_database, 5)
    with either_database.writing() as connection:
        claimed = claim_due(
            connection,
            now=_RINGS,
            owner="dead",
            lease=timedelta(seconds=30),
            limit=BATCH,
            local=False,
            hourly=HOURLY,
        )
    with either_database.writing() as connection:  # meanwhile one more of the same hour comes due
        take_back_all(connection)
        more = replace(_rows(either_database)[0], item="D9", due_at=_RINGS + timedelta(seconds=1), nonce="")
        add_due(connection, more)
    discord = Discord()

    await _tick(either_database, discord, after=2)

    assert [len(one.marks) for one in discord.shown] == [5, 1]
    assert discord.shown[0].nonce == claimed[0].nonce
    _sent_once(either_database, discord, 6)


async def test_refused_as_one_message_they_go_out_one_by_one(either_database: Database) -> None:
    _owing(either_database, 5)
    discord = Discord(before=[_REFUSED])

    await _tick(either_database, discord)
    for second in range(1, 4):
        await _tick(either_database, discord, after=second)

    assert [len(one.marks) for one in discord.shown] == [1] * 5
    _sent_once(either_database, discord, 5)


async def test_refused_after_an_answer_was_lost_it_is_looked_for_before_anything_goes_out_again(
    either_database: Database,
) -> None:
    _owing(either_database, 5)
    discord = Discord(after=[_LOST], before=[None, _REFUSED])

    await _tick(either_database, discord)
    await _tick(either_database, discord, after=5)

    assert (discord.tries, discord.looks) == (2, 1)
    _sent_once(either_database, discord, 5)


async def test_what_is_left_over_of_a_message_is_taken_row_by_row(either_database: Database) -> None:
    """Under the nonce of five, Discord would answer with what was told of the five."""
    _owing(either_database, 5)
    discord = Discord(after=[_LOST])
    await _tick(either_database, discord)
    third = _rows(either_database)[2]
    with either_database.writing() as connection:
        cancel_due(connection, [third.id])

    await _tick(either_database, discord, after=5)

    assert (discord.tries, discord.looks) == (1, 4)
    assert {row.state for row in _rows(either_database) if row.id != third.id} == {"sent"}
    assert set(discord.times().values()) == {1}


async def test_one_that_was_kept_back_from_a_message_is_shown_when_it_comes_again(either_database: Database) -> None:
    _owing(either_database, 5)
    discord = Discord(before=[_LOST])
    await _tick(either_database, discord)
    third = _rows(either_database)[2]
    with either_database.writing() as connection:
        cancel_due(connection, [third.id])
    await _tick(either_database, discord, after=5)
    with either_database.writing() as connection:
        from sqlalchemy import text as sql

        connection.execute(sql(f"UPDATE due SET state = 'waiting' WHERE id = {third.id}"))

    await _tick(either_database, discord, after=7)

    _sent_once(either_database, discord, 5)


async def test_a_channel_that_is_closed_keeps_them_all_until_it_is_open(either_database: Database) -> None:
    _owing(either_database, 5)
    discord = Discord(closed={"news"})

    await _tick(either_database, discord)
    parked = [row.state for row in _rows(either_database)]
    discord.closed.clear()
    with either_database.writing() as connection:
        retry_parked(connection, desk="42")
    await _tick(either_database, discord, after=60)

    assert parked == ["parked"] * 5
    assert [len(one.marks) for one in discord.shown if one.channel == "news"] == [5]
    assert {row.state for row in _rows(either_database)} == {"sent"}


async def test_late_ones_keep_their_presses(either_database: Database) -> None:
    _owing(either_database, 5)
    discord = Discord()

    await _tick(either_database, discord, after=3600)

    [message] = discord.shown
    assert "Late: it was due earlier, but could not be posted then." in message.said
    assert message.said.count("[Answer D") == 5
    _sent_once(either_database, discord, 5)


async def test_other_kinds_and_other_dossiers_are_told_apart(database: Database) -> None:
    _owing(database, 4)
    row = _rows(database)[0]
    with database.writing() as connection:
        for number in range(4):
            add_due(connection, replace(row, dossier="tram", item=f"D{number}"))
        add_due(connection, replace(row, kind="notice", detail=json.dumps({"channel": "5", "reason": "closed"})))
    discord = Discord()

    await _tick(database, discord)

    assert sorted(len(one.marks) for one in discord.shown) == [1, 4, 4]


async def test_in_person_they_come_together_and_fall_back_one_by_one_when_that_fails(
    either_database: Database,
) -> None:
    _owing(either_database, 4)
    row = _rows(either_database)[0]
    detail = json.dumps({"fallback": "news", "name": "ben"})
    with either_database.writing() as connection:
        for n in range(1, 5):
            mine = replace(row, kind="personal", item=f"D{n}", occasion=f"2: {_OPENING}", channel="user:2")
            add_due(connection, replace(mine, detail=detail))
    discord = Discord(closed={"user:2"})
    await _tick(either_database, discord)
    fallen = [(one.channel, len(one.marks), one.said.splitlines()[0]) for one in discord.shown]

    assert fallen == [("news", 4, "Four dates to check"), ("news", 4, "For you: four dates")]
    assert discord.shown[1].said.splitlines()[1].startswith("Why you get this: ben: you asked to be told")
    assert "[Answer" not in discord.shown[1].said
    assert set(discord.times().values()) == {1}
    assert {row.state for row in _rows(either_database, "personal")} == {"sent"}


async def test_after_a_backup_is_restored_each_is_looked_for_by_itself(database: Database) -> None:
    from bot.delivery.dispatcher import LEASE, Lanes
    from bot.delivery.rate_limit import unpaced
    from bot.delivery.results import Marking

    _owing(database, 5)
    discord = Discord()
    await _tick(database, discord)
    with database.writing() as connection:
        from sqlalchemy import text as sql

        connection.execute(sql("UPDATE due SET state = 'waiting', message = '', nonce = '', first_try_at = NULL"))
    later = _RINGS + timedelta(minutes=20)
    courier = Courier(database, SERVER, discord.post, owner="new", look=discord.look)
    lanes = Lanes(
        courier,
        clock=lambda: later,
        pace=unpaced(),
        marking=Marking(database, "new", LEASE, stubborn=False),
        restored=Restoration(_RINGS - timedelta(hours=1), _RINGS + timedelta(minutes=15)),
    )
    while await lanes.begin(later):
        await lanes.settle()

    _sent_once(database, discord, 5)
    row = _rows(database)[0]
    assert _press(database, f"/due {row.id} not").title == "Five dates, one answered"


def test_pressed_before_it_was_posted_a_reminder_is_told_alone(database: Database) -> None:
    _owing(database, 4)

    assert asked(database, f"/due {_rows(database)[0].id} not", now=_RINGS, desk=SERVER).startswith("Did not happen –")
