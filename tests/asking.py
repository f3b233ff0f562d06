"""Asking a question as a terminal does: a line in, the whole plain text out."""

from datetime import datetime
from itertools import count

from bot.asking import Asker
from bot.commands import dispatch, parser
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
) -> str:
    """Ask one line; returns the whole answer as plain text, or raises UserError."""
    name, options = parser.parse(line)
    answer = dispatch.ask(
        database,
        name,
        options,
        now=now,
        desk=desk,
        asker=asker,
        request=request or f"asked-{next(_REQUESTS)}",
    )
    return text.plain(answer, zone=desk.zone)
