"""Two items of a desk made one, and parted again: the items, what names them, and the desk's own rows."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, delete, insert, select, update

from db.loading.edits import Editor, Version, find_version, hide_item, remove_item, replace_item
from db.model.codec import kind_of
from db.model.records import Item
from db.reading.merges import Merge
from db.storage import schema
from db.storage.moments import micros

# rows that are of an item whichever of its ids they had, by the column that holds it
_OF_ITEM: tuple[tuple[Table, str], ...] = (
    (schema.outcome, "item"),
    (schema.outcome, "hangs_on"),
    (schema.outcome, "source"),
    (schema.article_text, "source"),
)
_PLANNED = ("reminder", "personal", "opened")  # kinds of messages that are of a tracked date or an event
# of two messages of one occasion the further one is kept
_FURTHER = {"sent": 4, "claimed": 3, "waiting": 2, "parked": 2, "held": 1, "cancelled": 0}


@dataclass(frozen=True, slots=True)
class Uniting:
    """What is written: the item that remains as it will read, the id that goes, and what named that one.

    `seen` are the versions over which these were made, by id. `opening` is the occasion on which the desk is told that
    what waits for the united item opens, if it is one that happened: of one that was told, nobody is told again.
    """

    united: Item
    gone: str
    repointed: Sequence[Item]
    seen: dict[str, Version]
    opening: str = ""


def merge_items(editor: Editor, uniting: Uniting) -> list[int]:
    """Make two items one; gives the numbers of its changes. Raises ChangedMeanwhile, see `replace_item`."""
    remains, why = uniting.united.id, editor.why
    changes = [_replace(_because(editor, f"{why}; {uniting.gone} is the same"), uniting.united, uniting)]
    told = _because(editor, f"{why}; {uniting.gone} is {remains} now")
    changes += [_replace(told, one, uniting) for one in uniting.repointed]
    goes = _because(editor, f"{why}; it is {remains} now")
    changes.append(hide_item(goes, uniting.gone, seen=uniting.seen[uniting.gone].stamp))
    values = {
        "dossier": editor.dossier,
        "desk": editor.desk,
        "gone": uniting.gone,
        "remains": remains,
        "kind": kind_of(type(uniting.united)),
        "changes": json.dumps(changes),
        "moved": json.dumps(_move_rows(editor, uniting.gone, remains, uniting.opening)),
        "actor": editor.actor,
        "actor_name": editor.actor_name,
        "at": editor.now,
        "parted_at": None,
    }
    editor.connection.execute(insert(schema.merge).values(values))
    return changes


def _because(editor: Editor, why: str) -> Editor:
    return Editor(editor.connection, editor.desk, editor.dossier, editor.now, editor.actor, editor.actor_name, why)


def _replace(editor: Editor, record: Item, uniting: Uniting) -> int:
    file = find_version(editor.connection, dossier=editor.dossier, desk="", item=record.id)
    stamp = uniting.seen[record.id].stamp
    if record == file.record:  # as the file has it: let it follow the file again
        return remove_item(editor, record.id, seen=stamp)
    return replace_item(editor, record, seen=stamp)


def mark_parted(editor: Editor, merge: Merge) -> bool:
    """Give a desk's rows back to the item that went, and let its id be its own; False if somebody was quicker."""
    table = schema.merge
    standing = update(table).where(table.c.id == merge.id, table.c.parted_at.is_(None))
    if editor.connection.execute(standing.values(parted_at=editor.now)).rowcount != 1:
        return False
    _move_back(editor, merge)
    return True


# --- a desk's own rows


def _move_rows(editor: Editor, gone: str, remains: str, opening: str) -> dict[str, Any]:
    """Give rows of one item to another; returns how they were."""
    moved: dict[str, Any] = {}
    for table, column in _OF_ITEM:
        theirs = _here(editor, table, table.c[column] == gone)
        if ids := list(editor.connection.scalars(select(table.c.id).where(theirs).order_by(table.c.id))):
            editor.connection.execute(update(table).where(table.c.id.in_(ids)).values({column: remains}))
            moved[f"{table.name}.{column}"] = ids
    kept = {
        "due": _move_due(editor, gone, remains),
        "occasion": _keep_opening(editor, remains, opening) if opening else [],
        "follow": _move_follows(editor, gone, remains),
        "subscription": list(_move_filters(editor, gone, remains)),
        "watch": _copy_watches(editor, gone, remains),
        "lead": _copy_lead(editor, gone, remains),
    }
    return moved | {what: rows for what, rows in kept.items() if rows}


