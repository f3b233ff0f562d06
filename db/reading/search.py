"""Full-text search: one question to SQLite's FTS5 and to PostgreSQL's text search, newest first or best first."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rapidfuzz.distance import OSA
from sqlalchemy import ColumnElement, Select, cast, column, exists, func, literal, literal_column, select, table
from sqlalchemy import Connection as SyncConnection

from db.model import edtf
from db.model.codec import decode
from db.model.search_terms import Term, ranked_texts
from db.reading.search_index import (
    FACTUAL,
    OURS,
    Surroundings,
    day_of_row,
    dossier_word,
    found_words,
    kind_word,
    ours_word,
    replace_found,
    row_id,
    surroundings,
)
from db.reading.view import View
from db.storage import schema

RANKED = 2_000  # of the newest: to rank every match of a common word would take a second
_WEIGHED = 500  # rows of each word, after whose age it counts as rare or common
COUNTED = 200  # each one counted is looked up
_LONGEST_TERMS = 40
_MOST_WORDS = 20_000  # looked through for a mistyped one
_NEAREST = 8
_PAGE = 1_000

_fts = table("search_index", column("rowid"))


_Found = Select[int, str, str]  # the row, the item, whose it is


@dataclass(frozen=True, slots=True)
class Hits:
    """Which items were found, in order; `total` counts them all, up to one more than `COUNTED`."""

    items: tuple[str, ...]
    total: int


def find_hits(
    view: View,
    terms: Sequence[Term],
    *,
    kind: str = "",
    without: Sequence[str] = (),
    best: bool = False,
    ours: bool = False,
    limit: int = 30,
) -> Hits:
    """Find the items in whose words, as known by then, every term stands; newest first, or the `best` of the newest.

    Newest is what was published last. `best` ranks the newest 2,000. Only one `kind`, or those not `without`. `ours`
    looks through the remarks of the dossier's makers and the names of what they remark on; nothing else does. Topics
    and origins have no day from which they were known: what names them must be looked at.
    """
    asked = _Asked(view, tuple(terms)[:_LONGEST_TERMS], kind, tuple(without), ours)
    matches = _postgres(asked) if view.connection.dialect.name == "postgresql" else _sqlite(asked)
    newest = _rows(view, matches.limit(max(COUNTED + 1, limit)))
    seen = _seen(view, newest)
    total = len(seen) if len(newest) <= COUNTED else COUNTED + 1
    # where words are only left out, one row ranks as another
    if best and seen and not all(term.excluded for term in asked.terms):
        ranked = _ranked_by_server if view.connection.dialect.name == "postgresql" else _ranked
        seen = _seen(view, ranked(view, asked, matches, limit=limit))
    return Hits(tuple(row.item for row in seen[:limit]), total)


def _rows(view: View, matches: _Found) -> Sequence[Any]:
    return view.connection.execute(matches).all()


def _seen(view: View, rows: Sequence[Any]) -> list[Any]:
    """Leave out the file's version of what the desk has changed itself.

    Looked up afterwards: PostgreSQL can't tell how few these are, and would begin with them.
    """
    own = schema.item.c
    mine = (own.dossier == view.dossier, own.desk == view.desk, own.id.in_({row.item for row in rows}))
    replaced = set(view.connection.execute(select(own.id).where(*mine)).scalars())
    return [row for row in rows if row.desk == view.desk or row.item not in replaced]


def nearest_words(view: View, word: str) -> list[str]:
    """List words of the dossier that a term's `word` may be a slip for, the likeliest first.

    They may be words not known by then: look each up before it is shown.
    """
    most = 1 if len(word) < 5 else 2
    column_ = schema.search_word.c
    likely = func.length(column_.word).between(len(word) - most, len(word) + most)
    query = select(column_.word).where(column_.dossier == view.dossier, likely, column_.word != word)
    rows = view.connection.execute(query.order_by(column_.word).limit(_MOST_WORDS))
    far = {other: OSA.distance(word, other, score_cutoff=most) for other in rows.scalars()}
    near = [other for other, distance in far.items() if distance <= most and len(word) > 2]
    return sorted(near, key=lambda other: (far[other], other[0] != word[0], other))[:_NEAREST]


def is_id(typed: str) -> bool:
    """Tell whether a text can be an id, or the beginning of one; what can't is not put before the database."""
    return re.fullmatch(r"[A-Za-z0-9-]{1,32}", typed) is not None


