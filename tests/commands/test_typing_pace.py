"""Completions in turn: one person's flood costs another nothing."""

import asyncio

from bot.commands.typing_pace import SECONDS, Typists
from db.storage.database import Database
from tests.discord.opened import running


async def test_what_was_typed_before_is_given_up_for_what_is_typed_now() -> None:
    ended = []

    async def look(number: int) -> list[int]:
        if number < 3:
            await asyncio.Event().wait()
        ended.append(number)
        return [number]

    async def typed(person: str, number: int) -> list[int]:
        return await typists.newest(person, look(number))

    typists = Typists(100)
    first = [asyncio.ensure_future(typed("ann", number)) for number in (1, 2)]
    other = asyncio.ensure_future(typed("bob", 4))
    for _ in range(3):
        await asyncio.sleep(0)
    last = await typed("ann", 3)

    assert [await one for one in first] == [[], []]
    assert (last, await other) == ([3], [4])
    assert sorted(ended) == [3, 4]


def test_nobody_is_let_complete_faster_than_one_types() -> None:
    typists = Typists(60)

    allowed = [typists.may("ann", at=number / 100) for number in range(1_500)]

    assert allowed[:60] == [True] * 60
    assert sum(allowed[60:1_000]) == 0
    assert typists.may("bob", at=0.5)
    assert typists.may("ann", at=15.0 + SECONDS)


async def test_a_flood_of_completions_is_not_even_answered(ferry: Database) -> None:
    async with running(ferry) as (double, bot):
        bot.typists.most = 5
        mallory, ann = double.add_user("mallory"), double.add_user("ann")

        offered = [await double.complete(mallory, double.channel, "who", "name", "va") for _ in range(5)]
        try:
            async with asyncio.timeout(0.5):
                offered.append(await double.complete(mallory, double.channel, "who", "name", "va"))
        except TimeoutError:
            pass
        hers = await double.complete(ann, double.channel, "who", "name", "va")

    assert [bool(one) for one in offered] == [True] * 5
    assert hers
