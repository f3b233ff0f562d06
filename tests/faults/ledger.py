"""Discord as delivery sees it, in memory, and the rules that must hold of what it shows and what the ledger keeps."""

import asyncio
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal, NoReturn
from zoneinfo import ZoneInfo

from bot.blocks import Answer, Day, Id, Line, Window, walk
from bot.delivery.dispatcher import LEASE
from bot.transport import PostError, mark_of
from db.model.edtf import bounds
from db.storage.moments import moment

SETTLING = ("happened", "did not happen", "withdrawn")
_NONCE_WINDOW = timedelta(seconds=120)
_BEFORE = re.compile(r"(\d+) (day|week)s? before (opening|closing)")
Trouble = Literal["refused", "lost before", "lost after", "silence", "crash before", "crash after", "forbidden"]
TROUBLES: tuple[Trouble, ...] = ("refused", "lost before", "lost after", "silence", "crash before", "crash after")


@dataclass(frozen=True, slots=True)
class Shown:
    """A message that can be seen: which rows of the due table it is for."""

    id: str
    channel: str
    nonce: str
    at: datetime
    rows: tuple[tuple[int, str, str, str], ...]  # id, kind, item, occasion
    answer: Answer


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the due table whose message is posted."""

    id: int
    kind: str
    item: str
    occasion: str
    state: str
    lease_until: int
    due_at: int
    zone: str

    @property
    def claimed_at(self) -> int:
        return self.lease_until - LEASE // timedelta(microseconds=1)


_OF_NONCE = "SELECT id, kind, item, occasion, state, lease_until, due_at, zone FROM due WHERE nonce = ? ORDER BY id"


@dataclass
class Discord:
    """Channels in memory; `trouble` is met by the next posts, in turn, `forbidden` channels take none."""

    rows: Callable[..., list[Any]]  # looks into the database from outside
    now: Callable[[], datetime]
    chance: random.Random
    end: Callable[[], NoReturn]  # of the process that posts
    windows: Callable[[str, int], list[str]]  # of a tracked date since a moment, as EDTF: a file may change meanwhile
    trouble: list[Trouble] = field(default_factory=list)
    forbidden: set[str] = field(default_factory=set)
    shown: list[Shown] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    attempts: int = 0

    async def post(self, channel: str, answer: Answer, *, nonce: str) -> str:
        """Take a post, or fail as planned."""
        self.attempts += 1
        await asyncio.sleep(self.chance.uniform(0.02, 0.2))
        trouble = self.trouble.pop(0) if self.trouble else None
        if trouble == "crash before":
            self.end()
        if channel in self.forbidden or trouble == "forbidden":
            raise PostError("Missing Access (403/50001).", permanent=True, channel=True)
        if trouble == "refused":
            raise PostError("Discord answered 503.", permanent=False, certain=True)
        if trouble == "lost before":
            raise PostError("Discord was not reached.", permanent=False)
        message = self._show(channel, answer, nonce)
        if trouble == "crash after":
            self.end()
        if trouble == "silence":
            await asyncio.sleep(10)
        if trouble in ("lost after", "silence"):
            raise PostError("Discord did not answer.", permanent=False)
        await asyncio.sleep(self.chance.uniform(0.02, 0.2))
        return message

    async def look(self, channel: str, *, mark: str, since: datetime) -> str:
        """Find a message by its mark."""
        await asyncio.sleep(0.1)
        if self.trouble and self.trouble[0] != "forbidden" and self.chance.random() < 0.3:
            raise PostError("Discord did not answer.", permanent=False)
        found = [
            one.id
            for one in self.shown
            if one.channel == channel and mark in one.answer.mark.split() and one.at >= since
        ]
        return found[0] if found else ""

    async def find(self, _server: str, _person: str) -> None:
        """Find nobody: whoever followed anything would have left."""

    async def hosts(self, _server: str, _channel: str) -> bool:
        """Have every channel."""
        return True

    def _show(self, channel: str, answer: Answer, nonce: str) -> str:
        before = [one for one in self.shown if one.nonce == nonce and self.now() - one.at < _NONCE_WINDOW]
        if before:
            return before[0].id
        # others that shared its first attempt may have been cancelled since
        rows = [row for one in self.rows(_OF_NONCE, nonce) if mark_of((row := _Row(*one)).id) in answer.mark.split()]
        named = tuple((row.id, row.kind, row.item, row.occasion) for row in rows)
        message = Shown(f"m{len(self.shown) + 1}", channel, nonce, self.now(), named, answer)
        self.shown.append(message)
        self.wrong += [f"{row.item} {row.occasion} is shown {why}" for row in rows for why in self._wrongly(row)]
        self.wrong += [] if rows else [f"{answer.title} is shown for no row"]
        newest = {row.item: row for row in rows}.values()
        self.wrong += [
            said for row in newest if self._has_rows(rows, answer) for said in self._not_as_window(row, answer)
        ]
        return message.id

    def _has_rows(self, rows: list["_Row"], answer: Answer) -> bool:
        """Tell whether each reminder is told in a row of its own; late ones of several kinds are not."""
        return len(rows) == 1 or (answer.short and {row.kind for row in rows} <= {"reminder", "personal"})

    def _wrongly(self, row: "_Row") -> Iterable[str]:
        """Tell why a row's message should not be shown now."""
        if row.state != "claimed":
            yield f"while {row.state}"
        if moment(row.due_at) > self.now():
            yield "before it is due"
        occasion = row.occasion.rpartition(": ")[2]
        if row.kind not in ("reminder", "personal") or occasion.startswith(("later", "answered")):
            return
        answers = self.rows(
            "SELECT kind, moved_to FROM outcome WHERE item = ? AND at < ? ORDER BY id", row.item, row.claimed_at
        )
        answer, moved_to = answers[-1] if answers else ("", "")
        if answer in SETTLING:
            yield f"though {answer}"
        expected = [moved_to] if moved_to else self.windows(row.item, row.claimed_at)
        today = self.now().astimezone(ZoneInfo(row.zone)).date()
        if not any(_rings(occasion, edtf, today) for edtf in expected):
            yield f"while {expected} is expected"

    def _not_as_window(self, row: "_Row", answer: Answer) -> Iterable[str]:
        """An inexact date is shown as the window that it is."""
        if row.kind not in ("reminder", "personal"):
            return
        expected = self.windows(row.item, row.claimed_at)
        lines = [block for block in walk(answer.blocks) if isinstance(block, Line)]
        if answer.short:  # on the days to which it was moved, or else on its own
            own = [line for line in lines if Id(row.item) in line.parts]
            said = [part.edtf for line in own for part in line.parts if isinstance(part, Day)][:1]
            query = "SELECT moved_to FROM outcome WHERE item = ? AND at < ? ORDER BY id"
            [moved_to] = ([*self.rows(query, row.item, row.claimed_at)] or [("",)])[-1]
            expected = [moved_to] if moved_to else expected
        else:
            told = [line for line in lines if line.label == "Expected"]
            said = [part.edtf for line in told for part in line.parts if isinstance(part, Window)]
        if said not in [[edtf] for edtf in expected]:
            yield f"{row.item} is expected {expected}, but it is said: {said}"

    def broken_rules(self) -> list[str]:
        """List what must not be, as it stands now."""
        shown = Counter(row[1:] for message in self.shown for row in message.rows)
        found = [f"{' '.join(row)} is shown {times} times" for row, times in shown.items() if times > 1]
        rows = self.rows(
            "SELECT id, item, occasion, state, message FROM due WHERE state NOT IN"
            " ('held', 'waiting', 'claimed', 'sent', 'parked', 'cancelled') OR (state = 'sent' AND message = '')"
        )
        found += [f"row {row[0]}: {row[3]}, message “{row[4]}”" for row in rows]
        ids = {message.id for message in self.shown}
        sent = self.rows("SELECT id, item, occasion, state, message FROM due WHERE state = 'sent'")
        found += [f"{row[1]} {row[2]} is sent as {row[4]}, which nobody saw" for row in sent if row[4] not in ids]
        return self.wrong + found


def _rings(occasion: str, edtf: str, today: date) -> bool:
    """Tell whether a reminder of this name fits this window, and its day has come."""
    window = bounds(edtf)
    lead, _, named = occasion.rpartition(" ")
    day = date.fromisoformat(named)
    if lead == "overdue":
        return window.latest < day <= today
    edge = window.earliest if lead.endswith("opening") else window.latest
    if before := _BEFORE.fullmatch(lead):
        return day == edge and today >= day - int(before[1]) * timedelta(days=7 if before[2] == "week" else 1)
    return day == edge and today >= day + timedelta(days=0 if lead == "opening" else 1)
