"""Filling in a form as Slack's clients do: by the labels of its fields, with what stands there already."""

from collections.abc import Mapping
from typing import Any

from .world import Json, StoredFile, World

Values = Mapping[str, str | list[str] | tuple[str, bytes]]


def filled(world: World, blocks: list[Json], values: Values) -> Json:
    """Give the state that is sent; what a client would not let through fails the test."""
    inputs = [block for block in blocks if block["type"] == "input"]
    labels = {block["label"]["text"] for block in inputs}
    assert set(values) <= labels, f"no fields {set(values) - labels}; there are {labels}"
    state: Json = {}
    for block in inputs:
        element, label = block["element"], block["label"]["text"]
        value = _given(world, element, values[label]) if label in values else _standing(element)
        empty = not any(value.get(key) for key in value if key != "type")
        assert not empty or block.get("optional"), f"the client wants {label!r} filled in"
        state.setdefault(block["block_id"], {})[element["action_id"]] = value
    return state


def _given(world: World, element: Json, value: Any) -> Json:
    kind = element["type"]
    match kind:
        case "plain_text_input":
            assert len(value) <= element.get("max_length", 3000), "the client takes no more"
            return {"type": kind, "value": value or None}
        case "static_select":
            option = next((one for one in element["options"] if one["value"] == value), None)
            assert option, f"{value!r} is none of the options"
            return {"type": kind, "selected_option": option}
        case "external_select":
            return {"type": kind, "selected_option": _option(value) if value else None}
        case "file_input":
            return {"type": kind, "files": [_attached(world, *value)]}
        case "users_select" | "channels_select" | "conversations_select":
            return {"type": kind, f"selected_{kind.removesuffix('s_select')}": value}
        case "multi_users_select":
            return {"type": kind, "selected_users": list(value)}
        case "multi_external_select":
            return {"type": kind, "selected_options": [_option(one) for one in value]}
    raise AssertionError(f"nothing can be filled into {kind}")


def _option(value: str) -> Json:
    return {"text": {"type": "plain_text", "text": value}, "value": value}


def _standing(element: Json) -> Json:
    kind = element["type"]
    match kind:
        case "plain_text_input":
            return {"type": kind, "value": element.get("initial_value")}
        case "static_select" | "external_select":
            return {"type": kind, "selected_option": element.get("initial_option")}
        case "file_input":
            return {"type": kind, "files": []}
        case "users_select" | "channels_select" | "conversations_select":
            name = kind.removesuffix("s_select")
            return {"type": kind, f"selected_{name}": element.get(f"initial_{name}")}
        case "multi_users_select":
            return {"type": kind, "selected_users": element.get("initial_users", [])}
        case "multi_external_select":
            return {"type": kind, "selected_options": element.get("initial_options", [])}
    raise AssertionError(f"unknown field {kind}")


def _attached(world: World, name: str, content: bytes) -> Json:
    file = StoredFile(world.number("F"), name, len(content), content, is_complete=True, mimetype="application/json")
    world.files[file.id] = file
    return {"id": file.id, "name": name, "size": len(content)}
