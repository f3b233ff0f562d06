"""Digests: what they tell, that each comes once, and that what was posted stays as it was."""

import asyncio
import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.cli.load import bundled_dossiers
from bot.digests import runs
from bot.digests.compose import Digest
from bot.dossiers.intake import check_text
from bot.transport import PostError
from db.loading.dossiers import replace_dossier
from db.model.records import Dossier
from db.storage.database import Database
from tests.asking import asked
from tests.builders import TINY, replaced, tiny
from tests.digests.living import CHANNEL, SERVER, News, at, clock, desk, live, load, rows, subscribe
from tests.test_answers_page import PAGE

_HALF_HOUR = timedelta(minutes=30)
_NEW = {
    "id": "S11",
    "speaker": "vane",
    "when": "2031-03-20",
    "topics": ["ferry-line"],
    "wordings": [{"source": "morning", "kind": "direct", "text": "The ferry will run"}],
}


def _with(*statements: dict[str, Any], **others: Any) -> Dossier:
    return tiny(statements=[*TINY["statements"], *statements], **others)


async def test_a_digest_tells_what_changed_since_the_last_one_old_and_new(either_database: Database) -> None:
    desk(either_database)
    subscribe(either_database)
    statement = TINY["statements"][0]
    wordings = [statement["wordings"][0] | {"text": "We shall meet within two weeks"}, statement["wordings"][1]]
    points = [
        TINY["points"][0] | {"preference": {"value": "80", "reason": "a count", "sources": ["morning", "weekly"]}}
    ]
    changed = tiny(statements=[statement | {"wordings": wordings}, *TINY["statements"][1:], _NEW], points=points)
    load(either_database, changed, "2031-03-20T15:00")
    asked(either_database, "/outcome D1 happened basis:radio", desk=SERVER, now=at("2031-03-20T16:00"))
    news = News()

    await live(clock(either_database, news), "2031-03-21T06:30", "2031-03-21T12:00")

    assert news.texts == [
        "Digest of 21 March 2031, 08:00\n"
        "as of 21 March 2031 · The ferry talks\n"
        "New: since 20 March 2031, 13:00 Europe/Berlin: new statements (1), changed wording (1), conflicts settled (1),"
        " outcomes (1)\n"
        "New statements, 1\n"
        "  S11, Ada Vane: “The ferry will run”; 20 March 2031 [morning]\n"
        "Changed wording, 1\n"
        "  S1, Ada Vane: “We shall meet within a week” -> “We shall meet within two weeks” [morning]\n"
        "Conflicts settled, 1\n"
        "  P1, How many seats has the ferry? preferred: 80, because: a count [morning, weekly]\n"
        "Outcomes, 1\n"
        "  D1, Meeting of the two towns\n"
        "    Expected: 28 February – 7 March 2031 (“within a week” counted from 28 February 2031) [late, morning]\n"
        "    This desk's answer: happened – recorded by ann, 20 March 2031, 17:00 Europe/Berlin; own word: radio\n"
    ]


async def test_the_next_digest_tells_nothing_twice_and_says_so_in_one_line(either_database: Database) -> None:
    desk(either_database)
    subscribe(either_database)
    load(either_database, _with(_NEW), "2031-03-20T15:00")
    news = News()

    await live(clock(either_database, news), "2031-03-21T06:30", "2031-03-22T12:00", step=_HALF_HOUR)

    assert len(news.posts) == 2
    assert news.texts[1] == (
        "Digest of 22 March 2031, 08:00\n"
        "as of 22 March 2031 · The ferry talks\n"
        "New: nothing since 21 March 2031, 08:00 Europe/Berlin; overdue: 1 date: D1 (Meeting of the two towns)\n"
    )


async def test_a_silent_one_posts_nothing_where_nothing_is_new_and_says_so_in_the_list(database: Database) -> None:
    desk(database)
    subscribe(database, "08:00 unchanged:silent")
    news = News()
    ringing = clock(database, news)

    await live(ringing, "2031-03-21T06:30", "2031-03-21T12:00")
    listed = asked(database, "/digest list", desk=SERVER, now=at("2031-03-21T12:00"))
    load(database, _with(_NEW), "2031-03-21T15:00")
    await live(ringing, "2031-03-22T06:30", "2031-03-22T12:00")

    assert "Last: 21 March 2031, 08:00 Europe/Berlin, nothing new, so nothing was posted\n" in listed
    assert len(news.posts) == 1
    assert "S11, Ada Vane: “The ferry will run”" in news.texts[0]


