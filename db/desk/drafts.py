"""What somebody has sent in and not yet applied: nothing typed is lost, and nothing is half-applied."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import delete, func, insert, select, update

from db.storage import schema
from db.storage.database import Connection
from db.storage.rows import columns, record, values

State = Literal["draft", "proposed", "applied", "refused"]

KEPT = timedelta(days=7)  # a draft that nobody saved

_draft = schema.draft.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Something to be loaded or added; `body` is its text, `seen` what it was made over, in its kind's own words.

    `channel` is where it was begun, `proposed` its text when it was sent for review.
    """

    desk: str
    dossier: str
    kind: str
    body: str
    actor: str
    actor_name: str
    at: datetime
    seen: str = ""
    state: State = "draft"
    id: int = 0
    decided_by: str = ""
    decided_at: datetime | None = None
    note: str = ""
    channel: str = ""
    proposed: str = ""


_DRAFTS = select(*columns(schema.draft, Draft))


def add_draft(connection: Connection, draft: Draft) -> int:
    """Keep a draft; gives its number. Drafts of this desk that nobody saved for a week go."""
    made = connection.execute(insert(schema.draft).values(values(draft)).returning(_draft.id))
    number = int(made.scalar_one())
    # afterwards: SQLite would give a number that is free again anew, and old buttons would mean another draft
    old = (_draft.desk == draft.desk, _draft.state == "draft", _draft.at < draft.at - KEPT)
    connection.execute(delete(schema.draft).where(*old))
    return number


def delete_older(connection: Connection, *, desk: str, actor: str, kinds: Collection[str], newest: int) -> None:
    """Let go of what somebody typed at a desk and nobody saved: all but the newest."""
    own = (_draft.desk == desk, _draft.state == "draft", _draft.actor == actor, _draft.kind.in_(kinds))
    kept = select(_draft.id).where(*own).order_by(_draft.id.desc()).limit(newest)
    connection.execute(delete(schema.draft).where(*own, _draft.id.not_in(kept)))


def count_loaded(connection: Connection, *, desk: str, since: datetime) -> int:
    """Count the characters of the files that a desk has applied since an instant."""
    applied = (_draft.desk == desk, _draft.state == "applied", _draft.kind == "load")
    query = select(func.sum(func.length(_draft.body))).where(*applied, _draft.decided_at >= since)
    return int(connection.scalar(query) or 0)


def delete_files(connection: Connection, *, desk: str, newest: int, since: datetime) -> None:
    """Let go of a desk's files that nobody applied: all but the newest, and those older than an instant."""
    waiting = (_draft.desk == desk, _draft.kind == "load", _draft.state == "draft")
    kept = select(_draft.id).where(*waiting, _draft.at >= since).order_by(_draft.id.desc()).limit(newest)
    connection.execute(delete(schema.draft).where(*waiting, _draft.id.not_in(kept)))


def find_draft(connection: Connection, id_: int, *, desk: str) -> Draft | None:
    """Find one of a desk's drafts."""
    row = connection.execute(_DRAFTS.where(_draft.id == id_, _draft.desk == desk)).one_or_none()
    return None if row is None else record(Draft, row)


def list_drafts(connection: Connection, *, desk: str, state: State, kind: str = "") -> list[Draft]:
    """List a desk's drafts in a state, of one kind or all, the oldest first."""
    query = _DRAFTS.where(_draft.desk == desk, _draft.state == state).order_by(_draft.id)
    query = query.where(_draft.kind == kind) if kind else query
    return [record(Draft, row) for row in connection.execute(query)]


def replace_body(connection: Connection, id_: int, *, kind: str, body: str, seen: str) -> None:
    """Change what a draft is, its text, and what it was made over, unless it is applied or refused."""
    open_one = update(schema.draft).where(_draft.id == id_, _draft.state.in_(("draft", "proposed")))
    connection.execute(open_one.values(kind=kind, body=body, seen=seen))


def mark_draft(
    connection: Connection, id_: int, state: State, *, by: str = "", by_id: str = "", now: datetime, note: str = ""
) -> bool:
    """Move a draft on that is not applied or refused yet, with who decided it; False if somebody else was quicker."""
    open_one = update(schema.draft).where(_draft.id == id_, _draft.state.in_(("draft", "proposed")))
    decided: dict[str, Any] = {
        "state": state,
        "decided_by": by,
        "decided_id": by_id,
        "decided_at": now,
        "note": note,
    }
    decided |= {"proposed": _draft.body} if state == "proposed" else {}
    return connection.execute(open_one.values(decided)).rowcount == 1


def mark_loaded(connection: Connection, id_: int, *, seen: str) -> None:
    """Keep with a file that is applied what it was loaded over."""
    connection.execute(update(schema.draft).where(_draft.id == id_).values(seen=seen))


def mark_open(connection: Connection, id_: int, state: State, *, was: State) -> bool:
    """Open again what was decided; False if somebody else was quicker."""
    decided = update(schema.draft).where(_draft.id == id_, _draft.state == was)
    nobody = {"decided_by": "", "decided_id": "", "decided_at": None, "note": ""}
    return connection.execute(decided.values(state=state, **nobody)).rowcount == 1
