"""The words that name who speaks: the phrase before a verb, behind it, or at the start of a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.articles.cue_words import NEGATIONS
from bot.articles.name_runs import Run, bare
from bot.articles.name_words import BODIES, OFFICES
from bot.articles.records import Span
from bot.articles.sentences import Token

PRONOUNS = frozenset("he she they it who i we".split())
_HEAD_ENDS = frozenset(
    "of for from in at with on to by close near behind familiar involved briefed who representing under "
    "within inside about against among between based present speaking seen obtained released published "
    "issued signed dated quoted led called known named".split()
)
WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
MONTHS = frozenset(
    "january february march april may june july august september october november december jan. feb. aug. "
    "sept. oct. nov. dec. jan feb mar apr jun jul aug sept sep oct nov dec".split()
)
TIME_WORDS = WEEKDAYS | frozenset(
    "yesterday today earlier later late early morning afternoon evening night tonight overnight week month "
    "year weekend noon midday midnight then afterwards afterward recently separately".split()
)
ADVERBS = TIME_WORDS | frozenset(
    "also again still already now however meanwhile further furthermore instead therefore thus even just "
    "once always often never ever simply only too first moreover nevertheless nonetheless though".split()
)
NOT_ADVERBS = frozenset("family ally italy july supply only assembly reply daily weekly early anomaly monopoly".split())
LEADING = ADVERBS | frozenset("and but so yet or as while for both".split())
_DETERMINERS = frozenset("the a an his her its their this that our one another some any several many two three".split())
PREPOSITIONS = frozenset(
    "in on at after before during following amid for from with by according to under despite since as when "
    "while if speaking asked responding addressing writing within because although though unlike like".split()
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that name a speaker: a pronoun, a name, a body or place, a role, or something else."""

    kind: str  # pronoun, name, body, role, unknown
    text: str
    span: Span
    run: Run | None = None
    definite: bool = False
    plural: bool = False
    apposition: str = ""


def is_adverb(token: Token) -> bool:
    """Tell a word that stands between a subject and its verb without changing who speaks."""
    word = token.lower
    return word in ADVERBS or (
        word.endswith("ly") and len(word) > 4 and word not in NOT_ADVERBS and token.text.islower()
    )


def is_time(tokens: Sequence[Token], at: int) -> bool:
    """Tell a word of a day or date; a number is one only beside a month."""
    token = tokens[at]
    if not token.text.isdigit():
        return token.lower in TIME_WORDS or (token.lower in MONTHS and token.is_capital)
    return any(0 <= near < len(tokens) and tokens[near].lower in MONTHS for near in (at - 2, at - 1, at + 1))


def read_noun(tokens: Sequence[Token], start: int, end: int, runs: Sequence[Run]) -> Phrase | None:
    """Read one noun phrase."""
    if end - start > 1 and tokens[end - 1].lower in ("himself", "herself", "itself", "themselves"):
        end -= 1
    first, last = tokens[start], tokens[end - 1]
    span = (first.start, last.end)
    if last.lower in PRONOUNS and (end - start == 1 or last.lower == "who" or first.lower in PREPOSITIONS):
        return Phrase("pronoun", last.lower, (last.start, last.end), plural=last.lower in ("they", "we"))
    run = next((run for run in runs if run.last == end and run.first >= start), None)
    stops = [at for at in range(start, end) if tokens[at].lower in _HEAD_ENDS and not _inside(at, runs)]
    is_last = run is not None and run.kind == "person" and not run.possessive and (not stops or stops[-1] < run.first)
    if run and is_last and (not stops or _is_named_after(tokens, start, stops, run, runs)):
        return name_phrase(tokens, run, start)
    head_end = next((at for at in stops if at > start), end)
    head_run = next((run for run in runs if run.last == head_end and run.first >= start), None)
    start = _behind_figures(tokens, start, head_run.first if head_run else start)
    span = (tokens[start].start, span[1])
    text = " ".join(token.text for token in tokens[start:end])
    if head_run and not head_run.possessive and head_run.kind == "person":
        return name_phrase(tokens, head_run, start)
    head = bare(tokens[head_end - 1].lower)
    definite = first.lower in ("the", "his", "her", "its", "their", "this", "that") or bare(first.text) != first.text
    plural = head.endswith("s") and head in (OFFICES | BODIES)
    if head_run and not head_run.possessive and head_run.kind in ("body", "place"):
        return Phrase("body", _trim_article(text), span, head_run, True, plural)
    if head in OFFICES or head.endswith("year-old") or (head_run and head_run.kind == "office"):
        return Phrase("role", _trim_article(text), span, head_run, definite or first.is_capital, plural)
    if head in BODIES:
        return Phrase("body", _trim_article(text), span, None, definite, plural)
    if head in ("one", "another") and (end - start == 1 or bare(last.lower) in OFFICES):
        return Phrase("role", text, span, None, False, False)  # one of the sources
    if head in ("others", "many", "some", "both", "all", "one", "neither", "another") or head in NEGATIONS:
        return Phrase("unknown", text, span, None, False, True)
    return Phrase("unknown", _trim_article(text), span, None, definite, False)


