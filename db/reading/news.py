"""What is new to a desk since a position, on both clocks: recorded since then, or published since then."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from db.model import edtf
from db.model.codec import decode, item_row, kind_of
from db.model.known_by import cited_sources, known
from db.model.records import Item, Source
from db.model.repoint import repoint
from db.reading.changes import MOST, NEVER, list_grown
from db.reading.merges import merged_ids
from db.reading.view import View, find_items
from db.storage import schema


@dataclass(frozen=True, slots=True)
class Position:
    """How far a subscription has read: the last change and outcome, and the last day of publication."""

    change: int
    outcome: int
    day: date
    at: datetime


_Stored = Mapping[str, tuple[str, str]]  # kind and body by id


@dataclass(frozen=True, slots=True)
class News:
    """An item as it was known, and as it is; one of them is None where there was, or is, nothing."""

    before: Item | None
    after: Item | None
    now: str = ""  # the id of what an item turned out to be that is gone

    @property
    def item(self) -> Item:
        """The item as it is, or as it last was."""
        item = self.after or self.before
        assert item is not None
        return item


def list_news(view: View, *, since: Position, until: Position) -> tuple[list[News], bool]:
    """List what differs between two positions, as the desk could know it; True with it if there may be more.

    The dossier is to stand at the later one. At most 1,000 recorded items and 1,000 published ones are compared.
    """
    ids, more = _recorded(view, since, until)
    if until.day > since.day:
        grown, more_grown = list_grown(view, after=since.day)
        ids |= {one.after.id for one in grown}
        more = more or more_grown
    merged = merged_ids(
        view.connection, dossier=view.dossier, desk=view.desk
    )  # that an item names what another turned out to be is no news of it
    then = find_then(replace(view, as_of=since.day), ids, recorded=since.change)
    before = {id_: repoint(item, merged) for id_, item in then.items()} if merged else then
    after = find_items(view, ids)
    pairs = (News(before.get(id_), after.get(id_), "" if id_ in after else merged.get(id_, "")) for id_ in ids)
    return [one for one in pairs if one.before != one.after], more


def _recorded(view: View, since: Position, until: Position) -> tuple[set[str], bool]:
    change = schema.change.c
    ids: set[str] = set()
    more = False
    for desk in (schema.FILE, view.desk):
        between = (change.dossier == view.dossier, change.desk == desk, change.id > since.change)
        query = select(change.item).where(*between, change.id <= until.change).order_by(change.id.desc())
        found = list(view.connection.execute(query.limit(MOST + 1)).scalars())
        ids |= set(found[:MOST])
        more = more or len(found) > MOST
    return ids, more


def find_then(view: View, ids: Iterable[str], *, recorded: int) -> dict[str, Item]:
    """Find items as they stood when the change of that number was the last one, as known by the view's day."""
    stored = _stood(view, set(ids), recorded)
    items: dict[str, Any] = {id_: decode(*one) for id_, one in stored.items()}
    cited = {source for item in items.values() for source in cited_sources(item)}
    cited |= {id_ for id_, item in items.items() if isinstance(item, Source)}
    sources = {id_: decode(*one) for id_, one in _stood(view, cited, recorded).items()}
    # between two rows of one load a source may not have been there yet
    days = dict.fromkeys(cited, NEVER) | {id_: edtf.bounds(one.published.edtf) for id_, one in sources.items()}
    found: dict[str, Item] = {}
    for id_, item in items.items():
        row = item_row(kind_of(type(item)), item, published=days)
        cut = known(item, published=days, day=view.as_of) if row.known_from <= view.as_of else None
        if cut is not None:
            found[id_] = cut
    return found


def _stood(view: View, ids: set[str], recorded: int) -> _Stored:
    """Give what was stored then: today's rows, with all later changes taken back."""
    item, change = schema.item.c, schema.change.c
    desks = (schema.FILE, view.desk)
    here = (item.dossier == view.dossier, item.desk.in_(desks), item.id.in_(ids))
    query = select(item.id, item.desk, item.kind, item.body, item.hash).where(*here)
    rows = {
        (row.id, row.desk): None if row.hash == schema.HIDDEN else (row.kind, row.body)
        for row in view.connection.execute(query)
    }
    later = (change.dossier == view.dossier, change.desk.in_(desks), change.item.in_(ids), change.id > recorded)
    changes = select(change.item, change.desk, change.kind, change.old).where(*later).order_by(change.id.desc())
    for row in view.connection.execute(changes):  # the first later change comes last
        old = None if row.old is None else (row.kind, row.old)
        if row.desk != schema.FILE and old == rows.get((row.item, schema.FILE)):
            rows.pop((row.item, row.desk), None)  # the desk had no version of its own: what it changed was the file's
        else:
            rows[row.item, row.desk] = old
    # a desk's own version hides the file's, also where it was nothing
    seen = {id_: stored for desk in desks for (id_, whose), stored in rows.items() if whose == desk}
    return {id_: stored for id_, stored in seen.items() if stored is not None}