async def test_what_comes_out_by_its_day_is_told_on_that_day(database: Database) -> None:
    desk(database, learnt="2031-03-01T05:00")
    subscribe(database, now="2031-03-01T12:00")
    news = News()

    await live(clock(database, news), "2031-03-02T06:30", "2031-03-04T12:00", step=_HALF_HOUR)

    assert "S2, Bern Oake (declines to comment): He would not speak of it. (reported); 1 March 2031 [" in news.texts[0]
    assert "1 March 2031 [weekly (may be later)]\n" in news.texts[0]
    assert "Sources that came out, 1\n  The Weekly: published one day between 2 and 5 March 2031" in news.texts[0]
    assert "Due before the next digest, 1\n  D1, Meeting of the two towns: 28 February – 7 March 2031" in news.texts[0]
    assert "nothing since 2 March 2031, 08:00 Europe/Berlin; 1 date due before the next digest\n" in news.texts[1]


async def test_after_a_time_without_the_bot_one_digest_tells_all_and_is_marked_late(either_database: Database) -> None:
    desk(either_database)
    subscribe(either_database, "08:00, 17:30")
    load(either_database, _with(_NEW), "2031-03-21T15:00")
    news = News()

    await live(clock(either_database, news), "2031-03-24T10:00", "2031-03-24T16:00")

    assert len(news.posts) == 1
    assert "Note: Late: it was due earlier, but could not be posted then.\n" in news.posts[0][1]
    assert "Late, and for 8 digests at once, since the bot was not running\n" in news.posts[0][1]
    assert news.texts[0].startswith(
        "Digest of 20 March 2031, 17:30\n"
        "as of 24 March 2031 · The ferry talks\n"
        "New: late, and for 8 digests at once, since the bot was not running; since 20 March 2031, 13:00 Europe/Berlin:"
        " new statements (1)\n"
    )
    await live(clock(either_database, news), "2031-03-24T16:30", "2031-03-24T17:00")
    assert len(news.posts) == 2


async def test_digests_due_in_quiet_hours_come_as_one_at_their_end(either_database: Database) -> None:
    desk(either_database)
    asked(either_database, "/setup quiet:22:00-07:00", desk=SERVER, now=at("2031-03-20T11:00"))
    subscribe(either_database, "02:30, 05:00, 12:30")
    news = News()
    ringing = clock(either_database, news)

    await live(ringing, "2031-03-20T12:30", "2031-03-21T05:30")  # 06:30 in Berlin; a new day has begun in between
    load(either_database, _with(_NEW), "2031-03-21T05:40")
    none = list(news.texts)
    await live(ringing, "2031-03-21T06:00", "2031-03-21T13:00")

    assert none == []
    assert [said.splitlines()[0] for said in news.texts] == [
        "Digest of 21 March 2031, 02:30",
        "Digest of 21 March 2031, 12:30",
    ]
    assert "New: held until the quiet hours were over, for 2 digests at once; since 20 March" in news.texts[0]
    assert "S11, Ada Vane" in news.texts[0]
    assert "Late" not in news.texts[0]


async def test_a_digest_that_is_held_comes_at_once_when_quiet_hours_are_put_off(database: Database) -> None:
    desk(database)
    subscribe(database, "02:30")
    asked(database, "/setup quiet:22:00-07:00", desk=SERVER, now=at("2031-03-20T13:00"))
    news = News()
    ringing = clock(database, news)

    await live(ringing, "2031-03-20T13:30", "2031-03-21T02:30")
    listed = asked(database, "/digest list", desk=SERVER, now=at("2031-03-21T02:30"))
    preview = asked(database, "/digest preview 1", desk=SERVER, now=at("2031-03-21T02:30"))
    asked(database, "/setup quiet:off", desk=SERVER, now=at("2031-03-21T02:31"))
    await live(ringing, "2031-03-21T03:00", "2031-03-21T12:00")

    assert "Next: 21 March 2031, 07:00 Europe/Berlin, when the quiet hours end\n" in listed
    assert preview.startswith("Preview: Digest of 21 March 2031, 02:30\n")
    assert [said.splitlines()[0] for said in news.texts] == ["Digest of 21 March 2031, 02:30"]


