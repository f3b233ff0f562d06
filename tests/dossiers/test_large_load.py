"""Applying a large file: in small transactions, the same in the end, and nobody waits for it."""

import asyncio
import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select, text

from bot.asking import Asker, UserError
from bot.commands.dispatch import ask_aside
from bot.dossiers import large_load, load_report
from db.desk.desks import Desk
from db.loading import load_stage as stages
from db.loading.dossiers import replace_dossier
from db.loading.heads import list_dossiers
from db.storage import schema
from db.storage.database import Database
from tests.builders import NOW, TINY, tiny

DESK = Desk("42", "Europe/Berlin", "09:00")
ANN = Asker("9", "ann", level="admin", channel="900")


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes a large file is done for a small one."""
    monkeypatch.setattr(stages, "AT_ONCE", 3)
    monkeypatch.setattr(stages, "LARGE", 2)
    monkeypatch.setattr(large_load, "LARGE", 10)


def _body(**changes: Any) -> bytes:
    return json.dumps(TINY | changes, ensure_ascii=False).encode()


async def _send(database: Database, body: bytes) -> int:
    return await asyncio.to_thread(load_report.take_in, database, body, "talks.json", desk=DESK, asker=ANN, now=NOW)


async def _ask(database: Database, name: str, *, asker: Asker = ANN, **options: str) -> str:
    answer = await ask_aside(database, name, options, now=NOW, desk=DESK, asker=asker, request=repr((name, options)))
    return repr(answer)


def _index(database: Database, dossier: str) -> list[tuple[Any, ...]]:
    """Give what the index holds of a dossier, whatever numbers its rows have."""
    search = schema.search.c
    query = select(search.item, search.desk, search.until, search.words).where(search.dossier == dossier)
    with database.reading() as connection:
        rows = connection.execute(query).all()
    return sorted((row.item, row.desk, row.until, row.words.replace(dossier, "it")) for row in rows)


async def test_a_staged_load_is_the_same_as_one_at_once(either_database: Database) -> None:
    with either_database.writing() as connection:
        replace_dossier(connection, replace(tiny(), id="plain"), now=NOW, actor="test", owner=DESK.id)
    number = await _send(either_database, _body())

    shown = await _ask(either_database, "dossier load", draft=str(number))
    done = await _ask(either_database, "dossier apply", draft=str(number))

    assert "This would change" in shown
    assert "Loaded" in done
    assert _index(either_database, "ferry@42") == _index(either_database, "plain@42")
    with either_database.reading() as connection:
        revisions = {head.id: head.revision for head in list_dossiers(connection, desk=DESK.id)}
    assert revisions == {"ferry@42": 1, "plain@42": 1}


async def test_a_second_load_puts_the_old_words_aside_and_clears_them_away(either_database: Database) -> None:
    first, *others = TINY["statements"]
    changed = [first | {"wordings": [first["wordings"][0] | {"text": "Whales were seen."}]}, *others]
    await _ask(either_database, "dossier apply", draft=str(await _send(either_database, _body())))
    people = [one | {"typed": ["Whaler"]} for one in TINY["people"]]
    number = await _send(either_database, _body(statements=changed, people=people, title="Whales"))

    await _ask(either_database, "dossier apply", draft=str(number))

    assert "Whales were seen" in await _ask(either_database, "find", text="whales", dossier="ferry")
    assert {desk for _, desk, *_ in _index(either_database, "ferry@42")} == {""}


async def test_what_is_staged_is_seen_by_nobody_and_goes_when_the_load_does_not_come_about(
    either_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    number = await _send(either_database, _body())
    whole = large_load._stage

    async def look(database: Database, *given: Any, now: datetime) -> Any:
        await whole(database, *given, now=now)
        with pytest.raises(UserError, match="No dossier is loaded yet"):
            await _ask(database, "find", text="ferry")
        seen.extend(one[1] for one in _index(database, "ferry@42"))
        raise UserError("cut off")

    monkeypatch.setattr(large_load, "_stage", look)
    with pytest.raises(UserError, match="cut off"):
        await _ask(either_database, "dossier apply", draft=str(number))

    with either_database.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM dossier")) == 0
    assert seen
    assert set(seen) == {f"=draft-{number}"}
    assert _index(either_database, "ferry@42") == []


async def test_a_load_by_somebody_else_meanwhile_makes_what_was_staged_worthless(
    either_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await _send(either_database, _body())
    whole = large_load._stage

    async def meanwhile(database: Database, *given: Any, now: datetime) -> Any:
        stage = await whole(database, *given, now=now)
        with database.writing() as connection:
            replace_dossier(connection, tiny(title="Another"), now=NOW, actor="test", owner=DESK.id)
        return stage

    monkeypatch.setattr(large_load, "_stage", meanwhile)
    done = await _ask(either_database, "dossier apply", draft=str(number))

    with either_database.writing() as connection:
        replace_dossier(connection, replace(tiny(), id="plain"), now=NOW, actor="test", owner=DESK.id)
    assert "Loaded" in done
    assert _index(either_database, "ferry@42") == _index(either_database, "plain@42")


async def test_who_may_not_load_makes_nothing_ready(ferry: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    number = await _send(ferry, _body())

    async def never(*_given: Any, **_more: Any) -> Any:
        raise AssertionError("staged")

    monkeypatch.setattr(large_load, "_stage", never)
    with pytest.raises(UserError, match="is for those who may manage this server"):
        await _ask(ferry, "dossier apply", draft=str(number), asker=replace(ANN, level="editor"))


async def test_others_write_between_the_steps_of_a_load(ferry: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    number, other = await _send(ferry, _body()), replace(DESK, id="43")
    steps = 0
    some, begun, loop = stages.stage_some, asyncio.Event(), asyncio.get_running_loop()

    def counted(*given: Any) -> bool:
        nonlocal steps
        steps += 1
        loop.call_soon_threadsafe(begun.set)
        return some(*given)

    async def write(request: str) -> None:
        options = {"when": "tomorrow", "about": "a call"}
        await ask_aside(ferry, "my remind", options, now=NOW, desk=other, asker=ANN, request=request)

    await write("what it needs is imported")
    monkeypatch.setattr(large_load, "stage_some", counted)
    monkeypatch.setattr(stages, "AT_ONCE", 1)
    loading = asyncio.ensure_future(_ask(ferry, "dossier apply", draft=str(number)))
    await begun.wait()
    await write("beside the load")
    written = steps

    assert not loading.done()
    assert "Loaded" in await loading
    assert steps > 20
    assert written < steps
