"""/quotes: what was said, each utterance once; copy for a story; the wording watch."""

from typing import Any

import pytest

from bot.asking import UserError
from bot.commands.completion import complete
from db.loading.dossiers import replace_dossier
from db.model.records import Dossier
from db.storage.database import Database
from tests.asking import asked
from tests.builders import DESK, NOW, TINY, replaced, tiny


def loaded(database: Database, dossier: Dossier) -> Database:
    with database.writing() as connection:
        replace_dossier(connection, dossier, now=NOW, actor="test")
    return database


def said(id_: str, when: str, *wordings: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": id_, "speaker": "vane", "when": when, "topics": ["ferry-line"], "wordings": list(wordings)} | more


def direct(text: str, source: str = "morning", **more: Any) -> dict[str, Any]:
    return {"source": source, "kind": "direct", "text": text} | more


def test_quotes_shows_each_utterance_once_with_its_wordings_by_source(ferry: Database) -> None:
    shown = asked(ferry, "/quotes vane")

    assert shown == (
        "Statements by Ada Vane\n"
        "as of 20 March 2031 · The ferry talks\n"
        "1 of 1 statement, newest first\n"
        "S1, 2 wordings from 2 sources; day deduced\n"
        "  Ada Vane, 28 February 2031, on the radio [morning]\n"
        "    “We shall meet within a week”\n"
        "    (exact words)\n"
        "  Ada Vane, 28 February 2031, reported [late]\n"
        "    She foresaw a meeting soon.\n"
        "    (paraphrased, not quoted; translated)\n"
        "Copy for a story: /quotes name:vane form:copy\n"
        "Sources\n"
        "  late  an unnamed newsletter, on or after 10 March 2031 (deduced); reads like a machine translation\n"
        "  morning  Morning Post, 1 March 2031\n"
    )


def test_quotes_without_a_name_shows_the_newest_of_all_and_those_without_a_day_last(ferry: Database) -> None:
    shown = asked(ferry, "/quotes")

    assert "3 of 3 statements, newest first" in shown
    assert shown.index("S2, 1 wording") < shown.index("S1, 2 wordings") < shown.index("S10, 1 wording")
    assert "The vote was “close, but clean”.\n    (exact only inside the quotation marks)" in shown


def test_quotes_as_of_a_day_hides_later_statements_wordings_and_counts(ferry: Database) -> None:
    shown = asked(ferry, "/quotes as_of:2031-03-01")

    assert "1 of 1 statement, newest first" in shown
    assert "S1, 1 wording from 1 source" in shown
    for later in ("foresaw", "late", "S2", "Oake", "S10", "aide"):
        assert later not in shown
    assert "/quotes form:copy as_of:2031-03-01" in shown


def test_quotes_of_a_speaker_whom_no_source_had_named_yet_keeps_the_name_back(database: Database) -> None:
    people = [one | {"spellings": [{"text": "Ada Vane", "sources": ["late"]}]} for one in TINY["people"][:1]]
    loaded(database, tiny(people=[*people, *TINY["people"][1:]]))

    shown = asked(database, "/quotes as_of:2031-03-01")

    assert "somebody not yet named, 28 February 2031" in shown
    assert "Vane" not in shown
    assert "vane" not in shown


def test_quotes_with_exact_yes_leaves_only_verbatim_words(ferry: Database) -> None:
    shown = asked(ferry, "/quotes exact:yes")

    assert "2 with exact words among 3 of 3 statements" in shown
    assert "S1, 1 wording from 1 source" in shown
    assert "close, but clean" in shown
    assert "foresaw" not in shown
    assert "S2" not in shown


def test_quotes_of_a_party_are_those_of_its_people(ferry: Database) -> None:
    shown = asked(ferry, "/quotes northhaven")

    assert "2 of 2 statements" in shown
    assert "Oake" not in shown


@pytest.mark.parametrize(
    ("about", "found"),
    [("the ferry", "3 of 3"), ("ferry-line", "3 of 3"), ("oake", "1 of 1"), ("D1", "1 of 1"), ("d1", "1 of 1")],
)
def test_quotes_about_a_topic_a_person_or_what_an_item_itself_names(ferry: Database, about: str, found: str) -> None:
    shown = asked(ferry, f"/quotes about:“{about}”")

    assert f"{found} statement" in shown


def test_quotes_about_an_item_does_not_count_what_it_names_only_later(database: Database) -> None:
    announced = [{"by": "vane", "exact": "within a week", "source": "morning"}]
    announced.append({"by": "oake", "text": "a meeting", "statement": "S2", "source": "late"})
    loaded(database, replaced("dates", "D1", announced=announced))

    before, after = [asked(database, f"/quotes about:D1 as_of:2031-03-{day}") for day in ("06", "15")]

    assert "Nothing about Meeting of the two towns in what was published by 6 March 2031" in before
    assert "S2, 1 wording" in after


def test_quotes_since_a_day_keeps_what_can_have_been_said_then_and_tells_what_it_leaves_out(
    ferry: Database,
) -> None:
    shown = asked(ferry, "/quotes since:2031-03-01")

    assert shown.startswith("Statements since 1 March 2031\n")
    assert "1 of 1 statement" in shown
    assert (
        "Left out by since: ranges that began before 29 January 2031, and 1 statement without a first day"
        " [late]" in shown
    )


def test_quotes_by_id_shows_one_statement(ferry: Database) -> None:
    shown = asked(ferry, "/quotes s10")

    assert shown.startswith("Statement S10\n")
    assert "an aide to the mayor, day not given [late]" in shown
    assert "Copy for a story: /quotes name:S10 form:copy" in shown


def test_quotes_goes_on_behind_the_last_of_many(database: Database) -> None:
    many = [said(f"S{n}", f"2031-02-{1 + n % 27:02}", direct(f"Word {n}")) for n in range(1, 43)]
    loaded(database, tiny(statements=many, dates=[]))

    first = asked(database, "/quotes vane as_of:2031-03-15")
    older = next(line for line in first.splitlines() if line.startswith("Older ones: ")).removeprefix("Older ones: ")
    second = asked(database, older)

    assert "30 of 42 statements, newest first" in first
    assert older.startswith("/quotes name:vane before:S")
    assert older.endswith(" as_of:2031-03-15")
    assert "12 of 42 statements, newest first, those behind S" in second
    assert "Older ones" not in second
    shown = [line.split(",")[0] for line in (first + second).splitlines() if ", 1 wording" in line]
    assert sorted(shown) == sorted(one["id"] for one in many)


def test_quotes_marks_where_sources_have_other_words_of_one_utterance(database: Database) -> None:
    wordings = [
        direct("We don’t conduct information attacks"),
        direct("we do not conduct information leaks", "weekly", state="garbled", damage="Torn apart."),
    ]
    loaded(database, tiny(statements=[said("S1", "2031-02-28", *wordings)], dates=[]))

    shown = asked(database, "/quotes vane")

    assert "(exact words of the source; garbled in the source; Torn apart)" in shown
    assert (
        "Words differ: morning against weekly: “don’t” against “do not”; “attacks” against “leaks” [morning, weekly]"
    ) in shown


def test_indirect_speech_never_stands_in_quotation_marks(ferry: Database) -> None:
    for line in ("/quotes", "/quotes form:copy", "/quotes oake about:ferry-line form:watch"):
        shown = asked(ferry, line)

        assert "He would not speak of it." in shown
        assert "“He would" not in shown


def test_copy_for_story_carries_role_day_outlet_and_certainty(ferry: Database) -> None:
    shown = asked(ferry, "/quotes vane form:copy")

    assert shown.startswith(
        "Copy for a story: statements by Ada Vane\n"
        "as of 20 March 2031 · The ferry talks\n"
        "1 of 1 statement, newest first\n"
        "S1, 2 wordings from 2 sources; day deduced\n"
        "  Ada Vane, mayor of Northhaven, said (28 February 2031, deduced; on the radio): “We shall meet within a week”"
        " (exact words; Morning Post, published 1 March 2031) [morning]\n"
        "  Ada Vane, mayor of Northhaven, reportedly said (28 February 2031, deduced): She foresaw a meeting soon."
        " (paraphrased, not quoted; translated; an unnamed newsletter, published on or after 10 March 2031, deduced;"
        " role by [morning]) [late]\n"
        "Sources\n"
    )


def test_copy_for_story_gives_the_role_of_that_day(database: Database) -> None:
    later = said("S3", "2031-03-12", direct("It is done", "late"))
    loaded(database, tiny(statements=[TINY["statements"][0], later], dates=[]))

    shown = asked(database, "/quotes vane form:copy")

    assert "Ada Vane, former mayor of Northhaven, said (12 March 2031): “It is done”" in shown
    assert "Ada Vane, mayor of Northhaven, said (28 February 2031, deduced; on the radio)" in shown


def test_copy_for_story_leaves_out_a_role_that_was_over_or_not_yet_published(database: Database) -> None:
    roles = [
        {"title": "harbour pilot", "when": "2010/2020", "sources": ["morning"]},
        {"title": "senator", "sources": ["late"]},
    ]
    loaded(database, replaced("people", "vane", roles=roles))

    shown = asked(database, "/quotes vane form:copy as_of:2031-03-06")

    assert "  Ada Vane said (28 February 2031" in shown


def test_copy_for_story_hedges_what_was_damaged_is_a_headline_or_names_another(database: Database) -> None:
    lost = said("S3", "2031-02-27", direct("Boat no", "late", state="retranslated", via=["wire"]))
    head = {"source": "morning", "kind": "headline", "text": "No ferry", "speaker_as": "Northern officials"}
    origins = [{"id": "wire", "name": "The Wire", "kind": "agency"}]
    statements = [lost, said("S4", "[2031-02-20..2031-02-26]", head)]
    loaded(database, tiny(statements=statements, origins=origins, dates=[]))

    shown = asked(database, "/quotes vane form:copy")

    assert (
        "Ada Vane, mayor of Northhaven, is quoted as saying (27 February 2031): “Boat no” (exact words of the source; "
        "translated back from another language; an unnamed newsletter, published on or after 10 March 2031, deduced; "
        "through The Wire; in this source only; role by [morning]) [late]"
    ) in shown
    assert (
        "Northern officials, taken to be Ada Vane, as put in a headline (one day between 20 and 26 February 2031): "
        "“No ferry” (exact words of a headline, the outlet’s own; Morning Post, published 1 March 2031; in this source "
        "only) [morning]"
    ) in shown


def test_every_line_to_copy_names_its_outlet_and_cites_it(ferry: Database) -> None:
    shown = asked(ferry, "/quotes form:copy")

    copied = [line for line in shown.split("Sources\n")[0].splitlines() if line.startswith("  ")]
    assert len(copied) == 4
    for line in copied:
        assert any(
            f"{outlet}, published " in line for outlet in ("Morning Post", "The Weekly", "an unnamed newsletter")
        )
        assert line.endswith("]")


def test_wording_watch_marks_changes_turns_and_phrases_naming_both_statements_and_sources(
    database: Database,
) -> None:
    statements = [
        said("S3", "2031-02-10", direct("We will not sell the old ferry. It is a fair offer", "weekly")),
        said("S1", "2031-02-20", direct("We will sell the old ferry. It is a fair offer, as ever")),
        said("S2", "2031-02-25", {"source": "morning", "kind": "indirect", "text": "She was silent."}),
        said("S4", "2031-02-26", direct("Soon we will sell the new ferry", "late", state="translated")),
    ]
    loaded(database, tiny(statements=statements, dates=[]))

    shown = asked(database, "/quotes vane about:ferry-line form:watch")

    assert shown.split("Sources\n")[0] == (
        "Wording watch: statements by Ada Vane about the ferry\n"
        "as of 20 March 2031 · The ferry talks\n"
        "Wording, not meaning: Texts compared word by word, exact words only. What differs between two sources may be "
        "a translator’s doing.\n"
        "Oldest first, 4 statements\n"
        "  S3\n"
        "    Ada Vane, 10 February 2031 [weekly]\n"
        "      “We will not sell the old ferry. It is a fair offer”\n"
        "      (exact words)\n"
        "  S1\n"
        "    Ada Vane, 20 February 2031 [morning]\n"
        "      “We will sell the old ferry. It is a fair offer, as ever”\n"
        "      (exact words)\n"
        "    Changed: S3 in weekly → S1 in morning (two sources): “not” is gone; “as ever” is new [morning, weekly]\n"
        "    Turn from no to yes: S3 in weekly → S1 in morning (two sources): “We will not sell the old ferry” – “We "
        "will sell the old ferry” [morning, weekly]\n"
        "  S2\n"
        "    Ada Vane, 25 February 2031, reported [morning]\n"
        "      She was silent.\n"
        "      (paraphrased, not quoted)\n"
        "    no exact words, so not compared [morning]\n"
        "  S4\n"
        "    Ada Vane, 26 February 2031 [late]\n"
        "      “Soon we will sell the new ferry”\n"
        "      (exact words of the source; translated)\n"
        "    Changed: S1 in morning → S4 in late (two sources): “Soon” is new; “old” became “new”; “It is a fair "
        "offer, as ever” is gone [late, morning]\n"
        "Phrases that come back, 2 of 2\n"
        "  “sell the old ferry”: first in S3 (weekly), last in S1 (morning); in 2 of 3 compared statements; not in the "
        "1 after it [morning, weekly]\n"
        "  “fair offer”: first in S3 (weekly), last in S1 (morning); in 2 of 3 compared statements; not in the 1 after "
        "it [morning, weekly]\n"
    )


def test_wording_watch_does_not_say_which_way_where_the_order_is_not_certain(database: Database) -> None:
    statements = [
        said("S1", "2031-02-10", direct("We will not sell the ferry")),
        said("S2", "[2031-02-10..2031-02-12]", direct("We will sell the ferry")),
    ]
    loaded(database, tiny(statements=statements, dates=[]))

    shown = asked(database, "/quotes vane about:ferry-line form:watch")

    assert "Once with a no, once without: S1 in morning → S2 in morning (which came first is not certain)" in shown
    assert "Turn" not in shown


def test_wording_watch_as_of_a_day_compares_only_what_was_published(database: Database) -> None:
    statements = [
        said("S1", "2031-02-10", direct("We will not sell the ferry")),
        said("S2", "2031-02-20", direct("We will sell the ferry", "late")),
    ]
    loaded(database, tiny(statements=statements, dates=[]))

    shown = asked(database, "/quotes vane about:ferry-line form:watch as_of:2031-03-06")

    assert "Oldest first, 1 statement" in shown
    assert "S2" not in shown
    assert "Turn" not in shown


def test_wording_watch_keeps_statements_without_a_day_apart(ferry: Database) -> None:
    shown = asked(ferry, "/quotes aide about:ferry-line form:watch")

    assert "Day not given, so not compared\n  S10\n" in shown


def test_quotes_that_find_nothing_say_why_and_what_to_widen(ferry: Database) -> None:
    nothing = asked(ferry, "/quotes oake about:O1 since:2031-03-19")
    not_exact = asked(ferry, "/quotes oake exact:yes")

    assert (
        "Nothing by Bern Oake about Northhaven’s offer of a shared ferry since 19 March 2031 in what was published by "
        "20 March 2031. Try it without since:, or /quotes peskov about:talks"
    ) in nothing
    assert "0 with exact words among 1 of 1 statement. Try it without exact:" in not_exact


def test_quotes_of_an_ambiguous_name_asks_which_and_keeps_the_rest_of_the_question(database: Database) -> None:
    spelt = [{"text": "Cora Vane", "sources": ["morning"]}]
    people = [*TINY["people"], {"id": "cora", "name": "Cora Vane", "spellings": spelt}]
    loaded(database, tiny(people=people))

    shown = asked(database, "/quotes name:Vane about:“the ferry” as_of:2031-03-06")

    assert "“Vane” fits 2. Which one?" in shown
    assert 'Cora Vane: /quotes name:cora about:"the ferry" as_of:2031-03-06' in shown


def test_quotes_about_an_unknown_subject_lists_the_topics(ferry: Database) -> None:
    shown = asked(ferry, "/quotes about:xylophone")

    assert shown.startswith("Not found\n")
    assert "Topics: ferry-line (the ferry)" in shown


@pytest.mark.parametrize(
    "line",
    [
        "/quotes vane form:watch",
        "/quotes about:ferry-line form:watch",
        "/quotes northhaven about:ferry-line form:watch",
        "/quotes before:S99",
        "/quotes before:S2 as_of:2031-03-01",
        "/quotes since:banana",
        "/quotes form:banana",
    ],
)
def test_quotes_wrong_usage_is_an_error_with_an_example(ferry: Database, line: str) -> None:
    with pytest.raises(
        UserError, match=r"/quotes peskov about:talks form:watch|before:S12|since: .*2031-03-10|copy, watch"
    ):
        asked(ferry, line)


def test_about_completes_topics_then_names_known_by_then(ferry: Database) -> None:
    empty, early = [
        complete(ferry, "quotes", "about", "", options=options, now=NOW, desk=DESK)
        for options in ({}, {"as_of": "2031-03-01"})
    ]
    typed = complete(ferry, "quotes", "about", "ferr", options={}, now=NOW, desk=DESK)

    assert empty[0] == ("the ferry", "ferry-line")
    assert {value for _, value in empty} >= {"ferry-line", "vane", "oake", "aide", "north", "south"}
    assert "oake" not in {value for _, value in early}
    assert typed[0] == ("the ferry", "ferry-line")


def test_a_wording_that_quotes_only_a_part_of_another_does_not_differ(database: Database) -> None:
    part = {"source": "weekly", "kind": "partial", "text": "She spoke of a meeting “within a week”."}
    wordings = [*TINY["statements"][0]["wordings"], part]
    with database.writing() as connection:
        replace_dossier(connection, replaced("statements", "S1", wordings=wordings), now=NOW, actor="test")

    said = asked(database, "/quotes vane")

    assert "“within a week”" in said
    assert "Words differ" not in said
