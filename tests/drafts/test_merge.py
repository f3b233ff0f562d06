"""Two items that turn out to be one: made one with all that names them, and parted again as they were."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.asking import Asker, UserError
from bot.delivery.scheduler import plan_all
from bot.dossiers.load_report import loaded_report
from db.desk.article_texts import ArticleText, add_article_text
from db.desk.desks import Desk, ReminderChannel, replace_reminder_channel
from db.desk.follows import list_follows
from db.loading.dossiers import Loaded, replace_dossier
from db.model.records import SECTIONS, Dossier
from db.outbox.outbox import Due, add_due, list_due
from db.storage import schema
from db.storage.database import Database
from tests.asking import ANN, BEN, asked
from tests.builders import NOW, TINY, tiny

SERVER = Desk("42", "Europe/Berlin", "09:00")
OTHER = replace(SERVER, id="43")
REA = Asker("9", "rea")

# what the weekly tells of S1 again, with a day less certain
_TWICE: dict[str, Any] = {
    "id": "S3",
    "speaker": "vane",
    "when": "[2031-02-26..2031-03-01]",
    "stance": [{"kind": "hopes", "on": "a shared ferry"}],
    "about": ["E1", "S1"],
    "topics": ["ferry-line"],
    "wordings": [
        {"source": "weekly", "kind": "partial", "text": "The mayor said they “shall meet within a week”."},
        {"source": "morning", "kind": "direct", "text": "We shall meet  within a week"},
    ],
}
_DATE_TWICE: dict[str, Any] = {
    "id": "D4",
    "title": "The mayors meet",
    "announced": [{"by": "vane", "text": "next week", "statement": "S3", "source": "weekly"}],
    "when": "2031-03-25/2031-03-27",
}
_WANE: dict[str, Any] = {
    "id": "wane",
    "name": "Adda Wane",
    "party": "north",
    "spellings": [{"text": "Adda Wane", "sources": ["late"]}],
    "roles": [{"title": "former mayor of Northhaven", "party": "north", "sources": ["weekly"]}],
}


def _twice(**changes: Any) -> Dossier:
    answers = TINY["offers"][0]["answers"]
    offers = [TINY["offers"][0] | {"answers": [answers[0] | {"statement": "S3"}, answers[1]]}]
    dates = [TINY["dates"][0] | {"when": "2031-03-24/2031-03-28"}, *TINY["dates"][1:], _DATE_TWICE]
    more = {"people": [*TINY["people"], _WANE], "dates": dates, "offers": offers}
    return tiny(**{"statements": [*TINY["statements"], _TWICE]} | more | changes)


def _load(database: Database, dossier: Dossier | None = None) -> Loaded:
    with database.writing() as connection:
        return replace_dossier(connection, dossier or _twice(), now=NOW, actor="test")


def _ask(database: Database, line: str, *, by: Asker = BEN, desk: Desk = SERVER, **more: Any) -> str:
    return asked(database, line, desk=desk, asker=by, **more)


def _line(text: str, label: str) -> str:
    """Give the line behind a choice in an answer's text, whole."""
    found = re.search(rf"^ *{label}[^:\n]*: (/.*)$", text, re.MULTILINE)
    assert found, text
    return found[1]


def _press(database: Database, text: str, label: str, *, by: Asker = BEN) -> str:
    return _ask(database, _line(text, label), by=by)


def _merge(database: Database, line: str, *, by: Asker = BEN) -> str:
    return _press(database, _ask(database, line, by=by), "Merge", by=by)


def _rows(database: Database) -> dict[str, Any]:
    """Give all that is stored of a dossier, but what is only ever added to: changes, drafts, merges."""
    but = {"change", "draft", "merge", "request", "search", "search_serial", "search_word", "meta"}
    with database.reading() as connection:
        tables = [table for table in schema.metadata.sorted_tables if table.name not in but]
        return {one.name: sorted(map(str, connection.execute(select(one)).all())) for one in tables}


def _due(database: Database) -> list[Due]:
    with database.reading() as connection:
        return list_due(connection, desk="42", dossier="ferry", kind="reminder")


def _owed(database: Database, item: str) -> list[str]:
    return sorted(row.occasion for row in _due(database) if row.item == item and row.state == "waiting")


