"""How many questions somebody may send in a short while; the rest are asked to wait, privately."""

from collections import deque
from dataclasses import dataclass, field
from math import ceil

from bot.asking import UserError

_SECONDS = 10.0
_MEMBERS = 10  # a server may send as much as so many people together
_MOST_REMEMBERED = 10_000


@dataclass(slots=True)
class QuestionLimit:
    """Counts the questions of the last ten seconds, by person and by server; `limit` is one person's."""

    limit: int
    _sent: dict[str, deque[float]] = field(default_factory=dict)

    def check(self, person: str, server: str, *, at: float) -> None:
        """Count one more question at a monotonic second, or raise UserError saying when the next can be answered."""
        limits = {f"person {person}": self.limit} | ({f"server {server}": self.limit * _MEMBERS} if server else {})
        wait = max(self._wait(key, limit, at) for key, limit in limits.items())
        if wait > 0:
            raise UserError(f"That was a lot at once. Send it again in {ceil(wait)} s; what you typed is not lost.")
        for key in limits:
            self._sent[key].append(at)

    def _wait(self, key: str, limit: int, at: float) -> float:
        if len(self._sent) > _MOST_REMEMBERED:
            self._sent = {one: sent for one, sent in self._sent.items() if sent and sent[-1] > at - _SECONDS}
        sent = self._sent.setdefault(key, deque())
        while sent and sent[0] <= at - _SECONDS:
            sent.popleft()
        return sent[0] + _SECONDS - at if len(sent) >= limit else 0.0
