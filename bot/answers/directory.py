"""Whom a dossier names, kept in memory: completing a name asks no database."""

import time
from collections import OrderedDict, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from threading import Lock
from weakref import WeakKeyDictionary

from bot.asking import Ask, local_day
from bot.log import Log
from bot.names.folding import fold
from bot.names.matcher import Hit, Name, Names, verdict
from db.desk.desks import Desk, get_desk
from db.loading.heads import DossierHead, list_dossiers
from db.model.records import Offer, Party, Person, Topic, TrackedDate
from db.model.shapes import references
from db.reading.people import NamedRows, list_named, newest_change
from db.storage.database import Connection, Database
from db.storage.memory import many_made

# Bytes of all directories kept; the one just asked is kept whatever its size. A desk's own dossiers may take half.
_ROOM = 256 << 20
_SHARE = _ROOM // 2
_PER_LETTER = 100  # bytes that a letter of a name takes in an index; measured: 76 of 20,000 names, 101 of 2,000
_MANY = 1_000  # people and the like
_NEAR = 63  # of 100: a bare word that is less like a name is no name
_FRESH = 2.0  # seconds after which what is kept is compared with the database again

_log = Log(__name__)

_Key = tuple[str, str]  # dossier, desk; "" for desks that have changed nothing
_Stamp = tuple[int, int]  # the file's revision, the desk's newest change


@dataclass(frozen=True, slots=True)
class _Shown:
    name: str
    since: date
    side: bool | None  # of a party: whether it negotiates
    roles: tuple[tuple[str, date], ...]


@dataclass(frozen=True, slots=True)
class Titled:
    """What is called by a title, known from a day on."""

    id: str
    title: str
    since: date


@dataclass(frozen=True, slots=True)
class Directory:
    """What a dossier names, as one desk sees it; what was known later is for later questions only."""

    names: Names
    topics: tuple[Titled, ...]
    offers: tuple[Titled, ...]
    days: tuple[date, ...]  # on which sources came out, the newest first
    _shown: Mapping[str, _Shown]
    _naming: Mapping[str, tuple[str, ...]]  # somebody's id -> the offers and tracked dates that name it
    _terms: tuple[tuple[str, str], ...]  # of each offer, folded
    size: int = 0  # bytes, about

    def knows(self, id_: str, as_of: date) -> bool:
        """Tell whether somebody with this id was known by then."""
        return id_ in self._shown and self._shown[id_].since <= as_of

    def name(self, id_: str) -> str:
        """Name somebody."""
        return self._shown[id_].name

    def naming(self, id_: str, name: str) -> set[str]:
        """Give the offers and dates, of whatever day, that name somebody: by id, or in the words of a term."""
        written = f" {fold(name)} "
        return {*self._naming.get(id_, ()), *(offer for offer, terms in self._terms if written in terms)}

    def introduce(self, id_: str, as_of: date) -> str:
        """Name somebody with the first role known by then."""
        shown = self._shown[id_]
        return introduction(shown.name, next((title for title, since in shown.roles if since <= as_of), ""))

    def sides(self, as_of: date) -> list[str]:
        """List the parties that negotiate, known by then."""
        return [id_ for id_, shown in self._shown.items() if shown.side and shown.since <= as_of]

    def party(self, id_: str | None, as_of: date) -> tuple[str, bool] | None:
        """Name a party known by then, and tell whether it negotiates."""
        shown = self._shown.get(id_ or "")
        return (shown.name, shown.side) if shown and shown.side is not None and shown.since <= as_of else None


def introduction(name: str, role: str) -> str:
    """Put a role behind a name, unless it says the same."""
    return f"{name}, {role}" if role and role.lower() != name.lower() else name


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a completion stands in: the loaded dossiers and the desk's settings, as they were `at` some second."""

    heads: list[DossierHead]
    desk: Desk
    at: float


