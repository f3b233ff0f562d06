"""`backchannel article FILE`: texts read, their drafts gone through by single keys, or written to be edited."""

import sys
from collections.abc import Iterator
from pathlib import Path

from bot.asking import UserError
from bot.blocks import Answer, Choice, Field, Form
from bot.cli.load import Call
from bot.commands import dispatch, parser
from bot.commands.articles import take_article
from bot.drafts.article_text import Heading
from bot.terminal import session, text
from bot.terminal.clean import clean, say
from bot.terminal.session import Terminal
from db.desk.article_texts import forget_article_texts, oldest_kept

_ENDINGS = (".txt", ".html", ".htm", ".md", ".eml")
_KEYS = {"y": ("Take", "Same utterance"), "s": ("Skip",), "n": ("Not a statement", "Leave it out"),
         "o": ("Another one",), "e": ("Change",)}  # fmt: skip
_HELP = "y take · e change · s skip · n not a statement · o another one · u undo all · q stop"


def read_articles(here: Terminal, call: Call) -> int:
    """Read a file, a folder of files or standard input; returns 0, or 1 where a file could not be read."""
    files = list(_files(call.given.file))
    with here.database.writing() as connection:
        forget_article_texts(connection, before=oldest_kept(here.clock(), days=call.config.articles.keep))
    faults = 0
    for number, path in enumerate(files, 1):
        if len(files) > 1:
            say(f"[{number}/{len(files)}] {clean(path.name)}", to=sys.stderr)
        try:
            _one(here, call, path)
        except UserError as error:
            if len(files) == 1:
                raise
            faults += 1
            say(f"{clean(path.name)}: {error}", to=sys.stderr)
    return 1 if faults else 0


def _files(given: Path) -> Iterator[Path]:
    if not given.is_dir():
        yield given
        return
    yield from sorted(one for one in given.iterdir() if one.suffix.lower() in _ENDINGS and one.is_file())


def _one(here: Terminal, call: Call, path: Path) -> None:
    given = call.given
    day = given.published.isoformat() if given.published else ""
    heading = Heading(given.outlet, given.title, day, given.link)
    number = take_article(
        here.database, _content(path), path.name, given=heading, desk=here.desk, asker=session.OWNER,
        now=here.clock(), dossier=given.dossier,
    )  # fmt: skip
    answer = _headed(here, _press(here, f"/article {number}", given.dossier))
    if answer.form:
        raise UserError(f"{clean(path.name)} does not say where it came out. Give --outlet, --title and --published")
    if given.yes_sure and (sure := _labelled(answer, ("Take the",))):
        answer = _press(here, sure.line)
    _show(here, answer)
    if sys.stdin.isatty() and not given.yes_sure and (go := _labelled(answer, ("Go through",))):
        _go_through(here, number, _press(here, go.line))


def _content(path: Path) -> bytes:
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
        _show(here, answer)
        key = _key(_HELP)
        if key == "q":
            say(f"The place is kept. Go on: backchannel ask '/article go {number}'")
            return
        try:
            answer = _pressed(here, number, answer, key)
        except UserError as error:
            say(str(error), to=sys.stderr)
            answer = _press(here, f"/article go {number}")
    _show(here, answer)


def _pressed(here: Terminal, number: int, answer: Answer, key: str) -> Answer:
    if key == "u":
        _show(here, _press(here, f"/article back {number}"))
        return _press(here, f"/article go {number}")
    choice = _labelled(answer, _KEYS[key]) if key in _KEYS else None
    if choice is None:
        return answer
    pressed = _press(here, choice.line)
    if pressed.form is None:
        return pressed
    changed = _filled(here, pressed.form)
    _show(here, changed)
    if (save := _labelled(changed, ("Save",))) and _key("y save · n go on") == "y":
        _show(here, _press(here, save.line))
    return _press(here, f"/article go {number}")


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
        return input(clean(f"{field.label}{kept}: ") + " ").strip() or field.value
    except EOFError:
        return field.value


def _key(prompt: str) -> str:
    """Read one key, without waiting for Enter where the terminal can do that."""
    say(prompt)
    try:
        import termios
        import tty
    except ImportError:  # Windows
        return input("> ").strip()[:1].lower() or "s"
    before = termios.tcgetattr(sys.stdin)
    try:
        tty.setcbreak(sys.stdin)
        return sys.stdin.read(1).lower() or "q"
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
