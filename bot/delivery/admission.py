"""Whether a person or a channel may still be told what is owed: asked of the platform at the moment of telling."""

from bot.blocks import Answer
from bot.platforms import SLACK, platform_of
from bot.rights import may_read
from bot.transport import Find, Hosts, PostError
from db.desk.desks import Desk, get_desk
from db.outbox.outbox import Due
from db.storage.database import Database

LEFT = "They have left, or may no longer read here."


async def is_admitted(database: Database, due: Due, *, default: Desk, find: Find | None) -> bool:
    """Tell whether somebody may be told; what concerns nobody in person always may. Raises PostError, DatabaseError.

    What is followed was checked when it was worded. One's own reminder in person tells nothing of a server's.
    """
    person = _person(due)
    if find is None or not person or not _is_server(due.desk):
        return True
    member = await find(due.desk, person)
    if member is None:
        return False
    settled = await database.read(get_desk, due.desk, default=default)
    return may_read(member, settled.roles)


async def check_place(due: Due, answer: Answer, *, hosts: Hosts | None) -> None:
    """Raise PostError if a server's message would go to a channel that is not the server's."""
    channel = answer.under or due.channel
    if hosts is None or channel.startswith("user:") or not _is_server(due.desk):
        return
    if not await hosts(due.desk, channel.partition("/")[0]):
        raise PostError(
            f"The channel is not of this {platform_of(due.desk).home}. Choose another one: /setup", permanent=True
        )


def _is_server(desk: str) -> bool:
    return desk.isdecimal() or desk.startswith(SLACK)


def _person(due: Due) -> str:
    """Name whom a message concerns alone: to whom it goes in person, or who had it posted to a channel."""
    in_person = due.channel.startswith("user:")
    if due.kind == "own":
        return "" if in_person else due.item
    return due.channel.removeprefix("user:") if in_person and due.kind != "follow" else ""
