"""F9: the program is killed while a large load is applied or taken back: the dossier is the old one or the new one."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import event, select

from bot.asking import Asker
from bot.commands.dispatch import ask_aside
from bot.delivery.worker import Delivery
from bot.dossiers import export_formats, large_load, load_report
from bot.dossiers.snapshot import Snapshot, sealed
from db.desk.desks import Desk
from db.loading import load_stage
from db.loading.dossiers import replace_dossier
from db.loading.heads import list_dossiers
from db.loading.snapshots import get_dossier
from db.model.records import Dossier
from db.storage import schema
from db.storage.database import Database, open_database
from tests.builders import NOW, TINY, tiny
from tests.faults.conftest import Figures
from tests.faults.sizes import sized

_DESK = Desk("42", "Europe/Berlin", "09:00")
_ANN = Asker("9", "ann", level="admin", channel="900")
_STEP = sized(9, 3, 1)  # commits, of which each so many are not reached
_NUMBERS = count()
_FIRST, *_OTHERS = TINY["statements"]
_NEW: dict[str, Any] = {
    "title": "Whale talks",
    "people": [one | {"typed": ["Whaler"]} for one in TINY["people"]],
    "statements": [_FIRST | {"wordings": [_FIRST["wordings"][0] | {"text": "Whales were seen."}]}, *_OTHERS],
}


def _press(url: str, line: str, draft: int, *, last: int) -> None:
    """Press a button in this process, which dies when it is about to commit for the `last` time."""
    load_stage.AT_ONCE, load_stage.LARGE, large_load.LARGE = 2, 2, 10  # type: ignore[attr-defined]
    database, commits = open_database(url), count(1)

    def note(_connection: Any) -> None:
        if next(commits) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(database.engine, "commit", note)
    asyncio.run(_ask(database, line, draft))
    database.close()


async def _ask(database: Database, line: str, draft: int) -> None:
    options = {"draft": str(draft)}
    request = f"{line} {draft} {os.getpid()} {next(_NUMBERS)}"
    await ask_aside(database, line, options, now=NOW, desk=_DESK, asker=_ANN, request=request)


def _pressed(database: Database, line: str, draft: int, *, last: int = 0) -> subprocess.CompletedProcess[str]:
    url = database.engine.url.render_as_string(hide_password=False)
    call = f"from tests.faults import test_load_kills as t; t._press({url!r}, {line!r}, {draft}, last={last})"
    return subprocess.run([sys.executable, "-c", call], capture_output=True, text=True, check=False)


def _sent(database: Database, content: str) -> int:
    return load_report.take_in(database, content.encode(), "talks.json", desk=_DESK, asker=_ANN, now=NOW)


def _stored(database: Database, desk: str = _DESK.id) -> str:
    """Give a server's dossier as it is read: its items, and what finds them."""
    search = schema.search.c
    with database.reading() as connection:
        heads = [head for head in list_dossiers(connection, desk=desk) if head.owner]
        if not heads:
            return "none"
        query = select(search.item, search.until, search.words).where(search.dossier == heads[0].id, search.desk == "")
        found = sorted(repr(row).replace(heads[0].id, "it") for row in connection.execute(query))
        return "\n".join([export_formats.as_json(get_dossier(connection, heads[0])), *found])


def _snapshot() -> str:
    return sealed(Snapshot(json.loads(export_formats.as_json(tiny(**_NEW))), own=[], changes=[], outcomes=[]))


@pytest.mark.parametrize("kind", ["a first load", "another file", "a snapshot", "a load taken back", "one taken out"])
def test_a_large_load_is_whole_or_not_there_whenever_the_program_is_killed(
    either_database: Database, kind: str, figures: Figures
) -> None:
    line, draft, wanted = _prepare(either_database, kind)
    old, new, kills = _stored(either_database), _expected(either_database, wanted), 0
    assert old != new

    for last in range(1, 200, _STEP):
        pressed = _pressed(either_database, line, draft, last=last)
        kills += pressed.returncode == -signal.SIGKILL
        assert pressed.returncode in (0, -signal.SIGKILL), pressed.stderr
        if (found := _stored(either_database)) != old:
            assert found == new
            break

    figures(f"F9 killed in {kind}, {either_database.engine.dialect.name}", kills=kills)
    assert _stored(either_database) == new
    assert kills > 1
    asyncio.run(_tidy(either_database))
    assert _hidden(either_database) == []


def _prepare(database: Database, kind: str) -> tuple[str, int, Dossier | None]:
    """Do what comes before a press; gives the press, and the dossier that should come of it."""
    old, new = tiny(), tiny(**_NEW)
    if kind == "a first load":
        return "dossier apply", _sent(database, export_formats.as_json(new)), new
    first = _sent(database, export_formats.as_json(old))
    asyncio.run(_ask(database, "dossier apply", first))
    if kind == "one taken out":
        return "dossier revert", first, None
    second = _sent(database, _snapshot() if kind == "a snapshot" else export_formats.as_json(new))
    if kind == "a load taken back":
        asyncio.run(_ask(database, "dossier apply", second))
        return "dossier revert", second, old
    return "dossier apply", second, new


def _expected(database: Database, dossier: Dossier | None) -> str:
    """Load a dossier for another server at once."""
    if dossier is None:
        return "none"
    with database.writing() as connection:
        replace_dossier(connection, dossier, now=NOW, actor="test", owner="43")
    return _stored(database, "43")


async def _tidy(database: Database) -> None:
    channels: Any = None
    await Delivery(database, _DESK, channels, clock=lambda: NOW + timedelta(days=2)).tidy()


def _hidden(database: Database) -> list[str]:
    """List what nobody sees."""
    hidden = select(schema.search.c.item).where(schema.search.c.desk.startswith("="))
    with database.reading() as connection:
        unseen = select(schema.dossier.c.id).where(schema.dossier.c.revision == 0)
        return [*connection.scalars(hidden), *connection.scalars(unseen)]
