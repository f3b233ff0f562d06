"""The connection to Slack: refused at first, silent, cut, with tokens that are revoked while it runs."""

import asyncio

import pytest

from bot.slack import gateway
from bot.transport import StartError
from db.storage.database import Database
from tests.slack import Fault, Standin
from tests.slack.running import running, staying


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what takes seconds take parts of them."""
    monkeypatch.setattr(gateway, "_FIRST_PAUSE", 0.01)
    monkeypatch.setattr(gateway, "_LOOK_AGAIN", 0.05)
    monkeypatch.setattr(gateway, "_RENEW", 0.05)
    monkeypatch.setattr(gateway, "_WATCH", 0.02)


async def _answered(slack: Standin) -> str:
    return (await slack.slash(slack.world.add_user("ann"), slack.channel, "who vane")).text


async def test_a_first_connection_that_is_refused_is_made_again_at_every_step(
    ferry: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "_PING", 0.5)
    async with Standin() as slack:
        slack.fail_next("auth.test", Fault("reset"))
        slack.fail_next("auth.test", Fault("status", status=502))
        slack.fail_next("apps.connections.open", Fault("error", error="internal_error"), times=2)
        slack.socket.turned_away = 2
        async with running(slack, ferry):
            said = await _answered(slack)

    assert "Ada Vane" in said


async def test_a_silent_connection_is_noticed_and_made_again(ferry: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway, "_PING", 0.2)
    async with Standin() as slack, running(slack, ferry):
        slack.socket.fall_silent()
        await slack.until(lambda: slack.socket.opened > 1)
        said = await _answered(slack)

    assert "Ada Vane" in said


@pytest.mark.parametrize("code", ["token_revoked", "account_inactive", "invalid_auth"])
async def test_a_token_that_is_revoked_while_it_runs_ends_it_with_the_cure(ferry: Database, code: str) -> None:
    async with Standin() as slack, staying(slack, ferry) as (_, stays):
        await slack.until(lambda: slack.socket.connected)
        slack.fail_next("auth.test", Fault("error", error=code), times=None)
        with pytest.raises(StartError) as ended:
            await asyncio.wait_for(stays, timeout=5)

    assert str(ended.value).startswith(f"Slack refuses the bot's token ({code}). Copy it anew: OAuth & Permissions")
    assert ended.value.permanent


async def test_an_app_level_token_that_is_revoked_ends_it_once_the_connection_is_gone(ferry: Database) -> None:
    async with Standin() as slack, staying(slack, ferry) as (_, stays):
        await slack.until(lambda: slack.socket.connected)
        slack.socket.refused = "invalid_auth"
        await asyncio.sleep(0.2)
        stands = not stays.done()
        slack.socket.cut()
        with pytest.raises(StartError) as ended:
            await asyncio.wait_for(stays, timeout=5)

    assert stands
    assert "the app-level token (invalid_auth). Make it anew: Basic Information" in str(ended.value)


async def test_trouble_that_passes_ends_nothing(ferry: Database) -> None:
    async with Standin() as slack, staying(slack, ferry) as (_, stays):
        await slack.until(lambda: slack.socket.connected)
        for fault in (Fault("status"), Fault("reset"), Fault("limited"), Fault("error", error="fatal_error")):
            slack.fail_next("auth.test", fault)
        asked = len(slack.world.requests)
        await slack.until(lambda: len(slack.world.requests) > asked + 5)
        said = await _answered(slack)
        stands = not stays.done()

    assert stands
    assert "Ada Vane" in said


async def test_what_slack_sends_twice_is_done_once(ferry: Database) -> None:
    async with Standin() as slack, running(slack, ferry):
        slack.socket.copies = 2
        ann = slack.world.add_user("ann", is_admin=True)
        recorded = await slack.slash(ann, slack.channel, "outcome D1 happened basis:“Post, 30 July”")
        who = await slack.slash(ann, slack.channel, "who vane")
        assert who.message
        await slack.press(ann, who.message, "Share")
        await slack.until(slack.posted)
        seen = await slack.slash(ann, slack.channel, "add statement")
        typed = {"Who said it": "vane", "What was said": "“We sail.”", "Source": "morning"}
        await slack.submit(ann, slack.dialog(ann), typed)
        await slack.until(lambda: any("Read back" in one.shown for one in slack.channel.messages))
        await asyncio.sleep(0.3)
        changes = await slack.slash(ann, slack.channel, "item D1")

    assert "Recorded" in recorded.text
    assert seen.message is None
    assert len(slack.posted()) == 1
    assert len([one for one in slack.channel.messages if "Read back" in one.shown]) == 1
    assert changes.text.count("recorded by ann") == 1
