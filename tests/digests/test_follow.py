"""Following a person or a subject: told in person, once for each burst of changes or once a day, and never twice."""

from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from bot.asking import UserError
from bot.blocks import choices
from bot.delivery.scheduler import Clock, Courier
from bot.rights import Member
from bot.terminal import text
from bot.transport import PostError
from db.model.records import Dossier
from db.outbox.outbox import list_due
from db.storage.database import Database
from tests.asking import ANN, BEN, asked
from tests.builders import TINY, tiny
from tests.desk.test_my_reminders import Post
from tests.digests.living import SERVER, News, at, clock, desk, live, load

_BEGUN = at("2031-03-20T12:00")
_IN_NEWS = replace(ANN, channel="77")
_NEW: dict[str, Any] = {
    "id": "S20",
    "speaker": "vane",
    "topics": ["ferry-line"],
    "wordings": [{"source": "weekly", "kind": "direct", "text": "The ferry is late"}],
}
_OF_OTHERS = _NEW | {"id": "S21", "speaker": "oake", "topics": []}


def _with(*statements: dict[str, Any], **changes: Any) -> Dossier:
    return tiny(**{"statements": [*TINY["statements"], *statements]} | changes)


def _reworded() -> Dossier:
    statements = deepcopy(TINY["statements"])
    statements[0]["wordings"][0]["text"] = "We shall meet within a fortnight"
    return tiny(statements=[*statements, _NEW, _OF_OTHERS])


def _follow(database: Database, *lines: str, now: str = "2031-03-20T12:00") -> list[str]:
    return [asked(database, line, now=at(now), desk=SERVER, asker=_IN_NEWS) for line in lines]


def _states(database: Database) -> list[str]:
    with database.reading() as connection:
        return [due.state for due in list_due(connection, desk="42", dossier="ferry", kind="follow")]


async def test_a_burst_of_changes_comes_as_one_direct_message_and_never_again(either_database: Database) -> None:
    desk(either_database)
    [said] = _follow(either_database, "/follow vane")
    news = News()

    load(either_database, _with(_NEW, _OF_OTHERS), "2031-03-20T12:30")
    load(either_database, _reworded(), "2031-03-20T12:33")
    ringing = clock(either_database, news)
    await live(ringing, "2031-03-20T12:30", "2031-03-20T12:34", step=timedelta(minutes=1))
    early = len(news.posts)
    await live(ringing, "2031-03-20T12:35", "2031-03-22T12:00")

    assert said.startswith("You follow Ada Vane\n")
    assert "Latest known: S1, Ada Vane: “We shall meet within a week”; 28 February 2031" in said
    assert "How: what is new comes by direct message, 5 minutes after it is recorded, all in one" in said
    assert "If your direct messages are closed, it is posted in channel 77." in said
    assert early == 0
    assert [channel for channel, _, _ in news.posts] == ["user:1"]
    assert (
        news.texts[0]
        == """\
New on Ada Vane
as of 20 March 2031 · The ferry talks
New: since 20 March 2031, 13:00 Europe/Berlin: new statements (1), changed wording (1)
New statements, 1
  S20, Ada Vane: “The ferry is late” [weekly]
Changed wording, 1
  S1, Ada Vane: “We shall meet within a week” -> “We shall meet within a fortnight” [morning]
Stop following: /following 1 off
"""
    )


async def test_an_edit_and_an_outcome_are_told_of_too_and_of_nobody_elses_server(either_database: Database) -> None:
    desk(either_database)
    _follow(either_database, "/follow about:ferry-line", "/follow vane")
    there = replace(SERVER, id="43")
    news = News()

    line = "/add statement speaker:vane text:“Of the ferry another day” when:today about:vane source:morning"
    asked(either_database, '/outcome D1 happened basis:"Morning Post"', now=at("2031-03-20T12:30"), desk=SERVER)
    asked(either_database, "/outcome D1 unclear", now=at("2031-03-20T12:31"), desk=there)
    for where in (SERVER, there):
        said = asked(either_database, line, now=at("2031-03-20T12:32"), desk=where)
        save = next(found for found in said.splitlines() if found.startswith("Save: "))
        asked(either_database, save.removeprefix("Save: "), now=at("2031-03-20T12:33"), desk=where)
    await live(clock(either_database, news), "2031-03-20T12:34", "2031-03-20T13:00", step=timedelta(minutes=1))

    [message] = news.texts
    assert (
        message
        == """\
New on what you follow
as of 20 March 2031 · The ferry talks
You follow: Ada Vane, the ferry
New: since 20 March 2031, 13:00 Europe/Berlin: new statements (1), outcomes (1)
New statements, 1
  S-1, Ada Vane: Of the ferry another day (reported); 1 March 2031 (“today” counted from 1 March 2031) – deduced \
[morning]
Outcomes, 1
  D1, Meeting of the two towns
    Expected: 28 February – 7 March 2031 (“within a week” counted from 28 February 2031) [late, morning]
    This desk's answer: happened – recorded by ann, 20 March 2031, 13:30 Europe/Berlin; basis: Morning Post [morning]
Stop following…: /following 1 list
"""
    )


