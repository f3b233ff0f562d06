"""`backchannel article`: news texts read, by requests on standard input or from a file with reasons."""

import argparse
import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TextIO

from bot.articles.explanation import explain
from bot.articles.file_text import UnreadableError, read_file
from bot.articles.heading import Heading
from bot.articles.masthead import find_masthead
from bot.articles.protocol import reply
from bot.articles.reader import read_article
from bot.articles.records import Article
from bot.asking import UserError
from bot.log import Log
from bot.terminal.clean import clean, clean_json, say

_log = Log(__name__)


def article(given: argparse.Namespace) -> int:
    """Answer requests line by line, or explain how a file is read."""
    if given.jsonl:
        return serve(sys.stdin, sys.stdout)
    if given.explain is None:
        raise UserError(
            "Say what to read: backchannel article FILE drafts what was said in it. --jsonl answers requests from "
            "standard input, --explain FILE tells how it is read."
        )
    say(explained(given.explain, published=given.published))
    return 0


def serve(requests: TextIO, replies: TextIO) -> int:
    """Answer one request a line, each at once."""
    for line in requests:
        if line.strip():
            replies.write(clean_json(_reply(line)) + "\n")
            replies.flush()
    return 0


def _reply(line: str) -> str:
    """Answer one line; a fault of ours is logged and ends this text alone."""
    try:
        return reply(line)
    except Exception:
        _log.exception("a text could not be read")
        return json.dumps({"error": "This text could not be read: a fault of the program, which is in its log."})


def explained(path: Path, *, published: date | None) -> str:
    """Read a file and say which rule made which part."""
    try:
        content = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        file = read_file(content, name=path.name)
        said = Heading() if file.is_page else find_masthead(file.text, today=datetime.now(UTC).date())
        told = file.published or said.published
        day = published or (date.fromisoformat(told) if told else None)
        handed = Article(file.text, day, file.title or said.title, file.is_page)
        return explain(read_article(handed), file.text)
    except OSError as error:
        raise UserError(f"{clean(str(path))} can't be read: {error.strerror}.") from error
    except UnreadableError as error:
        raise UserError(str(error)) from error
