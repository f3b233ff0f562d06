"""Filling the search index: for each item what could be found of it, from which day until which.

A row holds all words of an item that were known from a day on, until the day when more of it was published. So a
search as of any day meets each item once, whole, and with nothing that was published later.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection as SyncConnection
from sqlalchemy import column, delete, select, table, update

from db.model.edtf import Bounds
from db.model.item_texts import Extract, extracts, is_head, is_ours
from db.model.known_by import cited_sources, known
from db.model.records import Item, Party, Person, Statement
from db.model.search_terms import is_written_out, rows_of_words
from db.model.shapes import references
from db.storage import schema
from db.storage.bulk_insert import Row, insert_rows, is_postgres, stored_day

OURS = "=ours"  # a word that every row with our own remarks has
_BATCH = 2_000
_SERIAL_BITS = 32
_fts = table("search_index", column("rowid"), column("words"))
# PostgreSQL counts places no further than 16,383, those between texts included
_MOST_WORDS = 8_000

Facts = Mapping[str, tuple[str, date]]  # of sources, people and parties: the name, if any, and the first day

_Texts = tuple[tuple[str, ...], ...]
FACTUAL = ("source", "person", "party")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the rows of an item depend on besides itself: publication days by source, and names with their days."""

    published: Mapping[str, Bounds]
    names: Mapping[str, tuple[str, date]]


@dataclass(frozen=True, slots=True)
class Known:
    """What can be found of an item, in words, from a day until the day before `until`."""

    item: str
    kind: str
    known_from: date
    until: date
    texts: _Texts
    ours: bool = False  # the remarks of the dossier's makers, which are no source's words, with names


def found_words(kind: str, record: Item, *, known_from: date, around: Surroundings) -> Iterator[Known]:
    """Yield what can be found of an item, the earliest first; nothing before `known_from`.

    The name of a speaker is in it as soon as it is known; names of others that came up later than the item are when
    more of the item itself was published.
    """
    days = {max(around.published[source].earliest, known_from) for source in cited_sources(record)}
    names = {id_: around.names[id_] for _role, id_, _ref in references(record) if id_ in around.names}
    last = max(days, default=known_from)
    if isinstance(record, Statement) and record.speaker in names:
        days.add(max(names[record.speaker][1], known_from))
    steps: dict[bool, list[tuple[date, _Texts]]] = {False: [], True: []}
    for day in sorted(days | {known_from}):
        cut = record if day >= last else known(record, published=around.published, day=day)
        there = {id_: name for id_, (name, since) in names.items() if since <= day}
        for ours, texts in enumerate(_texts(cut, there) if cut else ((), ())):
            if not steps[bool(ours)] or steps[bool(ours)][-1][1] != texts:
                steps[bool(ours)].append((day, texts))
    for whose, made in steps.items():
        for (day, texts), (until, _) in pairwise([*made, (date.max, ())]):
            if texts:
                yield Known(record.id, kind, day, until, texts, whose)


def _texts(record: Any, names: Mapping[str, str]) -> tuple[_Texts, _Texts]:
    """Give the words of what sources say and things are called, and if there are remarks of ours, theirs with names."""
    listed = list(extracts(record, names=names))
    said = [extract for extract in listed if not is_ours(extract)]
    if len(said) == len(listed):
        return _rows(said), ()
    return _rows(said), _rows(extract for extract in listed if is_ours(extract) or is_head(extract))


def _rows(listed: Iterable[Extract]) -> _Texts:
    found: dict[tuple[str, ...], None] = {}
    room = _MOST_WORDS
    for extract in listed:
        for row in rows_of_words(extract.text):
            words = row[:room]
            if words and words not in found:
                found[words] = None
                room -= len(words)
    return tuple(found)


def surroundings(
    records: Iterable[Item], *, published: Mapping[str, Bounds], known_from: Mapping[str, date]
) -> Surroundings:
    """Gather what the index needs to know of other items."""
    names = {
        record.id: (record.name, known_from[record.id]) for record in records if isinstance(record, Person | Party)
    }
    return Surroundings(published, names)


def stored_facts(connection: SyncConnection, dossier: str) -> Facts:
    """Read what the rows of a dossier's file were made with."""
    item = schema.item.c
    mine = (item.dossier == dossier, item.desk == schema.FILE, item.kind.in_(FACTUAL))
    query = select(item.id, item.known_from, item.body).where(*mine)
    return {row.id: (json.loads(row.body).get("name", ""), row.known_from) for row in connection.execute(query)}


def moved(before: Facts, after: Surroundings) -> frozenset[str]:
    """List the sources, people and parties because of which the rows of others are no longer right."""
    facts = {id_: ("", bounds.earliest) for id_, bounds in after.published.items()} | dict(after.names)
    return frozenset(id_ for id_, fact in before.items() if facts.get(id_) != fact)