@pytest.mark.parametrize(
    ("zone", "first", "last", "runs"),
    [
        ("Europe/Berlin", "2031-03-29T12:00", "2031-03-31T12:00", ["03-30 01:00", "03-31 00:30"]),
        ("Europe/Berlin", "2031-10-25T12:00", "2031-10-27T12:00", ["10-26 00:30", "10-27 01:30"]),
        ("Australia/Lord_Howe", "2031-10-04T12:00", "2031-10-06T12:00", ["10-04 15:30", "10-05 15:30"]),
        ("Asia/Tokyo", "2031-10-25T12:00", "2031-10-27T12:00", ["10-25 17:30", "10-26 17:30"]),
    ],
)
async def test_in_the_night_clocks_change_a_digest_at_half_past_two_comes_once(
    database: Database, zone: str, first: str, last: str, runs: list[str]
) -> None:
    desk(database)
    subscribe(database, f"02:30 zone:{zone}", now=first)
    news = News()

    await live(clock(database, news), first, last)

    sent = [row for row in rows(database) if row.state == "sent"]
    assert [f"{row.due_at:%m-%d %H:%M}" for row in sent][: len(runs)] == runs
    assert len(news.posts) == len(sent) == len({row.local for row in sent})


async def test_what_was_posted_stays_word_for_word_whatever_is_loaded_later(either_database: Database) -> None:
    desk(either_database)
    subscribe(either_database)
    load(either_database, _with(_NEW), "2031-03-20T15:00")
    news = News()
    await live(clock(either_database, news), "2031-03-21T06:30", "2031-03-21T12:00")
    sources = [TINY["sources"][0] | {"outlet": "Evening Post"}, *TINY["sources"][1:]]
    people = [TINY["people"][0] | {"name": "A. Vane"}, *TINY["people"][1:]]
    load(either_database, tiny(sources=sources, people=people), "2031-03-22T15:00")
    asked(either_database, "/outcome D1 unclear", desk=SERVER, now=at("2031-03-22T16:00"))

    later = at("2031-03-25T12:00")
    shown = asked(either_database, "/digest show 1", desk=SERVER, now=later)
    previewed = asked(either_database, "/digest preview 1 as_of:2031-03-21", desk=SERVER, now=later)

    assert "“The ferry will run” – Ada Vane" in shown
    assert "Morning Post" in shown
    assert shown == news.posts[0][1]
    assert previewed.partition("\nSources\n")[0] + "\n" == news.texts[0]


async def test_a_preview_says_what_the_next_one_would_and_changes_nothing(database: Database) -> None:
    desk(database)
    subscribe(database)
    load(database, _with(_NEW), "2031-03-20T15:00")
    news = News()

    now = at("2031-03-21T06:59")
    previewed = [asked(database, "/digest preview 1", desk=SERVER, now=now, depth="short") for _ in range(2)]
    await live(clock(database, news), "2031-03-21T06:30", "2031-03-21T12:00")

    assert previewed[0] == previewed[1]
    assert previewed[0].partition("\n")[2] == news.posts[0][1].partition("\n")[2]
    assert previewed[0].startswith("Preview: Digest · 21 March 2031\n")


def test_a_preview_of_a_day_before_the_desk_began_goes_by_publication(database: Database) -> None:
    desk(database)
    subscribe(database)

    said = asked(database, "/digest preview 1 as_of:2031-03-02", desk=SERVER, now=at("2031-03-25T12:00"))

    assert said.startswith("Preview: Digest of 2 March 2031, 08:00\nas of 2 March 2031 · The ferry talks\n")
    assert "S2, Bern Oake" in said
    assert "newsletter" not in said
    assert "S1," not in said


