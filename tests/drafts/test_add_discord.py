"""Adding in Discord: forms, Fix, Change, Save and review, over the loopback double, with restarts in between."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from bot.blocks import choices
from bot.commands import dispatch
from bot.commands.parser import parse
from bot.discord.client import Backchannel
from bot.discord.gateway import run_client
from db.desk.desks import Desk
from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.asking import BEN, asked
from tests.builders import NOW, tiny
from tests.discord import TOKEN, Double
from tests.discord.launch import pointed_at
from tests.discord.world import ORDINARY

BERLIN = Desk("", "Europe/Berlin", "09:00")
TYPED = {"speaker": "vane", "text": "“A good day.”", "when": "", "source": "morning", "about": ""}


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    """Discord, to all appearances."""
    async with Double() as running:
        with pointed_at(running.api):
            yield running
    assert running.unknown_requests == []


@asynccontextmanager
async def _bot(database: Database, *, minutes: int = 0) -> AsyncIterator[None]:
    """Let the bot run, started `minutes` later: logins at one moment would be held back."""
    bot = Backchannel(database, desk=BERLIN, clock=lambda: NOW + timedelta(minutes=minutes))
    task = asyncio.create_task(run_client(bot, TOKEN))
    yield
    await bot.close()
    await asyncio.wait_for(task, 5)


def _fields(modal: Any) -> dict[str, str]:
    return {row["component"]["custom_id"]: row["component"].get("value", "") for row in modal["components"]}


async def test_a_form_with_a_fault_is_fixed_changed_and_saved_once_across_restarts(
    double: Double, ferry: Database
) -> None:
    ben, eve = double.add_user("ben"), double.add_user("eve")
    async with _bot(ferry):
        form = await double.slash(ben, double.channel, "add statement")
        assert form.modal is not None
        assert next(row["label"] for row in form.modal["components"]) == "Who said it"
    async with _bot(ferry, minutes=10):  # the form was open while the bot was restarted
        refused = await double.submit(ben, form, TYPED | {"source": "mornig"})
        assert refused.ephemeral
        assert "Did you mean morning?" in refused.message.text
    async with _bot(ferry, minutes=20):
        again = await double.press(ben, refused.message, "Fix")
        assert again.modal is not None
        assert _fields(again.modal) == TYPED | {"source": "mornig"}
        back = await double.submit(ben, again, {"source": "morning"})
        assert "statement S-1" in back.message.text
        assert "“A good day.”" in back.message.text
        change = await double.press(ben, back.message, "Change")
        changed = await double.submit(ben, change, {"text": "“A fine day.”"})
        assert "“A fine day.”" in changed.message.text
    async with _bot(ferry, minutes=30):
        saved = await double.press(ben, changed.message, "Save")
        assert "Saved: S-1" in saved.message.text
        shown = await double.slash(eve, double.channel, "item", {"id": "S-1"})
        assert "A fine day" in shown.message.text
        undone = await double.press(ben, saved.message, "Undo")
        assert "S-1 is no longer there" in undone.message.text


async def test_two_presses_of_save_do_one_thing_and_the_second_is_told(double: Double, ferry: Database) -> None:
    ben = double.add_user("ben")
    async with _bot(ferry):
        back = await double.slash(ben, double.channel, "add statement", {k: v for k, v in TYPED.items() if v})
        first, second = await asyncio.gather(
            double.press(ben, back.message, "Save"), double.press(ben, back.message, "Save")
        )

    told = f"{first.message.text} {second.message.text}"
    assert "Saved: S-1" in told
    assert "Draft 1 has been saved already, by ben." in told


async def test_a_reader_proposes_an_editor_approves_and_nobody_elsewhere_can(double: Double, ferry: Database) -> None:
    rea, ben = double.add_user("rea", permissions=ORDINARY), double.add_user("ben")
    elsewhere = double.add_guild("Elsewhere", {"desk": ORDINARY})
    [there] = [one for one in double.channels.values() if one.guild is elsewhere]
    async with _bot(ferry):
        back = await double.slash(rea, double.channel, "add statement", {k: v for k, v in TYPED.items() if v})
        sent = await double.press(rea, back.message, "Send for review")
        assert "waits for the desk’s editors" in sent.message.text
        foreign = await double.slash(ben, there, "add statement", {"draft": "1", "speaker": "oake"})
        assert "There is no draft 1 here" in foreign.message.text
        none = await double.slash(ben, there, "review")
        assert "No proposal waits" in none.message.text
    async with _bot(ferry, minutes=10):
        listed = await double.slash(ben, double.channel, "review")
        form = await double.press(ben, listed.message, "Refuse 1")
        assert form.modal is not None
        assert list(_fields(form.modal)) == ["reason"]
        approved = await double.press(ben, listed.message, "Approve 1")
        assert "proposed by rea, approved by ben" in approved.message.text
        late = await double.submit(ben, form, {"reason": "too late"})
        assert "Draft 1 has been saved already, by ben." in late.message.text


async def test_a_reader_who_presses_save_in_an_editors_message_is_refused(double: Double, ferry: Database) -> None:
    ben = double.add_user("ben")
    async with _bot(ferry):
        back = await double.slash(ben, double.channel, "add statement", {k: v for k, v in TYPED.items() if v})
        ben.permissions = ORDINARY  # no editor any more
        pressed = await double.press(ben, back.message, "Save")
        item = await double.slash(ben, double.channel, "item", {"id": "S-1"})

    assert "Sent for review" in pressed.message.text
    assert "No item “S-1”" in item.message.text


async def test_the_menus_of_a_message_add_its_words_and_find_them(double: Double, ferry: Database) -> None:
    ben = double.add_user("ben")
    message = double.say(ben, double.channel, "The vote was close, and a meeting within a week is near.")
    async with _bot(ferry):
        found = await double.menu(ben, message, "Find in dossier")
        asking = await double.menu(ben, message, "Add to dossier")
        form = await double.press(ben, asking.message, "An event…")

    assert "Found for the message" in found.message.text
    assert form.modal is not None
    fields = _fields(form.modal)
    assert fields["said"] == "The vote was close, and a meeting within a week is near."
    assert fields["source"] == ""


async def test_a_message_with_an_articles_link_becomes_a_statement_in_three_steps(
    double: Double, ferry: Database
) -> None:
    with ferry.writing() as connection:
        replace_dossier(connection, tiny(id="bridge", title="The bridge talks"), now=NOW, actor="test")
    ben, link = double.add_user("ben"), "https://news.example/a/vote"
    message = double.say(ben, double.channel, f'Vane today: "We have a deal, nearly" {link}')
    preview = {"type": "article", "url": link, "title": "Vane hopes, again", "provider": {"name": "Morning Post"}}
    message.sent["embeds"] = [preview | {"timestamp": "2031-03-19T10:00:00+00:00"}]
    async with _bot(ferry):
        which = await double.menu(ben, message, "Add to dossier")
        asking = await double.press(ben, which.message, "The ferry talks")
        form = await double.press(ben, asking.message, "A statement…")
        fields = _fields(form.modal)
        back = await double.submit(ben, form, fields | {"speaker": "vane"})
        marked = "all of it is quoted word for word" in back.message.text
        saved = await double.press(ben, back.message, "Save")
        message.sent["embeds"] = [preview]
        undated = await double.menu(ben, message, "Add to dossier")
        undated = await double.press(ben, undated.message, "The ferry talks")
        again = await double.press(ben, undated.message, "An event…")

    assert fields["text"] == "“We have a deal, nearly”"
    assert fields["source"] == f"Morning Post, Vane hopes, again, 19 March 2031, {link}"
    assert marked
    assert "Saved: S-1" in saved.message.text
    assert _fields(again.modal)["source"] == "own-morning-post-2031-03-1"


@pytest.mark.parametrize(
    ("said", "preview", "text", "source"),
    [
        ("They met.", {}, "They met.", ""),
        ("«They met», he said <https://a.example/x>", {}, "“They met”", "outlet?, title?, day?, https://a.example/x"),
        ("“One” and “two” https://a.example/x", {"outlet": "Post", "title": "Met", "link": "https://a.example/x"},
         "“One” and “two”", "Post, Met, day?, https://a.example/x"),
    ],
)  # fmt: skip
def test_a_message_gives_its_one_quotation_and_what_is_known_of_its_source(
    ferry: Database, said: str, preview: dict[str, str], text: str, source: str
) -> None:
    options = {"text": said} | preview
    made = dispatch.ask(ferry, "add message", options, now=NOW, desk=BERLIN, asker=BEN, request="1")
    [line] = [one.line for one in choices(made.blocks) if one.label == "A statement…"]
    name, options = parse(line)
    asking = dispatch.ask(ferry, name, options, now=NOW, desk=BERLIN, asker=BEN, request="2").form

    assert asking is not None
    assert {field.option: field.value for field in asking.fields} == {
        "speaker": "", "text": text, "when": "", "source": source, "about": ""}  # fmt: skip
    refused = asked(ferry, f"{line} speaker:vane source:“Post, Met, day?, https://a.example/x”", desk=BERLIN)
    assert "write the day on which it came out in the place of “day?”" in refused
