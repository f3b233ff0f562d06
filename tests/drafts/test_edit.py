"""Correcting an item: read back old -> new, saved for this desk alone, never over what another editor did."""

import re
from dataclasses import asdict, replace

import pytest

from bot.asking import Asker, UserError
from bot.delivery.scheduler import plan_all
from db.desk.desks import Desk, ReminderChannel, replace_reminder_channel
from db.loading.dossiers import replace_dossier
from db.model.records import Dossier, Origin
from db.outbox.outbox import list_due
from db.storage.database import Database
from tests.asking import ANN, BEN, asked
from tests.builders import NOW, replaced, tiny

SERVER = Desk("42", "Europe/Berlin", "09:00")
OTHER = replace(SERVER, id="43")
REA = Asker("9", "rea")
WHY = "why:“the paper says so”"


def _load(database: Database, dossier: Dossier | None = None) -> None:
    with database.writing() as connection:
        replace_dossier(connection, dossier or tiny(), now=NOW, actor="test")


def _line(text: str, label: str) -> str:
    """Give the line behind a choice in an answer's text, whole."""
    found = re.search(rf"^ *{label}[^:\n]*: (/.*)$", text, re.MULTILINE)
    assert found, text
    return found[1]


def _ask(database: Database, line: str, *, by: Asker = BEN, desk: Desk = SERVER) -> str:
    return asked(database, line, desk=desk, asker=by)


def _save(database: Database, line: str, *, by: Asker = BEN, press: str = "Save") -> str:
    return _ask(database, _line(_ask(database, line, by=by), press), by=by)


def test_a_correction_is_read_back_old_and_new_then_shown_by_its_desk_alone(either_database: Database) -> None:
    _load(either_database)

    text = _ask(either_database, f"/edit s2 speaker:vane when:2031-02-27 {WHY}")
    saved = _ask(either_database, _line(text, "Save"))

    assert text.startswith("Read back, not saved yet\n")
    assert "Would change: statement S2\nWhen: 1 March 2031 -> 27 February 2031\n" in text
    assert "speaker: Bern Oake, harbour master (oake) -> Ada Vane, mayor of Northhaven (vane)\n" in text
    assert "Why: the paper says so\n" in text
    assert "He would not speak of it." not in text
    assert saved.startswith("Saved: S2\n")
    shown = _ask(either_database, "/item S2")
    assert "S2, statement: Ada Vane" in shown
    assert "Changed here: speaker, when: this desk’s, not the file’s; the history shows both" in shown
    assert re.search(r"Change \d+: changed by this desk, .*, by ben: the paper says so", shown)
    assert "changed: speaker: oake -> vane" in shown
    assert "oake -> vane" in _ask(either_database, "/changes")
    assert "S2, statement: Bern Oake" in _ask(either_database, "/item S2", desk=OTHER)
    _ask(either_database, _line(saved, "Undo"))
    restored = _ask(either_database, "/item S2")
    assert "S2, statement: Bern Oake" in restored
    assert "Changed here" not in restored


def test_without_a_reason_nothing_is_read_back_and_nothing_typed_is_lost(ferry: Database) -> None:
    asking = _ask(ferry, "/edit S2 text:“It rains.”")
    back = _ask(ferry, f"/edit S2 draft:1 {WHY}")

    assert "Not saved yet: Say why" in asking
    assert "text (needed): It rains." in asking
    assert "wordings[0].text: He would not speak of it. -> It rains." in back


def test_a_form_left_open_corrects_the_part_that_it_was_opened_for(ferry: Database) -> None:
    first = _ask(ferry, _line(_ask(ferry, "/edit P1"), "Part 1"))
    _ask(ferry, "/edit P1 draft:1 part:3")
    back = _ask(ferry, f"/edit P1 draft:1 part:1 text:81 {WHY}")

    assert "Fill it in: /edit P1 draft:1 part:1 " in first
    assert "reports[0].value: 80 -> 81" in back
    assert "reports[2]" not in back


