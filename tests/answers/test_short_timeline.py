"""Short /timeline: which events lead, whole texts at 40 columns."""

from typing import Any

from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.asking import asked
from tests.builders import NOW, tiny
from tests.screens import WIDTH


def _timeline(database: Database, options: str = "") -> str:
    return asked(database, f"/timeline {options}".strip(), depth="short", width=WIDTH)


def _load(database: Database, *events: dict[str, Any]) -> None:
    said = [{"source": "morning", "value": "it was"}]
    with database.writing() as connection:
        given = [{"reports": said, "title": f"Thing {one['id']} came"} | one for one in events]
        replace_dossier(connection, tiny(events=given), now=NOW, actor="test")


def _told_by(*sources: str) -> list[dict[str, str]]:
    return [{"source": source, "value": "it was"} for source in sources]


def test_the_two_latest_lead_and_of_the_others_those_that_most_sources_tell(database: Database) -> None:
    both = _told_by("morning", "weekly")
    early = [{"id": f"E{n}", "when": f"2031-01-{n:02}", "reports": both} for n in range(1, 10)]
    late = [{"id": f"E{n}", "when": f"2031-02-{n:02}"} for n in range(10, 14)]
    _load(database, *early, *late)

    rows = _timeline(database).splitlines()

    shown = [row.partition(":")[0] for row in rows if "came" in row]
    assert shown == ["13 February", "12 February", *(f"{n} January" for n in range(9, 1, -1))]
    assert "3 more" in rows


def test_what_has_no_first_day_stands_last(database: Database) -> None:
    _load(database, {"id": "E1"}, {"id": "E2", "when": "[..2031-02-20]"}, {"id": "E3", "when": "2030-05"})

    said = "May 2030: Thing E3 came ¹  E3\n20 February or before: Thing E2\ncame ¹  E2\nDay not told: Thing E1 came ¹"
    assert said in _timeline(database)


def test_what_a_source_tells_as_past_was_by_the_day_it_came_out(database: Database) -> None:
    _load(database, {"id": "E1", "when": "[2031-03-08..]", "reports": _told_by("late")})  # out on 10 March or later

    assert "Thing E1" in _timeline(database, "from:2031-03-10")
    assert "No event in that time in three sources.\n" in _timeline(database, "from:2031-03-11")
    assert "Thing E1" not in asked(database, "/timeline from:2031-03-11")


def test_hearsay_is_called_so(database: Database) -> None:
    _load(database, {"id": "E1", "when": "2031-02-01", "reports": [_told_by("late")[0] | {"modality": "reportedly"}]})

    assert "1 February: Thing E1 came, by\nreports ¹" in _timeline(database)


def test_days_the_wrong_way_round_are_turned_by_one_press(database: Database) -> None:
    _load(database)

    assert _timeline(database, "from:2031-02-03 to:2031-02-01 about:vane") == (
        "From 3 February to 1 February: it ends\n"
        "before it begins.\n"
        "Try /timeline from:2031-02-01\n"
        "to:2031-02-03 about:vane\n"
        "[Turn it round]\n"
    )


def test_to_go_on_from_an_entry_is_to_read_them_all(ferry: Database) -> None:
    assert _timeline(ferry, "from:S2") == asked(ferry, "/timeline from:S2", width=WIDTH)


def test_of_whom_nothing_happened_the_quotes_are_a_press_away(ferry: Database) -> None:
    said = _timeline(ferry, "about:aide")

    assert "No event about an aide to the mayor in\nthree sources.\n[Quotes] [More]\n" in said
