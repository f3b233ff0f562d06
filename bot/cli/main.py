"""What each command of `backchannel` does: database, clock and front end; the only wiring."""

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bot.asking import UserError
from bot.cli import logs
from bot.cli.call import WRONG_USAGE, Call, fail, now_of_system, open_with_dossier
from bot.config import Config
from bot.dossiers.intake import IntakeError, faults_report
from bot.terminal import session
from bot.terminal.clean import clean, say
from bot.terminal.session import Terminal
from db.storage.database import Database, open_database
from db.storage.memory import take_short_turns


def perform(given: argparse.Namespace, config: Config) -> int:
    """Run one command; returns the exit status: 0 done, 1 failed, 2 wrong usage."""
    logs.set_up(form=config.log.format, level=config.log.level if given.command in _SERVICES else "warning")
    try:
        return _COMMANDS[given.command](Call(given, config))
    except UserError as error:
        return fail(str(error), WRONG_USAGE)
    except IntakeError as error:
        return fail(faults_report(error), 1)
    except BrokenPipeError:
        # the reader of our pipe has gone (`| head`): nothing is left to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _check(call: Call) -> int:
    from bot.cli.load import check_file

    return check_file(call)


def _load(call: Call) -> int:
    from bot.cli.load import load_files

    return load_files(call)


def _article(call: Call) -> int:
    from bot.cli.article import article  # what reads texts is needed by nothing else

    if call.given.file is None or call.given.jsonl or call.given.explain:
        return article(call.given)
    from bot.cli.article_drafts import read_articles  # the protocol needs no database

    return _in_terminal(call, lambda here: read_articles(here, call))


def _new(call: Call) -> int:
    from bot.cli.new import begin_dossier  # which reads texts

    return begin_dossier(call)


def _in_terminal(call: Call, do: Callable[[Terminal], int]) -> int:
    database = open_with_dossier(call)
    try:
        now, explain = getattr(call.given, "now", None), getattr(call.given, "explain", False)
        full = getattr(call.given, "full", False)
        return do(Terminal(database, call.desk, session.console(), now, explain, full))
    finally:
        database.close()


def _ask(call: Call) -> int:
    as_json = call.given.json

    def do(here: Terminal) -> int:
        if call.given.line == "-":
            return session.ask_lines(here, sys.stdin, as_json=as_json)
        return session.ask_line(here, call.given.line, as_json=as_json)

    return _in_terminal(call, do)


def _shell(call: Call) -> int:
    from bot.terminal.prompt import shell  # the prompt's library is not needed to answer one line

    def do(here: Terminal) -> int:
        if not sys.stdin.isatty():
            return session.ask_lines(here, sys.stdin, as_json=False)
        return shell(here, history=_history())

    return _in_terminal(call, do)


def _history() -> Path:
    from platformdirs import user_state_path

    return user_state_path("backchannel") / "history"


def _replay(call: Call) -> int:
    from bot.terminal.replay import replay

    def do(here: Terminal) -> int:
        given = call.given
        replay(here, given.first, given.last, dossier=given.dossier, digest=given.digest, script=given.answers)
        return 0

    return _in_terminal(call, do)


def _demo(call: Call) -> int:
    from bot.cli.load import bundled_dossiers, load_quietly
    from bot.terminal.demo import show_story
    from bot.terminal.prompt import shell

    database = open_database(call.config.database.url)
    try:
        for path in bundled_dossiers():
            load_quietly(database, call, path)
        here = Terminal(database, call.desk, session.console())
        show_story(here)
        typed = sys.stdin.isatty() and sys.stdout.isatty()
        return shell(here, history=_history(), greets=False) if typed else 0
    finally:
        database.close()


_SERVICES = ("run", "worker")  # which log what they do


def _run(call: Call) -> int:
    delivers = not call.given.no_delivery

    def do(database: Database) -> None:
        import asyncio

        from bot.cli.load import load_configured
        from bot.cli.run import check_tokens, run  # Discord's library takes half a second to import

        check_tokens(call.config)  # that it is missing is told before what is loaded
        load_configured(database, call)
        from bot.discord.shards import ONE_SHARD

        shards, anew = call.given.shards or ONE_SHARD, call.given.sync
        desk = replace(call.desk, id="")
        asyncio.run(
            run(call.config, database, desk=desk, clock=now_of_system, shards=shards, tell_anew=anew, delivers=delivers)
        )

    return _serve(call, do)


def _worker(call: Call) -> int:
    def do(database: Database) -> None:
        import asyncio

        from bot.cli.run import work

        asyncio.run(work(call.config, database, desk=replace(call.desk, id=""), clock=now_of_system))

    return _serve(call, do)


def _serve(call: Call, do: Callable[[Database], None]) -> int:
    """Run until told to stop."""
    from bot.transport import StartError

    take_short_turns()
    database = open_database(call.config.database.url)
    try:
        do(database)
    except StartError as error:
        return fail(str(error), WRONG_USAGE if error.permanent else 1)
    finally:
        database.close()
    return 0


def _invite(call: Call) -> int:
    from bot.discord.invite import application_id, invitation

    token = call.config.discord.token
    application = call.given.application or (application_id(token) if token else None)
    if application is None:
        raise UserError(
            "Which application? Set DISCORD_TOKEN or [discord] token_file, or give --application ID: "
            "Developer Portal, General Information, Application ID."
        )
    say(invitation(application))
    return 0


def _slack(_call: Call) -> int:
    from bot.slack.manifest import written  # Slack's library is not needed otherwise

    say(written())
    return 0


def _doctor(call: Call) -> int:
    import asyncio

    faults = asyncio.run(_count_faults(call))
    say(f"{faults or 'no'} {'fault' if faults == 1 else 'faults'}")
    return 1 if faults else 0


async def _count_faults(call: Call) -> int:
    from bot.cli.doctor import examine

    faults = 0
    async for finding in examine(call.config, call.given.config, now=now_of_system()):
        say(clean(str(finding)))
        faults += finding.state == "fault"
    return faults


def _backup(call: Call) -> int:
    from bot.cli import backup

    say(backup.backup(call.config.database.url, call.given.file, now=now_of_system()))
    return 0


def _restore(call: Call) -> int:
    from bot.cli import backup

    url, given = call.config.database.url, call.given
    say(backup.restore(url, given.file, backup_at=given.mark, now=now_of_system()))
    return 0


_COMMANDS: dict[str, Callable[[Call], int]] = {
    "article": _article,
    "ask": _ask,
    "check": _check,
    "load": _load,
    "new": _new,
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
}
