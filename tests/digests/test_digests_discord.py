"""Digests in Discord: added with a form and buttons, posted once, details in a thread, one role notified."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import discord
import pytest
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle, RoleHandle
from simcord.env import Env
from simcord.results import InteractionResult

from bot.asking import UserError
from bot.delivery.scheduler import Clock, Courier
from bot.discord.client import Backchannel
from bot.discord.permissions import notifiable
from db.desk.desks import Desk
from db.desk.subscriptions import list_subscriptions
from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.asking import asked
from tests.builders import NOW, TINY, tiny
from tests.digests.living import live
from tests.digests.test_runs import _many
from tests.discord import TOKEN, Double
from tests.discord.launch import pointed_at
from tests.discord.world import CREATE_THREADS, ORDINARY

BERLIN = Desk("", "Europe/Berlin", "09:00")


# --- as members see it


@pytest.fixture
def simcord_bot(ferry: Database) -> Backchannel:
    """The bot, not started, with the tiny dossier."""
    return Backchannel(ferry, desk=BERLIN, clock=lambda: NOW)


@pytest.fixture
def guild(simcord_env: Env) -> GuildHandle:
    """A server that the bot is in."""
    return simcord_env.create_guild()


@pytest.fixture
def ann(simcord_env: Env, guild: GuildHandle) -> MemberActor:
    """One who may manage the server."""
    managers = guild.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
    return guild.add_member(simcord_env.create_user("ann"), roles=[managers])


@pytest.fixture
def channel(guild: GuildHandle) -> ChannelHandle:
    """The desk's channel."""
    return guild.create_text_channel("desk")


@pytest.fixture
def role(guild: GuildHandle) -> RoleHandle:
    """A role that may be mentioned."""
    return guild.create_role("Watch", mentionable=True)


def _text(result: InteractionResult) -> str:
    assert result.response is not None
    [embed] = result.response.embeds
    return f"{embed.title or ''}\n{embed.description or ''}"


def _shown(result: InteractionResult) -> Any:
    assert result.response is not None
    return result.response


async def test_a_digest_is_read_back_changed_in_a_form_and_saved_though_the_bot_was_restarted(
    ann: MemberActor, channel: ChannelHandle, role: RoleHandle, ferry: Database, simcord_env: Env
) -> None:
    added = await ann.slash(channel, "digest add", times="8", person="vane", ping=role)
    read_back = _text(added)
    form = await ann.click(_shown(added), label="Change")
    await simcord_env.restart_bot(Backchannel(ferry, desk=BERLIN, clock=lambda: NOW))
    changed = await ann.submit_modal(form, {"times": "17:30", "days": "mon-fri", "zone": "", "kind": "", "person": ""})
    read_again = _text(changed)
    saved = await ann.click(_shown(changed), label="Save")

    assert added.ephemeral
    assert f"<#{channel.id}>" in read_back
    assert f"<@&{role.id}>" in read_back
    assert "Mon–Fri at 17:30, Europe/Berlin" in read_again
    assert "person: Ada Vane" in read_again
    assert _text(saved).startswith("Saved: digest 1")
    with ferry.reading() as connection:
        [kept] = list_subscriptions(connection, "active")
    assert (kept.channel, kept.ping, kept.times) == (str(channel.id), str(role.id), ("17:30",))


async def test_a_wrong_time_in_the_form_is_said_with_what_was_typed(ann: MemberActor, channel: ChannelHandle) -> None:
    added = await ann.slash(channel, "digest add", times="8")
    form = await ann.click(_shown(added), label="Change")

    refused = await ann.submit_modal(form, {"times": "noonish", "days": "", "zone": "", "kind": "", "person": ""})

    assert refused.ephemeral
    assert "“noonish” is no time of the day" in _text(refused)


async def test_the_list_a_preview_and_the_numbers_are_there(ann: MemberActor, channel: ChannelHandle) -> None:
    added = await ann.slash(channel, "digest add", times="8")
    await ann.click(_shown(added), label="Save")

    numbers = await ann.autocomplete(channel, "digest preview", "number", "")
    preview = await ann.slash(channel, "digest preview", number="1")
    removing = await ann.slash(channel, "digest remove", number="1")
    gone = await ann.click(_shown(removing), label="Remove")
    said = _text(gone)
    back = await ann.click(_shown(gone), label="Undo")

    assert numbers[0]["value"] == "1"
    assert _text(preview).startswith("Preview: Digest · 21 March 2031")
    assert "Digest 1 is removed" in said
    assert "Digest 1 is back, active" in _text(back)


