"""Statements newest first, by who spoke and of what, found through links: a busy dossier is never read through."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    ScalarSelect,
    Select,
    Text,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    union_all,
)

from db.model.codec import kind_of
from db.model.records import Person, Statement
from db.reading.view import View, read_known, remember
from db.storage import schema
from db.storage.prepared import Prepared

# how long before `since` a window may begin and still be looked at whether it reaches beyond
VAGUE = timedelta(days=31)
_FEW = 500  # a subject with fewer statements is gone through itself, whoever the speaker
_MOST_SPEAKERS = 100  # of a party, each looked up alone; of a bigger one somebody is always among the newest
_SUBJECT_ROLES = ("about", "topics")

_Keys = Select[date, str, str]  # first possible day, id, whose it is


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


def list_statements(view: View, sought: Sought, *, limit: int, before: str = "") -> list[Statement]:
    """List known statements, newest first by their first possible day, those without one last.

    `before` is the id of a statement: only those that come behind it are listed.
    """
    return list(remember(view, ("statements", sought, limit, before), lambda: _list(view, sought, limit, before)))


def _list(view: View, sought: Sought, limit: int, before: str) -> list[Statement]:
    way = _way(view, sought)
    if way is None:
        return []
    given = way.given | {"limit": limit}
    place = _place(view, before) if before else None
    if place is not None:
        given |= {"behind_day": place, "behind": before}
    rows = _listing(way.form, behind=place is not None).rows(view.connection, given)
    return read_known(view, [(kind_of(Statement), body) for (body,) in rows])


def count_statements(view: View, sought: Sought, *, most: int) -> int:
    """Count known statements, up to `most`."""
    way = _way(view, sought)
    return _count(view, way, most=most) if way else 0


def first_looked_at(since: date) -> date:
    """Give the day from which a range may begin to be kept by `since`."""
    return max(since, date.min + VAGUE) - VAGUE


# --- which way to go


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """All that decides how a statement of SQL is put together; everything else is bound to it.

    `side` is where its rows come from: one `subject`, so many `speakers`, or all there is. `by` and `about` are
    what is looked at in each row then.
    """

    side: str = ""
    speakers: int = 0
    by: str = ""
    about: bool = False
    named: bool = False
    since: bool = False
    undated: bool = False


@dataclass(frozen=True, slots=True)
class _Way:
    form: _Form
    given: dict[str, Any]


def _way(view: View, sought: Sought) -> _Way | None:
    """Choose the side to come from: the subject's, if it is seldom spoken of, or else the speakers'."""
    way = _Way(_form(sought), _given(view, sought))
    if sought.about:
        of_subject = replace(way, form=replace(way.form, side="subject"))
        if not (sought.speaker or sought.party):
            return of_subject
        if _count(view, of_subject, most=_FEW) < _FEW:
            return replace(of_subject, form=replace(of_subject.form, by="speaker" if sought.speaker else "party"))
    form = replace(way.form, about=bool(sought.about))
    if sought.speaker:
        return _by_speakers(form, way.given, [sought.speaker])
    if not sought.party:
        return _Way(form, way.given)
    speakers = _members(view, sought.party)
    if len(speakers) > _MOST_SPEAKERS:
        return _Way(replace(form, by="party"), way.given)
    return _by_speakers(form, way.given, speakers) if speakers else None


def _form(sought: Sought) -> _Form:
    return _Form(named=bool(sought.named), since=sought.since is not None, undated=sought.undated)


def _given(view: View, sought: Sought) -> dict[str, Any]:
    given: dict[str, Any] = {"dossier": view.dossier, "desk": view.desk, "as_of": view.as_of}
    given |= {"speaker": sought.speaker, "party": sought.party, "about": sought.about, "named": sought.named}
    if sought.since is not None:
        given |= {"since": sought.since, "since_first": first_looked_at(sought.since)}
    return given


def _by_speakers(form: _Form, given: dict[str, Any], speakers: Sequence[str]) -> _Way:
    # the last one several times: of each number a statement would have to be made
    places = 1 << (len(speakers) - 1).bit_length()
    named = {f"speaker_{place}": speakers[min(place, len(speakers) - 1)] for place in range(places)}
    return _Way(replace(form, side="speakers", speakers=places), given | named)


def _count(view: View, way: _Way, *, most: int) -> int:
    [(count,)] = _counting(way.form).rows(view.connection, way.given | {"limit": most})
    return int(count)


def _place(view: View, id_: str) -> date | None:
    given = {"dossier": view.dossier, "desk": view.desk, "id": id_}
    return view.connection.execute(_PLACE, given).scalar_one_or_none()


def _members(view: View, party: str) -> list[str]:
    given = {"dossier": view.dossier, "desk": view.desk, "as_of": view.as_of, "party": party}
    return sorted(set(view.connection.execute(_MEMBERS, given).scalars()))


# --- the statements of SQL, each made once: to put one together takes longer than to run it


_DOSSIER, _DESK = bindparam("dossier", type_=Text), bindparam("desk", type_=Text)
_AS_OF, _LIMIT = bindparam("as_of", type_=Date), bindparam("limit", type_=Integer)


@dataclass(frozen=True, slots=True)
class _Stream:
    """Rows that an index gives in the order of `earliest` and `id`."""

    id: ColumnElement[str]
    desk: ColumnElement[str]
    earliest: ColumnElement[date]
    wanted: tuple[ColumnElement[bool], ...]

    def but(self, *wanted: ColumnElement[bool]) -> "_Stream":
        return replace(self, wanted=(*self.wanted, *wanted))


@lru_cache(maxsize=512)
def _listing(form: _Form, *, behind: bool) -> Prepared:
    streams = _streams(form)
    if len(streams) == 1:
        return Prepared(_keys(streams[0], behind=behind).with_only_columns(_body(streams[0].id, streams[0].desk)))
    few = _merged(streams, behind=behind).subquery()
    # looked up one by one, for the few that are left
    query = select(_body(few.c.item, few.c.desk)).select_from(few)
    return Prepared(query.order_by(few.c.earliest.desc(), few.c.item.desc()))


def _body(id_: ColumnElement[str], desk: ColumnElement[str]) -> ScalarSelect[str]:
    item = schema.item.alias().c
    return select(item.body).where(item.dossier == _DOSSIER, item.id == id_, item.desk == desk).scalar_subquery()


@lru_cache(maxsize=512)
def _counting(form: _Form) -> Prepared:
    return Prepared(select(func.count()).select_from(_merged(_streams(form), behind=False).subquery()))


def _merged(streams: Sequence[_Stream], *, behind: bool) -> _Keys:
    each = [_keys(stream, behind=behind) for stream in streams]
    if len(each) == 1:
        return each[0]
    # every one ends by itself, so that no more is sorted than `limit` of each
    together = union_all(*(select(keys.subquery()) for keys in each)).subquery().c
    newest = select(together.earliest, together.item, together.desk).distinct()
    return newest.order_by(together.earliest.desc(), together.item.desc()).limit(_LIMIT)


def _keys(stream: _Stream, *, behind: bool) -> _Keys:
    columns = stream.earliest.label("earliest"), stream.id.label("item"), stream.desk.label("desk")
    query = select(*columns).where(*stream.wanted)
    if behind:
        day, last = bindparam("behind_day", type_=Date), bindparam("behind", type_=Text)
        query = query.where(stream.earliest <= day, or_(stream.earliest < day, stream.id < last))
    return query.order_by(stream.earliest.desc(), stream.id.desc()).limit(_LIMIT)


def _streams(form: _Form) -> list[_Stream]:
    match form.side:
        case "subject":
            streams = _on_subject(form)
        case "speakers":
            targets = [bindparam(f"speaker_{place}", type_=Text) for place in range(form.speakers)]
            streams = [_linked(form, "speaker", target) for target in targets]
        case _:
            streams = [_items(form).but(schema.item.c.kind == kind_of(Statement))]
    streams = [stream.but(_is_by(form, stream)) for stream in streams] if form.by else streams
    return [stream.but(_is_about(form, stream)) for stream in streams] if form.about else streams


def _on_subject(form: _Form) -> list[_Stream]:
    roles = [_linked(form, role, bindparam("about", type_=Text)) for role in _SUBJECT_ROLES]
    streams = [stream.but(_is_statement(stream)) for stream in roles]
    if form.named:
        # without the kind, whose index would be gone through for their sake
        streams.append(_items(form).but(_is_named(schema.item.c.id)))
    return streams


def _linked(form: _Form, role: str, target: ColumnElement[str]) -> _Stream:
    link = schema.link.c
    wanted = (link.dossier == _DOSSIER, link.target == target, link.role == role, link.known_from <= _AS_OF)
    return _within(form, _Stream(link.item, link.desk, link.earliest, wanted))


def _items(form: _Form) -> _Stream:
    item = schema.item.c
    wanted = (item.dossier == _DOSSIER, item.known_from <= _AS_OF)
    return _within(form, _Stream(item.id, item.desk, item.earliest, wanted))


def _within(form: _Form, stream: _Stream) -> _Stream:
    stream = stream.but(_seen(stream.id, stream.desk))
    if form.undated:
        return stream.but(stream.earliest == date.min)
    if form.since:
        own, since = schema.item.alias().c, bindparam("since", type_=Date)
        row = (own.dossier == _DOSSIER, own.id == stream.id, own.desk == stream.desk)
        reaches = exists().where(*row, own.latest >= since)
        stream = stream.but(stream.earliest >= bindparam("since_first", type_=Date), reaches)
    # what was said later can't have been known: with it the index is entered where the answer begins
    return stream.but(stream.earliest <= _AS_OF)


def _seen(id_: ColumnElement[str], desk: ColumnElement[str]) -> ColumnElement[bool]:
    """A desk's own version of an item hides the file's."""
    own = schema.item.alias().c
    mine = exists().where(own.dossier == _DOSSIER, own.id == id_, own.desk == _DESK)
    return or_(desk == _DESK, and_(desk == schema.FILE, ~mine))


def _is_statement(stream: _Stream) -> ColumnElement[bool]:
    item = schema.item.alias().c
    row = (item.dossier == _DOSSIER, item.id == stream.id, item.desk == stream.desk)
    return exists().where(*row, item.kind == kind_of(Statement))


def _is_named(id_: ColumnElement[str]) -> ColumnElement[bool]:
    return id_.in_(bindparam("named", expanding=True, type_=Text))


def _is_by(form: _Form, stream: _Stream) -> ColumnElement[bool]:
    link, belongs = schema.link.alias().c, schema.link.alias().c
    spoke = (link.dossier == _DOSSIER, link.item == stream.id, link.desk == stream.desk, link.role == "speaker")
    if form.by == "speaker":
        return exists().where(*spoke, link.target == bindparam("speaker", type_=Text))
    # A value, not a join: else all members would be gone through for each statement. The day is the same in all rows
    # of an item, and not part of the primary key: without it SQLite goes through that one instead of dossier and item.
    speaker = select(link.target).where(*spoke, link.earliest == stream.earliest)
    said_by = speaker.correlate(schema.link, schema.item).scalar_subquery()
    party = bindparam("party", type_=Text)
    # a person has no day of their own, and only with one is the index entered at the person
    side = (belongs.dossier == _DOSSIER, belongs.target == party, belongs.role == "party")
    return exists().where(*side, belongs.earliest == date.min, belongs.item == said_by)


def _is_about(form: _Form, stream: _Stream) -> ColumnElement[bool]:
    link = schema.link.alias().c
    row = (link.dossier == _DOSSIER, link.item == stream.id, link.desk == stream.desk)
    named = exists().where(*row, link.target == bindparam("about", type_=Text), link.role.in_(_SUBJECT_ROLES))
    return or_(named, _is_named(stream.id)) if form.named else named


def _place_of() -> Select[date]:
    item = schema.item.c
    row = (item.dossier == _DOSSIER, item.id == bindparam("id", type_=Text))
    return select(item.earliest).where(*row, _seen(item.id, item.desk))


def _members_of() -> Select[str]:
    link, item = schema.link.c, schema.item.c
    row = (item.dossier == link.dossier, item.id == link.item, item.desk == link.desk)
    person = exists().where(*row, item.kind == kind_of(Person))
    side = (link.dossier == _DOSSIER, link.target == bindparam("party", type_=Text), link.role == "party")
    query = select(link.item).where(*side, link.known_from <= _AS_OF, person)
    return query.where(_seen(link.item, link.desk)).limit(_MOST_SPEAKERS + 1)


_PLACE, _MEMBERS = _place_of(), _members_of()
