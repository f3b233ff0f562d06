"""Who is named how, and what there is on one of them, through the indexes: busy people are never read through."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Text, TextClause, and_, bindparam, exists, func, or_, select, text

from db.model.codec import decode, kind_of
from db.model.records import Event, Offer, Party, Person, Source, Statement, Topic, TrackedDate
from db.reading.view import View, read_known
from db.storage import schema
from db.storage.database import Connection
from db.storage.prepared import Prepared

COUNTED = 100  # statements; of more it is only said that there are more
NEWEST = 10  # statements read, by the first day on which they can have been made
_MENTIONS = 5
_NAMED = 50  # offers, dates and events of one person in each role
_ROLES = ("labels.by", "answers.by", "announced.by", "participants")


@dataclass(frozen=True, slots=True)
class NamedRows:
    """What names somebody as it is stored, with the day from which each was known, and that of each source."""

    items: tuple[tuple[str, str, date], ...]  # kind, body, known from
    published: dict[str, date]

    def decoded(self) -> list[tuple[Person | Party | Topic | Offer | TrackedDate, date]]:
        """Read them back into records; takes its time."""
        return [(decode(kind, body), known_from) for kind, body, known_from in self.items]


def list_named(connection: Connection, dossier: str, desk: str) -> NamedRows:
    """List all people, parties, topics, offers and tracked dates, of whatever day, those known first before others."""
    item = schema.item.c
    found: list[tuple[str, str, date]] = []
    for kind in map(kind_of, (Person, Party, Topic, Offer, TrackedDate)):
        query = select(item.kind, item.body, item.known_from).where(_row(dossier, desk, kind))
        rows = connection.execute(query.order_by(item.known_from, item.id))
        found += ((kind_, body, known_from) for kind_, body, known_from in rows)
    sources = select(item.id, item.known_from).where(_row(dossier, desk, kind_of(Source)))
    published = {row.id: row.known_from for row in connection.execute(sources)}
    return NamedRows(tuple(found), published)


def _row(dossier: str, desk: str, kind: str) -> ColumnElement[bool]:
    item = schema.item.c
    return and_(item.dossier == dossier, item.kind == kind, _seen(dossier, desk, item.id, item.desk))


def _seen(dossier: str, desk: str, id_: ColumnElement[str], of: ColumnElement[str]) -> ColumnElement[bool]:
    """A desk's own version of an item hides the file's."""
    own = schema.item.alias().c
    mine = exists().where(own.dossier == dossier, own.id == id_, own.desk == desk)
    return or_(of == desk, and_(of == schema.FILE, ~mine))


_NEWEST_CHANGE = Prepared(
    select(func.max(schema.change.c.id)).where(
        schema.change.c.dossier == bindparam("dossier"), schema.change.c.desk == bindparam("desk")
    )
)


def newest_change(connection: Connection, dossier: str, desk: str) -> int:
    """Give the number of a desk's newest change to a dossier; 0 if it has changed nothing."""
    [(newest,)] = _NEWEST_CHANGE.rows(connection, {"dossier": dossier, "desk": desk})
    return int(newest or 0)


@dataclass(frozen=True, slots=True)
class Profile:
    """What was known of somebody; `spoken` and `mentioned` count statements by and about them, up to COUNTED + 1."""

    whom: Person | Party
    statements: list[Statement]
    spoken: int
    about: list[Statement]
    mentioned: int
    offers: list[Offer]
    dates: list[TrackedDate]
    events: list[Event]
    newest_sources: list[Source]


