"""R17: whole months of a desk's life, simulated: people answer, files change, and all goes wrong that can.

A seed decides everything, so one that fails can be lived through again:
python -m tests.faults.test_months SEED prints what was done and what came of it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import process_time
from zoneinfo import ZoneInfo

from bot.asking import local_day
from db.outbox.claims import MOST_UNRECORDED
from db.storage.moments import micros
from tests.faults.conftest import Figures
from tests.faults.ledger import TROUBLES
from tests.faults.life import MEMORY, Life
from tests.faults.sizes import sized

_DAYS = 30
_SECONDS = sized(3, 60, 300)  # of processor time, for as many seeds as they allow
_ROOT = Path(__file__).parents[2]
# a summer, a winter, and months in which clocks change
_STARTS = [datetime(2031 + month // 12, month % 12 + 1, 1, 5, 0, tzinfo=UTC) for month in (2, 5, 9, 12)]
_LEADS = ("default", "opening, closing, overdue daily", "2 days before opening, opening, closing", "closing")
_CLOCKS = ("02:30", "08:00", "23:45")
_DIGESTS = 0.05  # of the months have digests as well, which cost the most
_ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe")


class Month:
    """A month of one seed; `told` is what was done, `wrong` what must not be."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.life = Life(folder, seed, _STARTS[seed % len(_STARTS)])
        self.chance = self.life.chance
        self.told: list[str] = []
        self.done: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.windows: dict[str, str] = {}
        self.runs: tuple[date, str, str] | None = None  # from which day on digests run daily, at which time and where

    def live(self) -> None:
        """Live through it."""
        self._load(4)
        if self.chance.random() < _DIGESTS:
            self._subscribe()
        end = self.life.start + timedelta(days=_DAYS)
        while self.life.now() < end and not self.wrong:
            for doing in self.chance.choices(list(_DOINGS), list(_DOINGS.values()), k=self.chance.choice((1, 1, 2, 3))):
                self.done[doing.__name__.strip("_")] += 1
                self.told.append(f"{self.life.now():%d %H:%M:%S} {doing.__name__.strip('_')}")
                doing(self)
            self.life.advance(self._while())
            self.wrong += self.life.broken_rules()
        self._healed()
        self.life.advance(3_600)
        self.wrong += self.life.broken_rules() + self.life.unsettled() + self._runs_missed()

    def _while(self) -> float:
        """Choose how long nothing else is done: often until the next post, so that what goes wrong meets it."""
        due_at = self.life.next_due_at()
        if due_at and self.chance.random() < 0.5:
            return max(1.0, (due_at - self.life.now()).total_seconds() + self.chance.choice((-1, 0, 1, 30)))
        return self.chance.choice((1, 20, 600, 6 * 3_600, 48 * 3_600))

    def _load(self, dates: int) -> None:
        self.windows |= {f"D{number}": self._window() for number in range(1, dates + 1)}
        self.life.load(self.windows)

    def _window(self) -> str:
        first = self.life.now().date() + timedelta(days=self.chance.randint(-3, 25))
        return (
            f"{first}/{first + timedelta(days=self.chance.randint(1, 9))}" if self.chance.random() < 0.6 else f"{first}"
        )

    def _subscribe(self) -> None:
        clock, zone = self.chance.choice(_CLOCKS), self.chance.choice(_ZONES)
        self.life.ask(f"/digest add {clock} days:daily zone:{zone} channel:2000")
        self.life.ask("/digest save 1")
        self.runs = local_day(self.life.now(), zone), clock, zone

    def _runs_missed(self) -> list[str]:
        """List the local days on which the digest did not come once."""
        if self.runs is None:
            return []
        first, clock, zone = self.runs
        days = [first + timedelta(days=number) for number in range(_DAYS + 3)]
        last = self.life.now() - timedelta(minutes=5)
        due = {f"{day} {clock}" for day in days if self.life.start < _at(day, clock, zone) <= last}
        rows = self.life.rows("SELECT occasion, state FROM due WHERE kind = 'digest' AND due_at <= ?", micros(last))
        # held until quiet hours are over: planned, and due only then
        quiet = {one for (one,) in self.life.rows("SELECT occasion FROM due WHERE kind = 'digest' AND state = 'held'")}
        return [f"digest {one}" for one in sorted((due - quiet) ^ ({occasion for occasion, _ in rows} - quiet))] + [
            f"digest {occasion} is {state}" for occasion, state in rows if state not in ("sent", "parked")
        ]

    def _answer(self) -> None:
        item = self.chance.choice(sorted(self.windows))
        kind = self.chance.choice(("happened", "did-not-happen", "moved", "unclear", "withdrawn"))
        to = f" to:{self._window()}" if kind == "moved" else ""
        self.life.record(f"/outcome {item} {kind}{to} basis:morning", item, kind.replace("-", " "))

    def _press(self) -> None:
        reminders = [row for one in self.life.discord.shown for row in one.rows if row[1] == "reminder"]
        if reminders:
            press = self.chance.choice(("/due {} later when:tomorrow", "/due {} check", "/notice {}"))
            self.life.ask(press.format(self.chance.choice(reminders)[0]))

    def _settle(self) -> None:
        zone, hour = self.chance.choice(_ZONES), self.chance.randint(0, 23)
        leads, quiet = self.chance.choice(_LEADS), self.chance.choice(("off", "off", "22:00-07:00"))
        self.life.ask(f'/setup zone:{zone} hour:{hour:02}:30 leads:"{leads}" quiet:{quiet}')

    def _edit(self) -> None:
        self._load(self.chance.randint(1, 3))

    def _network(self) -> None:
        self.life.discord.trouble += self.chance.choices(TROUBLES, k=self.chance.randint(1, 8))

    def _forbid(self) -> None:
        self.life.discord.forbidden.add(self.chance.choice(("1000", "user:1", "2000")))

    def _disk(self) -> None:
        self.life.disk_fails = self.chance.randint(1, 20)

    def _unmark(self) -> None:
        self.life.unmarked = self.chance.choice((1, 1, 3, 30))

    def _crash(self) -> None:
        self.life.crash_in = self.chance.randint(0, 150)

    def _healed(self) -> None:
        self.life.heal()
        if self.life.rows("SELECT 1 FROM due WHERE state = 'parked'"):
            self.life.ask("/setup retry:yes")


