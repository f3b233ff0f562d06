"""What an error offers instead: lines that can be sent as they stand and change nothing."""

import pytest

from bot.asking import UserError
from bot.commands import parser
from bot.commands.ways_on import ways_on


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("D1 is no tracked date. See them with /dates, then for example: /event D1", ["/dates", "/event D1"]),
        ("A search may have 200 characters. For example: /find exchange -grain", ["/find exchange -grain"]),
        ("There is no digest 7 here. See /digest list", ["/digest list"]),
        ("overwritten. See /item S1, then try again.", ["/item S1"]),
        ("There is no change “7” here. /item shows an item's changes with their numbers.", []),
        ("It was answered. To correct it: /outcome D1 did-not-happen", []),  # that would record something
        ("name: whom? For example: /follow vane or /follow about:talks", []),
        ("The channel is not of this server. Choose another one: /setup", []),
        ("Ask for one of them. For example: /sources item:S12", ["/sources item:S12"]),
        ("Load one with: backchannel load /tmp/who.yaml, https://x.example/who", []),
        ("", []),
    ],
)
def test_lines_in_an_errors_text_are_offered_if_they_are_whole_and_change_nothing(text: str, lines: list[str]) -> None:
    assert [one.line for one in ways_on(UserError(text))] == lines


def test_an_unknown_command_offers_what_may_have_been_meant() -> None:
    with pytest.raises(UserError) as near:
        parser.parse("/sttus now")
    with pytest.raises(UserError) as name:
        parser.parse("/Ada Vane")

    assert [(one.label, one.line) for one in ways_on(near.value)] == [
        ("/status now", "/status now"),
        ("Who is sttus now?", "/who name:“sttus now”"),
        ("What I can do", "/help"),
    ]
    assert ("Who is Ada Vane?", "/who name:“Ada Vane”") in [(one.label, one.line) for one in ways_on(name.value)]
