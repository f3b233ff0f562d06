"""/find: words in everything, as of a day."""

import random
from contextlib import suppress
from dataclasses import replace

import pytest

from bot.asking import UserError
from bot.blocks import Answer, Hit, Line
from bot.commands import dispatch
from bot.commands.parser import parse
from bot.discord.messages import pages
from db.loading.dossiers import replace_dossier
from db.model.records import Synonyms
from db.model.search_terms import typed_terms
from db.storage.database import Database
from tests.asking import ANN, asked
from tests.builders import DESK, NOW, TINY, replaced, tiny

LONG = (
    "The council met for the third time this winter, and after a quarrel about the benches, the lamps and the hour of "
    "the last crossing one of them said that “every plank of the old ferry has been paid for twice, and nobody has "
    "ever seen the bill for it, or the wood”, which the clerk wrote down word for word before he closed the book."
)


def test_find_shows_each_hit_in_its_words_with_its_source(ferry: Database) -> None:
    said = asked(ferry, "/find meeting as_of:2031-03-06")

    assert said == (
        "Found: meeting\n"
        "as of 6 March 2031 · The ferry talks\n"
        "3 found, published last first\n"
        "S2: Bern Oake, 1 March 2031 – He would not speak of it. (reported) [weekly]\n"
        "S2, also: stance on: the «meeting» [weekly]\n"
        "D1: «Meeting» of the two towns, 28 February – 7 March 2031 [morning]\n"
        "S1: Ada Vane, 28 February 2031 – “We shall meet within a week” [morning]\n"
        "S1, also: stance on: a «meeting» [morning]\n"
        "S2 in full: /item S2 as_of:2031-03-06 dossier:ferry\n"
        "Sources\n"
        "  morning  Morning Post, 1 March 2031\n"
        "  weekly  The Weekly, one day between 2 and 5 March 2031 (deduced)\n"
    )


def test_find_shows_nothing_first_published_later(ferry: Database) -> None:
    said = asked(ferry, "/find foresaw as_of:2031-03-06")

    assert said == (
        "Not found\n"
        "as of 6 March 2031 · The ferry talks\n"
        "Nothing for “foresaw” as of 6 March 2031.\n"
        "No text has “foresaw”, nor a word like it.\n"
        "Try fewer words, the beginning of one, e.g. negotiat*, or leave out as_of:\n"
    )


def test_find_of_a_mistyped_word_shows_the_nearest_and_says_so(ferry: Database) -> None:
    said = asked(ferry, "/find meating -council")

    assert "Nothing for “meating -council” as of 20 March 2031; showing meeting -council." in said
    assert "D1: «Meeting» of the two towns" in said


def test_find_of_a_word_that_no_text_has_shows_what_stands_for_it(database: Database) -> None:
    boats = (Synonyms(words=("boat", "ferry")),)
    with database.writing() as connection:
        replace_dossier(connection, replace(tiny(), synonyms=boats), now=NOW, actor="test")

    said = asked(database, "/find boat")

    assert said.startswith("Found: ferry\n")
    assert "Nothing for “boat” as of 20 March 2031; showing ferry." in said


def test_find_offers_what_else_stands_for_a_word(database: Database) -> None:
    boats = (Synonyms(words=("meeting", "Ferry")),)
    with database.writing() as connection:
        replace_dossier(connection, replace(tiny(), synonyms=boats), now=NOW, actor="test")

    said = asked(database, "/find meeting")

    assert "Also “ferry” (6): /find ferry dossier:ferry\n" in said


def test_find_guesses_no_word_that_came_later(ferry: Database) -> None:
    said = asked(ferry, "/find newsleter as_of:2031-03-06")

    assert said.startswith("Not found\n")
    assert "newsletter" not in said


def test_find_marks_a_phrase_as_it_stands(ferry: Database) -> None:
    said = asked(ferry, '/find "Within a WEEK" kind:statement')

    assert "“We shall meet «within a week»” [morning]" in said


def test_find_by_a_beginning_marks_the_whole_word(ferry: Database) -> None:
    said = asked(ferry, "/find harb* kind:date")

    assert "D2: Vote of the «harbour» council, 12 March 2031" in said