def get_profile(view: View, id_: str) -> Profile:
    """Get a person or party known by then with the newest statements, and whatever else names them, a few each."""
    given = {"dossier": view.dossier, "desk": view.desk, "id": id_, "as_of": view.as_of}
    found: dict[str, list[str]] = {"item": [], "said": [], "about": [], "source": []}
    counts = {"spoken": 0, "mentioned": 0}
    bodies: dict[str, tuple[str, str]] = {}
    for tag, item, number, kind, body in _NAMED_BODIES.rows(view.connection, given):
        if tag in counts:
            counts[tag] = number
            continue
        found.setdefault(tag, []).append(item)
        bodies[item] = kind, body
    records = {record.id: record for record in read_known(view, bodies.values())}

    def of(cls: type[Any], tag: str) -> list[Any]:
        # what was read may have lost the part that named them
        return [records[one] for one in dict.fromkeys(found[tag]) if isinstance(records.get(one), cls)]

    return Profile(
        records[id_],
        of(Statement, "said"),
        counts["spoken"],
        of(Statement, "about"),
        counts["mentioned"],
        of(Offer, "item"),
        of(TrackedDate, "item"),
        of(Event, "item"),
        of(Source, "source"),
    )


# As text: to build and compile it anew from parts took ten times as long as the look-up itself.
# What a desk has of its own is found once, not for each row.
_SEEN = """({0}.desk = :desk OR ({0}.desk = '' AND {1} NOT IN (SELECT own.id FROM item own
    WHERE own.dossier = :dossier AND own.desk = :desk AND own.desk <> '')))"""
_LINKED = f"""SELECT link.item AS id, link.desk FROM link WHERE link.dossier = :dossier AND link.target = :id
    AND link.role = '{{0}}' AND link.known_from <= :as_of AND {_SEEN.format("link", "link.item")}"""
# what was said later can't have been known: with it the index is entered where the answer begins
_SAID = _LINKED.format("speaker") + " AND link.earliest <= :as_of"
_ABOUT = f"""{_LINKED.format("about")} AND link.earliest <= :as_of AND EXISTS (SELECT 1 FROM item
    WHERE item.dossier = :dossier AND item.kind = 'statement' AND item.earliest = link.earliest
    AND item.id = link.item)"""
_ITEM = f"""SELECT item.id, item.desk FROM item WHERE item.dossier = :dossier
    AND {_SEEN.format("item", "item.id")}"""
_WHOM = f"{_ITEM} AND item.id = :id AND item.known_from <= :as_of"
# from the dates, which are few: somebody may be spoken of in very many statements
_DATES = f"""{_ITEM} AND item.kind = 'date' AND item.known_from <= :as_of AND EXISTS (SELECT 1 FROM link
    WHERE link.dossier = :dossier AND link.target = :id AND link.role = 'about' AND link.item = item.id
    AND link.desk = item.desk) LIMIT {_NAMED}"""
_SOURCE = f"""{_ITEM} AND item.kind = 'source' AND item.earliest <= :as_of AND item.known_from <= :as_of
    ORDER BY item.earliest DESC, item.latest, item.id LIMIT 1"""


def _named_bodies() -> TextClause:
    """Select all that is shown of somebody, with what it is to them, and the counts, in one statement."""
    newest = "ORDER BY link.earliest DESC, link.item DESC LIMIT"
    shown = [("whom", _WHOM), ("said", f"{_SAID} {newest} {NEWEST}"), ("about", f"{_ABOUT} {newest} {_MENTIONS}")]
    shown += [("item", f"{_LINKED.format(role)} {newest} {_NAMED}") for role in _ROLES]
    shown += [("item", _DATES), ("source", _SOURCE)]
    counted = {"spoken": _SAID, "mentioned": _ABOUT}
    arms = [
        f"SELECT '{tag}' AS tag, item.id, 0 AS number, item.kind, item.body FROM ({query}) AS one"
        " JOIN item ON item.dossier = :dossier AND item.id = one.id AND item.desk = one.desk"
        for tag, query in shown
    ]
    arms += [
        f"SELECT '{tag}', '', count(*), '', '' FROM ({query} LIMIT {COUNTED + 1}) AS one"
        for tag, query in counted.items()
    ]
    return text("\nUNION ALL ".join(arms)).bindparams(
        *(bindparam(name, type_=Text) for name in ("dossier", "desk", "id")), bindparam("as_of", type_=Date)
    )


_NAMED_BODIES = Prepared(_named_bodies())
