"""`backchannel check` and `load`, and the dossiers that come with the program."""

import sys
from contextlib import closing
from pathlib import Path

from bot.cli.call import Call, now_of_system
from bot.cli.progress import progress
from bot.delivery.scheduler import plan_all
from bot.dossiers.held_quotations import hold_file
from bot.dossiers.intake import IntakeError, faults_report, read_dossier
from bot.dossiers.intake.advice import advise
from bot.dossiers.load_report import loaded_report, take_in
from bot.dossiers.snapshot import is_sealed
from bot.phrasing.lines import count
from bot.terminal import session
from bot.terminal.clean import clean, say
from bot.terminal.session import Terminal
from db.loading.dossiers import replace_dossier
from db.loading.heads import list_shared_dossiers
from db.model.codec import items_of
from db.storage.address import file_of
from db.storage.database import Database, open_database
from db.storage.schema import LOCAL

# A wheel carries them inside the package; in a checkout they stand at the top, where people edit them.
_PLACES = (Path(__file__).parents[1] / "bundled", Path(__file__).parents[2] / "dossiers")


def bundled_dossiers() -> list[Path]:
    """Return the bundled dossier files, sorted by name."""
    for place in _PLACES:
        if place.is_dir():
            return sorted(place.glob("*.yaml"))
    raise FileNotFoundError(f"this installation has no dossiers: neither {_PLACES[0]} nor {_PLACES[1]} exists")


_OPERATOR = "whoever runs the bot"  # as desks read it: they all see who loaded a shared dossier


def check_file(call: Call) -> int:
    dossier = read_dossier(call.given.file)
    path = file_of(call.config.database.url)
    if path is None or path.is_file():  # what is checked needs none
        database = open_database(call.config.database.url)
        with closing(database), database.reading() as connection:
            hold_file(connection, dossier, str(call.given.file), desk=LOCAL)
    items = sum(1 for _ in items_of(dossier)) - len(dossier.sources)  # as a load counts them
    file = clean(str(call.given.file))
    say(f"{file}: no faults. {dossier.title}: {count(len(dossier.sources), 'source')}, {count(items, 'item')}.")
    for advice in advise(dossier):
        say(f"Advice: {advice}")
    return 0


def load_files(call: Call) -> int:
    database = open_database(call.config.database.url)
    try:
        if _is_snapshot(call.given.file):
            return _load_snapshot(database, call, call.given.file)
        load_dossier_file(database, call, call.given.file, held=True)
    finally:
        database.close()
    return 0


def _is_snapshot(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return is_sealed(file.read(100).decode("utf-8", errors="replace"))
    except OSError:  # told by whoever reads it next
        return False


def _load_snapshot(database: Database, call: Call, path: Path) -> int:
    """Load a dossier with what a desk had made of it, as one that is sent in to a server is."""
    content = path.read_bytes()
    number = take_in(database, content, path.name, desk=call.desk, asker=session.OWNER, now=now_of_system())
    shown = Terminal(database, call.desk, session.console())
    status = session.ask_line(shown, f"/dossier apply {number}", as_json=False)
    with database.writing() as connection:
        plan_all(connection, now=now_of_system(), desk=call.desk)
    return status


def load_quietly(database: Database, call: Call, path: Path) -> None:
    """Load a file; a terminal shows that it goes on until it is done."""
    from rich.console import Console

    with Console(stderr=True).status(f"Reading {clean(path.name)}"):
        dossier, now = read_dossier(path), now_of_system()
        with database.writing() as connection:
            replace_dossier(connection, dossier, now=now, actor=_OPERATOR)
            plan_all(connection, now=now, desk=call.desk)


def load_dossier_file(database: Database, call: Call, path: Path, *, held: bool = False) -> None:
    """Load a file and say what it changes; `held`: only where it fits the texts that this desk keeps."""
    say(f"Reading {clean(str(path))} …", to=sys.stderr)
    dossier = read_dossier(path)
    now = now_of_system()
    with progress(sys.stderr) as tell, database.writing() as connection:
        if held:
            hold_file(connection, dossier, str(path), desk=LOCAL)
        loaded = replace_dossier(connection, dossier, now=now, actor=_OPERATOR, progress=tell)
        plan_all(connection, now=now, desk=call.desk)
    say(loaded_report(loaded, dossier))


def load_first(database: Database, call: Call) -> None:
    """Load what the config names, or the bundled dossier, into a database without any."""
    for path in call.config.dossiers.load or bundled_dossiers():
        dossier = read_dossier(path)
        with database.writing() as connection:
            replace_dossier(connection, dossier, now=now_of_system(), actor="backchannel")


def load_configured(database: Database, call: Call) -> None:
    """Load what the config names, or the bundled dossier; a faulty file doesn't stop a bot that has dossiers."""
    with database.reading() as connection:
        loaded = {head.id for head in list_shared_dossiers(connection)}
    # a desk with dossiers of its own is not given the bundled one beside them
    bundled = [path for path in bundled_dossiers() if not loaded or path.stem in loaded]
    for path in call.config.dossiers.load or bundled:
        try:
            load_dossier_file(database, call, path)
        except IntakeError as error:
            if not loaded:
                raise
            say(f"{faults_report(error)}\nThe bot goes on with what it has loaded before.", to=sys.stderr)
