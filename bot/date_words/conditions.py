"""What hangs on something else: after the verdict, once a deal is signed; and which tracked date or event that is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.date_words.meaning import Meaning, Said
from bot.date_words.vocabulary import MONTH, MONTH_OF, NUMBER, WEEKDAY, WEEKDAY_OF
from bot.names.folding import fold

_AMOUNT = rf"(?:{NUMBER}|a few|several|some|a couple of)[- ](?:minute|hour|day|week|fortnight|month|year)s?"
_OFFSET = rf"(?P<offset>(?:(?:within|no later than|not later than|at least) )?{_AMOUNT}) "
_RELATIONS = (
    (r"(?:on )?the day (?:after|following) ", "after"),
    (r"(?:on )?the day before ", "before"),
    (rf"{_OFFSET}(?:after|of|from|following) ", "after"),
    (rf"{_OFFSET}(?:before|ahead of|prior to) ", "before"),
    (r"(?:(?:only|shortly|soon|immediately|right|straight|directly|sometime|just) )?(?:after|following) ", "after"),
    (r"(?:(?:only|just) )?(?:once|when|as soon as|whenever|the moment|the day|upon|when and if|if and when) ", "after"),
    (r"(?:on completion of|in the wake of) ", "after"),
    (r"(?:not|no earlier than|no sooner than|never) (?:before|until|till) ", "after"),
    (r"no (?:earlier|sooner) than ", "after"),
    (r"(?:pending|awaiting|subject to|depending on|contingent on|conditional on) ", "after"),
    (r"(?:(?:shortly|some time|sometime|just|immediately|right) )?(?:before|prior to|ahead of) ", "before"),
    (r"(?:in the run-up to|on the eve of) ", "before"),
    (r"(?:until|till|by the time|in time for) |(?:by|no later than) (?=the |an? |his |her |its |their )", "before"),
    (r"(?:(?:only|even) )?(?:if|unless|provided that|provided|providing|assuming) ", "if"),
    (r"(?:in case(?: of)?|in the event of|on condition that) ", "if"),
    (r"at (?=(?:the|an?|his|her|its|their|this|that|these|those|our|your|[^ ]+s) |[^ ]+ [^ ])", "during"),
    (r"(?:during|alongside|on the sidelines of|on the margins of|on the day of) ", "during"),
)
_FORMS = tuple((re.compile(form), relation) for form, relation in _RELATIONS)
_EMPTY = frozenset(
    "too long much late early that this it then all and possible necessary ready needed appropriate again more"
    " now".split()
)

_ID = re.compile(r"[de]-?[0-9]{1,6}")  # of a tracked date or an event, as /dates and /timeline show it
_DATE_WORDS = sorted({name for name in (*MONTH_OF, *WEEKDAY_OF) if len(name) > 4} | {"tomorrow", "yesterday"})


def condition(text: str, said: Said) -> Meaning | None:
    """Read a condition; raises PhraseError where what it hangs on looks like a date that can't be read."""
    for form, relation in _FORMS:
        if not (found := form.match(text)):
            continue
        on = text[found.end() :].strip(" ,")
        words = on.split()
        if not _ID.fullmatch(on):
            if not words or _EMPTY.issuperset(words) or len(on) < 3 or not re.search("[a-z\u0400-\u04ff]{3}", on):
                return None
            _refuse_dates(on, said)
        offset = (found.groupdict().get("offset") or "").strip()
        return Meaning(said.words, "condition", f"{offset} {relation}".strip(), said.zone, relation=relation,
                       hangs_on=_as_written(on, said.words))  # fmt: skip
    return None