_DOINGS: dict[Callable[[Month], None], int] = {
    Month._answer: 3,
    Month._press: 2,
    Month._settle: 1,
    Month._edit: 2,
    Month._network: 3,
    Month._forbid: 1,
    Month._disk: 2,
    Month._unmark: 1,
    Month._crash: 3,
    Month._healed: 3,
}  # how often each


def _at(day: date, clock: str, zone: str) -> datetime:
    """Give a local time’s instant, roughly where clocks change."""
    return datetime.combine(day, time.fromisoformat(clock), ZoneInfo(zone)).astimezone(UTC)


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
    began, seed, shown, crashes = process_time(), 0, 0, 0
    done: Counter[str] = Counter()
    bad: dict[int, list[str]] = {}
    while process_time() - began < _SECONDS:
        month = lived(seed)
        shown, crashes = shown + len(month.life.discord.shown), crashes + month.life.crashes
        done += month.done
        bad |= {seed: month.wrong} if month.wrong else {}
        seed += 1

    figures(
        "R17",
        seeds=seed,
        days_each=_DAYS,
        seeds_a_minute=60 * seed / (process_time() - began),
        shown=shown,
        crashes=crashes,
        **dict(sorted(done.items())),
        seeds_that_failed=len(bad),
    )
    again = [f"{wrong[0]}: .venv/bin/python -m tests.faults.test_months {seed}" for seed, wrong in bad.items()]
    assert again == []


def test_a_life_in_which_no_post_is_ever_recorded_ends_and_is_found(tmp_path: Path) -> None:
    life = Life(tmp_path, seed=1)
    life.load({"D1": "2031-03-02", "D2": "2031-03-03/2031-03-05"})
    life.unmarked = 1_000_000
    life.advance(3 * 86_400)

    shown, tries = len(life.discord.shown), {row[0] for row in life.rows("SELECT attempts FROM due WHERE message = ''")}
    wrong, broken = life.unsettled(), life.broken_rules()
    life.heal()
    life.ask("/setup retry:yes")
    life.advance(3_600)
    healed = life.unsettled(), life.broken_rules()
    life.close()

    assert (shown, max(tries), broken) == (3, MOST_UNRECORDED, [])
    assert [line.partition(" ")[2] for line in wrong[:1]] == ["opening 2031-03-02 is shown, but parked"]
    assert healed == ([], [])


def test_a_seed_is_lived_through_again_exactly() -> None:
    # another process, with its own order of sets
    other = subprocess.run(
        [sys.executable, "-m", "tests.faults.test_months", "7"],
        cwd=_ROOT,
        env=os.environ | {"PYTHONHASHSEED": "1"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    here = account(lived(7)) + "\n"

    assert here == other
    assert "attempts" in here


if __name__ == "__main__":
    sys.stdout.write(account(lived(int(sys.argv[1]))) + "\n")
