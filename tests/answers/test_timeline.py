"""/timeline: what happened and was said, in order, as of a day."""

import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from bot.asking import UserError
from db.loading.dossiers import replace_dossier
from db.reading.timeline import Stretch, list_dated, list_lasting, list_vague
from db.reading.view import View
from db.storage.database import Database
from tests.asking import asked
from tests.builders import NOW, replaced, tiny

_REPORT = [{"source": "morning", "value": "told"}]


def _load(database: Database, **changes: Any) -> None:
    with database.writing() as connection:
        replace_dossier(connection, tiny(**changes), now=NOW, actor="test")


def _event(id_: str, when: Any) -> dict[str, Any]:
    return {"id": id_, "title": f"Thing {id_}", "reports": _REPORT, **({"when": when} if when else {})}


def test_timeline_stands_in_order_with_what_has_no_day_last(ferry: Database) -> None:
    said = asked(ferry, "/timeline")

    assert said == (
        "Timeline\n"
        "as of 20 March 2031 · The ferry talks\n"
        "1 event, 3 statements\n"
        "2030\n"
        "  E1, The old ferry sinks [morning]\n"
        "28 February 2031\n"
        "  S1, Ada Vane: “We shall meet within a week” – day deduced [morning]\n"
        "1 March 2031\n"
        "  S2, Bern Oake (declines to comment): He would not speak of it. (reported) [weekly]\n"
        "No day given\n"
        "  S10, an aide to the mayor: The vote was “close, but clean”. [late]\n"
        "Sources\n"
        "  late  an unnamed newsletter, on or after 10 March 2031 (deduced); reads like a machine translation\n"
        "  morning  Morning Post, 1 March 2031\n"
        "  weekly  The Weekly, one day between 2 and 5 March 2031 (deduced)\n"
    )


def test_timeline_never_shows_an_inexact_date_as_one_day(database: Database) -> None:
    whens = ["2031-02", "2031-02-03/2031-02-09", "[2031-02-04..2031-02-06]", "[2031-02-05..]", "[..2031-02-05]"]
    _load(database, events=[_event(f"E{n}", when) for n, when in enumerate([*whens, "2031-02-05", None], 1)])

    said = asked(database, "/timeline")

    headings = [line for line in said.splitlines()[3:] if not line.startswith(" ")]
    assert headings[:6] == [
        "February 2031",
        "3–9 February 2031",
        "one day between 4 and 6 February 2031",
        "5 February 2031",
        "on or before 5 February 2031",
        "on or after 5 February 2031",
    ]
    assert said.index("Thing E7") > said.index("No day given")


def test_timeline_between_days_keeps_what_may_fall_there(database: Database) -> None:
    whens = ["2031-02-01/2031-02-09", "[..2031-02-05]", "[..2031-02-03]", "2031-02-12", "2031-02", "2031-02-06", None]
    _load(database, events=[_event(f"E{n}", when) for n, when in enumerate(whens, 1)], statements=[], dates=[])

    said = asked(database, "/timeline from:2031-02-04 to:2031-02-11")

    assert [id_ for id_ in ("E1", "E2", "E3", "E4", "E5", "E6", "E7") if id_ in said] == ["E1", "E2", "E5", "E6"]
    assert "3 events" not in said
    assert "4 events, 0 statements, 4–11 February 2031\nWhat has no day at all is left out here.\n" in said


def test_timeline_hides_what_was_published_later(ferry: Database) -> None:
    first = asked(ferry, "/timeline as_of:2031-03-01")
    second = asked(ferry, "/timeline as_of:2031-03-09")

    assert [word for word in ("Oake", "aide", "S2", "S10", "weekly") if word in first] == []
    assert "S2" in second
    assert "aide" not in second


def test_a_day_that_only_a_later_source_gives_is_not_told_before(database: Database) -> None:
    when = {"edtf": "2031-02-27", "sources": ["morning", "late"]}
    _load(database, events=[_event("E1", when)])

    before, after = [asked(database, f"/timeline as_of:{day}") for day in ("2031-03-09", "2031-03-11")]

    assert "27 February" not in before
    assert before.index("No day given") < before.index("E1")
    assert "27 February 2031\n  E1" in after
    assert "E1" not in asked(database, "/timeline from:2031-02-27 to:2031-02-27 as_of:2031-03-09")


def test_timeline_about_a_party_has_what_its_people_said(ferry: Database) -> None:
    said = asked(ferry, "/timeline about:northhaven as_of:2031-03-15")

    assert "S1, Ada Vane" in said
    assert "S10" in said
    assert "S2" not in said


def test_timeline_about_somebody_has_what_is_said_of_and_happened_to_them(ferry: Database) -> None:
    vane = asked(ferry, "/timeline about:vane")
    oake = asked(ferry, '/timeline about:"harbour master"')
    topic = asked(ferry, '/timeline about:"the ferry"')

    assert vane.startswith("Timeline: Ada Vane\n")
    assert "E1" in vane
    assert ("S1," in oake, "S2," in oake) == (True, True)
    assert ("E1," in topic, "S10," in topic) == (False, True)


