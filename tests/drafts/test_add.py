"""Adding by a form: read back, saved or sent for review, refused without losing what was typed."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.asking import Asker, UserError
from bot.delivery.scheduler import Courier, plan_all, tick
from db.desk.desks import Desk, ReminderChannel, replace_reminder_channel
from db.loading.dossiers import replace_dossier
from db.outbox.outbox import list_due
from db.storage.database import Database
from tests.asking import ANN, BEN, asked
from tests.builders import NOW, replaced, tiny
from tests.desk.test_my_reminders import Post
from tests.digests.living import News

SERVER = Desk("42", "Europe/Berlin", "09:00")
OTHER = replace(SERVER, id="43")
REA = Asker("9", "rea")

STATEMENT = '/add statement speaker:vane text:"She called it “a good day”." source:morning when:Friday about:oake'
NEW_SOURCE = "“Daily Bell, Ferry sails, 3 March 2031, https://bell.example/1”"


def _load(database: Database) -> None:
    with database.writing() as connection:
        replace_dossier(connection, tiny(), now=NOW, actor="test")


def _line(text: str, label: str) -> str:
    """Give the line behind a choice in an answer's text, whole."""
    found = re.search(rf"^ *{label}[^:\n]*: (/.*)$", text, re.MULTILINE)
    assert found, text
    return found[1]


def _ask(database: Database, line: str, *, by: Asker = BEN, desk: Desk = SERVER, request: str = "") -> str:
    return asked(database, line, desk=desk, asker=by, request=request)


def _save(database: Database, line: str, *, by: Asker = BEN) -> str:
    """Add something and press Save."""
    return _ask(database, _line(_ask(database, line, by=by), "Save"), by=by)


def test_a_statement_is_read_back_before_anything_is_written(either_database: Database) -> None:
    _load(either_database)

    text = _ask(either_database, STATEMENT)

    assert text.startswith("Read back, not saved yet\n")
    assert "Would add: statement S-1\n" in text
    assert "Ada Vane, mayor of Northhaven, 28 February 2031 [morning]\n  She called it “a good day”.\n" in text
    assert "Words: what stands between “ and ” is quoted word for word" in text
    assert "Said: 28 February 2031 (“Friday” counted from 1 March 2031) – deduced" in text
    assert "About: Bern Oake, harbour master" in text
    assert "Taken for granted: when: “Friday” in a source of 1 March 2031 is 28 February 2031" in text
    assert "Not found" in _ask(either_database, "/item S-1")


def test_saving_twice_does_one_thing_and_says_who_was_first(either_database: Database) -> None:
    _load(either_database)
    save = _line(_ask(either_database, STATEMENT), "Save")

    saved = _ask(either_database, save)
    with pytest.raises(UserError, match="Draft 1 has been saved already, by ben"):
        _ask(either_database, save, by=ANN)

    assert saved.startswith("Saved: S-1\n")
    shown = _ask(either_database, "/item S-1")
    assert "by ben: added by a form, draft 1" in shown
    assert "S-1: Ada Vane" in _ask(either_database, "/find “good day”")
    assert "No item “S-2”" in _ask(either_database, "/item S-2")
    assert "No item “S-1”" in _ask(either_database, "/item S-1", desk=OTHER)


def test_undo_takes_it_back_and_its_number_is_not_given_again(either_database: Database) -> None:
    _load(either_database)
    undo = _line(_save(either_database, STATEMENT), "Undo")

    undone = _ask(either_database, undo)

    assert "S-1 is no longer there" in undone
    assert "Would add: statement S-2" in _ask(either_database, STATEMENT, request="again")


def test_a_fault_keeps_what_was_typed_and_only_the_fault_is_typed_again(ferry: Database) -> None:
    refused = _ask(ferry, "/add statement speaker:zzyzx text:“It rains.” source:mornig")

    assert refused.startswith("That can’t be added as it is\n")
    assert "speaker: nobody is called “zzyzx”. Add them first: /add person" in refused
    assert "source: “mornig” is no source’s id. Did you mean morning?" in refused
    form = _ask(ferry, _line(refused, "Fix"))
    assert "text (needed): It rains." in form
    mended = _ask(ferry, "/add statement draft:1 speaker:oake source:morning")
    assert "Bern Oake, harbour master, day not given, reported [morning]\n  It rains." in mended
    assert "Words: in our own words, nothing is quoted" in mended