@pytest.mark.parametrize(
    ("filters", "told", "untold"),
    [
        ("kind:statement", ["S11", "S12"], ["E2", "D4"]),
        ("kind:-statement", ["E2", "D4"], ["S11", "S12"]),
        ("person:vane", ["S11", "D4"], ["S12", "E2"]),
        ("person:-vane", ["S12", "E2"], ["S11", "D4"]),
        ("party:south", ["S12", "E2"], ["S11", "D4"]),
        ("subject:ferry-line", ["S11"], ["S12", "E2", "D4"]),
        ("subject:-ferry-line kind:statement", ["S12"], ["S11", "E2", "D4"]),
    ],
)
async def test_filters_take_and_leave_out(database: Database, filters: str, told: list[str], untold: list[str]) -> None:
    desk(database)
    subscribe(database, f"08:00 {filters}")
    other = _NEW | {"id": "S12", "speaker": "oake", "topics": []}
    event = {
        "id": "E2",
        "title": "A bell",
        "participants": ["oake"],
        "reports": [{"source": "morning", "value": "it rang"}],
    }
    date = {"id": "D4", "title": "A race", "announced": [{"by": "vane", "text": "soon", "source": "morning"}]}
    dossier = _with(_NEW, other, events=[*TINY["events"], event], dates=[*TINY["dates"], date])
    load(database, dossier, "2031-03-20T15:00")
    news = News()

    await live(clock(database, news), "2031-03-21T06:30", "2031-03-21T12:00")

    said = news.texts[0]
    assert [one for one in told if f"{one}," in said] == told
    assert [one for one in untold if f"{one}," in said] == []


def test_what_has_opened_without_days_is_told_as_open_since_its_cause_happened(database: Database) -> None:
    desk(database)
    subscribe(database)
    date = TINY["dates"][2] | {"id": "D4", "title": "A new ferry", "depends_on": "E1"}
    load(database, _with(_NEW, dates=[*TINY["dates"], date]), "2031-03-20T15:00")

    said = asked(database, "/digest preview 1", desk=SERVER, now=at("2031-03-20T16:00"))

    assert "Due before the next digest, 1\n  D4, A new ferry: open since E1 happened [late]\n" in said


def test_a_filtered_digest_ends_with_the_silence_and_single_sources_of_those_alone(database: Database) -> None:
    desk(database)
    subscribe(database, "08:00 party:south")
    subscribe(database, "08:00 party:north", number=2)
    quiet = [{**TINY["dates"][0], "id": f"D{n}", "announced": [{"by": who, "text": "soon", "source": "morning"}]}
             for n, who in ((4, "vane"), (5, "oake"))]  # fmt: skip
    fresh = [*TINY["sources"], {"id": "fresh", "outlet": "The Fresh", "title": "More", "published": "2031-03-28"}]
    known = _with(_NEW | {"about": ["oake"]}, dates=[*TINY["dates"], *quiet], sources=fresh)
    load(database, known, "2031-03-20T15:00")

    south, north = [
        asked(database, f"/digest preview {n}", desk=SERVER, now=at("2031-03-28T12:00")).partition("Sources")[0]
        for n in (1, 2)
    ]

    ended = "Silence and single sources\n"
    assert "Meeting of the two towns (D5) rests on one source" in south.partition(ended)[2]
    assert "D4" not in south.partition(ended)[2]
    assert "Northhaven" not in south.partition(ended)[2]
    assert "no word from Northhaven for 8 days up to 28 March 2031" in north.partition(ended)[2]
    assert "D5" not in north.partition(ended)[2]


async def test_what_was_corrected_and_taken_out_is_told_and_no_gone_source_is_cited(database: Database) -> None:
    desk(database)
    subscribe(database)
    load(database, replaced("events", "E1", title="The old ferry burns"), "2031-03-20T15:00")
    gone = {"statements": TINY["statements"][:2], "events": [TINY["events"][0] | {"title": "The old ferry burns"}]}
    load(database, tiny(**gone), "2031-03-20T16:00")
    news = News()

    await live(clock(database, news), "2031-03-21T06:30", "2031-03-21T12:00")

    assert (
        "Corrected, 1\n"
        "  event E1; title: The old ferry sinks -> The old ferry burns [morning]\n"
        "Taken out, 1\n"
        "  statement S10, an aide to the mayor: The vote was “close, but clean”. [late]\n"
    ) in news.texts[0]


