"""What a desk adds to a dossier: items as it sees them, of all days, and which ids are free."""

from collections.abc import Iterable

from sqlalchemy import select, union

from db import schema
from db.dossiers import decode
from db.edits import Version
from db.engine import Connection, lock


async def hold_edits(connection: Connection, *, desk: str, dossier: str) -> None:
    """Let no other editor of this desk change the dossier until this transaction ends."""
    await lock(connection, f"edit {desk} {dossier}")


async def find_versions(connection: Connection, ids: Iterable[str], *, dossier: str, desk: str) -> dict[str, Version]:
    """Find items as a desk sees them, of whatever day; ids that nothing has are left out."""
    item = schema.item.c
    query = select(item.id, item.kind, item.body, item.hash, item.desk)
    query = query.where(item.dossier == dossier, item.id.in_(sorted(set(ids))), item.desk.in_((schema.FILE, desk)))
    rows = await connection.execute(query.order_by(item.desk))  # its own come last, and hide the file's
    seen = [row for row in {row.id: row for row in rows}.values() if row.hash != schema.HIDDEN]
    return {row.id: Version(decode(row.kind, row.body), row.hash, own=row.desk != schema.FILE) for row in seen}


async def list_taken_ids(connection: Connection, prefix: str, *, dossier: str, desk: str) -> set[str]:
    """List the ids with a beginning that items have, or had before they were taken back."""
    item, change = schema.item.c, schema.change.c
    now = select(item.id).where(item.dossier == dossier, item.id.startswith(prefix, autoescape=True))
    seen = now.where(item.desk.in_((schema.FILE, desk)))
    ever = select(change.item).where(change.dossier == dossier, change.item.startswith(prefix, autoescape=True))
    return set((await connection.execute(union(seen, ever))).scalars())
