"""Nothing secret leaves the bot: its token and the tokens of interactions, at debug level and with errors forced."""

import asyncio
import json
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import aiohttp
import pytest

from bot.cli.logs import scrub
from tests.discord import Double, Fault
from tests.discord.process import end, free_port, start, written
from tests.discord.world import EVERYTHING, User

CANARY = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Canary.this-token-must-never-be-seen-anywhere"


@asynccontextmanager
async def _living(double: Double, folder: Path, form: str) -> AsyncIterator[tuple[str, list[str]]]:
    """Run the bot; gives where its health is served, and a list to which its log comes at the end."""
    config, port, log = folder / "config.toml", free_port(), list[str]()
    config.write_text(
        f'[database]\nurl = "{folder / "bot.sqlite3"}"\n[log]\nlevel = "debug"\nformat = "{form}"\n'
        f"[health]\nport = {port}\n[discord]\npace = 1000\n"
    )
    process = await start(double, "run", "--config", str(config), token=CANARY, PYTHONASYNCIODEBUG="1")
    try:
        await double.until(lambda: double.gateway.connected, timeout=20)
        yield f"http://127.0.0.1:{port}", log
    finally:
        log.append((await end(process))[1])


async def _use(double: Double, ann: User) -> None:
    """Do what leaves something behind: answers, forms, files, reminders, posts."""
    channel = double.channel
    who = await double.slash(ann, channel, "who", {"name": "Песков"})
    await double.press(ann, who.message, "Share")
    form = await double.slash(ann, channel, "add event")
    typed = {"title": "A call", "when": "2022-07-29", "said": "They spoke.", "source": "004-cnn"}
    kept = await double.submit(ann, form, typed)
    await double.press(ann, kept.message, "Save")
    await double.submit(ann, form, typed | {"source": "?"})
    own = await double.slash(ann, channel, "my remind", {"when": "tomorrow at noon", "about": "a call"})
    await double.press(ann, own.message, "Save")
    digest = await double.slash(ann, channel, "digest add", {"times": "08:00"})
    await double.press(ann, digest.message, "Save")
    await double.complete(ann, channel, "who", "name", "pes")
    said = double.say(ann, channel, "They will meet.")
    await double.menu(ann, said, "Find in dossier")
    file = double.upload("a.yaml", b"format: '1'\nid: x\n")
    await double.slash(ann, channel, "dossier load", {"file": file})
    for kind in ("yaml", "json", "csv", "markdown", "calendar", "snapshot"):
        await double.slash(ann, channel, "dossier export", {"format": kind})
    await double.slash(ann, channel, "my data")


async def _break_things(double: Double, ann: User, folder: Path) -> None:
    """Lose answers in every way, and have the bot's own code fail."""
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
    for name, options in (("timeline", {}), ("dossier export", {}), ("item", {"id": "004-cnn"})):
        broken = await double.slash(ann, double.channel, name, options)
        assert "Something broke on our side" in broken.message.text


async def _told(address: str) -> str:
    """Give what machines are told of a running bot."""
    async with aiohttp.ClientSession() as session:
        return "".join([await (await session.get(f"{address}{path}")).text() for path in ("/health", "/metrics")])


def _stored(folder: Path) -> str:
    return b"".join(file.read_bytes() for file in folder.glob("*.sqlite3*")).decode("latin-1")


@pytest.mark.parametrize("form", ["console", "json"])
async def test_tokens_are_in_no_log_database_file_or_message_nor_in_what_is_told_of_the_bot(
    tmp_path: Path, form: str
) -> None:
    config = str(tmp_path / "config.toml")
    async with Double(token=CANARY) as double:
        ann = double.add_user("ann", permissions=EVERYTHING)
        async with _living(double, tmp_path, form) as (address, log):
            await _use(double, ann)
            told = await _told(address)
            doctor = await written(double, "doctor", "--config", config, token=CANARY)
            backup = await written(double, "backup", str(tmp_path / "backup.sqlite3"), "--config", config, token=CANARY)
            await _break_things(double, ann, tmp_path)
        secrets = [CANARY, *{str(asked.payload["token"]) for asked in double.interactions}]
        files = [content for one in double.messages.values() for content in one.files.values()]
        places = {
            "log": log[0],
            "database": _stored(tmp_path),
            "messages": json.dumps(double.payloads),
            "files": b"".join(files).decode("latin-1"),
            "told": told,
            "doctor": doctor + backup,
        }

    assert (len(files), "Traceback" in log[0], "backchannel_interactions" in told) == (7, True, True)
    assert "discord" in doctor
    assert (tmp_path / "backup.sqlite3").exists()
    assert len(secrets) > 25
    assert [(secret, name) for secret in secrets for name, text in places.items() if secret in text] == []
    assert [user.id for user in (ann,) if str(user.id) in log[0]] == []


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


@pytest.mark.parametrize("form", ["console", "json"])
def test_every_line_of_the_log_is_scrubbed_whoever_wrote_it_tracebacks_included(form: str) -> None:
    address = "/webhooks/1/interaction-token-1/messages/@original"
    program = (
        f"import logging; from bot.cli import logs; logs.set_up(form={form!r}, level='debug')\n"
        f"try: raise OSError('{address} {CANARY}')\n"
        f"except OSError: logging.getLogger('aiohttp').exception('GET %s', '{address}')"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stderr.count("/webhooks/1/<secret>") >= 2
    assert "Traceback" in done.stderr
    assert "interaction-token" not in done.stderr
    assert CANARY not in done.stderr