def list_ids(view: View, beginning: str, *, limit: int) -> list[str]:
    """List ids of known items that begin so, in capital letters, in small ones or as it is written."""
    if not is_id(beginning):
        return []
    item, found = schema.item.c, dict[str, None]()
    for begun in dict.fromkeys((beginning, beginning.upper(), beginning.lower())):
        mine = (item.dossier == view.dossier, item.desk.in_((schema.FILE, view.desk)), item.known_from <= view.as_of)
        query = select(item.id).where(*mine, _begins(view, begun)).order_by(item.id).limit(limit)
        found |= dict.fromkeys(view.connection.execute(query).scalars())
    return list(found)[:limit]


def _begins(view: View, beginning: str) -> ColumnElement[bool]:
    if view.connection.dialect.name == "postgresql":  # which sorts by language, but has an index for this
        return schema.item.c.id.startswith(beginning, autoescape=True)
    return schema.item.c.id.between(beginning, beginning + chr(0x10FFFF))


@dataclass(frozen=True, slots=True)
class _Asked:
    view: View
    terms: tuple[Term, ...]
    kind: str
    without: tuple[str, ...]
    ours: bool


def _sqlite(asked: _Asked) -> _Found:
    found = _matching(asked).add_columns(schema.search.c.item, schema.search.c.desk)
    joined = _fts.join(schema.search, schema.search.c.id == _fts.c.rowid)
    return found.select_from(joined).where(*_holds(asked.view))


def _matching(asked: _Asked) -> Select[int]:
    """Select the rows of the index of words that have what is asked for by then, newest first."""
    # Whatever was typed, only letters and digits have become terms; each stands in quotation marks all the same.
    whose = ours_word if asked.ours else dossier_word
    marks = [whose(asked.view.dossier), *([kind_word(asked.kind)] if asked.kind else [])]
    wanted = [f'"{mark}"' for mark in marks] + [_fts_term(term) for term in asked.terms if not term.excluded]
    unwanted = [f'"{kind_word(kind)}"' for kind in asked.without]
    unwanted += [_fts_term(term) for term in asked.terms if term.excluded]
    query = " AND ".join(wanted)
    query = f"({query}) NOT ({' OR '.join(unwanted)})" if unwanted else query
    matched = literal_column("search_index").op("MATCH")(query)
    known = _fts.c.rowid <= row_id(asked.view.as_of, last=True)
    return select(_fts.c.rowid).select_from(_fts).where(matched, known).order_by(_fts.c.rowid.desc())


def _fts_term(term: Term) -> str:
    ways = [f'"{" ".join(way)}"' + ("*" if term.prefix else "") for way in term.ways]
    return f"({' OR '.join(ways)})" if len(ways) > 1 else ways[0]


def _postgres(asked: _Asked) -> _Found:
    search = schema.search.c
    said = _tsquery(asked)
    matched = (search.words.op("@@")(_tsvalue(said)),) if said else ()
    query = select(search.id, search.item, search.desk).where(
        *matched, search.id <= row_id(asked.view.as_of, last=True)
    )
    return query.where(*_holds(asked.view)).order_by(search.id.desc())


def _tsquery(asked: _Asked) -> str:
    said = [f"'{kind_word(asked.kind)}'"] if asked.kind else []
    said += [f"!'{kind_word(kind)}'" for kind in asked.without]
    said.append(f"'{OURS}'" if asked.ours else f"!'{OURS}'")
    said += [f"{'!' if term.excluded else ''}{_ts_term(term)}" for term in asked.terms]
    return " & ".join(said)


def _tsvalue(said: str) -> ColumnElement[Any]:
    # written out, escaped: as a parameter it would soon be planned for without looking how common the words are
    return cast(literal(said, literal_execute=True), schema.TsQuery)


def _ts_term(term: Term) -> str:
    ways = [" <-> ".join(f"'{word}'" for word in way) + (":*" if term.prefix else "") for way in term.ways]
    return f"({' | '.join(f'({way})' for way in ways)})" if len(ways) > 1 else f"({ways[0]})"


