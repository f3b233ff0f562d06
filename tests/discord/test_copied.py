"""What is to be copied is a message's own text, and what is shared is the short form."""

from bot.blocks import Answer, Exact, Group, Line
from bot.discord.markdown import units
from bot.discord.messages import pages
from db.storage.database import Database

from .opened import running
from .world import EVERYTHING


async def test_a_copy_for_a_story_is_plain_text(ferry: Database) -> None:
    async with running(ferry) as (double, _bot):
        ann = double.add_user("ann", permissions=EVERYTHING)
        item = await double.slash(ann, double.channel, "item", {"id": "S1"})
        copied = await double.press(ann, item.message, "Copy for a story")
        await double.press(ann, copied.message, "Share")
        await double.until(lambda: len(double.visible(double.channel)) == 1)

    text = str(copied.message.sent["content"])
    assert "said (" in text
    assert "“" in text
    assert "published " in text
    assert not copied.message.embeds
    assert copied.message.only_for is ann
    [public] = double.visible(double.channel)
    assert public.sent["content"] == f"-# Shared by ann\n{text}"
    assert "Share" not in [button["label"] for button in copied.message.buttons]


async def test_what_is_shown_in_full_is_shared_in_short_with_a_button_for_more(ferry: Database) -> None:
    async with running(ferry) as (double, _bot):
        ann, ben = double.add_user("ann", permissions=EVERYTHING), double.add_user("ben")
        short = await double.slash(ann, double.channel, "status")
        full = await double.press(ann, short.message, "More")
        before = full.message.text
        await double.press(ann, full.message, "Share")
        await double.until(lambda: len(double.visible(double.channel)) == 1)
        [public] = double.visible(double.channel)
        more = await double.press(ben, public, "More")

    assert "Shared by ann" in str(public.embeds[0])
    assert public.embeds[0]["description"] == short.message.embeds[0]["description"]
    assert full.message.text == before
    assert more.message.only_for is ben
    assert more.message.embeds[0]["description"] == full.message.embeds[0]["description"]


def test_words_to_be_copied_ping_and_format_nothing_and_no_text_is_longer_than_discord_takes() -> None:
    hostile = "**bold** @everyone <@1234567890123456789> [a](https://x.example) # no"
    lines = tuple(Line((f"{n} ", Exact("word " * 60), hostile)) for n in range(30))

    texts = [page.text for page in pages(Answer("Copy", (Group("Vane", lines),), copied=True))]

    assert len(texts) > 5
    assert max(map(units, texts)) <= 1900
    assert sum(text.count("word word") for text in texts) == 30 * 30
    assert not any(bare in text for text in texts for bare in ("**bold", "@everyone", "<@1", " [a]("))
