"""What each command of `backchannel` does: database, clock and front end; the only wiring."""

import argparse
import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from platformdirs import user_state_path

from bot import logs, terminal, upkeep
from bot.articles import protocol as articles
from bot.asking import UserError
from bot.bundled import bundled_dossiers
from bot.config import Config
from bot.delivery import plan_each
from bot.doctor import application_id, examine
from bot.intake import IntakeError, faults_report, read_dossier
from bot.intake.advice import advise
from bot.invite import invitation
from bot.loading import loaded_report, take_in
from bot.presence import ONE_SHARD
from bot.progress import progress
from bot.render.text import clean_lines
from bot.sealing import is_sealed
from bot.terminal import Terminal
from db.collecting import take_short_turns
from db.desks import LOCAL, Desk
from db.dossiers import list_shared_dossiers, replace_dossier
from db.engine import Database, open_database

WRONG_USAGE = 2


@dataclass(frozen=True, slots=True)
class Call:
    """One run of the program: what was asked for, and with which settings."""

    given: argparse.Namespace
    config: Config

    @property
    def desk(self) -> Desk:
        """The settings of a desk that has settled nothing."""
        return Desk(LOCAL, self.config.desk.zone, self.config.desk.hour)


def perform(given: argparse.Namespace, config: Config) -> int:
    """Run one command; returns the exit status: 0 done, 1 failed, 2 wrong usage."""
    logs.set_up(form=config.log.format, level=config.log.level if given.command in _SERVICES else "warning")
    try:
        return asyncio.run(_COMMANDS[given.command](Call(given, config)))
    except UserError as error:
        return _fail(str(error), WRONG_USAGE)
    except IntakeError as error:
        return _fail(faults_report(error), 1)
    except BrokenPipeError:
        # the reader of our pipe has gone (`| head`): nothing is left to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _now() -> datetime:
    return datetime.now(UTC)


def _fail(message: str, status: int) -> int:
    print(clean_lines(message), file=sys.stderr)
    return status


async def _article(_call: Call) -> int:
    for line in sys.stdin:
        print(articles.reply(line), flush=True)
    return 0


async def _check(call: Call) -> int:
    dossier = await asyncio.to_thread(read_dossier, call.given.file)
    items = sum(len(getattr(dossier, section)) for section in ("statements", "offers", "events", "points", "dates"))
    print(clean_lines(f"{call.given.file}: no faults. {dossier.title}: {len(dossier.sources)} sources, {items} items."))
    for advice in advise(dossier):
        print(clean_lines(f"Advice: {advice}"))
    return 0


async def _load(call: Call) -> int:
    database = await open_database(call.config.database.url)
    try:
        if await asyncio.to_thread(_is_snapshot, call.given.file):
            return await _load_snapshot(database, call, call.given.file)
        await _load_file(database, call, call.given.file)
    finally:
        await database.close()
    return 0


