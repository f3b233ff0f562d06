"""`backchannel article FILE`: texts read, their drafts gone through by single keys, or written to be edited."""

import sys
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from bot.articles.heading import Heading
from bot.asking import UserError
from bot.blocks import Answer, Choice, Field, Form
from bot.cli.call import Call
from bot.commands import dispatch, parser
from bot.commands.articles import take_article
from bot.commands.draft_file import STAYS, is_draft_file, load_drafts, written_drafts
from bot.log import Log
from bot.terminal import session, text
from bot.terminal.clean import clean, say
from bot.terminal.session import Terminal
from db.desk.article_texts import forget_article_texts, oldest_kept

_ENDINGS = (".txt", ".html", ".htm", ".md", ".eml")
_KEYS = {"y": ("Take", "Same utterance"), "s": ("Skip",), "n": ("Not a statement", "Leave it out"),
         "o": ("Another one",), "e": ("Change",), "u": ("Undo",)}  # fmt: skip
_ALWAYS = ("U undo all", "q stop")

_log = Log(__name__)


def read_articles(here: Terminal, call: Call) -> int:
    """Read a file, a folder of files or standard input; returns 0, or 1 where something could not be read or taken."""
    files = list(_files(call.given.file))
    with here.database.writing() as connection:
        forget_article_texts(connection, before=oldest_kept(here.clock(), days=call.config.articles.keep))
    if len(files) == 1:
        content = content_of(files[0])
        if is_draft_file(content):
            return _load(here, content)
        numbers, faults = [_take(here, call, files[0], content)], 0
    else:
        numbers = list(_take_all(here, call, files))
        faults = len(files) - len(numbers)
    if call.given.drafts:
        _write(here, call, numbers)
        return 1 if faults else 0
    for number in numbers:
        try:
            _go(here, call, number)
        except UserError as error:
            if len(files) == 1:
                raise
            faults += 1
            say(f"text {number}: {error}", to=sys.stderr)
    return 1 if faults else 0


def _files(given: Path) -> Iterator[Path]:
    if not given.is_dir():
        yield given
        return
    found = sorted(one for one in given.iterdir() if one.suffix.lower() in _ENDINGS and one.is_file())
    if not found:
        raise UserError(f"{clean(str(given))} has no text: files end in {', '.join(_ENDINGS)}.")
    yield from found


def _take_all(here: Terminal, call: Call, files: Sequence[Path]) -> Iterator[int]:
    """Read one file after the other, with a bar; what can't be read is told, and the rest goes on."""
    console = Console(stderr=True, highlight=False)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        bar = shown.add_task("Reading", total=len(files))
        for path in files:
            shown.update(bar, description=clean(path.name)[:40])
            try:
                yield _take(here, call, path, content_of(path))
            except UserError as error:
                console.print(f"{clean(path.name)}: {clean(str(error))}", markup=False, soft_wrap=True)
            except Exception:
                _log.exception("a text could not be read", file=path.name)
                console.print(f"{clean(path.name)}: a fault of the program; see the log", markup=False, soft_wrap=True)
            shown.advance(bar)


def _take(here: Terminal, call: Call, path: Path, content: bytes) -> int:
    given = call.given
    day = given.published.isoformat() if given.published else ""
    heading = Heading(given.outlet, given.title, day, given.link)
    return take_article(
        here.database, content, path.name, given=heading, desk=here.desk, asker=session.OWNER,
        now=here.clock(), dossier=given.dossier,
    )  # fmt: skip


def _go(here: Terminal, call: Call, number: int) -> None:
    """Sum a text up, and take or go through its drafts."""
    given = call.given
    answer = _headed(here, _press(here, f"/article {number}", given.dossier))
    if answer.form:
        missing = [f"--{field.option}" for field in answer.form.fields if field.needed and not field.value]
        raise UserError(f"It does not say where it came out. Add {' and '.join(missing)}")
    if given.yes_sure and (sure := _labelled(answer, ("Take the",))):
        answer = _press(here, sure.line)
    _show(here, answer)
    if sys.stdin.isatty() and not given.yes_sure and (go := _labelled(answer, ("Go through",))):
        _go_through(here, number, _press(here, go.line))


# --- a file of drafts


def _write(here: Terminal, call: Call, numbers: Sequence[int]) -> None:
    """Write the drafts of texts as YAML; a file that is there is not overwritten."""
    path: Path = call.given.drafts
    for number in numbers:
        _headed(here, _press(here, f"/article {number}", call.given.dossier))
    written = written_drafts(
        here.database, numbers, now=here.clock(), desk=here.desk, asker=session.OWNER, dossier=call.given.dossier
    )
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(written)
    except OSError as error:
        raise UserError(
            f"{clean(str(path))} can't be written: {error.strerror}. The drafts are kept: /article"
        ) from error
    say(f"{path}: edit it, then load it: backchannel article {path}")


