"""The command line: every subcommand of `backchannel` and its options."""

import argparse
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bot import __version__
from bot.discord.shards import Shards
from bot.drafts.new_dossier_fields import TOLD
from bot.terminal.clean import clean_lines


class _Parser(argparse.ArgumentParser):
    def _print_message(self, message: str, file: Any = None) -> None:
        """Print what is wrong with a command: a file's name may stand in it, and in that anything."""
        super()._print_message(clean_lines(message), file)


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    whole = _Parser(prog="backchannel", description="A bot for desks that follow a negotiation.")
    whole.add_argument("--version", action="version", version=f"backchannel {__version__}")
    shared = _Parser(add_help=False)
    shared.add_argument("--config", type=Path, help="the config file; without one, defaults are used")
    shared.add_argument("--database", help="a SQLite file or a postgresql:// address, before the config's")
    sub = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, words: str) -> argparse.ArgumentParser:
        return sub.add_parser(name, help=words, description=words, parents=[shared])

    _describe_ask(add("ask", "answer one line, or with - one line after the other from standard input"))
    _describe_article(add("article", "read a news text, and draft what was said in it"))
    _describe_new(add("new", "begin a dossier with a first text, and draft what was said in it"))
    add("check", "list every fault of a dossier file").add_argument("file", type=Path)
    add("load", "load a dossier file, or say everything that is wrong with it").add_argument("file", type=Path)
    past = add("replay", "live through past days on a simulated clock: what becomes known, which reminders fall due")
    _describe_replay(past)
    add("demo", "load the bundled dossier, ask it, show one reminder of its weeks, then prompt")
    add("shell", "prompt for commands, with completion and history")
    bot = add("run", "run the Discord bot")
    bot.add_argument("--sync", action="store_true", help="tell Discord the commands even if they have not changed")
    bot.add_argument("--no-delivery", action="store_true", help="only answer; workers deliver what is due")
    bot.add_argument("--shards", type=_shards, help="this process's part of the gateway, e.g. 0-1/4 or 3/4")
    add("worker", "deliver what is due, over HTTP alone; with PostgreSQL any number at once")
    link = add("invite", "print the link that invites the bot to a server, with the least rights it needs")
    link.add_argument(
        "--application", type=_application, metavar="ID", help="the application's id (default: the token's)"
    )
    app = add("slack", "print the manifest from which Slack makes the app, with the least scopes it needs")
    app.add_argument("what", choices=("manifest",))
    add("doctor", "look at everything the bot needs, and say what is wrong with it and how to mend it")
    add("backup", "back up a SQLite database while it is used").add_argument("file", type=Path, help="a new file")
    back = add("restore", "put a back-up in the database's place, which is kept beside it")
    back.add_argument("file", type=Path, nargs="?", help="what `backchannel backup` made")
    back.add_argument(
        "--mark", type=_moment, metavar="MOMENT", help="only note that another tool put one back, and of when"
    )
    return whole


def _describe_ask(ask: argparse.ArgumentParser) -> None:
    ask.add_argument("line", help='e.g. "/who peskov as_of:2022-07-28"')
    ask.add_argument("--json", action="store_true", help="print one JSON object for each line")
    ask.add_argument(
        "--explain", action="store_true", help="say by which rule a typed name was matched, with its score"
    )
    ask.add_argument("--full", action="store_true", help="tell all that is known, not the short form")
    ask.add_argument("--now", type=_moment, help="the time to take for now, e.g. 2022-07-28 or 2022-07-28T15:00+00:00")


def _describe_article(article: argparse.ArgumentParser) -> None:
    article.add_argument("--jsonl", action="store_true", help="answer JSON requests on standard input, one a line")
    article.add_argument(
        "--explain", type=Path, metavar="FILE", help="say which rule made which part of a file (- for standard input)"
    )
    article.add_argument(
        "file", type=Path, nargs="?", help="a text, page or mail, a folder of them, or - for standard input"
    )
    article.add_argument("--dossier", default="", help="which dossier, where there are several")
    article.add_argument("--outlet", default="", help="who published it, where the file does not tell it")
    article.add_argument("--title", default="", help="its headline, where the file does not tell it")
    article.add_argument("--link", default="", help="where it can be read")
    article.add_argument(
        "--drafts", type=Path, metavar="FILE", help="write the drafts as YAML, to be edited and given as FILE again"
    )
    article.add_argument("--yes-sure", action="store_true", help="take the drafts that are sure, and ask nothing")
    article.add_argument("--now", type=_moment, help="the time to take for now, e.g. 2022-07-28")
    article.add_argument("--published", type=_day, help="the day of publication, where the file does not tell it")


def _describe_new(new: argparse.ArgumentParser) -> None:
    new.add_argument("text", type=Path, nargs="?", help="a first text, page or mail; asked for where it is not given")
    for told in TOLD.values():
        given: dict[str, Any] = {"type": _day} if told.option == "published" else {"default": ""}
        new.add_argument(f"--{told.option}", help=told.said, **given)
    new.add_argument("--zone", default="", help="the desk's time zone, e.g. Europe/Berlin")
    new.add_argument("--file", type=Path, help="where the dossier is written (default: its id and .yaml, here)")
    new.add_argument("--yes-sure", action="store_true", help="take the drafts that are sure, and ask nothing")
    new.add_argument("--now", type=_moment, help="the time to take for now, e.g. 2022-07-28")


def _describe_replay(past: argparse.ArgumentParser) -> None:
    past.add_argument("--from", dest="first", type=_day, help="the first day (default: that of the first source)")
    past.add_argument(
        "--to", dest="last", type=_day, help="the last day, inclusive (default: ten days after the newest)"
    )
    past.add_argument("--dossier", default="", help="which dossier, where there are several")
    past.add_argument("--digest", default="", help="with a digest daily at these times, e.g. 08:00,17:30")
    past.add_argument("--answers", action="store_true", help="answer reminders as later sources of the dossier tell")


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


def _application(typed: str) -> int:
    if not re.fullmatch(r"[0-9]{15,20}", typed):
        raise argparse.ArgumentTypeError(f"{typed!r} is no id: it has 15 to 20 digits (General Information, Copy)")
    return int(typed)


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{typed!r} is no day. For example: 2022-07-27") from error
