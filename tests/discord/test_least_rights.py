"""A bot that may see, write and embed, and nothing else: it answers, reminds and posts digests all the same."""

import asyncio

from bot.delivery.scheduler import Clock, Courier
from bot.discord.client import Backchannel
from bot.discord.gateway import run_client
from db.desk.desks import Desk
from db.storage.database import Database
from tests.builders import TINY, tiny
from tests.digests.living import at, live, load
from tests.digests.test_runs import _many

from . import TOKEN, Double
from .launch import pointed_at
from .world import EDITOR, EMBED, SEND, VIEW

BERLIN = Desk("", "Europe/Berlin", "09:00")
MANAGER = EDITOR | 1 << 5  # may manage the server


async def test_a_bot_that_may_only_see_write_and_embed_answers_reminds_and_posts_digests(database: Database) -> None:
    load(database, tiny(), "2031-03-01T04:00")
    bot = Backchannel(database, desk=BERLIN, clock=lambda: at("2031-03-01T05:00"))
    async with Double() as double:
        with pointed_at(double.api):
            ann = double.add_user("ann", permissions=MANAGER)
            news = double.add_channel("news", app_permissions=VIEW | SEND | EMBED)
            running = asyncio.create_task(run_client(bot, TOKEN))
            who = await double.slash(ann, news, "who", {"name": "vane"})
            shared = await double.press(ann, who.message, "Share")
            panel = await double.slash(ann, news, "setup", {"channel": news})
            digest = await double.slash(ann, news, "digest add", {"times": "08:00"})
            await double.press(ann, digest.message, "Save")

            load(database, tiny(statements=[*TINY["statements"], *_many(14)]), "2031-03-01T06:00")
            clock = Clock(Courier(database, BERLIN, bot.channels.post, owner="test"))
            await live(clock, "2031-03-01T07:00", "2031-03-01T08:00")
            await bot.close()
            await asyncio.wait_for(running, 5)

    titles = [message.embeds[0]["title"] for message in double.visible(news)]
    assert "Ada Vane" in who.message.text
    assert shared.followups[0].text.startswith(titles[0])
    assert f"<#{news.id}>: lacks “Read Message History”; grant it" in panel.message.text
    assert titles[1:] == [
        "Digest · 1 March 2031",
        *(f"Digest of 1 March 2031, 08:00, part {part} of 4" for part in (2, 3, 4)),
        "Expected now: Meeting of the two towns",
    ]
    assert double.unknown_requests == []
