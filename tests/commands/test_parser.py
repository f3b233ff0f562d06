"""Typed lines -> commands and options."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking import UserError
from bot.commands.parser import parse
from bot.commands.registry import COMMANDS, example


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("/who peskov", ("who", {"name": "peskov"})),
        ("who peskov", ("who", {"name": "peskov"})),
        ("/who dmitry peskov as_of:2022-07-28", ("who", {"name": "dmitry peskov", "as_of": "2022-07-28"})),
        ('/who as_of:"28 July" name:"Maria Z"', ("who", {"name": "Maria Z", "as_of": "28 July"})),
        ("/who “kremlin: spokesman”", ("who", {"name": "kremlin: spokesman"})),
        ("/WHO AS_OF:2022-07-28 bout", ("who", {"name": "bout", "as_of": "2022-07-28"})),
        (
            "/outcome D1 happened basis:«a call»",
            ("outcome", {"item": "D1", "kind": "happened", "basis": "a call"}),
        ),
        ("/outcome D1 Did not happen", ("outcome", {"item": "D1", "kind": "did-not-happen"})),
        (
            "/outcome kind:moved D1 to:2022-08-10",
            ("outcome", {"item": "D1", "kind": "moved", "to": "2022-08-10"}),
        ),
        ("/status", ("status", {})),
        ("  /status   as_of:2022-07-28 ", ("status", {"as_of": "2022-07-28"})),
    ],
)
def test_a_line_is_split_into_command_and_options(line: str, expected: tuple[str, dict[str, str]]) -> None:
    assert parse(line) == expected


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("/wo peskov", "There is no command “/wo”. Did you mean /who peskov?"),
        ("/statsu", "There is no command “/statsu”. Did you mean /status?"),
        ("peskov", "There is no command “peskov”. Try /help."),
        ("hello", "There is no command “hello”. Try /help."),
        ("exit now", "There is no command “exit”. Try /help."),
        ("stauts", "There is no command “stauts”. Did you mean /status?"),
        ("", "Nothing was asked. Try /status."),
        ("/who peskov asof:2022-07-28", "There is no option “asof:”; did you mean as_of:?"),
        ("/who peskov as_of:2022-07-28 as_of:2022-07-29", "as_of is given twice"),
        ('/who "peskov', "A quotation mark is opened but not closed"),
        ("/status peskov", "/status can't use “peskov”. For example: /status as_of:2022-07-28"),
        (
            "/status as_of:28 July",
            '/status can\'t use “July”. Words that belong to an option are quoted: as_of:"28 July".',
        ),
        ("/outcome D1 happened twice", "“twice” is one word too many. For example: /outcome D1 happened"),
        ("/who " + "x" * 1000, "A line may have 1000 characters"),
    ],
)
def test_a_line_that_cannot_be_read_says_why_and_shows_one_that_can(line: str, fault: str) -> None:
    with pytest.raises(UserError) as caught:
        parse(line)

    assert fault in str(caught.value)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_commands_example_can_be_read(name: str) -> None:
    assert parse(example(name))[0] == name


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_a_sentence(line: str) -> None:
    try:
        name, _options = parse(line)
    except UserError as error:
        name, sentence = "", str(error)
        assert len(sentence) > 10
    assert name == "" or name in COMMANDS
