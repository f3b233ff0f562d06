"""How many questions somebody may send in a short while; the rest are asked to wait, privately."""

from math import ceil

from discord.ext.commands import Cooldown, CooldownMapping

from bot.asking import UserError

_SECONDS = 10.0
_MEMBERS = 10  # a server may send as much as so many people together


class QuestionLimit:
    """Counts questions within ten seconds, by person and by server."""

    def __init__(self, limit: int) -> None:
        """Let one person send `limit` questions."""
        self._people, self._servers = _mapping(limit), _mapping(limit * _MEMBERS)

    def check(self, person: str, server: str, *, at: float) -> None:
        """Count one more question at a monotonic second, or raise UserError saying when the next can be answered."""
        asked = [(self._people, person), *([(self._servers, server)] if server else [])]
        buckets = [bucket for mapping, key in asked if (bucket := mapping.get_bucket(key, at))]
        wait = max(bucket.get_retry_after(at) for bucket in buckets)
        if wait > 0:
            raise UserError(f"That was a lot at once. Send it again in {ceil(wait)} s; what you typed is not lost.")
        for bucket in buckets:
            bucket.update_rate_limit(at)


def _mapping(rate: int) -> CooldownMapping[str]:
    return CooldownMapping(Cooldown(rate, _SECONDS), str)
