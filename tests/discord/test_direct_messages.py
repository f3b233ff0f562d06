"""Questions in direct messages: the installed bot as a process, asked by one person without any server."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db.desk.handovers import find_handover
from db.loading.dossiers import replace_dossier
from db.storage.database import open_database
from tests.builders import tiny
from tests.discord import Double
from tests.discord.process import end, start

_DAY = "2031-03-20"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a config and a database: one dossier shared by all, one of another server's own."""
    (tmp_path / "config.toml").write_text(f'[database]\nurl = "{tmp_path / "bot.sqlite3"}"\n')
    database = open_database(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    now = datetime.now(UTC)
    with database.writing() as connection:
        replace_dossier(connection, tiny(), now=now, actor="test")
        replace_dossier(connection, tiny(id="harbour"), now=now, actor="test", owner="4242")
    database.close()
    return tmp_path


@pytest.fixture
async def double(folder: Path) -> AsyncIterator[Double]:
    """Discord, to all appearances, with the bot connected to it."""
    async with Double() as running:
        process = await start(running, "run", "--config", str(folder / "config.toml"))
        try:
            await running.until(lambda: running.gateway.connected and bool(running.commands.get(None)), timeout=20)
            yield running
        finally:
            await end(process)
    assert running.unknown_requests == []


async def test_questions_completions_and_buttons_work_in_direct_messages(double: Double, folder: Path) -> None:
    ann = double.add_user("ann")
    here = double.direct_messages(ann)

    status = await double.slash(ann, here, "status", {"as_of": _DAY})
    offered = await double.complete(ann, here, "who", "name", "va", as_of=_DAY)
    dossiers = await double.complete(ann, here, "who", "dossier", "")
    guessed = await double.slash(ann, here, "who", {"name": "oakk", "as_of": _DAY})
    [button] = [
        one["label"] for row in guessed.message.components for one in row["components"] if "Oake" in one["label"]
    ]
    who = await double.press(ann, guessed.message, button)

    assert "Where it stands" in status.message.text
    assert [choice["value"] for choice in offered] == ["vane"]
    assert [choice["value"] for choice in dossiers] == ["ferry"]
    assert "Harbour master" in who.message.text


async def test_a_handover_in_direct_messages_is_ones_own(double: Double, folder: Path) -> None:
    ann, ben = double.add_user("ann"), double.add_user("ben")

    shown = await double.slash(ann, double.direct_messages(ann), "handover")
    taken = await double.press(ann, shown.message, "I have it")
    other = await double.slash(ben, double.direct_messages(ben), "handover")

    assert "ann, since" in taken.message.text
    assert "nobody has taken over yet" in other.message.text
    database = open_database(f"sqlite:///{folder / 'bot.sqlite3'}")
    with database.reading() as connection:
        kept = find_handover(connection, desk=f"dm-{ann.id}", dossier="ferry", until=datetime.now(UTC))
    database.close()
    assert kept is not None
    assert kept.person == str(ann.id)
