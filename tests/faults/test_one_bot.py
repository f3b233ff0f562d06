"""R14, R22: one bot a SQLite file, any number on PostgreSQL; a stop in order leaves nothing behind."""

import asyncio
import fcntl
import sys
import time
from pathlib import Path

import pytest

from db.storage.database import DatabaseError
from db.storage.file_lock import alone
from tests.discord import Double
from tests.faults.conftest import Figures
from tests.faults.delivering import seen
from tests.faults.sizes import sized
from tests.faults.workers import owe_reminders, states, worker


async def test_a_second_bot_on_the_file_says_who_delivers_and_stops_and_a_dead_ones_place_is_free(
    tmp_path: Path, figures: Figures
) -> None:
    path = tmp_path / "bot.db"
    async with Double() as double:
        await owe_reminders(path, [double.channel.id], 3)
        async with worker(double, str(path)) as first:
            await double.until(lambda: seen(double).posts, timeout=30)
            began = time.monotonic()
            status, said = await _run_second(path)
            refused_after = time.monotonic() - began
            first.kill()
            await first.wait()
        await owe_reminders(path, [double.channel.id], 2, since=3)
        async with worker(double, str(path)):
            await double.until(lambda: len(seen(double).marks) == 5, timeout=30)
        shown = seen(double)

    figures("R14", second_bot_stopped_after=refused_after, exit_status=status, doubled=shown.doubled)
    assert status == 1
    assert refused_after <= sized(10, 2, 2)
    assert f"process {first.pid} on " in said
    assert "already delivers from" in said
    assert (len(shown.marks), shown.doubled) == (5, 0)


async def _run_second(path: Path) -> tuple[int | None, str]:
    """Run the program as it is installed; it does not come to asking Discord anything."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run", "--database", str(path)), stderr=asyncio.subprocess.PIPE
    )
    _, said = await asyncio.wait_for(process.communicate(), timeout=30)
    return process.returncode, said.decode()


def test_a_file_system_that_keeps_no_locks_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fcntl, "flock", lambda _descriptor, _operation: None)

    with (
        pytest.raises(DatabaseError, match="a file system that keeps no locks"),
        alone(f"sqlite:///{tmp_path / 'a.db'}"),
    ):
        pass


def test_a_lock_that_can_not_be_had_is_said_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_descriptor: int, _operation: int) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)

    with (
        pytest.raises(DatabaseError, match="can't be locked: No locks available"),
        alone(f"sqlite:///{tmp_path / 'a.db'}"),
    ):
        pass


async def test_a_stop_in_a_burst_is_quick_and_leaves_no_claim(tmp_path: Path, figures: Figures) -> None:
    path, many = tmp_path / "bot.db", sized(300, 1_000, 3_000)
    async with Double() as double:
        channels = [double.add_channel(f"c{number}").id for number in range(100)]
        await owe_reminders(path, channels, many)
        async with worker(double, str(path)) as process:
            await double.until(lambda: seen(double).posts > 20, timeout=30)
            began = time.monotonic()
            process.terminate()
            await asyncio.wait_for(process.communicate(), timeout=20)
        took, left = time.monotonic() - began, await states(path)
        shown = seen(double)

    figures("R22", stopped_after=took, exit_status=process.returncode, left_claimed=left["claimed"], of=many)
    assert (process.returncode, left["claimed"]) == (0, 0)
    assert left["sent"] == len(shown.marks) < many
    assert took <= 5