def _load(here: Terminal, content: bytes) -> int:
    faults = 0
    for said in load_drafts(here.database, content, now=here.clock(), desk=here.desk, asker=session.OWNER):
        faults += said.partition(":")[0].endswith(STAYS)
        say(said)
    return 1 if faults else 0


def content_of(path: Path) -> bytes:
    """Read a file, or with - standard input; raises UserError."""
    try:
        return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        raise UserError(f"{clean(str(path))} can't be read: {error.strerror}.") from error


def _press(here: Terminal, line: str, dossier: str = "") -> Answer:
    return session.answer_line(here, line + (f" dossier:{dossier}" if dossier else ""))


def _show(here: Terminal, answer: Answer) -> None:
    text.show(answer, here.console, zone=here.desk.zone)


def _labelled(answer: Answer, labels: tuple[str, ...]) -> Choice | None:
    return next((one for one in answer.blocks if isinstance(one, Choice) and one.label.startswith(labels)), None)


def _headed(here: Terminal, answer: Answer) -> Answer:
    """Ask for what a text does not tell of itself, where there is somebody to ask."""
    if answer.form is None or not sys.stdin.isatty():
        return answer
    return _filled(here, answer.form)


# --- one key a draft


def _go_through(here: Terminal, number: int, answer: Answer) -> None:
    """Show one draft after the other until all were seen, or somebody stops."""
    while _labelled(answer, ("Skip",)):
        keys = _keys_of(answer)
        rest = tuple(block for block in answer.blocks if block not in keys.values())
        _show(here, replace(answer, blocks=rest))
        key = _key(" · ".join((*(f"{key} {_said(choice)}" for key, choice in keys.items()), *_ALWAYS)), here)
        if key == "q":
            say(f"The place is kept. Go on: backchannel ask '/article go {number}'")
            return
        try:
            answer = _pressed(here, number, answer, keys, key)
        except UserError as error:
            say(str(error), to=sys.stderr)
            answer = _press(here, f"/article go {number}")
    _show(here, answer)


def _keys_of(answer: Answer) -> dict[str, Choice]:
    """Give each choice of a card its key: letters for those that every card may have, figures for the others."""
    choices = [block for block in answer.blocks if isinstance(block, Choice)]
    letters = {key: choice for key, labels in _KEYS.items() if (choice := _labelled(answer, labels))}
    others = [one for one in choices if one not in letters.values()]
    return letters | {str(number): one for number, one in enumerate(others[:9], start=1)}


def _said(choice: Choice) -> str:
    return choice.label[:1].lower() + choice.label[1:]


def _pressed(here: Terminal, number: int, answer: Answer, keys: dict[str, Choice], key: str) -> Answer:
    if key == "U":
        _show(here, _press(here, f"/article back {number}"))
        return _press(here, f"/article go {number}")
    choice = keys.get(key.lower())
    if choice is None:
        open_yet = key.lower() == "y" and "it can’t be taken yet, see “Still open”"
        say(f"Key {key!r}: {open_yet or 'nothing here goes by it'}.", to=sys.stderr)
        return answer
    pressed = _press(here, choice.line)
    return pressed if pressed.form is None else _filled(here, pressed.form)


def _filled(here: Terminal, form: Form) -> Answer:
    """Ask for a form's fields one by one; Enter keeps what stands there."""
    name, options = parser.parse(form.line)
    say(form.title)
    options |= {field.option: typed for field in form.fields if (typed := _typed(field))}
    return dispatch.ask(here.database, name, options, now=here.clock(), desk=here.desk, asker=session.OWNER,
                        request="")  # fmt: skip


def _typed(field: Field) -> str:
    kept = f" [{field.value}]" if field.value else f" (e.g. {field.example})"
    try:
        return input(clean(f"{field.label}{kept}: ")).strip() or field.value
    except EOFError:
        return field.value


def _key(prompt: str, here: Terminal) -> str:
    """Read one key, without waiting for Enter where the terminal can do that."""
    say("\n".join(textwrap.wrap(prompt, here.console.width)))
    try:
        import termios
        import tty
    except ImportError:  # Windows
        return input("> ").strip()[:1] or "s"
    before = termios.tcgetattr(sys.stdin)
    try:
        tty.setcbreak(sys.stdin)
        return sys.stdin.read(1) or "q"
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
