"""Correcting in Discord, as members see it: the form prefilled, read back, saved, told to the second, taken back."""

from typing import Any

import discord
import pytest
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle
from simcord.env import Env
from simcord.results import InteractionResult

from bot.discord.client import Backchannel
from db.desk.desks import Desk
from db.storage.database import Database
from tests.builders import NOW

BERLIN = Desk("", "Europe/Berlin", "09:00")


@pytest.fixture
def simcord_bot(ferry: Database) -> Backchannel:
    """The bot, not started, with the tiny dossier."""
    return Backchannel(ferry, desk=BERLIN, clock=lambda: NOW)


@pytest.fixture
def guild(simcord_env: Env) -> GuildHandle:
    """A server that the bot is in."""
    return simcord_env.create_guild()


@pytest.fixture
def channel(guild: GuildHandle) -> ChannelHandle:
    """The desk's channel."""
    return guild.create_text_channel("desk")


def _member(env: Env, guild: GuildHandle, name: str, *, edits: bool) -> MemberActor:
    rights = discord.Permissions(manage_messages=edits)
    return guild.add_member(env.create_user(name), roles=[guild.create_role(name, permissions=rights)])


def _text(result: InteractionResult) -> str:
    assert result.response is not None
    [embed] = result.response.embeds
    return f"{embed.title or ''}\n{embed.description or ''}".replace("\\", "")


def _buttons(result: InteractionResult) -> list[str]:
    assert result.response is not None
    rows: list[Any] = list(result.response.components)
    return [button["label"] for row in rows for button in row["components"]]


def _fields(form: InteractionResult) -> dict[str, str]:
    assert form.modal is not None
    rows: Any = form.modal["components"]
    return {row["component"]["custom_id"]: row["component"].get("value", "") for row in rows}


async def test_two_editors_correct_one_item_each_told_of_the_other_and_the_last_takes_it_back(
    simcord_env: Env, guild: GuildHandle, channel: ChannelHandle, ferry: Database
) -> None:
    ann, ben = (_member(simcord_env, guild, name, edits=True) for name in ("ann", "ben"))
    item = await ben.slash(channel, "item", id="D2")
    assert "Edit" in _buttons(item)
    assert item.response is not None

    opened = await ann.slash(channel, "edit", id="D2")  # and left open
    form = await ben.click(item.response, label="Edit")
    assert _fields(form) == {
        "title": "Vote of the harbour council",
        "when": "2031-03-12",
        "speaker": "oake",
        "text": "a vote will follow",
        "why": "",
    }
    await simcord_env.restart_bot(Backchannel(ferry, desk=BERLIN, clock=lambda: NOW))
    as_it_was = _fields(form)
    refused = await ben.submit_modal(form, as_it_was | {"speaker": "zzyzx", "why": "the weekly names the mayor"})
    assert "nobody is called “zzyzx”" in _text(refused)
    assert refused.response is not None
    again = await ben.click(refused.response, label="Fix")
    assert _fields(again)["speaker"] == "zzyzx"
    back = await ben.submit_modal(again, _fields(again) | {"speaker": "vane"})
    assert "Bern Oake, harbour master (oake) -> Ada Vane" in _text(back)
    assert "Save" in _buttons(back)
    assert back.response is not None
    saved = await ben.click(back.response, label="Save")
    assert "Saved: D2" in _text(saved)

    late = await ann.submit_modal(opened, as_it_was | {"when": "2031-03-13", "why": "the council put it off"})
    assert "Meanwhile:** ben" in _text(late)
    assert "12 March 2031 -> 13 March 2031" in _text(late)
    assert late.response is not None
    done = await ann.click(late.response, label="Save")
    both = await ben.slash(channel, "item", id="D2")
    assert "Ada Vane" in _text(both)
    assert "by ann: the council put it off" in _text(both)
    assert done.response is not None
    undone = await ann.click(done.response, label="Undo")
    assert "Taken back" in _text(undone)
    assert "by ben: the weekly names the mayor" in _text(await ben.slash(channel, "item", id="D2"))


async def test_a_reader_has_no_edit_button_and_only_proposes(
    simcord_env: Env, guild: GuildHandle, channel: ChannelHandle
) -> None:
    rea = _member(simcord_env, guild, "rea", edits=False)

    item = await rea.slash(channel, "item", id="E1")
    back = await rea.slash(channel, "edit", id="E1", title="It sinks", why="shorter")

    assert "Edit" not in _buttons(item)
    assert "Send for review" in _buttons(back)


async def test_of_several_parts_one_is_picked_by_a_button_or_completed(
    simcord_env: Env, guild: GuildHandle, channel: ChannelHandle
) -> None:
    ben = _member(simcord_env, guild, "ben", edits=True)

    asking = await ben.slash(channel, "edit", id="P1")
    assert _buttons(asking) == ["The rest of it", "Part 1", "Part 2", "Part 3", "Weight"]
    assert asking.response is not None
    form = await ben.click(asking.response, label="Part 3")
    back = await ben.submit_modal(form, _fields(form) | {"certainty": "may", "why": "it says “perhaps”"})
    found = await ben.autocomplete(channel, "edit", "part", "", id="P1")

    assert "reports[2].modality:** nothing -> may" in _text(back)
    assert [one["name"] for one in found] == ["1: 80 [morning]", "2: 80 [weekly]", "3: 90 [late]", "weight: fact"]


async def test_two_people_are_made_one_from_an_item_s_buttons_and_parted_again(
    simcord_env: Env, guild: GuildHandle, channel: ChannelHandle, ferry: Database
) -> None:
    ann, ben = (_member(simcord_env, guild, name, edits=True) for name in ("ann", "ben"))
    shown = await ben.slash(channel, "item", id="aide")
    assert shown.response is not None

    asked = await ben.click(shown.response, label="Same as another…")
    form = await ben.click(asked.response, label="Another one…") if asked.response else asked
    assert _fields(form) == {"into": "", "why": ""}
    card = await ben.submit_modal(form, {"into": "vane", "why": "her own voice"})
    assert card.response is not None
    assert _buttons(card)[0] == "Merge"
    assert "**Why:** her own voice" in _text(card)
    other = await ann.slash(channel, "merge", id="vane", into="aide")
    assert other.response is not None
    merged = await ben.click(card.response, label="Merge")
    late = await ann.click(other.response, label="Merge")

    assert _text(merged).startswith("Merged: aide is vane now")
    assert "aide is vane now" in _text(late)
    assert merged.response is not None
    parted = await ben.click(merged.response, label="Undo")
    assert _text(parted).startswith("Parted again: aide and vane")
