"""Answers as Block Kit: within Slack's limits, all of it there, and nothing in data that pings, links or formats."""

import re
from typing import Any

import pytest
from hypothesis import given, settings

from bot.asking import UserError
from bot.blocks import (
    Answer,
    Block,
    Choice,
    CommandName,
    Exact,
    Group,
    Hit,
    Line,
    Link,
    Moment,
    Pick,
    Place,
    Quote,
    RoleName,
    Window,
    quoted,
    walk,
)
from bot.commands import dispatch, parser
from bot.commands.registry import EXAMPLES, has_depths
from bot.discord import messages as discord
from bot.slack.markdown import commands, unescape
from bot.slack.messages import actions, message, pages, sentence
from bot.terminal import text
from db.loading.heads import list_dossiers
from db.model.records import Event, Offer, Person, Point, TrackedDate
from db.reading.view import View, list_items
from db.storage.database import Database
from tests.asking import ANN
from tests.builders import DESK, NOW
from tests.hostile import said
from tests.questions_table import QUESTIONS
from tests.slack.block_kit import check_blocks, text_size
from tests.slack.world import words

_ASKED = sorted({line for _, line, _ in QUESTIONS})
_READING = """who quotes status offers conflicts sources timeline dates compare changes find item when help""".split()


async def _answer(database: Database, line: str) -> Answer:
    name, options = parser.parse(line)
    return dispatch.ask(database, name, options, now=NOW, desk=DESK, asker=ANN)


def _check(answer: Answer) -> list[dict[str, Any]]:
    """Render an answer; fails where Slack would refuse a page of it."""
    made = [message(page, answer.line, share=True) for page in pages(answer)]
    for one in made:
        assert check_blocks(one["blocks"], "message", "/blocks") == []
        assert check_blocks(one["blocks"], "modal", "/view/blocks") == []
        assert text_size(one["blocks"]) < 10_000
        assert 0 < len(one["text"]) <= 3_000
    return made


def _letters(shown: str) -> str:
    return "".join(character for character in shown if character.isalnum()).casefold()


def _told(answer: Answer) -> list[str]:
    """List what an answer says: the words of each line and quote, and every source that it cites."""
    found = []
    for block in walk(answer.blocks):
        if isinstance(block, Line):
            found += [part for part in block.parts if isinstance(part, str)]
            found += [part.words() for part in block.parts if isinstance(part, Window)]
            found += [part.text for part in block.parts if isinstance(part, Exact | Hit)]
        elif isinstance(block, Quote):
            found += [block.speaker, quoted(block), *block.remarks]
        found += list(block.cites) if isinstance(block, Line | Quote) else []
    return found


def _shown(pages_shown: list[str]) -> str:
    return _letters(" ".join(pages_shown).replace("/dossier ", "/"))


def _same_everywhere(answer: Answer) -> None:
    """Fail where one of the three leaves out what an answer says, or a source."""
    slack = _shown([words(block) for made in _check(answer) for block in made["blocks"]])
    shown = [page.text or f"{page.embed.title} {page.embed.description}" for page in discord.pages(answer)]
    on_discord = _shown([re.sub(r"\\(.)", r"\1", one) for one in shown])
    terminal = _shown([text.plain(answer, zone="UTC")])

    for piece in {_letters(piece) for told in _told(answer) for piece in told.split()}:
        assert piece in slack, (answer.line, piece)
        assert piece in on_discord, (answer.line, piece)
        assert piece in terminal, (answer.line, piece)
    for mark in answer.sources:
        assert _letters(mark.credit if answer.short else mark.id) in slack, (answer.line, mark.id)


def _lines(database: Database) -> dict[str, list[str]]:
    """List, by what is asked, the questions that the bundled dossier answers, short and in full."""
    with database.reading() as connection:
        [head] = list_dossiers(connection, desk=DESK.id)
        view = View(connection, DESK.id, head.id, NOW.date())
        kinds: tuple[Any, ...] = (Person, Point, Offer, Event, TrackedDate)
        ids = {kind: [one.id for one in list_items(view, kind)] for kind in kinds}
    people = ids[Person]
    lines = {
        "who": [f"/who {one}" for one in people],
        "quotes": [f"/quotes {one}" for one in people],
        "conflicts": [f"/conflicts {one}" for one in ids[Point]],
        "timeline": [f"/timeline about:{one}" for one in people[::4]],
        "item": [f"/item {one}" for kind in (Offer, Event, TrackedDate) for one in ids[kind]],
    }
    both = {
        what: [*some, *(f"{one} depth:full" for one in some if has_depths(parser.parse(one)[0]))]
        for what, some in lines.items()
    }
    return both | {"asked by desks": [*_ASKED, *(EXAMPLES[name] for name in _READING)]}


