"""The manifest asks for what the code uses, and the code answers all that the manifest promises."""

import ast
import inspect
import json
from pathlib import Path

from bot.slack import client, shortcuts
from bot.slack.manifest import EVENTS, SCOPES, manifest
from tests.conftest import Run
from tests.slack.scopes import ALL_SCOPES, NEEDED

_ROOM = Path(client.__file__).parent


def _called() -> set[str]:
    """List Slack's methods that the front end calls."""
    found = set()
    for file in _ROOM.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute | ast.Name):
                owner = node.value.attr if isinstance(node.value, ast.Attribute) else node.value.id
                family, _, method = node.attr.partition("_")
                if owner == "web" and method:
                    found.add(f"{family}.{method}")
    return found


def _names(method: str) -> str:
    """Give Slack's own name of a method of the library's."""
    plain = {name.replace(".", "_"): name for name in NEEDED}
    return plain.get(method.replace(".", "_"), method)


def test_every_scope_is_used_and_every_method_has_its_scope() -> None:
    needed = {NEEDED[_names(method)] for method in _called() if _names(method) in NEEDED}

    families = {scope.partition(":")[0] if scope else "" for scope in needed}
    kinds = {scope for scope in SCOPES if scope.endswith((":history", ":read")) and scope[:2] in ("ch", "gr", "im")}
    unexplained = set(SCOPES) - needed - kinds - {"commands", "app_mentions:read"}
    assert unexplained == set()
    assert {scope for scope in needed if scope and "{" not in scope} <= set(SCOPES)
    assert "{kind}" in families
    assert set(SCOPES) == ALL_SCOPES


def test_every_event_and_shortcut_has_its_listener() -> None:
    listened = inspect.getsource(client.listening)
    answered = inspect.getsource(shortcuts.on_shortcut)

    for event in EVENTS:
        assert f'app.event("{event.partition(".")[0]}")' in listened
    for shortcut in manifest()["features"]["shortcuts"]:
        assert f'"{shortcut["callback_id"]}"' in answered
    assert manifest()["features"]["slash_commands"][0]["command"] == client.COMMAND


def test_the_manifest_keeps_slacks_limits(run: Run) -> None:
    code, out, _ = run("slack", "manifest")

    made = json.loads(out)
    shown = made["display_information"]
    assert code == 0
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4000
    for shortcut in made["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
    assert made["settings"]["socket_mode_enabled"]


def test_the_docs_give_each_scope_its_reason() -> None:
    told = (Path(__file__).parents[2] / "docs" / "security.md").read_text("utf-8")

    for scope, reason in SCOPES.items():
        assert f"| `{scope}` | {reason} |" in told
