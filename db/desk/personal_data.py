"""What is kept of a person, in whatever table: given out whole, or forgotten in one transaction."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, delete, false, func, insert, or_, select, update

from db.storage import schema
from db.storage.column_types import as_stored
from db.storage.database import Connection
from db.storage.moments import micros

LEFT = "somebody who left"

# the columns that hold a person's id, and beside it the name they had; a test sees that no column is left out
WHO: Mapping[str, Mapping[str, str]] = {
    "reader": {"id": ""},
    "change": {"actor_id": "actor"},
    "channel": {"actor": ""},
    "outcome": {"actor": "actor_name"},
    "watch": {"person": "person_name"},
    "mute": {"actor": "actor_name"},
    "lead": {"actor": "actor_name"},
    "merge": {"actor": "actor_name"},
    "draft": {"actor": "actor_name", "decided_id": "decided_by"},
    "article_text": {"author": ""},
    "subscription": {"owner": "owner_name"},
    "handover": {"person": "person_name"},
    "follow": {"person": "person_name"},
}


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows are one's own and go, and how many stay for the record, without id and name.

    `handed_back` are the desks and dossiers of tracked dates that nobody checks any more.
    """

    gone: int
    kept: int
    handed_back: frozenset[tuple[str, str]]


def list_personal(connection: Connection, person: str) -> dict[str, list[dict[str, Any]]]:
    """List all rows that hold a person's id, or are of their direct messages, by table."""
    found: dict[str, list[dict[str, Any]]] = {}
    for table in schema.metadata.sorted_tables:
        mine = or_(_own(table, person), _named(table, person))
        query = select(*map(as_stored, table.columns)).where(mine)
        rows = [dict(row) for row in connection.execute(query).mappings()]
        found |= {table.name: rows} if rows else {}
    return found


def forget_person(connection: Connection, person: str, *, now: datetime) -> Forgotten:
    """Delete a person's own rows, and take their id and name out of those that stay for the record."""
    handed_back = _hand_back(connection, person, now=now)
    _unsign_changes(connection, person)
    _unsign_messages(connection, person)
    _unsign_answers(connection, person)
    gone = kept = 0
    for table in reversed(schema.metadata.sorted_tables):
        gone += connection.execute(delete(table).where(_own(table, person))).rowcount
    for table in schema.metadata.sorted_tables:
        for column, name in WHO.get(table.name, {}).items():
            blank = {column: ""} | ({name: LEFT} if name else {})
            kept += connection.execute(update(table).where(table.c[column] == person).values(blank)).rowcount
    return Forgotten(gone, kept, handed_back)


def _unsign_changes(connection: Connection, person: str) -> None:
    """Take a person's name out of changes that hold it without an id: of files applied, of proposals and approvals."""
    draft, change = schema.draft.c, schema.change.c
    theirs = or_(draft.actor == person, draft.decided_id == person)
    for row in connection.execute(select(schema.draft).where(theirs, draft.state == "applied")):
        made = change.at == micros(row.decided_at)  # and by nobody else of that name in the same microsecond
        if row.kind == "load" and row.decided_id == person:
            loaded = and_(made, change.actor == row.decided_by, change.actor_id == "")
            connection.execute(update(schema.change).where(loaded).values(actor=LEFT))
        before = f"proposed by {row.actor_name}, approved by {row.decided_by}"
        proposer = LEFT if row.actor == person else row.actor_name
        editor = LEFT if row.decided_id == person else row.decided_by
        why = func.replace(change.why, before, f"proposed by {proposer}, approved by {editor}")
        here = and_(made, change.dossier == row.dossier, change.desk == row.desk)
        signed = and_(here, change.why.startswith(before, autoescape=True))
        connection.execute(update(schema.change).where(signed).values(why=why))


def _unsign_messages(connection: Connection, person: str) -> None:
    """Take a person's name out of what others are owed because of them."""
    due = schema.due.c
    signed = due.detail.contains(f'"by_id":{json.dumps(person)}', autoescape=True)
    for row in connection.execute(select(due.id, due.detail).where(signed)):
        detail = json.dumps(json.loads(row.detail) | {"by": LEFT, "by_id": ""}, ensure_ascii=False)
        connection.execute(update(schema.due).where(due.id == row.id).values(detail=detail))


def _unsign_answers(connection: Connection, person: str) -> None:
    """Take a person's id out of the answers kept for requests that come twice: buttons shown to others may name it."""
    request = schema.request.c
    whole = re.compile(rf"(?<!\w){re.escape(person)}(?!\w)")  # another's id may begin or end so
    shown = request.answer.contains(person, autoescape=True)
    for row in connection.execute(select(request.id, request.answer).where(shown)).all():
        kept = _without(json.loads(row.answer), whole)
        answer = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
        connection.execute(update(schema.request).where(request.id == row.id).values(answer=answer))


def _without(value: Any, whole: re.Pattern[str]) -> Any:
    match value:
        case str():
            return whole.sub("", value)
        case list():
            return [_without(one, whole) for one in value]
        case dict():
            return {name: _without(one, whole) for name, one in value.items()}
        case _:
            return value


def _hand_back(connection: Connection, person: str, *, now: datetime) -> frozenset[tuple[str, str]]:
    """Hand back what a person has taken on: nobody would check it."""
    watch = schema.watch.c
    claims = select(schema.watch).where(watch.kind.in_(("checks", "hands back"))).order_by(watch.id)
    last = {(row.desk, row.dossier, row.item): row for row in connection.execute(claims)}
    mine = [row for row in last.values() if row.kind == "checks" and row.person == person]
    for row in mine:
        anew = {"kind": "hands back", "at": now, "press": f"left {row.id}", "channel": ""}
        same = {name: getattr(row, name) for name in ("desk", "dossier", "item", "person", "person_name")}
        connection.execute(insert(schema.watch).values(same | anew))
    return frozenset((row.desk, row.dossier) for row in mine)


def _own(table: Table, person: str) -> ColumnElement[bool]:
    """Select what is a person's alone: what they set and asked for, what goes to them, their direct messages."""
    columns = table.c
    wanted: list[ColumnElement[bool]] = [columns.desk == f"dm-{person}"] if "desk" in columns else []
    match table.name:
        case "reader":
            wanted.append(columns.id == person)
        case "desk":
            wanted.append(columns.id == f"dm-{person}")
        case "dossier":
            wanted.append(columns.id.endswith(f"@dm-{person}", autoescape=True))
        case "due":
            asked = and_(columns.kind.in_(("own", "follow", "decision")), columns.item == person)
            wanted += [asked, columns.channel == f"user:{person}", columns.occasion.startswith(f"{person}: ")]
        case "breaker":
            wanted.append(columns.channel == f"user:{person}")
        case "watch":
            wanted.append(and_(columns.person == person, columns.kind.in_(("notify", "stop"))))
        case "follow":
            wanted.append(columns.person == person)
        case "article_text":
            wanted.append(columns.author == person)
        case "draft":
            wanted.append(and_(columns.actor == person, columns.state == "draft"))
        case _:
            pass
    return or_(false(), *wanted)


def _named(table: Table, person: str) -> ColumnElement[bool]:
    return or_(false(), *(table.c[column] == person for column in WHO.get(table.name, {})))