def _is_snapshot(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return is_sealed(file.read(100).decode("utf-8", errors="replace"))
    except OSError:  # told by whoever reads it next
        return False


async def _load_snapshot(database: Database, call: Call, path: Path) -> int:
    """Load a dossier with what a desk had made of it, as one that is sent in to a server is."""
    content = await asyncio.to_thread(path.read_bytes)
    number = await take_in(database, content, path.name, desk=call.desk, asker=terminal.OWNER, now=_now())
    shown = Terminal(database, call.desk, terminal.console())
    status = await terminal.ask_line(shown, f"/dossier apply {number}", as_json=False)
    async with database.writing() as connection:
        await plan_each(connection, now=_now(), desk=call.desk)
    return status


async def _load_file(database: Database, call: Call, path: Path) -> None:
    print(f"Reading {path} …", file=sys.stderr, flush=True)
    dossier = await asyncio.to_thread(read_dossier, path)
    now = _now()
    with progress(sys.stderr) as tell:
        async with database.writing() as connection:
            loaded = await replace_dossier(connection, dossier, now=now, actor=terminal.OWNER.name, progress=tell)
            await plan_each(connection, now=now, desk=call.desk)
    print(clean_lines(loaded_report(loaded, dossier)))


async def _with_dossier(call: Call) -> Database:
    """Open the database; where it holds no dossier, load what the config names, or the bundled one."""
    database = await open_database(call.config.database.url)
    async with database.reading() as connection:
        loaded = await list_shared_dossiers(connection)
    for path in [] if loaded else call.config.dossiers.load or bundled_dossiers():
        dossier = await asyncio.to_thread(read_dossier, path)
        async with database.writing() as connection:
            await replace_dossier(connection, dossier, now=_now(), actor="backchannel")
    return database


async def _in_terminal(call: Call, do: Callable[[Terminal], Awaitable[int]]) -> int:
    database = await _with_dossier(call)
    try:
        now, explain = getattr(call.given, "now", None), getattr(call.given, "explain", False)
        return await do(Terminal(database, call.desk, terminal.console(), now, explain))
    finally:
        await database.close()


async def _ask(call: Call) -> int:
    as_json = call.given.json

    async def do(here: Terminal) -> int:
        if call.given.line == "-":
            return await terminal.ask_lines(here, sys.stdin, as_json=as_json)
        return await terminal.ask_line(here, call.given.line, as_json=as_json)

    return await _in_terminal(call, do)


async def _shell(call: Call) -> int:
    from bot.shell import shell  # the prompt's library is not needed to answer one line

    async def do(here: Terminal) -> int:
        if not sys.stdin.isatty():
            return await terminal.ask_lines(here, sys.stdin, as_json=False)
        return await shell(here, history=user_state_path("backchannel") / "history")

    return await _in_terminal(call, do)


async def _replay(call: Call) -> int:
    from bot.replay import replay

    async def do(here: Terminal) -> int:
        given = call.given
        await replay(here, given.first, given.last, dossier=given.dossier, digest=given.digest, script=given.answers)
        return 0

    return await _in_terminal(call, do)


async def _demo(call: Call) -> int:
    from bot.replay import replay

    database = await open_database(call.config.database.url)
    try:
        for path in bundled_dossiers():
            await _load_file(database, call, path)
        here = Terminal(database, call.desk, terminal.console())
        for line in ("/status", "/who peskov"):
            print(f"\nbackchannel> {line}")
            await terminal.ask_line(here, f"{line} dossier:{_DEMO}", as_json=False)
        print("\nThe weeks of July and August 2022 again, on a simulated clock:\n", flush=True)
        await replay(here, date(2022, 7, 27), date(2022, 8, 10), dossier=_DEMO, script=True)
        return await terminal.prompt(here) if sys.stdin.isatty() else 0
    finally:
        await database.close()


_DEMO = "us-russia-prisoner-swap-2022"


_SERVICES = ("run", "worker")  # which log what they do


async def _run(call: Call) -> int:
    delivers = not call.given.no_delivery

    async def do(database: Database) -> None:
        from bot.running import run, token_of  # Discord's library takes half a second to import

        token_of(call.config)  # that it is missing is told before what is loaded
        await _load_configured(database, call)
        shards, anew = call.given.shards or ONE_SHARD, call.given.sync
        desk = replace(call.desk, id="")
        await run(call.config, database, desk=desk, clock=_now, shards=shards, tell_anew=anew, delivers=delivers)

    return await _serve(call, do)


async def _worker(call: Call) -> int:
    async def do(database: Database) -> None:
        from bot.running import work

        await work(call.config, database, desk=replace(call.desk, id=""), clock=_now)

    return await _serve(call, do)


async def _serve(call: Call, do: Callable[[Database], Awaitable[None]]) -> int:
    """Run until told to stop."""
    from bot.starts import StartError

    take_short_turns()
    database = await open_database(call.config.database.url)
    try:
        await do(database)
    except StartError as error:
        return _fail(str(error), WRONG_USAGE if error.permanent else 1)
    finally:
        await database.close()
    return 0


async def _load_configured(database: Database, call: Call) -> None:
    """Load what the config names, or the bundled dossier; a faulty file doesn't stop a bot that has dossiers."""
    async with database.reading() as connection:
        loaded = {head.id for head in await list_shared_dossiers(connection)}
    # a desk with dossiers of its own is not given the bundled one beside them
    bundled = [path for path in bundled_dossiers() if not loaded or path.stem in loaded]
    for path in call.config.dossiers.load or bundled:
        try:
            await _load_file(database, call, path)
        except IntakeError as error:
            if not loaded:
                raise
            said = clean_lines(faults_report(error))
            print(f"{said}\nThe bot goes on with what it has loaded before.", file=sys.stderr)


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


async def _doctor(call: Call) -> int:
    faults = 0
    async for finding in examine(call.config, call.given.config, now=_now()):
        print(clean_lines(str(finding)), flush=True)
        faults += finding.state == "fault"
    print(f"{faults or 'no'} {'fault' if faults == 1 else 'faults'}")
    return 1 if faults else 0


async def _backup(call: Call) -> int:
    print(await upkeep.backup(call.config.database.url, call.given.file, now=_now()))
    return 0


async def _restore(call: Call) -> int:
    url, given = call.config.database.url, call.given
    print(await upkeep.restore(url, given.file, backup_at=given.mark, now=_now()))
    return 0


async def _synth(call: Call) -> int:
    from bot.synth import Size, write  # seldom needed

    given = call.given
    size = Size(people=given.people, statements=given.statements, aliases=given.aliases, seed=given.seed)
    database = await open_database(call.config.database.url)
    try:
        await write(database, given.dossier, size, now=_now(), out=sys.stderr)
    finally:
        await database.close()
    return 0


_COMMANDS: dict[str, Callable[[Call], Coroutine[None, None, int]]] = {
    "article": _article,
    "ask": _ask,
    "check": _check,
    "load": _load,
    "shell": _shell,
    "replay": _replay,
    "demo": _demo,
    "run": _run,
    "invite": _invite,
    "doctor": _doctor,
    "backup": _backup,
    "restore": _restore,
    "worker": _worker,
    "synth": _synth,
}