def _here(editor: Editor, table: Table, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(table.c.desk == editor.desk, table.c.dossier == editor.dossier, *conditions)


def _move_due(editor: Editor, gone: str, remains: str) -> list[list[Any]]:
    """Give what is or was owed for one item to another, each occasion once; returns (row, its item before)."""
    due = schema.due.c
    mine = _here(editor, schema.due, due.item.in_((gone, remains)), due.kind.in_(_PLANNED))
    rows = editor.connection.execute(select(due.id, due.item, due.kind, due.occasion, due.state).where(mine)).all()
    there = {(row.kind, row.occasion): row for row in rows if row.item == remains}
    moved: list[list[Any]] = []
    for row in (row for row in rows if row.item == gone):
        other = there.get((row.kind, row.occasion))
        if other is None:
            moved.append([row.id, gone, remains])
        elif _FURTHER[row.state] > _FURTHER[other.state]:
            moved += [[row.id, gone, remains], [other.id, remains, gone]]
    _set_items(editor, [(id_, item) for id_, _, item in moved])
    return [[id_, before] for id_, before, _ in moved]


def _keep_opening(editor: Editor, remains: str, opening: str) -> list[list[Any]]:
    """Let what was told of an event's having happened be told of it as united; returns (row, its occasion before)."""
    due, kind = schema.due.c, opening.partition(" ")[0]
    theirs = (due.item == remains, due.kind == "opened", due.occasion.startswith(f"{kind} ", autoescape=True))
    query = select(due.id, due.occasion, due.state).where(_here(editor, schema.due, *theirs, due.state != "cancelled"))
    rows = editor.connection.execute(query).all()
    if not rows or any(row.occasion == opening for row in rows):
        return []
    told = max(rows, key=lambda row: _FURTHER[row.state])
    editor.connection.execute(update(schema.due).where(due.id == told.id).values(occasion=opening))
    return [[told.id, told.occasion]]


def _set_items(editor: Editor, items: Iterable[tuple[int, str]]) -> None:
    """Say whose messages are; two may change places."""
    due, items = schema.due, list(items)
    for id_, _ in items:
        editor.connection.execute(update(due).where(due.c.id == id_).values(item=f"~{id_}"))
    for id_, item in items:
        editor.connection.execute(update(due).where(due.c.id == id_).values(item=item))


def _move_follows(editor: Editor, gone: str, remains: str) -> list[list[Any]]:
    """Let whoever follows one follow the other; returns (row, item and way before, way since)."""
    follow, table = schema.follow.c, schema.follow
    mine = _here(editor, table, follow.item.in_((gone, remains)))
    rows = editor.connection.execute(select(follow.id, follow.person, follow.item, follow.how).where(mine)).all()
    there = {row.person: row for row in rows if row.item == remains}
    moved: list[list[Any]] = []
    for row in (row for row in rows if row.item == gone and row.how != "off"):
        other = there.get(row.person)
        if other is None:
            changes = [(row, remains, row.how)]
        elif other.how == "off":  # they wanted to hear of what it was: the rows change places
            changes = [(row, remains, row.how), (other, gone, "off")]
        else:
            changes = [(row, gone, "off")]
        for one, _, how in changes:
            moved.append([one.id, one.item, one.how, how])
            editor.connection.execute(update(table).where(follow.id == one.id).values(item=f"~{one.id}", how=how))
        for one, item, _ in changes:
            editor.connection.execute(update(table).where(follow.id == one.id).values(item=item))
    return moved


def _move_filters(editor: Editor, gone: str, remains: str) -> Iterator[list[Any]]:
    """Let digests that tell of one, or leave it out, do so with the other; yields (row, filters before, since)."""
    table, quoted = schema.subscription, json.dumps(gone)
    mine = _here(editor, table, table.c.filters.contains(quoted, autoescape=True))
    for row in editor.connection.execute(select(table.c.id, table.c.filters).where(mine)).all():
        now = json.dumps(_with_other(json.loads(row.filters), gone, remains))
        editor.connection.execute(update(table).where(table.c.id == row.id).values(filters=now))
        yield [row.id, row.filters, now]


def _with_other(filters: dict[str, dict[str, list[str]]], gone: str, remains: str) -> dict[str, Any]:
    return {
        name: {side: list(dict.fromkeys(remains if one == gone else one for one in ids)) for side, ids in some.items()}
        for name, some in filters.items()
    }


def _copy_watches(editor: Editor, gone: str, remains: str) -> list[int]:
    """Let who checks one date, and who is told of it, do so with the other; what holds for that one stays."""
    watch = schema.watch.c
    mine = _here(editor, schema.watch, watch.item.in_((gone, remains)))
    rows = editor.connection.execute(select(schema.watch).where(mine).order_by(watch.id)).all()
    checks = {row.item: row for row in rows if row.kind in ("checks", "hands back")}
    told = {(row.item, row.person): row for row in rows if row.kind in ("notify", "stop")}
    wanted = [row for (item, _), row in told.items() if item == gone and row.kind == "notify"]
    wanted = [row for row in wanted if not (there := told.get((remains, row.person))) or there.kind == "stop"]
    owner, other = checks.get(gone), checks.get(remains)
    if owner and owner.kind == "checks" and not (other and other.kind == "checks"):
        wanted.append(owner)
    return [
        _add(editor, schema.watch, row, item=remains, press=f"merge {row.id} {micros(editor.now)}") for row in wanted
    ]


def _copy_lead(editor: Editor, gone: str, remains: str) -> list[int]:
    """Remind of a date as was settled for the other, unless something is settled for it."""
    lead = schema.lead.c
    mine = _here(editor, schema.lead, lead.item.in_((gone, remains)))
    last = {row.item: row for row in editor.connection.execute(select(schema.lead).where(mine).order_by(lead.id))}
    theirs, own = last.get(gone), last.get(remains)
    if theirs is None or not theirs.leads or (own is not None and own.leads):
        return []
    return [_add(editor, schema.lead, theirs, item=remains)]


def _add(editor: Editor, table: Table, row: Any, **other: Any) -> int:
    values = {name: value for name, value in row._mapping.items() if name != "id"}
    return int(editor.connection.execute(insert(table).values(values | other).returning(table.c.id)).scalar_one())


def _move_back(editor: Editor, merge: Merge) -> None:
    moved, connection = merge.moved, editor.connection
    for table, column in _OF_ITEM:
        ids = moved.get(f"{table.name}.{column}", ())
        connection.execute(update(table).where(table.c.id.in_(ids)).values({column: merge.gone}))
    for id_, before in moved.get("occasion", ()):
        connection.execute(update(schema.due).where(schema.due.c.id == id_).values(occasion=before))
    _set_items(editor, [(id_, before) for id_, before in moved.get("due", ())])
    for what, table in (("watch", schema.watch), ("lead", schema.lead)):
        connection.execute(delete(table).where(table.c.id.in_(moved.get(what, ()))))
    for id_, before, since in moved.get("subscription", ()):
        table = schema.subscription
        here = (table.c.id == id_, table.c.filters == since)  # what was settled meanwhile stays
        connection.execute(update(table).where(*here).values(filters=before))
    _follow_again(editor, merge)


def _follow_again(editor: Editor, merge: Merge) -> None:
    """Let people follow what they did; who has stopped following what was one has stopped both."""
    follow, table, moved = schema.follow.c, schema.follow, merge.moved.get("follow", ())
    for id_, *_ in moved:
        editor.connection.execute(update(table).where(follow.id == id_).values(item=f"~{id_}"))
    for id_, item, _, _ in moved:
        editor.connection.execute(update(table).where(follow.id == id_).values(item=item))
    on = select(follow.person).where(_here(editor, table, follow.item == merge.remains, follow.how != "off"))
    for id_, _, how, since in moved:
        if how != since:
            stopped = (follow.id == id_, follow.how == since, follow.person.in_(on))
            editor.connection.execute(update(table).where(*stopped).values(how=how))
