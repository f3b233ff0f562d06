"""Buttons whose lines are longer than a platform's ids: the line is kept in a row, and the id holds its key."""

from base64 import b32encode
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256

from bot.asking import UserError
from bot.blocks import Answer, Choice, Pick, walk
from db.desk.long_lines import add_long_lines, find_long_line, list_known_keys
from db.storage.database import Database

_MARK = "~"  # no line begins with it
KEPT = timedelta(days=730)  # from when a button was last shown, to within a month
_SHOWN_ANEW = timedelta(days=30)  # a line that is shown again counts as new at most so often
SHORT = 88  # UTF-16 units; with any prefix such a line fits one of the 100 of a Discord id
GONE = "That button is older than what is kept of it. Ask again, e.g. /status"


def key_of(line: str) -> str:
    """Give the key of a line, which is the same whenever it is asked for."""
    return _MARK + b32encode(sha256(line.encode("utf-8", "surrogatepass")).digest()[:15]).decode().lower()


def is_long(line: str) -> bool:
    """Tell whether a line may not fit an id."""
    units = len(line) if line.isascii() else len(line.encode("utf-16-le", "surrogatepass")) // 2
    return units > SHORT


def short_of(line: str) -> str:
    """Give the line that asks the same in short."""
    return line.replace(" depth:full", "")


async def keep_long_lines(database: Database, answer: Answer, *, now: datetime) -> None:
    """Keep the lines of an answer's buttons that may not fit an id, before it is shown."""
    await keep_lines(database, _lines(answer), now=now)


async def keep_lines(database: Database, lines: Iterable[str], *, now: datetime) -> None:
    """Keep those of these lines that may not fit an id."""
    by_key = {key_of(line): line for line in lines if is_long(line)}
    if not by_key:
        return
    known = await database.read(list_known_keys, list(by_key), since=now - _SHOWN_ANEW)
    if missing := {key: line for key, line in by_key.items() if key not in known}:
        await database.write(add_long_lines, missing, now=now)


def _lines(answer: Answer) -> Iterator[str]:
    yield from (block.line for block in walk(answer.blocks) if isinstance(block, Choice | Pick))
    yield from filter(None, [answer.line, short_of(answer.line), answer.form and answer.form.line])


async def whole_line(database: Database, kept: str) -> str:
    """Give the line that an id holds, or whose key it holds; raises UserError if that is gone."""
    if not kept.startswith(_MARK):
        return kept
    line = await database.read(find_long_line, kept)
    if line is None:
        raise UserError(GONE)
    return line