async def test_a_daily_digest_comes_at_the_desks_hour_where_one_is_and_only_with_news(database: Database) -> None:
    desk(database)
    asked(database, "/my zone America/New_York", now=_BEGUN, desk=SERVER)
    [said] = _follow(database, "/follow oake how:digest")
    news = News()
    ringing = clock(database, news)

    await live(ringing, "2031-03-20T12:00", "2031-03-21T14:00")
    load(database, _with(_OF_OTHERS), "2031-03-21T15:00")
    await live(ringing, "2031-03-21T15:00", "2031-03-22T12:30")
    before = len(news.posts)
    await live(ringing, "2031-03-22T13:00", "2031-03-24T13:00")

    assert "once a day at 09:00 (America/New_York), if anything is new; next 20 March 2031, 14:00 Europe/Berlin" in said
    assert before == 0
    [message] = news.texts
    assert "S21, Bern Oake" in message
    assert "Next: 23 March 2031, 14:00 Europe/Berlin, if anything is new" in message


async def test_quiet_hours_hold_it_and_what_comes_meanwhile_is_in_the_same_message(database: Database) -> None:
    desk(database)
    asked(database, "/my quiet hours:22:00-07:00", now=_BEGUN, desk=SERVER)
    _follow(database, "/follow vane", "/follow oake")
    news = News()
    ringing = clock(database, news)

    load(database, _with(_NEW), "2031-03-20T22:00")
    await live(ringing, "2031-03-20T22:00", "2031-03-21T02:00")
    load(database, _with(_NEW, _OF_OTHERS), "2031-03-21T03:00")
    await live(ringing, "2031-03-21T03:00", "2031-03-21T05:30")
    held = len(news.posts)
    await live(ringing, "2031-03-21T06:00", "2031-03-21T12:00")

    assert held == 0
    [message] = news.texts
    assert "Note: due 20 March 2031, 23:05 Europe/Berlin, held until quiet hours were over" in news.posts[0][1]
    assert "S20" in message
    assert "S21" in message


async def test_after_a_time_without_the_bot_one_message_tells_all_and_says_that_it_is_late(database: Database) -> None:
    desk(database)
    _follow(database, "/follow vane")
    load(database, _with(_NEW), "2031-03-20T13:00")
    load(database, _reworded(), "2031-03-20T15:00")
    news = News()

    await live(clock(database, news), "2031-03-20T18:00", "2031-03-20T20:00")

    [message] = news.texts
    assert "Note: Late: it was due earlier, but could not be posted then." in news.posts[0][1]
    assert "a fortnight" in message


async def test_what_is_followed_later_tells_nothing_of_before(database: Database) -> None:
    desk(database)
    _follow(database, "/follow vane")
    load(database, _with(_NEW, _OF_OTHERS), "2031-03-20T12:30")
    _follow(database, "/follow oake", now="2031-03-20T12:32")
    news = News()

    await live(clock(database, news), "2031-03-20T12:36", "2031-03-20T13:30")

    assert len(news.texts) == 1
    assert "S21" not in news.texts[0]


