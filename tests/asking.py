"""Asking a question as a terminal does: a line in, the whole plain text out."""

from datetime import datetime
from itertools import count

from bot.asking import Asker
from bot.commands import dispatch, parser
from bot.commands.registry import has_depths
from bot.terminal import text
from db.desk.desks import Desk
from db.storage.database import Database
from tests.builders import DESK, NOW

_REQUESTS = count()
ANN = Asker("1", "ann", level="admin")
BEN = Asker("2", "ben", level="editor")


def asked(
    database: Database,
    line: str,
    *,
    now: datetime = NOW,
    desk: Desk = DESK,
    asker: Asker = ANN,
    request: str = "",
    depth: str = "full",
    width: int = 1_000_000,
) -> str:
    """Ask one line in full, or in short; returns the whole answer as plain text, or raises UserError."""
    name, options = parser.parse(line)
    if has_depths(name):
        options.setdefault("depth", depth)
    answer = dispatch.ask(
        database,
        name,
        options,
        now=now,
        desk=desk,
        asker=asker,
        request=request or f"asked-{next(_REQUESTS)}",
    )
    return text.plain(answer, zone=desk.zone, width=width)
