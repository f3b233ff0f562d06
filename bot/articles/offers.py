"""Sentences that tell of an offer or its terms, with who made it; drafts, always to be gone through; pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

State = Literal["made", "conditional", "ultimatum", "reported"]


class Stretch(Protocol):
    """A sentence's place."""

    @property
    def start(self) -> int:
        """Give its first character."""

    @property
    def end(self) -> int:
        """Give the character after it."""


@dataclass(frozen=True, slots=True)
class OfferInText:
    """A stretch that tells of an offer: who made it in the text's words, or "" where that stays open."""

    span: tuple[int, int]
    words: str
    by: str
    state: State
    rule: str


def find_offers(text: str, sentences: Sequence[Stretch]) -> list[OfferInText]:
    """Find the sentences of a text that tell of an offer, one draft a sentence."""
    return [offer for sentence in sentences for offer in list(_read(text, sentence.start, sentence.end))[:1]]


# --- the rules

_LONGEST = 1200  # characters of a sentence that are read
_DEAL = (
    r"(?:(?:counter-?)?(?:offers?|proposals?)|bid|deal|swap|exchange|truce|cease-?fire|ransom|compromise|package|plan|terms"
    r"|guarantees?|amnesty|concessions?|prisoners?|hostages?|detainees?|captives?|withdrawal|pull-?out|corridor|pause"
    r"|extension|rise|increase|loan|payments?|bonus|reductions?|initiative|draft|text|post|release"
    r"|(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|a hundred)\s+[a-z]+)"
)
_ADVERB = (
    r"(?:(?:has|have|had|initially|also|already|again|now|first|reportedly|formally|publicly|once|even|never|twice)\s+)"
    r"{0,3}"
)
_OFFERED = re.compile(
    rf"\b{_ADVERB}(?P<verb>offer(?:ed|s|ing)?|propos(?:e|ed|es|ing)|tabled|put(?:s|ting)? forward"
    r"|suggest(?:ed|s|ing)?)\b"
    rf"(?=\s+(?:to\s+(?!comment|help\b)[a-z]+|(?:[\w’'-]+\s+){{0,5}}{_DEAL}\b|\w+ing\b))",
    re.IGNORECASE,
)
_NO_OFFER = re.compile(
    r"\b(?:declin|refus)\w* to (?:offer|propose)|\b(?:did|does|do|would) not (?:offer|propose)"
    r"|\boffer(?:ed|s|ing)? (?:no|his|her|their|any|some|few|little|more|new)? ?"
    r"(?:details?|condolences|comments?|apolog\w+|thanks|support|updates?|explanation|clues?)",
    re.IGNORECASE,
)
_A_NOUN = re.compile(r"\b(?:the|an?|to|of|on|for|about|over|this|that|their|its|his|her|our|[A-Z]\w+n|US|U\.S\.)\s+$")
_BARE_VERB = re.compile(r"\b(?:to|will|would|could|may|can|should|and|they|we|I|you)\s+$")
_SUGGESTED = re.compile(
    r"suggest(?:ed|s|ing)?\s+(?:to\s+)?(?:swap|exchang|trad|releas|hand|extend|meet|pay|shar|lift|withdraw)",
    re.IGNORECASE,
)
_NOUN = re.compile(
    r"\b(?:substantial|generous|serious|revised|new|final|fair|better|improved|written|formal|concrete|pay|complete"
    r"|original|first|bridging|American|Russian|US|U\.S\.)?\s?(?:counter-?)?(?:offer|proposal)\b"
    r"(?=\s+(?:to\s+(?!comment)[a-z]+|for\b|of\b|on the table|was\b|had\b|has\b|that\b|stands\b|under\b|weeks\b"
    r"|includes?\b|in this regard)|[”\"])"
)
_MADE = re.compile(
    r"\b(?:ma[dk]e|making|submit\w*|present\w*|communicat\w*|placed?|lay|laid|improve\w*|stand\w*|includes?)\b",
    re.IGNORECASE,
)
_IN_RETURN = re.compile(
    r"\b(?:in exchange for|in return for|in return\b|swap(?:ped|ping)?\b[^.;]{3,60}\bfor\b|as part of a (?:swap|deal))",
    re.IGNORECASE,
)
_ONLY_IF = re.compile(r"\b(?:only if|provided|on condition|in return|as long as)\b", re.IGNORECASE)
_IF = re.compile(
    r"\b(?:only if|if|provided(?: that)?|on condition that|as long as|unless|as soon as|once)\b", re.IGNORECASE
)
_DEEDS = (
    "accept|releas|free|hand|withdraw|lift|pay|open|stop|suspend|swap|exchang|trad|extradit|sign|conclud|give|present|offer"
    "|extend|shar|let|return|drop|cut|reduc|rais|compromis|conced|grant|end|paid|given"
)
_READY = re.compile(
    rf"(?<!battle )(?<!combat )\b(?:ready|willing|prepared|willingness|readiness)\s+to\s+(?:{_DEEDS})\w*", re.IGNORECASE
)
_GIVES = re.compile(
    rf"\b(?:will|would|could|shall|may)\s+(?:only\s+|be\s+|then\s+|also\s+)*(?:{_DEEDS}|receiv)\w*", re.IGNORECASE
)
_OR_ELSE = re.compile(
    r"\b(?:within|until|by)\b[^.;]{2,40}\b(?:if|unless|or)\b|\b(?:if|unless)\b[^.;]{3,80}\bwithin\b|\bultimatum\b",
    re.IGNORECASE,
)
_THREATENS = re.compile(
    r"\b(?:will|would|to)\s+(?:\w+\s+)?(?:attack|respond|retaliate|strike|destroy|face|stop|close|shut|cut off"
    r"|walk out)\w*",
    re.IGNORECASE,
)


