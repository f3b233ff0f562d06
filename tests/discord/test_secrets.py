"""Nothing secret leaves the bot: its token and the tokens of interactions, at debug level and with errors forced."""

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.logs import scrub
from tests.discord import Double, Fault
from tests.discord.process import end, start

CANARY = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Canary.this-token-must-never-be-seen-anywhere"


async def _start(double: Double, folder: Path, form: str) -> asyncio.subprocess.Process:
    config = folder / "config.toml"
    config.write_text(f'[database]\nurl = "{folder / "bot.sqlite3"}"\n[log]\nlevel = "debug"\nformat = "{form}"\n')
    process = await start(double, "run", "--config", str(config), token=CANARY, PYTHONASYNCIODEBUG="1")
    await double.until(lambda: double.gateway.connected, timeout=20)
    return process


async def _break_things(double: Double, folder: Path) -> None:
    """Ask, lose answers in every way, and have the bot's own code fail."""
    ann = double.add_user("ann")
    who = await double.slash(ann, double.channel, "who", {"name": "Песков"})
    await double.press(ann, who.message, "Share")
    for kind in ("reset", "closed", "cut", "status"):
        double.fail_next("POST", "/interactions/.*", Fault(kind, status=503))
        lost = asyncio.create_task(double.slash(ann, double.channel, "status"))
        asked = len(double.requests)
        await double.until(lambda asked=asked: len(double.requests) > asked, "an answer that gets lost")  # type: ignore[misc]
        lost.cancel()
    double.gateway.drop()
    await double.until(lambda: double.gateway.resumes, timeout=10)
    with closing(sqlite3.connect(folder / "bot.sqlite3", timeout=10)) as opened, opened:
        opened.execute("UPDATE item SET body = '{'")
    broken = await double.slash(ann, double.channel, "timeline")
    assert "Something broke on our side" in broken.message.text


def _stored(folder: Path) -> str:
    return b"".join(file.read_bytes() for file in folder.glob("bot.sqlite3*")).decode("latin-1")


@pytest.mark.parametrize("form", ["console", "json"])
async def test_tokens_are_in_no_log_no_database_and_no_message(tmp_path: Path, form: str) -> None:
    async with Double(token=CANARY) as double:
        process = await _start(double, tmp_path, form)
        try:
            await _break_things(double, tmp_path)
        finally:
            _code, log = await end(process)
        secrets = [CANARY, *{str(asked.payload["token"]) for asked in double.interactions}]
        users = [str(user.id) for user in double.users.values() if not user.bot]
        stored = _stored(tmp_path)
        posted = json.dumps(double.payloads)

    assert len(secrets) > 5
    assert "Traceback" in log
    assert [secret for secret in secrets for place in (log, stored, posted) if secret in place] == []
    assert [user for user in users if user in log] == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"Authorization: Bot {CANARY}", "Authorization: <secret>"),
        (f"token={CANARY!r}", "token='<secret>'"),
        (
            "POST https://x/api/v10/interactions/12/aW50ZXJh:b/callback",
            "POST https://x/api/v10/interactions/12/<secret>/callback",
        ),
        ("PATCH /webhooks/1/abc.def-ghi/messages/@original", "PATCH /webhooks/1/<secret>/messages/@original"),
        (
            "bot.answers.people.who at 2031-03-01T05:00:00.000000Z",
            "bot.answers.people.who at 2031-03-01T05:00:00.000000Z",
        ),
        ("/applications/123/guilds/456/commands", "/applications/123/guilds/456/commands"),
    ],
)
def test_what_has_the_shape_of_a_token_is_taken_out_of_any_line(text: str, left: str) -> None:
    assert scrub(text).startswith(left)
