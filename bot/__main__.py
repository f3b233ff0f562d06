"""The `backchannel` command: config, database, clock and front end; the only wiring."""

import argparse
import asyncio
import os
import re
import sys
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from platformdirs import user_state_path

from bot import __version__, logs, terminal
from bot.asking import UserError
from bot.bundled import bundled_dossiers
from bot.config import Config, ConfigError, load_config
from bot.delivery import plan_all
from bot.intake import IntakeError, faults_report, read_dossier
from bot.loading import loaded_report
from bot.presence import ONE_SHARD, Shards
from bot.terminal import Terminal
from db.desks import LOCAL, Desk
from db.dossiers import list_shared_dossiers, replace_dossier
from db.engine import Database, DatabaseError, open_database

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


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status: 0 done, 1 failed, 2 wrong usage."""
    given = _parser().parse_args(arguments)
    try:
        database = {"BACKCHANNEL_DATABASE": given.database} if given.database else {}
        config = load_config(given.config, os.environ | database)
        logs.set_up(form=config.log.format, level=config.log.level if given.command == "run" else "warning")
        return asyncio.run(_COMMANDS[given.command](Call(given, config)))
    except ConfigError as error:
        return _fail(str(error), WRONG_USAGE)
    except UserError as error:
        return _fail(str(error), WRONG_USAGE)
    except IntakeError as error:
        return _fail(faults_report(error), 1)
    except DatabaseError as error:
        return _fail(str(error), 1)
    except BrokenPipeError:
        # the reader of our pipe has gone (`| head`): nothing is left to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _now() -> datetime:
    return datetime.now(UTC)


def _fail(message: str, status: int) -> int:
    print(message, file=sys.stderr)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="backchannel", description="A bot for desks that follow a negotiation.")
    parser.add_argument("--version", action="version", version=f"backchannel {__version__}")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--config", type=Path, help="the config file; without one, defaults are used")
    shared.add_argument("--database", help="a SQLite file or a postgresql:// address, before the config's")
    sub = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, words: str) -> argparse.ArgumentParser:
        return sub.add_parser(name, help=words, description=words, parents=[shared])

    ask = add("ask", "answer one line, or with - one line after the other from standard input")
    ask.add_argument("line", help='e.g. "/who peskov as_of:2022-07-28"')
    ask.add_argument("--json", action="store_true", help="print one JSON object for each line")
    ask.add_argument("--now", type=_moment, help="the time to take for now, e.g. 2022-07-28 or 2022-07-28T15:00+00:00")
    add("check", "list every fault of a dossier file").add_argument("file", type=Path)
    add("load", "load a dossier file, or say everything that is wrong with it").add_argument("file", type=Path)
    past = add("replay", "live through past days on a simulated clock: what becomes known, which reminders fall due")
    past.add_argument("--from", dest="first", type=_day, required=True, help="the first day, e.g. 2022-07-27")
    past.add_argument("--to", dest="last", type=_day, required=True, help="the last day, inclusive")
    past.add_argument("--dossier", default="", help="which dossier, where there are several")
    add("demo", "load the bundled dossier, ask it, live through its weeks, then prompt")
    add("shell", "prompt for commands, with completion and history")
    bot = add("run", "run the Discord bot")
    bot.add_argument("--sync", action="store_true", help="tell Discord the commands even if they have not changed")
    bot.add_argument("--shards", type=_shards, help="this process's part of the gateway, e.g. 0-1/4 or 3/4")
    large = add("synth", "write a large invented dossier into the database, for measuring")
    large.add_argument("--people", type=_many, default=10_000, help="how many people (default: 10,000)")
    large.add_argument("--statements", type=_many, default=100_000, help="how many statements (default: 100,000)")
    large.add_argument("--aliases", type=_many, default=10, help="names a person has (default: 10)")
    large.add_argument("--dossier", default="synth", help="the new dossier's id (default: synth)")
    large.add_argument("--seed", type=int, default=1, help="another number makes another dossier (default: 1)")
    return parser


def _moment(typed: str) -> datetime:
    try:
        found = datetime.fromisoformat(typed)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{typed!r} is no time. For example: 2022-07-28T15:00+00:00") from error
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _many(typed: str) -> int:
    if not typed.isdecimal() or not 1 <= int(typed) <= 9_999_999:
        raise argparse.ArgumentTypeError(f"{typed!r} is no number from 1 to 9,999,999. For example: 1000000")
    return int(typed)


def _shards(typed: str) -> Shards:
    found = re.fullmatch(r"(\d{1,5})(?:-(\d{1,5}))?/(\d{1,5})", typed)
    first, last, count = (int(found[1]), int(found[2] or found[1]), int(found[3])) if found else (1, 0, 0)
    if not first <= last < count:
        raise argparse.ArgumentTypeError(f"{typed!r} are no shards. For example, the first two of four: 0-1/4")
    return Shards(tuple(range(first, last + 1)), count)


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{typed!r} is no day. For example: 2022-07-27") from error


async def _check(call: Call) -> int:
    dossier = await asyncio.to_thread(read_dossier, call.given.file)
    items = sum(len(getattr(dossier, section)) for section in ("statements", "offers", "events", "points", "dates"))
    print(f"{call.given.file}: no faults. {dossier.title}: {len(dossier.sources)} sources, {items} items.")
    return 0


async def _load(call: Call) -> int:
    database = await open_database(call.config.database.url)
    try:
        await _load_file(database, call, call.given.file)
    finally:
        await database.close()
    return 0


async def _load_file(database: Database, call: Call, path: Path) -> None:
    print(f"Reading {path} …", file=sys.stderr, flush=True)
    dossier = await asyncio.to_thread(read_dossier, path)
    now = _now()
    async with database.writing() as connection:
        loaded = await replace_dossier(connection, dossier, now=now, actor=terminal.OWNER.name)
    await plan_all(database, now=now, desk=call.desk)
    print(loaded_report(loaded, dossier))


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
        return await do(Terminal(database, call.desk, terminal.console(), getattr(call.given, "now", None)))
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
        await replay(here, call.given.first, call.given.last, dossier=call.given.dossier)
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
        await replay(here, date(2022, 7, 27), date(2022, 8, 10), dossier=_DEMO)
        return await terminal.prompt(here) if sys.stdin.isatty() else 0
    finally:
        await database.close()


_DEMO = "us-russia-prisoner-swap-2022"


async def _run(call: Call) -> int:
    from bot.running import StartError, run  # Discord's library takes half a second to import

    database = await open_database(call.config.database.url)
    try:
        await _load_configured(database, call)
        shards, anew = call.given.shards or ONE_SHARD, call.given.sync
        await run(call.config, database, desk=replace(call.desk, id=""), clock=_now, shards=shards, tell_anew=anew)
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
            print(f"{faults_report(error)}\nThe bot goes on with what it has loaded before.", file=sys.stderr)


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
    "ask": _ask,
    "check": _check,
    "load": _load,
    "shell": _shell,
    "replay": _replay,
    "demo": _demo,
    "run": _run,
    "synth": _synth,
}


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main())
