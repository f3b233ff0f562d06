"""`backchannel doctor`: what is in order and what isn't, one line each, with the cure."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import tzdata

from bot.cli.doctor_files import examine_files
from bot.config import Config
from bot.discord.doctor import token_finding
from bot.dossiers.intake import IntakeError, read_dossier
from bot.findings import Finding
from bot.localtime import zone_words
from bot.slack.tokens import token_findings
from db.desk.desks import list_reminder_channels
from db.storage.address import file_of
from db.storage.database import DatabaseError
from db.storage.files import cut_restore
from db.storage.inspect import look_at, unmigrated

_LEAST_SPACE = 200 << 20
_CLOCK_MAY_DIFFER = timedelta(seconds=30)
_SNAPSHOT = datetime.fromisoformat("2026-01-01T00:00+00:00")


async def examine(config: Config, path: Path | None, *, now: datetime) -> AsyncIterator[Finding]:
    """Look at everything in turn."""
    yield Finding("ok", "config", str(path) if path else "no file given: defaults and the environment")
    if config.discord.token is not None or config.slack.bot_token is None:
        yield token_finding(config.discord.token)
    for finding in token_findings(config.slack):
        yield finding
    for finding in _database(config, now=now):
        yield finding
    for finding in examine_files(config, path):
        yield finding
    yield _clock(now)
    for finding in _zones(config, now):
        yield finding
    for file in config.dossiers.load:
        yield _dossier(file)
    if config.discord.token is not None:
        from bot.discord.doctor import examine_discord  # Discord's library takes half a second to import

        async for finding in examine_discord(config, _channels(config), now=now):
            yield finding
    if config.slack.bot_token is not None and config.slack.app_token is not None:
        from bot.slack.doctor import examine_slack

        async for finding in examine_slack(config.slack, _channels(config), now=now):
            yield finding


def _channels(config: Config) -> Mapping[str, tuple[str, ...]]:
    """List the channels that desks have chosen, by server."""
    found: dict[str, tuple[str, ...]] = {}
    file = file_of(config.database.url)
    if file and not file.exists():
        return found
    try:
        with unmigrated(config.database.url) as connection:
            for place in list_reminder_channels(connection):
                found[place.desk] = (*found.get(place.desk, ()), place.channel)
    except DatabaseError:
        return {}  # the look at the database has said so
    return found


def _database(config: Config, *, now: datetime) -> Iterator[Finding]:
    file = file_of(config.database.url)
    if file and not file.exists():
        yield _folder(file)
        return
    try:
        seen = look_at(config.database.url)
    except DatabaseError as error:
        yield Finding("fault", "database", str(error).rstrip("."))
        return
    yield Finding("ok", "database", f"{seen.version}, {seen.place}")
    if seen.schema == seen.newest:
        yield Finding("ok", "migrations", f"schema {seen.schema}, the newest")
    elif (seen.schema or "") > seen.newest:
        cure = "Install the newer Backchannel, or restore an older back-up"
        yield Finding("fault", "migrations", f"schema {seen.schema} is newer than this program's {seen.newest}", cure)
    elif seen.schema is not None and seen.schema < seen.first:
        cure = "Choose a new place for the database, and load the dossiers there"
        yield Finding("fault", "migrations", f"schema {seen.schema} is from before the first release", cure)
    else:
        cure = f"The next start migrates it to {seen.newest}; make a back-up first"
        yield Finding("note", "migrations", f"schema {seen.schema or 'none yet'}", cure)
    yield _writing(seen.unwritable, file)
    if seen.faults:
        cure = "Stop the bot and restore a back-up: `backchannel restore FILE`"
        yield Finding("fault", "storage", f"the database is damaged: {seen.faults}", cure)
    elif file:
        yield _space(file)
    if seen.server_time and abs(seen.server_time - now) > _CLOCK_MAY_DIFFER:
        told = f"the database's clock says {seen.server_time:%Y-%m-%d %H:%M:%S} UTC"
        yield Finding("fault", "clock", told, "Synchronise both machines' clocks (NTP)")
    for about, found in seen.contents.items():
        yield Finding("ok", about, found)
    if seen.parked:
        cure = "`/setup` in the server says why; mend it, and settle the channel again"
        yield Finding("note", "owed", f"{seen.parked} messages are parked", cure)


def _folder(file: Path) -> Finding:
    if found := cut_restore(file):
        return Finding("fault", "database", found)
    folder = next(parent for parent in file.parents if parent.exists())
    if not os.access(folder, os.W_OK):
        return Finding("fault", "database", f"{folder} can't be written to", "Grant that, or choose another --database")
    return Finding("note", "database", f"there is none yet in {file}", "The first `load` or `run` makes it")


def _writing(unwritable: str, file: Path | None) -> Finding:
    if not unwritable:
        return Finding("ok", "writing", "the database can be written to")
    cure = f"Let the bot's user own {file} and its folder" if file else "Grant the database's user CREATE and writing"
    return Finding("fault", "writing", unwritable, cure)


def _space(file: Path) -> Finding:
    free = shutil.disk_usage(file.parent).free
    found = f"{file.stat().st_size / (1 << 20):,.1f} MiB, {free / (1 << 20):,.0f} MiB are free"
    if free < _LEAST_SPACE:
        return Finding("fault", "storage", found, "Make room: a full disk stops reminders")
    return Finding("ok", "storage", found)


def _clock(now: datetime) -> Finding:
    if now < _SNAPSHOT:
        return Finding("fault", "clock", f"it says {now:%Y-%m-%d %H:%M} UTC, which is past", "Synchronise it (NTP)")
    return Finding("ok", "clock", f"{now:%Y-%m-%d %H:%M:%S} UTC")


def _zones(config: Config, now: datetime) -> Iterator[Finding]:
    try:
        ZoneInfo(config.desk.zone)
    except (ZoneInfoNotFoundError, ValueError):
        yield Finding("fault", "zones", f"{config.desk.zone} is not known", "Install the newest tzdata")
    else:
        yield Finding(
            "ok",
            "zones",
            f"tzdata {tzdata.IANA_VERSION} (package {version('tzdata')}), {zone_words(config.desk.zone, now)}",
        )


def _dossier(file: Path) -> Finding:
    try:
        dossier = read_dossier(file)
    except IntakeError as error:
        count = len(error.faults) + error.more
        return Finding("fault", "dossier", f"{file}: {count} faults", f"`backchannel check {file}` lists them")
    return Finding("ok", "dossier", f"{file}: {dossier.id}, no faults")