def test_a_corrected_day_asks_what_becomes_of_its_condition(ferry: Database) -> None:
    asking = _ask(ferry, f"/edit D3 when:2031-03-28 {WHY}")

    stays = _ask(ferry, _line(asking, "It stays"))
    goes = _ask(ferry, _line(asking, "It goes"))
    other = _ask(ferry, f"/edit D3 condition:“the council agrees” {WHY}")

    assert "when: D3 also waits: “the harbour agrees”. Does that stay beside the day?" in asking
    assert "When: date not given -> 28 March 2031" in stays
    assert "condition" not in stays
    assert "condition: the harbour agrees -> nothing" in goes
    assert "condition: the harbour agrees -> the council agrees" in other


def test_no_correction_lets_a_source_say_the_same_twice(ferry: Database) -> None:
    refused = _ask(ferry, f"/edit P1 part:1 source:weekly {WHY}")

    assert "P1 has “80” of weekly already; once is enough" in refused


def test_the_form_holds_what_the_item_says_now(ferry: Database) -> None:
    form = _ask(ferry, "/edit E1")
    part = _ask(ferry, "/edit E1 part:1")

    assert (
        "title (needed): The old ferry sinks\nwhen: 2030\ntext (needed): it sank\nabout: vane\nwhy (needed): " in form
    )
    assert "text (needed): it sank\nexact: " in part
    assert "certainty (needed): stated\nsource (needed): morning\nwhy (needed): " in part
    assert "title" not in part.partition("Fill it in")[0]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("/edit P1 part:3 text:85 certainty:may", "reports[2].value: 90 -> 85\nreports[2].modality: nothing -> may"),
        ("/edit E1 exact:“the ship sank” title:“It sinks”", "title: The old ferry sinks -> It sinks\n"),
        ("/edit E1 about:-", "participants: vane -> nothing"),
        ('/edit S1 part:1 text:"Then, “within a week”."', "wordings[0].kind: direct -> partial"),
        ("/edit O1 part:1 certainty:stated", "terms[0].reports[0].modality: may -> nothing"),
        ("/edit O1 terms:“a third of the tickets”", "terms[0].text: half the tickets -> a third of the tickets"),
        ("/edit O1 between:“south to north” when:2031-02-26", "states[0].when.edtf: 2031-02-27 -> 2031-02-26"),
        ("/edit D1 speaker:oake part:1", "announced[0].by: Ada Vane, mayor of Northhaven (vane) -> Bern Oake"),
        ("/edit oake title:“Bernard Oake” part:1 role:pilot", "roles[0].title: harbour master -> pilot"),
        ("/edit north title:Northport", "name: Northhaven -> Northport"),
        ("/edit ferry-line title:“the ship”", "name: the ferry -> the ship"),
        ("/edit weekly outlet:“The Monthly” link:https://m.example", "outlet: The Weekly -> The Monthly"),
        ("/edit S2 source:morning", "wordings[0].source: weekly -> morning"),
        ("/edit S2 source:late", "wordings[0].state: nothing -> translated"),
        ("/edit D2 about:oake,E1", "about: nothing -> oake, E1"),
    ],
)
def test_each_kind_is_corrected_part_by_part(ferry: Database, line: str, told: str) -> None:
    text = _ask(ferry, f"{line} {WHY}")

    assert text.startswith("Read back, not saved yet"), text
    assert told in text


def test_a_corrected_day_stays_deduced_and_the_reason_is_the_editors(ferry: Database) -> None:
    text = _ask(ferry, "/edit S1 part:1 when:2031-02-27 why:“the programme ran on the Thursday”")

    assert "When: 28 February 2031 – deduced -> 27 February 2031 – deduced\n" in text
    assert "Deduced from: the programme ran on the Thursday" in text


