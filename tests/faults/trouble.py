"""Living through trouble with the storage."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta

from bot.delivery.worker import Delivery
from db.storage.database import Database
from tests.faults.conftest import Figures
from tests.faults.delivering import delivering, doubled, owe, seen, settled
from tests.faults.sizes import sized

_BEFORE, _MEANWHILE = 10, sized(20, 50, 200)

Trouble = Callable[[], AbstractAsyncContextManager[None]]


async def live_through(
    database: Database, trouble: Trouble, figures: Figures, *, name: str, through: Database | None = None
) -> None:
    """Deliver (`through` another way to it) while there is trouble, and see that all goes out once after it."""
    async with doubled() as double, delivering(through or database) as delivery:
        places = [double.add_channel(f"c{number}").id for number in range(10)]
        owe(database, places, _BEFORE, at=datetime.now(UTC))
        await settled(database, seconds=20)
        owe(database, places, _MEANWHILE, at=datetime.now(UTC) + timedelta(seconds=0.5))
        async with trouble():
            noticed = await _noticed(delivery)
        ended = datetime.now(UTC)
        await settled(database, seconds=40)
        after = (datetime.now(UTC) - ended).total_seconds()
        shown = seen(double)
        posts = shown.posts

    many = _BEFORE + _MEANWHILE
    lost = many - len(shown.marks)
    figures(f"R8 {name}", lost=lost, doubled=shown.doubled, posts=posts, noticed_after=noticed, all_out_after=after)
    assert (lost, shown.doubled) == (0, 0)
    assert noticed <= 5
    assert after <= 10


async def _noticed(delivery: Delivery) -> float:
    """Wait until the trouble shows; returns the seconds that took."""
    began = datetime.now(UTC)
    for _ in range(200):
        if delivery.is_troubled(datetime.now(UTC)):
            break
        await asyncio.sleep(0.05)
    return (datetime.now(UTC) - began).total_seconds()
