"""A text handed over in Discord: by the menu of a message, with a form for what it does not tell, across restarts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.discord.client import Backchannel
from bot.discord.gateway import run_client
from db.desk.desks import Desk
from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.builders import NOW, tiny
from tests.discord import TOKEN, Double
from tests.discord.launch import pointed_at
from tests.discord.world import EDITOR

BERLIN = Desk("", "Europe/Berlin", "09:00")
HEADED = {"outlet": "Harbour Post", "title": "A word on the ferry", "published": "2022-07-29"}


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    """Discord, to all appearances."""
    async with Double() as running:
        with pointed_at(running.api):
            yield running
    assert running.unknown_requests == []


@pytest.fixture
def loaded(database: Database) -> Database:
    with database.writing() as connection:
        replace_dossier(connection, tiny(), now=NOW, actor="test")
    return database


@asynccontextmanager
async def _bot(database: Database, *, minutes: int = 0) -> AsyncIterator[None]:
    bot = Backchannel(database, desk=BERLIN, clock=lambda: NOW + timedelta(minutes=minutes))
    task = asyncio.create_task(run_client(bot, TOKEN))
    try:
        yield
    finally:
        await bot.close()
        await asyncio.wait_for(task, 5)


async def test_a_message_is_read_gone_through_and_taken_back_across_a_restart(double: Double, loaded: Database) -> None:
    ben = double.add_user("ben")
    said = f"“The pier will not be sold to anybody,” {tiny().people[0].name} said on Friday.\n\nIt rained all day."
    message = double.say(ben, double.channel, said)
    async with _bot(loaded):
        asked = await double.menu(ben, message, "Read into dossier", timeout=30)
        form = await double.press(ben, asked.message, "Say where it came out")
        assert form.modal is not None
        summed = await double.submit(ben, form, HEADED, timeout=30)
        await double.until(lambda: "1 statement, 1 sure" in summed.message.text, "the text to be read", timeout=30)
        card = await double.press(ben, summed.message, "Go through")
        assert "Would add" in card.message.text
    async with _bot(loaded, minutes=10):
        taken = await double.press(ben, card.message, "Take")
        assert "Taken: S-1" in taken.message.text
        shown = await double.slash(ben, double.channel, "item", {"id": "S-1"})
        assert "The pier will not be sold to anybody" in shown.message.text
        back = await double.press(ben, taken.message, "Undo all of it")
        assert "1 draft open" in back.message.text


async def test_an_attached_file_is_read_and_a_picture_refused(double: Double, loaded: Database) -> None:
    ben = double.add_user("ben")
    text = f"“The pier will not be sold to anybody,” {tiny().people[0].name} said on Friday.\n\nIt rained."
    async with _bot(loaded):
        file = double.upload("a.txt", text.encode())
        read = await double.slash(ben, double.channel, "article", {"file": file, **HEADED}, timeout=30)
        picture = double.upload("a.png", b"\x89PNG\r\n\x1a\n")
        refused = await double.slash(ben, double.channel, "article", {"file": picture}, timeout=30)

    assert "1 statement, 1 sure" in read.message.text
    assert "is a picture, no text" in refused.message.text


async def test_a_dossier_is_begun_with_an_attached_text(double: Double, database: Database) -> None:
    ann = double.add_user("ann", permissions=EDITOR | 1 << 5)
    words = (
        "“The pier will not be sold,” Port spokesman Ned Rook said on Tuesday.\n\nThe Port and the Line began talks."
    )
    file = double.upload("first.txt", f"Talks open\n\n5 March 2024\n\n{words}".encode())
    async with _bot(database):
        asked = await double.slash(
            ann, double.channel, "dossier new", {"file": file, "title": "Pier talks"}, timeout=30
        )
        form = await double.press(ann, asked.message, "Fill it in")
        assert form.modal is not None
        read_back = await double.submit(
            ann,
            form,
            {
                "title": "Pier talks",
                "sides": "Port, Line",
                "outlet": "Tide",
                "headline": "Talks open",
                "published": "2024-03-05",
            },
            timeout=30,
        )
        assert "First source:** Tide, 5 March 2024: Talks open" in read_back.message.text
        made = await double.press(ann, read_back.message, "Create")
        assert "Made:** Pier talks (pier-talks)" in made.message.text
        taken = await double.press(ann, made.message, "Take the 2 sure ones")
        assert "Taken: S-1" in taken.message.text
        who = await double.slash(ann, double.channel, "who", {"name": "rook"})
        assert "The pier will not be sold" in who.message.text


async def test_a_text_is_pasted_and_another_editor_goes_on_with_it(double: Double, loaded: Database) -> None:
    ben, cleo = double.add_user("ben"), double.add_user("cleo")
    name = tiny().people[0].name
    first, second = f"“The pier will not be sold to anybody,” {name} said on Friday.", "It rained"
    async with _bot(loaded):
        form = await double.slash(ben, double.channel, "article", {})
        assert form.modal is not None
    async with _bot(loaded, minutes=1):  # the form was open across a restart
        values = {"text1": first, "text2": second, "text3": "all day.", "where": "Post, A word, 29 July 2022"}
        summed = await double.submit(ben, form, values, timeout=60)
        await double.until(lambda: "1 statement, 1 sure" in summed.message.text, "the text to be read", timeout=30)
        number = summed.message.text.split(", text ")[1].split()[0]
        other = await double.slash(cleo, double.channel, "article", {"text": number})
        card = await double.press(cleo, other.message, "Go through")
        changed = await double.press(cleo, card.message, "Change")
        assert changed.modal is not None
        back = await double.submit(cleo, changed, {"about": "oake"})
        assert "1 of 1" in back.message.text
        assert "**About:** Bern Oake" in back.message.text
        taken = await double.press(cleo, back.message, "Take")
        assert "Taken: S-1" in taken.message.text
        late = await double.press(ben, summed.message, "Take the sure one")
        assert "nothing was done" in late.message.text


async def test_two_editors_take_drafts_each_once_across_a_restart_and_one_takes_all_back(
    double: Double, loaded: Database
) -> None:
    ben, cleo = double.add_user("ben"), double.add_user("cleo")
    one, other = (person.name for person in tiny().people[:2])
    said = f"“The pier will not be sold to anybody,” {one} said on Friday.\n\n“We waited for the ropes,” {other} said."
    message = double.say(ben, double.channel, said)
    async with _bot(loaded):
        asked = await double.menu(ben, message, "Read into dossier", timeout=30)
        form = await double.press(ben, asked.message, "Say where it came out")
        summed = await double.submit(ben, form, HEADED, timeout=30)
        await double.until(lambda: "2 statements" in summed.message.text, "the text to be read", timeout=30)
        number = summed.message.text.split(", text ")[1].split()[0]
        theirs = await double.slash(cleo, double.channel, "article", {"text": number})
        cards = [await double.press(*pressed, "Go through") for pressed in
                 ((ben, summed.message), (cleo, theirs.message))]  # fmt: skip
        pressed = await asyncio.gather(*(double.press(who, card.message, "Take") for who, card in
                                         zip((ben, cleo), cards, strict=True)))  # fmt: skip
        told = [answer.message.text for answer in pressed]
        assert sum("Taken: S-1" in text for text in told) == 1
        assert sum("has been saved already, by " in text for text in told) == 1
    async with _bot(loaded, minutes=10):
        theirs = await double.slash(cleo, double.channel, "article", {"text": number})
        card = await double.press(cleo, theirs.message, "Go through")
        assert "2 of 2" in card.message.text
        taken = await double.press(cleo, card.message, "Take")
        assert "2 taken" in taken.message.text
    async with _bot(loaded, minutes=20):
        back = await double.press(cleo, taken.message, "Undo all of it")
        assert "2 drafts open" in back.message.text
        shown = await double.slash(ben, double.channel, "item", {"id": "S-1"})
        assert "S-1 was removed by" in shown.message.text