def test_find_never_puts_reported_words_in_quotation_marks(ferry: Database) -> None:
    said = asked(ferry, "/find foresaw")

    assert "– She «foresaw» a meeting soon. (reported, translated) [late]" in said


def test_find_tells_what_is_only_told_at_second_hand_and_why_a_wording_is_garbled(database: Database) -> None:
    wording = {"source": "morning", "kind": "indirect", "text": "She foresaw fog.", "state": "garbled"}
    statements = [TINY["statements"][0] | {"wordings": [wording | {"damage": "The verb is torn off."}]}]
    events = [TINY["events"][0] | {"reports": [{"source": "morning", "value": "it sank", "modality": "reportedly"}]}]
    with database.writing() as connection:
        replace_dossier(connection, tiny(statements=statements, events=events), now=NOW, actor="test")

    said = asked(database, "/find fog"), asked(database, "/find sinks")

    assert "– She foresaw «fog». (reported, garbled in the source: The verb is torn off) [morning]" in said[0]
    assert "E1: The old ferry «sinks», 2030 – only by others’ account [morning]" in said[1]


def test_find_keeps_a_cut_quotation_a_quotation(database: Database) -> None:
    wording = {"source": "morning", "kind": "partial", "text": LONG}
    with database.writing() as connection:
        replace_dossier(connection, replaced("statements", "S1", wordings=[wording]), now=NOW, actor="test")

    early = asked(database, "/find third")
    middle = asked(database, "/find plank")
    late = asked(database, "/find wood")

    assert "– The council met for the «third» time" in early
    for said in (early, middle, late):
        line = next(line for line in said.splitlines() if line.startswith("S1:"))
        assert line.count("“") == line.count("”")
        assert "…" in line
    assert "“" in late.split("«wood»")[0]


def test_find_tells_which_words_occur_alone(ferry: Database) -> None:
    said = asked(ferry, "/find radio vote")

    assert "Nothing for “radio vote” as of 20 March 2031." in said
    assert "Only radio (1): /find radio dossier:ferry" in said
    assert "Only vote (3): /find vote dossier:ferry" in said


def test_find_in_one_kind_says_what_there_is_without_it(ferry: Database) -> None:
    said = asked(ferry, "/find seats kind:person")

    assert "Nothing for “seats” among people as of 20 March 2031." in said
    assert "Without kind: (1): /find seats dossier:ferry" in said


def test_find_of_a_topic_cites_what_is_about_it_by_then(ferry: Database) -> None:
    early = asked(ferry, "/find ferry kind:topic as_of:2031-03-01")
    late = asked(ferry, "/find ferry kind:topic")

    assert "ferry-line: the «ferry» [morning]" in early
    assert "ferry-line: the «ferry» [late, morning, weekly]" in late


def test_find_neither_shows_nor_counts_an_origin_that_only_a_later_source_names(database: Database) -> None:
    origins = [{"id": "gazette", "name": "The Morning Gazette", "kind": "agency"}]
    sources = [one | ({"via": ["gazette"]} if one["id"] == "late" else {}) for one in TINY["sources"]]
    with database.writing() as connection:
        replace_dossier(connection, tiny(origins=origins, sources=sources), now=NOW, actor="test")

    early = asked(database, "/find morning as_of:2031-03-06")
    late = asked(database, "/find morning")

    assert "1 found" in early
    assert "azette" not in early
    assert "2 found" in late
    assert "gazette: The «Morning» Gazette [late]" in late


def test_find_best_first_says_so(ferry: Database) -> None:
    said = asked(ferry, "/find vote order:best")

    assert "3 found, best first" in said


def test_find_a_too_short_beginning_is_looked_for_as_a_word(ferry: Database) -> None:
    said = asked(ferry, "/find of* meeting")

    assert "“of*” is too short a beginning: looked for as a whole word. 3 letters will do." in said
    assert "D1: «Meeting» «of» the two towns" in said


@pytest.mark.parametrize("line", ["/find", "/find …", "/find -vote", f"/find {'vote ' * 60}", "/find vote kind:bird"])
def test_find_wrong_usage_is_an_error_with_an_example(ferry: Database, line: str) -> None:
    with pytest.raises(UserError, match=r"/find exchange|none of"):
        asked(ferry, line)