@pytest.mark.parametrize("what", ["asked by desks", "who", "quotes", "conflicts", "timeline", "item"])
async def test_terminal_discord_and_slack_say_the_same_with_the_same_sources(bundled: Database, what: str) -> None:
    for line in _lines(bundled)[what]:
        _same_everywhere(await _answer(bundled, line))


def _everywhere(bad: str) -> Answer:
    """Put a text wherever an answer holds one."""
    line = Line((bad, Exact(bad), Hit(bad), Link("https://example.org/a", bad), RoleName(bad), bad), ("S1",), label=bad)
    places: tuple[Any, ...] = (Moment(NOW), Window("2022-07"), CommandName("who"), Place(bad))
    quote = Quote(bad, "direct", bad, (bad,), medium=bad, remarks=(bad, bad))
    blocks: tuple[Block, ...] = (Line(places), line, quote, Choice(bad, "/who x"), Pick(bad, "/setup role:", "role"))
    return Answer(bad, (*blocks, Group(bad, (*blocks, Group(bad, blocks)))), line="/who x", dossier=bad)


_LEAVES = {"text", "date", "channel"}


def _leaves(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [leaf for one in value for leaf in _leaves(one)]
    if not isinstance(value, dict):
        return []
    inner = [leaf for key, one in value.items() if key != "text" or isinstance(one, dict) for leaf in _leaves(one)]
    return [value, *inner] if "type" in value else inner


@settings(max_examples=150, deadline=None)
@given(said)
def test_data_pings_nobody_and_hides_no_link(bad: str) -> None:
    for made in _check(_everywhere(bad)):
        for leaf in _leaves(made["blocks"]):
            assert leaf["type"] not in ("user", "usergroup", "broadcast", "emoji", "mrkdwn")
            assert leaf["type"] != "link" or leaf["url"] == "https://example.org/a"
            assert leaf["type"] != "plain_text" or leaf["emoji"] is False
        assert not re.search(r"<[^>]", made["text"])
    alone = sentence(bad)
    assert check_blocks(alone["blocks"], "message", "") == []
    assert not re.search(r"<[^>]", alone["text"])


def test_a_long_answer_is_paged_and_nothing_of_it_is_left_out() -> None:
    quotes = tuple(
        Quote(f"Speaker {number}", "direct", f"word{number} " * 200, (f"S{number}",)) for number in range(40)
    )
    answer = Answer("Much was said", quotes, line="/quotes")

    made = _check(answer)

    shown = [words(block) for one in made for block in one["blocks"]]
    assert sum(f"Speaker {number}" in one for number in range(40) for one in shown) >= 40
    assert " ".join(shown).count("word7 ") == 200
    assert "Page 1 of" in shown[4] or any("Page 1 of" in one for one in shown)
    labels = [button["text"]["text"] for button in made[1]["blocks"][-1]["elements"]]
    assert labels == ["Previous", "Next", "Share"]


def test_buttons_carry_the_longest_line_and_each_once() -> None:
    long = f"/find text:“{'x' * 980}”"
    answer = Answer("Pick", (Choice("One", long), Choice("Again", long), Choice("Two", "/help")))

    [block] = actions(pages(answer)[0])

    assert [(one["text"]["text"], one["value"]) for one in block["elements"]] == [("One", long), ("Two", "/help")]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("who &lt;b&gt; &amp; co", "who <b> & co"),
        ("digest add 08:00 channel:<#C123|desk> ping:<!subteam^S1|@desk>", "digest add 08:00 channel:C123 ping:S1"),
        (
            "my remind link:<https://desk.slack.com/archives/C1/p1>",
            "my remind link:https://desk.slack.com/archives/C1/p1",
        ),
        ("who <@U123|ann>", "who U123"),
        ("see <http://a.b|a.b>", "see http://a.b"),
    ],
)
def test_what_slack_makes_of_typed_text_is_undone(typed: str, read: str) -> None:
    assert unescape(typed) == read


@pytest.mark.parametrize(
    ("ours", "in_slack"),
    [
        ("Try /help, or /who peskov.", "Try /dossier help, or /dossier who peskov."),
        ("/dossier load takes a file", "/dossier load takes a file"),
        ("see https://example.org/who and and/or", "see https://example.org/who and and/or"),
        ("(/my zone)", "(/dossier my zone)"),
    ],
)
def test_commands_are_named_as_they_are_typed_in_slack(ours: str, in_slack: str) -> None:
    assert commands(ours, ["help", "who", "my zone", "dossier load"]) == in_slack


async def test_an_error_names_a_line_that_works_in_slack(bundled: Database) -> None:
    with pytest.raises(UserError) as wrong:
        await _answer(bundled, "/dates state:often")

    assert "/dossier dates" in words(sentence(str(wrong.value))["blocks"])