def test_several_parts_are_asked_for_and_what_was_typed_is_kept(ferry: Database) -> None:
    asking = _ask(ferry, f"/edit S1 text:“In a week.” {WHY}")

    text = _ask(ferry, _line(asking, "Part 2"))

    assert "text: of which of these?" in asking
    assert "1: “We shall meet within a week” [morning]\n2: She foresaw a meeting soon. [late]\n" in asking
    assert "wordings[1].text: She foresaw a meeting soon. -> In a week." in text


def test_what_is_corrected_back_to_the_files_text_follows_the_file_again(ferry: Database) -> None:
    _save(ferry, f"/edit E1 title:“It sinks” {WHY}")
    _save(ferry, f"/edit E1 title:“The old ferry sinks” {WHY}")

    _load(ferry, replaced("events", "E1", title="The old ferry sank"))

    assert "E1, event: The old ferry sank" in _ask(ferry, "/item E1")


def test_a_source_that_came_through_others_is_added_and_corrected(database: Database) -> None:
    through = replaced("sources", "morning", via=["wire"])
    _load(database, replace(through, origins=(Origin(id="wire", name="The Wire"),)))

    added = _ask(database, "/add source outlet:Bell title:Tide published:2031-03-04 translation:“via wire”")
    corrected = _ask(database, f"/edit morning translation:“machine via the wire” {WHY}")
    named = _ask(database, f"/edit wire title:“The Ferry Wire” {WHY}")

    assert "Through: wire\n" in added
    assert "translation: nothing -> machine\n" in corrected
    assert "name: The Wire -> The Ferry Wire\n" in named


def test_a_part_that_stands_elsewhere_by_now_is_still_the_one_that_was_seen(ferry: Database) -> None:
    _ask(ferry, "/edit P1 part:3")  # 90, of the newsletter
    reports = tiny().points[0].reports
    _load(ferry, replaced("points", "P1", reports=[asdict(one) for one in reversed(reports)]))

    text = _ask(ferry, f"/edit P1 draft:1 text:91 {WHY}")

    assert "Meanwhile: the file was loaded anew\n" in text
    assert "reports[0].value: 90 -> 91\n" in text


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("/edit D1 title:- when:2031-03-09", "title: it can’t be empty."),
        ("/edit S2 when:2031-03-09", "when: 9 March 2031 is after the source came out."),
        ("/edit S2 speaker:zzyzx", "speaker: nobody is called “zzyzx”."),
        ("/edit S10 text:“so “ it is”", "1 times “ and 0 times ”; expected each “ closed by a ”"),
        ("/edit morning when:2031-02-20", "when: morning is the file’s."),
        ("/edit O1 terms:“one\ntwo”", "terms: there are more lines than terms."),
        ("/edit D2 source:morn", "source: “morn” is no source’s id. Did you mean morning?"),
        ("/edit S2 speaker:oake", "Nothing would change: S2 says that already."),
    ],
)
def test_what_breaks_a_rule_is_refused_and_kept_to_be_fixed(ferry: Database, line: str, fault: str) -> None:
    refused = _ask(ferry, f"{line} {WHY}")

    assert refused.startswith("That can’t be changed as it is\n")
    assert fault in refused
    assert "the paper says so" in _ask(ferry, _line(refused, "Fix"))
    assert "by this desk" not in _ask(ferry, "/changes")


def test_a_field_of_another_kind_or_a_part_that_is_not_there_is_refused_in_words(ferry: Database) -> None:
    with pytest.raises(UserError, match=r"outlet: D1 has nothing of that kind\. It has title, when, speaker, text"):
        _ask(ferry, "/edit D1 outlet:CNN")
    with pytest.raises(UserError, match="part: S2 has no part “4”; it has parts 1 to 1"):
        _ask(ferry, "/edit S2 part:4")
    with pytest.raises(UserError, match="There is no item “S99” here"):
        _ask(ferry, "/edit S99")


