"""What must never happen: a look into another server, a ping or link that data makes, a crash by what is typed."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select

from bot import commands
from bot.answers.naming import refreshed
from bot.asking import Asker, UserError
from bot.blocks import Answer
from bot.client import Backchannel
from bot.commands import COMMANDS, all_options, options_of
from bot.completion import complete
from bot.connection import run_client
from bot.render.discord import buttons, can_turn, pages, sentence
from bot.rights import LEVELS, Level
from db import schema
from db.desks import Desk, ReminderChannel, replace_reminder_channel
from db.dossiers import replace_dossier
from db.engine import Database
from db.records import Dossier
from tests.asking import ANN, asked
from tests.builders import NOW, TINY, tiny
from tests.discord import TOKEN, CannotDo, Double
from tests.discord.launch import pointed_at
from tests.discord.world import EDITOR
from tests.hostile import HOSTILE, markup, without_ours

CANARY = "zanzibar"
MINE = Desk("42", "Europe/Berlin", "09:00")
THEIRS = replace(MINE, id="43")
MALLORY = Asker("9", "mallory", level="admin", channel="900")
# what the shared dossier's ids and words of a line may be mistaken for
_ROWS = [str(number) for number in range(1, 40)]


def _secret() -> Dossier:
    """The tiny dossier with a word in every text that nobody else may read."""
    text = json.dumps(TINY)
    for title in ("title", "name", "text", "question", "value", "on"):
        text = re.sub(rf'"{title}": "', f'"{title}": "{CANARY} ', text)
    return tiny(**json.loads(text))


@pytest.fixture
async def two_desks(ferry: Database) -> Database:
    """A shared dossier, and one server that has something of every kind of its own."""
    async with ferry.writing() as connection:
        await replace_dossier(connection, replace(_secret(), id="secret"), now=NOW, actor="test", owner=MINE.id)
        place = ReminderChannel(MINE.id, f"secret@{MINE.id}", "700")
        await replace_reminder_channel(connection, place, actor=CANARY, now=NOW)
    own = replace(ANN, name=CANARY, channel="700")
    for line in (
        f"/outcome D1 did-not-happen basis:“{CANARY} paper” dossier:secret",
        "/setup channel:700 hour:10:00 dossier:secret",
        "/setup role:77 level:editor dossier:secret",
        "/dossier use secret where:everywhere",
        "/digest add 08:00 person:vane dossier:secret",
        f"/my remind when:tomorrow about:“{CANARY} call”",
        "/mute vane dossier:secret",
        "/follow vane dossier:secret",
    ):
        await asked(ferry, line, desk=MINE, asker=own)
    return ferry


async def _rows(database: Database, desk: str) -> dict[str, list[Any]]:
    """Give all that a desk keeps, by table."""
    async with database.reading() as connection:
        return {
            table.name: [tuple(row) for row in await connection.execute(select(table).where(table.c.desk == desk))]
            for table in schema.metadata.sorted_tables
            if "desk" in table.c
        }


def _guesses(name: str) -> Iterator[dict[str, str]]:
    """Options of a command, filled with what belongs to the other server."""
    every = {option.name: option for option in all_options(name)}
    values = {
        option: (
            every[option].choices[:2]
            or {
                "item": ("D1", "S1"),
                "id": ("D1", "S1", "P1", "secret@42"),
                "name": ("vane", CANARY, "secret", "secret@42"),
                "first": ("vane", CANARY),
                "second": ("oake", CANARY),
                "dossier": ("secret", "secret@42", ""),
                "channel": ("700",),
                "text": (CANARY, f'"{CANARY}"'),
                "times": ("08:00",),
                "when": ("tomorrow",),
            }.get(option, (CANARY, "D1"))
        )
        for option in every
        if every[option].required or option in ("dossier", "id")
    }
    yield from (dict(zip(values, one, strict=True)) for one in product(*values.values()))
    numbered = [option.name for option in options_of(name) if option.required or option.name == "id"]
    if numbered:
        rest = {option.name: option.choices[0] for option in options_of(name) if option.required and option.choices}
        yield from ({numbered[0]: number} | {k: v for k, v in rest.items() if k != numbered[0]} for number in _ROWS)


def _texts(answer: Answer) -> str:
    return repr(answer).casefold()


@pytest.mark.parametrize("name", COMMANDS)
async def test_no_command_shows_or_changes_what_is_another_servers(two_desks: Database, name: str) -> None:
    before = await _rows(two_desks, MINE.id)

    for number, options in enumerate(_guesses(name)):
        given = {option: value for option, value in options.items() if value}
        try:
            answer = await commands.ask(
                two_desks, name, given, now=NOW, desk=THEIRS, asker=MALLORY, request=f"{name} {number}"
            )
        except UserError as error:
            said = str(error).casefold()
        else:
            said = _texts(replace(answer, line="", blocks=answer.blocks))
        typed = any(CANARY in value for value in given.values())
        assert typed or CANARY not in said, (name, given)
        assert "zanzibar ada vane" not in said, (name, given)

    assert await _rows(two_desks, MINE.id) == before


@pytest.mark.parametrize("name", COMMANDS)
async def test_no_completion_offers_what_is_another_servers(two_desks: Database, name: str) -> None:
    for option in all_options(name):
        for dossier in ("", "secret", "secret@42"):
            for typed in ("", "z", "secret", "1"):
                given = {"dossier": dossier} if dossier else {}
                found = await complete(
                    two_desks, name, option.name, typed, options=given, now=NOW, desk=THEIRS, asker=MALLORY
                )
                assert CANARY not in str(found).casefold()
                assert "secret" not in str(found)
    await refreshed(two_desks)


def _needs(level: Level) -> list[str]:
    return [name for name, command in COMMANDS.items() if LEVELS.index(command.level) > LEVELS.index(level)]


@pytest.mark.parametrize("level", ["reader", "editor"])
async def test_every_command_above_a_level_is_refused_in_words_and_completes_nothing(
    ferry: Database, level: Level
) -> None:
    asker = replace(MALLORY, level=level)

    for name in _needs(level):
        given = {option.name: (option.choices or ("1",))[0] for option in options_of(name) if option.required}
        with pytest.raises(UserError, match=r"is for (those|this desk's)"):
            await commands.ask(ferry, name, given, now=NOW, desk=MINE, asker=asker, request=name)
        for option in all_options(name):
            assert not await complete(ferry, name, option.name, "", options={}, now=NOW, desk=MINE, asker=asker)


async def test_where_reading_is_for_some_roles_nothing_at_all_is_answered_to_others(ferry: Database) -> None:
    await asked(ferry, "/setup role:77 level:reader", desk=MINE)
    outsider = replace(MALLORY, level="reader")

    for name in COMMANDS:
        given = {option.name: (option.choices or ("1",))[0] for option in options_of(name) if option.required}
        with pytest.raises(UserError, match="is for"):
            await commands.ask(ferry, name, given, now=NOW, desk=MINE, asker=outsider, request=name)


# --- hostile text


_TYPED = [
    "@everyone [reuters.com](https://evil.example) <@&1> <@1> </who:1> <t:0:R>",
    "# heading\n> quote\n```code```",
    "'; DROP TABLE item; -- \" OR 1=1 NEAR( ^ * col: {",
    "%s %n {0} {name} ${jndi:x} ../../etc/passwd",
    "\u202e\u200b\u2066evil\x07\x1b[31m",
    "9" * 300,
    "[a](" * 200,
    "12:12:" * 100,
    "in      days " * 20,
    "–" * 6000,
]


@pytest.mark.parametrize("name", COMMANDS)
async def test_whatever_is_typed_is_answered_within_limits_and_shown_as_text(ferry: Database, name: str) -> None:
    needed = {option.name: (option.choices or ("D1",))[0] for option in options_of(name) if option.required}
    free = [option.name for option in all_options(name) if not option.choices]

    # each option gets a third of them; all get all together
    tried = [(option, typed) for place, option in enumerate(free) for typed in _TYPED[place % 3 :: 3]]
    for number, (option, typed) in enumerate(tried):
        given = needed | {option: typed}
        try:
            answer = await commands.ask(
                ferry, name, given, now=NOW, desk=MINE, asker=MALLORY, request=f"{name} {number}"
            )
        except UserError as error:
            embeds = [sentence(str(error))]
        else:
            made = pages(answer)
            embeds = [page.embed for page in made]
            buttons(made[0], answer.line if can_turn(answer) else "", share=True).to_components()
        for embed in embeds:
            assert len(embed.description or "") <= 4096
            assert markup(without_ours(re.sub(r"<[#@]&?\d{1,20}>", "", embed.description or ""))) == []


async def test_a_hostile_dossier_pings_links_and_formats_nothing(database: Database) -> None:
    hostile = "".join(HOSTILE[:20])
    text = json.dumps(TINY)
    for key in ("title", "text", "question", "value", "reason", "remark", "outlet"):
        text = re.sub(rf'"{key}": "[^"]*"', lambda _found, key=key: json.dumps({key: hostile})[1:-1], text)  # type: ignore[misc]
    async with database.writing() as connection:
        await replace_dossier(connection, tiny(**json.loads(text)), now=NOW, actor=hostile)

    for line in (
        "/status",
        "/who vane",
        "/quotes",
        "/timeline",
        "/offers",
        "/conflicts",
        "/sources",
        "/dates",
        "/find word",
    ):
        name, _, rest = line.removeprefix("/").partition(" ")
        given = {options_of(name)[0].name: rest} if rest else {}
        answer = await commands.ask(database, name, given, now=NOW, desk=MINE, asker=MALLORY)
        for page in pages(answer):
            assert markup(without_ours(page.embed.description or "")) == []
            assert "@everyone" not in (page.embed.title or "") + (page.embed.description or "")


# --- over the wire


@pytest.fixture
async def double(ferry: Database) -> AsyncIterator[Double]:
    """Discord, to all appearances, with the bot connected."""
    async with Double() as running:
        with pointed_at(running.api):
            client = Backchannel(ferry, desk=replace(MINE, id=""), clock=lambda: NOW, pace=100_000)
            task = asyncio.create_task(run_client(client, TOKEN))
            await running.until(lambda: running.gateway.connected, "the bot to connect")
            yield running
            await client.close()
            await asyncio.wait_for(task, 5)
    assert running.unknown_requests == []


async def test_every_payload_says_that_nobody_is_pinged(double: Double) -> None:
    hostile = double.add_user("@everyone <@&1> [x](https://evil.example)", permissions=EDITOR | 1 << 5)
    sent = 0

    for name, command in COMMANDS.items():
        if command.pressed:
            continue
        texts = {
            option.name: (option.choices or (_TYPED[0],))[0]
            for option in options_of(name)
            if option.required or not option.choices
        }
        try:
            await double.slash(hostile, double.channel, name, texts)
        except CannotDo:
            continue  # it takes a channel, a role or a file there, or opens a form
        sent += 1

    assert sent > 15
    assert all(payload.get("allowed_mentions") == {"parse": []} for payload in double.payloads)
    assert [message for message in double.messages.values() if message.author is double.bot and message.pings] == []


async def test_an_address_in_a_dossier_is_never_visited(double: Double, ferry: Database) -> None:
    visits: list[object] = []
    server = await asyncio.start_server(lambda reader, writer: visits.append(reader), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    trap = f"http://127.0.0.1:{port}/x"
    sources = [one | {"url": trap} for one in TINY["sources"]]
    async with ferry.writing() as connection:
        await replace_dossier(connection, tiny(sources=sources), now=NOW, actor="test")
    ann = double.add_user("ann", permissions=EDITOR | 1 << 5)

    for name, options in (("sources", {}), ("item", {"id": "morning"}), ("quotes", {}), ("who", {"name": trap})):
        await double.slash(ann, double.channel, name, options)
    await double.slash(ann, double.channel, "dossier load", {"file": double.upload("a.yaml", b"x", host=trap[:-2])})

    server.close()
    assert visits == []
