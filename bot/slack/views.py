"""Modals: an answer in one, a form in one, and one that says to wait; all they need is in themselves."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bot.blocks import Field, Form
from bot.slack.markdown import Json, label
from bot.slack.messages import plain_text, sentence

_TITLE, _LABEL, _HINT, _PLACEHOLDER, _LONGEST, _MOST_BLOCKS = 24, 2_000, 2_000, 150, 3_000, 100
_OPTION = 150


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a form was opened from, so that its answer goes there: kept in the form itself."""

    line: str = ""
    channel: str = ""
    thread: str = ""
    message: str = ""
    own: bool = False
    direct: bool = False
    respond: str = ""
    inside: bool = False  # the answer is shown in the modal itself

    def dump(self) -> str:
        """Write it down for a modal; Slack keeps it with the modal."""
        return json.dumps({key: value for key, value in asdict(self).items() if value})


def origin_of(view: Json) -> Origin:
    """Read where a form was opened from."""
    kept: dict[str, Any] = json.loads(view.get("private_metadata") or "{}")
    return Origin(**{key: value for key, value in kept.items() if key in Origin.__dataclass_fields__})


def form_view(
    form: Form,
    origin: Origin,
    *,
    faults: dict[str, str] | None = None,
    kind: str = "fill",
    groups: Mapping[str, str] | None = None,
) -> Json:
    """Make a form a modal; `faults` stand at their fields, those of no field above them all.

    `groups` are the workspace's user groups, id -> what they are called.
    """
    at = faults or {}
    known = {field.option for field in form.fields}
    above = [text for option, text in at.items() if option not in known]
    blocks = [fault_block(text) for text in above]
    for field in form.fields:
        blocks += _inputs(field, groups or {})
        blocks += [fault_block(at[field.option])] if field.option in at else []
    return {
        "type": "modal",
        "callback_id": kind,
        "title": plain_text(_title(form.title)),
        "submit": plain_text("Send"),
        "close": plain_text("Cancel"),
        "private_metadata": origin.dump(),
        "blocks": blocks,
    }


def _title(text: str) -> str:
    """Fit a title; of a long one “Add to the dossier: statement” what comes last says most."""
    last = text.rpartition(": ")[2]
    return label(text if len(text) <= _TITLE else last[:1].upper() + last[1:], room=_TITLE)


def fault_block(text: str) -> Json:
    """Make what is wrong with a field a block that stands at it."""
    return {"type": "section", "text": plain_text(label(f"⚠ {text}", room=1_000))}


def _inputs(field: Field, groups: Mapping[str, str]) -> Iterator[Json]:
    """Make the blocks of a field: people and user groups are chosen from a list each."""
    hint = {"hint": plain_text(label(field.description, room=_HINT))} if field.description else {}
    if field.kind != "roles":
        yield _input(field, field.option, field.label, _element(field)) | hint
        return
    chosen = field.value.split()
    people, held = [id_ for id_ in chosen if id_[0] != "S"], [id_ for id_ in chosen if id_[0] == "S"]
    element: Json = {"type": "multi_users_select", "action_id": field.option, "placeholder": plain_text("People")}
    yield _input(field, field.option, field.label, element | ({"initial_users": people} if people else {})) | hint
    if groups or held:
        search: Json = {"type": "multi_external_select", "action_id": field.option, "min_query_length": 0}
        options = [{"text": plain_text(label(groups.get(id_, id_))), "value": id_} for id_ in held]
        search |= {"placeholder": plain_text("User groups")} | ({"initial_options": options} if options else {})
        yield _input(field, f"{field.option}{GROUPS}", f"{field.label}: user groups", search)


GROUPS = "-groups"  # how the ids of blocks end in which user groups are chosen


def _input(field: Field, id_: str, shown: str, element: Json) -> Json:
    named = plain_text(label(shown, room=_LABEL))
    return {"type": "input", "block_id": id_, "optional": not field.needed, "label": named, "element": element}


def _element(field: Field) -> Json:
    example = {"placeholder": plain_text(label(f"e.g. {field.example}", room=_PLACEHOLDER))}
    if field.kind == "zone":
        search: Json = {"type": "external_select", "action_id": field.option, "min_query_length": 2} | example
        chosen = {"text": plain_text(label(field.value)), "value": field.value[:_OPTION]}
        return search | ({"initial_option": chosen} if field.value else {})
    if field.kind == "channel":
        kinds = {"include": ["public", "private"], "exclude_bot_users": True}
        search = {"type": "conversations_select", "action_id": field.option, "filter": kinds}
        search |= {"placeholder": plain_text("Choose a channel")}
        return search | ({"initial_conversation": field.value} if field.value else {})
    longest = min(field.longest, _LONGEST)
    typed: Json = {"type": "plain_text_input", "action_id": field.option, "multiline": field.tall}
    typed |= {"max_length": longest} | example
    return typed | ({"initial_value": field.value[:longest]} if field.value else {})


def loading_view(title: str = "Backchannel") -> Json:
    """Make a modal that says to wait."""
    return shown_view(title, sentence("One moment …")["blocks"])


def shown_view(title: str, blocks: list[Json]) -> Json:
    """Make a modal that shows an answer; its buttons change it in place."""
    return {
        "type": "modal",
        "callback_id": "shown",
        "title": plain_text(_title(title)),
        "close": plain_text("Close"),
        "blocks": blocks[:_MOST_BLOCKS],
    }


def typed_into(view: Json) -> dict[str, str]:
    """Give what was typed into or chosen in a form's fields, by their options; several ids with spaces between."""
    found: dict[str, str] = {}
    for fields in view["state"]["values"].values():
        for option, given in fields.items():
            said = " ".join(_chosen(given)) or str(given.get("value") or "").strip()
            found[option] = f"{found.get(option, '')} {said}".strip()
    return found


def _chosen(given: Json) -> Iterator[str]:
    options = [given.get("selected_option"), *(given.get("selected_options") or ())]
    yield from (str(one["value"]) for one in options if one)
    ids = [given.get("selected_conversation"), given.get("selected_user"), *(given.get("selected_users") or ())]
    yield from (str(one) for one in ids if one)


def kept_in(block: Json, view: Json) -> Json:
    """Make a form's block again with what was typed into it or chosen in it."""
    element = dict(block["element"])
    given = view["state"]["values"].get(block.get("block_id"), {}).get(element["action_id"], {})
    for key, value in given.items():
        name = "initial_value" if key == "value" else f"initial_{key.removeprefix('selected_')}"
        if key == "value" or key.startswith("selected_"):
            element.pop(name, None)
            element |= {name: value} if value else {}
    return {**block, "element": element}
