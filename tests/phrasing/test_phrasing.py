"""Phrases that several answers share: nothing is said more surely than it is known."""

from datetime import date

import pytest

from bot.blocks import Answer, Line
from bot.phrasing.statements import best_wording, newest
from bot.phrasing.when import since, when_parts
from bot.terminal.text import plain
from db.model.records import Statement, When, Wording

_DAY = date(2022, 8, 1)


@pytest.mark.parametrize(
    ("edtf", "said"),
    [
        ("2022-07-28", "4 days before 1 August 2022"),
        ("2022-07-31", "1 day before 1 August 2022"),
        ("2022-08-01", "on 1 August 2022 itself"),
        ("[2022-07-26..2022-07-28]", "at least 4 days before 1 August 2022"),
        ("[..2022-07-28]", "at least 4 days before 1 August 2022"),
        ("2022-07", "at least 1 day before 1 August 2022"),
        ("[2022-07-30..]", ""),
        ("[2022-07-30..2022-08-02]", ""),
        ("2022-06?", ""),
        ("2022-06~", ""),
    ],
)
def test_how_long_ago_is_said_no_more_surely_than_known(edtf: str, said: str) -> None:
    assert since(When(edtf=edtf), _DAY) == said


def _said(id_: str, edtf: str = "", *wordings: Wording) -> Statement:
    words = wordings or (Wording(source="a", kind="indirect", text="x"),)
    return Statement(id=id_, speaker="p", when=When(edtf=edtf) if edtf else None, wordings=words)


def test_newest_comes_first_one_day_in_order_of_ids_and_undated_last() -> None:
    said = [
        _said("S10", "2022-07-28"),
        _said("S2", "2022-07-28"),
        _said("S3"),
        _said("S4", "[2022-07-30..]"),
        _said("S5", "[..2022-07-31]"),
        _said("S6", "[2022-07-27..2022-07-31]"),
    ]

    assert [one.id for one in newest(said)] == ["S4", "S2", "S10", "S6", "S5", "S3"]


def test_the_best_wording_is_exact_but_never_a_garbled_one_before_a_clean_one() -> None:
    garbled = Wording(source="a", kind="direct", text="a mistake", state="garbled", damage="torn")
    indirect = Wording(source="b", kind="indirect", text="They made an offer.")
    direct = Wording(source="c", kind="direct", text="We made an offer", state="translated")

    assert best_wording(_said("S1", "", garbled, indirect)) == indirect
    assert best_wording(_said("S1", "", garbled, indirect, direct)) == direct


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (None, "date not given"),
        (When(edtf="2022-07-28"), "28 July 2022"),
        (When(edtf="2022-07-28", words="yesterday"), "28 July 2022 (“yesterday”)"),
        (
            When(edtf="2022-07-27/2022-08-03~", words="in the coming days", anchor="2022-07-27", basis="deduced"),
            "about 27 July – 3 August 2022 (“in the coming days” counted from 27 July 2022) – deduced",
        ),
    ],
)
def test_when_keeps_the_words_it_was_given_in(when: When | None, said: str) -> None:
    assert plain(Answer("T", (Line(when_parts(when)),)), zone="UTC") == f"T\n{said}\n"