def _channel(database: Database) -> None:
    with database.writing() as connection:
        replace_reminder_channel(connection, ReminderChannel("42", "ferry", "7"), actor="1", now=NOW)
    with database.writing() as connection:
        plan_all(connection, now=NOW, desk=SERVER)


def test_two_statements_are_shown_side_by_side_made_one_and_the_old_id_leads_on(either_database: Database) -> None:
    _load(either_database)

    card = _ask(either_database, "/merge s3 into:s1 why:“one briefing”")
    untouched = _ask(either_database, "/item S3")
    merged = _press(either_database, card, "Merge")

    assert "Would merge: statement S3 into S1, which remains\nS3 goes\n  Speaker: Ada Vane\n" in card
    assert "  wordings: 1 more from S3, 3 wordings then\n" in card
    assert "  when: 28 February 2031 (S1) stays, not one day between 26 February and 1 March 2031 (S3)\n" in card
    assert "Will name S1 instead: D4, O1\n" in card
    assert "Why: one briefing\n" in card
    assert "Take when of S3: /merge S3 draft:1 take:when" in card
    assert untouched.startswith("S3, statement")
    assert merged.startswith("Merged: S3 is S1 now\n")
    shown = _ask(either_database, "/item S1")
    assert shown.count("We shall meet within a week” – on the radio [morning]") == 1
    assert "Wording, partial: The mayor said they “shall meet within a week”. [weekly]" in shown
    assert "Date: 28 February 2031 – deduced" in shown
    assert "About: Bern Oake (oake), The old ferry sinks (E1) [" in shown
    assert "Merged: S3 into S1 by ben" in shown
    assert "one briefing; S3 is the same" in shown
    assert "In the statement: S1" in _ask(either_database, "/item O1")
    old = _ask(either_database, "/item s3")
    assert old.startswith("S3 is S1 now\n")
    assert "Part S3 again: /undo" in old
    assert _ask(either_database, "/item S3", desk=OTHER).startswith("S3, statement")
    assert "S1 is" not in _ask(either_database, "/sources item:S3")


def test_undo_parts_them_whole_with_all_that_named_them(either_database: Database) -> None:
    _load(either_database)
    _channel(either_database)
    for line in ("/follow about:S3", "/follow about:D4", "/leads D4 times:closing", "/mute wane"):
        _ask(either_database, line)
    with either_database.writing() as connection:
        add_article_text(connection, ArticleText(desk="42", dossier="ferry", text="x", at=NOW, source="weekly"))
    before = _rows(either_database)

    for line in (
        "/merge S3 into:S1",
        "/merge D4 into:D1",
        "/merge wane into:vane",
        "/merge weekly into:morning take:published",
    ):
        undone = _press(either_database, merged := _merge(either_database, line), "Undo")

        assert merged.startswith("Merged: ")
        assert undone.startswith("Parted again: ")
        assert _rows(either_database) == {**before, "due": _rows(either_database)["due"]}
        assert _owed(either_database, "D4") == ["closing 2031-03-27"]
    with pytest.raises(UserError, match="You have changed nothing here that could be taken back"):
        _ask(either_database, "/undo")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/merge S3 into:S3", r"that is S3 itself\. Name the one that it is the same as"),
        ("/merge S3 into:E1", r"S3 is a statement, E1 an event: only two of one kind .*: /edit S3 about:E1"),
        ("/merge S2 into:S1", r"speaker: Bern Oake \(oake\) in S2, Ada Vane \(vane\) in S1: they are no one statement.*"
         r"/edit S2 speaker:vane.*/merge oake into:vane"),
        ("/merge D1 into:D2", r"when: 24–28 March 2031 in D1, 12 March 2031 in D2\. Which is right\?"),
        ("/merge S3 into:S77", r"There is no item “S77” here"),
    ],
)  # fmt: skip
def test_what_is_in_the_way_is_said_with_what_works(database: Database, line: str, said: str) -> None:
    _load(database)

    try:
        told = _ask(database, line)
    except UserError as error:
        told = str(error)

    assert re.search(said, told)
    assert "/merge save" not in told


