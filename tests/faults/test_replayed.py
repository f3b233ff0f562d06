"""R20: the same request, however often it is delivered, changes one thing once and is answered the same."""

import asyncio
from datetime import timedelta

from db.desk.outcomes import list_outcomes
from db.loading.dossiers import replace_dossier
from db.outbox.outbox import Due, add_due, list_due
from db.reading.view import View
from db.storage.database import Database
from tests.asking import asked
from tests.builders import DESK, NOW, tiny
from tests.faults.conftest import Figures
from tests.faults.sizes import sized


async def test_a_press_delivered_a_thousand_times_records_one_answer(
    either_database: Database, figures: Figures
) -> None:
    many = sized(60, 1_000, 1_000)
    with either_database.writing() as connection:
        replace_dossier(connection, tiny(), now=NOW, actor="test")
        local = NOW.replace(tzinfo=None)
        add_due(connection, Due(DESK.id, "ferry", "D1", "opening 2031-02-28", "news", local, "UTC", NOW))

    said: set[str] = set()
    for line in ("/due 1 unclear", "/due 1 later when:2031-03-25T09:00"):
        for start in range(0, many, 20):
            replays = (
                asyncio.to_thread(asked, either_database, line, now=NOW + timedelta(seconds=n), request=line)
                for n in range(start, start + 20)
            )
            said.update(await asyncio.gather(*replays))

    with either_database.reading() as connection:
        outcomes = list_outcomes(View(connection, DESK.id, "ferry", NOW.date()))
        later = [row for row in list_due(connection, desk=DESK.id, dossier="ferry") if "later" in row.occasion]
    figures(
        "R20",
        delivered=2 * many,
        answers_recorded=len(outcomes),
        reminders_made=len(later),
        different_answers=len(said),
    )
    assert (len(outcomes), len(later), len(said)) == (1, 1, 2)
