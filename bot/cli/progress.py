"""How far a load is: a bar on a terminal, a line now and then in a pipe."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from bot.terminal.clean import say

_STEPS = 10  # lines for each of the parts of a long load
_LONG = 5_000  # items; a shorter load is over before anybody could read a line

Tell = Callable[[str, int, int], None]  # of what, how many of how many are done


@contextmanager
def progress(out: TextIO) -> Iterator[Tell]:
    """Show what is told of a load while it runs."""
    if not out.isatty():
        yield _lines(out)
        return
    # a megabyte that a running bot does without
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    console = Console(file=out, highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as shown:
        parts: dict[str, TaskID] = {}

        def tell(what: str, done: int, all_: int) -> None:
            if what not in parts:
                parts[what] = shown.add_task(f"Writing {what}", total=all_)
            # of some items there are several rows, of others none
            shown.update(parts[what], completed=min(done, all_))

        yield tell


def _lines(out: TextIO) -> Tell:
    told: dict[str, int] = {}

    def tell(what: str, done: int, all_: int) -> None:
        step = min(done, all_) * _STEPS // max(all_, 1)
        if all_ >= _LONG and step > told.get(what, 0):
            told[what] = step
            say(f"Writing {what}: {min(done, all_):,} of {all_:,}", to=out)

    return tell
