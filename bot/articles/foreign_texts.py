"""Texts in other languages: what stands between marks, who is named beside it, and its day; nothing is sure."""

import re
from collections.abc import Sequence
from datetime import date

from bot.articles.dates import DateInText
from bot.articles.foreign_dates import find_foreign_dates
from bot.articles.foreign_words import SAID, SAID_ANYWHERE
from bot.articles.paragraphs import find_paragraphs, trim
from bot.articles.quotation_marks import Quotation, find_quotations
from bot.articles.records import Article, Person, Reading, SaidOn, Span, Speaker, Statement
from bot.names.folding import fold

_FEWEST = 3  # words between marks, or signs of a script that parts no words
_FEWEST_SIGNS = 6
_REACH = 160  # characters before and behind the marks in which a speaker is looked for
_KNOWN, _NAMED = 0.6, 0.5  # how sure a speaker is; never enough for "sure"
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_STOP = re.compile(r"[.!?。！？]\s|[。！？\n]")
_OPEN = Speaker("", None, None, 0.2, "nobody named beside it")


def read_foreign(article: Article, language: str, form: str) -> Reading:
    """Read a text of another language as far as its marks go."""
    paragraphs = find_paragraphs(article.text)
    quotations, faults = find_quotations(article.text, paragraphs)
    dates = find_foreign_dates(article.text, article.published, language) if article.published else []
    statements = [
        _statement(article, one, paragraphs, dates) for one in quotations if _says_something(article.text, one)
    ]
    return Reading(form, tuple(statements), tuple(faults), (), tuple(dates), (), ())


def _says_something(text: str, quotation: Quotation) -> bool:
    inner = text[slice(*quotation.inner)]
    if re.search("[\u3040-\u30ff\u4e00-\u9fff]", inner):
        return len(inner) >= _FEWEST_SIGNS
    return len(inner.split()) >= _FEWEST


def _statement(
    article: Article, quotation: Quotation, paragraphs: Sequence[Span], dates: Sequence[DateInText]
) -> Statement:
    number = next(at for at, (start, end) in enumerate(paragraphs) if start <= quotation.start < end)
    around = _around(article.text, quotation, paragraphs[number])
    speaker = _speaker(article, around)
    day = _said_on(article.published, around, dates)
    rules = ("words between marks", speaker.rule, *((day.rule,) if day else ()), *filter(None, (quotation.fault,)))
    return Statement(
        "direct",
        (trim(article.text, quotation.inner),),
        speaker,
        day,
        min(speaker.confidence, 0.5),
        "",
        rules,
        quotation.continues,
        number,
    )


def _around(text: str, quotation: Quotation, paragraph: Span) -> tuple[Span, Span]:
    """Give what stands before and behind a quotation within its sentence."""
    start = max(paragraph[0], quotation.start - _REACH)
    stops = list(_STOP.finditer(text, start, quotation.start))
    before = (stops[-1].end() if stops else start, quotation.start)
    end = min(paragraph[1], quotation.end + _REACH)
    if _is_whole(text, quotation):
        return before, (quotation.end, quotation.end)
    stop = _STOP.search(text, quotation.end, end)
    return before, (quotation.end, stop.end() if stop else end)


def _is_whole(text: str, quotation: Quotation) -> bool:
    """Tell words that end their sentence from “Nein!”, sagte er."""
    following = text[quotation.end : quotation.end + 2].strip()[:1]
    ends = text[quotation.inner[1] - 1] in ".!?。！？"
    return ends and not (following.islower() or following in ",،—–-")


def _speaker(article: Article, around: tuple[Span, Span]) -> Speaker:
    """Find who is named beside a word that tells of speech: behind the marks first, then before."""
    for span in (around[1], around[0]):
        part = article.text[slice(*span)]
        named = _beside_said(part)
        if named is None and not SAID_ANYWHERE.search(part):
            continue
        person = _of_roster(article.people, named[0] if named else part)
        if person:
            return Speaker(person.name, person.id, _placed(named, span), _KNOWN, "name of the dossier beside a verb")
        if named and len(named[0].split()) > 1:  # one capital alone is any noun of German
            return Speaker(named[0], None, _placed(named, span), _NAMED, "name beside a verb")
    return _OPEN


def _placed(named: tuple[str, int] | None, span: Span) -> Span:
    return (span[0] + named[1], span[0] + named[1] + len(named[0])) if named and named[0] else span


def _beside_said(part: str) -> tuple[str, int] | None:
    """Find the capital words next to a verb that tells of speech, with where they stand; empty where there are none."""
    words = list(_WORD.finditer(part))
    verbs = [at for at, word in enumerate(words) if word[0].lower() in SAID]
    runs = [run for at in verbs for run in (_run(part, words, at, 1), _run(part, words, at, -1)) if run]
    if runs:
        return max(runs, key=lambda one: len(one[0].split()) > 1)
    return ("", 0) if verbs else None


_NEAR = 6  # words between the verb and the name: "sagte die Handelsministerin Ada Lind"


def _run(part: str, words: Sequence[re.Match[str]], verb: int, step: int) -> tuple[str, int] | None:
    """Read the last capital words in a row on one side of a verb, up to a mark."""
    at = verb + step
    row: list[re.Match[str]] = []
    best: list[re.Match[str]] = []
    while 0 <= at < len(words) and abs(at - verb) <= _NEAR and not _is_parted(part, words, at, step):
        if words[at][0][0].isupper():
            row = [*row, words[at]] if step > 0 else [words[at], *row]
            best = row if len(row) >= len(best) else best
        else:
            row = []
        at += step
    if not best:
        return None
    best = best[-2:] if len(best) > 2 else best
    return part[best[0].start() : best[-1].end()], best[0].start()


def _is_parted(part: str, words: Sequence[re.Match[str]], at: int, step: int) -> bool:
    """Tell whether a mark stands between a word and the one before it, going away from the verb."""
    near, far = (words[at - 1], words[at]) if step > 0 else (words[at], words[at + 1])
    between = part[near.end() : far.start()]
    if step > 0 and between == ", " and far[0][0].isupper():
        return False  # dijo la ministra de Comercio, Ada Lind
    return bool(re.search(r"[,.;:()«»„“”\"]", between))


def _of_roster(people: Sequence[Person], words: str) -> Person | None:
    """Find the one person of the dossier whom words name, declined or in another script."""
    folded = fold(words).split()
    found = [one for one in people if any(_names(name, folded, words) for name in (one.name, *one.aliases))]
    return found[0] if len(found) == 1 else None


_ENDINGS = 3  # letters that a case adds to a name: Линдом


def _names(name: str, folded: Sequence[str], words: str) -> bool:
    last = fold(name).split()[-1:]
    if not name.isascii() and name in words:
        return True
    return (
        bool(last)
        and len(last[0]) > 2
        and any(word.startswith(last[0]) and len(word) - len(last[0]) <= _ENDINGS for word in folded)
    )


def _said_on(published: date | None, around: tuple[Span, Span], dates: Sequence[DateInText]) -> SaidOn | None:
    """Take a day beside the marks that is not to come, else that of publication as assumed."""
    if published is None:
        return None
    before, behind = (
        [one for one in dates if start <= one.span[0] < end and one.first <= published] for start, end in around
    )
    nearest = behind[:1] or before[-1:]
    if nearest:
        return SaidOn(nearest[0].first, True, nearest[0].rule)
    return SaidOn(published, False, "day of publication")