def test_an_unknown_name_is_not_found_and_a_later_one_neither(ferry: Database) -> None:
    assert asked(ferry, "/timeline about:aide as_of:2031-03-01").startswith("Not found")


def test_timeline_garbled_wordings_say_so(database: Database) -> None:
    wording = {"source": "morning", "kind": "direct", "text": "We meet", "state": "garbled", "damage": "half is gone"}
    with database.writing() as connection:
        replace_dossier(connection, replaced("statements", "S1", wordings=[wording]), now=NOW, actor="test")

    assert "“We meet” (garbled in the source) – half is gone – day deduced" in asked(database, "/timeline")


def test_a_long_timeline_goes_on_where_it_ends(database: Database) -> None:
    """450 events, several a day: three parts, each event in one of them."""
    days = [date.fromordinal(date(2030, 1, 1).toordinal() + number // 4).isoformat() for number in range(450)]
    events = [_event(f"E{number}", day) for number, day in enumerate(days)] + [_event("E450", "[..2030-03-01]")]
    _load(database, events=events, statements=[], dates=[], points=[])

    line, shown, parts = "/timeline", [], 0
    while line:
        said = asked(database, line)
        shown += [row.split(",")[0].strip() for row in said.splitlines() if row.startswith("  E")]
        line = next((row.removeprefix("Go on: ") for row in said.splitlines() if row.startswith("Go on: ")), "")
        parts += 1

    assert parts == 3
    assert sorted(shown) == sorted(f"E{number}" for number in range(451))


def test_an_empty_stretch_says_what_to_widen(ferry: Database) -> None:
    said = asked(ferry, "/timeline from:2031-03-05 about:vane")

    assert (
        "Nothing about Ada Vane from 5 March 2031 on in what was published by 20 March 2031."
        " Try a longer stretch, or /timeline\n"
    ) in said


def test_a_stretch_that_ends_before_it_begins_is_refused(ferry: Database) -> None:
    with pytest.raises(UserError, match=r"to: 1 February 2031 is before 1 March 2031\. For example: /timeline from:"):
        asked(ferry, "/timeline from:2031-03-01 to:2031-02-01")


def test_from_a_month_is_its_first_day(ferry: Database) -> None:
    assert " from 1 February 2031 on" in asked(ferry, '/timeline from:"February 2031"')
    assert " from 1 February 2031 on" in asked(ferry, "/timeline from:2031-02")


@pytest.mark.parametrize("about", [(), ("vane",), ("ferry-line", "oake")])
def test_no_statement_is_read_that_is_not_shown(ferry: Database, about: tuple[str, ...]) -> None:
    """Each part of a timeline comes from an index, in its order: neither items nor links are gone through."""
    asked_for: list[tuple[str, Any]] = []
    listen = event.listens_for(ferry.engine, "before_cursor_execute")
    listen(lambda _conn, _cursor, statement, parameters, *_rest: asked_for.append((statement, parameters)))
    stretch = Stretch(first=date(2031, 1, 1), last=date(2031, 3, 1), about=about, speakers=about[:1])

    with ferry.reading() as connection:
        view = View(connection, "local", "ferry", date(2031, 3, 20))
        for listing in (list_dated, list_lasting, list_vague):
            listing(view, stretch, limit=5)
        plans = [
            row.detail
            for statement, parameters in list(asked_for)
            if "UNION ALL" in statement
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]

    assert [plan for plan in plans if re.match("SCAN (item|link)|USE TEMP B-TREE FOR (LAST|ORDER)", plan)] == []
    index = "link USING PRIMARY KEY (dossier=? AND target=?" if about else "ix_item_dossier_kind_earliest_id"
    assert any(index in plan for plan in plans)


def test_an_event_that_sources_date_differently_is_shown_with_what_each_gives(database: Database) -> None:
    reports = [
        {"source": "morning", "value": "it sank", "when": "2030-05"},
        {"source": "late", "value": "it sank", "when": "2030-03"},
    ]
    sunk = {"id": "E1", "title": "The old ferry sinks", "reports": reports}
    with database.writing() as connection:
        replace_dossier(connection, tiny(events=[sunk]), now=NOW, actor="test")

    early, later = [asked(database, f"/timeline to:2030-12-31 as_of:{day}") for day in ("2031-03-09", "2031-03-10")]

    assert "May 2030\n  E1, The old ferry sinks [morning]\n" in early
    assert (
        "March or May 2030\n  E1, The old ferry sinks – sources differ (morning: May 2030; late: March 2030)"
        " [late (may be later), morning]\n"
    ) in later
    assert "Nothing" in asked(database, "/timeline to:2030-04-01 as_of:2031-03-09")
