"""R8, R14 on a PostgreSQL server that several share, or that drops a connection while it commits."""

from contextlib import AsyncExitStack
from datetime import UTC, datetime

import pytest

from db.storage.database import Database, open_database
from tests.faults.conftest import Figures
from tests.faults.delivering import delivering, doubled, owe, seen, settled
from tests.faults.proxy import behind_a_proxy
from tests.faults.sizes import sized


@pytest.mark.usefixtures("plain_kind")
async def test_a_connection_that_dies_while_it_commits_loses_and_doubles_nothing(
    postgres: Database, figures: Figures
) -> None:
    many, cuts = 20, sized(2, 10, 40)
    async with behind_a_proxy(postgres) as (database, proxy), doubled() as double, delivering(database):
        places = [double.add_channel(f"c{number}").id for number in range(10)]
        for _ in range(cuts):
            proxy.cut_after(b"COMMIT")
            owe(postgres, places, many, at=datetime.now(UTC))
            began = datetime.now(UTC)
            await settled(postgres, seconds=20)
            after = (datetime.now(UTC) - began).total_seconds()
            assert after <= 10
        shown = seen(double)

    lost = many * cuts - len(shown.marks)
    figures("R8 cut in mid-commit", cuts=cuts, lost=lost, doubled=shown.doubled, posts=shown.posts)
    assert (lost, shown.doubled) == (0, 0)


@pytest.mark.usefixtures("plain_kind")
async def test_two_that_share_a_server_post_each_message_once(postgres: Database, figures: Figures) -> None:
    many = sized(100, 2_000, 10_000)
    async with doubled() as double, AsyncExitStack() as stack:
        for _ in range(2):
            other = open_database(postgres.engine.url.render_as_string(hide_password=False))
            stack.callback(other.close)
            await stack.enter_async_context(delivering(other))
        owe(postgres, [double.add_channel(f"c{number}").id for number in range(50)], many, at=datetime.now(UTC))
        await settled(postgres, seconds=sized(60, 200, 600))
        shown = seen(double)

    figures("R14 on PostgreSQL", posts=shown.posts, owed=many, doubled=shown.doubled)
    assert (len(shown.marks), shown.doubled) == (many, 0)
