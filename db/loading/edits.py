"""What a desk changes: its own version of an item beside the file's, with every change listed and reversible."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import and_, delete, exists, func, insert, or_, select, union

from db.model import edtf
from db.model.codec import decode, encode, item_row, kind_of, link_rows
from db.model.edtf import Bounds
from db.model.known_by import cited_sources
from db.model.records import Item, Party, Person, Source
from db.model.repoint import repoint
from db.model.shapes import references
from db.reading.merges import merged_ids
from db.reading.search_index import found_words, replace_found, surroundings
from db.storage import schema
from db.storage.database import Connection, lock, lock_shared
from db.storage.moments import micros, moment


class ChangedMeanwhile(Exception):
    """An item is no longer as its editor saw it; `by` and `at` tell of the newest change."""

    def __init__(self, by: str, at: datetime) -> None:
        super().__init__(f"changed by {by}")
        self.by = by
        self.at = at


@dataclass(frozen=True, slots=True)
class Version:
    """An item as a desk sees it; `stamp` tells it from every other version, "" where there is none."""

    record: Any
    stamp: str
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One recorded change of a desk's; `old` and `new` are the item before and after, None where there was none."""

    id: int
    dossier: str
    item: str
    kind: str
    old: Any
    new: Any
    actor: str
    actor_name: str
    at: datetime
    why: str

    @property
    def action(self) -> Literal["added", "changed", "removed"]:
        """Name what happened to the item."""
        return "added" if self.old is None else "removed" if self.new is None else "changed"


@dataclass(frozen=True, slots=True)
class Editor:
    """Who edits what, when and why; the desk's rows are written, never the file's."""

    connection: Connection
    desk: str
    dossier: str
    now: datetime
    actor: str
    actor_name: str
    why: str = ""


def find_version(connection: Connection, *, dossier: str, desk: str, item: str) -> Version:
    """Find an item as a desk sees it, of whatever day; its record is None if there is none."""
    table = schema.item.c
    query = select(table.kind, table.body, table.hash, table.desk).where(table.dossier == dossier, table.id == item)
    rows = connection.execute(query.where(table.desk.in_((schema.FILE, desk))).order_by(table.desk.desc()))
    row = rows.first()
    if row is None or row.hash == schema.HIDDEN:
        return Version(None, "", own=row is not None)
    return Version(decode(row.kind, row.body), row.hash, own=row.desk != schema.FILE)


def replace_item(editor: Editor, record: Item, *, seen: str) -> int:
    """Make a record the desk's version of its item; returns the change's number.

    `seen` is the stamp of the version the editor had before them; raises ChangedMeanwhile if it is another by now.
    """
    old = _locked(editor, record.id, seen)
    _write(editor, [record])
    if isinstance(record, Source | Person | Party):
        _write(editor, _own_items_naming(editor, record.id))
    return _record(editor, record.id, old, record)


def remove_item(editor: Editor, item: str, *, seen: str) -> int:
    """Take back the desk's version of an item, so that the file's shows again, if there is one; see `replace_item`."""
    old = _locked(editor, item, seen)
    _forget(editor, [item])
    below = find_version(editor.connection, dossier=editor.dossier, desk=editor.desk, item=item)
    return _record(editor, item, old, below.record)


def hide_item(editor: Editor, item: str, *, seen: str) -> int:
    """Take an item away for the desk: its own version goes, and the file's is hidden from it; see `replace_item`."""
    old = _locked(editor, item, seen)
    _hide(editor, [item])
    return _record(editor, item, old, None)


def _hide(editor: Editor, items: Sequence[str]) -> None:
    _forget(editor, items)
    table = schema.item
    file = select(table).where(table.c.dossier == editor.dossier, table.c.desk == schema.FILE, table.c.id.in_(items))
    never = {"known_from": date.max, "known_by": date.max}
    for row in editor.connection.execute(file).mappings().all():
        hidden = dict(row) | never | {"desk": editor.desk, "hash": schema.HIDDEN}
        editor.connection.execute(insert(table).values(hidden))


def restore_items(editor: Editor, records: Sequence[Item], *, hidden: Sequence[str] = ()) -> None:
    """Put a desk's own versions of items back as they were, without listing it as a change."""
    # what others rest on comes first
    _write(editor, [record for record in records if isinstance(record, Source)])
    _write(editor, [record for record in records if isinstance(record, Person | Party)])
    _write(editor, [record for record in records if not isinstance(record, Source | Person | Party)])
    _hide(editor, hidden)


def list_naming(connection: Connection, *, dossier: str, desk: str, item: str) -> list[str]:
    """List the desk's own items that name an item."""
    link = schema.link.c
    query = select(link.item).where(link.dossier == dossier, link.desk == desk, link.target == item)
    return list(connection.execute(query.distinct().order_by(link.item)).scalars())


