"""Cues: each rule by a sentence of our own, and its nearest wrong neighbour."""

import pytest

from tests.articles.drafted import drafts, read

LIND, OKORO, VARGA = "Ada Lind", "Ben Okoro", "Milan Varga"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We are close,” Ada Lind said.", [("We are close,", LIND)]),
        ("“We are close,” said Ada Lind, the trade minister, on Monday.", [("We are close,", LIND)]),
        ("Ada Lind said: “We are close.”", [("We are close.", LIND)]),
        ("Ada Lind said, “We are close.”", [("We are close.", LIND)]),
        ("“We are close,” Ada Lind said, “but not there.”", [("We are close, … but not there.", LIND)]),
        ("“We are close,” Ada Lind said. “We are not there.”", [("We are close,", LIND), ("We are not there.", LIND)]),
        ("“Are we close?” Ada Lind asked.", [("Are we close?", LIND)]),
        ("“Are we close?” Ada Lind said.", [("Are we close?", LIND)]),
        ("“We are close,” she said; and, later, “We are there,” added Ada Lind.",
         [("We are close,", ""), ("We are there,", LIND)]),
        ("Ada Lind told Reuters that the ferries would run.", [("the ferries would run", LIND)]),
        ("Ada Lind told reporters in Halm on Monday the ferries would run.", [("the ferries would run", LIND)]),
        ("“We are close,” Ada Lind told her guests from Halm.", [("We are close,", LIND)]),
        ("Ada Lind, speaking in Halm on Monday, said the ferries would run.", [("the ferries would run", LIND)]),
        ("Ada Lind said in a statement after a call with Ben Okoro that it was over.", [("it was over", LIND)]),
        ("The ferries will run, Ada Lind said on Monday.", [("The ferries will run", LIND)]),
        ("According to Ada Lind, the ferries will run.", [("the ferries will run", LIND)]),
        ("According to a source close to Lind, “nobody pays”.", [("nobody pays", "source close")]),
        ("Ada Lind said on Monday it was over; on Tuesday she said it went on.",
         [("it was over", LIND), ("it went on", LIND)]),
        ("Ada Lind expressed hope that the ferries would run.", [("the ferries would run", LIND)]),
        ("The ferries will run, according to Ada Lind.", [("The ferries will run", LIND)]),
        ("The ferries, Ada Lind said, are ready to run.", [("The ferries … are ready to run", LIND)]),
        ("As Ada Lind put it, “ferries do not wait.”", [("ferries do not wait.", LIND)]),
        ("The matter, as Ada Lind underlined, will be on the table.", [("The matter … will be on the table", LIND)]),
        ("Ada Lind said the ferries would run, adding that pay would rise.",
         [("the ferries would run", LIND), ("pay would rise", LIND)]),
        ("Ada Lind did not deny this, but emphasized that talks went on.", [("talks went on", LIND)]),
        ("Ada Lind issued a letter saying the ferries would run.", [("the ferries would run", LIND)]),
        ("The strike goes on, with Ben Okoro saying he had no choice.", [("he had no choice", OKORO)]),
        ("Ada Lind called the offer “an insult to sailors”.", [("the offer “an insult to sailors", LIND)]),
        ("Ada Lind was “deeply moved” and described it as “a day to keep”.", [("it as “a day to keep", LIND)]),
        ("Milan Varga was quoted by Interfax as saying the ferries would run.", [("the ferries would run", VARGA)]),
        ("Interfax quoted Milan Varga as saying the ferries would run.", [("the ferries would run", VARGA)]),
        ("Milan Varga declined to comment on the offer.", [("declined to comment on the offer", VARGA)]),
        ("Milan Varga would not comment.", [("would not comment", VARGA)]),
        ("Milan Varga went on to say that the ferries would run.", [("the ferries would run", VARGA)]),
        ("“Nobody waits”, was how one sailor put it.", [("Nobody waits", "one sailor")]),
        ("The ministry has said it will pay.", [("it will pay", "ministry")]),
        ("Ada Lind said that was “a question for later”.", [("that was “a question for later", LIND)]),
        ("The truce holds, Ada Lind said in Halm.", [("The truce holds", LIND)]),
        # marks and dashes as other desks set them
        ("\"We are close\", said Ada Lind.", [("We are close", LIND)]),
        ("\"We are close\", warned harbour engineer Nora Falk of the port.", [("We are close", "Nora Falk")]),
        ("\"We are close,\" - stressed Ada Lind.", [("We are close,", LIND)]),
        ("\"We are close\", - said the minister Ada Lind.", [("We are close", LIND)]),
        ("Ada Lind wrote: “We are close,” before adding, with a grin: “Ask the fish.”",
         [("We are close,", LIND), ("Ask the fish.", LIND)]),
        ("In her view, says Nora Falk of the port, the ferries will run.", [("the ferries will run", "Nora Falk")]),
        ("Ada Lind came. A deal, in her view, is “far off”.", [("A deal … is “far off", LIND)]),
        ("Ada Lind came. According to her, the ferries will run.", [("the ferries will run", LIND)]),
        ("Ada Lind accused crews which, according to her, “never sail at all”.", [("never sail at all", LIND)]),
        ("Ada Lind told port councillors this morning that the ferries would run.", [("the ferries would run", LIND)]),
        ("A pirate who identified himself as Bile Farah told Reuters that the ferries would run.",
         [("the ferries would run", "Bile Farah")]),
        ("“Nobody waits,” said one, Nora Falk of the port.", [("Nobody waits,", "Nora Falk")]),
        ("The ferries would run, Ada Lind said, if both sides agreed.",
         [("The ferries would run … if both sides agreed", LIND)]),
        ("The ferries would run, Ada Lind said, a day after the vote.", [("The ferries would run", LIND)]),
        ("Until then, said Ada Lind, he “has said it all”.", [("he “has said it all", LIND)]),
        ("Ada Lind came. But in a memo seen by the Times she wrote that it was “open”.", [("it was “open", LIND)]),
        ("“We pay,” said the Free Halm Movement (FHM) commander for the east, Nora Falk.", [("We pay,", "Nora Falk")]),
        ("Nora Falk, national steward of the Sea and Rail Union, said: “We pay.”", [("We pay.", "Nora Falk")]),
        ("Ada Lind emerged from the talks on Monday to say that “hawks” had won.", [("hawks” had won", LIND)]),
        ("“We pay,” said Nora Falk, who leads the crews, according to Reuters.", [("We pay,", "Nora Falk")]),
        ("Ada Lind added that, if they called, “we would go”.", [("if they called, “we would go", LIND)]),
        ("Ada Lind stated in Halm after the talks had ended on Monday, “We are close.”", [("We are close.", LIND)]),
        ("Ada Lind said after the vote that “we are close”.", [("we are close", LIND)]),
        ("Ada Lind, quoted by Reuters, said he would send 30 officers.", [("he would send 30 officers", LIND)]),
        ("The port is shut, said Ada Lind.", [("The port is shut", LIND)]),
        ("Crews have told the port where they are, a source said on Monday, a step that could help.",
         [("Crews have told the port where they are", "source")]),
        ("One of the sources said the ferries would run.", [("the ferries would run", "One of the sources")]),
        ("The ferries will run daily, both sides said in a statement.", [("The ferries will run daily", "sides")]),
        ("Ada Lind, the minister, hit back, calling the comments “unhelpful today”.",
         [("the comments “unhelpful today", LIND)]),
        ("Ada Lind, according to her office, told Okoro that the ferries would run.",
         [("the ferries would run", LIND)]),
    ],
)  # fmt: skip
def test_what_a_cue_attributes_is_drafted(text: str, expected: list[tuple[str, str]]) -> None:
    assert drafts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ada Lind is expected to say more on Monday.",
        "Ada Lind did not say when the ferries would run.",
        "Ada Lind will say on Monday whether they run.",
        "Easier said than done: the ferries and their crews.",
        "Ada Lind said goodbye to the crews.",
        "That said, the deal is bigger than one port.",
        "Congress will have its say, and the crews theirs.",
        "His Wednesday claim that the ferries run is old.",
        "A poll released Tuesday said 60 percent would pay more.",
        "According to the agreement, the ferries will run until May.",
        "Ada Lind met Ben Okoro in Halm on Monday.",
        "The “talks” went on in Halm.",
        "Ben Okoro, author of “The Long Strike Revisited”, doubts it.",
        "Ada Lind told the story of the port.",
        "What Ada Lind says is an unrestricted flow goes on.",
        "The crews were told that the ferries would run.",
        "They accused the minister of breaking promises in letters.",
        "The minister, Ada Lind, promised a new draft of the text.",
        "A man claiming to speak for the rebels denied that Varga was held.",
        "Ada Lind emerged from the talks to say hello.",
        "Ada Lind came.\n\n“Absolutely criminal”\n\nThe port was shut.",
        "Small island states have refused to sign the letter.",
        "New reports are due on Monday from the port.",
        "Ada Lind knows him before adding him to the list.",
        "The boat, known as Lind, sailed on Monday.",
        "Ada Lind, in her red coat, was at the port.",
    ],
)
def test_what_is_nobodys_words_is_left_alone(text: str) -> None:
    assert drafts(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ada Lind said the “path to peace” is “right here,” but that path came late for the crews.",
         "the “path to peace” is “right here,"),
        ("Ada Lind said it was not close to a deal, just a day after the offer.", "it was not close to a deal"),
        ("Ada Lind said the crews would go home, as fog closed the port.", "the crews would go home"),
        ("Ada Lind said the crews were ready, but Ben Okoro said they were not.", "the crews were ready"),
        ("Ada Lind complained that crews were late, and she called for a meeting.", "crews were late"),
        ("Ada Lind said it would pay, even if nobody asked for it.", "it would pay, even if nobody asked for it"),
        ("Ada Lind was cool: “We have been here before,” she told reporters.", "We have been here before,"),
    ],
)  # fmt: skip
def test_words_end_where_the_writer_goes_on(text: str, words: str) -> None:
    assert drafts(text)[0][0] == words


def test_hearsay_keeps_its_speaker_and_is_never_sure() -> None:
    statement = read("Ada Lind is said to have told a committee that the price was halved.").statements[0]

    assert (statement.speaker.name, statement.speaker.confidence) == (LIND, 0.5)


def test_a_chain_is_told_with_the_statement_and_is_no_other_speaker() -> None:
    found = read("Ada Lind said the crews were ready, according to Reuters.").statements

    assert [(one.speaker.name, one.medium) for one in found] == [(LIND, "according to Reuters")]


def test_only_exact_words_of_a_certain_speaker_are_sure() -> None:
    exact, told = read("“We are close,” Ada Lind said. Ada Lind said the crews were ready.").statements

    assert (exact.is_sure, told.is_sure) == (True, False)
