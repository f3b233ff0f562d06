"""The published clock: nothing that rests on a later source is left by a day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from db.loading.dossiers import replace_dossier
from db.loading.edits import find_version
from db.model import edtf
from db.model.known_by import cited_sources, complete, known, known_days
from db.model.records import SECTIONS, Gist, Person, Point, Title, TrackedDate
from db.reading.view import View, find_items, list_items
from db.storage.database import Database
from tests.builders import NOW, tiny

_DAYS = [date(2031, 2, 26) + timedelta(days=n) for n in range(20)]


def _published() -> dict[str, edtf.Bounds]:
    return {source.id: edtf.bounds(source.published.edtf) for source in tiny().sources}


def _records() -> Iterator[Any]:
    for section in SECTIONS:
        yield from getattr(tiny(), section)


@pytest.mark.parametrize("day", _DAYS)
def test_what_is_left_names_only_sources_published_by_the_day(day: date) -> None:
    published = _published()

    for record in _records():
        left = known(record, published=published, day=day)

        assert left is None or all(published[source].earliest <= day for source in cited_sources(left))


def test_an_item_is_there_from_the_day_it_may_have_been_known() -> None:
    published = _published()

    for record in _records():
        first, _by = known_days(record, published=published)

        if first > date.min and record not in tiny().sources:
            assert known(record, published=published, day=first) is not None
            assert known(record, published=published, day=first - timedelta(days=1)) is None


def test_a_note_needs_all_its_sources_and_a_wording_its_own() -> None:
    published = _published()
    vane = tiny().people[0]

    left = known(vane, published=published, day=date(2031, 3, 9))

    assert left is not None
    assert left.notes == ()
    assert [role.title for role in left.roles] == ["mayor of Northhaven"]


def test_known_days_of_a_range_are_its_ends_and_never_for_an_open_one() -> None:
    published = _published()
    _vane, oake, aide = tiny().people

    assert known_days(oake, published=published) == (date(2031, 3, 2), date(2031, 3, 5))
    assert known_days(aide, published=published) == (date(2031, 3, 10), date.max)


def test_the_database_shows_the_same(either_database: Database) -> None:
    with either_database.writing() as connection:
        replace_dossier(connection, tiny(), now=NOW, actor="test")

    for day in _DAYS:
        with either_database.reading() as connection:
            view = View(connection, "local", "ferry", day)
            people = {person.id for person in list_items(view, Person)}
            dates = list_items(view, TrackedDate)

        expected = {one.id for one in tiny().people if known(one, published=_published(), day=day)}
        assert people == expected
        assert all(one.outcome is None for one in dates if day < date(2031, 3, 10))


def test_an_item_is_called_as_its_newest_source_lets_it_be() -> None:
    title = Title(text="How many seats had the ferry before the vote?", sources=("late",))
    point = replace(tiny().points[0], titles=(title,))

    assert _question(point, date(2031, 3, 9)) == "How many seats has the ferry?"
    assert _question(point, date(2031, 3, 10)) == "How many seats had the ferry before the vote?"


def _question(point: Point, day: date) -> str:
    cut = known(point, published=_published(), day=day)
    assert cut is not None
    return complete(cut).question


def test_a_gist_is_there_as_soon_as_one_of_its_sources_is_and_the_last_one_counts() -> None:
    first, second = Gist(text="Mayor", sources=("weekly", "morning")), Gist(text="Former mayor", sources=("late",))
    vane = replace(tiny().people[0], gist=(first, second))

    cut = known(vane, published=_published(), day=date(2031, 3, 1))

    assert cut is not None
    assert cut.gist == (Gist(text="Mayor", sources=("morning",)),)
    assert known(vane, published=_published(), day=date(2031, 3, 10)) == vane


def test_the_database_calls_an_item_so_and_keeps_all_it_was_called(either_database: Database) -> None:
    title = Title(text="Vote, held", sources=("late",))
    meeting, vote, ferry = tiny().dates
    dossier = replace(tiny(), dates=(meeting, replace(vote, titles=(title,)), ferry))
    with either_database.writing() as connection:
        replace_dossier(connection, dossier, now=NOW, actor="test")

    with either_database.reading() as connection:
        early = find_items(View(connection, "local", "ferry", date(2031, 3, 9)), ["D2"])
        late = find_items(View(connection, "local", "ferry", date(2031, 3, 10)), ["D2"])
        kept = find_version(connection, dossier="ferry", desk="local", item="D2")

    assert (early["D2"].title, late["D2"].title) == ("Vote of the harbour council", "Vote, held")
    assert kept.record.title == "Vote of the harbour council"
