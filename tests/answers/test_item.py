"""/item: one item in full, with what names it and its history, as of a day."""

from datetime import timedelta

import pytest

from bot.asking import Asker, UserError
from bot.blocks import Line, cited
from bot.commands import dispatch
from bot.commands.completion import complete
from db.loading.dossiers import replace_dossier
from db.model.records import Dossier
from db.storage.database import Database
from tests.asking import BEN, asked
from tests.builders import DESK, NOW, TINY, replaced, tiny


def test_item_shows_every_part_with_its_source_and_what_names_it(ferry: Database) -> None:
    said = asked(ferry, "/item S1 as_of:2031-03-06")

    assert said == (
        "S1, statement: Ada Vane, 28 February 2031\n"
        "as of 6 March 2031 · The ferry talks\n"
        "Stance: expects: a meeting [morning]\n"
        "Speaker: Ada Vane (vane) [morning]\n"
        "Topic: the ferry (ferry-line) [morning]\n"
        "About: Bern Oake (oake) [morning]\n"
        "Wording, direct: “We shall meet within a week” – on the radio [morning]\n"
        "Date: 28 February 2031 – deduced: “yesterday” in a paper of 1 March [morning]\n"
        "What names it, 1, newest first\n"
        "  Stands behind: D1, Meeting of the two towns, 28 February – 7 March 2031 [morning]\n"
        "History, 1\n"
        "  Revision 1: added in the file, 20 March 2031, 13:00 Europe/Berlin, by test: load [morning]\n"
        "Copy for a story: /item S1 form:copy as_of:2031-03-06 dossier:ferry\n"
        "Sources\n"
        "  morning  Morning Post, 1 March 2031\n"
    )


@pytest.mark.parametrize(
    "id_", [one["id"] for section in TINY.values() if isinstance(section, list) for one in section]
)
def test_item_shows_any_kind_in_any_letters(ferry: Database, id_: str) -> None:
    said = asked(ferry, f"/item {id_.swapcase()}")

    assert said.startswith(f"{id_}, ")
    assert "added in the file" in said


def test_item_finds_an_id_of_mixed_letters(database: Database) -> None:
    _load(database, tiny(events=[TINY["events"][0] | {"id": "Old-Ferry-Sinks"}]))

    assert asked(database, "/item old-FERRY-sinks").startswith("Old-Ferry-Sinks, event: ")


def test_item_shows_nothing_first_published_later(ferry: Database) -> None:
    for id_ in ("vane", "S1", "O1", "D1", "D2", "P1", "north", "morning", "ferry-line"):
        said = asked(ferry, f"/item {id_} as_of:2031-03-02")
        for later in ("late", "former", "Wane", "foresaw", "soon", "accepts", "90", "happened", "newsletter", "S10"):
            assert later not in said.replace("may be later", ""), (id_, later)


def test_item_not_known_by_then_is_not_found_nor_named(ferry: Database) -> None:
    said = asked(ferry, "/item S10 as_of:2031-03-02")

    assert said.startswith("Not found\n")
    assert "No item “S10” in this dossier as of 2 March 2031." in said
    assert "S1, Ada Vane, 28 February 2031: /item S1 as_of:2031-03-02 dossier:ferry" in said
    assert "aide" not in said


def test_item_tells_who_changed_what_when_and_why(ferry: Database) -> None:
    with ferry.writing() as connection:
        later = NOW + timedelta(days=1)
        changed = replaced("events", "E1", title="The ferry burns")
        replace_dossier(connection, changed, now=later, actor="ann", why="a better reading")

    said = asked(ferry, "/item e1", now=NOW + timedelta(days=2))

    assert (
        "History, 2\n"
        "  Revision 1: added in the file, 20 March 2031, 13:00 Europe/Berlin, by test: load [morning]\n"
        "  Revision 2: changed in the file, 21 March 2031, 13:00 Europe/Berlin, by ann: a better reading [morning]\n"
        "  changed: title: The old ferry sinks -> The ferry burns [morning]\n"
    ) in said


def test_item_hides_changes_of_what_was_published_later(ferry: Database) -> None:
    wordings = [TINY["statements"][0]["wordings"][0], {"source": "late", "kind": "indirect", "text": "She hoped."}]
    with ferry.writing() as connection:
        replace_dossier(connection, replaced("statements", "S1", wordings=wordings), now=NOW, actor="ann")

    early = asked(ferry, "/item S1 as_of:2031-03-06")
    late = asked(ferry, "/item S1")

    assert "hoped" not in early
    assert "History, 1\n" in early
    assert "She foresaw a meeting soon. -> She hoped." in late


def test_item_shows_what_became_of_a_date(ferry: Database) -> None:
    asked(ferry, "/outcome D1 happened basis:“a call”", now=NOW)

    told = asked(ferry, "/item D1")
    before = asked(ferry, "/item D1 as_of:2031-03-19")

    assert (
        "This desk's answer: happened – recorded by ann, 20 March 2031, 13:00 Europe/Berlin; own word: a call\n" in told
    )
    assert "This desk's answer" not in before


def test_item_of_a_source_lists_what_it_carries(ferry: Database) -> None:
    said = asked(ferry, "/item weekly")

    assert "Published: one day between 2 and 5 March 2031 – deduced: it speaks of last Saturday [weekly]" in said
    assert "What names it, 7, newest first\n  Carries: D2, Vote of the harbour council, 12 March 2031 [weekly]" in said


@pytest.mark.parametrize("line", ["/item", "/item “a b”", "/item %", f"/item {'x' * 33}"])
def test_item_wrong_usage_is_an_error_with_an_example(ferry: Database, line: str) -> None:
    with pytest.raises(UserError, match="/item S12"):
        asked(ferry, line)


