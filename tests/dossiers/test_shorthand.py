"""Shorthand: a quotation in one line means what the full form says, keeps its id, and is told of where it stands."""

import re

import pytest

from bot.dossiers.export_formats import as_yaml
from bot.dossiers.intake import IntakeError, check_text
from db.loading.dossiers import Loaded, replace_dossier
from db.loading.heads import list_shared_dossiers
from db.loading.snapshots import get_dossier
from db.model.records import Dossier
from db.storage.database import Database
from tests.builders import NOW

HEAD = """format: 1
id: h
title: Harbour
about: Fees.
sources:
  - {id: courier, outlet: The Courier, title: Fees, published: 2024-03-05}
  - {id: tide, outlet: The Tide, title: No deal, published: "[2024-03-07..2024-03-10]"}
  - {id: book, outlet: The Book, title: Years, published: "[2020..2024]"}
  - {id: old, outlet: The Old, title: Then, published: 2023-03-05}
parties: [{id: port, name: Port, side: true, in: courier}]
people:
  - {id: okafor, name: Ada Okafor, party: port, role: director, in: [courier, tide]}
  - {id: line, name: the line, kind: institution, in: tide}
statements:
"""


def _dossier(*lines: str) -> Dossier:
    return check_text((HEAD + "".join(f"  - {line}\n" for line in lines)).encode(), name="h.yaml")


def _faults(*lines: str) -> list[str]:
    with pytest.raises(IntakeError) as refused:
        _dossier(*lines)
    return [re.sub(r"^h.yaml:15:(\d+): statements\[0\]", r"\1 ", str(fault)) for fault in refused.value.faults]


def test_line_means_what_the_full_form_says() -> None:
    short = _dossier('{id: S1, by: okafor, said: "We will meet.", on: 5 March, in: [courier, tide], topics: []}')
    full = _dossier(
        "{id: S1, speaker: okafor, when: 2024-03-05, wordings: [{source: courier, kind: direct, text: We will meet.},"
        " {source: tide, kind: direct, text: We will meet.}]}"
    )

    assert short == full
    okafor = short.people[0]
    assert [(one.text, one.sources) for one in okafor.spellings] == [("Ada Okafor", ("courier", "tide"))]
    assert [(one.title, one.sources) for one in okafor.roles] == [("director", ("courier", "tide"))]


@pytest.mark.parametrize(("words", "kind"), [("They pay more.", "indirect"), ("They pay “a little more”.", "partial")])
def test_paraphrase_with_exact_words_is_partial(words: str, kind: str) -> None:
    assert _dossier(f"{{by: line, paraphrase: {words}, in: tide}}").statements[0].wordings[0].kind == kind


@pytest.mark.parametrize(
    ("day", "source", "means"),
    [
        ("5 March", "courier", "2024-03-05"),
        ("6 March", "courier", "2023-03-06"),
        ("March 9th", "tide", "2024-03-09"),
        ("28 Dec.", "tide", "2023-12-28"),
        ("29 February", "courier", "2024-02-29"),
        ("5 March 2021", "book", "2021-03-05"),
        ("2024-03", "courier", "2024-03"),
        ('"[2024-03-01..2024-03-04]"', "courier", "[2024-03-01..2024-03-04]"),
        ("2024-03-02~", "courier", "2024-03-02~"),
    ],
)
def test_year_comes_from_the_day_of_the_source(day: str, source: str, means: str) -> None:
    when = _dossier(f"{{by: okafor, said: Yes, on: {day}, in: {source}}}").statements[0].when

    assert when is not None
    assert when.edtf == means


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{by: okafr, said: Yes, in: tide}", "10 .by: unknown person 'okafr'; did you mean 'okafor'?"),
        ("{by: okafor, said: Yes, in: [tide, tidy]}", "40 .in[1]: unknown source 'tidy'; did you mean 'tide'?"),
        ("{by: okafor, said: Yes, in: []}", "33 .in: an empty list; expected at least one"),
        ("{by: okafor, said: Yes}", "5 : `in` is missing; expected the source that has these words"),
        ("{said: Yes, in: tide}", "5 .by: is missing; expected an id"),
        ("{by: line, in: tide}", "5 : nothing that was said; expected `said` with the exact words, or `paraphrase`"),
        ('{by: okafor, said: "", in: tide}', "24 .said: an empty text; expected a text, or the key left out"),
        ("{by: line, said: “Yes”, in: tide}",
         "22 .said: quotation marks round 'Yes'; expected the exact words without them"),
        ("{by: line, paraphrase: “Yes, in: tide}",
         "28 .paraphrase: 1 times “ and 0 times ”; expected each “ closed by a ”"),
        ("{by: line, speaker: line, said: Yes, in: tide}", "6 : `by` beside `speaker`; expected one of the two"),
        ("{by: line, said: Yes, paraphrase: No, in: tide}", "16 : `said` beside `paraphrase`; expected one of the two"),
        ("{by: line, said: Yes, on: Wednesday, in: courier}",
         "31 .on: 'Wednesday'; expected the day itself (2024-02-28, if it counts from the source’s)"),
        ("{by: line, said: Yes, on: 5 March, in: book}",
         "31 .on: '5 March', whose year the source’s day does not tell; expected the day with its year"),
        ("{by: line, said: Yes, on: 29 February, in: old}",
         "31 .on: '29 February', which would be 2020-02-29; expected the day with its year"),
        ("{by: line, said: Yes, on: 31 Febuary, in: tide}",
         "31 .on: '31 Febuary'; expected a day such as 28 July, or a date such as 2022-07-27"),
        ("{by: line, said: Yes, when: 2024-13, on: 5 March, in: tide}",
         "42 : `on` beside `when`; expected one of the two"),
        ("{by: line, said: Yes, in: tide, via: [tide]}",
         "37 : unknown key 'via'; expected one of: id, speaker, when, to, stance, topics, about, wordings, notes,"
         " by, said, paraphrase, on, in"),
    ],
)  # fmt: skip
def test_fault_is_told_at_what_was_written(line: str, fault: str) -> None:
    assert _faults(line) == [fault]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("side: true, in: courier", "side: true, role: x, in: courier",
         "parties[0] (port): unknown key 'role'; expected one of: id, name, side, spellings, typed, notes, in"),
        ("role: director, in: [courier, tide]", "role: director",
         "people[0] (okafor).in: is missing beside `role`; expected the source that prints the name and gives the"
         " title"),
        ("in: [courier, tide]}", "in: [courier, courier]}",
         "people[0] (okafor).in[0]: 'courier' stands 2 times in this list; expected each id once"),
    ],
)  # fmt: skip
def test_fault_of_a_person_or_party_is_told_at_what_was_written(old: str, new: str, fault: str) -> None:
    with pytest.raises(IntakeError) as refused:
        check_text(HEAD.replace(old, new).replace("statements:\n", "").encode(), name="h.yaml")

    assert [str(one).partition(": ")[2] for one in refused.value.faults] == [fault]