def _many(number: int) -> list[dict[str, Any]]:
    words = "a word and another one, " * 12
    return [
        _NEW | {"id": f"S{20 + one}", "wordings": [{"source": "morning", "kind": "direct", "text": f"{words}{one}"}]}
        for one in range(number)
    ]


async def test_a_long_digest_is_a_head_with_its_details_in_a_thread_in_order(either_database: Database) -> None:
    desk(either_database)
    subscribe(either_database)
    load(either_database, _with(*_many(14)), "2031-03-20T15:00")
    news = News()

    await live(clock(either_database, news), "2031-03-21T06:30", "2031-03-21T12:00")

    channels = [channel for channel, _, _ in news.posts]
    titles = [answer.title for _, _, answer in news.posts]
    parts = len(titles)
    assert parts > 2
    assert channels == [CHANNEL, *["9000"] * (parts - 1)]
    sheets = [f"Digest of 21 March 2031, 08:00, part {one} of {parts}" for one in range(2, parts + 1)]
    assert titles == ["Digest · 21 March 2031", *sheets]
    assert [answer.under for _, _, answer in news.posts] == ["", *[CHANNEL] * (parts - 1)]
    assert "new statements (14)" in news.texts[1]
    assert "New statements, 10 of 14\n" in news.texts[1]
    assert "Not all of it is shown. What was recorded: /changes since:2031-03-20" in news.texts[-1]


async def test_parts_wait_for_their_head(database: Database) -> None:
    desk(database)
    subscribe(database)
    load(database, _with(*_many(14)), "2031-03-20T15:00")
    news = News(failures=[PostError("no answer", permanent=False)])
    ringing = clock(database, news)

    await ringing.ring(at("2031-03-21T07:00"))
    await ringing.ring(at("2031-03-21T07:00"))
    waiting = [row.state for row in rows(database) if row.detail]
    await live(ringing, "2031-03-21T07:01", "2031-03-21T08:00", step=timedelta(minutes=1))

    assert news.posts[0][2].title == "Digest · 21 March 2031"
    assert waiting == ["waiting", "held", "held"]
    assert [row.state for row in rows(database) if row.detail] == ["sent"] * 3


async def test_two_workers_at_once_make_and_post_each_digest_once(either_database: Database) -> None:
    desk(either_database)
    subscribe(either_database)
    load(either_database, _with(*_many(14)), "2031-03-20T15:00")
    news = News()
    clocks = [clock(either_database, news, owner) for owner in ("one", "two", "three")]

    for _ in range(3):
        await asyncio.gather(*(one.ring(at("2031-03-21T07:00")) for one in clocks))

    made = [row for row in rows(either_database) if row.detail]
    assert [row.occasion for row in made] == [
        "2031-03-21 08:00",
        *[f"2031-03-21 08:00 part {one}" for one in (2, 3)],
    ]
    assert len(news.posts) == 3
    assert [row.occasion for row in rows(either_database) if row.state == "held"] == ["2031-03-22 08:00"]


