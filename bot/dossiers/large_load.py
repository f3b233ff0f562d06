"""Loading a large file, or taking it back, without holding others up: it is read, and its words indexed, before."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from bot.asking import row_number
from bot.dossiers.load_report import LARGE, read_back
from bot.dossiers.snapshot import is_sealed
from bot.dossiers.snapshot_reader import Opened, open_snapshot
from bot.dossiers.turns import reading_turn
from db.desk.desks import Desk
from db.desk.drafts import Draft, find_draft
from db.loading.load_stage import Stage, begin_hidden, begin_staging, clear_some, drop_hidden, stage_some
from db.loading.revert import count_changed, decode_former, get_former
from db.model.codec import dossier_key
from db.model.records import Dossier
from db.storage.database import Connection, Database
from db.storage.schema import LOCAL


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file's dossier, or the one to be put back, read; a snapshot's other parts, and what was indexed beforehand."""

    dossier: Dossier
    snapshot: Opened | None = None
    stage: Stage | None = None


@dataclass(frozen=True, slots=True)
class Apart:
    """What was made ready of a large file; nothing where there is no dossier to be put back.

    What the file leaves behind is cleared away in small transactions, after it was taken out.
    """

    ready: Prepared | None


@asynccontextmanager
async def load_apart(
    database: Database, options: Mapping[str, str], desk: Desk, *, now: datetime
) -> AsyncIterator[Apart | None]:
    """Make a large file ready in small transactions, and clear away after it what the load has put aside."""
    draft = await database.read(find_draft, row_number(options.get("draft", "")), desk=desk.id)
    if draft is None or draft.kind != "load" or draft.state != "draft" or len(draft.body) < LARGE:
        yield None
        return
    async with _apart(database, desk, draft, lambda: open_file(draft), now=now) as apart:
        yield apart


def open_file(draft: Draft) -> Prepared:
    """Read a file that was sent in: a dossier, or a snapshot."""
    if not is_sealed(draft.body):
        return Prepared(read_back(draft.body))
    snapshot = open_snapshot(draft.body)
    return Prepared(snapshot.dossier, snapshot)


@asynccontextmanager
async def revert_apart(
    database: Database, options: Mapping[str, str], desk: Desk, *, now: datetime
) -> AsyncIterator[Apart | None]:
    """Make ready, in small transactions, the dossier that a large load is to give way to again."""
    draft = await database.read(find_draft, row_number(options.get("draft", "")), desk=desk.id)
    if draft is None or not await database.read(_is_large, draft):
        yield None
        return
    async with _apart(database, desk, draft, lambda: _former(database, draft), now=now) as apart:
        yield apart


def _is_large(connection: Connection, draft: Draft) -> bool:
    if draft.kind != "load" or draft.state != "applied" or not draft.seen:
        return False
    former = decode_former(draft.seen)
    return len(draft.body) >= LARGE or count_changed(connection, former.dossier, made=former.made) >= _MANY


_MANY = 200  # items


def _former(database: Database, draft: Draft) -> Prepared | None:
    former = decode_former(draft.seen)
    if former.head is None:
        return None
    with database.reading() as connection:
        return Prepared(get_former(connection, former.head, made=former.made))


@asynccontextmanager
async def _apart(
    database: Database, desk: Desk, draft: Draft, read: Callable[[], Prepared | None], *, now: datetime
) -> AsyncIterator[Apart]:
    """Read a dossier, and index it out of sight; afterwards clear away what nobody sees of it."""
    owner = "" if desk.id == LOCAL else desk.id
    with reading_turn(desk.id):
        ready = await database.readers.run(read)
        key = dossier_key(ready.dossier.id, owner) if ready else decode_former(draft.seen).dossier
        try:
            stage = await _stage(database, draft, ready.dossier, owner, now=now) if ready else None
            yield Apart(ready and replace(ready, stage=stage))
        finally:
            await _clear(database, key)
            await database.write(drop_hidden, key)


async def _stage(database: Database, draft: Draft, dossier: Dossier, owner: str, *, now: datetime) -> Stage | None:
    await _clear(database, dossier_key(dossier.id, owner))  # of a bot that was killed meanwhile
    staging = await database.read(begin_staging, dossier, owner=owner, marker=f"draft-{draft.id}")
    if staging is None:
        return None
    await database.write(begin_hidden, dossier, owner=owner, now=now)
    while await database.write(stage_some, staging):
        pass
    return staging.stage


async def _clear(database: Database, key: str) -> None:
    while await database.write(clear_some, key):
        pass
