"""Modals: an answer in one, a form in one, and one that says to wait; all they need is in themselves."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from bot.blocks import Field, Form
from bot.slack.markdown import Json, label
from bot.slack.messages import plain_text, sentence

_TITLE, _LABEL, _HINT, _PLACEHOLDER, _LONGEST, _MOST_BLOCKS = 24, 2_000, 2_000, 150, 3_000, 100
_METADATA = 3_000


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


def form_view(form: Form, origin: Origin, *, faults: dict[str, str] | None = None, kind: str = "fill") -> Json:
    """Make a form a modal; `faults` stand at their fields, those of no field above them all."""
    at = faults or {}
    known = {field.option for field in form.fields}
    above = [text for option, text in at.items() if option not in known]
    blocks = [fault_block(text) for text in above]
    for field in form.fields:
        blocks.append(_input(field))
        blocks += [fault_block(at[field.option])] if field.option in at else []
    return {
        "type": "modal",
        "callback_id": kind,
        "title": plain_text(label(form.title, room=_TITLE)),
        "submit": plain_text("Send"),
        "close": plain_text("Cancel"),
        "private_metadata": origin.dump(),
        "blocks": blocks,
    }


def fault_block(text: str) -> Json:
    """Make what is wrong with a field a block that stands at it."""
    return {"type": "context", "elements": [plain_text(label(f"⚠ {text}", room=1_000))]}


def _input(field: Field) -> Json:
    longest = min(field.longest, _LONGEST)
    element: Json = {"type": "plain_text_input", "action_id": field.option, "multiline": field.tall}
    element |= {"max_length": longest, "placeholder": plain_text(label(f"e.g. {field.example}", room=_PLACEHOLDER))}
    element |= {"initial_value": field.value[:longest]} if field.value else {}
    return {
        "type": "input",
        "block_id": field.option,
        "optional": not field.needed,
        "label": plain_text(label(field.label, room=_LABEL)),
        "element": element,
    } | ({"hint": plain_text(label(field.description, room=_HINT))} if field.description else {})


def loading_view(title: str = "Backchannel") -> Json:
    """Make a modal that says to wait."""
    return shown_view(title, sentence("One moment …")["blocks"])


def shown_view(title: str, blocks: list[Json]) -> Json:
    """Make a modal that shows an answer; its buttons change it in place."""
    return {
        "type": "modal",
        "callback_id": "shown",
        "title": plain_text(label(title, room=_TITLE)),
        "close": plain_text("Close"),
        "blocks": blocks[:_MOST_BLOCKS],
    }


def typed_into(view: Json) -> dict[str, str]:
    """Give what was typed into or chosen in a form's fields, by their options."""
    found: dict[str, str] = {}
    for fields in view["state"]["values"].values():
        for option, given in fields.items():
            chosen = given.get("selected_option") or {}
            picked = given.get("selected_conversation") or given.get("selected_user") or ""
            found[option] = str(given.get("value") or chosen.get("value") or picked or "").strip()
    return found