def _ranked_by_server(view: View, asked: _Asked, matches: _Found, *, limit: int) -> Sequence[Any]:
    newest, search = matches.limit(RANKED).subquery(), schema.search.c
    # 1: long texts count less
    rank = func.ts_rank(search.words, _tsvalue(_tsquery(asked)), 1)
    ranked = select(search.id, search.item, search.desk).where(search.id.in_(select(newest.c.id)))
    return _rows(view, ranked.order_by(rank.desc(), search.id.desc()).limit(limit))


def _ranked(view: View, asked: _Asked, matches: _Found, *, limit: int) -> Sequence[Any]:
    """Rank the newest: FTS5's own rank counts in how many rows of all dossiers each word stands, every time anew."""
    terms = [term for term in asked.terms if not term.excluded]
    weights = [_rarity(asked, term) for term in terms] if len(terms) > 1 else [1.0]
    rows = _rows(view, matches.add_columns(schema.search.c.words).limit(RANKED))
    ranks = ranked_texts([row.words for row in rows], terms, weights)
    order = sorted(range(len(rows)), key=lambda place: (-ranks[place], place))
    return [rows[place] for place in order[:limit]]


def _rarity(asked: _Asked, term: Term) -> float:
    """Weigh a term by how many days one goes back for so many rows that have it."""
    newest = _matching(replace(asked, terms=(term,), kind="", without=())).limit(_WEIGHED).subquery()
    measured = select(func.count(), func.max(newest.c.rowid), func.min(newest.c.rowid))
    many, last, first = asked.view.connection.execute(measured).one()
    return math.log(2 + _WEIGHED * (1 + day_of_row(last) - day_of_row(first)) / many) if many else 1.0


def _holds(view: View) -> tuple[ColumnElement[bool], ...]:
    """Keep the rows that hold on the day, of the file and of the desk."""
    search = schema.search.c
    return search.dossier == view.dossier, search.until > view.as_of, search.desk.in_((schema.FILE, view.desk))


def index_what_is_not(connection: SyncConnection) -> None:
    """Fill the index for dossiers that are not in it: those loaded before there was one."""
    search = schema.search.c
    missing = ~exists().where(search.dossier == schema.dossier.c.id)
    there = schema.dossier.c.revision > 0
    for dossier in connection.execute(select(schema.dossier.c.id).where(there, missing)).scalars().all():
        item = schema.item.c
        desks = connection.execute(select(item.desk).where(item.dossier == dossier).distinct()).scalars().all()
        for desk in sorted(desks):
            _index_desk(connection, dossier, desk)


def _index_desk(connection: SyncConnection, dossier: str, desk: str) -> None:
    around = _stored_surroundings(connection, dossier, desk)
    for rows in _pages(connection, dossier, desk):
        found = (
            known
            for row in rows
            for known in found_words(row.kind, decode(row.kind, row.body), known_from=row.known_from, around=around)
        )
        replace_found(connection, dossier, desk, gone=(), found=found)


def _stored_surroundings(connection: SyncConnection, dossier: str, desk: str) -> Surroundings:
    item = schema.item.c
    mine = (item.dossier == dossier, item.desk.in_((schema.FILE, desk)), item.kind.in_(FACTUAL))
    query = select(item.id, item.kind, item.known_from, item.body).where(*mine).order_by(item.desk)
    rows = {row.id: row for row in connection.execute(query)}  # a desk's own row comes after the file's
    records = {row.id: decode(row.kind, row.body) for row in rows.values()}
    published = {row.id: edtf.bounds(records[row.id].published.edtf) for row in rows.values() if row.kind == "source"}
    known_from = {row.id: row.known_from for row in rows.values()}
    return surroundings(records.values(), published=published, known_from=known_from)


def _pages(connection: SyncConnection, dossier: str, desk: str) -> Iterator[Sequence[Any]]:
    item = schema.item.c
    query = select(item.id, item.kind, item.known_from, item.body).where(item.dossier == dossier, item.desk == desk)
    last = ""
    while rows := connection.execute(query.where(item.id > last).order_by(item.id).limit(_PAGE)).all():
        yield rows
        last = rows[-1].id
