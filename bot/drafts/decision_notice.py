"""Telling whoever proposed something what an editor made of it: approved, changed or refused, and why."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from bot import localtime
from bot.asking import Ask
from bot.blocks import Answer, Block, Line, Moment
from bot.blocks_json import dump
from bot.platforms import platform_of
from bot.tracking.planner import hold
from db.desk.desks import Desk
from db.desk.drafts import Draft
from db.desk.people_settings import find_readers
from db.outbox import outbox
from db.outbox.outbox import Due
from db.storage.database import Connection
from db.storage.schema import LOCAL

KIND = "decision"  # of messages in the due table
_LONGEST = 200  # of what was changed, shown
_ANEW = "the desk’s editors decide anew"
_SHORT = 80  # of a reason, in a title


def tell_proposer(ask: Ask, draft: Draft, *, item: str = "", removed: bool = False, reason: str = "") -> None:
    """Owe a message in person to whoever proposed something that an item now says, or that is refused for a reason.

    What one decides on oneself is no news.
    """
    if draft.actor == ask.asker.id:
        return
    told = {"item": item, "removed": removed, "reason": reason, "changed": list(_changed(draft))}
    known = _list_told(ask, draft)
    _owe(ask, draft, told, occasion=f"draft {draft.id}" + (f", decision {len(known) + 1}" if known else ""))


def tell_reopened(ask: Ask, draft: Draft) -> None:
    """Owe no word of a refusal that is taken back; but to whoever may have read it, that their proposal waits again."""
    known = _list_told(ask, draft)
    outbox.cancel_due(ask.view.connection, [row.id for row in known])
    if known and known[-1].state in ("sent", "claimed"):
        told = {"item": "", "removed": False, "reason": "", "changed": [], "reopened": True}
        _owe(ask, draft, told, occasion=f"draft {draft.id}, decision {len(known) + 1}")


def _list_told(ask: Ask, draft: Draft) -> list[Due]:
    """List the messages owed for a draft before, in their order."""
    rows = outbox.list_due(ask.view.connection, desk=ask.desk.id, dossier="", kind=KIND)
    of_this = [row for row in rows if row.item == draft.actor and json.loads(row.detail)["draft"] == draft.id]
    return sorted(of_this, key=lambda row: row.id)


def _owe(ask: Ask, draft: Draft, told: dict[str, Any], *, occasion: str) -> None:
    reader = find_readers(ask.view.connection, [draft.actor])[draft.actor]
    zone = reader.zone or ask.desk.zone
    told |= {"draft": draft.id, "kind": draft.kind, "name": draft.actor_name, "dossier": ask.head.title}
    told |= {"by": ask.asker.name, "by_id": ask.asker.id, "at": ask.now.isoformat()}
    told |= {"fallback": draft.channel} if draft.channel else {}
    due = Due(
        ask.desk.id,
        "",  # by its number alone: it is told of where its dossier may not be asked
        draft.actor,
        occasion,
        "terminal" if ask.desk.id == LOCAL else f"user:{draft.actor}",
        localtime.local_time(ask.now, zone),
        zone,
        ask.now,
        kind=KIND,
        detail=dump(told),
    )
    outbox.add_due(ask.view.connection, hold(due, reader.quiet, zone=zone))


def _changed(draft: Draft) -> Iterator[str]:
    """Say what has been changed since it was sent for review, field by field."""
    before, after = (_fields(body) for body in (draft.proposed or draft.body, draft.body))
    for field in {**before, **after}:
        old, new = (" ".join(str(one.get(field, "")).split()) for one in (before, after))
        if old != new:
            yield f"{field}: {old[:_LONGEST] or 'nothing'} -> {new[:_LONGEST] or 'nothing'}"


def _fields(body: str) -> dict[str, Any]:
    """Read what was typed, of a correction to an item its fields and why."""
    typed: dict[str, Any] = json.loads(body)
    return {**typed["fields"], "why": typed["why"]} if isinstance(typed.get("fields"), dict) else typed


def decision(connection: Connection, desk: Desk, due: Due, *, now: datetime, remarks: Sequence[str] = ()) -> Answer:
    """Word what became of a proposal."""
    told = json.loads(due.detail)
    blocks: list[Block] = [Line((remark,), label="Note") for remark in remarks]
    if due.held_since:
        held = ("due ", Moment(due.held_since), ", held until quiet hours were over")
        blocks.append(Line(held, label="Note"))
    if "closed" in told:
        blocks.append(Line((f"for {told['name']}: {told['closed']}",), label="Posted here"))
    blocks.append(Line((f"draft {told['draft']}, {told['kind']}, for {told['dossier']}",), label="You proposed"))
    if not told.get("reopened"):
        blocks.append(Line((f"{told['by']}, ", Moment(datetime.fromisoformat(told["at"]))), label="Decided by"))
    blocks += [Line((one,), label="Changed") for one in told["changed"]]
    if told.get("reopened"):
        blocks.append(Line((f"the refusal is taken back by {told['by']}; {_ANEW}",), label="It waits again"))
        done = "is open again"
    elif told["item"]:
        said = f"{told['item']}, with your name: /item {told['item']} in the {platform_of(due.desk).home}"
        blocks.append(Line((said,), label="Removed" if told["removed"] else "Saved"))
        done = "was approved with changes" if told["changed"] else "was approved"
    else:
        blocks.append(Line((told["reason"],), label="Reason"))
        done = f"was refused: {told['reason'][:_SHORT]}"
    return Answer(f"Your proposal {told['draft']} {done}", tuple(blocks))
