"""Short /quotes: which utterances lead, in which wording, whole texts at 40 columns."""

from typing import Any

from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.asking import asked
from tests.builders import NOW, TINY, tiny
from tests.screens import WIDTH


def _quotes(database: Database, options: str = "") -> str:
    return asked(database, f"/quotes {options}".strip(), depth="short", width=WIDTH)


def _load(database: Database, *statements: dict[str, Any]) -> None:
    with database.writing() as connection:
        replace_dossier(connection, tiny(statements=[*TINY["statements"], *statements]), now=NOW, actor="test")


def _said(id_: str, text: str, *, when: str, source: str = "morning", speaker: str = "oake") -> dict[str, Any]:
    wordings = [{"source": source, "kind": "direct", "text": text}]
    return {"id": id_, "speaker": speaker, "when": when, "wordings": wordings}


def test_the_newest_five_are_shown_and_the_others_counted(database: Database) -> None:
    _load(database, *(_said(f"S{n}", f"word {n}", when=f"2031-02-{n}") for n in range(20, 27)))

    assert _quotes(database, "oake") == (
        "Said by Bern Oake\n"
        "Newest source: 10 March 2031 or later*\n"
        "\n"
        "He would not speak of it. –\n"
        "1 March ¹  S2\n"
        "“word 26” – 26 February ²  S26\n"
        "“word 25” – 25 February ²  S25\n"
        "“word 24” – 24 February ²  S24\n"
        "“word 23” – 23 February ²  S23\n"
        "3 more\n"
        "[Copy for a story] [More]\n"
        "\n"
        "¹ The Weekly, 2–5 March* · ² Morning\n"
        "Post, 1 March · * worked out, not\n"
        "printed\n"
    )


def test_of_somebody_who_said_nothing_others_are_a_press_away(ferry: Database) -> None:
    with ferry.writing() as connection:
        replace_dossier(connection, tiny(statements=TINY["statements"][:1]), now=NOW, actor="test")

    said = _quotes(ferry, "oake")

    assert "Not quoted in three sources.\n[Said by others] [More]\n" in said


def test_exact_words_are_chosen_where_these_are_asked_for(ferry: Database) -> None:
    headline = {"source": "late", "kind": "headline", "text": "Oake: no"}
    with ferry.writing() as connection:
        reported, *_ = [one for one in TINY["statements"] if one["id"] == "S2"]
        wordings = [*reported["wordings"], headline]
        replace_dossier(connection, tiny(statements=[reported | {"wordings": wordings}]), now=NOW, actor="test")

    assert "He would not speak of it. – 1 March" in _quotes(ferry, "oake")
    assert "“Oake: no” – 1 March, headline ¹  S2" in _quotes(ferry, "oake exact:yes")


def test_what_a_source_tells_was_said_by_the_day_it_came_out(database: Database) -> None:
    _load(database, _said("S20", "soon", when="[2031-03-08..]", source="late"))  # out on 10 March or later

    assert "“soon” – 8 March or later" in _quotes(database, "oake since:2031-03-10")
    assert "in that time in three sources.\n" in _quotes(database, "oake since:2031-03-11").replace(
        "three\nsources", "three sources"
    )
    assert "soon" not in asked(database, "/quotes oake since:2031-03-11")


def test_a_question_that_has_no_answer_is_widened_by_one_press(ferry: Database) -> None:
    said = _quotes(ferry, "vane about:aide since:2031-03-01")

    assert "[Of all days] [On anything] [By anybody]" in said.replace("\n", " ")


def test_a_subject_that_there_is_not_is_not_taken_for_a_speaker(ferry: Database) -> None:
    assert _quotes(ferry, "vane about:zebras") == (
        "Nothing called “zebras” is in The ferry\n"
        "talks.\n"
        "Try a surname, an id or a subject, or\n"
        "/find zebras\n"
        "[Find “zebras”]\n"
    )


def test_one_statement_and_copy_are_told_in_full(ferry: Database) -> None:
    for options in ("S1", "vane form:copy", "before:S10"):
        assert _quotes(ferry, options) == asked(ferry, f"/quotes {options}", width=WIDTH)


def test_where_nobody_is_named_each_speaker_comes_before_anybodys_second(database: Database) -> None:
    said = [_said(f"S{n}", f"word {n}", when="2031-03-09", source="late") for n in (20, 21, 22)]
    _load(database, *said, _said("S30", "mine", when="2031-03-08", source="late", speaker="vane"))

    places = [_quotes(database).find(f"“{word}”") for word in ("word 20", "mine", "word 21", "word 22")]
    assert places == sorted(places)
    assert -1 not in places


def test_a_stance_leads_among_the_words_of_one_day(database: Database) -> None:
    merely, hopes = (_said(id_, f"word {id_}", when="2031-03-09", source="late") for id_ in ("S20", "S21"))
    stances = [{"stance": [{"kind": kind, "on": "the ferry"}]} for kind in ("says", "hopes")]
    _load(database, merely | stances[0], hopes | stances[1])

    assert _quotes(database, "oake").find("word S21") < _quotes(database, "oake").find("word S20")


def test_what_the_source_calls_a_speaker_is_said_in_its_words(database: Database) -> None:
    headline = _said("S21", "Ferry: no", when="2031-03-09", source="late")
    unnamed = _said("S20", "no", when="2031-03-09", source="late")
    unnamed["wordings"][0]["speaker_as"] = "the harbour master"
    headline["wordings"][0]["kind"] = "headline"
    _load(database, unnamed, headline)

    assert "“no” – as “the harbour master”, 9 March ¹  S20" in _quotes(database, "oake").replace("\n", " ")
    assert "“no” – Bern Oake (“the harbour master”), 9 March ¹" in _quotes(database).replace("\n", " ")
    assert "“Ferry: no” – 9 March, headline ¹  S21" in _quotes(database, "oake")
