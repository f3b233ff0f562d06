"""What can be asked, by task; what is kept of whoever asks; whether all is well."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot import __version__
from bot.asking import Ask
from bot.blocks import Answer, Block, Choice, CommandName, Group, Line, Moment, Part
from bot.phrasing.lines import count, label_parts
from bot.phrasing.when import when_parts
from bot.rights import Level
from db.outbox.outbox import list_due
from db.reading.sources import list_newest_sources
from db.reading.statements import Sought, list_statements
from db.reading.view import find_items

# what somebody wants to know -> the commands that tell; what is in none of these is shown by who may give it
_TASKS: Mapping[str, Sequence[str]] = {
    "Where it stands, and what changed": ("status", "compare", "changes", "handover", "follow"),
    "Who said what": ("who", "quotes"),
    "What was offered, and where reports differ": ("offers", "conflicts", "sources"),
    "What happened, and what is coming": ("timeline", "dates", "when"),
    "Look something up": ("find", "item", "help"),
}
_FOR: Mapping[Level, str] = {"reader": "More", "editor": "For editors", "admin": "For who administers"}


@dataclass(frozen=True, slots=True)
class Task:
    """A command as help shows it."""

    name: str
    summary: str
    example: str
    level: Level


def overview(ask: Ask, tasks: Sequence[Task]) -> Answer:
    """List the commands by what they are good for, with an example each, and the facts on the bot itself."""
    by_name = {task.name: task for task in tasks}
    listed = {title: [by_name.pop(name) for name in names if name in by_name] for title, names in _TASKS.items()}
    for level, title in _FOR.items():
        listed[title] = [task for task in by_name.values() if task.level == level]
    blocks: list[Block] = [Group(title, tuple(map(_line, shown))) for title, shown in listed.items() if shown]
    for about in FACTS.values():
        blocks += about(ask)
    examples = [Choice(by.example, by.example) for by in tasks if by.name in ("status", "who")]
    return Answer("What you can ask", (*blocks, *examples), line="/help")


def first_steps(ask: Ask) -> Answer:
    """Give five things to try, each by a press; all commands stand behind a button."""
    everything = Choice("All commands", "/help depth:full")
    if not ask.head.id:
        none = Line(("No dossier is loaded yet. An admin loads one: ", CommandName("dossier load")))
        return Answer("What you can ask", (none, everything), line="/help", short=True)
    newest = list_statements(ask.view, Sought(), limit=1)
    speaker = find_items(ask.view, [newest[0].speaker]).get(newest[0].speaker) if newest else None
    steps: list[tuple[str, str, str, str]] = [
        ("Where it stands", "status", "", "where it stands: offers, each side’s last words, what is due"),
        ("What is expected", "dates", "", "what is expected, overdue or possible"),
        ("What happened", "timeline", "", "what happened, the latest first"),
        ("Differences", "conflicts", "", "on which facts reports differ"),
    ]
    if speaker is not None:
        who = (f"Who is {speaker.name}?", "who", f" {speaker.id}", "who somebody is, and what they said last")
        steps.insert(1, who)
    rows = [Line((CommandName(name), f"{rest} – {said}")) for _label, name, rest, said in steps]
    typed = Line((CommandName("find"), " exchange looks for a word, ", CommandName("help"), " who explains a command"))
    buttons = [Choice(label, ask.again(f"/{name}{rest}")) for label, name, rest, _said in steps]
    sections = (Group("", tuple(rows)), Group("", (typed,)))
    return Answer(f"What you can ask of {ask.head.title}", (*sections, *buttons, everything), line="/help", short=True)


def together(title: str, tasks: Sequence[Task]) -> Answer:
    """List the commands that begin with one word."""
    return Answer(title, tuple(map(_line, tasks)), line=f"/help {title.removeprefix('/')}")


def _line(task: Task) -> Line:
    return Line((CommandName(task.name), f" – {task.summary} For example: {task.example}"))


def _privacy(ask: Ask) -> list[Block]:
    kept = "with an answer you record or a setting you make, your id, your name and the time; of questions nothing"
    seen = "; /my data gives it to you, /my forget deletes it"
    return [Line((f"{kept}{seen}",), label="Kept of you")]


def _version(ask: Ask) -> list[Block]:
    return [Line((f"Backchannel {__version__}",), label="Version")]


def _health(ask: Ask) -> list[Block]:
    """Say whether the dossier is there and fresh, and whether all that is owed can be posted."""
    if not ask.head.id:
        return [Line(("no dossier is loaded",), label="Health")]
    blocks: list[Block] = [Line((f"{ask.head.title}, revision {ask.head.revision}",), label="Dossier")]
    newest = list_newest_sources(ask.view, limit=1)
    blocks += [label_parts(when_parts(one.published), cites=[one.id], label="Newest source") for one in newest]
    rows = list_due(ask.view.connection, desk=ask.desk.id, dossier=ask.head.id)
    waiting = [row for row in rows if row.state in ("waiting", "claimed")]
    late = [row for row in waiting if row.due_at < ask.now]
    parked = [row for row in rows if row.state == "parked"]
    said = f"{count(len(waiting), 'message')} owed, {len(late)} of them late, {len(parked)} that could not be posted"
    coming = [row.due_at for row in waiting if row.due_at >= ask.now]
    then: tuple[Part, ...] = ("; next ", Moment(min(coming))) if coming else ()
    blocks.append(Line((said, *then), label="Health"))
    return blocks


# a topic of /help that is no command -> what it tells
FACTS: Mapping[str, Callable[[Ask], list[Block]]] = {
    "health": _health,
    "privacy": _privacy,
    "version": _version,
}