def _read(text: str, start: int, end: int) -> Iterator[OfferInText]:
    sentence = text[start : min(end, start + _LONGEST)]
    for rule, at, state in _rules(sentence):
        first, last = _terms(sentence, at)
        words = sentence[first:last]
        yield OfferInText((start + first, start + last), words, _maker(sentence, at, rule), state, rule)


def _rules(sentence: str) -> Iterator[tuple[str, int, State]]:
    """Give the rules that hold of a sentence, the surest first, each with where it does."""
    returned = _IN_RETURN.search(sentence)
    state: State = "conditional" if returned or _IF.search(sentence) else "made"
    if offered := next((verb for verb in _OFFERED.finditer(sentence) if _is_offering(sentence, verb)), None):
        yield "verb of offering", offered.start(), state
    if ready := _READY.search(sentence):
        yield "ready to give", ready.start(), "conditional"
    if (given := _GIVES.search(sentence)) and (returned or _ONLY_IF.search(sentence)):
        yield "something for something", given.start(), "conditional"
    if (noun := _NOUN.search(sentence)) and (returned or _MADE.search(sentence)):
        yield "an offer by its name", noun.start(), state
    if returned:
        yield "something for something", returned.start(), "reported"
    limit = _OR_ELSE.search(sentence)
    if limit and (threat := _THREATENS.search(sentence)) and " not " not in threat[0]:
        yield "do it or else", threat.start(), "ultimatum"


def _is_offering(sentence: str, offered: re.Match[str]) -> bool:
    """Tell “offered to release him” from “offered his condolences”, “an offer”, “suggested that he lies”."""
    verb, before = offered["verb"].lower(), sentence[: offered.start("verb")]
    if _NO_OFFER.search(sentence):
        return False
    if verb in ("offer", "propose"):
        return bool(_BARE_VERB.search(before))
    if verb in ("proposed", "offered") and _A_NOUN.search(before):
        return False
    return not verb.startswith("suggest") or bool(_SUGGESTED.match(sentence, offered.start("verb")))


# --- where the terms begin and end, and whose they are

_ATTRIBUTED = re.compile(
    r",\s+(?:according to\b|as\b[^,]{0,40}\breport|[^,“”\"]{2,60}\b(?:said|says|told|reported|added|reports"
    r"|announced)\b)"
    r"[^“”\"]*$"
)
_SAID_BEFORE = re.compile(
    r"\b(?:said|says|told [\w ]{2,30}|reported|confirmed|added|stated|announced)(?: on \w+| \w+day)?(?: that)?\s+"
)


def _terms(sentence: str, at: int) -> tuple[int, int]:
    """Cut the attribution off a sentence, before and behind what is offered."""
    tail = _ATTRIBUTED.search(sentence)
    last = tail.start() if tail and tail.start() > at else len(sentence.rstrip())
    before = [said.end() for said in _SAID_BEFORE.finditer(sentence, 0, at)]
    first = before[-1] if before else 0
    while first < last and sentence[first] in " “\"'‘,":
        first += 1
    while last > first and sentence[last - 1] in " .,;”\"'’":
        last -= 1
    return first, last


_NAME = r"(?:[Tt]he\s+)?[A-Z][\w’'.-]*(?:\s+(?:of|for|the|and)?\s?[A-Z][\w’'.-]*){0,4}"
_ROLE = (
    r"\b(?:[Tt]he|[Tt]heir|[Hh]is|[Hh]er|a|an|[Bb]oth)\s+[a-z][\w’'-]*"
    r"(?:\s+(?!is\b|are\b|was\b|were\b|has\b|had\b|have\b)[a-z][\w’'-]*){0,2}"
)
_SUBJECT = re.compile(
    rf"(?P<who>{_NAME}|{_ROLE}|\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ww]e|[Ii]t|I))\s+{_ADVERB}(?:is|are|was|were|be|been)?\s*$"
)
_OWNER = re.compile(
    rf"(?P<who>{_NAME}|{_ROLE})[’']s?\s+(?:\w+\s+){{0,2}}$|\b(?P<of>American|Russian|US|U\.S\.)\s+(?:\w+\s+)?$"
)


def _maker(sentence: str, at: int, rule: str) -> str:
    """Find who offers: the subject before the verb, or the owner of the offer."""
    before = f"{sentence[:at].rstrip()} "
    if rule == "an offer by its name":
        if owner := _OWNER.search(before):
            return owner["who"] or owner["of"]
        made = _MADE.search(before)
        before = before[: made.start()] if made else before
    stops = [stop.start() for stop in re.finditer(r",|\bto\b|\bwho\b|\bha[sd]\b|\bhave\b", before)]
    for piece in (before, *(before[:stop] for stop in reversed(stops))):
        if (subject := _SUBJECT.search(f"{piece.rstrip()} ")) and subject["who"] not in _NOBODY:
            return subject["who"]
    first = re.match(rf"[“\"]?(?P<who>{_NAME}|{_ROLE})", sentence)
    return first["who"] if first and first["who"] not in _NOBODY else ""


_NOBODY = frozenset("After According As Under No That This Before In On At When While If And But It The Our".split())