def list_resting(connection: Connection, *, dossier: str, desk: str, item: str, limit: int) -> list[str]:
    """List other items that name an item, as the desk sees them."""
    link, own = schema.link.c, schema.item.alias().c
    mine = exists().where(own.dossier == link.dossier, own.id == link.item, own.desk == desk)
    seen = or_(link.desk == desk, and_(link.desk == schema.FILE, ~mine))
    query = select(link.item).where(link.dossier == dossier, link.target == item, link.item != item, seen)
    return list(connection.execute(query.distinct().order_by(link.item).limit(limit)).scalars())


def find_edit(connection: Connection, id_: int, *, desk: str) -> Edit | None:
    """Find one of a desk's changes."""
    change = schema.change.c
    row = connection.execute(select(schema.change).where(change.id == id_, change.desk == desk)).one_or_none()
    return None if row is None else _edit(row)


def list_edits(
    connection: Connection, *, desk: str, dossier: str, actor: str = "", item: str = "", limit: int = 25
) -> list[Edit]:
    """List a desk's changes of a dossier, of one person or one item, the newest first."""
    change = schema.change.c
    query = select(schema.change).where(change.dossier == dossier, change.desk == desk)
    query = query.where(change.actor_id == actor) if actor else query
    query = query.where(change.item == item) if item else query
    return [_edit(row) for row in connection.execute(query.order_by(change.id.desc()).limit(limit))]


def rewrite_own(connection: Connection, *, dossier: str, changed: frozenset[str], now: datetime) -> None:
    """Derive desks' own rows anew that name items whose days or names the file has changed."""
    _show_again(connection, dossier=dossier, changed=changed, now=now)
    item, link = schema.item.c, schema.link.c
    desks = select(item.desk).where(item.dossier == dossier, schema.IS_OWN).distinct()
    for desk in connection.execute(desks).scalars().all():
        editor = Editor(connection, desk, dossier, now, "", "")
        named = select(link.item, link.target).where(link.dossier == dossier, link.desk == desk)
        again = {row.item for row in connection.execute(named) if row.target in changed}
        rows = _seen(editor, sorted(again))
        _write(editor, [decode(row.kind, row.body) for row in rows])


def _show_again(connection: Connection, *, dossier: str, changed: frozenset[str], now: datetime) -> None:
    """Show desks again what they have hidden, where the file names it anew: what is named must be there.

    What a desk found to be another item stays hidden from it: the file's item names that other one there.
    """
    item, link, own = schema.item.c, schema.link.c, schema.item.alias().c
    mine = exists().where(own.dossier == dossier, own.id == link.item, own.desk == item.desk)
    named = select(item.desk, item.id, link.item.label("by"))
    named = named.join(schema.link, and_(link.dossier == item.dossier, link.target == item.id))
    named = named.where(item.dossier == dossier, schema.IS_OWN, item.hash == schema.HIDDEN, link.desk == schema.FILE)
    naming: dict[tuple[str, str], set[str]] = {}
    for row in connection.execute(named.where(~mine)):
        if row.by in changed:
            naming.setdefault((row.desk, row.id), set()).add(row.by)
    for (desk, id_), by in sorted(naming.items()):
        remains = merged_ids(connection, dossier=dossier, desk=desk)
        editor = Editor(connection, desk, dossier, now, "", "load", "the file names it again")
        if id_ not in remains:
            remove_item(editor, id_, seen=schema.HIDDEN)
            continue
        told = replace(editor, why=f"the file names {id_}, which is {remains[id_]} here")
        for version in find_versions(connection, by, dossier=dossier, desk=desk).values():
            replace_item(told, repoint(version.record, remains), seen=version.stamp)


def _locked(editor: Editor, item: str, seen: str) -> Any:
    """Wait for other editors of this desk; gives the version to be replaced, if it is the one that was seen."""
    hold_edits(editor.connection, desk=editor.desk, dossier=editor.dossier)
    version = find_version(editor.connection, dossier=editor.dossier, desk=editor.desk, item=item)
    if version.stamp != seen:
        newest = list_edits(editor.connection, desk=editor.desk, dossier=editor.dossier, item=item, limit=1)[:1]
        by, at = (newest[0].actor_name, newest[0].at) if newest else ("a load", editor.now)
        raise ChangedMeanwhile(by, at)
    return version.record


def _write(editor: Editor, records: Sequence[Item]) -> None:
    if not records:
        return
    _forget(editor, [record.id for record in records])
    published = _published(editor, {source for record in records for source in cited_sources(record)})
    mine = {"dossier": editor.dossier, "desk": editor.desk}
    for record in records:
        days = published | _own_day(record)
        row = item_row(kind_of(type(record)), record, published=days)
        editor.connection.execute(insert(schema.item).values(mine | asdict(row)))
        if links := [mine | values for values in link_rows(record, row)]:
            editor.connection.execute(insert(schema.link), links)
        around = surroundings(_named(editor, record), published=days, known_from=_known_from(editor, record))
        found = list(found_words(row.kind, record, known_from=row.known_from, around=around))
        replace_found(editor.connection, editor.dossier, editor.desk, gone=[record.id], found=found)


