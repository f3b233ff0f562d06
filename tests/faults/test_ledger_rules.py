"""R16: whatever is done to the ledger in whatever order, and wherever the process ends, its rules hold."""

import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path
from time import process_time

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.faults.conftest import Figures
from tests.faults.ledger import TROUBLES, Trouble
from tests.faults.life import MEMORY, START, Life
from tests.faults.sizes import SIZE, sized

_EXAMPLES, _STEPS = sized(10, 200, 100), sized(25, 50, 100)
_SECONDS = sized(0, 0, 600)  # of processor time, in which further examples are tried
_ITEMS = st.sampled_from(("D1", "D2", "D3"))
_ZONES = st.sampled_from(("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe"))
_LEADS = st.sampled_from(("default", "opening, closing, overdue daily", "2 days before opening, closing"))
_WAITS = st.sampled_from((7, 3_600, 86_400, 86_400, 3 * 86_400))
counted: dict[str, int] = {}


@st.composite
def windows(draw: st.DrawFn) -> str:
    """Draw a day or a window near the present, as EDTF."""
    first = START.date() + timedelta(days=draw(st.integers(-2, 12)))
    days = draw(st.integers(0, 6))
    last: date | None = first + timedelta(days=days)
    return f"{first}" if not days else f"[{first}..]" if days == 6 else f"{first}/{last}"


class Ledger(RuleBasedStateMachine):
    """One desk's ledger, with real code and a real SQLite file."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="backchannel-ledger-", dir=MEMORY))
        self.life = Life(self.folder, seed=1)
        self.windows: dict[str, str] = {}
        counted["examples"] = counted.get("examples", 0) + 1

    @initialize(given=st.tuples(windows(), windows(), windows()), hours=st.integers(0, 48))
    def begin(self, given: tuple[str, str, str], hours: int) -> None:
        self.windows = dict(zip(("D1", "D2", "D3"), given, strict=True))
        self.life.load(self.windows)
        self.life.advance(3_600 * hours)

    def teardown(self) -> None:
        counted["shown"] = counted.get("shown", 0) + len(self.life.discord.shown)
        counted["answers"] = counted.get("answers", 0) + len(self.life.recorded)
        counted["crashes"] = counted.get("crashes", 0) + self.life.crashes
        self.life.close()
        shutil.rmtree(self.folder)

    @rule(item=_ITEMS, window=windows())
    def edit(self, item: str, window: str) -> None:
        """A new revision of the dossier gives a date another window, or tracks one more."""
        self.windows |= {item: window}
        self.life.load(self.windows)

    @rule(zone=_ZONES, hour=st.integers(0, 23), leads=_LEADS, quiet=st.sampled_from(("off", "22:00-07:00")))
    def settle(self, zone: str, hour: int, leads: str, quiet: str) -> None:
        self.life.ask(f'/setup zone:{zone} hour:{hour:02}:30 leads:"{leads}" quiet:{quiet}')

    @rule(seconds=_WAITS)
    def live(self, seconds: int) -> None:
        self.life.advance(seconds)

    @rule(more=st.integers(1, 20))
    def wait(self, more: int) -> None:
        """The next reminder falls due."""
        due_at = self.life.next_due_at()
        self.life.advance(
            (max(due_at - self.life.now(), timedelta()) if due_at else timedelta()).total_seconds() + more
        )

    @rule(troubles=st.lists(st.sampled_from(TROUBLES), min_size=1, max_size=3))
    def trouble_discord(self, troubles: list[Trouble]) -> None:
        self.life.discord.trouble += troubles

    @rule()
    def forbid(self) -> None:
        self.life.discord.forbidden.add("1000")

    @rule(calls=st.integers(1, 40))
    def trouble_disk(self, calls: int) -> None:
        self.life.disk_fails = calls

    @rule(boundary=st.integers(0, 120))
    def end_at(self, boundary: int) -> None:
        """The process ends at a boundary of its I/O to come."""
        self.life.crash_in = boundary

    @rule()
    def kill(self) -> None:
        self.life.kill()

    @rule(item=_ITEMS, kind=st.sampled_from(("happened", "did-not-happen", "unclear", "withdrawn")))
    def answer(self, item: str, kind: str) -> None:
        self.life.record(f"/outcome {item} {kind} basis:morning", item, kind.replace("-", " "))

    @rule(item=_ITEMS, window=windows().filter(lambda edtf: edtf[0] != "["))
    def move(self, item: str, window: str) -> None:
        self.life.record(f"/outcome {item} moved to:{window}", item, "moved")

    @precondition(lambda self: self.life.discord.shown)
    @rule(which=st.integers(0, 20), press=st.sampled_from(("happened", "not", "unclear")))
    def press(self, which: int, press: str) -> None:
        """A button of a message that is shown gives an answer."""
        id_, _, item, _ = self._reminder(which)
        kind = {"not": "did not happen"}.get(press, press)
        self.life.record(f"/due {id_} {press} basis:morning", item, kind)

    @precondition(lambda self: self.life.discord.shown)
    @rule(which=st.integers(0, 20), press=st.sampled_from(("later when:tomorrow", 'later when:"in 2 hours"', "check")))
    def put_off(self, which: int, press: str) -> None:
        """A button of a message that is shown asks for another, or takes the matter on."""
        self.life.ask(f"/due {self._reminder(which)[0]} {press}")

    def _reminder(self, which: int) -> tuple[int, str, str, str]:
        shown = self.life.discord.shown
        return shown[which % len(shown)].rows[0]

    @rule()
    def rest(self) -> None:
        """Nothing goes wrong for a minute: all that was due is then shown or parked."""
        self.life.heal()
        self.life.advance(61)
        assert self.life.unsettled() == []

    @invariant()
    def the_rules_hold(self) -> None:
        assert self.life.broken_rules() == []


def test_the_rules_of_the_ledger_hold_whatever_is_done(figures: Figures) -> None:
    counted.clear()
    long = settings(
        max_examples=_EXAMPLES,
        stateful_step_count=_STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink) if SIZE == "full" else (Phase.generate,),
    )

    began, rounds = process_time(), 0
    try:
        while not rounds or process_time() - began < _SECONDS:
            run_state_machine_as_test(seed(rounds)(Ledger), settings=long)
            rounds += 1
    finally:
        # the number of a round that fails is its seed; Hypothesis prints the fewest steps that make it fail
        figures("R16", rounds=rounds, steps_each=_STEPS, **counted, cpu_seconds=process_time() - began)
