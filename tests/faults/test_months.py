"""R17: whole months of a desk's life, simulated: people answer, files change, and all goes wrong that can.

A seed decides everything, so one that fails can be lived through again:
python -m tests.faults.test_months SEED prints what was done and what came of it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.faults.conftest import Figures
from tests.faults.ledger import TROUBLES
from tests.faults.life import MEMORY, Life
from tests.faults.sizes import sized

_DAYS = 30
_SECONDS = sized(3, 60, 300)  # for as many seeds as they allow
_ROOT = Path(__file__).parents[2]
# a summer, a winter, and months in which clocks change
_STARTS = [datetime(2031 + month // 12, month % 12 + 1, 1, 5, 0, tzinfo=UTC) for month in (2, 5, 9, 12)]
_ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe")


class Month:
    """A month of one seed; `told` is what was done, `wrong` what must not be."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.life = Life(folder, seed, _STARTS[seed % len(_STARTS)])
        self.chance = self.life.chance
        self.told: list[str] = []
        self.wrong: list[str] = []
        self.windows: dict[str, str] = {}

    def live(self) -> None:
        """Live through it."""
        self._load(6)
        end = self.life.start + timedelta(days=_DAYS)
        while self.life.now() < end and not self.wrong:
            doing = self.chance.choices([do for do, _ in self._events()], [weight for _, weight in self._events()])[0]
            self.told.append(f"{self.life.now():%d %H:%M:%S} {doing.__name__.strip('_')}")
            doing()
            self.life.advance(self.chance.choice((1, 20, 600, 3_600, 6 * 3_600, 20 * 3_600)))
            self.wrong += self.life.broken_rules()
        self.life.heal()
        self.life.advance(3_600)
        self.wrong += self.life.broken_rules() + self.life.unsettled()

    def _events(self) -> list[tuple[Callable[[], None], int]]:
        return [
            (self._nothing, 6),
            (self._answer, 3),
            (self._later, 2),
            (self._settle, 1),
            (self._edit, 2),
            (self._network, 3),
            (self._forbid, 1),
            (self._disk, 2),
            (self._crash, 3),
            (self._healed, 4),
        ]

    def _nothing(self) -> None:
        pass

    def _load(self, dates: int) -> None:
        self.windows |= {f"D{number}": self._window() for number in range(1, dates + 1)}
        self.life.load(self.windows)

    def _window(self) -> str:
        first = self.life.now().date() + timedelta(days=self.chance.randint(-3, 25))
        return (
            f"{first}/{first + timedelta(days=self.chance.randint(1, 9))}" if self.chance.random() < 0.6 else f"{first}"
        )

    def _answer(self) -> None:
        item = self.chance.choice(sorted(self.windows))
        kind = self.chance.choice(("happened", "did-not-happen", "moved", "unclear", "withdrawn"))
        to = f" to:{self._window()}" if kind == "moved" else ""
        self.life.record(f"/outcome {item} {kind}{to} basis:morning", item, kind.replace("-", " "))

    def _later(self) -> None:
        if self.life.discord.shown:
            row = self.chance.choice(self.life.discord.shown).rows[0]
            self.life.ask(f"/due {row[0]} later when:tomorrow")

    def _settle(self) -> None:
        self.life.ask(f"/setup zone:{self.chance.choice(_ZONES)} hour:{self.chance.randint(0, 23):02}:30")

    def _edit(self) -> None:
        self._load(self.chance.randint(1, 4))

    def _network(self) -> None:
        self.life.discord.trouble += self.chance.choices(TROUBLES, k=self.chance.randint(1, 12))

    def _forbid(self) -> None:
        self.life.discord.forbidden.add("1000")

    def _disk(self) -> None:
        self.life.disk_fails = self.chance.randint(1, 60)

    def _crash(self) -> None:
        self.life.crash_in = self.chance.randint(0, 150)

    def _healed(self) -> None:
        self.life.heal()


def lived(seed: int) -> Month:
    """Live through the month of a seed."""
    folder = Path(tempfile.mkdtemp(prefix="backchannel-month-", dir=MEMORY))
    try:
        month = Month(seed, folder)
        month.live()
        month.life.close()
        return month
    finally:
        shutil.rmtree(folder)


def account(month: Month) -> str:
    """Tell of a month, all that could differ if it were lived again."""
    shown = [f"{one.at} {one.nonce} {one.rows}" for one in month.life.discord.shown]
    return "\n".join([*month.told, *shown, f"{month.life.discord.attempts} attempts", *month.wrong])


def test_months_in_which_everything_fails_keep_every_rule(figures: Figures) -> None:
    end, seed, shown, crashes = time.monotonic() + _SECONDS, 0, 0, 0
    bad: dict[int, list[str]] = {}
    while time.monotonic() < end:
        month = lived(seed)
        shown, crashes = shown + len(month.life.discord.shown), crashes + month.life.crashes
        bad |= {seed: month.wrong} if month.wrong else {}
        seed += 1

    figures("R17", seeds=seed, days_each=_DAYS, shown=shown, crashes=crashes, seeds_that_failed=len(bad))
    assert not bad, f"live through it again: .venv/bin/python -m tests.faults.test_months {min(bad)}"


def test_a_seed_is_lived_through_again_exactly() -> None:
    # other processes, each with its own order of sets
    accounts = [
        subprocess.run(
            [sys.executable, "-m", "tests.faults.test_months", "7"],
            cwd=_ROOT,
            env=os.environ | {"PYTHONHASHSEED": hashes},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hashes in ("1", "2")
    ]

    assert accounts[0] == accounts[1]
    assert "attempts" in accounts[0]


if __name__ == "__main__":
    sys.stdout.write(account(lived(int(sys.argv[1]))) + "\n")