def test_the_second_of_two_editors_sees_what_the_first_did_and_overwrites_nothing(
    either_database: Database,
) -> None:
    _load(either_database)
    form = _ask(either_database, "/edit D2", by=ANN)  # as it stood when ann opened it
    assert "title (needed): Vote of the harbour council" in form
    save = _line(_ask(either_database, f"/edit D2 title:“Vote of the council” {WHY}"), "Save")
    late = _line(_ask(either_database, f"/edit D2 title:Vote {WHY}", by=ANN), "Save")
    _ask(either_database, save)

    told = _ask(either_database, late, by=ANN)
    # ann's form gives the old title back beside what she corrects
    filled = "/edit D2 draft:1 title:“Vote of the harbour council” when:2031-03-13 why:moved"
    back = _ask(either_database, filled, by=ANN)
    _ask(either_database, _line(back, "Save"), by=ANN)

    assert "It is not what you saw any more: nothing was saved. Look again." in told
    assert "title: Vote of the council -> Vote\n" in told
    assert "Meanwhile: ben, 20 March 2031" in back
    assert "changed: title: Vote of the harbour council -> Vote of the council\n" in back
    shown = _ask(either_database, "/item D2")
    assert "D2, tracked date: Vote of the council, 13 March 2031\n" in shown


def test_what_a_reader_corrects_waits_for_an_editor_who_sees_old_and_new(ferry: Database) -> None:
    _save(ferry, f"/edit D1 title:Meeting part:1 {WHY}", by=REA, press="Send for review")

    listed = _ask(ferry, "/review")
    _ask(ferry, _line(listed, "Approve 1"))

    assert "Proposal 1: edit\n" in listed
    assert "title: Meeting of the two towns -> Meeting" in listed
    assert "proposed by rea, approved by ben: the paper says so" in _ask(ferry, "/item D1")


def test_reminders_follow_a_corrected_date_at_once(either_database: Database) -> None:
    _load(either_database, replaced("dates", "D3", condition="", when="2031-04-10"))
    with either_database.writing() as connection:
        replace_reminder_channel(connection, ReminderChannel("42", "ferry", "7"), actor="1", now=NOW)
    with either_database.writing() as connection:
        plan_all(connection, now=NOW, desk=SERVER)

    def waiting() -> set[str]:
        with either_database.reading() as connection:
            rows = list_due(connection, desk="42", dossier="ferry")
        return {f"{row.local:%m-%d}" for row in rows if row.item == "D3" and row.state == "waiting"}

    before = waiting()
    saved = _save(either_database, f"/edit D3 when:2031-04-20 {WHY}")
    moved = waiting()
    _ask(either_database, _line(saved, "Undo"))
    back = waiting()
    _save(either_database, f"/edit D3 remove:yes {WHY}", press="Remove")

    assert before == back == {"04-10", "04-11"}
    assert moved == {"04-20", "04-21"}
    assert waiting() == set()


def test_a_digest_tells_what_was_corrected_and_removed_and_again_when_it_is_taken_back(ferry: Database) -> None:
    asked(ferry, "/digest add 08:00 channel:700", desk=SERVER)
    asked(ferry, "/digest save 1", desk=SERVER)
    _save(ferry, f"/edit O1 title:“A shared boat” part:0 {WHY}")
    removed = _save(ferry, f"/edit P1 remove:yes {WHY}", press="Remove")

    told = _ask(ferry, "/digest preview 1", by=ANN)
    _ask(ferry, _line(removed, "Undo"))
    after = _ask(ferry, "/digest preview 1", by=ANN)

    assert "offer O1; title: Northhaven’s offer of a shared ferry -> A shared boat" in told
    assert "point P1, How many seats has the ferry?" in told
    assert "A shared boat" in after
    assert "P1" not in after


# --- removing