def test_where_two_days_differ_it_is_asked_which_is_right(database: Database) -> None:
    late = {**_TWICE, "when": "2031-03-02", "wordings": _TWICE["wordings"][:1]}
    _load(database, _twice(statements=[*TINY["statements"], late]))

    asked_first = _ask(database, "/merge S3 into:S1")
    card = _press(database, asked_first, "2 March 2031")
    _press(database, card, "Merge")

    assert "when: 2 March 2031 in S3, 28 February 2031 in S1. Which is right?" in asked_first
    assert "when: 2 March 2031 (S3) stays, not 28 February 2031 (S1)" in card
    # of the weekly alone, which came out later than the Morning Post
    assert "Date: 2 March 2031 [weekly]" in _ask(database, "/item S1")


def test_a_reminder_of_a_merged_date_is_neither_lost_nor_doubled_and_its_buttons_lead_on(
    either_database: Database,
) -> None:
    _load(either_database)
    _channel(either_database)
    asked_before = next(row for row in _due(either_database) if row.item == "D4" and row.occasion.startswith("opening"))
    with either_database.writing() as connection:
        sent = schema.due.update().where(schema.due.c.id == asked_before.id)
        connection.execute(sent.values(state="sent", message="55"))

    merged = _merge(either_database, "/merge D4 into:D1")

    assert _owed(either_database, "D4") == []
    assert _owed(either_database, "D1") == ["closing 2031-03-27"]  # its opening was asked for already, as D4
    told = _ask(either_database, f"/due {asked_before.id} unclear")
    assert "Meeting of the two towns" in told
    assert "unclear – recorded by ben" in _ask(either_database, "/item D1")
    assert "Recorded: Meeting of the two towns (D1)" in _ask(either_database, "/outcome D4 did-not-happen")
    with pytest.raises(UserError, match="D4 is D1 now"):
        _ask(either_database, "/edit D4 title:x why:y")
    _press(either_database, merged, "Undo")
    assert _owed(either_database, "D4") == ["closing 2031-03-27"]
    assert [row.item for row in _due(either_database) if row.id == asked_before.id] == ["D4"]


def test_dates_that_were_answered_otherwise_are_not_made_one_before_it_is_settled(database: Database) -> None:
    _load(database)
    _ask(database, "/outcome D1 happened basis:weekly")
    _ask(database, "/outcome D4 did-not-happen")

    refused = _ask(database, "/merge D4 into:D1")
    _ask(database, "/outcome D1 did-not-happen")
    card = _ask(database, "/merge D4 into:D1")
    merged = _press(database, card, "Merge")

    assert "ben recorded “did not happen” for D4; ben recorded “happened” for D1. Record the same of both" in refused
    assert "Goes along: 1 recorded answer" in card
    assert _ask(database, "/item D1").count("recorded by ben") == 3
    _press(database, merged, "Undo")
    assert _ask(database, "/item D1").count("recorded by ben") == 2
    assert _ask(database, "/item D4").count("recorded by ben") == 1


def test_followers_go_along_and_whoever_stopped_meanwhile_is_left_alone(either_database: Database) -> None:
    _load(either_database)
    _ask(either_database, "/follow about:S3")
    _ask(either_database, "/follow about:S1")
    _ask(either_database, "/follow about:S3 how:digest", by=ANN)
    merged = _merge(either_database, "/merge S3 into:S1")

    def followed() -> set[tuple[str, str, str]]:
        with either_database.reading() as connection:
            return {(one.person_name, one.item, one.how) for one in list_follows(connection, desk="42")}

    during = followed()
    _ask(either_database, "/follow about:S3 how:off", by=BEN)  # of what S3 is now
    _press(either_database, merged, "Undo")

    assert during == {("ben", "S1", "dm"), ("ann", "S1", "digest")}
    assert followed() == {("ann", "S3", "digest")}


def test_people_are_one_with_all_they_said_and_are_found_by_both_names(either_database: Database) -> None:
    _load(either_database, _twice(statements=[*TINY["statements"], {**_TWICE, "speaker": "wane"}]))

    card = _ask(either_database, "/merge wane into:vane")
    _press(either_database, card, "Merge")

    assert "name: Ada Vane (vane) stays, not Adda Wane (wane)" in card
    assert "Will name vane instead: S3" in card
    assert "S3, statement: Ada Vane" in _ask(either_database, "/item S3")
    assert _ask(either_database, "/who “Adda Wane”").startswith("Ada Vane")
    assert _ask(either_database, "/who wane").startswith("Ada Vane")
    assert "vane – changed" not in _ask(either_database, "/changes")


