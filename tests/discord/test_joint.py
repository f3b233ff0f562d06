"""Several reminders in one message of Discord's: within its limits, each answered in its row."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.delivery.scheduler import Courier, plan_all, tick
from bot.discord.client import Backchannel
from db.desk.desks import ReminderChannel, replace_reminder_channel
from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.builders import NOW, tiny

from .double import Double
from .opened import DESK, OPENING, running
from .world import EVERYTHING, Message


async def _posted(double: Double, bot: Backchannel, database: Database, *, title: str, many: int) -> list[Message]:
    await bot.wait_until_ready()
    desk = replace(DESK, id=str(double.guild.id))
    said = [{"by": "vane", "text": "it will come", "source": "morning"}]
    dates = [
        {"id": f"D{n}", "title": f"{title} {n}", "when": "2031-03-01", "announced": said} for n in range(1, many + 1)
    ]
    with database.writing() as connection:
        replace_dossier(connection, tiny(dates=dates), now=OPENING.replace(hour=4), actor="test")
        place = ReminderChannel(desk.id, "ferry", str(double.channel.id))
        replace_reminder_channel(connection, place, actor="1", now=OPENING.replace(hour=4))
    with database.writing() as connection:
        plan_all(connection, now=OPENING.replace(hour=5), desk=DESK)
    courier = Courier(database, DESK, bot.channels.post, owner="test", look=bot.channels.look)
    await tick(courier, now=OPENING)
    return double.visible(double.channel)


async def test_a_row_is_answered_by_its_own_press_and_the_message_is_edited_in_place(ferry: Database) -> None:
    async with running(ferry) as (double, bot):
        ann, ben = double.add_user("ann", permissions=EVERYTHING), double.add_user("ben", permissions=EVERYTHING)
        [message] = await _posted(double, bot, ferry, title="Vote", many=4)

        asking = await double.press(ann, message, "Answer D2")
        form = await double.press(ann, asking.message, "Happened")
        await double.submit(ann, form, {"basis": "Morning Post"})
        other = await double.press(ben, message, "Answer D3")
        await double.press(ben, other.message, "Did not")
        await double.until(lambda: "two answered" in message.text)

        assert asking.message.only_for is ann
        assert double.visible(double.channel) == [message]
        shown = message.text.replace("\\", "")
        assert "Four dates, two answered" in shown
        assert f"Happened – ann, {NOW.day} March:** Vote 2" in shown
        assert f"Did not happen – ben, {NOW.day} March:** Vote 3" in shown
        assert [button["label"] for button in message.buttons] == ["Answer D1", "Answer D4"]
        assert "Recorded" in other.message.text
        # and its rows are found by their marks as before
        marks = str(message.embeds[0]["footer"]["text"]).split()
        found = [
            await bot.channels.look(str(double.channel.id), mark=mark, since=datetime(2020, 1, 1, tzinfo=UTC))
            for mark in marks
        ]
        assert found == [str(message.id)] * 4


async def test_ten_long_rows_are_one_message_within_the_limits(ferry: Database) -> None:
    async with running(ferry) as (double, bot):
        messages = await _posted(double, bot, ferry, title="W" * 290, many=10)

        [message] = messages
        assert all(f"D{n}" in message.text for n in range(1, 11))
        assert [button["label"] for button in message.buttons] == [f"Answer D{n}" for n in range(1, 11)]
        assert len(str(message.embeds[-1]["footer"]["text"]).split(" · ")[-1].split()) == 10
