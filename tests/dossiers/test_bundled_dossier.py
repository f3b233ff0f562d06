"""The bundled dossier, asked everything as of early days: no later source is cited or named anywhere."""

from datetime import date
from pathlib import Path

import pytest

from bot.answers.conflicts import differs
from bot.cli.load import bundled_dossiers
from bot.dossiers.intake import check_text
from bot.dossiers.intake.advice import advise
from db.loading.dossiers import replace_dossier
from db.model import edtf
from db.model.known_by import complete, known
from db.model.records import Dossier
from db.storage.database import Database
from tests.asking import asked
from tests.builders import NOW

_EVERYTHING = ("/status", "/offers", "/conflicts state:all", "/quotes", "/timeline", "/dates state:all", "/sources")


def _bundled() -> Dossier:
    path: Path = bundled_dossiers()[0]
    return check_text(path.read_bytes(), name=path.name)


@pytest.mark.parametrize(
    ("day", "later"), [("2022-07-28", ("001-", "003-")), ("2022-07-30", ("003-",)), ("2022-07-27", ("00",))]
)
def test_no_answer_as_of_a_day_names_a_source_first_published_later(
    database: Database, day: str, later: tuple[str, ...]
) -> None:
    dossier = _bundled()
    with database.writing() as connection:
        replace_dossier(connection, dossier, now=NOW, actor="test")
    names = [person.id for person in dossier.people] + [party.id for party in dossier.parties]
    items = [event.id for event in dossier.events] + [tracked.id for tracked in dossier.dates]
    lines = [*_EVERYTHING, *(f"/who {id_}" for id_ in names), *(f"/item {id_}" for id_ in items)]

    leaks = []
    for line in lines:
        said = asked(database, f"{line} as_of:{day}")
        leaks += [(line, source) for source in later if source in said]

    assert leaks == []


@pytest.mark.parametrize("day", ["2022-07-28", "2022-07-29", "2022-07-31"])
def test_what_is_compatible_is_so_from_the_day_on_which_reports_differ(day: str) -> None:
    dossier = _bundled()
    published = {source.id: edtf.bounds(source.published.edtf) for source in dossier.sources}

    taken_for_conflicts = [
        point.id
        for point in dossier.points
        if point.compatible and (left := known(point, published=published, day=date.fromisoformat(day)))
        if differs(left) and left.compatible is None
    ]

    assert taken_for_conflicts == []


def test_it_needs_no_advice() -> None:
    assert list(advise(_bundled())) == []


@pytest.mark.parametrize(("day", "ruled"), [("2022-07-29", False), ("2022-07-30", False), ("2022-07-31", True)])
def test_no_title_or_gist_speaks_of_the_ruling_as_over_before_it_was_known(day: str, ruled: bool) -> None:
    dossier = _bundled()
    published = {source.id: edtf.bounds(source.published.edtf) for source in dossier.sources}
    items = (*dossier.people, *dossier.offers, *dossier.events, *dossier.points, *dossier.dates)
    cut = [known(one, published=published, day=date.fromisoformat(day)) for one in items]
    told = " ".join(str(complete(one)) for one in cut if one)

    assert ("before the ruling" in told, "nine years in prison" in told) == (ruled, ruled)