def test_removing_takes_a_second_step_hides_the_item_from_this_desk_and_offers_undo(
    either_database: Database,
) -> None:
    _load(either_database)
    first = _ask(either_database, "/edit P1 remove:yes")
    back = _ask(either_database, f"/edit P1 draft:1 {WHY}")
    assert "P1" in _ask(either_database, "/conflicts")

    removed = _ask(either_database, _line(back, "Remove"))

    assert "Not saved yet: Say why" in first
    assert "Would remove: point P1\nQuestion: How many seats has the ferry?\n" in back
    assert removed.startswith("Removed: P1\n")
    assert "How many seats" not in _ask(either_database, "/conflicts")
    assert "P1" not in _ask(either_database, "/find seats").replace("/item P1", "")
    assert "How many seats" not in _ask(either_database, "/dossier export format:json", by=ANN)
    gone = _ask(either_database, "/item P1")
    assert "P1 was removed by ben on 20 March 2031: the paper says so. /undo " in gone
    assert "How many seats" in _ask(either_database, "/item P1", desk=OTHER)
    assert "removed point P1" in _ask(either_database, "/changes")
    again = _ask(either_database, _line(removed, "Undo"))
    assert "How many seats" in _ask(either_database, "/item P1")
    _ask(either_database, _line(again, "Undo this"))
    assert "P1 was removed" in _ask(either_database, "/item P1")


def test_what_is_removed_while_it_is_corrected_loses_nothing_typed(ferry: Database) -> None:
    _ask(ferry, "/edit P1 part:0")  # a form, left open
    undo = _line(_save(ferry, f"/edit P1 remove:yes {WHY}", by=ANN, press="Remove"), "Undo")

    refused = _ask(ferry, "/edit P1 draft:1 title:“How many seats?” why:shorter")
    _ask(ferry, undo, by=ANN)

    assert "P1 was removed by ann on 20 March 2031: the paper says so. /undo" in refused
    form = _ask(ferry, _line(refused, "Fix"))
    assert "title (needed): How many seats?\n" in form
    assert "why (needed): shorter\n" in form


def test_what_others_name_is_not_removed_until_they_do_so_no_more(ferry: Database) -> None:
    refused = _ask(ferry, f"/edit S1 remove:yes {WHY}")
    _save(ferry, f"/edit E1 about:- {WHY}")

    assert "S1 is named by D1: they would name nothing then." in refused
    _save(ferry, f"/edit S10 about:E1 {WHY}")
    assert "E1 is named by S10" in _ask(ferry, f"/edit E1 remove:yes {WHY}")
    undo = _line(_save(ferry, f"/edit S10 about:- {WHY}"), "Undo")
    _save(ferry, f"/edit E1 remove:yes {WHY}", press="Remove")
    with pytest.raises(UserError, match="S10 named E1 then, which is not there any more"):
        _ask(ferry, undo)


def test_what_a_desk_hides_is_there_again_when_the_file_names_it(either_database: Database) -> None:
    _load(either_database)
    _save(either_database, f"/edit P1 remove:yes {WHY}", press="Remove")
    _save(either_database, f"/edit E1 remove:yes {WHY}", press="Remove")

    _load(either_database, replaced("statements", "S10", about=["E1"]))

    assert "The old ferry sinks" in _ask(either_database, "/item E1")
    assert "by load: the file names it again" in _ask(either_database, "/item E1")
    assert "P1 was removed by ben" in _ask(either_database, "/item P1")


@pytest.mark.parametrize("line", ["/edit save 1", "/edit change 1", "/edit E1 draft:1 title:x"])
def test_a_draft_is_for_its_owner_and_the_editors_of_its_own_server(ferry: Database, line: str) -> None:
    _ask(ferry, f"/edit E1 title:“It sinks” {WHY}")

    with pytest.raises(UserError, match="Only they and the desk’s editors may touch it"):
        _ask(ferry, line, by=REA)
    with pytest.raises(UserError, match="There is no draft 1 here"):
        _ask(ferry, line, desk=OTHER, by=ANN)
