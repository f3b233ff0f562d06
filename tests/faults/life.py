"""A bot’s life in a world of one thread: it delivers, answers, dies at any boundary of its I/O, and starts again."""

import asyncio
import json
import logging
import os
import random
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from bot.asking import Asker, UserError, local_day
from bot.blocks import Answer, Line, walk
from bot.cli import logs
from bot.commands import dispatch, parser
from bot.delivery.scheduler import plan_all
from bot.delivery.worker import Delivery
from bot.localtime import instant
from bot.terminal import text
from bot.tracking.schedule import rings
from db.desk.desks import Desk, ReminderChannel, replace_desk, replace_reminder_channel
from db.loading.dossiers import replace_dossier
from db.model.edtf import Bounds, bounds
from db.model.records import Dossier
from db.storage.backups import Restoration, check_backup, mark_restored, put_back
from db.storage.database import Database, DatabaseError, open_database
from db.storage.moments import micros, moment
from tests.asking import ANN
from tests.builders import tiny
from tests.faults.ledger import SETTLING, Discord
from tests.faults.one_thread import Crash, Disk, Loop, sqlite_on

START = datetime(2031, 3, 1, 5, 0, tzinfo=UTC)
SERVER, CHANNEL = Desk("42", "Europe/Berlin", "09:00"), "1000"
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # a folder that costs no flushes
MOST_RINGS = 5_000  # in a life: more only come of something that is never settled
_LEFT = (
    "SELECT id, state, attempts, item, occasion FROM due WHERE state IN ('waiting', 'claimed') ORDER BY due_at LIMIT 3"
)
_POSTED = "UPDATE due SET state = 'sent'"
_INSTANT = 1e-6  # seconds: simulated time is a sum of floats
_Done = TypeVar("_Done")
_EMPTY: dict[str, Any] = dict.fromkeys(("statements", "offers", "events", "points", "parties", "topics"), ())


def _stage(kind: str, window: Bounds, today: date) -> str:
    if kind in SETTLING:
        return "Answered"
    return "Overdue" if window.latest < today else "Due now" if window.earliest <= today else "Coming"


def dossier(windows: Mapping[str, str]) -> Dossier:
    """Build a dossier that tracks dates: EDTF by id."""
    sources = [{"id": "morning", "outlet": "Post", "title": "T", "published": "2031-02-20"}]
    people = [{"id": "vane", "name": "Ada Vane", "spellings": [{"text": "Ada Vane", "sources": ["morning"]}]}]
    announced = [{"by": "vane", "text": "soon", "source": "morning"}]
    dates = [{"id": id_, "title": f"Vote {id_}", "announced": announced, "when": edtf} for id_, edtf in windows.items()]
    return tiny(**_EMPTY, sources=sources, people=people, dates=dates)


@cache
def _template() -> Path:
    """Make a database in which a desk has settled its channel, once for all lives of this process."""
    folder = tempfile.TemporaryDirectory(prefix="backchannel-life-")
    _kept.append(folder)
    path = Path(folder.name) / "template.sqlite3"
    with sqlite_on(Disk(lambda _when: None)):
        database = open_database(f"sqlite:///{path}")
    with database.writing() as connection:
        replace_dossier(connection, dossier({}), now=START, actor="test")
        replace_desk(connection, SERVER)
        replace_reminder_channel(connection, ReminderChannel("42", "ferry", CHANNEL), actor="1", now=START)
    database.close()
    return path


_kept: list[object] = []


class RestlessError(Exception):
    """Something is tried again and again without an end."""


