"""Whether only their owner reads and writes the files that a bot keeps and the tokens it is given."""

import re
from collections.abc import Iterator
from pathlib import Path

from bot.config import Config
from bot.findings import Finding
from db.storage.address import file_of
from db.storage.files import exposure

# an address with a password in it, as it stands in the settings
_PASSWORD = re.compile(r"://[^\s\"'/]*:[^\s\"']*@|[?&]password=")


def examine_files(config: Config, path: Path | None) -> Iterator[Finding]:
    """Name every file that others can read or write, or say that there is none."""
    found = [(file, seen) for file in _files(config, path) if (seen := exposure(file))]
    for file, seen in found:
        cure = f"chmod {'go-w' if file.is_dir() else 'go-rw'} {file}"
        yield Finding("fault" if seen.startswith("others") else "note", "files", seen, cure)
    if not found:
        yield Finding("ok", "files", "nobody else can read or write them")


def _files(config: Config, path: Path | None) -> Iterator[Path]:
    tokens = (config.discord.token, config.slack.bot_token, config.slack.app_token)
    yield from (token.file for token in tokens if token is not None and token.file is not None)
    if path is not None and _PASSWORD.search(path.read_text("utf-8-sig")):
        yield path
    database = file_of(config.database.url)
    if database is None or not database.parent.is_dir():
        return
    yield database.parent
    # with it its log, its lock, what a restore put aside, and the back-ups that the service makes
    for folder, begin in ((database.parent, database.name), (database.parent / "backups", "")):
        if folder.is_dir():
            yield from sorted(one for one in folder.iterdir() if one.name.startswith(begin) and one.is_file())
