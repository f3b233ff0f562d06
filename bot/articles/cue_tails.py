"""What stands between a cue and what was said: when, where, to whom; and where "that" or a colon leads on."""

from collections.abc import Callable, Sequence

from bot.articles.cue_words import BE, DESCRIBING, FINITE, LISTENERS, MEDIUMS, MODALS, PLAIN
from bot.articles.name_runs import Run, bare
from bot.articles.phrases import is_adverb, is_time
from bot.articles.sentences import Token

TAIL_PREPOSITIONS = frozenset(
    "in at during via through from on to after following before by over with for late early as who adding "
    "upon amid".split()
)


def skip_tail(tokens: Sequence[Token], at: int, runs: Sequence[Run], *, listener: bool) -> tuple[int, bool, str]:
    """Go over when, where and to whom it was said; says whether "that" or a colon leads on, and the medium."""
    begun = at
    if listener:
        heard = _skip_listener(tokens, at, runs)
        if heard == at:
            return at, False, ""
        at = heard
    while at < len(tokens):
        after = _skip_time(tokens, at) or _skip_place(tokens, at, runs)
        if not after:
            break
        at = after
    medium = " ".join(token.text for token in tokens[begun:at] if token.kind == "word")
    if at < len(tokens) and tokens[at].lower == "that" and at + 1 < len(tokens):
        return (at if tokens[at + 1].lower in FINITE else at + 1), True, medium  # "said that was a question for later"
    jump = _that_ahead(tokens, at) or _that_behind_commas(tokens, at)
    if jump:
        return jump, True, " ".join(token.text for token in tokens[begun : jump - 1] if token.kind == "word")
    if at < len(tokens) and tokens[at].text == ":":
        return at + 1, True, medium
    colon = _colon_ahead(tokens, at) or _colon_behind_comma(tokens, at)
    if colon:
        return colon, True, " ".join(token.text for token in tokens[begun : colon - 1] if token.kind == "word")
    return at, False, medium


def _skip_listener(tokens: Sequence[Token], at: int, runs: Sequence[Run]) -> int:
    """Go over to whom it was said: a name with what it is, or a few words that end with a listener."""
    run = _run_at(runs, at)
    if run is None and at < len(tokens) and tokens[at].lower in ("the", "state"):
        run = _run_at(runs, at + 1)
    return _skip_named(tokens, run, runs) if run else _skip_described(tokens, at, runs)


def _run_at(runs: Sequence[Run], at: int) -> Run | None:
    return next((run for run in runs if run.first == at), None)


def _skip_named(tokens: Sequence[Token], run: Run, runs: Sequence[Run]) -> int:
    at = run.last
    if run.possessive:
        at = _skip_while(tokens, at, at + 5, _is_of_listener)
    at = _skip_while(tokens, at, len(tokens), _is_office)
    named = _run_at(runs, at)
    return named.last if named and tokens[at - 1].lower in LISTENERS else at


def _is_of_listener(token: Token) -> bool:
    return token.kind == "quote" or token.lower in LISTENERS or token.is_capital


def _is_office(token: Token) -> bool:
    return token.kind == "word" and (token.lower in LISTENERS or token.lower in ("news", "state"))


def _skip_while(tokens: Sequence[Token], at: int, end: int, fits: Callable[[Token], bool]) -> int:
    while at < min(end, len(tokens)) and fits(tokens[at]):
        at += 1
    return at


def _skip_described(tokens: Sequence[Token], at: int, runs: Sequence[Run]) -> int:
    begun = at
    while at < len(tokens) and at - begun < 9 and tokens[at].kind == "word":
        word, after = bare(tokens[at].lower), tokens[at + 1] if at + 1 < len(tokens) else None
        if word in _SUBJECTS or (word == "her" and after and after.kind == "word" and after.lower not in _BEGINS):
            break  # "told her guests": not "told her"
        if (word in LISTENERS or word in MEDIUMS) and not (after and _is_heard(after)):
            run = _run_at(runs, at + 1)
            return run.last if run and tokens[at].lower in _OUTLETS else at + 1
        at += 1
    return begun


_SUBJECTS = frozenset("that he she they it there".split())
_OUTLETS = frozenset(
    "agency newspaper daily channel broadcaster network magazine program programme station television tv outlet host "
    "anchor site website service weekly paper radio".split()
)


def _is_heard(token: Token) -> bool:
    return token.lower in LISTENERS or token.lower in MEDIUMS


_BEGINS = frozenset("that the a an he she it they there in on at his their we not to".split())


def skip_any_listener(tokens: Sequence[Token], at: int) -> tuple[int, bool, str]:
    """Go over "her guests from Trubagaz" up to "that", or to the mark or words between marks behind it."""
    for end in range(at, min(len(tokens), at + 10)):
        if at < end < len(tokens) - 1 and tokens[end].lower == "that":
            return end + 1, True, " ".join(token.text for token in tokens[at:end])
        if tokens[end].kind == "word" and (tokens[end].lower in FINITE or tokens[end].lower in PLAIN):
            break
        if tokens[end].kind == "word":
            continue
        follows = tokens[end].kind == "quote" or (end + 1 < len(tokens) and tokens[end + 1].kind == "quote")
        over = tokens[end].text in (".", ",") and end + 1 >= len(tokens)
        if end > at and (follows or over):
            return end, False, " ".join(token.text for token in tokens[at:end])
        break
    return at, False, ""


