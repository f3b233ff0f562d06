"""R8 on a PostgreSQL server that goes down or falls silent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from db.storage.database import Database
from tests.faults.conftest import Figures
from tests.faults.proxy import behind_a_proxy
from tests.faults.sizes import sized
from tests.faults.trouble import live_through


@pytest.mark.usefixtures("plain_kind")
async def test_a_server_that_is_down_is_waited_for(postgres: Database, figures: Figures) -> None:
    async with behind_a_proxy(postgres) as (database, proxy):

        @asynccontextmanager
        async def down() -> AsyncIterator[None]:
            proxy.go_down()
            yield
            await asyncio.sleep(sized(1, 20, 60))
            proxy.come_up()

        await live_through(postgres, down, figures, name="server down", through=database)


@pytest.mark.usefixtures("plain_kind")
async def test_a_half_open_connection_is_given_up(postgres: Database, figures: Figures) -> None:
    async with behind_a_proxy(postgres) as (database, proxy):

        @asynccontextmanager
        async def silent() -> AsyncIterator[None]:
            proxy.fall_silent()
            yield
            await asyncio.sleep(sized(0, 10, 30))
            proxy.speak_again()

        await live_through(postgres, silent, figures, name="half open", through=database)
