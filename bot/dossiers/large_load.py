"""Applying a large file without holding others up: it is read, and its words indexed, before the load itself."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.asking import row_number
from bot.dossiers.load_report import LARGE, read_back
from bot.dossiers.snapshot import is_sealed
from bot.dossiers.turns import reading_turn
from db.desk.desks import Desk
from db.desk.drafts import Draft, find_draft
from db.loading.load_stage import Stage, begin_staging, clear_some, drop_hidden, hide_dossier, stage_some
from db.model.codec import dossier_key
from db.model.records import Dossier
from db.storage.database import Database
from db.storage.schema import LOCAL


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file's dossier, read, and what was indexed of it beforehand."""

    dossier: Dossier
    stage: Stage | None


_prepared: dict[tuple[str, int], Prepared] = {}  # by desk and draft, while they are applied


def prepared(draft: Draft) -> Prepared | None:
    """Give what was made ready of a file that is about to be applied."""
    return _prepared.get((draft.desk, draft.id))


@asynccontextmanager
async def apart(database: Database, options: Mapping[str, str], desk: Desk) -> AsyncIterator[None]:
    """Make a large file ready in small transactions, and clear away after it what the load has put aside."""
    draft = await _large(database, options.get("draft", ""), desk)
    if draft is None:
        yield
        return
    with reading_turn(desk.id):
        owner = "" if desk.id == LOCAL else desk.id
        dossier = await database.readers.run(lambda: read_back(draft.body))
        key = dossier_key(dossier.id, owner)
        try:
            stage = await _stage(database, draft, dossier, owner)
            _prepared[desk.id, draft.id] = Prepared(dossier, stage)
            yield
        finally:
            _prepared.pop((desk.id, draft.id), None)
            while await database.write(clear_some, key):
                pass
            await database.write(drop_hidden, key)


async def _large(database: Database, number: str, desk: Desk) -> Draft | None:
    """Find the file that is to be applied, if it is a large one and no snapshot."""
    draft = await database.read(find_draft, row_number(number), desk=desk.id)
    if draft is None or draft.kind != "load" or draft.state != "draft" or len(draft.body) < LARGE:
        return None
    return None if is_sealed(draft.body) else draft


async def _stage(database: Database, draft: Draft, dossier: Dossier, owner: str) -> Stage | None:
    staging = await database.read(begin_staging, dossier, owner=owner, marker=f"draft-{draft.id}")
    if staging is None:
        return None
    await database.write(hide_dossier, dossier, owner=owner)
    while await database.write(clear_some, staging.stage.dossier):  # of a bot that was killed meanwhile
        pass
    while await database.write(stage_some, staging):
        pass
    return staging.stage
