"""R1: the programs themselves, `backchannel worker` and `backchannel run`, are killed while they post to Discord."""

import asyncio
import random
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from tests.discord import Double, Fault
from tests.discord.process import end, start
from tests.discord.world import Request
from tests.faults.conftest import Figures
from tests.faults.delivering import seen
from tests.faults.sizes import sized
from tests.faults.workers import owe_reminders, states

_KILLS = {"worker": sized(1, 12, 60), "run": sized(1, 8, 40)}
_POSTS = 40  # owed anew before each life: a program that starts at once would leave nothing to those after it


@pytest.mark.parametrize("program", ["worker", "run"])
async def test_nothing_is_lost_or_doubled_though_the_program_is_killed_while_it_posts(
    tmp_path: Path, figures: Figures, program: str
) -> None:
    path, kills = tmp_path / "bot.db", _KILLS[program]
    owed, chance, ended = _POSTS * (kills + 1), random.Random(3), set[int]()
    async with Double() as double:
        for life in range(kills):
            await _owe(double, path, life)
            ended.add(await _live_and_die(double, path, program, chance))
        await _owe(double, path, kills)
        double.fail_next("GET", "/users/@me", Fault("status", status=503))  # and again at its next login
        last = await start(double, program, "--database", str(path))
        await double.until(lambda: len(double.messages) >= owed, "all reminders", timeout=owed / 20 + 60)
        stopped, log = await end(last)
        shown = seen(double)

    left = await states(path)
    gap, first_to_last = _gaps(double)
    figures(
        f"R1 by {program}",
        kills=kills,
        reminders=owed,
        lost=owed - len(shown.marks),
        visible_doubles=shown.doubled,
        posted_again=shown.posts - owed,
        longest_gap=gap,
        first_post_to_last=first_to_last,
    )
    assert (len(shown.marks), shown.doubled, left["sent"]) == (owed, 0, owed)
    assert (ended, stopped) == ({-9}, 0), log
    # a program takes seconds to start, more on a busy machine: several lives in a row may end before they have marked
    assert gap <= 30


async def _owe(double: Double, path: Path, life: int) -> None:
    """Owe one reminder a channel: several that are late would come as one message."""
    since = life * _POSTS
    channels = [double.add_channel(f"c{since + number}").id for number in range(_POSTS)]
    await owe_reminders(path, channels, _POSTS, since=since)


async def _live_and_die(double: Double, path: Path, program: str, chance: random.Random) -> int:
    """Run it until so many posts have arrived, or until some instant behind the first, or while it starts."""
    before = len(_posts(double))
    process = await start(double, program, "--database", str(path))
    posts, seconds = chance.choice([(chance.randint(1, _POSTS), 0.004), (1, 0.5), (0, 1.0)])
    await double.until(lambda: len(_posts(double)) >= before + posts, "a post", timeout=60)
    await asyncio.sleep(chance.uniform(0, seconds))
    status, _log = await end(process, kill=True)
    return status


def _gaps(double: Double) -> tuple[float, float]:
    """Give the longest time between two posts of one message, the next and any."""
    times: defaultdict[str, list[datetime]] = defaultdict(list)
    for request in _posts(double):
        times[request.payload["nonce"]].append(request.at)
    following = (later - earlier for of_one in times.values() for earlier, later in pairwise(of_one))
    any_two = (of_one[-1] - of_one[0] for of_one in times.values())
    return max(following, default=timedelta()).total_seconds(), max(any_two).total_seconds()


def _posts(double: Double) -> list[Request]:
    return [one for one in double.requests if one.method == "POST" and one.path.endswith("/messages")]