def _own_day(record: Item) -> dict[str, Bounds]:
    return {record.id: edtf.bounds(record.published.edtf)} if isinstance(record, Source) else {}


def _forget(editor: Editor, items: Sequence[str]) -> None:
    item, link = schema.item, schema.link
    editor.connection.execute(delete(link).where(_own(editor, link.c), link.c.item.in_(items)))
    editor.connection.execute(delete(item).where(_own(editor, item.c), item.c.id.in_(items)))
    replace_found(editor.connection, editor.dossier, editor.desk, gone=items, found=())


def _own(editor: Editor, columns: Any) -> Any:
    return and_(columns.dossier == editor.dossier, columns.desk == editor.desk)


def _seen(editor: Editor, ids: Sequence[str]) -> list[Any]:
    """Read rows as the desk sees them: its own come last, and hide the file's."""
    item = schema.item.c
    query = select(schema.item).where(item.dossier == editor.dossier, item.id.in_(ids))
    rows = editor.connection.execute(query.where(item.desk.in_((schema.FILE, editor.desk))).order_by(item.desk))
    return [row for row in {row.id: row for row in rows}.values() if row.hash != schema.HIDDEN]


def _published(editor: Editor, sources: set[str]) -> dict[str, Bounds]:
    rows = _seen(editor, sorted(sources))
    return {row.id: edtf.bounds(decode(row.kind, row.body).published.edtf) for row in rows}


def _named(editor: Editor, record: Item) -> list[Any]:
    rows = _seen(editor, sorted({target for _role, target, _ref in references(record)}))
    return [decode(row.kind, row.body) for row in rows if row.kind in ("person", "party")]


def _known_from(editor: Editor, record: Item) -> dict[str, Any]:
    rows = _seen(editor, sorted({target for _role, target, _ref in references(record)}))
    return {row.id: row.known_from for row in rows}


def _own_items_naming(editor: Editor, target: str) -> list[Any]:
    ids = list_naming(editor.connection, dossier=editor.dossier, desk=editor.desk, item=target)
    rows = _seen(editor, ids)
    return [decode(row.kind, row.body) for row in rows if row.desk == editor.desk]


def _record(editor: Editor, item: str, old: Any, new: Any) -> int:
    kind = kind_of(type(new if new is not None else old))
    revision = select(schema.dossier.c.revision).where(schema.dossier.c.id == editor.dossier).scalar_subquery()
    values = {
        "dossier": editor.dossier,
        "desk": editor.desk,
        "revision": func.coalesce(revision, 0),
        "item": item,
        "kind": kind,
        "action": "added" if old is None else "removed" if new is None else "changed",
        "old": None if old is None else encode(old),
        "new": None if new is None else encode(new),
        "actor": editor.actor_name,
        "actor_id": editor.actor,
        "at": micros(editor.now),
        "why": editor.why,
    }
    made = editor.connection.execute(insert(schema.change).values(values).returning(schema.change.c.id))
    return int(made.scalar_one())


def _edit(row: Any) -> Edit:
    return Edit(
        id=row.id,
        dossier=row.dossier,
        item=row.item,
        kind=row.kind,
        old=None if row.old is None else decode(row.kind, row.old),
        new=None if row.new is None else decode(row.kind, row.new),
        actor=row.actor_id,
        actor_name=row.actor,
        at=moment(row.at),
        why=row.why,
    )


def hold_edits(connection: Connection, *, desk: str, dossier: str) -> None:
    """Let no other editor of this desk change the dossier, and nobody load it, until this transaction ends."""
    lock_shared(connection, f"load {dossier}")  # first, as a load does
    lock(connection, f"edit {desk} {dossier}")


def find_versions(connection: Connection, ids: Iterable[str], *, dossier: str, desk: str) -> dict[str, Version]:
    """Find items as a desk sees them, of whatever day; ids that nothing has are left out."""
    item = schema.item.c
    query = select(item.id, item.kind, item.body, item.hash, item.desk)
    query = query.where(item.dossier == dossier, item.id.in_(sorted(set(ids))), item.desk.in_((schema.FILE, desk)))
    rows = connection.execute(query.order_by(item.desk))  # its own come last, and hide the file's
    seen = [row for row in {row.id: row for row in rows}.values() if row.hash != schema.HIDDEN]
    return {row.id: Version(decode(row.kind, row.body), row.hash, own=row.desk != schema.FILE) for row in seen}


def list_taken_ids(connection: Connection, prefix: str, *, dossier: str, desk: str) -> set[str]:
    """List the ids with a beginning that items have, or had before they were taken back."""
    item, change = schema.item.c, schema.change.c
    now = select(item.id).where(item.dossier == dossier, item.id.startswith(prefix, autoescape=True))
    seen = now.where(item.desk.in_((schema.FILE, desk)))
    ever = select(change.item).where(change.dossier == dossier, change.item.startswith(prefix, autoescape=True))
    return set(connection.execute(union(seen, ever)).scalars())
