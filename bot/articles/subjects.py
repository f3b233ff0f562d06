"""Whom a whole sentence is about, as far as capitals, offices and the first verb show it."""

from collections.abc import Sequence

from bot.articles.cue_words import DESCRIBING, FINITE, MODALS, PLAIN, TELL
from bot.articles.name_runs import Run, bare
from bot.articles.name_words import BODIES, DEMONYMS, OFFICES
from bot.articles.phrases import LEADING, PREPOSITIONS, PRONOUNS, Phrase, name_phrase, read_noun
from bot.articles.sentences import Token

_VERBS = frozenset(
    "wants want meets met took takes gave gives sent sends left leaves held holds made makes began begins "
    "came comes went goes plans hopes seeks sought faces needs remains got gets put puts set sets hit "
    "brought arrived saw sees knows knew won lost appeared appears continues thinks thought".split()
)
_SMALL = 5  # words written small between a body and the office in it: "White House national security spokesman"
_LONGEST = 16


def first_subject(tokens: Sequence[Token], runs: Sequence[Run]) -> Phrase | None:
    """Read the subject of a sentence; None where nothing shows it."""
    start = _past_dateline(tokens) or _past_opening(tokens)
    if start >= len(tokens) or tokens[start].kind != "word":
        return None
    token = tokens[start]
    if token.lower in PRONOUNS:
        named = _named_in_opening(tokens, runs) if token.lower in ("he", "she") else None
        if named:
            return named
        return Phrase("pronoun", token.lower, (token.start, token.end), plural=token.lower == "they")
    end = _end(tokens, start, runs)
    if end is None:
        return _named_behind(tokens, start + 1, runs)
    phrase = read_noun(tokens, start, end, runs)
    named = _named_behind(tokens, end, runs) if phrase and phrase.kind in ("role", "body") else None
    return named or phrase


def _named_in_opening(tokens: Sequence[Token], runs: Sequence[Run]) -> Phrase | None:
    """Read "When Tanja Weber walked in, she had not slept": its subject is named before the comma."""
    if tokens[0].lower not in (
        "when",
        "while",
        "as",
        "after",
        "before",
        "although",
        "though",
        "since",
        "because",
        "if",
    ):
        return None
    run = next((run for run in runs if run.first == 1 and run.kind == "person" and run.name), None)
    return name_phrase(tokens, run, run.first) if run and not run.possessive else None


def _past_dateline(tokens: Sequence[Token]) -> int:
    """Pass over "FREEPORT, Salone --" and "LONDON (Reuters) -"."""
    if len(tokens) < 4 or not tokens[0].text.isupper() or len(tokens[0].text) < 3:
        return 0
    dash = next((at for at in range(1, min(len(tokens), 14)) if tokens[at].text in ("--", "—", "–", "-")), None)
    return dash + 1 if dash else 0


def _past_opening(tokens: Sequence[Token]) -> int:
    """Pass over "But in Geneva," before a subject."""
    start = 0
    while start < len(tokens) and tokens[start].lower in LEADING:
        start += 1
    opened = start < len(tokens) and (tokens[start].lower in PREPOSITIONS or tokens[start].lower.endswith("ing"))
    if not opened:
        return start
    comma = next((at for at in range(start, min(len(tokens), 30)) if tokens[at].text == ","), None)
    return len(tokens) if comma is None else comma + 1


def _end(tokens: Sequence[Token], start: int, runs: Sequence[Run]) -> int | None:
    best, small, at = None, 0, start
    while at < len(tokens) and at - start < _LONGEST and tokens[at].kind == "word":
        run = next((run for run in runs if run.first == at), None)
        if run is not None:
            at, small = run.last, 0
            if run.kind == "person" and not run.possessive:
                return at
            best = best if run.possessive or _is_adjective(run) else at
            continue
        word = bare(tokens[at].lower)
        if _is_verb(word) or (word in PREPOSITIONS and best is not None) or small > _SMALL:
            break
        at, small = at + 1, small + 1
        if word in OFFICES or word in BODIES:
            best = at
    return best


def _is_adjective(run: Run) -> bool:
    return bool(run.name) and all(word.lower() in DEMONYMS and word.lower() not in BODIES for word in run.name)


def _is_verb(word: str) -> bool:
    return (
        word in FINITE
        or word in MODALS
        or word in PLAIN
        or word in TELL
        or word in DESCRIBING
        or word in _VERBS
        or (word.endswith("ed") and len(word) > 4)
    )


def _named_behind(tokens: Sequence[Token], end: int, runs: Sequence[Run]) -> Phrase | None:
    """Find the name behind a role: "a member of the council, Ismail Qasemyar, was more guarded"."""
    comma = next((at for at in range(end, min(len(tokens), end + 9)) if tokens[at].kind != "word"), None)
    if comma is None or tokens[comma].text != "," or any(_is_verb(token.lower) for token in tokens[end:comma]):
        return None
    run = next((run for run in runs if run.first == comma + 1 and run.kind == "person" and len(run.name) > 1), None)
    return name_phrase(tokens, run, run.first) if run and not run.possessive else None
