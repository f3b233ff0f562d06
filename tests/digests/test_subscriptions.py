"""/digest: read back before it is saved, listed, changed, paused, removed and taken back."""

import asyncio
from datetime import timedelta

import pytest

from bot.asking import UserError
from bot.commands.completion import complete
from db.desk.desks import Desk
from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.asking import ANN, BEN, asked
from tests.builders import DESK, NOW, tiny
from tests.digests.living import CHANNEL, SERVER, News, at, clock, desk, live, load, rows, subscribe


def test_add_reads_back_the_next_three_runs_and_nothing_is_owed_before_it_is_saved(ferry: Database) -> None:
    said = asked(ferry, "/digest add 8, 17:30 days:mon-fri person:vane,-oake kind:-point unchanged:silent ping:55")
    listed = asked(ferry, "/digest list")

    assert said == (
        "Read back of a new digest: not saved yet\n"
        "as of 20 March 2031 · The ferry talks\n"
        "Goes to: channel terminal\n"
        "When: Mon–Fri at 08:00 and 17:30, Europe/Berlin\n"
        "Zone: Europe/Berlin, UTC+1, now 13:00\n"
        "Next: Thu 20 March 2031, 17:30 (Europe/Berlin) – 20 March 2031, 17:30 Europe/Berlin\n"
        "then: Fri 21 March 2031, 08:00 (Europe/Berlin) – 21 March 2031, 08:00 Europe/Berlin\n"
        "then: Fri 21 March 2031, 17:30 (Europe/Berlin) – 21 March 2031, 17:30 Europe/Berlin\n"
        "Tells of: person: Ada Vane, not Bern Oake; kind: not point\n"
        "With nothing new: nothing is posted\n"
        "Notifies: role 55\n"
        "Save: /digest save 1\n"
        "Change: /digest change 1\n"
    )
    assert "There is none yet. For example: /digest add 08:00 days:mon-fri" in listed


def test_a_skipped_time_is_read_back_with_the_time_at_which_it_comes(ferry: Database) -> None:
    said = asked(ferry, "/digest add 02:30", now=at("2031-03-29T12:00"))

    assert (
        "Next: Sun 30 March 2031, 02:30 (Europe/Berlin), at 03:00 since the clocks change –"
        " 30 March 2031, 03:00 Europe/Berlin\n"
    ) in said


def test_a_time_in_quiet_hours_is_read_back_as_held_until_their_end(database: Database) -> None:
    desk(database)
    now = at("2031-03-20T12:00")
    asked(database, "/setup quiet:22:00-07:00", desk=SERVER, now=now)

    said = asked(database, f"/digest add 02:30, 12:00 channel:{CHANNEL}", desk=SERVER, now=now)

    assert (
        "Next: Fri 21 March 2031, 02:30 (Europe/Berlin) – 21 March 2031, 02:30 Europe/Berlin;"
        " held until the quiet hours end, 21 March 2031, 07:00 Europe/Berlin\n"
        "then: Fri 21 March 2031, 12:00 (Europe/Berlin) – 21 March 2031, 12:00 Europe/Berlin\n"
    ) in said
    assert "Quiet hours: 22:00-07:00 (Europe/Berlin): what is due then is made and posted at their end" in said


async def test_the_list_tells_owner_next_and_last(database: Database) -> None:
    desk(database)
    subscribe(database, "08:00 ping:55")
    await live(clock(database, News()), "2031-03-21T06:30", "2031-03-21T12:00")

    said = asked(database, "/digest list", desk=SERVER, now=at("2031-03-21T12:00"))

    assert said == (
        "Digests\n"
        "as of 21 March 2031 · The ferry talks\n"
        "Digest 1: The ferry talks\n"
        "  When: daily at 08:00, Europe/Berlin; goes to channel 700; notifies role 55\n"
        "  Tells of: everything that changes\n"
        "  Owner: ann\n"
        "  Next: 22 March 2031, 08:00 Europe/Berlin\n"
        "  Last: 21 March 2031, 08:00 Europe/Berlin, posted\n"
        "Last of digest 1, word for word: /digest show 1\n"
    )


async def test_only_the_head_of_a_digest_notifies_the_role(database: Database) -> None:
    desk(database)
    subscribe(database, "08:00 ping:55")
    many = [{"id": f"t{one}", "name": f"Topic {'x' * 300} {one}"} for one in range(20)]
    load(database, tiny(topics=[{"id": "ferry-line", "name": "the ferry"}, *many]), "2031-03-20T15:00")
    news = News()

    await live(clock(database, news), "2031-03-21T06:30", "2031-03-21T12:00")

    assert [answer.ping for _, _, answer in news.posts][:2] == ["55", ""]


