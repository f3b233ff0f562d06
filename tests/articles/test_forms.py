"""Transcripts and releases, told from articles; who speaks in them."""

import pytest

from bot.articles.records import Person
from tests.articles.drafted import drafts, read

BRIEFING = """1:15 P.M. EDT

MS. LIND:  Good afternoon.  (Laughter.)

The ferries will run again.

Q    When?

MR. OKORO:  (Off-mike.)  In May, I hope.

THE PRESIDENT:  Soon.

END  1:20 P.M. EDT"""


def test_a_transcript_gives_each_paragraph_to_the_label_in_force() -> None:
    assert read(BRIEFING).form == "transcript"
    assert drafts(BRIEFING, title="Remarks by President Varga") == [
        ("Good afternoon.  (Laughter.)", "Ada Lind"),
        ("The ferries will run again.", "Ada Lind"),
        ("When?", "reporter"),
        ("In May, I hope.", "Ben Okoro"),
        ("Soon.", "Milan Varga"),
    ]


def test_labels_written_small_count_where_they_come_again() -> None:
    text = "Question: Why?\n\nAda Lind: Because.\n\nQuestion: When?\n\nAda Lind: Now."

    assert drafts(text) == [("Why?", "reporter"), ("Because.", "Ada Lind"), ("When?", "reporter"), ("Now.", "Ada Lind")]


def test_the_record_of_a_house_labels_with_a_stop() -> None:
    text = (
        "THE CHAIR (Ada Lind): Order.\n\nMr. OKORO. The ferries do not run.\n\n"
        "The CHAIR. Why?\n\nMr. OKORO. Nobody pays."
    )

    assert read(text).form == "transcript"
    assert [speaker for _words, speaker in drafts(text)][:2] == ["Ada Lind", "Ben Okoro"]


def test_names_at_the_start_of_sentences_make_no_transcript() -> None:
    text = "Mr. Okoro. Mr. Okoro came.\n\nMr. Okoro. He left.\n\nMr. Okoro. He came again."

    assert read(text).form == "article"


def test_an_office_that_only_one_has_labels_their_turns() -> None:
    taoiseach = Person("daly", "Eoin Daly", (), ("Taoiseach",), "male")
    text = "TAOISEACH:\nGood evening to all.\n\nQUESTION:\nWhen?\n\nTAOISEACH:\nSoon, I hope."

    found = read(text, people=(taoiseach,))

    assert [one.speaker.person for one in found.statements] == ["daly", None, "daly"]


def test_a_dateline_is_nobody() -> None:
    text = "FREEPORT, Halm -- Rebels freed the crew.\n\n“It is over,” it said.\n\nThe port is open, Ada Lind said."

    assert drafts(text)[0][1] == ""


RELEASE = """FOR IMMEDIATE RELEASE

DOCKERS WALK OUT

Halm, 4 May 2023 – The Dockers' Union regrets that the port left the table.

“We sat there and waited,” said General Secretary Nora Falk.

Media contact: Jens Dube, 031 555"""


def test_a_release_says_for_whom_it_speaks_and_quotes_others_in_paragraphs_of_their_own() -> None:
    assert read(RELEASE).form == "release"
    assert [speaker for _words, speaker in drafts(RELEASE)] == ["Dockers' Union", "Nora Falk"]


def test_those_who_sign_a_joint_statement_issue_it_though_its_heading_names_countries() -> None:
    text = "We met today in Halm and agreed that the ferries will run.\n\nAda Lind, Minister of Trade of Norrland"
    speaker = read(text, title="Joint Statement by the Ministers of Norrland and Sulia").statements[0].speaker

    assert (speaker.name, speaker.person) == ("Ministers of Norrland and Sulia", "lind")