def test_a_name_that_fits_several_is_refused_with_all_of_them(ferry: Database) -> None:
    _save(ferry, "/add person name:“Bert Oake” role:diver source:morning")

    refused = _ask(ferry, "/add statement speaker:“b. oake” text:“It rains.” source:morning", request="2")
    by_id = _ask(ferry, "/add statement draft:2 speaker:own-bert-oake")

    assert "speaker: “b. oake” fits 2: " in refused
    assert "Bert Oake, diver (own-bert-oake)" in refused
    assert "Bert Oake, diver, day not given" in by_id


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("“All of it.”", "all of it is quoted word for word"),
        ("«All of it.»", "all of it is quoted word for word"),
        ("“One” and “two”", "what stands between “ and ” is quoted word for word"),
        ("None of it.", "in our own words, nothing is quoted"),
    ],
)
def test_the_marks_tell_how_a_wording_is_told(ferry: Database, text: str, told: str) -> None:
    assert told in _ask(ferry, f'/add statement speaker:vane source:morning text:"{text}"')


def test_a_quotation_that_never_ends_is_refused_as_in_a_file(ferry: Database) -> None:
    refused = _ask(ferry, '/add statement speaker:vane source:morning text:"It is “good."')

    assert "text: 1 times “ and 0 times ”; expected each “ closed by a ”" in refused


def test_a_missing_source_opens_the_form_again_with_the_rest_kept(ferry: Database) -> None:
    asking = _ask(ferry, "/add statement speaker:vane text:“It rains.”")

    assert "source (needed): An id; or of a new one" in asking
    assert "/add statement draft:1 dossier:ferry speaker:" in asking


def test_a_new_source_is_added_along_and_a_link_alone_names_none(either_database: Database) -> None:
    _load(either_database)
    link = _ask(either_database, "/add event title:“It sails” said:“It sailed.” source:https://bell.example/1")
    assert "source: a link alone names no source." in link

    text = _ask(either_database, f"/add event draft:1 source:{NEW_SOURCE} when:yesterday")
    _ask(either_database, _line(text, "Save"))

    assert "With a new source: own-daily-bell-2031-03-03: Daily Bell, Ferry sails, 3 March 2031, https://bell" in text
    assert "When: 2 March 2031 (“yesterday” counted from 3 March 2031) – deduced" in text
    assert "It sails" in _ask(either_database, "/timeline")
    assert "Daily Bell" in _ask(either_database, "/item own-daily-bell-2031-03-03")


@pytest.mark.parametrize(
    ("when", "fault"),
    [
        ("2031-03-02", "when: 2 March 2031 is after the source came out."),
        ("“next week”", "when: “next week” in a source of 1 March 2031 is 3–9 March 2031: no day of the past."),
        (
            "“by Friday”",
            "when: “by Friday” in a source of 1 March 2031 is 1–7 March 2031: no day of the past. Write the day on "
            "which it was so. For example: when:2031-03-01. "
            "What is still to come is added with: /add date when:“by Friday”",
        ),
        ("“30 March”", "when: “30 March” would be 30 March 2030. Write the year, too."),
    ],
)
def test_a_past_that_cannot_be_is_refused(ferry: Database, when: str, fault: str) -> None:
    assert fault in _ask(ferry, f"/add event title:“It sails” said:“It sailed.” source:morning when:{when}")


def test_words_are_not_counted_from_a_source_whose_day_is_not_certain(ferry: Database) -> None:
    refused = _ask(ferry, "/add event title:“It sails” said:“It sailed.” source:weekly when:yesterday")
    whole = _ask(ferry, "/add event draft:1 when:“March 2031”")

    assert "when: “yesterday” can’t be counted: the day on which the source came out is not certain." in refused
    assert "For example: when:20" in refused
    assert "When: March 2031" in whole


def test_an_offer_has_sides_terms_and_a_day(ferry: Database) -> None:
    wrong = _ask(ferry, "/add offer title:“A pier” between:vane terms:“one; two” source:morning")
    text = _ask(ferry, "/add offer draft:1 between:“south to north” when:2031-02")

    assert "between: two sides are needed" in wrong
    assert "Offer: A pier: Southport to Northhaven\nTerm: one\nTerm: two\nState: made, February 2031\n" in text