def test_ids_complete_by_their_beginning_and_by_words_of_the_title(ferry: Database) -> None:
    assert [value for _label, value in _completed(ferry, "s1")] == ["S1", "S10"]
    assert _completed(ferry, "harbour cou") == [("D2, Vote of the harbour council, 12 March 2031", "D2")]
    assert _completed(ferry, "\0") == _completed(ferry, "%") == []


def test_ids_complete_before_anything_is_typed_with_what_came_out_last(ferry: Database) -> None:
    offered = _completed(ferry, "")

    assert offered[0] == ("D2, Vote of the harbour council, 12 March 2031", "D2")
    assert len(offered) == len(_completed(ferry, "", as_of="2031-03-20"))


def test_ids_known_later_do_not_complete(ferry: Database) -> None:
    values = [value for _label, value in _completed(ferry, "", as_of="2031-03-01")]

    assert set(values) == {"morning", "north", "vane", "S1", "O1", "E1", "P1", "D1", "ferry-line"}
    assert _completed(ferry, "S10", as_of="2031-03-01") == []


def test_only_tracked_dates_complete_what_becomes_an_event(ferry: Database) -> None:
    offered = complete(ferry, "event", "item", "", options={}, now=NOW, desk=DESK, asker=BEN)

    assert [value for _label, value in offered] == ["D2", "D1", "D3"]  # the nearest first


def test_who_spoke_and_the_source_complete_while_something_is_added(ferry: Database) -> None:
    def offered(option: str, typed: str) -> list[str]:
        found = complete(ferry, "add statement", option, typed, options={}, now=NOW, desk=DESK, asker=BEN)
        return [value for _label, value in found]

    assert offered("speaker", "van")[0] == "vane"
    assert offered("source", "weekly") == ["weekly"]


def _completed(database: Database, typed: str, **options: str) -> list[tuple[str, str]]:
    return complete(database, "item", "id", typed, options=options, now=NOW, desk=DESK)


def _load(database: Database, dossier: Dossier) -> None:
    with database.writing() as connection:
        replace_dossier(connection, dossier, now=NOW, actor="test")


@pytest.mark.parametrize(
    ("id_", "line"),
    [
        (
            "S1",
            "Ada Vane, mayor of Northhaven, said (28 February 2031, deduced; on the radio): “We shall meet within a"
            " week” (exact words; Morning Post, published 1 March 2031) [morning]",
        ),
        ("E1", "The old ferry sinks, 2030: it sank (paraphrased, not quoted) (stated; Morning Post,"),
        (
            "P1",
            "How many seats has the ferry? 90: 90 (paraphrased, not quoted) (reports differ; stated; an unnamed",
        ),
        (
            "O1",
            "Northhaven’s offer of a shared ferry; half the tickets: half, half (paraphrased, not quoted) (may be so;"
            " Morning Post, published 1 March 2031) [morning]",
        ),
        ("O1", "Northhaven’s offer of a shared ferry: Ada Vane called it “fair offer” (Morning Post, published"),
        (
            "O1",
            "Northhaven’s offer of a shared ferry; Bern Oake, date not given: No comment. (paraphrased, not quoted)",
        ),
        ("D1", "Meeting of the two towns – announced, 28 February – 7 March 2031 (“within a week” counted from"),
        ("D2", "Vote of the harbour council – reported as happened: The council voted. (paraphrased, not quoted) (an"),
        (
            "vane",
            "Ada Vane, former mayor of Northhaven (an unnamed newsletter, published on or after 10 March 2031, deduced",
        ),
        ("south", "Southport (The Weekly, published one day between 2 and 5 March 2031, deduced) [weekly]"),
        ("weekly", "What the towns want (The Weekly, published one day between 2 and 5 March 2031, deduced) [weekly]"),
        ("ferry-line", "Nothing of this topic can be copied: it rests on no source of its own."),
    ],
)
def test_every_item_can_be_copied_as_plain_text_with_certainty_outlet_and_day(
    ferry: Database, id_: str, line: str
) -> None:
    assert line in asked(ferry, f"/item {id_} form:copy")


def test_each_copied_line_cites_a_source_published_by_then(ferry: Database) -> None:
    for id_ in ("S1", "O1", "P1", "D1", "D2", "vane", "north", "E1"):
        answer = dispatch.ask(
            ferry,
            "item",
            {"id": id_, "form": "copy", "as_of": "2031-03-09"},
            now=NOW,
            desk=DESK,
            asker=Asker("1", "ann"),
        )

        assert [block for block in answer.blocks if isinstance(block, Line) and not block.cites] == []
        assert "late" not in cited(answer.blocks)


def test_an_item_offers_its_copy(ferry: Database) -> None:
    assert "Copy for a story: /item S1 form:copy dossier:ferry" in asked(ferry, "/item S1")


def test_who_announced_called_or_answered_is_told_by_the_sources_of_that_part(bundled: Database) -> None:
    date, offer = (asked(bundled, f"/item {id_}") for id_ in ("D2", "O1"))

    assert "Announced by: Maria Blagovolina (blagovolina) [001-talks]\n" in date
    assert "Called something by: Antony Blinken (blinken) [002-analysis, 003-ruling]\n" in offer
    assert "Answered by: Sergei Lavrov (lavrov), Kremlin (kremlin) [003-ruling]\n" in offer
    assert "Answer told by: Administration officials (admin-officials) [004-cnn]\n" in offer


def test_what_tells_of_silence_is_nobodys_words_when_it_is_copied(bundled: Database) -> None:
    said = asked(bundled, "/item S14 form:copy")

    assert "Putin’s office, by report (" in said
    assert "said" not in said.partition("Sources\n")[0].partition("by report")[0]
