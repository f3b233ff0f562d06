"""The demo, on one screen: where it stood on a day of the bundled dossier, who somebody is, and that day's reminder."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from rich.console import Console
from rich.text import Text

from bot.blocks import Answer, SourceMark
from bot.terminal.replay import replay
from bot.terminal.session import Terminal, answer_line
from bot.terminal.short_text import bare_rows, foot_rows
from bot.terminal.text import print_rows

_DOSSIER = "us-russia-prisoner-swap-2022"
_DAY = date(2022, 8, 4)  # on which the first announced date is over
_ASKED = (f"status as_of:{_DAY}", f"who peskov as_of:{_DAY}")
_REMINDED = "09:00, a reminder (all of them: .venv/bin/backchannel replay)"
TRY = (
    ("griner", "a name or an id will do; Tab completes"),
    (f"dates as_of:{_DAY}", "what was expected by then"),
    ("conflicts --full", "all that is known; help shows all, Ctrl-D ends"),
)


def show_story(here: Terminal) -> None:
    """Ask two questions as of a day of the story, show the reminder that it brings, and say what to try."""
    answers = [answer_line(here, f"{line} dossier:{_DOSSIER}") for line in _ASKED]
    reminder, *_ = replay(replace(here, console=Console(quiet=True)), _DAY, _DAY, dossier=_DOSSIER)
    titles = [*(f"backchannel> {line}" for line in _ASKED), f"{_DAY.day} {_DAY:%B %Y}, {_REMINDED}"]
    for title, answer in zip(titles, _numbered_together([*answers, reminder]), strict=True):
        here.console.print(Text(title, style="bold cyan"))
        print_rows(bare_rows(answer, width=here.console.width, zone=here.desk.zone), here.console)
    print_rows(foot_rows(answer, width=here.console.width), here.console)
    for line, meaning in TRY:
        here.console.print(Text.assemble("Try  ", (f"{line:22}", "bold cyan"), (f"  {meaning}", "dim")))


def _numbered_together(answers: Sequence[Answer]) -> list[Answer]:
    """Let answers share one foot; which source is the newest is said in the first."""
    sources: dict[str, SourceMark] = {source.id: source for answer in answers for source in answer.sources}
    first, *others = [replace(answer, sources=tuple(sources.values())) for answer in answers]
    return [first, *(replace(answer, below=()) for answer in others)]
