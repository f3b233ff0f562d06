"""`backchannel new`: a dossier begun with a first text, written to a short file, loaded and drafted."""

import argparse
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.articles.heading import Heading
from bot.asking import UserError
from bot.cli.article_drafts import content_of, read_articles
from bot.cli.call import Call, now_of_system
from bot.cli.load import load_dossier_file
from bot.date_words.past_day import DateError, parse_day
from bot.dossiers.export_formats import as_yaml
from bot.drafts.article_text import read_confined
from bot.drafts.new_dossier import Plan, make_dossier, sides_of
from bot.drafts.new_dossier_fields import TOLD
from bot.terminal import session
from bot.terminal.clean import clean, say
from bot.terminal.session import Terminal
from db.loading.heads import list_shared_dossiers
from db.model.records import Dossier
from db.storage.database import open_database


def begin_dossier(call: Call) -> int:
    """Ask for what is missing, write the file, load it, and go through what the text says; returns the exit status."""
    given, asks = call.given, sys.stdin.isatty() and not call.given.yes_sure
    path = given.text or (Path(_typed("A first text: its file")) if asks else None)
    if path is None or str(path) in (".", "-"):
        raise UserError('Give a first text: backchannel new talks.txt --title "…" --sides "A, B"')
    now = given.now or now_of_system()
    content = content_of(path)
    day = given.published.isoformat() if given.published else ""
    heading = Heading(given.outlet, given.headline, day, given.link)
    read: dict[str, Any] = read_confined(content, path.name, given=heading, now=now)
    plan = Plan(read, given.title.strip(), sides_of(given.sides), given.about.strip())
    database = open_database(call.config.database.url)
    try:
        with database.reading() as connection:
            taken = [head.name for head in list_shared_dossiers(connection)]
        plan, dossier = _completed(plan, taken, asks=asks, zone=call.desk.zone, now=now)
        file = _write(given.file or Path(f"{dossier.id}.yaml"), dossier)
        load_dossier_file(database, call, file)
        here = Terminal(database, call.desk, session.console(), given.now)
        if zone := given.zone or (_typed(f"The desk’s time zone [{here.desk.zone}]") if asks else ""):
            session.ask_line(here, f"/setup zone:{zone}", as_json=False)
        status = read_articles(here, Call(_article(call, plan, dossier, path), call.config))
    finally:
        database.close()
    say(f"Written: {clean(str(file))}")
    say(f"Ask it: backchannel ask '/status dossier:{dossier.id}'")
    say(f"As a file, with all that was taken: backchannel ask '/dossier export dossier:{dossier.id}'")
    return status


def _completed(plan: Plan, taken: list[str], *, asks: bool, zone: str, now: datetime) -> tuple[Plan, Dossier]:
    """Ask until nothing is missing or wrong; without anybody to ask, raises UserError."""
    while True:
        if plan.missing and not asks:
            raise UserError(f"The text does not say all. Add {' '.join(f'--{one}' for one in plan.missing)}")
        for key in plan.missing:
            plan = _with(plan, key, _typed(TOLD[key].sentence), zone=zone, now=now)
        if plan.missing:
            continue
        try:
            return plan, make_dossier(plan, taken=taken)
        except UserError as error:
            if not asks:
                raise
            say(str(error), to=sys.stderr)
            plan = replace(plan, sides=())


def _with(plan: Plan, key: str, typed: str, *, zone: str, now: datetime) -> Plan:
    """Put in what was typed for one thing that was missing; what can't be read is asked for again."""
    match key:
        case "title":
            return replace(plan, title=typed)
        case "sides":
            return replace(plan, sides=sides_of(typed))
        case "outlet":
            return plan.headed(replace(plan.heading, outlet=typed))
        case "headline":
            return plan.headed(replace(plan.heading, title=typed))
    try:
        day = parse_day(typed, now=now, zone=zone)
    except DateError as error:
        say(str(error), to=sys.stderr)
        return plan
    return plan.headed(replace(plan.heading, published=day.isoformat()))


def _typed(prompt: str) -> str:
    """Ask for one line; Ctrl-D stops, with nothing made."""
    try:
        return input(f"{prompt}: ").strip()
    except EOFError:
        raise UserError("Stopped; nothing was made.") from None


def _write(path: Path, dossier: Dossier) -> Path:
    """Write a new file for a dossier; one that is there stays as it is."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(as_yaml(dossier))
    except FileExistsError:
        raise UserError(
            f"{clean(str(path))} is there already and was left as it is. Choose another: --file FILE"
        ) from None
    except OSError as error:
        raise UserError(
            f"{clean(str(path))} can’t be written: {error.strerror}. Choose another place: --file FILE"
        ) from error
    return path


def _article(call: Call, plan: Plan, dossier: Dossier, path: Path) -> argparse.Namespace:
    """Say to read the text again, into the dossier, as `backchannel article` would be told to."""
    heading = plan.heading
    told = {"file": path, "dossier": dossier.id, "outlet": heading.outlet, "title": heading.title,
            "published": date.fromisoformat(heading.published), "link": heading.link, "drafts": None}  # fmt: skip
    return argparse.Namespace(**vars(call.given) | told)
