"""What each command of `backchannel` does: database, clock and front end; the only wiring."""

import argparse
import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from datetime import date

from platformdirs import user_state_path

from bot.articles import protocol as articles
from bot.asking import UserError
from bot.cli import backup, logs
from bot.cli.doctor import examine
from bot.cli.load import (
    WRONG_USAGE,
    Call,
    bundled_dossiers,
    check_file,
    fail,
    load_configured,
    load_dossier_file,
    load_files,
    now_of_system,
    open_with_dossier,
)
from bot.config import Config
from bot.discord.invite import application_id, invitation
from bot.discord.shards import ONE_SHARD
from bot.dossiers.intake import IntakeError, faults_report
from bot.terminal import session
from bot.terminal.session import Terminal
from bot.terminal.text import clean_lines
from db.storage.database import Database, open_database
from db.storage.memory import take_short_turns


def perform(given: argparse.Namespace, config: Config) -> int:
    """Run one command; returns the exit status: 0 done, 1 failed, 2 wrong usage."""
    logs.set_up(form=config.log.format, level=config.log.level if given.command in _SERVICES else "warning")
    try:
        return asyncio.run(_COMMANDS[given.command](Call(given, config)))
    except UserError as error:
        return fail(str(error), WRONG_USAGE)
    except IntakeError as error:
        return fail(faults_report(error), 1)
    except BrokenPipeError:
        # the reader of our pipe has gone (`| head`): nothing is left to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


async def _article(_call: Call) -> int:
    for line in sys.stdin:
        print(articles.reply(line), flush=True)
    return 0


async def _in_terminal(call: Call, do: Callable[[Terminal], Awaitable[int]]) -> int:
    database = await open_with_dossier(call)
    try:
        now, explain = getattr(call.given, "now", None), getattr(call.given, "explain", False)
        return await do(Terminal(database, call.desk, session.console(), now, explain))
    finally:
        await database.close()


async def _ask(call: Call) -> int:
    as_json = call.given.json

    async def do(here: Terminal) -> int:
        if call.given.line == "-":
            return await session.ask_lines(here, sys.stdin, as_json=as_json)
        return await session.ask_line(here, call.given.line, as_json=as_json)

    return await _in_terminal(call, do)


async def _shell(call: Call) -> int:
    from bot.terminal.prompt import shell  # the prompt's library is not needed to answer one line

    async def do(here: Terminal) -> int:
        if not sys.stdin.isatty():
            return await session.ask_lines(here, sys.stdin, as_json=False)
        return await shell(here, history=user_state_path("backchannel") / "history")

    return await _in_terminal(call, do)


async def _replay(call: Call) -> int:
    from bot.terminal.replay import replay

    async def do(here: Terminal) -> int:
        given = call.given
        await replay(here, given.first, given.last, dossier=given.dossier, digest=given.digest, script=given.answers)
        return 0

    return await _in_terminal(call, do)


async def _demo(call: Call) -> int:
    from bot.terminal.replay import replay

    database = await open_database(call.config.database.url)
    try:
        for path in bundled_dossiers():
            await load_dossier_file(database, call, path)
        here = Terminal(database, call.desk, session.console())
        for line in ("/status", "/who peskov"):
            print(f"\nbackchannel> {line}")
            await session.ask_line(here, f"{line} dossier:{_DEMO}", as_json=False)
        print("\nThe weeks of July and August 2022 again, on a simulated clock:\n", flush=True)
        await replay(here, date(2022, 7, 27), date(2022, 8, 10), dossier=_DEMO, script=True)
        return await session.prompt(here) if sys.stdin.isatty() else 0
    finally:
        await database.close()


_DEMO = "us-russia-prisoner-swap-2022"


_SERVICES = ("run", "worker")  # which log what they do


async def _run(call: Call) -> int:
    delivers = not call.given.no_delivery

    async def do(database: Database) -> None:
        from bot.cli.run import run, token_of  # Discord's library takes half a second to import

        token_of(call.config)  # that it is missing is told before what is loaded
        await load_configured(database, call)
        shards, anew = call.given.shards or ONE_SHARD, call.given.sync
        desk = replace(call.desk, id="")
        await run(
            call.config, database, desk=desk, clock=now_of_system, shards=shards, tell_anew=anew, delivers=delivers
        )

    return await _serve(call, do)


async def _worker(call: Call) -> int:
    async def do(database: Database) -> None:
        from bot.cli.run import work

        await work(call.config, database, desk=replace(call.desk, id=""), clock=now_of_system)

    return await _serve(call, do)


async def _serve(call: Call, do: Callable[[Database], Awaitable[None]]) -> int:
    """Run until told to stop."""
    from bot.transport import StartError

    take_short_turns()
    database = await open_database(call.config.database.url)
    try:
        await do(database)
    except StartError as error:
        return fail(str(error), WRONG_USAGE if error.permanent else 1)
    finally:
        await database.close()
    return 0


async def _invite(call: Call) -> int:
    token = call.config.discord.token
    application = call.given.application or (application_id(token) if token else None)
    if application is None:
        raise UserError(
            "Which application? Set DISCORD_TOKEN or [discord] token_file, or give --application ID: "
            "Developer Portal, General Information, Application ID."
        )
    print(invitation(application))
    return 0


async def _slack(_call: Call) -> int:
    from bot.slack.manifest import written  # Slack's library is not needed otherwise

    print(written())
    return 0


async def _doctor(call: Call) -> int:
    faults = 0
    async for finding in examine(call.config, call.given.config, now=now_of_system()):
        print(clean_lines(str(finding)), flush=True)
        faults += finding.state == "fault"
    print(f"{faults or 'no'} {'fault' if faults == 1 else 'faults'}")
    return 1 if faults else 0


async def _backup(call: Call) -> int:
    print(await backup.backup(call.config.database.url, call.given.file, now=now_of_system()))
    return 0


async def _restore(call: Call) -> int:
    url, given = call.config.database.url, call.given
    print(await backup.restore(url, given.file, backup_at=given.mark, now=now_of_system()))
    return 0


async def _synth(call: Call) -> int:
    from benchmarks.synth import Size, write  # seldom needed

    given = call.given
    size = Size(people=given.people, statements=given.statements, aliases=given.aliases, seed=given.seed)
    database = await open_database(call.config.database.url)
    try:
        await write(database, given.dossier, size, now=now_of_system(), out=sys.stderr)
    finally:
        await database.close()
    return 0


_COMMANDS: dict[str, Callable[[Call], Coroutine[None, None, int]]] = {
    "article": _article,
    "ask": _ask,
    "check": check_file,
    "load": load_files,
    "shell": _shell,
    "replay": _replay,
    "demo": _demo,
    "run": _run,
    "invite": _invite,
    "slack": _slack,
    "doctor": _doctor,
    "backup": _backup,
    "restore": _restore,
    "worker": _worker,
    "synth": _synth,
}
