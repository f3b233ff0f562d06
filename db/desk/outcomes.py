"""What became of tracked dates, as a desk recorded it; rows are only ever added."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select

from db.model.records import OutcomeKind
from db.reading.view import View
from db.storage import schema
from db.storage.database import Connection
from db.storage.prepared import Prepared
from db.storage.rows import columns, record, values


@dataclass(frozen=True, slots=True)
class Outcome:
    """One recorded answer: what, by whom, when, on what basis.

    What is moved has its new days in `moved_to` (EDTF), or else the id of what it `hangs_on` from then on; `words` that
    gave them were read by `rule`.
    `source` is the id of the dossier's source that the basis names; "" where it stands in the desk's own words alone.
    """

    desk: str
    dossier: str
    item: str
    kind: OutcomeKind
    actor: str
    actor_name: str
    at: datetime
    basis: str = ""
    moved_to: str = ""
    source: str = ""
    words: str = ""
    rule: str = ""
    hangs_on: str = ""
    id: int = 0


_ALL = Prepared(
    select(*columns(schema.outcome, Outcome))
    .where(schema.outcome.c.desk == bindparam("desk"), schema.outcome.c.dossier == bindparam("dossier"))
    .order_by(schema.outcome.c.id)
)


def list_outcomes(view: View) -> list[Outcome]:
    """List the outcomes that a desk recorded, of whatever day, the oldest first."""
    rows = _ALL.rows(view.connection, {"desk": view.desk, "dossier": view.dossier})
    return [record(Outcome, row) for row in rows]


def has_press(connection: Connection, press: str) -> bool:
    """Tell whether a request was recorded already."""
    found = connection.execute(select(schema.outcome.c.id).where(schema.outcome.c.press == press))
    return found.one_or_none() is not None


def add_outcome(connection: Connection, outcome: Outcome, *, press: str) -> None:
    """Record an outcome; `press` is the request's id, unique."""
    connection.execute(insert(schema.outcome).values(values(outcome) | {"press": press}))


def latest(outcomes: list[Outcome]) -> dict[str, Outcome]:
    """Keep the newest outcome of each item."""
    return {outcome.item: outcome for outcome in outcomes}