async def test_a_channel_that_is_closed_to_the_bot_is_named_with_what_is_missing(
    simcord_env: Env, guild: GuildHandle, ann: MemberActor, channel: ChannelHandle
) -> None:
    assert simcord_env.bot.user is not None
    shut_out = discord.PermissionOverwrite(send_messages=False)
    closed = guild.create_text_channel("closed", overwrites={simcord_env.bot.user: shut_out})

    shut = await ann.slash(channel, "digest add", times="8", channel=closed)

    assert "lacks “Send Messages”" in _text(shut)


@dataclass
class _Role:
    """A role as far as it is looked at."""

    name: str
    mentionable: bool = False
    default: bool = False
    bot_may: bool = False
    id: int = 5

    @property
    def guild(self) -> Any:
        rights = SimpleNamespace(mention_everyone=self.bot_may)
        return SimpleNamespace(me=SimpleNamespace(guild_permissions=rights))

    def is_default(self) -> bool:
        return self.default


def test_a_role_that_would_not_be_notified_is_refused() -> None:
    with pytest.raises(UserError, match="can't notify everyone"):
        notifiable(_Role("@everyone", default=True, bot_may=True))  # type: ignore[arg-type]
    with pytest.raises(UserError, match="Discord would not notify @Quiet"):
        notifiable(_Role("Quiet"))  # type: ignore[arg-type]
    assert notifiable(_Role("Watch", mentionable=True)) == "5"  # type: ignore[arg-type]
    assert notifiable(_Role("Quiet", bot_may=True)) == "5"  # type: ignore[arg-type]


# --- over the wire


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    """Discord, to all appearances."""
    async with Double() as running:
        with pointed_at(running.api):
            yield running
    assert running.unknown_requests == []


async def _posted(double: Double, database: Database, *, ping: str = "", rights: int) -> list[dict[str, Any]]:
    """Let a server's long digest be posted; returns what was sent."""
    channel = double.add_channel("news", app_permissions=rights)
    desk = replace(BERLIN, id=str(double.guild.id))
    bot = Backchannel(database, desk=BERLIN, clock=lambda: NOW)
    await bot.login(TOKEN)
    asked(database, f"/digest add 08:00 channel:{channel.id}{ping}", desk=desk)
    asked(database, "/digest save 1", desk=desk)
    with database.writing() as connection:
        dossier = tiny(statements=[*TINY["statements"], *_many(14)])
        replace_dossier(connection, dossier, now=NOW + timedelta(hours=1), actor="test")
    clock = Clock(Courier(database, BERLIN, bot.channels.post, owner="test"))
    await live(clock, "2031-03-21T07:00", "2031-03-21T08:00")
    await bot.close()
    return double.payloads


async def test_a_long_digest_is_posted_once_with_its_details_in_a_thread(double: Double, ferry: Database) -> None:
    await _posted(double, ferry, rights=ORDINARY | CREATE_THREADS)

    [news] = [channel for channel in double.channels.values() if channel.name == "news"]
    [head] = double.visible(news)
    thread = double.channels[head.id]
    assert thread.name == "Digest of 21 March 2031, 08:00"
    assert [message.embeds[0]["title"].rpartition(", ")[2] for message in double.visible(thread)] == [
        "part 2 of 3",
        "part 3 of 3",
    ]


async def test_without_the_right_to_make_threads_the_details_follow_in_the_channel(
    double: Double, ferry: Database
) -> None:
    await _posted(double, ferry, rights=ORDINARY)

    [news] = [channel for channel in double.channels.values() if channel.name == "news"]
    titles = [message.embeds[0]["title"].rpartition(", ")[2] for message in double.visible(news)]
    assert titles == ["Digest · 21 March 2031", "part 2 of 3", "part 3 of 3"]


async def test_exactly_one_role_is_notified_by_the_head_alone_and_only_where_it_was_set(
    double: Double, ferry: Database
) -> None:
    payloads = await _posted(double, ferry, ping=" ping:5555", rights=ORDINARY | CREATE_THREADS)

    sent = [(one.get("content"), one["allowed_mentions"]) for one in payloads if "embeds" in one]
    assert sent == [
        ("<@&5555>", {"parse": [], "roles": [5555]}),
        (None, {"parse": []}),
        (None, {"parse": []}),
    ]


async def test_without_a_role_nobody_is_notified(double: Double, ferry: Database) -> None:
    payloads = await _posted(double, ferry, rights=ORDINARY | CREATE_THREADS)

    sent = [(one.get("content"), one["allowed_mentions"]) for one in payloads if "embeds" in one]
    assert sent == [(None, {"parse": []})] * 3