@dataclass(slots=True)
class _Memory:
    """What is kept of one database; threads share it, so `lock` is held where more than one thing changes."""

    directories: OrderedDict[_Key, tuple[_Stamp, Directory]] = field(default_factory=OrderedDict)
    keys: dict[tuple[str, str], _Key] = field(default_factory=dict)
    surroundings: dict[str, Surroundings] = field(default_factory=dict)
    building: defaultdict[_Key, Lock] = field(default_factory=lambda: defaultdict(Lock))
    refreshing: set[str] = field(default_factory=set)
    lock: Lock = field(default_factory=Lock)

    def begin_refreshing(self, desk: str) -> bool:
        """Tell whether nobody else looks for what has changed for a desk; whoever is told so does."""
        with self.lock:
            begin = desk not in self.refreshing
            self.refreshing.add(desk)
        return begin

    def turn(self, key: _Key) -> Lock:
        """Give the lock under which one makes a directory while others wait for it."""
        with self.lock:
            return self.building[key]

    def keep(self, key: _Key, kept: tuple[_Stamp, Directory], *, for_: tuple[str, str]) -> None:
        """Keep the directory of a dossier and desk, and forget those not asked for in the longest time."""
        with self.lock:
            self.directories[key] = kept
            self.directories.move_to_end(key)
            self.keys[for_] = key
            owner = _owner(key)
            self._forget([other for other in self.directories if owner and _owner(other) == owner], room=_SHARE)
            self._forget(list(self.directories), room=_ROOM)

    def _forget(self, keys: list[_Key], *, room: int) -> None:
        """Forget the first of these until the others fit; never the last."""
        sizes = {key: self.directories[key][1].size for key in keys}
        over = sum(sizes.values()) - room
        for key in keys[:-1]:
            if over <= 0:
                break
            over -= sizes[key]
            del self.directories[key]


def _owner(key: _Key) -> str:
    """Give the desk whose dossier, or whose sight of one, a directory is of; "" for what all share."""
    dossier, desk = key
    return dossier.partition("@")[2] or desk


_memories: WeakKeyDictionary[object, _Memory] = WeakKeyDictionary()
_lock = Lock()


def _memory(engine: object) -> _Memory:
    with _lock:
        return _memories.setdefault(engine, _Memory())


@dataclass(frozen=True, slots=True)
class KnownNames:
    """The names that could be known by a day."""

    names: Names
    as_of: date

    def find(self, typed: str) -> list[Hit]:
        """Find whom it means: the best name of each, best first."""
        return self.names.find(typed, as_of=self.as_of)


def directory(ask: Ask) -> Directory:
    """Give the directory as the dossier is now."""
    return _current(ask.view.connection, ask.head, ask.view.desk)


def surroundings(database: Database, desk: Desk) -> Surroundings:
    """Give the dossiers and settings from memory; what has changed meanwhile is read behind our back."""
    memory = _memory(database.engine)
    kept = memory.surroundings.get(desk.id)
    if kept is None:
        return _look(database, desk)
    if time.monotonic() - kept.at > _FRESH and memory.begin_refreshing(desk.id):
        database.readers.start(partial(_refresh, database, desk))
    return kept


def somebody(database: Database, desk: Desk, typed: str, *, now: datetime) -> str:
    """Give the words that ask for whom a text names in one of the dossiers: those typed, or the name that is near."""
    for head in surroundings(database, desk).heads:
        known = remembered(database, head, desk.id)
        advice, hits = verdict(known.names.find(typed, as_of=local_day(now, desk.zone)))
        if advice in ("answer", "ask"):
            return typed
        if hits and hits[0].name.kind != "role" and hits[0].score >= _NEAR:
            return known.name(hits[0].item)
    return ""


def warm(database: Database, desk: Desk) -> None:
    """Make the directories before anybody types: that of 100,000 names takes most of the time a completion has."""
    try:
        for head in surroundings(database, desk).heads:
            remembered(database, head, desk.id)
    except Exception:  # the first to type waits, then
        _log.exception("names not read ahead")


