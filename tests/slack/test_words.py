"""What is said in Slack speaks of a workspace: no text for both platforms names a server of Discord's."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import bot

_ROOT = Path(bot.__file__).parent
# what speaks of Discord alone, or to whoever runs the bot
_OWN = {"discord", "cli", "config.py", "config_values.py", "platforms.py"}
_SERVER = re.compile(r"\b(?:this|the|your) server\b(?! of)", re.IGNORECASE)


def _said(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the texts of a file that are no docstrings."""
    tree = ast.parse(path.read_text())
    notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes:
            yield node.lineno, node.value


def test_no_text_for_both_platforms_names_a_server() -> None:
    files = [path for path in _ROOT.rglob("*.py") if path.relative_to(_ROOT).parts[0] not in _OWN]

    named = {
        f"{path.relative_to(_ROOT)}:{line}": text
        for path in files
        for line, text in _said(path)
        if _SERVER.search(text)
    }
    assert named == {}
    assert len(files) > 200