@pytest.mark.parametrize(
    ("text", "title", "person"),
    [
        (
            "The Minister of Norrland, Ms Ada Lind, met the Minister of Sulia yesterday in Halm.\n\n"
            "The Ministers reaffirmed their will to let the ferries run in the summer.",
            "Joint Press Release after the meeting of the Ministers of Norrland and Sulia",
            "lind",
        ),
        (
            "Geneva, 16 October 2013\n\nJOINT STATEMENT\n\nby High Representative Ada Lind and Minister Nora Falk\n\n"
            "Delegations of both sides held two days of talks and will meet again.",
            "",
            "lind",
        ),
        ("The Ministers met in Halm and agreed that we all welcome our ferries.", "Joint Statement", None),
    ],
)
def test_a_release_is_of_those_its_heading_or_first_paragraph_names(text: str, title: str, person: str | None) -> None:
    found = read(text, title=title)

    assert found.form == "release"
    assert {one.speaker.person for one in found.statements} == {person}


def test_an_answer_is_given_to_the_only_one_named_before_and_never_as_sure() -> None:
    text = "Ada Lind leads the talks.\n\nQ: Close?\n\nA: Very.\n\nQ: When?\n\nA: Soon."

    found = read(text).statements[1]

    assert (found.speaker.name, found.is_sure) == ("Ada Lind", False)


def test_words_quoted_within_a_turn_are_a_statement_of_their_own() -> None:
    text = BRIEFING + "\n\nMS. LIND:  As Milan Varga said, “the sea does not wait for anybody.”"

    assert ("the sea does not wait for anybody.", "Milan Varga") in drafts(text)


def test_a_few_lines_with_colons_make_no_transcript() -> None:
    text = "Read: More on ferries\n\nThe port closed.\n\nAda Lind: No deal\n\nWatch: The port"

    assert read(text).form == "article"


@pytest.mark.parametrize(
    ("title", "speaker"),
    [
        ("Statement by Minister Ada Lind on the ferries", "Ada Lind"),
        ("Statement from the Port Council on the ferries", "Port Council"),
        ("Joint Statement of Ada Lind and Milan Varga", "Ada Lind and Milan Varga"),
        ("Joint Declaration between Norrland and Sul on ferries", "Norrland and Sul"),
        ("G7 Leaders’ Communiqué", "G7 Leaders"),
    ],
)
def test_a_release_speaks_for_those_who_issue_it(title: str, speaker: str) -> None:
    text = "We have agreed on the ferries today.\n\nThey will run again in May.\n\nAda Lind\n\n###"

    assert drafts(text, title=title) == [
        ("We have agreed on the ferries today.", speaker),
        ("They will run again in May.", speaker),
    ]


def test_a_readout_is_never_its_principals_own_words_as_sure() -> None:
    found = read(
        "Minister Lind met President Varga today.", title="Readout of Minister Lind’s call with President Varga"
    )

    assert (found.form, found.statements[0].is_sure) == ("release", False)


def test_a_report_on_a_statement_is_an_article() -> None:
    text = "The statement drew anger in Halm. “It is an insult,” Ben Okoro said.\n\nAda Lind said it was fair."

    assert read(text, title="Statement by Ada Lind draws anger").form == "article"


def test_a_post_that_stands_whole_is_its_accounts_words() -> None:
    text = "The port closed.\n\nWe have a deal for the crews. pic.twitter.com/x — Ada Lind (@AdaLind) May 3, 2023"

    statement = read(text).statements[0]

    assert drafts(text) == [("We have a deal for the crews.", "Ada Lind")]
    assert str(statement.said_on and statement.said_on.day) == "2023-05-03"


def test_a_name_behind_a_dash_makes_no_post() -> None:
    assert drafts("We have a deal for the crews and the port. — Ada Lind, May 3, 2023") == []


def test_a_heading_with_a_name_before_its_colon_is_drafted_and_never_sure() -> None:
    text = "Ada Lind: No new money for ferries\n\nThe port closed."

    assert drafts(text) == [("No new money for ferries", "Ada Lind")]
    assert not read(text).statements[0].is_sure


def test_a_place_or_a_label_before_a_colon_attributes_nothing() -> None:
    text = "Norrland: Ferries to run again in May\n\nNew details: The port closed at noon\n\nThe port closed."

    assert drafts(text) == []


def test_a_heading_that_repeats_what_the_text_tells_is_left_out() -> None:
    text = "Lind: No new money\n\nThere is no new money this year, Ada Lind said."

    assert drafts(text) == [("There is no new money this year", "Ada Lind")]