def test_a_report_on_an_old_point_makes_a_conflict_that_is_shown(either_database: Database) -> None:
    _load(either_database)
    before = _ask(either_database, "/add report point:P1 says:70 exact:“seventy seats” source:morning")

    _ask(either_database, _line(before, "Save"))

    assert "Would change: point P1\n" in before
    assert "reports[3]: nothing -> source: morning; value: 70; exact: seventy seats" in before
    assert "Taken for granted: source: morning says “80” on P1 already" in before
    assert "seventy seats" in _ask(either_database, "/conflicts")


def test_a_new_question_is_a_point_of_its_own_and_a_wrong_id_is_none(ferry: Database) -> None:
    wrong = _ask(ferry, "/add report point:P9 says:red source:morning")
    text = _ask(ferry, "/add report draft:1 point:“What colour is it?” about:ferry-line")

    assert "point: there is no point “P9”." in wrong
    assert "Would add: point P-1\nQuestion: What colour is it?\nReported: red [morning]\nAbout: the ferry\n" in text


def test_another_wording_joins_its_statement(ferry: Database) -> None:
    text = _ask(ferry, '/add statement speaker:S2 text:"“No word.”" source:morning')
    _ask(ferry, _line(text, "Save"))

    again = _ask(ferry, '/add statement speaker:S2 text:"“No word.”" source:morning', request="2")

    assert "Would change: statement S2\n" in text
    assert "No word." in _ask(ferry, "/item S2")
    assert "text: S2 has this wording of morning already." in again


def test_a_tracked_date_keeps_its_words_stays_a_window_and_is_reminded_of(either_database: Database) -> None:
    _load(either_database)
    with either_database.writing() as connection:
        replace_reminder_channel(connection, ReminderChannel("42", "ferry", "7"), actor="1", now=NOW)
    with either_database.writing() as connection:
        plan_all(connection, now=NOW, desk=SERVER)
    line = (
        f'/add date title:“Sea trial” when:"within three weeks" by:oake said:"“within three weeks”" source:{NEW_SOURCE}'
    )

    text = _ask(either_database, line)
    undo = _line(_ask(either_database, _line(text, "Save")), "Undo")
    with either_database.reading() as connection:
        due = [row for row in list_due(connection, desk="42", dossier="ferry") if row.item == "D-1"]
    _ask(either_database, undo)
    with either_database.reading() as connection:
        after = [row for row in list_due(connection, desk="42", dossier="ferry") if row.item == "D-1"]

    assert "When: 3–24 March 2031 (“within three weeks” counted from 3 March 2031)" in text
    assert "counted from the day the source came out, 3 March 2031, in Europe/Berlin" in text
    assert "Bern Oake, harbour master: “within three weeks”" in text
    assert {row.state for row in due} & {"waiting"}
    assert {row.state for row in after if row.state == "waiting"} == set()


def test_hours_that_were_announced_are_kept_by_the_clocks_that_were_named(ferry: Database) -> None:
    text = _ask(ferry, "/add date title:“It sails” when:“12 March from 10:00 to 12:00 Moscow time” by:oake said:soon "
                             "source:morning")  # fmt: skip

    assert re.search(r"^When: 12 March 2031 \(“12 March from .*\), 10:00–12:00 \(Europe/Moscow\)$", text, re.M), text
    assert "when: 10:00–12:00 (Europe/Moscow); its opening rings at that hour" in text


def test_a_condition_is_no_date_and_hangs_on_what_it_names(ferry: Database) -> None:
    text = _ask(ferry, "/add date title:“It sails” when:“after the meeting of the two towns” by:oake said:soon "
                             "source:morning")  # fmt: skip

    assert "Condition: after the meeting of the two towns\nHangs on: D1\n" in text
    assert "When:" not in text


@pytest.mark.parametrize(
    ("when", "condition"),
    [
        ("after D2", "after D2\nHangs on: D2"),
        ("before the vote of the council", "before the vote of the council\nAnnounced"),
        ("two days after D2", "two days after D2\nAnnounced"),
    ],
)
def test_a_condition_needs_no_days_of_its_source_and_opens_only_with_what_it_comes_after(
    ferry: Database, when: str, condition: str
) -> None:
    text = _ask(ferry, f"/add date title:“It sails” when:“{when}” by:oake said:soon source:weekly")

    assert f"Condition: {condition}" in text
    assert ("gives no day on which it opens" in text) is ("Hangs on" not in condition)


