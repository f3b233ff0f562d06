"""Words that a text quotes twice are one utterance: what it says of their day holds for both."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.articles.draft_list import Draft
from bot.articles.quotation_marks import Quotation

_FEWEST = 5  # words; fewer are said by anybody on any day
_MOST = 200  # drafts that are compared; more is no article
_WORD = re.compile(r"\w+")


def share_days(text: str, drafts: Sequence[Draft], quotations: Sequence[Quotation]) -> None:
    """Give a draft whose day is only assumed the day of another that has the same words between marks."""
    said = [(draft, _quoted(text, draft, quotations)) for draft in drafts[:_MOST] if draft.quotes]
    dated = [(draft, words) for draft, words in said if draft.said_on and draft.said_on.rule != "day of publication"]
    for draft, words in said:
        day = draft.said_on
        if day is None or day.rule != "day of publication" or len(words.split()) < _FEWEST:
            continue
        same = next((one for one, others in dated if f" {words} " in f" {others} " or _holds(words, others)), None)
        if same and same.said_on:
            draft.said_on = replace(same.said_on, stated=False, rule="day of the same words")
            draft.rules.append("day of the same words")


def _holds(words: str, others: str) -> bool:
    return len(others.split()) >= _FEWEST and f" {others} " in f" {words} "


def _quoted(text: str, draft: Draft, quotations: Sequence[Quotation]) -> str:
    inner = " ".join(text[slice(*quotations[number].inner)] for number in draft.quotes)
    return " ".join(_WORD.findall(inner.lower()))