_SPANS = frozenset("day days week weeks month months year years hour hours".split())


def _is_counted_back(tokens: Sequence[Token], at: int) -> bool:
    """Tell "two days earlier", "the previous week" and "the day before" from "the day before the vote"."""
    words = [one.lower for one in tokens[at : at + 3]]
    if len(words) < 3 or words[1] == "previous":
        return len(words) == 3
    following = tokens[at + 3] if at + 3 < len(tokens) else None
    is_over = following is None or following.kind != "word" or following.lower == "that"
    return words[1] in _SPANS and (words[2] in ("earlier", "ago") or (words[2] == "before" and is_over))


def _skip_time(tokens: Sequence[Token], at: int) -> int:
    token = tokens[at]
    if token.kind != "word":
        return 0
    if (is_adverb(token) and token.lower not in ("only", "even", "just", "once", "never")) or is_time(tokens, at):
        if token.lower in ("week", "month", "year", "night", "weekend") or (
            token.lower == "may" and not token.is_capital
        ):
            return 0
        return at + 1
    if _is_counted_back(tokens, at):
        return at + 3
    if (
        token.lower in ("on", "in", "last", "this", "earlier", "late", "by")
        and at + 1 < len(tokens)
        and (is_time(tokens, at + 1) or tokens[at + 1].lower in ("late", "early"))
    ):
        end = at + 1
        while end < len(tokens) and (is_time(tokens, end) or tokens[end].lower in ("late", "early")):
            end += 1
        return end
    return 0


def _skip_place(tokens: Sequence[Token], at: int, runs: Sequence[Run]) -> int:
    """Go over "in a statement", "at a briefing in Geneva", "on Twitter"."""
    if (
        tokens[at].lower not in TAIL_PREPOSITIONS
        or at + 1 >= len(tokens)
        or tokens[at].lower in ("as", "who", "adding")
    ):
        return 0
    for end in range(at + 1, min(len(tokens), at + 10)):
        token = tokens[end]
        if token.kind != "word" or token.lower in (
            "that",
            "he",
            "she",
            "they",
            "it",
            "there",
            "is",
            "was",
            "has",
            "would",
            "will",
        ):
            break
        if token.lower in MEDIUMS or (token.lower in LISTENERS and token.lower not in ("people", "them")):
            if end + 1 < len(tokens) and (tokens[end + 1].lower in MEDIUMS or tokens[end + 1].lower in LISTENERS):
                continue
            return _skip_dated(tokens, end + 1)
    run = next((run for run in runs if run.first == at + 1), None)
    if run and not run.possessive and tokens[at].lower in ("in", "at", "from", "to", "on", "via"):
        return run.last
    return 0


_DATED = frozenset("dated published released posted sent issued signed broadcast aired obtained seen".split())


def _skip_dated(tokens: Sequence[Token], at: int) -> int:
    """Go over "dated December 30" behind a letter."""
    if at < len(tokens) and tokens[at].lower in _DATED:
        while at < len(tokens) and tokens[at].kind == "word" and tokens[at].lower != "that":
            at += 1
    return at


def _that_ahead(tokens: Sequence[Token], at: int) -> int:
    """Find the "that" behind "after a meeting with his counterpart"."""
    if at >= len(tokens) or (tokens[at].lower not in TAIL_PREPOSITIONS and not tokens[at].lower.endswith("ing")):
        return 0
    for place in range(at, min(len(tokens) - 1, at + 16)):
        token = tokens[place]
        if token.lower == "that" and tokens[place - 1].lower not in ("on", "at", "in", "after", "before"):
            return place + 1
        is_verb = token.lower in PLAIN or token.lower in DESCRIBING or token.lower in BE or token.lower in MODALS
        if token.kind != "word" or is_verb:
            return 0
    return 0


def _that_behind_commas(tokens: Sequence[Token], at: int) -> int:
    """Find the "that" behind ", Wednesday evening,"."""
    if at >= len(tokens) or tokens[at].text != ",":
        return 0
    for place in range(at + 1, min(len(tokens) - 1, at + 9)):
        if tokens[place].text == ",":
            return place + 2 if tokens[place + 1].lower == "that" and place + 2 < len(tokens) else 0
        if tokens[place].kind != "word":
            return 0
    return 0


def _colon_behind_comma(tokens: Sequence[Token], at: int) -> int:
    """Find the colon behind ", with a grin"."""
    if at >= len(tokens) or tokens[at].text != ",":
        return 0
    for place in range(at + 1, min(len(tokens), at + 9)):
        if tokens[place].text == ":":
            return place + 1 if place + 1 >= len(tokens) or tokens[place + 1].kind == "quote" else 0
        if tokens[place].kind != "word" or tokens[place].lower in FINITE or tokens[place].lower in PLAIN:
            return 0
    return 0


def _colon_ahead(tokens: Sequence[Token], at: int) -> int:
    if at >= len(tokens) or tokens[at].kind != "word":
        return 0
    for place in range(at, min(len(tokens), at + 22)):
        if tokens[place].text == ":":
            return place + 1 if place + 1 >= len(tokens) or tokens[place + 1].kind == "quote" else 0
        if tokens[place].kind == "quote" or tokens[place].lower in PLAIN or tokens[place].lower in FINITE:
            return 0
    return 0
