"""What was probably meant by a mistyped id, key or choice."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

# below this likeness a suggestion misleads more than it helps
_NEAR = 60
_LONGEST_GUESSED = 64


def nearest(guess: str, candidates: Iterable[str]) -> str:
    """Find the candidate that was probably meant, or return an empty text."""
    if not guess or len(guess) > _LONGEST_GUESSED:
        return ""
    hit = process.extractOne(guess, list(candidates), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=_NEAR)
    return str(hit[0]) if hit else ""
