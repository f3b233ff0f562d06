"""Statements newest first, by who spoke and of what, found through links: a busy dossier is never read through."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, union_all

from db import schema
from db.dossiers import kind_of
from db.items import View, find_items
from db.records import Person, Statement

# how long before `since` a window may begin and still be looked at whether it reaches beyond
VAGUE = timedelta(days=31)
_FEW = 500  # a subject with fewer statements is gone through itself, whoever the speaker
_MOST_SPEAKERS = 100  # of a party, each looked up alone; of a bigger one somebody is always among the newest
_SUBJECT_ROLES = ("about", "topics")

_Place = tuple[date, str]
_Keys = Select[date, str]  # first possible day, id


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which statements are meant; what is empty leaves out none.

    `named` are those that the item they are about names itself. `since` keeps what can have been said on or after
    that day, unless its first possible day is `VAGUE` before that or unknown; `undated` keeps only the latter.
    """

    speaker: str = ""
    party: str = ""
    about: str = ""
    named: tuple[str, ...] = ()
    since: date | None = None
    undated: bool = False


@dataclass(frozen=True, slots=True)
class _Stream:
    """Rows that an index gives in the order of `earliest` and `id`."""

    id: ColumnElement[str]
    desk: ColumnElement[str]
    earliest: ColumnElement[date]
    wanted: tuple[ColumnElement[bool], ...]

    def but(self, *wanted: ColumnElement[bool]) -> "_Stream":
        return replace(self, wanted=(*self.wanted, *wanted))


async def list_statements(view: View, sought: Sought, *, limit: int, before: str = "") -> list[Statement]:
    """List known statements, newest first by their first possible day, those without one last.

    `before` is the id of a statement: only those that come behind it are listed.
    """
    streams = await _streams(view, sought)
    if not streams:
        return []
    keys = _merged(streams, limit=limit, behind=await _place(view, before) if before else None)
    ids = [row.item for row in await view.connection.execute(keys)]
    found = await find_items(view, ids)
    return [found[id_] for id_ in ids if id_ in found]


async def count_statements(view: View, sought: Sought, *, most: int) -> int:
    """Count known statements, up to `most`."""
    return await _count(view, await _streams(view, sought), most=most)


def first_looked_at(since: date) -> date:
    """Give the day from which a range may begin to be kept by `since`."""
    return max(since, date.min + VAGUE) - VAGUE


async def _count(view: View, streams: list[_Stream], *, most: int) -> int:
    if not streams:
        return 0
    query = select(func.count()).select_from(_merged(streams, limit=most).subquery())
    return int((await view.connection.execute(query)).scalar_one())


async def _place(view: View, id_: str) -> _Place | None:
    item = schema.item.c
    query = select(item.earliest).where(item.dossier == view.dossier, item.id == id_, _seen(view, item.id, item.desk))
    earliest = (await view.connection.execute(query)).scalar_one_or_none()
    return (earliest, id_) if earliest else None


def _merged(streams: list[_Stream], *, limit: int, behind: _Place | None = None) -> _Keys:
    each = [_keys(stream, limit=limit, behind=behind) for stream in streams]
    if len(each) == 1:
        return each[0]
    # every one ends by itself, so that no more is sorted than `limit` of each
    together = union_all(*(select(keys.subquery()) for keys in each)).subquery().c
    newest = select(together.earliest, together.item).distinct()
    return newest.order_by(together.earliest.desc(), together.item.desc()).limit(limit)


def _keys(stream: _Stream, *, limit: int, behind: _Place | None) -> _Keys:
    query = select(stream.earliest.label("earliest"), stream.id.label("item")).where(*stream.wanted)
    if behind is not None:
        day, last = behind
        query = query.where(stream.earliest <= day, or_(stream.earliest < day, stream.id < last))
    return query.order_by(stream.earliest.desc(), stream.id.desc()).limit(limit)


async def _streams(view: View, sought: Sought) -> list[_Stream]:
    """Choose the side to come from: the subject's, if it is seldom spoken of, or else the speakers'."""
    about = _on_subject(view, sought) if sought.about else []
    if about and not (sought.speaker or sought.party):
        return about
    if about and await _count(view, about, most=_FEW) < _FEW:
        return [stream.but(_is_by(view, sought, stream)) for stream in about]
    by = await _by_speaker(view, sought)
    return [stream.but(_is_about(view, sought, stream)) for stream in by] if about else by


