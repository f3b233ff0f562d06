"""A text that was handed over, read in a confined child: its heading, and what is drafted of it, as plain data."""

import base64
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.articles.file_text import LARGEST
from bot.articles.heading import Heading
from bot.asking import UserError
from bot.dossiers.intake import Limits
from bot.dossiers.intake.sandbox import Exceeded, run_confined

_CHILD = "bot.drafts.article_child"
LIMITS = Limits(seconds=20, memory=1 << 30)


def read_confined(
    content: bytes,
    name: str,
    *,
    given: Heading,
    people: Sequence[dict[str, Any]] = (),
    outlets: Sequence[str] = (),
    now: datetime,
) -> dict[str, Any]:
    """Read the bytes of a file within limits, with the people and outlets that the dossier has.

    Raises UserError where they hold no text that can be read.
    """
    if len(content) > LARGEST:
        raise UserError(
            f"{name[:60]} has {len(content):,} bytes; up to {LARGEST:,} are read. Hand over its text alone."
        )
    asked = {
        "content": base64.b64encode(content).decode(),
        "given": [given.outlet, given.title, given.published, given.link],
        "people": list(people),
        "outlets": list(outlets),
        "now": now.isoformat(),
    }
    try:
        answer = run_confined(_CHILD, "answer_parent", name, content=json.dumps(asked).encode(), limits=LIMITS)
    except Exceeded as exceeded:
        raise UserError(f"Reading {name[:60]} took {exceeded}. Hand over the part that matters.") from None
    read: dict[str, Any] = json.loads(answer)
    if "error" in read:
        raise UserError(read["error"])
    return read
