"""R6: a closed channel costs nothing, and what was owed to it goes out once it is open again."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.scheduler import Courier, tick
from db.desk.desks import ReminderChannel, replace_reminder_channel
from db.loading.dossiers import replace_dossier
from db.outbox.claims import retry_parked
from db.storage.database import Database
from tests.builders import tiny
from tests.discord.world import SEND, VIEW
from tests.faults.conftest import Figures
from tests.faults.delivering import DESK, DOSSIER, HERE, doubled, logged_in, owe, rows, seen
from tests.faults.sizes import sized

_NOW = datetime(2031, 3, 1, 9, tzinfo=UTC)


@pytest.mark.usefixtures("plain_kind")
async def test_a_closed_channel_costs_nothing_and_all_goes_out_once_it_is_open(
    database: Database, figures: Figures
) -> None:
    many = sized(200, 1_000, 5_000)
    async with doubled() as double, logged_in() as channels:
        closed = [double.add_channel(f"closed{number}") for number in range(5)]
        closed[0].app_permissions &= ~SEND
        closed[1].app_permissions &= ~VIEW
        for gone in closed[2:]:
            del double.channels[gone.id]
        _told_in(database, double.channel.id)
        courier = Courier(database, DESK, channels.post, owner="one", look=channels.look)
        # half is due at once, the rest later, in ten minutes of which each second is lived
        places = [channel.id for channel in closed]
        owe(database, places, many // 2, at=_NOW)
        owe(database, places, many // 2, at=_NOW + timedelta(minutes=5))
        for second in range(0, 600, 20):
            await tick(courier, now=_NOW + timedelta(seconds=second))
        refused = Counter(request.path for request in double.requests if request.status in (403, 404))
        kept = rows(database)
        notices = [message.text for message in double.visible(double.channel)]

        for channel in closed:
            channel.app_permissions |= SEND | VIEW
            double.channels[channel.id] = channel
        with database.writing() as connection:
            retry_parked(connection, desk=HERE)
        await tick(courier, now=_NOW + timedelta(minutes=11))
        shown = seen(double)

    most = max(refused.values())
    parked = sum(row.state == "parked" and bool(row.reason) for row in kept)
    told = Counter(re.findall(r"<#(\d+)>", "\n".join(notices)))
    figures("R6", owed=many, refused_requests_of_a_channel=most, parked=parked, told=len(told), doubled=shown.doubled)
    assert most <= 3
    assert parked == many
    assert told == {str(channel.id): 1 for channel in closed}
    assert (len(shown.marks), shown.doubled) == (many, 0)


def _told_in(database: Database, channel: int) -> None:
    with database.writing() as connection:
        replace_dossier(connection, tiny(id=DOSSIER), now=_NOW, actor="test")
        place = ReminderChannel(HERE, DOSSIER, str(channel))
        replace_reminder_channel(connection, place, actor="1", now=_NOW)