async def test_closed_direct_messages_bring_it_to_the_channel_or_keep_it_there_is_one_and_do_not_pile_up(
    either_database: Database,
) -> None:
    desk(either_database)
    _follow(either_database, "/follow vane")
    asked(either_database, "/follow vane", now=_BEGUN, desk=SERVER, asker=BEN)
    post = Post(closed={"user:1", "user:2"})
    ringing = clock(either_database, post)  # type: ignore[arg-type]

    load(either_database, _with(_NEW), "2031-03-20T12:30")
    await live(ringing, "2031-03-20T12:35", "2031-03-20T14:00", step=timedelta(minutes=5))
    load(either_database, _reworded(), "2031-03-20T14:30")
    await live(ringing, "2031-03-20T14:35", "2031-03-20T15:00", step=timedelta(minutes=5))
    listed = asked(either_database, "/follow", now=at("2031-03-20T15:00"), desk=SERVER, asker=BEN)
    post.closed.clear()
    asked(either_database, "/following 2 retry", now=at("2031-03-20T15:00"), desk=SERVER, asker=BEN)
    await live(ringing, "2031-03-20T15:01", "2031-03-20T16:00", step=timedelta(minutes=1))

    assert [channel for channel, _, _ in post.posts] == ["77", "77", "user:2", "user:2"]
    assert "Posted here: for ann: Cannot send messages to this user (403/50007)." in post.posts[0][2]
    assert "Not delivered: Cannot send messages to this user (403/50007). What is new is kept" in listed
    assert "Late: it was due earlier" in post.posts[2][2]
    assert "a fortnight" in post.posts[3][2]
    assert set(_states(either_database)) == {"sent"}


async def test_what_is_followed_is_listed_and_stopped_from_wherever_the_button_is_pressed(database: Database) -> None:
    desk(database)
    _follow(database, "/follow vane", "/follow about:ferry-line how:digest")
    dm = replace(SERVER, id="dm-1")

    [listed] = _follow(database, "/follow")
    in_person = asked(database, "/follow", now=_BEGUN, desk=dm)
    elsewhere = asked(database, "/follow", now=_BEGUN, desk=replace(SERVER, id="43"))
    reminders = asked(database, "/my reminders", now=_BEGUN, desk=SERVER)
    stopped = asked(database, "/following 1 off", now=_BEGUN, desk=dm)
    twice = asked(database, "/following 1 off", now=_BEGUN, desk=dm)
    again = asked(database, "/following 1 digest", now=_BEGUN, desk=dm)
    load(database, _with(_NEW), "2031-03-20T12:30")
    [off] = _follow(database, "/follow vane how:off", now="2031-03-20T12:31")
    [never] = _follow(database, "/follow oake how:off", now="2031-03-20T12:31")
    news = News()
    await live(clock(database, news), "2031-03-20T13:00", "2031-03-21T13:00")

    for said in (listed, in_person):
        assert "You follow, 2\n" in said
        assert "  Ada Vane: direct message, since 20 March 2031, 13:00 Europe/Berlin\n" in said
        assert "  the ferry: daily digest, since" in said
        assert "Stop following the ferry: /following 2 off" in said
    assert "You follow nothing here." in elsewhere
    assert "You follow: Ada Vane (direct message), the ferry (daily digest). To change it: /follow" in reminders
    assert "You no longer follow Ada Vane.\nFollow again: /following 1 dm" in stopped
    assert "You have stopped following Ada Vane already." in twice
    assert "You follow Ada Vane" in again
    assert "You no longer follow Ada Vane." in off
    assert "You don’t follow Bern Oake." in never
    assert [message.partition("\n")[0] for message in news.texts] == ["New on the ferry"]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("/follow how:dm", "name: whom or what do you mean"),
        ("/follow vane about:ferry-line", "name and about: one thing at a time"),
        ("/follow vane how:mail", "how: “mail” is none of dm, digest, off. For example: /follow name:vane how:dm"),
        ("/following 9 off", "You follow nothing with the number 9"),
    ],
)
def test_what_cannot_be_followed_is_refused(database: Database, line: str, fault: str) -> None:
    desk(database)

    with pytest.raises(UserError, match=fault):
        _follow(database, line)


def test_a_mistyped_name_is_asked_back_with_a_button_that_keeps_the_way(database: Database) -> None:
    desk(database)

    name, topic = _follow(database, "/follow vaine how:digest", "/follow about:zzz")

    assert "Did you mean Ada Vane?" in name
    assert "/follow vane how:digest dossier:ferry" in name
    assert "Topics: ferry-line (the ferry)" in topic


def test_nobody_stops_what_another_follows(database: Database) -> None:
    desk(database)
    _follow(database, "/follow vane")

    with pytest.raises(UserError, match="You follow nothing with the number 1"):
        asked(database, "/following 1 off", now=_BEGUN, desk=SERVER, asker=BEN)