class Life:
    """One bot and its world. What is done to it raises nothing of its own: a crash starts it anew."""

    def __init__(self, folder: Path, seed: int, start: datetime = START) -> None:
        logs.set_up(form="console", level="critical")
        logging.disable(logging.CRITICAL)  # of trouble there is plenty
        self.loop, self.start, self.chance = Loop(), start, random.Random(seed)
        self.path = folder / "bot.sqlite3"
        shutil.copy(_template(), self.path)
        self._outside = sqlite3.connect(self.path, isolation_level=None)
        self.discord = Discord(self.rows, self.now, self.chance, end=self._die, windows=self._windows)
        self.asked: list[tuple[str, str]] = []  # outcomes that somebody gave
        self.recorded: list[tuple[str, str]] = []  # those that were acknowledged
        self.crashes = self._questions = 0
        self._edits: list[tuple[str, str, int]] = []  # which date had which window until when
        self._ids: dict[str, set[int]] = {}
        self.disk_fails = 0  # so many calls to the disk fail from now on
        self.crash_in = -1  # so many boundaries from now the process ends; negative: never
        self.unmarked = 0  # so many notes that messages were posted get lost from now on, and nobody learns of it
        self.rung = 0  # times in all
        self._dead = False
        self.loop.set_exception_handler(self._unheard)
        self._begin()

    def now(self) -> datetime:
        """Tell the time."""
        return self.start + timedelta(seconds=self.loop.time())

    def close(self) -> None:
        """End it for good."""
        self._end()
        self._outside.close()
        self.loop.close()
        logging.disable(logging.NOTSET)

    def ask(self, line: str, *, asker: Asker = ANN, request: str = "") -> Answer | None:
        """Ask something; None where it was not answered."""
        name, options = parser.parse(line)
        self._questions += 1
        with suppress(UserError):
            return self._run(
                lambda: dispatch.ask(
                    self.database,
                    name,
                    options,
                    now=self.now(),
                    desk=SERVER,
                    asker=asker,
                    request=request or f"question {self._questions}",
                )
            )
        return None

    def record(self, line: str, item: str, kind: str) -> None:
        """Ask something that records an outcome, and remember it once it is acknowledged."""
        self.asked.append((item, kind))
        answer = self.ask(line, request=f"press {len(self.asked)}")
        said = [block for block in walk(answer.blocks) if isinstance(block, Line)] if answer else []
        whole = any(line.label == "This desk's answer" and line.parts[0] == kind for line in said)
        short = [answer.title, *(str(line.parts[0]) for line in said)] if answer else []
        if whole or any(text.startswith(f"{kind.capitalize()} – ") for text in short):
            self.recorded.append((item, kind))

    def load(self, windows: Mapping[str, str]) -> None:
        """Load the dossier in a new revision, as an admin does."""
        before = {item: self._window(item) for item in windows}
        self._edits += [(item, edtf, self.micros()) for item, edtf in before.items() if edtf not in ("", windows[item])]
        self._run(lambda: self._load(dossier(windows)))

    def advance(self, seconds: float) -> None:
        """Let the bot live: it rings each second while something is due, else when something falls due."""
        end = self.loop.time() + seconds
        while end - self.loop.time() > _INSTANT:
            self._run(lambda: self.loop.run_until_complete(self._live(end)))

    def kill(self) -> None:
        """End the process, and start another."""
        self._dead = True
        self._start_again()

    def heal(self) -> None:
        """Let nothing go wrong any more."""
        self.discord.trouble.clear()
        self.discord.forbidden.clear()
        self.disk_fails, self.crash_in, self.unmarked = 0, -1, 0

    def restore(self, file: Path) -> None:
        """End the process, put a back-up in the database's place, and start again."""
        self._end()
        self._outside.close()
        taken = check_backup(file).at
        put_back(file, self.path, now=self.now(), finish=lambda _address: None)
        self._outside = sqlite3.connect(self.path, isolation_level=None)
        self._ids.clear()
        self._begin()
        self._run(lambda: self._mark(Restoration(taken, self.now())))

    def _mark(self, restoration: Restoration) -> None:
        with self.database.writing() as connection:
            mark_restored(connection, restoration)

    def micros(self) -> int:
        """Tell the time as it is stored."""
        return micros(self.now())

    def rows(self, query: str, *values: object) -> list[Any]:
        """Look into the database from outside."""
        return self._outside.execute(query, values).fetchall()

    def next_due_at(self) -> datetime | None:
        """Tell when the next message falls due, or is to be made; what rests is due when its channel has rested."""
        rest = "(SELECT open_until FROM breaker WHERE breaker.channel = due.channel AND open_until > ?)"
        (due_at,) = self.rows(
            f"SELECT min(max(due_at, coalesce({rest}, 0))) FROM due"
            " WHERE state = 'waiting' OR (state = 'held' AND detail = '')",
            self.micros(),
        )[0]
        return moment(due_at) if due_at else None

    def broken_rules(self) -> list[str]:
        """List what must not be, as it stands now."""
        found = self.discord.broken_rules()
        kept = Counter(self.rows("SELECT item, kind FROM outcome"))
        found += [f"lost: the answer that {item} {kind}" for item, kind in Counter(self.recorded) - kept]
        found += [f"nobody said that {item} {kind}" for item, kind in kept - Counter(self.asked)]
        for table in ("due", "outcome"):
            ids = {id_ for (id_,) in self.rows(f"SELECT id FROM {table}")}
            found += [f"{table} {id_} is deleted" for id_ in self._ids.get(table, set()) - ids]
            self._ids[table] = ids
        return found

    def unsettled(self) -> list[str]:
        """List what was due a minute ago and is neither shown nor parked, and dates that don’t stand as answered."""
        late = micros(self.now() - timedelta(minutes=1))
        waiting = self.rows(
            "SELECT item, occasion, state FROM due WHERE due_at <= ?"
            " AND (state IN ('waiting', 'claimed') OR (state = 'held' AND detail = ''))",
            late,
        )
        found = [" ".join(row) for row in waiting] + self._unrecorded()
        return found + self._not_owed() + self._misplaced()

    def _unrecorded(self) -> list[str]:
        """List what everybody sees, and the ledger does not know of."""
        parked = self.rows("SELECT id, item, occasion FROM due WHERE state = 'parked'")
        shown = {row[0] for message in self.discord.shown for row in message.rows}
        return [f"{item} {occasion} is shown, but parked" for id_, item, occasion in parked if id_ in shown]

    def _not_owed(self) -> list[str]:
        """List reminders to come of dates that nobody has answered, but which are not in the ledger."""
        owed = {row[:2] for row in self.rows("SELECT item, occasion FROM due WHERE state <> 'cancelled'")}
        zone, hour, leads = self.rows("SELECT zone, hour, leads FROM desk WHERE id = '42'")[0]
        found = []
        for item, (kind, window) in self._standing().items():
            if kind not in SETTLING:
                asked_for = leads.split(", ") if leads else ("opening", "closing")
                coming = rings(window, asked_for, learnt=self.now(), zone=zone, hour=hour)
                found += [f"{item} {ring.occasion}, not owed" for ring in coming if (item, ring.occasion) not in owed]
        return found

    def _misplaced(self) -> list[str]:
        """List the dates that do not stand where their answers put them in the list that everybody can ask for."""
        shown, title = {}, ""
        answer = self.ask("/dates state:all depth:full")
        for line in text.plain(answer, zone="UTC").splitlines() if answer else []:
            title = line.partition(",")[0] if not line.startswith(" ") else title
            if line.startswith("  D"):
                shown[line.split(",")[0].strip()] = title
        today = local_day(self.now(), self.rows("SELECT zone FROM desk WHERE id = '42'")[0][0])
        meant = {item: _stage(kind, window, today) for item, (kind, window) in self._standing().items()}
        whole = len(meant) <= 50  # of more, the list shows the first
        return [
            f"{item} is listed under {shown.get(item)}, not {where}"
            for item, where in meant.items()
            if shown.get(item) != where and (whole or item in shown)
        ]

    def _standing(self) -> dict[str, tuple[str, Bounds]]:
        """Give each tracked date's last answer, "" for none, and the days on which it is expected."""
        answers = self.rows("SELECT item, kind, moved_to FROM outcome ORDER BY id")
        latest = {item: (kind, to) for item, kind, to in answers}
        found = {}
        for (item,) in self.rows("SELECT id FROM item WHERE kind = 'date' AND desk = ''"):
            kind, to = latest.get(item, ("", ""))
            found[item] = kind, bounds(to or self._window(item))
        return found

    def _window(self, item: str) -> str:
        body = self.rows("SELECT body FROM item WHERE dossier = 'ferry' AND id = ? AND desk = ''", item)
        return str(json.loads(body[0][0])["when"]["edtf"]) if body else ""

    def _windows(self, item: str, since: int) -> list[str]:
        return [self._window(item), *(edtf for edited, edtf, until in self._edits if edited == item and until >= since)]

    def _run(self, do: Callable[[], _Done]) -> _Done | None:
        """Do something; None where the process ended under way, or the database failed."""
        try:
            return do()
        except DatabaseError:
            return None
        except Crash:
            return None
        finally:
            if self._dead:
                self._start_again()

    def _die(self) -> NoReturn:
        self._dead = True
        raise Crash

    def _boundary(self, when: str) -> None:
        if self._dead:
            raise Crash
        if self.crash_in >= 0:
            self.crash_in -= 1
            if self.crash_in < 0:
                self._die()
        if self.disk_fails and when == "before":
            self.disk_fails -= 1
            raise sqlite3.OperationalError("disk I/O error")

    def _skips(self, sql: str) -> bool:
        skipped = self.unmarked > 0 and sql.startswith(_POSTED)
        self.unmarked -= skipped
        return skipped

    def _load(self, given: Dossier) -> None:
        with self.database.writing() as connection:
            replace_dossier(connection, given, now=self.now(), actor="test")
            plan_all(connection, now=self.now(), desk=SERVER)

    async def _live(self, end: float) -> None:
        while end - self.loop.time() > _INSTANT:
            await self.delivery.ring()
            self.rung += 1
            if self.rung > MOST_RINGS:
                raise RestlessError(f"no rest after {self.rung} rings: {self.rows(_LEFT)}")
            await asyncio.sleep(min(self._quiet(), end - self.loop.time()))
            if self._dead:
                return

    def _quiet(self) -> float:
        """Give the seconds in which a bot that rings would find nothing to do."""
        if self._dead or self.delivery.trouble:
            return 1.0
        if self.rows("SELECT 1 FROM due WHERE state = 'claimed'"):
            return self.chance.choice((1.0, 3.0, 10.0))
        zone = self.rows("SELECT zone FROM desk WHERE id = '42'")[0][0]
        midnight = instant(datetime.combine(local_day(self.now(), zone) + timedelta(days=1), time()), zone)
        coming = min(midnight, self.next_due_at() or midnight)
        return max(1.0, (coming - self.now()).total_seconds())

    def _begin(self) -> None:
        self._dead = False
        self._disk = Disk(self._boundary, skips=self._skips)
        with sqlite_on(self._disk):
            self.database: Database = open_database(f"sqlite:///{self.path}")
        channels: Any = self.discord
        self.delivery = Delivery(self.database, SERVER, channels, clock=self.now, elapsed=self.loop.time)

    def _start_again(self) -> None:
        self.crashes += 1
        self._end()
        fails, self.disk_fails, self.crash_in = self.disk_fails, 0, -1
        self._begin()
        self.disk_fails = fails

    def _end(self) -> None:
        """Let the process be gone: its tasks do nothing more, its files are closed."""
        self._dead = True
        while tasks := asyncio.all_tasks(self.loop):
            for task in tasks:
                task.cancel()
            self.loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._disk.end()
        if self.database.watch is not None:
            self.database.watch.close()

    def _unheard(self, _loop: object, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if error is not None and not isinstance(error, Crash | DatabaseError):
            self.discord.wrong.append(f"nobody caught {error!r}")
