"""What Discord refuses, place by place."""

from collections.abc import Callable
from typing import Any

import pytest

from .command_limits import check_commands
from .limits import COMPONENTS_V2, Json, Refused, check_choices, check_message, check_modal


def _row(*components: Json) -> Json:
    return {"type": 1, "components": list(components)}


def _button(custom_id: str, **more: object) -> Json:
    return {"type": 2, "style": 1, "label": "x", "custom_id": custom_id} | more


def _command(name: str = "who", **more: object) -> Json:
    return {"name": name, "description": "x", "type": 1} | more


def _option(name: str, **more: object) -> Json:
    return {"name": name, "description": "x", "type": 3} | more


FIVE = _row(*(_button(str(number)) for number in range(5)))
LINES = [{"type": 10, "content": "x"}] * 40
V2: Json = {"flags": COMPONENTS_V2}
CHOICES = [{"name": "x", "value": "x"}] * 25
BOTH = _option("a", choices=CHOICES, autocomplete=True)

REFUSED: list[tuple[Callable[[Any], None], Any, str]] = [
    (check_message, {"embeds": [{"title": "x"}] * 11}, "embeds"),
    (check_message, {"embeds": [{"fields": [{"name": "x", "value": "x"}] * 26}]}, "embeds.0.fields"),
    (check_message, {"embeds": [{"fields": [{"name": "", "value": "x"}]}]}, "embeds.0.fields.0.name"),
    (check_message, {"embeds": [{"title": "x", "url": "javascript:x"}]}, "embeds.0.url"),
    (check_message, {"content": "x", "nonce": "x" * 26}, "nonce"),
    (check_message, {"components": [_row(_button("x" * 101))]}, "components.0.components.0.custom_id"),
    (check_message, {"components": [_row(_button(""))]}, "components.0.components.0.custom_id"),
    (check_message, {"components": [_row(*FIVE["components"], _button("6"))]}, "components.0.components"),
    (check_message, {"components": [_row(_button(str(n))) for n in range(6)]}, "components"),
    (check_message, {"components": [_button("1")]}, "components.0.type"),
    (check_message, V2 | {"components": [*LINES, LINES[0]]}, "components"),
    (check_message, V2 | {"components": [{"type": 10, "content": "x" * 4001}]}, "components"),
    (check_message, V2 | {"components": LINES, "content": "x"}, "flags"),
    (check_choices, [*CHOICES, CHOICES[0]], "data.choices"),
    (check_choices, [{"name": "x" * 101, "value": "x"}], "data.choices.0.name"),
    (check_choices, [{"name": "x", "value": ""}], "data.choices.0.value"),
    (check_modal, {"title": "x" * 46, "custom_id": "x", "components": [FIVE]}, "data.title"),
    (check_commands, [_command("Who")], "0.name"),
    (check_commands, [_command("two words")], "0.name"),
    (check_commands, [_command(), _command()], "1.name"),
    (check_commands, [_command(description="")], "0.description"),
    (check_commands, [_command(options=[_option("a"), _option("b", required=True)])], "0.options"),
    (check_commands, [_command(options=[_option(f"o{n}") for n in range(26)])], "0.options"),
    (check_commands, [_command(options=[BOTH])], "0.options.0.choices"),
    (check_commands, [_command(str(number)) for number in range(101)], ""),
]
ALLOWED: list[tuple[Callable[[Any], None], Any]] = [
    (check_message, {"embeds": [{"description": "x" * 4096}, {"title": "x" * 256}] + [{"title": "x"}] * 8}),
    (check_message, {"components": [FIVE]}),
    (check_message, V2 | {"components": LINES}),
    (check_message, {"components": [_row({"type": 2, "style": 5, "label": "x", "url": "https://x.org"})]}),
    (check_choices, CHOICES),
    (check_choices, []),
    (check_commands, [_command("песков"), {"type": 3, "name": "Find in dossier"}]),
    (check_commands, [_command(options=[_option("sub", type=2, options=[_option("leaf", type=1)])])]),
]


def _places(tree: Json, at: str = "") -> list[str]:
    found = [at] if "_errors" in tree else []
    return found + [
        place for key, branch in tree.items() if key != "_errors" for place in _places(branch, f"{at}.{key}".strip("."))
    ]


@pytest.mark.parametrize(("check", "asked", "place"), REFUSED)
def test_refused(check: Callable[[Any], None], asked: Any, place: str) -> None:
    with pytest.raises(Refused) as refused:
        check(asked)

    assert refused.value.body["code"] == 50035
    assert _places(refused.value.body["errors"]) == [place]


@pytest.mark.parametrize(("check", "asked"), ALLOWED)
def test_allowed(check: Callable[[Any], None], asked: Any) -> None:
    check(asked)
