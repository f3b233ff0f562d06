"""Discord as delivery sees it, in memory, and the rules that must hold of what it shows and what the ledger keeps."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, NoReturn

from bot.blocks import Answer, Line, Window, walk
from bot.lanes import LEASE
from bot.posting import PostError
from bot.standing import SETTLING

_NONCE_WINDOW = timedelta(seconds=120)
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


@dataclass
class Discord:
    """Channels in memory; `trouble` is met by the next posts, in turn, `forbidden` channels take none."""

    rows: Callable[..., list[Any]]  # looks into the database from outside
    now: Callable[[], datetime]
    chance: random.Random
    end: Callable[[], NoReturn]  # of the process that posts
    window: Callable[[str], str]  # of a tracked date, as EDTF
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
        found = [one.id for one in self.shown if one.channel == channel and one.answer.mark == mark and one.at >= since]
        return found[0] if found else ""

    def _show(self, channel: str, answer: Answer, nonce: str) -> str:
        before = [one for one in self.shown if one.nonce == nonce and self.now() - one.at < _NONCE_WINDOW]
        if before:
            return before[0].id
        rows = self.rows(
            "SELECT id, kind, item, occasion, state, lease_until FROM due WHERE nonce = ? ORDER BY id", nonce
        )
        message = Shown(f"m{len(self.shown) + 1}", channel, nonce, self.now(), tuple(row[:4] for row in rows), answer)
        self.shown.append(message)
        self.wrong += [f"{row[2]} {row[3]} is shown while {row[4]}" for row in rows if row[4] != "claimed"]
        self.wrong += [said for row in rows for said in self._settled(row[2], row[5])]
        self.wrong += [] if rows else [f"{answer.title} is shown for no row"]
        self.wrong += _said(message, self.window)
        return message.id

    def _settled(self, item: str, lease_until: int) -> Iterable[str]:
        """Tell whether a date had been answered for good before its reminder was claimed."""
        claimed_at = lease_until - LEASE // timedelta(microseconds=1)
        answers = self.rows("SELECT kind, at FROM outcome WHERE item = ? AND at < ? ORDER BY id", item, claimed_at)
        if answers and answers[-1][0] in SETTLING:
            yield f"{item} is shown though {answers[-1][0]}"

    def broken_rules(self) -> list[str]:
        """List what must not be, as it stands now."""
        shown = Counter(row[1:] for message in self.shown for row in message.rows)
        found = [f"{' '.join(row)} is shown {times} times" for row, times in shown.items() if times > 1]
        rows = self.rows(
            "SELECT id, item, occasion, state, message FROM due WHERE state NOT IN"
            " ('waiting', 'claimed', 'sent', 'parked', 'cancelled') OR (state = 'sent' AND message = '')"
        )
        found += [f"row {row[0]}: {row[3]}, message “{row[4]}”" for row in rows]
        ids = {message.id for message in self.shown}
        sent = self.rows("SELECT id, item, occasion, state, message FROM due WHERE state = 'sent'")
        found += [f"{row[1]} {row[2]} is sent as {row[4]}, which nobody saw" for row in sent if row[4] not in ids]
        return self.wrong + found


def _said(message: Shown, window: Callable[[str], str]) -> Iterable[str]:
    """An inexact date is shown as the window that it is."""
    if len(message.rows) != 1 or message.rows[0][1] != "reminder" or message.rows[0][3].startswith("late"):
        return
    edtf = window(message.rows[0][2])
    lines = [block for block in walk(message.answer.blocks) if isinstance(block, Line) and block.label == "Expected"]
    said = [part.edtf for line in lines for part in line.parts if isinstance(part, Window)]
    if edtf and lines and edtf not in said:
        yield f"{message.rows[0][2]} is expected {edtf}, but it is said: {said}"