async def test_a_dossier_that_is_gone_is_told_of_once(database: Database) -> None:
    desk(database)
    _follow(database, "/follow vane")
    with database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM item")
        connection.exec_driver_sql("DELETE FROM dossier")
    news = News()

    await live(clock(database, news), "2031-03-20T13:00", "2031-03-23T13:00")

    [message] = news.texts
    assert "The dossier ferry is no longer there: you follow nothing in it any more." in message


async def test_a_long_message_says_how_much_it_leaves_out_and_where_it_is(database: Database) -> None:
    desk(database)
    _follow(database, "/follow vane")
    load(database, _with(*(_NEW | {"id": f"S{number}"} for number in range(20, 40))), "2031-03-20T12:30")
    news = News()

    await live(clock(database, news), "2031-03-20T13:00", "2031-03-20T13:00")

    [message] = news.texts
    assert "New statements, 5 of 20\n" in message
    assert "More: 15 more entries: S25, S26, S27, " in message
    assert "(/item S25). " in message
    assert "What was recorded: /changes since:2031-03-20" in message


@dataclass
class Members:
    """Who is in the server, with which roles; asked while Discord is away, it fails."""

    roles: dict[str, set[str]] = field(default_factory=dict)
    asked: int = 0
    away: bool = False

    async def find(self, server: str, person: str) -> Member | None:
        self.asked += 1
        if self.away:
            raise PostError("Discord did not answer within 10 s.", permanent=False)
        assert server == "42"
        return Member("reader", frozenset(self.roles[person])) if person in self.roles else None


async def test_who_left_the_server_or_may_not_read_there_any_more_hears_so_once_and_nothing_else(
    database: Database,
) -> None:
    desk(database)
    asked(database, "/setup role:7 level:reader", now=_BEGUN, desk=SERVER)
    for asker in (_IN_NEWS, replace(BEN, roles=frozenset("7"))):
        asked(database, "/follow vane", now=_BEGUN, desk=SERVER, asker=asker)
    members, news = Members({"2": {"7"}}, away=True), News()
    ringing = Clock(Courier(database, SERVER, news.post, owner="one", find=members.find))

    await live(ringing, "2031-03-20T12:00", "2031-03-20T12:30")
    idle = members.asked
    load(database, _with(_NEW), "2031-03-20T12:30")
    await live(ringing, "2031-03-20T12:36", "2031-03-20T12:36")
    unsure = len(news.posts)
    members.away = False
    await live(ringing, "2031-03-20T12:37", "2031-03-20T12:37")
    members.roles["2"] = {"8"}
    load(database, _reworded(), "2031-03-20T13:00")
    await live(ringing, "2031-03-20T13:05", "2031-03-23T13:00")

    assert idle == 0
    assert unsure == 0
    titles = [(channel, message.partition("\n")[0]) for channel, message, _ in news.posts]
    gone = "Nothing left to follow"
    assert titles == [("user:1", gone), ("user:2", "New on Ada Vane"), ("user:2", gone)]
    assert "You are no longer where you followed something" in news.texts[0]


async def test_a_message_tells_its_news_on_one_screen_and_all_of_it_to_its_reader_alone(database: Database) -> None:
    desk(database)
    _follow(database, "/follow vane")
    news = News()
    load(database, _with(_NEW, _OF_OTHERS), "2031-03-20T12:30")
    load(database, _reworded(), "2031-03-20T12:33")

    await live(clock(database, news), "2031-03-20T12:30", "2031-03-20T13:00", step=timedelta(minutes=5))

    [(_, _, answer)] = news.posts
    [more] = [one.line for one in choices(answer.blocks) if one.label == "More"]
    assert text.plain(answer, zone="Europe/Berlin", width=40) == (
        "New on Ada Vane\n"
        "New since: 20 March 2031, 13:00\n"
        "Europe/Berlin\n"
        "\n"
        "“The ferry is late” – Ada Vane, day not\n"
        "told ¹  S20\n"
        "Also new: 1 known item with new details\n"
        "S1, Ada Vane: “We shall meet within a\n"
        "week” -> “We shall meet within a\n"
        "fortnight” ²\n"
        "[Stop following] [More]\n"
        "\n"
        "¹ The Weekly, 2–5 March* · ² Morning\n"
        "Post, 1 March · * worked out, not\n"
        "printed\n"
    )
    with pytest.raises(UserError, match="No message"):
        asked(database, more, desk=SERVER, asker=BEN)
