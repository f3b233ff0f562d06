"""Every kind of message that can be owed, by name; what delivery calls to have one worded."""

from collections.abc import Awaitable, Sequence
from datetime import datetime
from typing import Protocol

from bot.answers import reminders
from bot.blocks import Answer
from db.desks import Desk
from db.engine import Connection
from db.outbox import Due


class Wording(Protocol):
    """Words the message of a row; `remarks` say that it is late, or may be repeated."""

    def __call__(
        self, connection: Connection, desk: Desk, due: Due, *, now: datetime, remarks: Sequence[str] = ()
    ) -> Awaitable[Answer]: ...


MESSAGES: dict[str, Wording] = {
    "reminder": reminders.reminder,
}