def test_a_condition_that_fits_several_is_offered_with_each_and_an_unknown_id_is_refused(ferry: Database) -> None:
    with ferry.writing() as connection:
        twice = replaced("dates", "D3", title="A second vote")
        replace_dossier(connection, twice, now=NOW, actor="test")
    add = "/add date title:“It sails” by:oake said:soon source:morning"

    several = _ask(ferry, f"{add} when:“after the vote”")
    unknown = _ask(ferry, f"{add} when:“after D99”")
    nothing = _ask(ferry, f"{add} when:“after the eclipse”")

    offered = re.search(r"^After D2, Vote of the harbour council: (/add date draft:\d+ when:“after D2”)", several, re.M)
    assert offered
    assert "After D3, A second vote: " in several
    assert "Save" not in several
    assert "Condition: after D2\nHangs on: D2\n" in _ask(ferry, offered[1])
    assert "when: there is no D99 to wait for. There are: after D1 (Meeting of the two towns), after" in unknown
    assert "nothing will open it by itself, and nobody will be told" in nothing


def test_a_role_joins_somebody_who_is_there(ferry: Database) -> None:
    text = _ask(ferry, "/add person name:oake role:diver source:morning")

    assert "Would change: person oake\n" in text
    assert "Role: harbour master [weekly]\nRole: diver [morning]\n" in text


def test_a_source_tells_its_translation_and_is_not_of_tomorrow(ferry: Database) -> None:
    wrong = _ask(ferry, "/add source outlet:Bell title:Tide published:2031-03-21 translation:odd link:bell")
    text = _ask(ferry, "/add source draft:1 published:2031-03-04 translation:“damaged: names” link:https://b.ex")

    assert "published: published 21 March 2031? That is still to come." in wrong
    assert "translation: “odd”: write translated, machine" in wrong
    assert "link: “bell” is no link." in wrong
    assert "Translation: text damaged in translation names" in text


# --- review


def test_what_a_reader_adds_waits_for_an_editor_and_bears_both_names(either_database: Database) -> None:
    _load(either_database)
    send = _line(_ask(either_database, STATEMENT, by=REA), "Send for review")
    sent = _ask(either_database, send, by=REA)
    own = _ask(either_database, "/review", by=REA)

    listed = _ask(either_database, "/review")
    approve = _line(listed, "Approve 1")
    _ask(either_database, approve)

    assert "waits for the desk’s editors" in sent
    assert "Draft 1: statement, sent" in own
    assert "Proposal 1: statement\n  Proposed by: rea, 20 March 2031" in listed
    assert "She called it “a good day”." in listed
    assert "proposed by rea, approved by ben" in _ask(either_database, "/item S-1")
    assert "Draft 1 has been saved already, by ben." in _ask(either_database, "/review", by=REA, request="2")
    with pytest.raises(UserError, match="Draft 1 has been saved already, by ben"):
        _ask(either_database, approve, by=ANN)


def test_a_refusal_needs_a_reason_which_its_proposer_reads(ferry: Database) -> None:
    _ask(ferry, _line(_ask(ferry, STATEMENT, by=REA), "Send for review"), by=REA)

    form = _ask(ferry, _line(_ask(ferry, "/review"), "Refuse 1"))
    _ask(ferry, "/review draft:1 do:refuse reason:“not in the paper”")

    assert "Say why: /review draft:1 do:refuse reason:" in form
    told = _ask(ferry, "/review", by=REA)
    assert "Draft 1 has been refused already, by ben: not in the paper." in told
    with pytest.raises(UserError, match="Draft 1 has been refused already, by ben"):
        _ask(ferry, "/add save 1", by=ANN)