def _on_subject(view: View, sought: Sought) -> list[_Stream]:
    roles = [_linked(view, sought, role, sought.about) for role in _SUBJECT_ROLES]
    streams = [stream.but(_is_statement(view, stream)) for stream in roles]
    if sought.named:
        # without the kind, whose index would be gone through for their sake
        streams.append(_items(view, sought).but(schema.item.c.id.in_(sought.named)))
    return streams


async def _by_speaker(view: View, sought: Sought) -> list[_Stream]:
    if sought.speaker:
        return [_linked(view, sought, "speaker", sought.speaker)]
    everything = _items(view, sought).but(schema.item.c.kind == kind_of(Statement))
    if not sought.party:
        return [everything]
    speakers = await _members(view, sought.party)
    if len(speakers) > _MOST_SPEAKERS:
        return [everything.but(_is_by(view, sought, everything))]
    return [_linked(view, sought, "speaker", speaker) for speaker in speakers]


async def _members(view: View, party: str) -> list[str]:
    link, item = schema.link.c, schema.item.c
    person = exists().where(
        item.dossier == link.dossier,
        item.id == link.item,
        item.desk == link.desk,
        item.kind == kind_of(Person),
    )
    query = select(link.item).where(
        link.dossier == view.dossier,
        link.target == party,
        link.role == "party",
        link.known_from <= view.as_of,
        person,
    )
    query = query.where(_seen(view, link.item, link.desk)).limit(_MOST_SPEAKERS + 1)
    return sorted(set((await view.connection.execute(query)).scalars()))


def _linked(view: View, sought: Sought, role: str, target: str) -> _Stream:
    link = schema.link.c
    wanted = (
        link.dossier == view.dossier,
        link.target == target,
        link.role == role,
        link.known_from <= view.as_of,
    )
    return _stream(view, sought, _Stream(link.item, link.desk, link.earliest, wanted))


def _items(view: View, sought: Sought) -> _Stream:
    item = schema.item.c
    wanted = (item.dossier == view.dossier, item.known_from <= view.as_of)
    return _stream(view, sought, _Stream(item.id, item.desk, item.earliest, wanted))


def _stream(view: View, sought: Sought, stream: _Stream) -> _Stream:
    stream = stream.but(_seen(view, stream.id, stream.desk))
    if sought.undated:
        return stream.but(stream.earliest == date.min)
    if sought.since is not None:
        own = schema.item.alias().c
        reaches = exists().where(
            own.dossier == view.dossier,
            own.id == stream.id,
            own.desk == stream.desk,
            own.latest >= sought.since,
        )
        stream = stream.but(stream.earliest >= first_looked_at(sought.since), reaches)
    # what was said later can't have been known: with it the index is entered where the answer begins
    return stream.but(stream.earliest <= view.as_of)


def _seen(view: View, id_: ColumnElement[str], desk: ColumnElement[str]) -> ColumnElement[bool]:
    """A desk's own version of an item hides the file's."""
    own = schema.item.alias().c
    mine = exists().where(own.dossier == view.dossier, own.id == id_, own.desk == view.desk)
    return or_(desk == view.desk, and_(desk == schema.FILE, ~mine))


def _is_statement(view: View, stream: _Stream) -> ColumnElement[bool]:
    item = schema.item.alias().c
    row = (item.dossier == view.dossier, item.id == stream.id, item.desk == stream.desk)
    return exists().where(*row, item.kind == kind_of(Statement))


def _is_by(view: View, sought: Sought, stream: _Stream) -> ColumnElement[bool]:
    link, belongs = schema.link.alias().c, schema.link.alias().c
    spoke = (link.dossier == view.dossier, link.item == stream.id, link.desk == stream.desk, link.role == "speaker")
    if sought.speaker:
        return exists().where(*spoke, link.target == sought.speaker)
    # A value, not a join: else all members would be gone through for each statement. The day is the same in all rows
    # of an item, and not part of the primary key: without it SQLite goes through that one instead of dossier and item.
    speaker = select(link.target).where(*spoke, link.earliest == stream.earliest)
    said_by = speaker.correlate(schema.link, schema.item).scalar_subquery()
    side = (belongs.dossier == view.dossier, belongs.target == sought.party, belongs.role == "party")
    return exists().where(*side, belongs.item == said_by)


def _is_about(view: View, sought: Sought, stream: _Stream) -> ColumnElement[bool]:
    link = schema.link.alias().c
    row = (link.dossier == view.dossier, link.item == stream.id, link.desk == stream.desk)
    named = exists().where(*row, link.target == sought.about, link.role.in_(_SUBJECT_ROLES))
    return or_(named, stream.id.in_(sought.named)) if sought.named else named
