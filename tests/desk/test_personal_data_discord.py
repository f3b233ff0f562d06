"""One's own data in Discord: given as a file, and forgotten only after a second press."""

import json
from typing import Any

import discord
import pytest
from simcord.env import Env
from sqlalchemy import select

from bot.discord.client import Backchannel
from db.desk.desks import Desk
from db.desk.personal_data import LEFT
from db.storage import schema
from db.storage.database import Database
from tests.builders import NOW
from tests.discord.test_commands import _shown, _text

_BERLIN = Desk("", "Europe/Berlin", "09:00")


@pytest.fixture
def simcord_bot(ferry: Database) -> Backchannel:
    """The bot, not started, with the tiny dossier."""
    return Backchannel(ferry, desk=_BERLIN, clock=lambda: NOW)


def _rows(database: Database, *tables: str) -> dict[str, list[dict[str, Any]]]:
    with database.reading() as connection:
        return {
            name: [dict(row) for row in connection.execute(select(schema.metadata.tables[name])).mappings()]
            for name in tables
        }


async def test_a_member_takes_their_data_with_them_and_is_forgotten_by_a_second_press(
    simcord_env: Env, ferry: Database
) -> None:
    guild = simcord_env.create_guild()
    editors = guild.create_role("Editors", permissions=discord.Permissions(manage_messages=True))
    zoe = guild.add_member(simcord_env.create_user("Zoe Leaver"), roles=[editors])
    ben = guild.add_member(simcord_env.create_user("ben"), roles=[editors])
    desk = guild.create_text_channel("desk")
    for member in (zoe, ben):
        await member.slash(desk, "my remind", when="2031-04-01T10:00", about=f"call of {member.name}")
        await member.slash(desk, "follow", name="vane")
    await zoe.slash(desk, "outcome", item="D1", kind="unclear")

    given = await zoe.slash(desk, "my data")
    [file] = _shown(given).attachments
    kept = json.loads(await file.read())
    asked = await zoe.slash(desk, "my forget")
    before = _rows(ferry, "due", "follow", "outcome")
    await simcord_env.restart_bot(Backchannel(ferry, desk=_BERLIN, clock=lambda: NOW))
    done = await zoe.click(_shown(asked), label="Forget me")
    after = _rows(ferry, "due", "follow", "outcome")
    empty = await zoe.slash(desk, "my data")
    recorded = await ben.slash(desk, "dates", state="all", depth="full")

    assert given.ephemeral
    assert {table: len(rows) for table, rows in kept.items()} == {"due": 1, "follow": 1, "outcome": 1}
    assert "call of Zoe Leaver" in str(kept)
    assert "ben" not in str(kept)
    assert asked.ephemeral
    assert {table: len(rows) for table, rows in before.items()} == {"due": 2, "follow": 2, "outcome": 1}
    assert "Forgotten" in _text(done)
    assert [row["item"] for row in after["due"]] == [str(ben.id)]
    assert [row["person"] for row in after["follow"]] == [str(ben.id)]
    assert [(row["kind"], row["actor"], row["actor_name"]) for row in after["outcome"]] == [("unclear", "", LEFT)]
    assert "Nothing is kept of you" in _text(empty)
    assert LEFT in _text(recorded)
    assert "Zoe" not in _text(recorded)