async def test_a_refusal_is_taken_back_and_told_only_to_whoever_has_read_of_it(either_database: Database) -> None:
    _load(either_database)
    _ask(either_database, _line(_ask(either_database, STATEMENT, by=REA), "Send for review"), by=REA)
    refuse, news = "/review draft:1 do:refuse reason:“not in the paper”", News()

    unread = _ask(either_database, _line(_ask(either_database, refuse), "Undo"))
    await tick(Courier(either_database, SERVER, news.post, owner="one"), now=NOW)
    silent, again = list(news.texts), _ask(either_database, refuse, request="again")
    await tick(Courier(either_database, SERVER, news.post, owner="one"), now=NOW)
    _ask(either_database, _line(again, "Undo"), request="undo")
    await tick(Courier(either_database, SERVER, news.post, owner="one"), now=NOW)

    assert "Proposal 1 of rea waits for the desk’s editors again." in unread
    assert silent == []
    refused, reopened = news.texts
    assert "Your proposal 1 was refused: not in the paper" in refused
    assert "Your proposal 1 is open again" in reopened
    assert "It waits again: the refusal is taken back by ben; the desk’s editors decide anew" in reopened
    assert "Proposal 1: statement" in _ask(either_database, "/review")
    with pytest.raises(UserError, match="Draft 1 is not refused, so there is no refusal to take back"):
        _ask(either_database, "/review draft:1 do:reopen", request="late")


def test_an_editor_changes_a_proposal_and_an_older_approval_no_longer_counts(ferry: Database) -> None:
    _ask(ferry, _line(_ask(ferry, STATEMENT, by=REA), "Send for review"), by=REA)
    seen_by_ann = _line(_ask(ferry, "/review", by=ANN), "Approve 1")
    changed = _ask(ferry, "/add statement draft:1 text:“It was fine.”")

    late = _ask(ferry, seen_by_ann, by=ANN)
    _ask(ferry, _line(changed, "Approve"))

    assert "nothing was saved. Look again." in late
    assert "It was fine." in late
    assert "It was fine." in _ask(ferry, "/item S-1")


async def test_whoever_proposed_it_is_told_in_person_once_what_became_of_it(either_database: Database) -> None:
    _load(either_database)
    rea = replace(REA, channel="77")
    for number in ("one", "two", "three"):
        send = _line(_ask(either_database, STATEMENT, by=rea, request=number), "Send for review")
        _ask(either_database, send, by=rea, request=f"send {number}")
    _ask(either_database, _line(_ask(either_database, "/review 1"), "Approve 1"))
    changed = _ask(either_database, "/add statement draft:2 text:“It was fine.”")
    _ask(either_database, _line(changed, "Approve"))
    _ask(either_database, "/review draft:3 do:refuse reason:“not in the paper”")
    _save(either_database, "/add report point:P1 says:70 source:morning", by=ANN)
    news = News()

    for _ in range(2):
        await tick(Courier(either_database, SERVER, news.post, owner="one"), now=NOW)

    assert [channel for channel, _, _ in news.posts] == ["user:9"] * 3  # and no word to the desk of what is decided
    approved, altered, refused = news.texts
    assert (
        approved
        == """\
Your proposal 1 was approved
You proposed: draft 1, statement, for The ferry talks
Decided by: ben, 20 March 2031, 13:00 Europe/Berlin
Saved: S-1, with your name: /item S-1 in the server
"""
    )
    assert altered.startswith("Your proposal 2 was approved with changes\n")
    assert "Changed: text: She called it “a good day”. -> It was fine.\n" in altered
    assert refused.startswith("Your proposal 3 was refused: not in the paper\n")
    assert "Reason: not in the paper\n" in refused


async def test_a_decision_in_quiet_hours_comes_at_their_end_or_where_it_was_proposed(ferry: Database) -> None:
    rea = replace(REA, channel="77")
    _ask(ferry, "/my quiet hours:12:00-14:00", by=rea)
    _ask(ferry, _line(_ask(ferry, STATEMENT, by=rea), "Send for review"), by=rea)
    _ask(ferry, "/review draft:1 do:refuse reason:“not in the paper”")
    post = Post(closed={"user:9"})
    courier = Courier(ferry, SERVER, post.post, owner="one")

    await tick(courier, now=NOW + timedelta(minutes=50))
    held = len(post.posts)
    await tick(courier, now=NOW + timedelta(minutes=60))

    assert held == 0
    [(channel, _nonce, said)] = post.posts
    assert channel == "77"
    assert "Note: due 20 March 2031, 12:00 UTC, held until quiet hours were over" in said
    assert "Posted here: for rea: Cannot send messages to this user (403/50007)." in said


