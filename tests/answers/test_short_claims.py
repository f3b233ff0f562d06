"""What a short form denies, full depth does not tell: made dossiers, with empty stances, open days, nameless people."""

import random
import re
from typing import Any

import pytest

from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.asking import asked
from tests.builders import NOW, TINY, tiny

_DAYS = (
    None,
    "2031-02-27",
    "[2031-02-20..]",
    "[..2031-02-25]",
    "2031-02/2031-03",
    "2031-02-26?",
    "[2031-02-20,2031-02-28]",
)
_STANCES = (None, "says", "silent", "declines to comment", "no response", "denies", "says")
_SOURCES = ("morning", "weekly", "late")
_SPEAKERS = ("vane", "oake", "aide")
_ANSWERS = ("accepts", "rejects", "counters", "no agreement", "ready to talk")
_AS_OF = ("2031-03-01", "2031-03-12", "")


def _made(chance: random.Random) -> dict[str, Any]:
    """Make a dossier by chance; `aide` is known by name to the latest source only."""
    return {
        "statements": [_statement(chance, n) for n in range(1, chance.choice((1, 2, 4, 9)))],
        "offers": [_offer(chance)] if chance.random() < 0.8 else [],
        "events": [_event(chance, n) for n in range(1, chance.choice((1, 2, 4)))],
        "points": [_point(chance, n) for n in range(1, chance.choice((1, 2, 3)))],
        "dates": [_date(chance, n) for n in range(1, chance.choice((1, 2, 4)))],
    }


def _statement(chance: random.Random, number: int) -> dict[str, Any]:
    kind, when = chance.choice(_STANCES), chance.choice(_DAYS)
    wording = {
        "source": chance.choice(_SOURCES),
        "kind": chance.choice(("direct", "indirect")),
        "text": f"Word {number}",
    }
    made = {"id": f"S{number}", "speaker": chance.choice(_SPEAKERS), "wordings": [wording]}
    made |= {"stance": [{"kind": kind, "on": "the ferry"}]} if kind else {}
    return made | ({"when": when} if when else {})


def _offer(chance: random.Random) -> dict[str, Any]:
    answers = [
        {"by": chance.choice(("south", "oake")), "kind": chance.choice(_ANSWERS), "text": "So.", "sources": [source]}
        for source in chance.sample(_SOURCES, chance.choice((0, 1, 2)))
    ]
    made: dict[str, Any] = TINY["offers"][0] | {"answers": answers, "states": [], "labels": []}
    return made


def _event(chance: random.Random, number: int) -> dict[str, Any]:
    when = chance.choice(_DAYS)
    reports = [{"source": chance.choice(_SOURCES), "value": "it was"}]
    made = {
        "id": f"E{number}",
        "title": f"Thing {number}",
        "participants": [chance.choice(_SPEAKERS)],
        "reports": reports,
    }
    return made | ({"when": when} if when else {})


def _point(chance: random.Random, number: int) -> dict[str, Any]:
    reports = [{"source": source, "value": chance.choice(("yes", "no"))} for source in _SOURCES]
    return {
        "id": f"P{number}",
        "question": f"Is it {number}?",
        "weight": chance.choice(("fact", "name")),
        "reports": reports,
    }


def _date(chance: random.Random, number: int) -> dict[str, Any]:
    said = [{"by": chance.choice(_SPEAKERS), "text": "to come", "source": chance.choice(_SOURCES)}]
    made = {"id": f"D{number}", "title": f"Plan {number}", "announced": said}
    made |= {"when": "2031-03-05"} if chance.random() < 0.5 else {"condition": "all agree"}
    told = {"kind": chance.choice(("happened", "unclear")), "text": "It came.", "sources": [chance.choice(_SOURCES)]}
    return made | ({"outcome": told} if chance.random() < 0.5 else {})