def _behind_figures(tokens: Sequence[Token], start: int, end: int) -> int:
    """Leave out a date that stands before a name without a mark between them."""
    return max((at + 1 for at in range(start, end) if any(map(str.isdigit, tokens[at].text))), default=start)


def _trim_article(text: str) -> str:
    first, _space, rest = text.partition(" ")
    return rest if first.lower() in ("the", "a", "an") and rest else text


def _inside(at: int, runs: Sequence[Run]) -> bool:
    return any(run.first <= at < run.last for run in runs)


def _is_named_after(tokens: Sequence[Token], start: int, stops: Sequence[int], run: Run, runs: Sequence[Run]) -> bool:
    """Tell "minister for Europe Jane Doe" (Doe) from "a spokesman for Jane Doe" (the spokesman)."""
    if stops[0] == start:
        return run.first > stops[-1] + 1 or tokens[start].lower in ("in", "at", "on")
    head = bare(tokens[stops[0] - 1].lower)
    if head not in OFFICES and head not in BODIES:
        return False
    if run.first < len(tokens) and any(word.lower() in BODIES for word in run.office.split()):
        return True  # "representative of the Foreign Ministry Maria Zakharova"
    if _ends_in_body(tokens, start, stops, run):
        return True
    return (
        tokens[start].lower not in ("a", "an")
        and len(run.name) > 1
        and run.first > stops[-1] + 1
        and tokens[run.first - 1].lower not in _DETERMINERS
        and not run.office
        and len(stops) == 1
    )


def _ends_in_body(tokens: Sequence[Token], start: int, stops: Sequence[int], run: Run) -> bool:
    """Tell "Adviser to the head of the company Pavel Kuzmin" from "Father of the hostage Pavel Kuzmin"."""
    before = tokens[run.first - 1].lower if run.first else ""
    is_bare = tokens[start].lower not in ("a", "an", "the", "one")
    named = len(run.name) > 1 and not run.office
    return is_bare and named and before in BODIES and not any(tokens[at].lower == "for" for at in stops)


def name_phrase(tokens: Sequence[Token], run: Run, start: int) -> Phrase:
    first = run.first
    text = " ".join(run.name)
    length = len(run.name)
    span = (tokens[run.last - length].start, tokens[run.last - 1].end)
    plural = first > start and tokens[first - 1].lower == "and"
    return Phrase("name", text, span, run, definite=True, plural=plural)


_AFTER_ENDS = frozenset(
    "in on at during after before as when while who to by about following amid that which where because "
    "adding noting referring speaking citing if though although and but via through over under this last".split()
)


def after_verb(tokens: Sequence[Token], verb: int, runs: Sequence[Run]) -> tuple[Phrase | None, int]:
    """Read the subject behind a verb ("said Lavrov, the minister"), and where its phrase ends."""
    start = verb + 1
    end = start
    while end < len(tokens) and end - start < 18 and (tokens[end].kind == "word" or _is_acronym(tokens, end)):
        if tokens[end].kind != "word":
            end += 3
            continue
        token = tokens[end]
        if (
            end > start
            and not _inside(end, runs)
            and (token.lower in _AFTER_ENDS or is_time(tokens, end) or is_adverb(token))
            and not _names_both(tokens, end)
        ):
            break
        end += 1
    if end == start:
        return None, start
    phrase = read_noun(tokens, start, end, runs)
    if end < len(tokens) and tokens[end].text in (",", "(") and phrase:
        return _with_apposition(tokens, phrase, end, runs)
    return phrase, end


def _is_acronym(tokens: Sequence[Token], at: int) -> bool:
    """Tell "(GAM)" within "the Free Aceh Movement (GAM) commander"."""
    inside = tokens[at : at + 4]
    is_bracket = len(inside) == 4 and inside[0].text == "(" and inside[2].text == ")"
    return is_bracket and inside[1].text.isupper() and inside[3].kind == "word" and inside[3].text.islower()


def _names_both(tokens: Sequence[Token], at: int) -> bool:
    return (
        tokens[at].lower == "and" and at + 1 < len(tokens) and tokens[at + 1].is_capital and tokens[at - 1].is_capital
    )


def _with_apposition(tokens: Sequence[Token], phrase: Phrase, comma: int, runs: Sequence[Run]) -> tuple[Phrase, int]:
    """Take in the role behind a name, or the name behind a role."""
    end = comma + 1
    while (
        end < len(tokens)
        and end - comma < 20
        and tokens[end].kind == "word"
        and tokens[end].lower not in ("adding", "who", "but", "while")
    ):
        end += 1
    inside = tokens[comma + 1 : end]
    if not inside or (end < len(tokens) and tokens[end].kind == "quote"):
        return phrase, comma
    named = next((run for run in runs if run.first == comma + 1 and run.kind == "person"), None)
    if phrase.kind in ("role", "body") and named and len(named.name) > 1:
        return name_phrase(tokens, named, named.first), named.last
    if phrase.kind == "name" and any(bare(token.lower) in OFFICES for token in inside[:9]):
        text = " ".join(token.text for token in inside)
        stop = next(
            (comma + 1 + at for at, token in enumerate(inside) if at and token.lower in ("on", "during", "adding")), end
        )
        return Phrase("name", phrase.text, phrase.span, phrase.run, True, phrase.plural, text), stop
    return phrase, comma
