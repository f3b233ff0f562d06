"""Records as rows: every field a column of its name, on both databases."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert, select, text

from db.desk.article_texts import ArticleText
from db.desk.drafts import Draft
from db.desk.follows import Follow
from db.desk.handovers import Handover
from db.desk.lead_times import Lead
from db.desk.mutes import Mute
from db.desk.outcomes import Outcome
from db.desk.watches import Watch
from db.reading.news import Position
from db.storage import schema
from db.storage.database import Database
from db.storage.rows import columns, record, values

_AT = datetime(2031, 3, 1, 9, 30, 0, 17, tzinfo=UTC)
_TABLES = {
    Outcome: schema.outcome,
    Watch: schema.watch,
    Lead: schema.lead,
    Mute: schema.mute,
    Handover: schema.handover,
    Follow: schema.follow,
    Draft: schema.draft,
}


@pytest.mark.parametrize("cls", _TABLES)
def test_every_field_of_a_record_has_a_column(cls: type[object]) -> None:
    assert len(columns(_TABLES[cls], cls)) >= len(cls.__dataclass_fields__)  # type: ignore[attr-defined]


@pytest.mark.parametrize("muted", [True, False])
def test_what_is_written_is_read_back_and_stored_as_numbers(either_database: Database, muted: bool) -> None:
    given = Mute("42", "ferry", "D1", muted, "1", "ann", _AT)
    seen = Position(7, 8, date(2031, 3, 1), _AT)
    taken = Handover("42", "ferry", "1", "ann", _AT, seen, id=1)
    with either_database.writing() as connection:
        connection.execute(insert(schema.mute).values(values(given)))
        connection.execute(insert(schema.handover).values(values(taken) | {"press": "p"}))
    with either_database.reading() as connection:
        [row] = connection.execute(select(*columns(schema.mute, Mute)))
        [other] = connection.execute(select(*columns(schema.handover, Handover)))
        stored = connection.execute(text("SELECT at, muted FROM mute")).one()

    assert (record(Mute, row), record(Handover, other)) == (given, taken)
    assert tuple(stored) == (1930123800000017, int(muted))


def test_the_number_is_given_by_the_database() -> None:
    text_ = ArticleText(desk="42", dossier="ferry", text="words", at=_AT)

    assert values(text_) == {"desk": "42", "dossier": "ferry", "text": "words", "at": _AT, "source": "", "author": ""}
    assert "id" not in values(Outcome("42", "ferry", "D1", "unclear", "1", "ann", _AT, id=3))
