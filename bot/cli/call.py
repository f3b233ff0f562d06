"""One run of the program: its settings, its clock, its database with a dossier, and how it ends.

What reads files, delivers or speaks to a platform is imported by the commands that need it: a question in a terminal
needs none of it.
"""

import argparse
import sys
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.config import Config
from bot.terminal.clean import say
from db.desk.desks import Desk
from db.loading.heads import list_shared_dossiers
from db.storage.database import Database, open_database
from db.storage.schema import LOCAL

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


def now_of_system() -> datetime:
    return datetime.now(UTC)


def fail(message: str, status: int) -> int:
    say(message, to=sys.stderr)
    return status


def open_with_dossier(call: Call) -> Database:
    """Open the database; where it holds no dossier, load what the config names, or the bundled one."""
    database = open_database(call.config.database.url)
    with database.reading() as connection:
        loaded = list_shared_dossiers(connection)
    if not loaded:
        from bot.cli.load import load_first

        load_first(database, call)
    return database
