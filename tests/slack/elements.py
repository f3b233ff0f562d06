"""What buttons, lists and fields may hold."""

from collections.abc import Callable, Iterator
from typing import Any

from .shapes import Json, Problem, keys, listed, long, one_of

_TEXT_KINDS = ("plain_text", "mrkdwn")


def check_text(text: Any, at: str, *, most: int, kinds: tuple[str, ...] = _TEXT_KINDS) -> Iterator[Problem]:
    """Check a text object."""
    yield from one_of(text, kinds, at)
    if isinstance(text, dict) and text.get("type") in kinds:
        own = ("emoji?",) if text["type"] == "plain_text" else ("verbatim?",)
        yield from keys(text, at, "type", "text", *own)
        yield from long(text, "text", most, at)


def _plain(element: Json, name: str, most: int, at: str) -> Iterator[Problem]:
    if name in element:
        yield from check_text(element[name], f"{at}/{name}", most=most, kinds=("plain_text",))


def _option(option: Any, at: str) -> Iterator[Problem]:
    yield from keys(option, at, "text", "value", "description?", "url?")
    if isinstance(option, dict):
        yield from _plain(option, "text", 75, at)
        yield from _plain(option, "description", 75, at)
        yield from long(option, "value", 150, at)


def check_options(options: Any, at: str) -> Iterator[Problem]:
    """Check what a list offers."""
    yield from listed({"options": options}, "options", 100, at, least=0)
    for number, option in enumerate(options if isinstance(options, list) else ()):
        yield from _option(option, f"{at}/options/{number}")


def _acting(element: Json, at: str, *names: str) -> Iterator[Problem]:
    yield from keys(element, at, "type", "action_id?", "confirm?", "focus_on_load?", *names)
    yield from long(element, "action_id", 255, at)
    if "confirm" in element:
        yield from _confirm(element["confirm"], f"{at}/confirm")
    yield from _plain(element, "placeholder", 150, at)


def _confirm(confirm: Any, at: str) -> Iterator[Problem]:
    yield from keys(confirm, at, "title", "text", "confirm", "deny", "style?")
    for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        yield from _plain(confirm, name, most, at)


def _button(element: Json, at: str) -> Iterator[Problem]:
    yield from _acting(element, at, "text", "value?", "url?", "style?", "accessibility_label?")
    yield from _plain(element, "text", 75, at)
    yield from long(element, "value", 2000, at)
    yield from long(element, "url", 3000, at)
    yield from long(element, "accessibility_label", 75, at)
    if element.get("style", "primary") not in ("primary", "danger"):
        yield Problem("value must be one of: primary, danger", f"{at}/style")


def _static(element: Json, at: str) -> Iterator[Problem]:
    yield from _acting(element, at, "placeholder?", "options", "initial_option?")
    yield from check_options(element.get("options"), at)
    if "initial_option" in element and element["initial_option"] not in element.get("options", ()):
        yield Problem("must be one of the options", f"{at}/initial_option")


def _overflow(element: Json, at: str) -> Iterator[Problem]:
    yield from _acting(element, at, "options")
    yield from listed(element, "options", 5, at)
    yield from check_options(element.get("options"), at)


def _external(element: Json, at: str) -> Iterator[Problem]:
    yield from _acting(element, at, "placeholder?", "initial_option?", "min_query_length?")
    if "initial_option" in element:
        yield from _option(element["initial_option"], f"{at}/initial_option")


def _many_external(element: Json, at: str) -> Iterator[Problem]:
    yield from _acting(element, at, "placeholder?", "initial_options?", "min_query_length?", "max_selected_items?")


def _people(element: Json, at: str) -> Iterator[Problem]:
    yield from _acting(element, at, "placeholder?", "initial_user?")


def _many_people(element: Json, at: str) -> Iterator[Problem]:
    yield from _acting(element, at, "placeholder?", "initial_users?", "max_selected_items?")


def _conversations(element: Json, at: str) -> Iterator[Problem]:
    own = ("placeholder?", "initial_conversation?", "default_to_current_conversation?", "filter?", "initial_channel?")
    yield from _acting(element, at, *own, "response_url_enabled?")


def _many_conversations(element: Json, at: str) -> Iterator[Problem]:
    yield from _acting(element, at, "placeholder?", "initial_conversations?", "filter?", "max_selected_items?")


def _typed(element: Json, at: str) -> Iterator[Problem]:
    own = ("initial_value?", "multiline?", "min_length?", "max_length?", "dispatch_action_config?", "placeholder?")
    yield from _acting(element, at, *own)
    yield from long(element, "initial_value", min(3000, int(element.get("max_length", 3000))), at, least=0)
    if not 1 <= int(element.get("max_length", 1)) <= 3000:
        yield Problem("must be between 1 and 3000", f"{at}/max_length")


def _file(element: Json, at: str) -> Iterator[Problem]:
    yield from _acting(element, at, "filetypes?", "max_files?")
    if not 1 <= int(element.get("max_files", 1)) <= 10:
        yield Problem("must be between 1 and 10", f"{at}/max_files")


def _picture(element: Json, at: str) -> Iterator[Problem]:
    yield from keys(element, at, "type", "alt_text", "image_url?", "slack_file?")
    yield from long(element, "alt_text", 2000, at)


CHECKS: dict[str, Callable[[Json, str], Iterator[Problem]]] = {
    "button": _button,
    "overflow": _overflow,
    "static_select": _static,
    "external_select": _external,
    "multi_external_select": _many_external,
    "users_select": _people,
    "multi_users_select": _many_people,
    "channels_select": _conversations,
    "conversations_select": _conversations,
    "multi_conversations_select": _many_conversations,
    "plain_text_input": _typed,
    "file_input": _file,
    "image": _picture,
}
