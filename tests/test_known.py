"""The published clock: nothing that rests on a later source is left by a day."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from db import edtf
from db.dossiers import replace_dossier
from db.engine import Database
from db.items import View, list_items
from db.known import cited_sources, known, known_days
from db.records import SECTIONS, Person, TrackedDate
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


async def test_the_database_shows_the_same(either_database: Database) -> None:
    async with either_database.writing() as connection:
        await replace_dossier(connection, tiny(), now=NOW, actor="test")

    for day in _DAYS:
        async with either_database.reading() as connection:
            view = View(connection, "local", "ferry", day)
            people = {person.id for person in await list_items(view, Person)}
            dates = await list_items(view, TrackedDate)

        expected = {one.id for one in tiny().people if known(one, published=_published(), day=day)}
        assert people == expected
        assert all(one.outcome is None for one in dates if day < date(2031, 3, 10))
