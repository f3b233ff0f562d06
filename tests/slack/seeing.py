"""What somebody sees: what was answered at once, and a modal with its fields."""

import re
from dataclasses import dataclass, field

from .world import Json, Message, StoredView


@dataclass(eq=False)
class Dialog:
    """A modal as somebody sees it; `errors` stand under its fields."""

    view: StoredView
    errors: Json = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Tell whether it is still there."""
        return self.view.is_open

    @property
    def title(self) -> str:
        """Give what stands at its top."""
        return str(self.view.body["title"]["text"])

    def error(self, label: str) -> str:
        """Give what stands under the field with this label."""
        for block in self.view.body["blocks"]:
            if block.get("type") == "input" and block["label"]["text"] == label:
                return str(self.errors.get(block["block_id"], ""))
        raise AssertionError(f"no field {label!r}")


@dataclass(eq=False)
class Seen:
    """What somebody saw come of what they did at once: a message, or Slack's own error."""

    message: Message | None = None
    error: str = ""
    acknowledged: Json = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Give what the message says."""
        assert self.message, self.error or "nothing was answered yet"
        return self.message.shown


def escaped(text: str) -> str:
    """Send text as Slack's clients do: three characters as entities; what is written as a mark of Slack's stays."""
    marks = re.compile(r"(<[@#!][^<>]*>)")
    parts = marks.split(text)
    return "".join(
        part if place % 2 else part.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        for place, part in enumerate(parts)
    )