async def test_an_edit_is_read_back_takes_hold_when_saved_and_loses_nothing(database: Database) -> None:
    desk(database)
    subscribe(database)
    load(database, tiny(topics=[{"id": "ferry-line", "name": "the boat"}]), "2031-03-20T15:00")
    now = at("2031-03-20T16:00")
    news = News()

    said = asked(database, "/digest edit 1 times:18:00 zone:Europe/London", desk=SERVER, now=now)
    before = [row.occasion for row in rows(database) if row.state == "held"]
    asked(database, "/digest save 2", desk=SERVER, now=now)
    await live(clock(database, news), "2031-03-20T16:30", "2031-03-21T12:00")

    assert said.startswith("Read back of digest 1: not saved yet\n")
    assert "When: daily at 18:00, Europe/London\n" in said
    assert before == ["2031-03-21 08:00"]
    assert [text.partition("\n")[0] for text in news.texts] == ["Digest of 20 March 2031, 18:00"]
    assert "the ferry -> the boat" in news.texts[0]


def test_what_is_left_out_of_an_edit_stays_and_all_takes_a_filter_back(ferry: Database) -> None:
    asked(ferry, "/digest add 08:00 person:vane kind:statement ping:55")
    asked(ferry, "/digest save 1")

    kept = asked(ferry, "/digest edit 1 kind:offer")
    freed = asked(ferry, "/digest edit 1 person:all ping:none")

    assert "Tells of: person: Ada Vane; kind: offer\n" in kept
    assert "Notifies: role 55\n" in kept
    assert "Tells of: kind: statement\n" in freed
    assert "Notifies: nobody\n" in freed


async def test_two_presses_on_save_save_once_and_the_second_is_told(either_database: Database) -> None:
    desk(either_database)
    asked(either_database, f"/digest add 08:00 channel:{CHANNEL}", desk=SERVER)

    presses = [asyncio.to_thread(asked, either_database, "/digest save 1", desk=SERVER, asker=ANN) for _ in range(2)]
    said = await asyncio.gather(*presses, return_exceptions=True)

    assert sorted(type(one).__name__ for one in said) == ["UserError", "str"]
    assert len(rows(either_database)) == 1


async def test_a_paused_digest_posts_nothing_and_the_first_after_it_tells_all(database: Database) -> None:
    desk(database)
    subscribe(database)
    news = News()
    ringing = clock(database, news)
    asked(database, "/digest pause 1", desk=SERVER, now=at("2031-03-20T13:00"))
    load(database, tiny(topics=[{"id": "ferry-line", "name": "the boat"}]), "2031-03-20T15:00")

    await live(ringing, "2031-03-20T13:30", "2031-03-22T12:00")
    paused = asked(database, "/digest list", desk=SERVER, now=at("2031-03-22T12:00"))
    asked(database, "/digest resume 1", desk=SERVER, now=at("2031-03-22T12:00"))
    none = list(news.posts)
    await live(ringing, "2031-03-22T12:30", "2031-03-23T12:00")

    assert none == []
    assert "Next: none while it is paused\n" in paused
    assert "the ferry -> the boat" in news.texts[0]
    with pytest.raises(UserError, match="Digest 1 is not paused"):
        asked(database, "/digest resume 1", desk=SERVER)


def test_removing_asks_once_more_and_can_be_undone(database: Database) -> None:
    desk(database)
    subscribe(database)

    sure = asked(database, "/digest remove 1", desk=SERVER)
    held = [row.state for row in rows(database)]
    gone = asked(database, "/digest drop 1", desk=SERVER)
    after = [row.state for row in rows(database)]
    back = asked(database, "/digest restore 1 active", desk=SERVER)

    assert "Remove: /digest drop 1\nKeep: /digest list\n" in sure
    assert (held, after) == (["held"], ["cancelled"])
    assert "Undo: /digest restore 1 active\n" in gone
    assert back.startswith("Digest 1 is back, active\n")
    assert [row.state for row in rows(database)] == ["held"]


