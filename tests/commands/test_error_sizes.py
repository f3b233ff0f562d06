"""Errors are read at a glance: at most six rows at 40 columns, of whatever a wrong answer to an option may be."""

import ast
import itertools
from pathlib import Path

import bot
from bot.asking import UserError
from bot.commands import dispatch
from bot.commands.registry import COMMANDS, all_options
from bot.phrasing.short_size import COLUMNS, row_ends
from db.storage.database import Database
from tests.asking import ANN
from tests.builders import DESK, NOW

_MOST = 6
_ROOT = Path(bot.__file__).parent
_WRONG = ("D99", "a" * 100)
_PLACEHOLDER = 12  # characters of what is told in an error, unless it is cut at another length
_OPTIONS = sorted({option.name for name in COMMANDS for option in all_options(name)})
_LONG = {"bot/cli/backup.py"}  # an operator's terminal, with a command to copy


def _rows(text: str) -> int:
    return sum(1 for line in text.split("\n") for _ in row_ends(line, COLUMNS))


def _texts(path: Path) -> list[tuple[str, str]]:
    """List the wordings of the errors that a file raises, with a placeholder for what is told in them."""
    text = path.read_text()
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)] if "UserError(" in text else []
    raised = [node for node in calls if getattr(node.func, "id", "") == "UserError" and node.args]
    return [(f"{path.relative_to(_ROOT.parent)}:{node.lineno}", _worded(node.args[0])) for node in raised]


def _worded(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            return "".join(map(_worded, values))
        case ast.FormattedValue(value=value):
            cut = [one.upper.value for one in ast.walk(value) if isinstance(one, ast.Slice) and _is_number(one.upper)]  # type: ignore[union-attr]
            return "x" * (cut[0] if cut else _PLACEHOLDER)
        case ast.BinOp(left=left, right=right):
            return _worded(left) + _worded(right)
        case ast.IfExp(body=body, orelse=other):
            return max(_worded(body), _worded(other), key=len)
    return ""


def _is_number(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int)


def test_no_wording_of_an_error_is_taller_than_it_may_be() -> None:
    texts = [one for path in sorted(_ROOT.rglob("*.py")) for one in _texts(path)]

    tall = {where: text for where, text in texts if _rows(text) > _MOST and where.partition(":")[0] not in _LONG}
    assert tall == {}
    assert len(texts) > 200


def test_no_wrong_value_of_an_option_is_answered_at_length(ferry: Database) -> None:
    tall, refused = {}, 0
    for name, option, wrong in itertools.product(COMMANDS, _OPTIONS, _WRONG):
        needed = {one.name: "D1" for one in all_options(name) if one.required}
        if option not in {one.name for one in all_options(name)}:
            continue
        try:
            dispatch.ask(ferry, name, needed | {option: wrong}, now=NOW, desk=DESK, asker=ANN)
        except UserError as error:
            refused += 1
            if _rows(str(error)) > _MOST:
                tall[f"{name} {option}:{wrong}"] = str(error)
    assert tall == {}
    assert refused > 100
