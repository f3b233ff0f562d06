"""What an editor prints from answers on the bundled dossier: whose word it is, how sure it is, and by when."""

import pytest

from db.storage.database import Database
from tests.asking import asked


def _under(said: str, title: str) -> list[str]:
    """Give the lines under a heading."""
    lines = said.splitlines()
    at = next(i for i, line in enumerate(lines) if line.strip().startswith(title))
    deep = len(lines[at]) - len(lines[at].lstrip())
    rest = lines[at + 1 :]
    end = next((i for i, line in enumerate(rest) if len(line) - len(line.lstrip()) <= deep), len(rest))
    return [line.strip() for line in rest[:end]]


def test_what_officials_say_of_an_answer_is_not_the_sides_own_answer(bundled: Database) -> None:
    said = asked(bundled, "/offers as_of:2022-07-28")

    assert [line.partition(":")[0] for line in _under(said, "Russia: answers, 3")] == [
        "Dmitry Peskov",
        "Maria Zakharova",
        "Russia",
        "Last of these",
    ]
    assert _under(said, "Russia’s answer, according to others, 1") == [
        "Russia, according to Administration officials: one day between 28 and 31 July 2022 – deduced: no substantive"
        " answer – No reply of substance has come. (S49) [004-cnn (may be later)]"
    ]


@pytest.mark.parametrize(
    "line", ["/status", "/compare russia usa", "/compare 2022-07-27 2022-07-31", "/item O1", "/item O1 form:copy"]
)
def test_nowhere_has_russia_itself_given_no_substantive_answer(bundled: Database, line: str) -> None:
    said = asked(bundled, line)

    told = [line for line in said.splitlines() if "no substantive answer" in line or "reply of substance." in line]
    assert [line for line in told if "Administration officials" not in line and "S49" not in line] == []


@pytest.mark.parametrize(
    "line",
    [
        "/offers as_of:2022-07-28",
        "/offers as_of:2022-08-10",
        "/who zakharova as_of:2022-07-28",
        "/compare peskov zakharova as_of:2022-07-28",
        "/compare 2022-07-27 2022-07-28",
        "/item O1 as_of:2022-07-28",
    ],
)
def test_where_zakharovas_word_is_an_answer_it_says_that_she_is_not_quoted_on_the_offer(
    bundled: Database, line: str
) -> None:
    said = asked(bundled, line)

    assert "The talks have brought no result so far; she is not quoted on this offer" in said


def test_a_garbled_sentence_is_no_sides_position_while_there_is_a_clear_one(bundled: Database) -> None:
    said = asked(bundled, "/compare usa russia as_of:2022-07-28")

    assert any("S51, a senior administration official" in line for line in _under(said, "On The state of the talks"))
    assert "S13" not in said


def test_a_garbled_sentence_says_what_is_wrong_with_it(bundled: Database) -> None:
    said = asked(bundled, "/compare washington kremlin")

    assert (
        "  S13, Washington: The US has said that the negotiations have brought nothing concrete. (reported, garbled in"
        " the source) – Three speakers share one sentence with “both”; no American words to this effect follow;"
        " speaker given as the US; one day between 27 July and 2 August 2022 – deduced (dated by [000-dcnf])"
        " [002-analysis]\n"
    ) in said


@pytest.mark.parametrize("line", ["/compare us-embassy putin-office", "/timeline", "/compare 2022-07-27 2022-07-28"])
def test_an_unanswered_request_is_named_no_response(bundled: Database, line: str) -> None:
    said = asked(bundled, line)

    assert "S14, Putin’s office (no response): It left a request for comment unanswered." in said


@pytest.mark.parametrize(
    "line", ["/timeline from:2022-07-29", "/compare griner-spouse griner-lawyers", "/compare 2022-07-28 2022-07-29"]
)
def test_where_a_text_speaks_of_a_husband_the_line_says_so(bundled: Database, line: str) -> None:
    said = asked(bundled, line)

    assert [
        line for line in said.splitlines() if "S62, Griner’s wife" in line and "given as her husband" not in line
    ] == []
    assert "speaker given as her husband" in said


def test_a_text_copied_for_a_story_keeps_the_speaker_it_prints(bundled: Database) -> None:
    moscow, spouse = [asked(bundled, f"/quotes {name} form:copy") for name in ("moscow", "griner-spouse")]

    assert "  Russia reportedly said (28 July 2022): An exchange for Griner is not near. (paraphrased" in moscow
    assert "  her husband, taken to be Griner’s wife, reportedly said (on or before 29 July 2022, deduced): " in spouse


@pytest.mark.parametrize("line", ["/dates", "/item D10", "/compare 2022-07-27 2022-07-28"])
def test_what_a_damaged_sentence_is_read_as_says_that_it_is_our_reading(bundled: Database, line: str) -> None:
    said = asked(bundled, line)

    told = [line for line in said.splitlines() if "News of an agreement only once it has been carried out" in line]
    assert told
    assert [line for line in told if "(our reading of a damaged sentence)" not in line] == []


@pytest.mark.parametrize("line", ["/timeline", "/who biden", "/compare 2022-07-27 2022-07-28"])
def test_an_event_that_no_source_states_itself_is_told_at_second_hand(bundled: Database, line: str) -> None:
    said = asked(bundled, line)

    told = [line for line in said.splitlines() if "E6, Both presidents had talks on an exchange started" in line]
    assert told
    assert [line for line in told if "only by others’ account" not in line] == []


@pytest.mark.parametrize("line", ["/offers as_of:2022-08-10", "/who lavrov", "/compare lavrov zakharova"])
def test_where_lavrovs_word_is_an_answer_it_says_that_he_is_not_quoted_on_the_offer(
    bundled: Database, line: str
) -> None:
    said = asked(bundled, line)

    assert "only in the channel both presidents agreed; he is not quoted on this offer." in said


@pytest.mark.parametrize("line", ["/compare 2022-07-27 2022-08-10", "/compare usa russia as_of:2022-07-28", "/item D8"])
def test_what_ends_in_a_full_stop_goes_on_without_it(bundled: Database, line: str) -> None:
    said = asked(bundled, line)

    assert [line for line in said.splitlines() if ".;" in line or ". on or after" in line] == []
