"""Whether a person may still be told what is owed to them: asked of the platform at the moment of telling."""

from bot.platforms import SLACK
from bot.rights import may_read
from bot.transport import Find
from db.desk.desks import Desk, get_desk
from db.outbox.outbox import Due
from db.storage.database import Database

LEFT = "They have left the server, or may no longer read here."


async def is_admitted(database: Database, due: Due, *, default: Desk, find: Find | None) -> bool:
    """Tell whether somebody may be told; what concerns nobody in person always may. Raises PostError, DatabaseError.

    What is followed was checked when it was worded. One's own reminder in person tells nothing of a server's.
    """
    person = _person(due)
    if find is None or not person or not (due.desk.isdecimal() or due.desk.startswith(SLACK)):
        return True
    member = await find(due.desk, person)
    if member is None:
        return False
    settled = await database.read(get_desk, due.desk, default=default)
    return may_read(member, settled.roles)


def _person(due: Due) -> str:
    """Name whom a message concerns alone: to whom it goes in person, or who had it posted to a channel."""
    in_person = due.channel.startswith("user:")
    if due.kind == "own":
        return "" if in_person else due.item
    return due.channel.removeprefix("user:") if in_person and due.kind != "follow" else ""
