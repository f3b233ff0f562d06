"""R11 for real: a process that is stopped for a while."""

import asyncio
import signal
from datetime import UTC, datetime
from pathlib import Path

from tests.discord import Double
from tests.faults.conftest import Figures
from tests.faults.delivering import seen
from tests.faults.sizes import sized
from tests.faults.workers import owe_reminders, states, worker

_SECONDS = sized(5, 20, 60)


async def test_a_stopped_process_posts_what_came_due_as_soon_as_it_goes_on(tmp_path: Path, figures: Figures) -> None:
    path = tmp_path / "bot.db"
    async with Double() as double:
        await owe_reminders(path, [double.channel.id], 1)
        async with worker(double, str(path)) as process:
            await double.until(lambda: seen(double).posts, timeout=30)
            async with asyncio.timeout(30):
                # stopped while it writes, it would hold up everybody
                while not (await states(path))["sent"]:  # noqa: ASYNC110 - it is another process that writes
                    await asyncio.sleep(0.1)
            process.send_signal(signal.SIGSTOP)
            await owe_reminders(path, [double.add_channel(f"c{number}").id for number in range(5)], 5, since=1)
            await asyncio.sleep(_SECONDS)
            process.send_signal(signal.SIGCONT)
            began = datetime.now(UTC)
            await double.until(lambda: len(seen(double).marks) == 6, timeout=40)
            late = (datetime.now(UTC) - began).total_seconds()
            await asyncio.sleep(2)
        shown, left = seen(double), await states(path)

    figures("R11 stopped", seconds=_SECONDS, late=late, doubled=shown.doubled, posts=shown.posts)
    assert (len(shown.marks), shown.doubled, left["sent"]) == (6, 0, 6)
    assert late <= 30
