"""Answers that are kept: given again only while nothing has changed, and to nobody who may not see them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from bot.asking import Asker, UserError
from bot.commands import answer_cache
from bot.commands.registry import COMMANDS
from db.desk.desks import replace_desk
from db.loading.dossiers import replace_dossier
from db.storage.database import Database, open_database
from tests.asking import asked
from tests.builders import DESK, NOW, replaced, tiny

LASTING = [name for name, command in COMMANDS.items() if command.lasting]
LINES = {
    "who": "/who vane",
    "quotes": "/quotes vane",
    "offers": "/offers",
    "conflicts": "/conflicts",
    "sources": "/sources",
    "timeline": "/timeline",
    "find": "/find ferry",
}


@pytest.fixture
def either_ferry(either_database: Database) -> Database:
    with either_database.writing() as connection:
        replace_dossier(connection, tiny(), now=NOW, actor="test")
    return either_database


@contextmanager
def sent(database: Database) -> Iterator[list[str]]:
    """Gather what is sent to the database, besides asking whether something has changed."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "FROM" in statement:
            found.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield found
    event.remove(database.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("name", LASTING)
def test_the_same_asked_again_is_answered_without_looking_anything_up(ferry: Database, name: str) -> None:
    first = asked(ferry, LINES[name])

    with sent(ferry) as statements:
        again = asked(ferry, LINES[name], now=NOW + timedelta(minutes=5))

    assert again == first
    assert statements == []


def test_an_answer_is_given_anew_when_the_dossier_changes(either_ferry: Database) -> None:
    before = asked(either_ferry, "/who oake")
    with either_ferry.writing() as connection:
        replace_dossier(connection, replaced("people", "oake", name="Bern Zimmer"), now=NOW, actor="test")

    after = asked(either_ferry, "/who oake")

    assert "Zimmer" not in before
    assert "Bern Zimmer" in after


def test_a_change_by_another_process_counts_at_once(ferry: Database) -> None:
    other = open_database(ferry.engine.url.render_as_string(hide_password=False))
    asked(ferry, "/who oake")
    with other.writing() as connection:
        replace_dossier(connection, replaced("people", "oake", name="Bern Zimmer"), now=NOW, actor="test")
    other.close()

    after = asked(ferry, "/who oake")

    assert "Bern Zimmer" in after


def test_what_is_rolled_back_changes_nothing(ferry: Database) -> None:
    first = asked(ferry, "/who oake")
    with ferry.engine.begin() as connection:
        replace_dossier(connection, replaced("people", "oake", name="Bern Zimmer"), now=NOW, actor="test")
        connection.rollback()

    assert asked(ferry, "/who oake") == first


def test_the_next_day_is_another_one_in_the_desks_zone(ferry: Database) -> None:
    late = datetime(2031, 3, 20, 22, 59, tzinfo=UTC)  # a minute before midnight in Berlin

    before = asked(ferry, "/who vane", now=late)
    after = asked(ferry, "/who vane", now=late + timedelta(minutes=2))

    assert "as of 20 March 2031" in before
    assert "as of 21 March 2031" in after


@pytest.mark.parametrize("name", LASTING)
def test_what_is_kept_depends_on_nothing_but_the_day(
    ferry: Database, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer_cache, "find", lambda *_, **__: None)
    berlin = ZoneInfo("Europe/Berlin")
    hours = [datetime(2031, 3, 20, hour, minute, tzinfo=berlin) for hour, minute in ((0, 1), (12, 0), (23, 59))]

    first, *others = [
        asked(ferry, LINES[name], now=hour, asker=asker)
        for hour in hours
        for asker in (Asker("1", "ann", level="admin"), Asker("2", "ben"))
    ]

    assert set(others) == {first}


@pytest.mark.parametrize("line", ["/who vane as_of:yesterday", "/quotes vane since:yesterday"])
def test_days_in_words_are_read_anew(ferry: Database, line: str) -> None:
    asked(ferry, line)

    with sent(ferry) as statements:
        asked(ferry, line)

    assert statements != []


def test_desks_and_channels_have_answers_of_their_own(ferry: Database) -> None:
    asked(ferry, "/who vane")

    with sent(ferry) as statements:
        asked(ferry, "/who vane", desk=replace(DESK, id="7"))
        desk = len(statements)
        asked(ferry, "/who vane", asker=Asker("1", "ann", channel="5"))

    assert 0 < desk < len(statements)


def test_who_may_not_read_gets_no_kept_answer(ferry: Database) -> None:
    with ferry.writing() as connection:
        replace_desk(connection, replace(DESK, roles={"9": "reader"}))
    asked(ferry, "/who vane", asker=Asker("1", "ann", roles=frozenset({"9"})))

    with pytest.raises(UserError, match="is for those whose role this server lets read"):
        asked(ferry, "/who vane", asker=Asker("3", "eve"))