_UNIT_FIRST = re.compile(
    r"(?:the |this |that |next )?(?:day|week|weekend|month|year|quarter|hour|minute)s?\b(?! of ).*"
)
_AN_END = re.compile("(?:the )?(?:end|start|beginning|close|middle)")
# Whatever ends so is a time that could not be read, and nothing that happens.
_A_TIME = re.compile(
    r".*\b(?:days?|weeks?|weekend|months?|years?|years? end|year-end|quarter|spring|summer|autumn|winter|morning|noon"
    r"|midday|afternoon|evening|night|midnight|today|tomorrow|yesterday|while|time|date|moment|period|deadline is over"
    rf"|{WEEKDAY}|{MONTH}"
    r"|dozens|hundreds|few|several|couple|half|lunch|lunchtime|dinner|breakfast|school|work|noonish"
    r"|[eb]o[a-z]|[^aeiouy ]{2,5}|dawn|dusk|sunset|sunrise|rush hour"
    r"|christmas|new year|easter|ramadan|passover|thanksgiving|holidays?|new years (?:day|eve)|now|soon|later|then)"
)


def _refuse_dates(on: str, said: Said) -> None:
    """Refuse what may be a misspelt or impossible date rather than take it for something that happens."""
    if _A_TIME.fullmatch(on) or _UNIT_FIRST.fullmatch(on) or _AN_END.fullmatch(on):
        raise said.refusal("unread", f": “{on}” is a time I can't date")
    for word in re.findall(r"[^\W_]+", on):
        if word.isdecimal() and not (len(word) == 4 and word[:2] in ("19", "20")):
            raise said.refusal("unread", f": “{on}” holds a number, and is no date I can read")
    words = on.removeprefix("the ").split()
    if len(words) <= 2:
        for word in words:
            near = process.extractOne(word, _DATE_WORDS, scorer=fuzz.ratio, score_cutoff=75)
            if near and len(word) > 3:
                raise said.refusal("unread", f": is “{word}” {near[0].title()}?", f"“after {near[0].title()}”")


def _as_written(on: str, written: str) -> str:
    """Give the words as they were written, with their capitals."""
    return " ".join(written.split()[-len(on.split()) :]).strip(" .,;!“”\"'")


# --- what it hangs on


@dataclass(frozen=True, slots=True)
class Link:
    """What a condition hangs on, of what is known: the ids that fit, and a sentence that says so."""

    ids: tuple[str, ...]
    said: str


_IDLE = frozenset(
    "a an the of in on at to for by between with is are was be been has have had it its his her their and or s both"
    " take takes taken took place happen happens happened hold holds held over begin begins begun end ends ended start"
    " starts started complete completed finished done come comes out next first new expected said".split()
)
_SAME = {"ruling": "verdict", "judgment": "verdict", "judgement": "verdict", "rules": "verdict", "ruled": "verdict",
         "sentencing": "sentence", "sentenced": "sentence", "signed": "sign", "signing": "sign", "signature": "sign",
         "talks": "talk", "negotiations": "talk", "negotiation": "talk", "conversation": "call", "phone": "call",
         "agreement": "deal", "exchange": "swap", "elections": "election", "voted": "vote", "votes": "vote",
         "appeals": "appeal", "hearings": "hearing", "meets": "meeting", "meet": "meeting"}  # fmt: skip


def link(hangs_on: str, candidates: Iterable[tuple[str, str]]) -> Link:
    """Find which candidate (id, title) a condition hangs on by its id or its words; of several none is chosen."""
    candidates = list(candidates)
    for id_, title in candidates:
        if hangs_on.casefold() == id_.casefold():
            return Link((id_,), f"it hangs on {id_}, {title}")
    wanted = _carrying(hangs_on)
    titles = [(id_, title, _carrying(title)) for id_, title in candidates]
    fitting = [(id_, title) for id_, title, words in titles if wanted and wanted <= words]
    if len(fitting) == 1:
        id_, title = fitting[0]
        return Link((id_,), f"“{hangs_on}” is taken for {id_}, {title}")
    if fitting:
        listed = ", ".join(f"{id_} ({title})" for id_, title in fitting[:5])
        return Link(tuple(id_ for id_, _ in fitting), f"“{hangs_on}” can be {listed}; say which by its id")
    unlinked = "so nothing will open it by itself, and nobody will be told"
    return Link((), f"nothing tracked here is called “{hangs_on}”, {unlinked}")


def _carrying(text: str) -> frozenset[str]:
    words = (word for word in fold(text).split() if word not in _IDLE)
    return frozenset(_SAME.get(word, word) for word in words)
