"""Gists, later titles, weights and synonyms: what a file may say, what is refused, what is only advised."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.dossiers.export_calendar import as_calendar
from bot.dossiers.export_formats import as_json, as_yaml
from bot.dossiers.export_markdown import as_markdown
from bot.dossiers.export_table import as_csv
from bot.dossiers.intake import check_text
from bot.dossiers.intake.advice import advise
from db.model.records import Dossier, Gist, Synonyms, Title
from tests.builders import tiny
from tests.dossiers.test_check import ANNOUNCED, HEAD, NAME, REPORTS, WORDING, faults

STATEMENT = f"statements:\n  - {{id: S1, speaker: vane, {WORDING}}}\n"


def _with_gist(gist: str, *, before: str = STATEMENT) -> str:
    return f"{HEAD}    gist: [{{{gist}}}]\n{before}"


def test_a_gist_may_quote_what_its_source_says_in_exact_words() -> None:
    dossier = check_text(
        _with_gist("text: Says “we shall meet”, sources: [1-post]".replace("we", "We")).encode(), name=NAME
    )

    assert dossier.people[0].gist == (Gist(text="Says “We shall meet”", sources=("1-post",)),)


@pytest.mark.parametrize(
    ("gist", "fault"),
    [
        ("text: Mayor, sources: [2-post]", "unknown source '2-post'"),
        ("text: Mayor, sources: []", "an empty list; expected at least one"),
        ("text: Mayor", "is missing; expected a list"),
        (
            "text: Says “we will meet”, sources: [1-post]",
            "“we will meet” in no exact words of '1-post'; expected words",
        ),
        ("text: Says “We shall meet, sources: [1-post]", "1 times “ and 0 times ”; expected each “ closed by a ”"),
        (f"text: {'Mayor ' * 40}, sources: [1-post]", "239 characters; expected at most 200"),
    ],
)
def test_a_gist_that_its_sources_do_not_carry_is_refused(gist: str, fault: str) -> None:
    assert fault in "\n".join(faults(_with_gist(gist)))


def test_words_of_ours_are_no_exact_words() -> None:
    own = STATEMENT.replace("kind: direct, text: We shall meet", "kind: indirect, text: There is to be a meeting")

    (fault,) = faults(_with_gist("text: Says “a meeting”, sources: [1-post]", before=own))

    assert "“a meeting” in no exact words of '1-post'" in fault


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("[ruling]", "synonyms[0].words: synonyms of nothing; expected two words or more"),
        ("[ruling, court order]", "synonyms[0].words[1]: 2 words in 'court order'; expected one word"),
    ],
)
def test_synonyms_are_words_that_stand_for_each_other(words: str, fault: str) -> None:
    assert fault in faults(f"{HEAD}synonyms: [{{words: {words}}}]\n")[0]


def test_a_point_weighs_as_fact_if_nothing_else_is_said() -> None:
    dossier = check_text(f"{HEAD}points:\n  - {{id: P1, question: How many?, {REPORTS}}}\n".encode(), name=NAME)

    assert dossier.points[0].weight == "fact"


def test_what_has_no_gist_is_advised_and_no_fault() -> None:
    text = f"{HEAD}dates:\n  - {{id: D1, title: Meeting, {ANNOUNCED}}}\n  - {{id: D2, title: Vote, {ANNOUNCED}}}\n"

    advice = list(advise(check_text(text.encode(), name=NAME)))

    assert advice == ["People without a gist, 1: vane", "Tracked dates without a gist, 2: D1, D2"]


@pytest.mark.parametrize(
    ("when", "advised"),
    [("2031-03-01", False), ("'[2031-02-27..2031-03-01]'", False), ("2031-03-02", True), ("'[2031-02-27..]'", True)],
)
def test_a_day_later_than_the_source_that_tells_it_is_advised_against(when: str, advised: bool) -> None:
    text = HEAD + STATEMENT.replace("speaker: vane,", f"speaker: vane, when: {when},")

    advice = list(advise(check_text(text.encode(), name=NAME)))

    assert ("Dated later than their last source came out, 1: S1" in advice) is advised


def _full() -> Dossier:
    gist, title = (
        (Gist(text="They meet within a week", sources=("morning",)),),
        Title(text="The meeting", sources=("late",)),
    )
    return replace(
        tiny(),
        synonyms=(Synonyms(words=("ferry", "boat")),),
        people=tuple(replace(one, gist=(Gist(text="Mayor", sources=("morning",)),)) for one in tiny().people),
        points=tuple(replace(one, weight="wording", titles=(title,)) for one in tiny().points),
        dates=tuple(replace(one, gist=gist, titles=(title,)) for one in tiny().dates),
    )


@pytest.mark.parametrize(("write", "name"), [(as_yaml, "x.yaml"), (as_json, "x.json")])
def test_all_of_it_reads_back_to_the_same(write: object, name: str) -> None:
    assert callable(write)
    assert check_text(write(_full()).encode(), name=name) == _full()


def test_what_is_written_for_readers_has_the_gist_and_the_last_title() -> None:
    now = datetime(2031, 3, 20, tzinfo=UTC)

    text = as_markdown(_full(), now=now)

    assert "- D1, The meeting, 28 February – 7 March 2031" in text
    assert "\n  - They meet within a week [morning]\n" in text
    assert "SUMMARY:Window: The meeting" in as_calendar(_full(), {}, now=now)
    assert '"point","P1","The meeting",' in as_csv(_full())