def remembered(database: Database, head: DossierHead, desk: str) -> Directory:
    """Give the directory from memory, even if it is being made anew; only the first time it is waited for."""
    memory = _memory(database.engine)
    kept = memory.directories.get(memory.keys.get((head.id, desk), ("", "")))
    if kept is not None:
        return kept[1]
    with database.reading() as connection:
        return _current(connection, head, desk)


def _look(database: Database, desk: Desk) -> Surroundings:
    with database.reading() as connection:
        heads = list_dossiers(connection, desk=desk.id)
        settled = get_desk(connection, desk.id, default=desk)
        found = Surroundings(heads, settled, time.monotonic())
    _memory(database.engine).surroundings[desk.id] = found
    return found


def _refresh(database: Database, desk: Desk) -> None:
    memory = _memory(database.engine)
    try:
        found = _look(database, desk)
        for head in found.heads:
            if (head.id, desk.id) in memory.keys:
                with database.reading() as connection:
                    _current(connection, head, desk.id)
    except Exception:  # nobody waits for it: what was kept is offered on
        _log.exception("names not refreshed")
    finally:
        memory.refreshing.discard(desk.id)


def _current(connection: Connection, head: DossierHead, desk: str) -> Directory:
    memory = _memory(connection.engine)
    change = newest_change(connection, head.id, desk) if desk else 0
    key, stamp = (head.id, desk if change else ""), (head.revision, change)
    with memory.turn(key):
        kept = memory.directories.get(key)
        if kept is None or kept[0] != stamp:
            before = kept or memory.directories.get((head.id, ""))
            kept = stamp, index_names(list_named(connection, head.id, key[1]), before=before and before[1].names)
    memory.keep(key, kept, for_=(head.id, desk))
    return kept[1]


def index_names(rows: NamedRows, *, before: Names | None = None) -> Directory:
    """Index the names; of whom nothing has changed since `before`, nothing is worked out anew."""
    if len(rows.items) < _MANY:
        return _index(rows, before)
    with many_made():
        return _index(rows, before)


def _index(rows: NamedRows, before: Names | None) -> Directory:
    names: list[Name] = []
    topics: list[Titled] = []
    offers: list[Titled] = []
    shown: dict[str, _Shown] = {}
    naming: defaultdict[str, list[str]] = defaultdict(list)
    terms: list[tuple[str, str]] = []
    for record, since in rows.decoded():
        match record:
            case Topic():
                topics.append(Titled(record.id, record.name, since))
            case Offer():
                offers.append(Titled(record.id, record.title, since))
                terms.append((record.id, "|".join(f" {fold(term.text)} " for term in record.terms)))
            case TrackedDate():
                pass
            case _:
                shown[record.id] = one = _one(record, since, rows.published)
                names += _names(record, since)
                names += [Name(record.id, title, "role", day) for title, day in one.roles]
        if isinstance(record, Offer | TrackedDate):
            for id_ in dict.fromkeys(id_ for _role, id_, _ref in references(record)):
                naming[id_].append(record.id)
    named = {id_: tuple(naming[id_]) for id_ in naming if id_ in shown}
    days = sorted(set(rows.published.values()), reverse=True)
    size = _PER_LETTER * sum(len(name.text) for name in names)
    index = Names(names, before=before)
    return Directory(index, tuple(topics), tuple(offers), tuple(days), shown, named, tuple(terms), size)


def _one(record: Person | Party, since: date, published: Mapping[str, date]) -> _Shown:
    side = record.side if isinstance(record, Party) else None
    return _Shown(record.name, since, side, tuple(_roles(record, since, published)))


def _names(record: Person | Party, since: date) -> Iterator[Name]:
    """List what somebody is called; a spelling that came later helps to find whoever is known, and is never shown."""
    yield Name(record.id, record.name, "name", since)
    yield from (Name(record.id, spelling.text, "spelling", since) for spelling in record.spellings)
    yield from (Name(record.id, text, "typed", since) for text in record.typed)


def _roles(record: Person | Party, since: date, published: Mapping[str, date]) -> Iterator[tuple[str, date]]:
    for role in record.roles if isinstance(record, Person) else ():
        yield role.title, max(since, min(published[source] for source in role.sources))
