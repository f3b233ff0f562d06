"""How long one question in a terminal takes, beside importing the two libraries that the answer stands on."""

import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.figures import Figures, compiled

ROOT = Path(__file__).parents[1]
BAR = 2.5
_LIBRARIES = ("-c", "import sqlalchemy, pydantic")
_QUESTION = ("-m", "bot", "ask", "/who peskov")


def measure(folder: Path, *, rounds: int = 7) -> Figures:
    """Start each of both by turns; the first time, which loads the bundled dossier, is not measured."""
    figures = Figures("A question in a terminal", ("elapsed s", "processor s", "× the libraries", "bar"))
    spent: dict[tuple[str, ...], list[tuple[float, float]]] = {_LIBRARIES: [], _QUESTION: []}
    for place in range(rounds + 1):
        for arguments, taken in spent.items():
            one = _start(folder / "asked.sqlite3", arguments)
            if place:
                taken.append(one)
    floor, asked = (tuple(statistics.median(kind) for kind in zip(*taken, strict=True)) for taken in spent.values())
    figures.row("import sqlalchemy, pydantic", *floor, 1.0, None)
    figures.row("backchannel ask “/who peskov”", *asked, asked[1] / floor[1], BAR)
    return figures


def _start(database: Path, arguments: tuple[str, ...]) -> tuple[float, float]:
    """Run Python; gives the seconds that passed, and those of the processor."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    environment = compiled() | {"BACKCHANNEL_DATABASE": str(database)}
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)
    elapsed, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return elapsed, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