def test_of_two_editors_at_once_one_wins_and_the_other_is_told(either_database: Database) -> None:
    _load(either_database)
    presses = [(_line(_ask(either_database, line, by=by), "Merge"), by) for line, by in
               (("/merge S3 into:S1", BEN), ("/merge S1 into:S3", ANN))]  # fmt: skip

    def press(one: tuple[str, Asker]) -> str:
        try:
            return _ask(either_database, one[0], by=one[1])
        except UserError as error:
            return str(error)

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(press, presses))

    won = [one for one in told if one.startswith("Merged: ")]
    lost = [one for one in told if one not in won]
    assert len(won) == 1
    assert re.search(r"S[13] is S[13] now", lost[0])
    with either_database.reading() as connection:
        assert len(connection.execute(select(schema.merge)).all()) == 1


def test_what_an_editor_changed_meanwhile_is_shown_before_anything_is_merged(database: Database) -> None:
    _load(database)
    card = _ask(database, "/merge S3 into:S1")
    edit = _ask(database, "/edit S3 speaker:vane when:2031-02-27 why:“the paper says so”", by=ANN)
    _press(database, edit, "Save", by=ANN)

    again = _press(database, card, "Merge")

    assert "nothing was saved. Look again." in again or "Which is right?" in again
    assert _ask(database, "/item S3").startswith("S3, statement")


def test_what_was_changed_since_is_not_parted_over(database: Database) -> None:
    _load(database)
    merged = _merge(database, "/merge S3 into:S1")
    _press(database, _ask(database, "/edit S1 about:E1 why:“not of oake”", by=ANN), "Save", by=ANN)

    with pytest.raises(UserError, match=r"S1 has been changed since change \d+, by change \d+ of ann"):
        _press(database, merged, "Undo")
    _ask(database, "/undo", by=ANN)

    assert _press(database, merged, "Undo").startswith("Parted again: S3 and S1\n")
    with pytest.raises(UserError, match=r"parted two items .* Make them one anew: /merge"):
        _ask(database, f"/undo {int(re.findall(r'change (.*?),', merged)[0]) + 3}", by=ANN)


def test_what_became_one_twice_over_is_parted_the_last_first(database: Database) -> None:
    again = {**_TWICE, "id": "S4", "about": [], "wordings": [_TWICE["wordings"][0] | {"text": "They “shall meet”."}]}
    _load(database, _twice(statements=[*TINY["statements"], _TWICE, again]))
    first = _merge(database, "/merge S3 into:S4")
    second = _merge(database, "/merge S3 into:S1")  # S3 is S4 by now

    assert second.startswith("Merged: S4 is S1 now")
    assert _ask(database, "/item S3").startswith("S3 is S1 now")
    with pytest.raises(UserError, match=r"S4 is S1 now, by change \d+ of ben\. Part them first: /undo"):
        _press(database, first, "Undo")
    _press(database, second, "Undo")
    assert _press(database, first, "Undo").startswith("Parted again: S3 and S4")


def test_what_a_reader_finds_to_be_one_goes_to_the_editors(either_database: Database) -> None:
    _load(either_database)

    sent = _press(either_database, _ask(either_database, "/merge S3 into:S1", by=REA), "Send for review", by=REA)
    listed = _ask(either_database, "/review")
    approved = _press(either_database, listed, "Approve 1")

    assert sent.startswith("Sent for review")
    assert "Proposal 1: merge" in listed
    assert "Would merge: statement S3 into S1" in listed
    assert approved.startswith("Merged: S3 is S1 now")
    assert "proposed by rea, approved by ben: S3 and S1 are one; it is S1 now" in _ask(either_database, "/item S3")


