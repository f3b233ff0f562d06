"""Who has been silent for long, what rests on one source, and /mute."""

from datetime import timedelta
from typing import Any

import pytest

from bot.asking import UserError
from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.asking import BEN, asked
from tests.builders import NOW, TINY, tiny

_SILENT = "no word "


_OUT = {"morning": "2031-01-02", "late": "2031-03-20"}  # up to the latter sources tell
_SOURCES = [one | ({"published": _OUT[one["id"]]} if one["id"] in _OUT else {}) for one in TINY["sources"]]


def _said(id_: str, when: Any, *, speaker: str = "vane", source: str = "morning") -> dict[str, Any]:
    wording = {"source": source, "kind": "indirect", "text": f"Word {id_}."}
    given = {"when": when} if when else {}
    stance = [{"kind": "says", "on": "the ferry"}]
    return {"id": id_, "speaker": speaker, "stance": stance, "wordings": [wording], **given}


def _load(database: Database, *statements: dict[str, Any], **head: Any) -> None:
    known = {"statements": list(statements), "dates": [], "offers": [], "sources": _SOURCES}
    with database.writing() as connection:
        replace_dossier(connection, tiny(**(known | head)), now=NOW, actor="test")


def _lines(said: str) -> list[str]:
    return [line.strip() for line in said.splitlines() if _SILENT in line or "rests on one source" in line]


def test_silence_is_counted_from_the_last_word_with_the_longest_gap_before_it(database: Database) -> None:
    _load(database, _said("S1", "2031-01-01"), _said("S2", "2031-01-06"), _said("S3", "2031-03-02"))

    said = _lines(asked(database, "/status"))

    assert said == [
        "no word from Northhaven for 18 days up to 20 March 2031 (longest gap so far 55 days) [morning]",
        "no word from Ada Vane for 18 days up to 20 March 2031 (longest gap so far 55 days) [morning]",
    ]


def test_a_day_that_is_a_range_is_counted_from_its_end_and_an_unknown_one_is_said(database: Database) -> None:
    unsure = _said("S2", None, source="late"), _said("S3", "2031-03-09~", source="late")
    _load(database, _said("S1", "[2031-03-01..2031-03-05]"), *unsure)

    said = _lines(asked(database, "/status"))

    assert said == [
        "no word of certain day from Northhaven for at least 15 days up to 20 March 2031; "
        "2 words of uncertain day may have come since [late, morning]"
    ]


def test_words_on_or_after_a_day_are_named_and_bound_the_silence_up_to_where_sources_tell(
    database: Database,
) -> None:
    newer = _said("S2", "[2031-03-11..]", source="late"), _said("S3", "[2031-03-12..]", source="late")
    _load(database, _said("S1", "2031-03-01"), *newer)

    said = _lines(asked(database, "/status"))[0]
    later = _lines(asked(database, "/status", now=NOW + timedelta(days=10)))[0]

    assert said == (
        "last word from Northhaven on or after 12 March 2031 (S3), at most 8 days before 20 March 2031; no word of"
        " certain day for 19 days up to 20 March 2031 [late, morning]"
    )
    assert later == said  # silence is known of up to where sources tell, and no further


def test_a_word_without_a_day_is_no_later_than_a_source_that_has_it(database: Database) -> None:
    _load(database, _said("S1", "2031-03-09"), _said("S2", None, source="weekly"))

    assert _lines(asked(database, "/status")) == ["no word from Northhaven for 11 days up to 20 March 2031 [morning]"]


@pytest.mark.parametrize(("silence", "shown"), [("18", 1), ("19", 0), ("0", 0)])
def test_the_dossier_says_how_many_days_count(database: Database, silence: str, shown: int) -> None:
    _load(database, _said("S1", "2031-03-02"), silence=silence)

    assert len(_lines(asked(database, "/status"))) == shown


def test_no_later_word_counts_for_an_earlier_day(database: Database) -> None:
    late = {"id": "second", "outlet": "The Second", "title": "More", "published": "2031-03-10"}
    fourth = {"id": "fourth", "outlet": "The Fourth", "title": "No more", "published": "2031-03-09"}
    sources = [*_SOURCES, late, fourth]
    _load(database, _said("S1", "2031-02-01"), _said("S2", "2031-03-09", source="second"), sources=sources, silence="5")

    assert "Northhaven for 36 days up to 9 March 2031 [morning]" in "\n".join(
        _lines(asked(database, "/status as_of:2031-03-09"))
    )
    assert "Northhaven for 11 days up to 20 March 2031 (longest gap so far 36 days) [second]" in "\n".join(
        _lines(asked(database, "/status"))
    )


def test_an_open_date_on_one_source_is_told_until_a_second_one_or_an_answer(database: Database) -> None:
    one = {"id": "D1", "title": "A vote", "announced": [{"by": "vane", "text": "soon", "source": "morning"}]}
    two = one | {"id": "D2", "announced": [*one["announced"], {"by": "vane", "text": "yes", "source": "weekly"}]}
    _load(database, dates=[one, two])

    before = _lines(asked(database, "/status"))
    asked(database, "/outcome D1 did-not-happen")

    assert before == ["A vote (D1) rests on one source, for 77 days up to 20 March 2031 [morning]"]
    assert _lines(asked(database, "/status")) == []
    assert _lines(asked(database, "/status as_of:2031-01-05")) == []


def test_mute_leaves_somebody_out_for_the_desk_and_can_be_undone(either_database: Database) -> None:
    _load(either_database, _said("S1", "2031-03-02"))

    muted = asked(either_database, "/mute northhaven", asker=BEN)
    silent = _lines(asked(either_database, "/status"))
    listed = asked(either_database, "/mute")
    asked(either_database, "/mute north state:off")

    assert (
        "north, Northhaven, is left out of lines on silence and single sources.\nUndo: /mute north state:off" in muted
    )
    assert silent == []
    assert "north, Northhaven – by ben\nHear of north again: /mute north state:off" in listed
    assert len(_lines(asked(either_database, "/status"))) == 1
    assert "Nothing is muted." in asked(either_database, "/mute")


def test_a_mute_counts_from_when_it_was_made(database: Database) -> None:
    _load(database, _said("S1", "2031-03-02"))
    asked(database, "/mute north")

    assert len(_lines(asked(database, "/status", now=NOW - timedelta(hours=1)))) == 1


def test_mute_of_nobody_known_says_so(ferry: Database) -> None:
    said = asked(ferry, "/mute nobody-at-all")

    assert "No “nobody-at-all”" in said
    with pytest.raises(UserError, match="on, off"):
        asked(ferry, "/mute vane state:maybe")