async def test_a_digest_that_cannot_be_made_is_kept_and_the_next_tells_what_it_would_have(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk(database)
    subscribe(database)
    load(database, _with(_NEW), "2031-03-20T15:00")
    news = News()

    def broken(*_: object) -> Digest:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(runs, "compose", broken)
        await live(clock(database, news), "2031-03-21T06:30", "2031-03-21T12:00")
    listed = asked(database, "/digest list", desk=SERVER, now=at("2031-03-21T12:00"))
    await live(clock(database, news), "2031-03-22T06:30", "2031-03-22T12:00")

    assert "could not be posted, and is kept: It could not be made; the log says why." in listed
    assert len(news.posts) == 1
    assert "since 20 March 2031, 13:00 Europe/Berlin: new statements (1)" in news.texts[0]


async def test_a_digest_of_a_shared_dossier_that_the_servers_own_hides_says_so(database: Database) -> None:
    desk(database)
    subscribe(database)
    with database.writing() as connection:
        replace_dossier(connection, tiny(), now=at("2031-03-20T15:00"), actor="test", owner=SERVER.id)
    news = News()

    at_once = asked(database, "/digest list", desk=SERVER, now=at("2031-03-20T15:01"))
    await live(clock(database, news), "2031-03-21T06:30", "2031-03-21T12:00")
    listed = asked(database, "/digest list", desk=SERVER, now=at("2031-03-21T12:00"))

    removing = asked(database, "/digest remove 1", desk=SERVER, now=at("2031-03-21T12:00"))

    assert news.posts == []
    assert "Next: This server’s own dossier ferry hides the shared one that this digest is about." in at_once
    assert "This server’s own dossier ferry hides the shared one that this digest is about." in listed
    assert "A digest of its own: /digest add; without this one: /digest remove 1" in listed
    assert "Remove" in removing


async def test_a_parked_digest_is_named_in_the_list_and_can_be_read(database: Database) -> None:
    desk(database)
    subscribe(database)
    load(database, _with(_NEW), "2031-03-20T15:00")
    news = News(failures=[PostError("no right to post", permanent=True)])

    await live(clock(database, news), "2031-03-21T06:30", "2031-03-21T12:00")
    listed = asked(database, "/digest list", desk=SERVER, now=at("2031-03-21T12:00"))

    assert "could not be posted, and is kept: no right to post\n" in listed
    assert "Last of digest 1, word for word: /digest show 1\n" in listed
    assert "S11" in asked(database, "/digest show 1 depth:full", desk=SERVER)
    assert "Also new" not in asked(database, "/digest show 1", desk=SERVER)


async def test_a_load_that_is_being_written_when_a_digest_is_made_is_told(either_database: Database) -> None:
    desk(either_database)
    subscribe(either_database)
    news = News()
    ringing = clock(either_database, news)
    with either_database.writing() as connection:
        # numbered before what is told next, and written after it
        replace_dossier(connection, _with(_NEW), now=at("2031-03-20T15:00"), actor="test")
        early = asyncio.create_task(ringing.ring(at("2031-03-21T07:00")))
        await asyncio.wait({early}, timeout=0.1)

    await early
    await live(ringing, "2031-03-21T07:00", "2031-03-21T07:30")

    assert len(news.posts) == 1
    assert "S11, Ada Vane: “The ferry will run”" in news.texts[0]


@pytest.mark.parametrize("day", ["31 July 2022", "12 August 2022"])
def test_a_digest_says_what_is_written(database: Database, day: str) -> None:
    [file] = bundled_dossiers()
    load(database, check_text(file.read_bytes(), name=file.name), "2026-12-01T05:00")
    desk(database, learnt="")
    subscribe(database, now="2026-12-01T12:00")
    [block] = re.findall(
        rf"A digest on {day}, [^\n]* of 36 rows\n\n```text\n(.*?)\n```", PAGE.read_text("utf-8"), re.DOTALL
    )

    asked_of = f"{datetime.strptime(day, '%d %B %Y'):%Y-%m-%d}"  # noqa: DTZ007
    line = f"/digest preview 1 as_of:{asked_of}"
    said = asked(database, line, desk=SERVER, now=at("2026-12-01T12:00"), depth="short", width=40)

    assert said == f"Preview: {block}\n"


async def test_the_first_digest_on_a_new_dossier_says_where_it_stands(database: Database) -> None:
    desk(database)
    subscribe(database)

    first = asked(database, "/digest preview 1 as_of:2031-03-01", desk=SERVER, now=at("2031-03-25T12:00"), width=40)
    status = asked(
        database, "/status as_of:2031-03-01", desk=SERVER, now=at("2031-03-25T12:00"), depth="short", width=40
    )

    heading, _, rest = first.partition("\n\n")
    assert heading == (
        "Preview: Digest · 1 March 2031\nNewest source: 1 March 2031\nThe first one here, so where it stands."
    )
    assert rest == status.partition("\n\n")[2]
    assert len(first.splitlines()) <= 36