async def test_removed_and_restored_within_a_day_the_days_digest_comes_once(database: Database) -> None:
    desk(database)
    subscribe(database)
    news = News()
    ringing = clock(database, news)
    await live(ringing, "2031-03-21T06:30", "2031-03-21T08:00")

    asked(database, "/digest drop 1", desk=SERVER, now=at("2031-03-21T06:00"))
    asked(database, "/digest restore 1 active", desk=SERVER, now=at("2031-03-21T06:00"))
    await live(ringing, "2031-03-21T06:30", "2031-03-21T12:00")

    assert len(news.posts) == 1


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("/digest add", "/digest add needs times"),
        ("/digest add noon", "“noon” is no time of the day"),
        ("/digest add 08:00 days:funday", "“funday” names no weekdays"),
        ("/digest add 08:00 zone:Mars", "zone: “Mars” is no place or zone I know"),
        ("/digest add 08:00 person:nobodyatall", "person: No “nobodyatall”"),
        ("/digest add 08:00 person:north", "person: Northhaven is none. For example: person:"),
        ("/digest add 08:00 kind:gossip", "kind: “gossip” is none of topic, party"),
        ("/digest add 08:00 unchanged:maybe", "unchanged: “maybe” is none of say, silent"),
        ("/digest edit 7 times:09:00", "There is no digest 7 here. There is none yet: /digest add 08:00"),
        ("/digest pause one", "There is no digest one here"),
        ("/digest show 7", "No digest was posted under the number 7 here"),
        ("/digest subscribe", "“subscribe” is none of them; there are /digest add, /digest list"),
    ],
)
def test_what_cannot_be_done_is_refused_with_what_can(ferry: Database, line: str, fault: str) -> None:
    with pytest.raises(UserError) as refused:
        asked(ferry, line)

    assert fault in str(refused.value)
    assert "There is none yet" in asked(ferry, "/digest list")


async def test_another_desks_digest_is_not_to_be_had(database: Database) -> None:
    desk(database)
    subscribe(database)
    await live(clock(database, News()), "2031-03-21T06:30", "2031-03-21T12:00")
    other = Desk("43", "UTC", "09:00")

    for line in ("/digest edit 1 times:09:00", "/digest drop 1", "/digest show 1", "/digest preview 1"):
        with pytest.raises(UserError, match="here"):
            asked(database, line, desk=other)


def test_an_editor_may_not_change_digests(ferry: Database) -> None:
    with pytest.raises(UserError, match="/digest add is for those who may manage this server"):
        asked(ferry, "/digest add 08:00", asker=BEN)


def test_a_digest_belongs_to_its_dossier_where_there_are_several(database: Database) -> None:
    desk(database)
    subscribe(database)
    with database.writing() as connection:
        replace_dossier(connection, tiny(id="a-bridge", title="The bridge"), now=NOW, actor="test")

    said = asked(database, "/digest preview 1", desk=SERVER)
    saved = asked(database, "/digest add 09:00 dossier:a-bridge", desk=SERVER)

    assert "The ferry talks" in said
    assert "The bridge" in saved
    assert "The bridge" in asked(database, "/digest save 2", desk=SERVER)


def test_old_drafts_are_forgotten(ferry: Database) -> None:
    asked(ferry, "/digest add 08:00")
    asked(ferry, "/digest add 09:00", now=NOW + timedelta(days=2))

    with pytest.raises(UserError, match="There is no digest 1 here"):
        asked(ferry, "/digest save 1", now=NOW + timedelta(days=2))


@pytest.mark.parametrize(
    ("option", "typed", "expected"),
    [
        ("number", "", ("1: daily at 08:00, Europe/Berlin (active)", "1")),
        ("person", "van", ("Ada Vane, mayor of Northhaven", "vane")),
        ("person", "oake, -van", ("oake, -Ada Vane, mayor of Northhaven", "oake, -vane")),
        ("subject", "", ("the ferry", "ferry-line")),
        ("kind", "statement,-off", ("statement,-offer", "statement,-offer")),
        ("zone", "berl", ("Europe/Berlin, UTC+1, now 13:00", "Europe/Berlin")),
        ("zone", "gmt+3", ("Europe/Moscow, UTC+3, now 15:00", "Europe/Moscow")),
        ("zone", "india", ("Asia/Kolkata, UTC+5:30, now 17:30", "Asia/Kolkata")),
    ],
)
def test_options_complete_word_by_word(ferry: Database, option: str, typed: str, expected: tuple[str, str]) -> None:
    asked(ferry, "/digest add 08:00")
    asked(ferry, "/digest save 1")
    command = "digest edit" if option == "number" else "digest add"

    found = complete(ferry, command, option, typed, options={}, now=NOW, desk=DESK, asker=ANN)

    assert expected in found