@pytest.mark.parametrize("seed", range(4))
def test_what_a_short_form_denies_full_depth_does_not_tell(database: Database, seed: int) -> None:
    chance = random.Random(seed)
    with database.writing() as connection:
        replace_dossier(connection, tiny(**_made(chance)), now=NOW, actor="test")
    if chance.random() < 0.5 and "D1, Plan" in asked(database, "/dates state:all"):
        asked(database, "/outcome D1 happened basis:seen")

    for day in _AS_OF:
        _check(database, f" as_of:{day}" if day else "")


def _check(database: Database, day: str) -> None:
    def short(line: str) -> str:
        return asked(database, line + day, depth="short")

    def full(line: str) -> str:
        return asked(database, line + day, depth="full").partition("\nSources\n")[0]

    known = [id_ for id_ in _SPEAKERS if not full(f"/who {id_}").startswith("Not found")]
    for id_ in known:
        spoken = re.search(r"^\s*S\d+, ", full(f"/quotes {id_}"), re.MULTILINE)
        assert ("Not quoted" in short(f"/who {id_}")) is (spoken is None), id_
        assert ("Not quoted" in short(f"/quotes {id_}")) is (spoken is None), id_
        happened = re.search(r"^\s*E\d+, ", full(f"/timeline about:{id_}"), re.MULTILINE)
        assert ("No event about" in short(f"/timeline about:{id_}")) is (happened is None), id_
    for side, party in (("Northhaven", "north"), ("Southport", "south")):
        denied = re.search(rf"^{side}: no words of its people", short("/status"), re.MULTILINE)
        if denied:
            assert re.search(r"^\s*S\d+, ", full(f"/quotes {party}"), re.MULTILINE) is None
    settled = re.search(r": (accepts|rejects|counters) –", full("/offers"))
    for line in ("/status", "/offers"):
        if "either accepted, refused nor countered" in short(line):
            assert settled is None, line
    if "No fact on which reports differ" in short("/conflicts"):
        assert "yes [" not in full("/conflicts state:open kind:fact"), "a fact is in dispute"
    if "No offer is told of" in short("/status"):
        assert "O1" not in full("/offers")
    if "nobody has answered since" in short("/status").casefold():
        assert "recorded by" not in full("/item D1")
    for word in ("word", "thing", "plan", "zebra"):
        if f"No text has “{word}”, in" in short(f"/find {word}"):
            assert full(f"/find {word}").startswith("Not found"), word


@pytest.mark.parametrize("day", ["2022-07-28", "2022-08-12"])
def test_what_a_short_form_names_full_depth_has_as_well(bundled: Database, day: str) -> None:
    named = re.compile(r"\b[SEOPD]\d+\b")
    whom = ("griner", "viktor-bout", "kirby", "kremlin", "russia", "usa", "ukraine")
    lines = ["/status", "/offers", "/conflicts", "/dates", "/timeline", "/handover", "/compare usa russia"]
    for line in (*lines, *(f"/who {id_}" for id_ in whom)):
        short, full = (asked(bundled, f"{line} as_of:{day}", depth=depth) for depth in ("short", "full"))

        assert set(named.findall(short)) <= set(named.findall(full)), line


@pytest.mark.parametrize("line", ["/status", "/offers", "/who kirby", "/who eu", "/dates", "/compare usa russia"])
def test_what_no_source_says_is_claimed_up_to_where_sources_tell(bundled: Database, line: str) -> None:
    said = asked(bundled, line, depth="full").partition("\nSources\n")[0]
    claims = re.findall(r"(?:no |No |nothing |last )[^;\n]*?(\d+) days?(?! old)", said)

    assert [days for days in claims if int(days) > 30] == []  # the newest source is of 31 July 2022 or later


def test_full_depth_leads_with_what_an_event_amounts_to_and_says_who_else_tells_of_it(bundled: Database) -> None:
    said = asked(bundled, "/timeline as_of:2022-08-12", depth="full")

    assert "E24, A Russian court sentenced Griner to nine years in prison for drug possession" in said
    assert "E2, Bout was sentenced to 25 years in the United States [001-talks, 002-analysis]" in said
    assert "day deduced; also told by (dated by [000-dcnf]) [004-cnn]" not in said
    assert "; also told by [000-dcnf, 004-cnn]" in said