def test_a_file_that_still_has_both_doubles_nothing_and_its_load_says_so(either_database: Database) -> None:
    _load(either_database)
    merged = _merge(either_database, "/merge S3 into:S1")
    longer = {**_TWICE, "stance": []}
    naming = {**TINY["statements"][1], "about": ["S3"]}
    both = _twice(statements=[TINY["statements"][0], naming, TINY["statements"][2], longer])

    report = loaded_report(_load(either_database, both), both)

    assert "kept S3: at desk 42 it is S1, so what the file has of it is not seen there; /item S3 parts them" in report
    assert _ask(either_database, "/item S3").startswith("S3 is S1 now")
    assert "About: S1" in _ask(either_database, "/item S2")
    assert _ask(either_database, "/quotes vane").count("We shall meet") == 1
    assert "About: S3" in _ask(either_database, "/item S2", desk=OTHER)
    _press(either_database, merged, "Undo")
    assert "hopes" in _ask(either_database, "/item S3")


def test_two_items_of_whatever_kind_are_refused_or_parted_again_as_they_were(database: Database) -> None:
    dossier = _twice()
    _load(database, dossier)
    before, done = _rows(database), 0
    for section in SECTIONS:
        ids = [one.id for one in getattr(dossier, section)]
        if len(ids) < 2:
            continue
        shown = _ask(database, f"/merge {ids[-1]} into:{ids[0]} take:published,when,outcome")
        if "\nMerge: " in shown:
            _press(database, _press(database, shown, "Merge"), "Undo")
            done += 1
            assert _rows(database) == before, ids
    assert done == 5


def test_the_likeliest_are_offered_first_and_an_id_can_be_typed(database: Database) -> None:
    _load(database)

    offered = _ask(database, "/merge S3")
    form = _press(database, offered, "Another one…")

    assert "It is S1: /merge S3 draft:1 into:S1" in offered
    assert "into (needed): The id of what it is the same as." in form
    assert "It is vane" in _ask(database, "/merge wane")
    assert "Same as another…: /merge S3" in _ask(database, "/item S3")
    assert "Same as another" not in _ask(database, "/item S3", by=REA)


def test_what_waits_for_an_event_that_was_told_twice_is_told_once_that_it_opens(either_database: Database) -> None:
    again = TINY["events"][0] | {"id": "E2", "reports": [{"source": "weekly", "value": "it went down"}]}
    waits = TINY["dates"][2] | {"depends_on": "E1"}
    _load(either_database, _twice(events=[*TINY["events"], again], dates=[*TINY["dates"][:2], waits, _DATE_TWICE]))
    with either_database.writing() as connection:
        replace_reminder_channel(connection, ReminderChannel("42", "ferry", "7"), actor="1", now=NOW)
        told = Due("42", "ferry", "E1", "happened morning", "7", NOW.replace(tzinfo=None), "UTC", NOW, kind="opened")
        add_due(connection, told)
        connection.execute(schema.due.update().values(state="sent", message="56"))

    def openings() -> set[tuple[str, str, str]]:
        with either_database.reading() as connection:
            rows = list_due(connection, desk="42", dossier="ferry", kind="opened")
            return {(row.item, row.occasion, row.state) for row in rows}

    merged = _merge(either_database, "/merge E2 into:E1")
    during = openings()
    _press(either_database, merged, "Undo")

    assert during == {("E1", "happened morning weekly", "sent")}
    assert openings() == {("E1", "happened morning", "sent")}


def test_the_next_shift_reads_what_became_one_and_nothing_of_what_only_names_it(database: Database) -> None:
    _load(database)
    later = NOW + timedelta(minutes=1)
    seen = re.findall(r"/takeover .*", _ask(database, "/handover", now=later))[0]
    _ask(database, seen, now=later)

    _merge(database, "/merge S3 into:S1")
    told = _ask(database, "/handover", now=later + timedelta(minutes=1))

    assert "Found to be one, 1\n  One with S1 now: statement S3, Ada Vane: “We shall meet" in told
    assert "O1" not in told
    assert "Taken out" not in told


def test_offers_to_one_more_side_are_one_to_both(database: Database) -> None:
    west = TINY["parties"][0] | {"id": "west", "name": "Westport"}
    twice = TINY["offers"][0] | {"id": "O2", "also_to": ["west"]}
    _load(database, tiny(parties=[*TINY["parties"], west], offers=[*TINY["offers"], twice]))

    card = _ask(database, "/merge O2 into:O1")
    _press(database, card, "Merge")

    assert "also_to: 1 more from O2, 1 further side that it is made to then" in card
    assert "Westport" in _ask(database, "/item O1")