def rests_on(record: Item, others: frozenset[str]) -> bool:
    """Tell whether a record names any of these."""
    return bool(others) and any(id_ in others for _role, id_, _ref in references(record))


@dataclass(frozen=True, slots=True)
class FoundRows:
    """Rows of the index, ready to be inserted, the number behind their last, and words not met before."""

    rows: list[Row]
    next: int
    words: list[Row]


def replace_found(
    connection: SyncConnection, dossier: str, desk: str, *, gone: Iterable[str], found: Iterable[Known]
) -> None:
    """Take items out of the index, and put in what can be found now."""
    delete_found(connection, dossier, desk, sorted(set(gone)))
    making = found_rows(dossier, desk, found, first=next_row(connection), postgres=is_postgres(connection))
    for batch in making:
        insert_found(connection, batch)


def delete_found(connection: SyncConnection, dossier: str, desk: str, ids: Sequence[str]) -> None:
    """Take items out of the index."""
    search = schema.search
    for start in range(0, len(ids), _BATCH):
        here = search.c.item.in_(ids[start : start + _BATCH])
        connection.execute(delete(search).where(search.c.dossier == dossier, search.c.desk == desk, here))


def next_row(connection: SyncConnection) -> int:
    """Give the number of the next row, and keep others from taking it until this transaction ends."""
    serial = schema.search_serial
    return int(connection.execute(update(serial).values(next=serial.c.next).returning(serial.c.next)).scalar_one())


def found_rows(dossier: str, desk: str, found: Iterable[Known], *, first: int, postgres: bool) -> Iterator[FoundRows]:
    """Make the rows of the index, batch by batch; `first` is the number of the first."""
    remaining = iter(found)
    seen: set[str] = set()
    while batch := list(islice(remaining, _BATCH)):
        # FTS5 writes out all it has gathered whenever an id is less than the one before
        batch.sort(key=attrgetter("known_from"))
        rows = [_row(one, dossier, desk, number=number, postgres=postgres) for number, one in enumerate(batch, first)]
        first += len(rows)
        # of ids and numbers nobody guesses which other one was meant
        new = {word for one in batch for text in one.texts for word in text} - seen
        seen |= new
        # in order, so that two loads wait for each other instead of blocking one another
        yield FoundRows(rows, first, [(dossier, word) for word in sorted(filter(is_written_out, new))])


def insert_found(connection: SyncConnection, batch: FoundRows) -> None:
    """Put rows into the index."""
    connection.execute(update(schema.search_serial).values(next=batch.next))
    insert_rows(connection, schema.search, "id, dossier, desk, item, until, words", batch.rows)
    if not is_postgres(connection):
        insert_rows(connection, _fts, "rowid, words", [(row[0], row[-1]) for row in batch.rows])
    insert_rows(connection, schema.search_word, "dossier, word", batch.words, new=False)


def _row(one: Known, dossier: str, desk: str, *, number: int, postgres: bool) -> Row:
    render = _vector if postgres else _plain
    whose = (ours_word(dossier), OURS) if one.ours else (dossier_word(dossier),)
    words = render(one.texts, (*whose, kind_word(one.kind)))
    until = stored_day(one.until, postgres=postgres)
    return row_id(one.known_from) + number, dossier, desk, one.item, until, words


def row_id(day: date, *, last: bool = False) -> int:
    """Give the least id of rows known from a day, or the `last` there can be: in order of id is in order of day."""
    return ((day.toordinal() + last) << _SERIAL_BITS) - last


def day_of_row(id_: int) -> int:
    """Give the day from which a row is known, as days are counted from the first."""
    return id_ >> _SERIAL_BITS


def dossier_word(dossier: str) -> str:
    """Give the word that every row of a dossier has; nobody can type it."""
    return f"=d-{dossier.lower()}"


def ours_word(dossier: str) -> str:
    """Give the word that the rows with our own remarks have in place of it."""
    return f"=o-{dossier.lower()}"


def kind_word(kind: str) -> str:
    """Give the word that every row of a kind has; nobody can type it."""
    return f"=k-{kind}"


def _plain(texts: _Texts, marks: tuple[str, ...]) -> str:
    # "=" between them, so that no phrase runs from one into the next
    return " = ".join([" ".join(text) for text in texts] + [" ".join(marks)])


def _vector(texts: _Texts, marks: tuple[str, ...]) -> str:
    """Write it as PostgreSQL writes a tsvector, so that no parser of its own cuts the words anew."""
    places: dict[str, list[str]] = {}
    at = 1
    for text in texts:
        for place, word in enumerate(text, at):
            places.setdefault(word, []).append(str(place))
        at += len(text) + 1  # a place is left out between them, so that no phrase runs from one into the next
    said = [f"'{word}':{','.join(found[:255])}" for word, found in places.items()]
    return " ".join(said + [f"'{mark}'" for mark in marks])
