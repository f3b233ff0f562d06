"""F9: what one server sends without an end leaves another's answers, writes and reminders within their promises."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from bot.asking import Asker, UserError
from bot.blocks import Answer, Choice
from bot.commands import dispatch, parser
from bot.commands.completion import complete_aside
from bot.delivery.clock import since_start
from bot.delivery.rate_limit import Pace
from bot.delivery.worker import Delivery
from bot.dossiers import export_formats
from bot.dossiers.intake import IntakeError
from bot.dossiers.load_report import take_in
from db.desk.desks import Desk
from db.loading.dossiers import replace_dossier
from db.outbox.outbox import Due, add_all_due
from db.storage.database import Database
from tests.builders import NOW, tiny
from tests.faults.conftest import Figures
from tests.faults.heartbeat import high
from tests.faults.sizes import sized

FLOODING, CALM = Desk("1", "Europe/Berlin", "09:00"), Desk("2", "Europe/Berlin", "09:00")
_SECONDS = sized(2, 10, 60)  # small, it is left out
_AT_ONCE = 40  # people who send the next one as soon as the last is answered
_EACH = 0.25  # seconds, in which the calm server asks, writes, and has a reminder fall due
_ANSWER, _WRITE, _LATE = 0.5, 1.0, 10.0  # seconds
_NUMBERS = count()
_FILE = export_formats.as_yaml(tiny())


@dataclass
class Channels:
    """Channels in memory; notes when each message came."""

    came: dict[str, datetime] = field(default_factory=dict)

    async def post(self, channel: str, answer: Answer, *, nonce: str) -> str:
        """Take a message as fast as Discord does."""
        await asyncio.sleep(0.05)
        self.came[answer.title] = datetime.now(UTC)
        return nonce

    async def look(self, _channel: str, *, mark: str, since: datetime) -> str:
        """Find nothing."""
        return ""

    async def find(self, _server: str, _person: str) -> None:
        """Find nobody."""

    async def hosts(self, _server: str, _channel: str) -> bool:
        """Have every channel in its server."""
        return True


async def _ask(database: Database, desk: Desk, line: str, asker: Asker | None = None) -> Answer | None:
    """Ask as somebody who has not asked before, so that no pace of one person's holds it back; None if refused."""
    name, options = parser.parse(line)
    number = next(_NUMBERS)
    asker = asker or Asker(f"{desk.id}{number}", f"person {number}", level="admin")
    with suppress(UserError):
        return await dispatch.ask_aside(
            database, name, options, now=NOW, desk=desk, asker=asker, request=f"flood {number}"
        )
    return None


async def _command(database: Database) -> None:
    await _ask(database, FLOODING, f"/find “ferry {next(_NUMBERS)}”")


async def _completion(database: Database) -> None:
    await complete_aside(database, "who", "name", f"va{next(_NUMBERS)}", options={}, now=NOW, desk=FLOODING)


async def _file(database: Database) -> None:
    content = _FILE.replace("The ferry talks", f"Ferry {next(_NUMBERS)}").encode()
    with suppress(UserError, IntakeError):
        await asyncio.to_thread(
            take_in, database, content, "f.yaml", desk=FLOODING, asker=Asker("1", "ann", level="admin"), now=NOW
        )
    await asyncio.sleep(0.02)  # what a fetch takes at the least


async def _form(database: Database) -> None:
    await _ask(database, FLOODING, f"/add statement speaker:vane text:“We wait {next(_NUMBERS)}.” source:morning")


async def _reminder(database: Database) -> None:
    asker = Asker(f"r{next(_NUMBERS) % 200}", "somebody", level="reader")
    line = f"/my remind when:“in {next(_NUMBERS) % 50 + 1} minutes” about:rope"
    answer = await _ask(database, FLOODING, line, asker)
    for block in answer.blocks if answer else ():
        if isinstance(block, Choice) and block.label == "Save":
            await _ask(database, FLOODING, block.line, asker)
    await _ask(database, FLOODING, "/follow vane", asker)


_FLOODS: dict[str, Callable[[Database], Awaitable[None]]] = {
    "commands": _command,
    "completions": _completion,
    "files": _file,
    "forms": _form,
    "own reminders and follows": _reminder,
}


def _owe(database: Database, at: datetime) -> list[Due]:
    """Let thousands of the flooding server's messages fall due, and the calm one's now and then afterwards."""
    local = at.replace(tzinfo=None)
    flood = [
        Due("1", "", f"F{n}", f"own {n}", f"c{n % 200}", local, "UTC", at, kind="plain")
        for n in range(sized(100, 3_000, 6_000))
    ]
    moments = [at + timedelta(seconds=n / 2) for n in range(int(_SECONDS * 2))]
    calm = [
        Due("2", "", f"C{n}", f"calm {n}", f"calm{n % 10}", moment.replace(tzinfo=None), "UTC", moment, kind="plain")
        for n, moment in enumerate(moments)
    ]
    with database.writing() as connection:
        add_all_due(connection, [*flood, *calm])
    return calm


async def _timed(took: list[float], asking: Callable[[], Awaitable[None]], until: float) -> None:
    while time.monotonic() < until:
        began = time.perf_counter()
        await asking()
        took.append(time.perf_counter() - began)
        await asyncio.sleep(_EACH)


@pytest.mark.usefixtures("plain_kind")
@pytest.mark.parametrize("kind", list(_FLOODS))
async def test_one_servers_flood_leaves_another_within_its_promises(
    either_database: Database, kind: str, figures: Figures
) -> None:
    database, flood, sent = either_database, _FLOODS[kind], [0]
    with database.writing() as connection:
        replace_dossier(connection, tiny(), now=NOW, actor="test")
    await _ask(database, CALM, "/who vane")
    calm, channels = _owe(database, datetime.now(UTC)), Channels()
    delivery = Delivery(database, CALM, channels, clock=lambda: datetime.now(UTC), elapsed=since_start, pace=Pace())
    until = time.monotonic() + _SECONDS

    async def write() -> None:
        await _ask(database, CALM, "/my zone Europe/Paris")

    async def answer() -> None:
        await _ask(database, CALM, f"/who vane as_of:2031-03-{next(_NUMBERS) % 9 + 10}")

    async def pour() -> None:
        while time.monotonic() < until:
            await flood(database)
            sent[0] += 1
            await asyncio.sleep(0)

    async def ring() -> None:
        while time.monotonic() < until + _LATE and not {f"Plain {due.item}" for due in calm} <= channels.came.keys():
            await delivery.ring()
            await asyncio.sleep(0.25)

    answers: list[float] = []
    writes: list[float] = []
    await asyncio.gather(
        ring(),
        _timed(answers, answer, until),
        _timed(writes, write, until),
        *(pour() for _ in range(_AT_ONCE)),
    )
    await delivery.stop(1.0)

    late = [
        (channels.came.get(f"Plain {due.item}", datetime.max.replace(tzinfo=UTC)) - due.due_at).total_seconds()
        for due in calm
    ]
    figures(
        f"F9 {kind}, {database.engine.dialect.name}",
        sent=sent[0],
        answer_p99=high(answers, 0.99),
        write_most=max(writes),
        reminder_late_most=max(late),
    )
    assert high(answers, 0.99) <= _ANSWER
    assert max(writes) <= _WRITE
    assert max(late) <= _LATE
