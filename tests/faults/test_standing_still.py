"""R10: the event loop never stands still: in a large load, while names are completed, while pictures are drawn."""

import asyncio
import json
import time
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest

from benchmarks.loading import large_dossier
from benchmarks.synth import Size, write
from bot.answers.directory import surroundings
from bot.commands import dispatch
from bot.commands.completion import complete_aside
from bot.dossiers.intake import read_dossier
from bot.pictures.content import Picture
from bot.pictures.process import Drawing
from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.asking import ANN
from tests.builders import DESK
from tests.faults.conftest import Figures
from tests.faults.heartbeat import heartbeat
from tests.faults.sizes import sized

NOW = datetime(2026, 12, 31, tzinfo=UTC)


@pytest.mark.parametrize("where", ["in the loop", "in a thread"])
async def test_a_loop_that_is_held_up_is_seen(where: str) -> None:
    async with heartbeat() as beats:
        await asyncio.sleep(0.05)
        if where == "in a thread":
            await asyncio.to_thread(sum, range(20_000_000))  # lets no other thread have a turn
        else:
            asyncio.get_running_loop().call_soon(time.sleep, 0.2)
        await asyncio.sleep(0.05)

    assert max(beats.own) > 0.1


async def test_while_a_large_dossier_is_loaded(tmp_path: Path, database: Database, figures: Figures) -> None:
    statements, file = sized(1_000, 20_000, 100_000), tmp_path / "large.json"
    made = await asyncio.to_thread(large_dossier, statements)
    file.write_text(json.dumps(made, ensure_ascii=False, separators=(",", ":")), "utf-8")
    del made

    async with heartbeat() as beats:
        dossier = await asyncio.to_thread(read_dossier, file)
        loaded = await database.write(replace_dossier, dossier, now=NOW, actor="test")

    figures("R10 in a load", statements=statements, **beats.figures())
    assert len(loaded.changes) > statements
    beats.hold()


async def test_while_names_are_completed(database: Database, figures: Figures) -> None:
    people, many = sized(300, 2_000, 10_000), 200
    write(database, "synth", Size(people=people, statements=100), now=NOW, out=StringIO())
    surroundings(database, DESK)
    typed = [name[:length] for name in ("karomi", "Тавосин", "berg ton", "envoy of the") for length in range(1, 7)]

    found = 0
    async with heartbeat() as beats:
        for number in range(many):
            text = typed[number % len(typed)]
            found += bool(await complete_aside(database, "who", "name", text, options={}, now=NOW, desk=DESK))
            await asyncio.sleep(0.01)

    figures("R10 in completions", names=10 * people, completions=many, **beats.figures())
    assert found > many / 2
    beats.hold()


async def test_while_pictures_are_drawn(database: Database, figures: Figures) -> None:
    many, drawing = sized(3, 20, 20), Drawing()
    write(database, "synth", Size(people=50, statements=2_000), now=NOW, out=StringIO())
    await drawing.start()
    try:
        async with heartbeat() as beats:
            drawn = [await drawing.draw(await _pictured(database, number)) for number in range(many)]
    finally:
        await drawing.close()

    figures("R10 in pictures", pictures=many, **beats.figures())
    assert all(content.startswith(b"\x89PNG") for content in drawn)
    beats.hold()


async def _pictured(database: Database, number: int) -> Picture:
    """Ask for a picture that was not asked for before."""
    options = {"picture": "yes", "as_of": f"2026-{number % 9 + 1:02d}-{number + 1:02d}"}
    answer = await dispatch.ask_aside(database, "timeline", options, now=NOW, desk=DESK, asker=ANN)
    assert answer.picture
    return answer.picture