@pytest.mark.parametrize("line", ["/add save 1", "/add change 1", "/add statement draft:1 text:“x”"])
def test_a_draft_is_for_its_owner_and_the_editors_of_its_own_server(ferry: Database, line: str) -> None:
    _ask(ferry, STATEMENT)

    with pytest.raises(UserError, match=r"Draft 1 is ben’s\. Only they and the desk’s editors may touch it"):
        _ask(ferry, line, by=REA)
    with pytest.raises(UserError, match="There is no draft 1 here"):
        _ask(ferry, line, desk=OTHER, by=ANN)


def test_a_proposal_is_not_changed_by_its_proposer_while_editors_look_at_it(ferry: Database) -> None:
    _ask(ferry, _line(_ask(ferry, STATEMENT, by=REA), "Send for review"), by=REA)

    with pytest.raises(UserError, match="Draft 1 is with the desk’s editors already"):
        _ask(ferry, "/add statement draft:1 text:“Something else.”", by=REA)
    with pytest.raises(UserError, match="Approving and refusing is for this desk’s editors"):
        _ask(ferry, "/review draft:1 do:approve", by=REA)


def test_the_second_editor_of_an_item_sees_what_the_first_did(either_database: Database) -> None:
    _load(either_database)
    line = "/add report point:P1 says:{} source:morning"
    first = _line(_ask(either_database, line.format(70), by=ANN), "Save")
    second = _line(_ask(either_database, line.format(75)), "Save")
    _ask(either_database, first, by=ANN)

    told = _ask(either_database, second)
    _ask(either_database, _line(told, "Save"))

    assert "Changed: It is not what you saw any more: nothing was saved. Look again.\n" in told
    assert "Meanwhile: ann, " in told
    assert "changed: reports[3]: nothing -> source: morning; value: 70" in told
    shown = _ask(either_database, "/item P1")
    assert "70" in shown
    assert "75" in shown


def test_a_message_is_added_as_what_it_is_said_to_be(ferry: Database) -> None:
    asking = _ask(ferry, "/add message text:“It sailed at noon.” link:https://a.example/1")

    form = _ask(ferry, _line(asking, "An event…"))
    refused = _ask(ferry, "/add event draft:1 title:“It sails”")

    assert "said (needed): It sailed at noon." in form
    assert "source (needed): outlet?, title?, day?, https://a.example/1" in form
    assert "source: write the day on which it came out in the place of “day?”." in refused


def test_what_shares_words_with_a_message_is_found_likest_first(ferry: Database) -> None:
    found = _ask(ferry, "/find like text:“They say the vote was close, and a meeting within a week is near”")
    nothing = _ask(ferry, "/find like text:“xyzzy plugh”")

    assert found.startswith("Found for the message\n")
    assert "S10" in found
    assert "Nothing shares two of its 2 words." in nothing


def test_a_draft_that_nobody_saved_goes_after_a_week(ferry: Database) -> None:
    _ask(ferry, STATEMENT)

    asked(ferry, STATEMENT, desk=SERVER, now=NOW + timedelta(days=8))

    with pytest.raises(UserError, match="There is no draft 1 here"):
        _ask(ferry, "/add save 1")


async def test_a_desk_is_told_once_that_proposals_wait_and_the_next_time_an_hour_later(ferry: Database) -> None:
    rea, news = replace(REA, channel="77"), News()
    courier = Courier(ferry, SERVER, news.post, owner="one")
    for number in ("one", "two"):
        send = _line(_ask(ferry, STATEMENT, by=rea, request=number), "Send for review")
        _ask(ferry, send, by=rea, request=f"send {number}")
    await tick(courier, now=NOW)
    send = _line(_ask(ferry, STATEMENT, by=rea, request="three"), "Send for review")
    _ask(ferry, send, by=rea, request="send three")
    await tick(courier, now=NOW + timedelta(minutes=59))
    told = len(news.posts)
    await tick(courier, now=NOW + timedelta(minutes=60))

    assert told == 1
    assert [channel for channel, _, _ in news.posts] == ["77", "77"]
    first, second = news.texts
    assert first == "2 proposals wait\nstatement by rea, statement by rea\nReview: /review dossier:ferry\n"
    assert second.startswith("3 proposals wait\n")
