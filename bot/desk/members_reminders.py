"""What people of a server keep for themselves: how many reminders each has, never what they are about."""

import json
from typing import Annotated

from bot.asking import Ask, UserError
from bot.blocks import Answer, Block, Choice, Group, Line
from bot.phrasing.lines import count
from db.outbox import outbox
from db.outbox.outbox import OwnOfPerson
from db.storage.schema import LOCAL

_SHOWN = 10


def members_reminders(ask: Ask) -> list[Block]:
    """List who keeps how many reminders of their own, most first, each with a button that calls theirs off."""
    if ask.desk.id == LOCAL:
        return []
    kept = outbox.list_own_by_person(ask.view.connection, desk=ask.desk.id)
    if not kept:
        return []
    blocks: list[Block] = []
    for one in kept[:_SHOWN]:
        blocks.append(Line((f"{_name(one)}: {count(one.many, 'reminder')} waiting",)))
        blocks.append(Choice(f"Call off {_name(one)}’s", f"/setup own {one.person}"))
    if rest := kept[_SHOWN:]:
        many = sum(one.many for one in rest)
        blocks.append(Line((f"and {count(many, 'reminder')} of {len(rest)} others",)))
    return [Group("Members’ own reminders", tuple(blocks))]


def setup_own(
    ask: Ask,
    *,
    person: Annotated[str, "whose reminders"],
    sure: Annotated[str, "yes"] = "",
) -> Answer:
    """Call off what a member of this server keeps to be reminded of here; what it is about is shown to nobody."""
    connection, desk = ask.view.connection, ask.desk.id
    found = next((one for one in outbox.list_own_by_person(connection, desk=desk) if one.person == person), None)
    if found is None:
        raise UserError("That member has no reminders waiting here. See who has: /setup")
    many = count(found.many, "reminder")
    if sure != "yes":
        said = f"{_name(found)} has {many} waiting that were asked for here. They are not told."
        return Answer(
            "Call them off?", (Line((said,)), Choice("Call off", f"/setup own {person} sure:yes")), line="/setup"
        )
    outbox.cancel_own(connection, desk=desk, person=person)
    return Answer("Called off", (Line((f"{many} of {_name(found)}’s.",)),), line="/setup")


def _name(one: OwnOfPerson) -> str:
    return str(json.loads(one.detail or "{}").get("name") or one.person)[:60]