def test_same_words_twice_are_told_of() -> None:
    with pytest.raises(IntakeError, match=r"statements\[1\]: the same words of the same speaker in the same source as"):
        _dossier("{by: line, said: “Yes” we do, in: tide}", "{by: line, said: Yes we do!, in: tide}")


# --- the id


def _load(database: Database, dossier: Dossier) -> Loaded:
    with database.writing() as connection:
        return replace_dossier(connection, dossier, now=NOW, actor="ann")


def _changes(loaded: Loaded) -> list[tuple[str, str]]:
    return sorted((one.action, one.id) for one in loaded.changes if one.kind == "statement")


LINE = '{by: okafor, said: "We will meet about the fees in the comming days.", in: courier}'


@pytest.mark.parametrize(
    "corrected",
    [
        LINE.replace("comming", "coming"),
        LINE.replace("We will meet", "We shall certainly meet"),
        LINE.replace("in: courier", "in: tide"),
        LINE.replace("in: courier", "on: 4 March, in: [courier, tide]"),
        LINE.replace("okafor", "line"),
        LINE.replace("said", "paraphrase"),
    ],
)
def test_corrected_quotation_keeps_its_id(database: Database, corrected: str) -> None:
    _load(database, first := _dossier(LINE, "{by: line, said: No., in: tide}"))
    id_ = first.statements[0].id

    again = _load(database, _dossier("{by: line, said: No., in: tide}", corrected))

    assert _changes(again) == [("changed", id_)]
    assert _changes(_load(database, _dossier(corrected, "{by: line, said: No., in: tide}"))) == []


def test_other_words_are_another_quotation(database: Database) -> None:
    _load(database, first := _dossier(LINE))

    again = _load(database, second := _dossier("{by: okafor, said: The berths are closed until May., in: courier}"))

    assert _changes(again) == [("added", second.statements[0].id), ("removed", first.statements[0].id)]


def test_each_of_two_alike_keeps_its_own(database: Database) -> None:
    lines = [f'{{by: okafor, said: "We will meet the {who} tomorrow.", in: courier}}' for who in ("line", "crews")]
    ids = [one.id for one in _load_of(database, *lines).statements]

    _load(database, _dossier(*(line.replace("will", "are to") for line in reversed(lines))))

    stored = {one.id: one.wordings[0].text for one in _stored(database).statements}
    assert stored == {ids[0]: "We are to meet the line tomorrow.", ids[1]: "We are to meet the crews tomorrow."}


def test_export_writes_the_kept_id_and_loads_back(database: Database) -> None:
    first = _load_of(database, LINE, "{by: line, said: No., in: tide}")
    _load(database, _dossier(LINE.replace("comming", "coming"), "{by: line, said: No., in: tide}"))

    text = as_yaml(_stored(database))

    assert f"{{id: {first.statements[0].id}, by: okafor, said: We will meet about" in text
    assert "- {by: line, said: No., in: tide}" in text
    assert check_text(text.encode(), name="h.yaml") == _stored(database)


def _load_of(database: Database, *lines: str) -> Dossier:
    _load(database, dossier := _dossier(*lines))
    return dossier


def _stored(database: Database) -> Dossier:
    with database.reading() as connection:
        return get_dossier(connection, list_shared_dossiers(connection)[0])
