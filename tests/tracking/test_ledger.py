"""The life of a tracked date: reminders while it is open, what opens when its cause is settled, who takes it on."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.asking import UserError
from bot.delivery.scheduler import Clock, plan_all, tick
from db.desk.desks import ReminderChannel, replace_desk, replace_reminder_channel
from db.loading.dossiers import replace_dossier
from db.outbox.outbox import Due
from db.storage.database import Database
from tests.asking import ANN, BEN, asked
from tests.builders import TINY, tiny
from tests.delivery.test_scheduler import SERVER, Channel, _at, _courier, _due

_SAID = [{"by": "vane", "text": "it will come", "source": "morning"}]
_DAILY = ("opening", "closing", "overdue daily")


def _desk(database: Database, *dates: dict[str, Any], learnt: str, **head: Any) -> None:
    _load(database, *dates, now=learnt, **head)
    with database.writing() as connection:
        replace_desk(connection, SERVER)
        replace_reminder_channel(connection, ReminderChannel("42", "ferry", "news"), actor="1", now=_at(learnt))
    with database.writing() as connection:
        plan_all(connection, now=_at(learnt), desk=SERVER)


def _load(database: Database, *dates: dict[str, Any], now: str, **head: Any) -> None:
    given = [{"announced": _SAID, "title": f"Thing {one['id']}"} | one for one in dates]
    with database.writing() as connection:
        replace_dossier(connection, tiny(**({"dates": given} | head)), now=_at(now), actor="test")
    with database.writing() as connection:
        plan_all(connection, now=_at(now), desk=SERVER)


async def _live(database: Database, channel: Channel, first: str, last: str) -> None:
    clock, now = Clock(_courier(database, channel)), _at(first)
    while now <= _at(last):
        await clock.ring(now)
        now += timedelta(hours=6)


def test_what_has_hours_is_shown_with_them_and_reminded_of_at_its_beginning(either_database: Database) -> None:
    hours = {"when": "2031-03-25", "from_time": "10:00", "to_time": "12:00", "zone": "Europe/Moscow"}
    _desk(either_database, {"id": "D1", **hours}, {"id": "D2", "when": "2031-03-25"}, learnt="2031-03-20T05:00")

    timed, whole = ([(row.occasion, f"{row.due_at:%d %H:%M}") for row in _rows(either_database, id_)]
                    for id_ in ("D1", "D2"))  # fmt: skip
    said = asked(either_database, "/dates state:all", now=_at("2031-03-20T06:00"), desk=SERVER)

    assert ("opening 2031-03-25", "25 07:00") in timed
    assert ("closing 2031-03-25", "26 08:00") in timed
    assert ("opening 2031-03-25", "25 08:00") in whole
    assert "D1, Thing D1: 25 March 2031, 10:00–12:00 (Europe/Moscow)" in said


def test_what_the_desk_moves_leaves_its_hours(either_database: Database) -> None:
    hours = {"when": "2031-03-25", "from_time": "10:00", "zone": "Europe/Moscow"}
    _desk(either_database, {"id": "D1", **hours}, learnt="2031-03-20T05:00")

    asked(either_database, "/outcome D1 moved to:2031-03-27", now=_at("2031-03-20T06:00"), desk=SERVER)

    moved = [(row.occasion, f"{row.due_at:%d %H:%M}") for row in _rows(either_database, "D1") if row.state == "waiting"]
    assert ("opening 2031-03-27", "27 08:00") in moved


def _rows(database: Database, item: str, kind: str = "reminder") -> list[Due]:
    return [row for row in _due(database) if (row.item, row.kind) == (item, kind)]


def _sent(database: Database, item: str, kind: str = "reminder") -> list[str]:
    return [row.occasion for row in _rows(database, item, kind) if row.state == "sent"]


async def test_an_overdue_date_is_asked_of_each_morning_until_somebody_answers(either_database: Database) -> None:
    _desk(either_database, {"id": "D1", "when": "2031-03-02"}, learnt="2031-03-01T05:00", remind=_DAILY)
    channel = Channel()

    await _live(either_database, channel, "2031-03-01T05:00", "2031-03-06T12:00")
    asked(either_database, "/outcome D1 unclear", now=_at("2031-03-06T12:30"), desk=SERVER)
    await _live(either_database, channel, "2031-03-06T13:00", "2031-03-09T12:00")

    assert _sent(either_database, "D1") == [
        "opening 2031-03-02",
        "closing 2031-03-02",
        "overdue 2031-03-04",
        "overdue 2031-03-05",
        "overdue 2031-03-06",
    ]
    assert "Nobody has answered since 3 March." in channel.posts[-1][2]


async def test_a_window_whose_end_is_not_exact_is_never_said_to_be_just_over(database: Database) -> None:
    _desk(database, {"id": "D1", "when": "2031-03-01/2031-03-03~"}, learnt="2031-02-20T05:00")
    channel = Channel()

    await _live(database, channel, "2031-03-04T05:00", "2031-03-04T12:00")

    assert "Expected about 1–3 March: " in channel.posts[-1][2]


async def test_mornings_missed_while_the_bot_was_down_come_as_one(database: Database) -> None:
    _desk(database, {"id": "D1", "when": "2031-03-02"}, learnt="2031-03-01T05:00", remind=_DAILY)
    channel = Channel()
    await _live(database, channel, "2031-03-01T05:00", "2031-03-04T12:00")

    await _live(database, channel, "2031-03-09T12:00", "2031-03-09T13:00")

    assert _sent(database, "D1")[-2:] == ["overdue 2031-03-04", "overdue 2031-03-05"]


async def test_what_was_over_when_learnt_is_not_asked_of_each_morning(database: Database) -> None:
    _desk(database, {"id": "D1", "when": "2031-03-02"}, learnt="2031-04-01T05:00", remind=_DAILY)
    channel = Channel()

    await _live(database, channel, "2031-04-01T05:00", "2031-04-04T12:00")

    assert channel.posts == []


def test_the_desks_lead_times_stand_in_for_the_dossiers_and_a_dates_own_before_both(database: Database) -> None:
    own = {"id": "D2", "when": "2031-03-20", "remind": ("closing",)}
    _desk(database, {"id": "D1", "when": "2031-03-20"}, own, learnt="2031-03-01T05:00")

    said = asked(
        database, '/setup leads:"2 days before opening, overdue daily"', now=_at("2031-03-01T06:00"), desk=SERVER
    )

    waiting = {row.occasion for row in _due(database) if row.state == "waiting" and row.item == "D1"}
    assert waiting == {"2 days before opening 2031-03-20", "overdue 2031-03-21", "overdue 2031-03-22"}
    assert {row.occasion for row in _rows(database, "D2") if row.state == "waiting"} == {"closing 2031-03-20"}
    assert "Reminded: 2 days before opening, overdue daily" in said
    with pytest.raises(UserError, match="leads: “at noon” is no lead time"):
        asked(database, '/setup leads:"at noon"', desk=SERVER)


async def test_a_lead_time_says_how_far_off_it_is(database: Database) -> None:
    leads = ("2 days before opening",)
    _desk(database, {"id": "D1", "when": "2031-03-20"}, learnt="2031-03-01T05:00", remind=leads)
    channel = Channel()

    await tick(_courier(database, channel), now=_at("2031-03-18T08:00"))

    assert channel.posts[0][2].startswith("In 2 days: Thing D1\n20 March: ")


async def test_what_hangs_on_something_opens_when_that_happened_and_the_desk_is_told_why(
    either_database: Database,
) -> None:
    dates = ({"id": "D1", "when": "2031-03-20"}, {"id": "D2", "condition": "D1 is done", "depends_on": "D1"})
    _desk(either_database, *dates, learnt="2031-03-01T05:00")
    channel = Channel()

    asked(either_database, "/outcome D1 happened basis:“the mayor”", now=_at("2031-03-02T10:00"), desk=SERVER)
    await _live(either_database, channel, "2031-03-02T10:05", "2031-03-03T12:00")

    told, opening = (post[2] for post in channel.posts)
    assert told.startswith("D2 opens: D1 happened\n")
    assert "Opens: D1, Thing D1: happened, recorded by ann, 2 March 2031, 10:00 UTC" in told
    assert "D2, Thing D2 (condition: D1 is done): waits for it no longer" in told
    assert opening.startswith("Expected now: Thing D2\n")
    assert "Waited for: Thing D1: happened – ann  D1\n" in opening
    assert "[Happened] [Did not] [Moved] [Unclear] [Later] [More]\n" in opening
    assert "D2, Thing D2: open since D1 happened – nothing recorded" in asked(
        either_database, "/dates", now=_at("2031-03-03T12:00"), desk=SERVER
    )


async def test_a_cause_that_did_not_happen_or_was_withdrawn_tells_the_desk_and_opens_nothing(
    database: Database,
) -> None:
    dates = ({"id": "D1", "when": "2031-03-20"}, {"id": "D2", "condition": "D1 is done", "depends_on": "D1"})
    _desk(database, *dates, learnt="2031-03-01T05:00")
    channel = Channel()

    asked(database, "/outcome D1 withdrawn", now=_at("2031-03-02T10:00"), desk=SERVER)
    await _live(database, channel, "2031-03-02T10:05", "2031-03-05T12:00")

    assert [post[2].partition("\n")[0] for post in channel.posts] == ["D1: withdrawn"]
    assert "What it hangs on: D1, Thing D1: withdrawn, recorded by ann" in channel.posts[0][2]
    assert _rows(database, "D2") == []


async def test_under_a_cause_that_failed_a_dependent_is_answered_put_off_and_taken_on(
    either_database: Database,
) -> None:
    dates = ({"id": "D1", "when": "2031-03-20"}, {"id": "D2", "condition": "D1 is done", "depends_on": "D1"})
    _desk(either_database, *dates, learnt="2031-03-01T05:00")
    channel = Channel()
    asked(either_database, "/outcome D1 did-not-happen", now=_at("2031-03-02T10:00"), desk=SERVER)
    await _live(either_database, channel, "2031-03-02T10:05", "2031-03-02T12:00")
    [row] = [one for one in _due(either_database) if one.kind == "opened"]

    def press(what: str, at: str) -> str:
        return asked(either_database, f"/due {row.id} {what} item:D2", now=_at(at), desk=SERVER)

    later = press("later", "2031-03-02T12:00")
    put_off = press("later when:2031-03-04T10:00", "2031-03-02T12:00")
    checked = press("check", "2031-03-02T12:01")
    await _live(either_database, channel, "2031-03-02T12:05", "2031-03-05T12:00")
    withdrawn = press("withdrawn", "2031-03-05T12:00")
    with pytest.raises(UserError, match="ann already answered “withdrawn” for D2"):
        press("not", "2031-03-05T12:01")

    for label, what in (("Did not", "not"), ("Withdrawn", "withdrawn"), ("Later", "later"), ("I’ll check", "check")):
        assert f"{label}: /due {row.id} {what} item:D2\n" in channel.posts[0][2]
    assert f"Tomorrow (09:00): /due {row.id} later item:D2 when:2031-03-03T09:00" in later
    assert "ann asked to be asked again on 4 March 2031, 10:00" in put_off
    assert "Checked by: ann" in checked
    assert channel.posts[1][2].startswith("Did it happen? Thing D2\n")
    assert "Waited for: Thing D1: did not happen – ann  D1\n" in channel.posts[1][2]
    assert "D2, Thing D2 (condition: D1 is done): answered" in withdrawn
    assert "This desk's answer: withdrawn – recorded by ann" in withdrawn


async def test_of_several_that_hang_on_one_cause_each_is_answered_by_a_button_of_its_own(database: Database) -> None:
    dates = [{"id": f"D{n}", "condition": "D1 is done", "depends_on": "D1"} for n in (2, 3)]
    _desk(database, {"id": "D1", "when": "2031-03-20"}, *dates, learnt="2031-03-01T05:00")
    channel = Channel()
    asked(database, "/outcome D1 withdrawn", now=_at("2031-03-02T10:00"), desk=SERVER)
    await _live(database, channel, "2031-03-02T10:05", "2031-03-02T12:00")
    [row] = [one for one in _due(database) if one.kind == "opened"]
    now = _at("2031-03-02T13:00")

    which = asked(database, f"/due {row.id} answer item:D3", now=now, desk=SERVER)
    asked(database, f"/due {row.id} not item:D3", now=now, desk=SERVER)
    with pytest.raises(UserError, match="no longer has D1"):
        asked(database, f"/due {row.id} not item:D1", now=now, desk=SERVER)
    said = asked(database, f"/notice {row.id} item:D2", now=now, desk=SERVER, asker=BEN)
    whole = asked(database, f"/reminder {row.id}", now=now, desk=SERVER)

    assert whole.startswith("D1: withdrawn\n")
    assert f"Answer D2: /due {row.id} answer item:D2\n" in channel.posts[0][2]
    assert which.startswith("What becomes of D3, Thing D3?\n")
    assert f"Happened: /due {row.id} happened item:D3\n" in which
    assert "You get a direct message when D2, Thing D2, is due or answered." in said
    assert f"Undo: /notice {row.id} item:D2 stop:yes" in said


def test_a_correction_of_the_cause_closes_again_what_it_had_opened(database: Database) -> None:
    dates = ({"id": "D1", "when": "2031-03-20"}, {"id": "D2", "condition": "D1 is done", "depends_on": "D1"})
    _desk(database, *dates, learnt="2031-03-01T05:00")

    asked(database, "/outcome D1 happened basis:“the mayor”", now=_at("2031-03-02T10:00"), desk=SERVER)
    asked(database, "/outcome D1 did-not-happen", now=_at("2031-03-02T10:05"), desk=SERVER)

    states = {row.occasion.partition(" 2031")[0]: row.state for row in _due(database) if row.kind == "opened"}
    assert states == {"happened": "cancelled", "did not happen": "waiting"}
    assert [row.state for row in _rows(database, "D2")] == ["cancelled"]


async def test_a_source_that_tells_the_outcome_opens_only_when_its_day_is_certain(database: Database) -> None:
    told = {"kind": "happened", "text": "It did.", "sources": ["weekly"]}  # between 2 and 5 March
    dates = ({"id": "D1", "outcome": told}, {"id": "D2", "condition": "D1 is done", "depends_on": "D1"})
    _desk(database, *dates, learnt="2031-03-01T05:00")
    channel = Channel()

    await _live(database, channel, "2031-03-01T05:00", "2031-03-04T20:00")
    before = len(channel.posts)
    await _live(database, channel, "2031-03-05T05:00", "2031-03-06T12:00")

    assert before == 0
    assert [post[2].partition("\n")[0] for post in channel.posts] == ["D2 opens: D1 happened", "Expected now: Thing D2"]
    assert "D1, Thing D1: happened, as sources tell by 5 March 2031 [weekly]" in channel.posts[0][2]


async def test_a_source_without_a_last_day_had_come_out_by_the_day_on_which_it_was_loaded(
    either_database: Database,
) -> None:
    told = {"kind": "happened", "text": "It did.", "sources": ["late"]}  # on or after 10 March
    dates: tuple[dict[str, Any], ...] = (
        {"id": "D1", "when": "2031-03-20"},
        {"id": "D2", "condition": "D1 is done", "depends_on": "D1"},
    )
    sources = [one for one in TINY["sources"] if one["id"] != "late"]
    bare = {"people": TINY["people"][1:2], "statements": TINY["statements"][1:2], "points": [], "offers": []}
    _desk(either_database, *dates, learnt="2031-03-01T05:00", sources=sources, **bare)
    channel = Channel()
    await _live(either_database, channel, "2031-03-01T05:00", "2031-03-14T20:00")
    before = len(channel.posts)

    dates[0]["outcome"] = told
    _load(either_database, *dates, now="2031-03-15T05:00")
    await _live(either_database, channel, "2031-03-15T05:00", "2031-03-21T12:00")
    asked_of = asked(either_database, "/dates as_of:2031-03-14", now=_at("2031-03-21T12:00"), desk=SERVER)

    assert before == 0
    assert [post[2].partition("\n")[0] for post in channel.posts] == ["D2 opens: D1 happened", "Expected now: Thing D2"]
    assert "D1, Thing D1: happened, as sources tell by 15 March 2031 [late]" in channel.posts[0][2]
    assert "coming, in 6 days" in asked_of


async def test_what_was_settled_before_the_channel_was_chosen_is_no_news(database: Database) -> None:
    told = {"kind": "happened", "text": "It did.", "sources": ["morning"]}
    dates = ({"id": "D1", "outcome": told}, {"id": "D2", "condition": "D1 is done", "depends_on": "D1"})
    _desk(database, *dates, learnt="2031-04-01T05:00")
    channel = Channel()

    await _live(database, channel, "2031-04-01T05:00", "2031-04-03T12:00")

    assert [post[2].partition("\n")[0] for post in channel.posts] == ["Expected now: Thing D2"]


async def test_ill_check_takes_it_on_and_the_owner_is_reminded_in_the_desks_stead(either_database: Database) -> None:
    _desk(either_database, {"id": "D1", "when": "2031-03-02"}, learnt="2031-03-01T05:00", remind=_DAILY)
    channel = Channel()
    await _live(either_database, channel, "2031-03-01T05:00", "2031-03-04T12:00")
    at = _at("2031-03-04T12:30")

    said = asked(either_database, "/due 1 check", now=at, desk=SERVER, asker=ANN)
    with pytest.raises(UserError, match="ann has taken D1 on since 4 March 2031, 12:30 UTC"):
        asked(either_database, "/due 1 check", now=at + timedelta(minutes=1), desk=SERVER, asker=BEN)
    await _live(either_database, channel, "2031-03-04T13:00", "2031-03-06T13:00")

    assert "Checked by: ann, since 4 March\n" in said
    whole = asked(either_database, "/reminder 1", now=_at("2031-03-05T12:00"), desk=SERVER)
    assert "Take over: /due 1 take\nHand back: /due 1 back" in whole
    assert [post[0] for post in channel.posts[-2:]] == ["user:1", "user:1"]
    assert "ann: you have taken it on." in channel.posts[-1][2]
    assert _sent(either_database, "D1") == ["opening 2031-03-02", "closing 2031-03-02", "overdue 2031-03-04"]
    dates = asked(either_database, "/dates", now=_at("2031-03-06T12:00"), desk=SERVER)
    assert "Checked by: ann, since 4 March 2031, 13:30 Europe/Berlin" in dates


def test_the_owner_hands_back_or_another_takes_over(database: Database) -> None:
    _desk(database, {"id": "D1", "when": "2031-03-02"}, learnt="2031-03-01T05:00", remind=_DAILY)
    now = _at("2031-03-01T06:00")
    asked(database, "/due 1 check", now=now, desk=SERVER, asker=ANN)

    with pytest.raises(UserError, match="D1 is not yours to hand back: ann has taken it on"):
        asked(database, "/due 1 back", now=now, desk=SERVER, asker=BEN)
    taken = asked(database, "/due 1 take", now=now, desk=SERVER, asker=BEN)
    back = asked(database, "/due 1 back", now=now + timedelta(minutes=1), desk=SERVER, asker=BEN)

    assert "Checked by: ben" in taken
    assert "Checked by" not in back
    waiting = [(row.kind, row.occasion) for row in _due(database) if row.state == "waiting"]
    assert ("reminder", "overdue 2031-03-04") in waiting
    assert not any(kind == "personal" for kind, _occasion in waiting)


async def test_notify_me_tells_in_person_when_it_is_due_and_when_it_is_answered(either_database: Database) -> None:
    _desk(either_database, {"id": "D1", "when": "2031-03-02"}, learnt="2031-03-01T05:00")
    channel = Channel()
    now = _at("2031-03-01T06:00")

    said = asked(either_database, "/notice 1", now=now, desk=SERVER, asker=BEN)
    asked(either_database, "/notice 1", now=now + timedelta(minutes=1), desk=SERVER, asker=BEN)
    await _live(either_database, channel, "2031-03-01T08:00", "2031-03-02T12:00")
    asked(either_database, "/due 1 not", now=_at("2031-03-02T13:00"), desk=SERVER, asker=ANN)
    await _live(either_database, channel, "2031-03-02T14:00", "2031-03-04T12:00")

    assert "You get a direct message when D1, Thing D1, is due or answered." in said
    assert [(post[0], post[2].partition("\n")[0]) for post in channel.posts] == [
        ("news", "Expected now: Thing D1"),
        ("user:2", "For you: Thing D1"),
        ("user:2", "For you: Thing D1"),
    ]
    assert "did not happen – recorded by ann" in channel.posts[-1][2]


def test_notify_me_can_be_taken_back(database: Database) -> None:
    _desk(database, {"id": "D1", "when": "2031-03-02"}, learnt="2031-03-01T05:00")
    now = _at("2031-03-01T06:00")

    asked(database, "/notice 1", now=now, desk=SERVER, asker=BEN)
    said = asked(database, "/notice 1 stop:yes", now=now + timedelta(minutes=1), desk=SERVER, asker=BEN)

    assert "You are no longer told of D1, Thing D1.\nUndo: /notice 1" in said
    assert {row.state for row in _rows(database, "D1", "personal")} == {"cancelled"}


def test_happened_needs_a_source_and_keeps_which(database: Database) -> None:
    _desk(database, {"id": "D1", "when": "2031-03-02"}, learnt="2031-03-01T05:00")
    now = _at("2031-03-02T10:00")

    for bad in ("", " basis:-", " basis:no"):
        with pytest.raises(UserError, match="“Happened” needs a source"):
            asked(database, f"/due 1 happened{bad}", now=now, desk=SERVER)
    said = asked(database, '/due 1 happened basis:"morning, page 3"', now=now, desk=SERVER)

    assert said.startswith("Happened – ann, 2 March\n")
    assert "Basis: morning, page 3 ¹\n" in said
    assert "no outcome" not in asked(database, "/dates state:answered", now=now, desk=SERVER)


def test_a_new_time_of_day_is_said_to_stay_in_its_words(database: Database) -> None:
    _desk(database, {"id": "D1", "when": "2031-03-02"}, learnt="2031-03-01T05:00")

    said = asked(database, '/outcome D1 moved to:"4 April 10:00"', now=_at("2031-03-02T10:00"), desk=SERVER)

    assert "Taken for granted: a tracked date goes by days; the time of day stays in its words\n" in said


def test_a_new_date_in_words_is_read_back_before_it_is_kept(database: Database) -> None:
    _desk(database, {"id": "D1", "when": "2031-03-02"}, learnt="2031-03-01T05:00")
    now = _at("2031-03-02T10:00")

    said = asked(database, '/due 1 moved to:"the week of 10 March"', now=now, desk=SERVER)
    kept = asked(database, "/dates", now=now, desk=SERVER)
    with pytest.raises(UserError, match="to: “banana”"):
        asked(database, "/due 1 moved to:banana", now=now, desk=SERVER)
    with pytest.raises(UserError, match="to: that was read back too long ago"):
        asked(database, "/due 1 moved to:draft-7", now=now, desk=SERVER)
    saved = asked(database, "/due 1 moved to:draft-1", now=_at("2031-03-03T10:00"), desk=SERVER)
    shown = [asked(database, line, now=_at("2031-03-03T11:00"), desk=SERVER) for line in ("/dates", "/item D1")]

    assert "New date: “the week of 10 March” is 10–16 March 2031, in Europe/Berlin; rule: week of.\n" in said
    assert "Save: /due 1 moved to:draft-1\nChange: /due 1 moved" in said
    assert "moved" not in kept
    words = "10–16 March 2031 (“the week of 10 March”)"
    assert saved.startswith("Moved – ann, 3 March\n")
    assert "To 10–16 March (“the week of 10 March”); no basis given\n" in saved
    for one in shown:
        assert f"moved to {words}, read by the rule “week of” – recorded by ann" in one
    assert (
        "D1, Thing D1: 10–16 March 2031 (“the week of 10 March”; moved by this desk, before: 2 March 2031) – coming"
        in shown[0]
    )


def test_unclear_leaves_a_date_where_it_was_moved_to(database: Database) -> None:
    _desk(database, {"id": "D1", "when": "2031-03-02"}, learnt="2031-03-01T05:00")
    asked(database, "/outcome D1 moved to:2031-03-20", now=_at("2031-03-02T10:00"), desk=SERVER)

    asked(database, "/outcome D1 unclear", now=_at("2031-03-03T10:00"), desk=SERVER)

    said = asked(database, "/dates", now=_at("2031-03-03T11:00"), desk=SERVER)
    assert "D1, Thing D1: 20 March 2031 (moved by this desk, before: 2 March 2031) – coming, in 17 days" in said
    assert "closing 2031-03-20" in {row.occasion for row in _rows(database, "D1") if row.state == "waiting"}


async def test_a_date_is_moved_to_wait_for_something_and_opens_when_that_happened(either_database: Database) -> None:
    verdict = {"id": "D2", "title": "The verdict on the ferry", "when": "2031-03-20"}
    # which waits for the verdict itself, so it is not what is meant
    talk = {"id": "D3", "title": "Talks after the verdict", "when": "2031-04-20", "depends_on": "D2"}
    _desk(either_database, {"id": "D1", "when": "2031-03-02"}, verdict, talk, learnt="2031-03-01T05:00")
    now = _at("2031-03-02T10:00")

    said = asked(either_database, "/outcome D1 moved to:“after the verdict”", now=now, desk=SERVER)
    asked(either_database, "/outcome D1 moved to:draft-1", now=now, desk=SERVER)
    waiting = asked(either_database, "/dates", now=now, desk=SERVER)
    status = asked(either_database, "/status", now=now, desk=SERVER)
    rows = [row.occasion for row in _rows(either_database, "D1") if row.state == "waiting"]
    asked(either_database, "/outcome D2 happened basis:“a call”", now=_at("2031-03-10T10:00"), desk=SERVER)
    channel = Channel()
    await _live(either_database, channel, "2031-03-10T10:05", "2031-03-11T12:00")
    opened = asked(either_database, "/dates", now=_at("2031-03-11T12:00"), desk=SERVER)

    assert (
        "New date: “after the verdict” has no days: it hangs on D2, The verdict on the ferry, and opens when that"
        " happened.\n"
    ) in said
    assert "Without a date: 1 condition or hope" in status
    assert rows == []
    assert (
        "Under a condition, 1\n"
        "  D1, Thing D1; announced by Ada Vane: moved by this desk to “after the verdict”, that is, once D2 has"
        " happened, before: 2 March 2031; not before D2, The verdict on the ferry: no outcome reported"
    ) in waiting
    assert [post[2].partition("\n")[0] for post in channel.posts] == [
        "D1, D3 open: D2 happened",
        "Expected now: Thing D1",
    ]
    assert "Waited for: The verdict on the ferry: happened – ann  D2\n" in channel.posts[1][2]
    assert (
        "D1, Thing D1: open since D2 happened (moved by this desk to “after the verdict”, before: 2 March 2031)"
        in opened
    )


@pytest.mark.parametrize(
    ("to", "fault"),
    [
        ("after the wedding", "nothing tracked here is called “the wedding”.*Write to:“after D2” "),
        ("after the vote", "it fits several. Write to:“after D2” .*, to:“after D3” .*, or days"),
        ("after D9", "it can’t hang on D9. Write to:“after D2” "),
        ("after D1", "it can’t hang on D1"),
        ("after D4", "it can’t hang on D4"),
        ("before the vote", "gives no first day, so nothing could open it"),
        ("two days after the first vote", "gives no first day"),
    ],
)
def test_a_condition_that_fits_nothing_is_refused_with_what_would_do(database: Database, to: str, fault: str) -> None:
    votes = [{"id": f"D{n}", "title": f"The {name} vote"} for n, name in ((2, "first"), (3, "second"))]
    waits = {"id": "D4", "depends_on": "D1"}
    _desk(database, {"id": "D1", "when": "2031-03-02"}, *votes, waits, learnt="2031-03-01T05:00")

    with pytest.raises(UserError, match=fault):
        asked(database, f"/outcome D1 moved to:“{to}”", now=_at("2031-03-02T10:00"), desk=SERVER)


def test_lead_times_of_one_date_are_settled_planned_anew_shown_and_taken_back(either_database: Database) -> None:
    _desk(
        either_database,
        {"id": "D1", "when": "2031-03-20"},
        {"id": "D2", "when": "2031-03-20"},
        learnt="2031-03-01T05:00",
    )
    now = _at("2031-03-01T06:00")

    def waiting(item: str) -> set[str]:
        return {row.occasion for row in _rows(either_database, item) if row.state == "waiting"}

    said = asked(either_database, "/leads D1 times:“2 days before, at closing”", now=now, desk=SERVER, asker=BEN)
    planned = waiting("D1")
    shown = [asked(either_database, line, now=now, desk=SERVER) for line in ("/dates", "/item D1", "/item D2")]
    asked(either_database, "/leads D1 times:never", now=now, desk=SERVER)
    never = waiting("D1")
    asked(either_database, "/leads D1 times:default", now=now, desk=SERVER)

    assert "Reminded: 2 days before opening, closing – for this date alone, by ben, 1 March 2031, 07:00" in said
    assert "Next: 2 days before opening: 18 March 2031, 09:00 Europe/Berlin\nthen: closing: 21 March" in said
    assert "Undo: /leads D1 times:“default” dossier:ferry" in said
    assert planned == {"2 days before opening 2031-03-20", "closing 2031-03-20"}
    assert "Reminded: 2 days before opening, closing – for this date alone, by ben" in shown[0]
    assert "Reminded: 2 days before opening, closing – for this date alone, by ben" in shown[1]
    assert "Reminded: opening, closing – as for all dates of this dossier\n" in shown[2]
    assert never == set()
    assert waiting("D1") == {"opening 2031-03-20", "closing 2031-03-20"} == waiting("D2")
    with pytest.raises(UserError, match="times: “at noon” is no lead time"):
        asked(either_database, "/leads D1 times:“at noon”", now=now, desk=SERVER)
    with pytest.raises(UserError, match="There is no tracked date “D9”"):
        asked(either_database, "/leads D9 times:never", now=now, desk=SERVER)


async def test_a_moved_date_keeps_its_chain_and_is_answered_anew(database: Database) -> None:
    _desk(database, {"id": "D1", "when": "2031-03-02"}, learnt="2031-03-01T05:00")
    channel = Channel()
    asked(database, "/outcome D1 moved to:2031-03-05", now=_at("2031-03-02T10:00"), desk=SERVER)
    asked(database, "/outcome D1 moved to:2031-03-08", now=_at("2031-03-03T10:00"), desk=SERVER)

    await _live(database, channel, "2031-03-08T05:00", "2031-03-08T12:00")
    [row] = [row for row in _rows(database, "D1") if row.state == "sent"]
    dates = asked(database, "/dates", now=_at("2031-03-08T12:00"), desk=SERVER)
    said = asked(database, f"/due {row.id} not", now=_at("2031-03-08T12:00"), desk=SERVER)

    assert "8 March 2031 (moved by this desk, before: 5 March 2031, before: 2 March 2031) – due today" in dates
    assert "[Happened] [Did not]" in channel.posts[0][2]
    assert "moved here to 8 March" in channel.posts[0][2]
    assert said.startswith("Did not happen – ann, 8 March\nThing D1, expected 2 March: ")


def test_the_score_is_kept_in_all_and_by_side_as_of_any_day(database: Database) -> None:
    by = [{"by": who, "text": "soon", "source": "morning"} for who in ("vane", "oake")]
    sides = [
        {"id": f"D{n}", "when": "2031-03-02", "party": party, "announced": [given]}
        for n, (party, given) in enumerate(
            zip(("north", "north", "south", "south"), (by[0], by[0], *by[1:] * 2), strict=True), 1
        )
    ]
    _desk(database, *sides, learnt="2031-03-01T05:00", parties=_known_parties())
    asked(database, "/outcome D1 happened basis:morning", now=_at("2031-03-02T10:00"), desk=SERVER)
    asked(database, "/outcome D2 moved to:2031-05", now=_at("2031-03-03T10:00"), desk=SERVER)
    asked(database, "/outcome D3 did-not-happen", now=_at("2031-03-03T10:00"), desk=SERVER)
    now = _at("2031-03-10T10:00")

    said = asked(database, "/dates", now=now, desk=SERVER)
    earlier = asked(database, "/dates as_of:2031-03-02", now=now, desk=SERVER)

    assert (
        "Record of outcomes: 4 announced: 1 happened, 1 moved, 1 did not; 1 open [morning]\n"
        "By side\n"
        "  Northhaven: 2 announced: 1 happened, 1 moved [morning]\n"
        "  Southport: 2 announced: 1 did not; 1 open [morning]\n"
    ) in said
    assert "Record of outcomes: 4 announced: 1 happened; 3 open [morning]" in earlier


def _known_parties() -> list[dict[str, Any]]:
    return [one | {"spellings": [{"text": one["name"], "sources": ["morning"]}]} for one in TINY["parties"]]


def test_later_in_own_words_is_read_back_with_day_and_zone(database: Database) -> None:
    _desk(database, {"id": "D1", "when": "2031-03-02"}, learnt="2031-03-01T05:00")
    now = _at("2031-03-02T10:00")

    said = asked(database, '/due 1 later when:"friday at 10:00"', now=now, desk=SERVER)
    with pytest.raises(UserError, match="when: “after the vote”"):
        asked(database, '/due 1 later when:"after the vote"', now=now, desk=SERVER)
    with pytest.raises(UserError, match="is past"):
        asked(database, "/due 1 later when:2031-03-02T09:00", now=now, desk=SERVER)
    saved = asked(database, "/due 1 later when:2031-03-07T10:00", now=now, desk=SERVER)

    assert "Understood: Friday 7 March 2031, 10:00 (Europe/Berlin), for “friday at 10:00”." in said
    assert "Save: /due 1 later when:2031-03-07T10:00" in said
    assert "ann asked to be asked again on 7 March 2031, 10:00 (Europe/Berlin)." in saved
    assert "Asked again: 7 March 2031, 10:00 Europe/Berlin – ann asked for it" in saved


async def test_of_two_presses_at_once_one_counts_and_the_other_is_told_who_was_first(
    either_database: Database,
) -> None:
    _desk(either_database, {"id": "D1", "when": "2031-03-02"}, learnt="2031-03-01T05:00")
    now = _at("2031-03-02T10:00")
    lines = ("/due 1 not", "/due 1 happened basis:“the mayor”")

    said = await asyncio.gather(
        *(
            asyncio.to_thread(asked, either_database, line, now=now, desk=SERVER, asker=asker)
            for line, asker in zip(lines, (ANN, BEN), strict=True)
        ),
        return_exceptions=True,
    )

    refused = [str(one) for one in said if isinstance(one, UserError)]
    [recorded] = [one for one in said if isinstance(one, str)]
    assert len(refused) == 1
    assert "already answered" in refused[0]
    grounds = ("no basis given", "No basis given", "Basis: ", "Own word: ")  # by who was first
    assert sum(map(recorded.count, grounds)) == 1


async def test_of_two_who_take_a_date_on_at_once_one_has_it(either_database: Database) -> None:
    _desk(either_database, {"id": "D1", "when": "2031-03-02"}, learnt="2031-03-01T05:00")
    now = _at("2031-03-01T10:00")

    said = await asyncio.gather(
        *(
            asyncio.to_thread(asked, either_database, "/due 1 check", now=now, desk=SERVER, asker=asker)
            for asker in (ANN, BEN)
        ),
        return_exceptions=True,
    )

    assert [isinstance(one, UserError) for one in said].count(True) == 1


def test_the_same_request_twice_does_one_thing(either_database: Database) -> None:
    _desk(either_database, {"id": "D1", "when": "2031-03-02"}, learnt="2031-03-01T05:00")
    now, channel = _at("2031-03-01T06:00"), replace(ANN, channel="7")

    for line in ("/due 1 check", "/notice 1", "/due 1 later when:2031-03-02T10:00"):
        for _ in range(2):
            asked(either_database, line, now=now, desk=SERVER, asker=channel, request=line)

    rows = _due(either_database)
    assert len([row for row in rows if row.occasion.startswith("later")]) == 1
    assert len([row for row in rows if row.kind == "personal" and "opening" in row.occasion]) == 1
