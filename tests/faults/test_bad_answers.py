"""R3, R5: every bad answer of Discord's is survived, and what a moderator deleted stays deleted."""

import random
from datetime import UTC, datetime

import pytest

from bot.discord import posting
from db.storage.database import Database
from tests.discord import Fault
from tests.faults.conftest import Figures
from tests.faults.delivering import delivering, doubled, owe, seen, settled
from tests.faults.sizes import sized

_FAULTS = (
    Fault("status", stored=True, status=500),
    Fault("status", stored=True, status=502),
    Fault("status", stored=True, status=503),
    Fault("status", stored=True, status=504),
    Fault("status", status=500),
    Fault("reset", stored=True),
    Fault("closed", stored=True),
    Fault("cut", stored=True),
    Fault("silence", stored=True),
    Fault("limited", retry_after=0.2),
    Fault("limited", retry_after=0.2, overall=True),
    Fault("limited", proxied=False),
)


class Chance:
    """Three attempts in ten go wrong, each in one of the twelve ways."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self.met = 0
        self.last = datetime.now(UTC)

    def __call__(self, method: str, path: str) -> Fault | None:
        if method != "POST" or not path.endswith("/messages") or self._random.random() >= 0.3:
            return None
        self.met, self.last = self.met + 1, datetime.now(UTC)
        return self._random.choice(_FAULTS)


@pytest.mark.usefixtures("plain_kind")
async def test_every_bad_answer_is_survived(
    database: Database, figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = sized(60, 1_000, 10_000)
    monkeypatch.setattr(posting, "_POST_SECONDS", sized(1.5, 10, 10))
    async with doubled() as double:
        places = [double.add_channel(f"c{number}").id for number in range(sized(20, 100, 200))]
        chance = Chance(seed=3)
        double.fail_by(chance)
        owe(database, places, many, at=datetime.now(UTC))

        async with delivering(database):
            rows = await settled(database, seconds=sized(60, 300, 1_800))
        ended, shown = datetime.now(UTC), seen(double)

    after = (ended - chance.last).total_seconds()
    most = max(row.attempts for row in rows)
    figures("R3", posts=many, faults=chance.met, visible=len(shown.marks), doubled=shown.doubled, most_attempts=most)
    assert ({row.state for row in rows}, len(shown.marks), shown.doubled) == ({"sent"}, many, 0)
    assert after <= 60
    assert most <= 8


@pytest.mark.usefixtures("plain_kind")
async def test_what_a_moderator_deleted_stays_deleted(database: Database, figures: Figures) -> None:
    many = sized(5, 20, 100)
    async with doubled() as double:
        places = [double.add_channel(f"c{number}") for number in range(many)]
        double.fail_next("POST", r"/channels/\d+/messages", Fault("reset", stored=True), times=many)
        owe(database, [place.id for place in places], many, at=datetime.now(UTC))

        async with delivering(database):
            await double.until(lambda: len(seen(double).marks) == many, timeout=30)
            for message in list(double.messages.values()):
                double.delete(message)
            rows = await settled(database, seconds=60)
        shown = seen(double)

    figures("R5", deleted=many, counted_as_delivered=sum(row.state == "sent" for row in rows), visible=len(shown.marks))
    assert {(row.state, row.message) for row in rows} == {("sent", posting.DELETED)}
    assert not shown.marks
