"""The `backchannel` command: its settings, and the lock of who delivers, before anything that takes long to import."""

import io
import os
import sys
from collections.abc import Sequence
from contextlib import nullcontext, suppress

from bot.cli.arguments import parser
from bot.config import ConfigError, load_config
from bot.terminal.clean import clean, say
from db.storage.errors import DatabaseError
from db.storage.file_lock import alone


def _write_what_can_be_written() -> None:
    """Let a terminal or pipe of few characters get the others by their numbers, instead of an end in the middle."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status: 0 done, 1 failed, 2 wrong usage."""
    given = parser().parse_args(arguments)
    _write_what_can_be_written()
    try:
        config = load_config(given.config, os.environ, database=given.database or "")
        delivers = given.command == "worker" or (given.command == "run" and not given.no_delivery)
        with alone(config.database.url) if delivers else nullcontext():
            # takes a second: a bot that may not deliver is told before
            from bot.cli.main import perform

            return perform(given, config)
    except ConfigError as error:
        if given.command == "doctor":
            return _diagnose(error)
        say(str(error), to=sys.stderr)
        return 2
    except DatabaseError as error:
        say(clean(str(error)), to=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _diagnose(error: ConfigError) -> int:
    from bot.findings import Finding

    for line in error.lines:
        say(str(Finding("fault", "config", line)))
    return 1


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main())