def test_find_raises_nothing_but_advice_whatever_is_typed(ferry: Database) -> None:
    chance = random.Random(5)
    signs = "\" ' * ^ ( ) - + { } = \\ \0 \ud800 NEAR AND OR vote ferry vane mea* note: kind:x 漢 🙂 ъ ; -- %".split(
        " "
    )

    for _ in range(300):
        typed = chance.choice(("", " ")).join(chance.choices(signs, k=chance.choice((1, 2, 5, 9))))
        with suppress(UserError):
            dispatch.ask(ferry, "find", {"text": typed}, now=NOW, desk=DESK, asker=ANN)
            answer = dispatch.ask(ferry, "find", {"text": typed, "depth": "full"}, now=NOW, desk=DESK, asker=ANN)
            # the line of an answer asks the same again: buttons turn pages with it
            again = parse(answer.line)[1]["text"] if answer.line else typed
            assert typed_terms(again) == typed_terms(typed) or answer.title == f"Found: {again}"


def test_find_asks_the_same_again_by_its_own_line(ferry: Database) -> None:
    name, options = parse('/find "within a week" meat* -council order:best')

    assert (name, options) == ("find", {"text": '"within a week" meat* -council', "order": "best"})


def test_hits_are_bold_in_discord_and_nothing_in_them_is_markdown() -> None:
    line = Line(("on ", Hit("U.*S. prisoner"), " 28. July - ", Hit("@everyone"), "."), label="S1")

    (page,) = pages(Answer("Found: x", (line,)))

    assert page.embed.description is not None
    assert page.embed.description.startswith("**S1:** on **U.\\*S.** **prisoner** 28\\. July - **@\u200beveryone**.")


def test_what_only_our_notes_have_stands_apart(ferry: Database) -> None:
    said = asked(ferry, "/find otherwise")

    assert said.splitlines()[:5] == [
        "Found: otherwise",
        "as of 20 March 2031 · The ferry talks",
        "no source’s words and no name have it",
        "Only in our own notes",
        "  vane: Ada Vane – note: The newsletter spells her «otherwise». [late, morning]",
    ]


def test_a_hit_in_a_sources_words_is_shown_without_our_note_on_the_same_item(ferry: Database) -> None:
    said = asked(ferry, "/find vane kind:person")

    assert "note:" not in said
    assert "Only in our own notes" not in said


@pytest.mark.parametrize(
    ("typed", "shown"), [("外務省", "No text has “外務省”, nor"), ("ירושלים", "No text has “ירושלים”, nor")]
)
def test_what_is_not_found_is_told_in_the_script_it_was_typed_in(ferry: Database, typed: str, shown: str) -> None:
    said = asked(ferry, f"/find {typed}")

    assert f"Nothing for “{typed}”" in said
    assert shown in said


def test_the_nearest_word_is_shown_as_the_text_has_it(database: Database) -> None:
    wordings = [{"source": "morning", "kind": "indirect", "text": "قال محمّد للصحفيين"}]
    with database.writing() as connection:
        dossier = tiny(statements=[TINY["statements"][0] | {"wordings": wordings}])
        replace_dossier(connection, dossier, now=NOW, actor="test")

    said = asked(database, "/find الصحفيين")

    assert "; showing للصحفيين." in said
    assert "lshfyyn" not in said


def test_like_a_message_is_ranked_by_names_and_figures_not_by_words_that_tell_nothing(
    database: Database,
) -> None:
    texts = ["Somebody told them that there will be more.", "Zelda paid 1,200 crowns.", "Zelda sings."]
    wordings = [[{"source": "morning", "kind": "indirect", "text": text}] for text in texts]
    statements = [TINY["statements"][0] | {"id": f"S{n}", "wordings": one} for n, one in enumerate(wordings, 1)]
    with database.writing() as connection:
        dossier = tiny(statements=statements, dates=(), offers=())
        replace_dossier(connection, dossier, now=NOW, actor="test")

    answer = dispatch.ask(
        database,
        "find like",
        {"text": "They told us that there will be news: Zelda has 1200 crowns."},
        now=NOW,
        desk=DESK,
        asker=ANN,
    )

    said = [str(line) for line in answer.blocks]
    assert "S2" in said[1]
    assert not any("S1" in line for line in said)
