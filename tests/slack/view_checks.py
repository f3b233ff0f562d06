"""What a modal and a Home tab may hold."""

import json
from typing import Any

from .block_kit import check_blocks
from .elements import check_text
from .shapes import Json, Problem, keys, long
from .world import Refused

_MODAL = ("type", "title", "blocks", "submit?", "close?", "private_metadata?", "callback_id?", "external_id?",
          "clear_on_close?", "notify_on_close?", "submit_disabled?")  # fmt: skip
_HOME = ("type", "blocks", "private_metadata?", "callback_id?", "external_id?")
_LARGEST = 250_000


def check_view(view: Any, *, kind: str) -> None:
    """Refuse a view as Slack does: with pointers under /view."""
    if not isinstance(view, dict) or view.get("type") != kind:
        raise Refused(
            "invalid_arguments", response_metadata={"messages": ["[ERROR] unsupported type [json-pointer:/view/type]"]}
        )
    problems = [f"{one.text} [json-pointer:{one.at}]" for one in _problems(view, kind)]
    problems += check_blocks(view.get("blocks"), "modal" if kind == "modal" else "home", "/view/blocks")
    if problems:
        said = [f"[ERROR] {problem}" for problem in problems]
        raise Refused("invalid_arguments", response_metadata={"messages": said})
    if len(json.dumps(view)) > _LARGEST:
        raise Refused("view_too_large")


def _problems(view: Json, kind: str) -> list[Problem]:
    found = [*keys(view, "/view", *(_MODAL if kind == "modal" else _HOME))]
    found += long(view, "private_metadata", 3000, "/view", least=0)
    found += long(view, "callback_id", 255, "/view", least=0)
    if kind == "modal":
        for name in ("title", "submit", "close"):
            if name in view:
                found += check_text(view[name], f"/view/{name}", most=24, kinds=("plain_text",))
        has_input = any(block.get("type") == "input" for block in view.get("blocks", ()))
        if has_input and "submit" not in view:
            found.append(Problem("missing required field: submit", "/view"))
    return found
