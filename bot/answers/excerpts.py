"""Where a search hit an item: the texts that hold the words, cut around them, with the words marked."""

from collections.abc import Iterator, Mapping, Sequence

from bot.blocks import Hit, Part, Window
from bot.phrasing.citations import name_source
from bot.phrasing.items import UNNAMED, called
from bot.phrasing.statements import STATES, best_wording
from bot.phrasing.when import second_hand
from db.model.item_texts import Extract
from db.model.records import Event, Item, OfferAnswer, Source, Statement, TrackedDate, Wording
from db.model.search_terms import Term, spans

_ROOM = 280
_BEFORE = 110  # characters left of the first hit, where a text is cut
_VERBATIM = ("exact", "words")  # keys that hold a source's very words

# what a text is; "" where it speaks for itself
_CALLED = {
    "wordings.text": "",
    "wordings.damage": "damage in the source",
    "wordings.medium": "medium",
    "wordings.speaker_as": "speaker given as",
    "gist.text": "in short",
    "titles.text": "called later",
    "terms.text": "term",
    "terms.reports.value": "term as reported",
    "terms.reports.exact": "term in its words",
    "reports.value": "says",
    "reports.exact": "in its words",
    "labels.exact": "called",
    "states.state": "stage",
    "answers.text": "answer",
    "answers.kind": "answer",
    "outcome.kind": "reported outcome",
    "outcome.text": "reported outcome",
    "announced.exact": "announced",
    "announced.text": "announced",
    "roles.title": "role",
    "spellings.text": "spelt",
    "preference.value": "held likelier",
    "preference.reason": "held likelier because",
    "compatible.reason": "compatible because",
    "published.words": "published",
    "published.reason": "day of publication deduced",
    "when.words": "day given as",
    "when.reason": "day deduced",
    "labels.by": "called by",
    "answers.by": "answered by",
    "announced.by": "announced by",
    "stance.on": "stance on",
    "notes": "note",
    "notes.text": "note",
    "to": "to",
    "participants": "with",
}
# what the line of an item shows anyway, and what was only ever meant to be typed
_SHOWN_ALREADY = frozenset(("id", "title", "name", "question", "speaker", "outlet", "described", "typed"))


def headline(item: Item, names: Mapping[str, str]) -> tuple[Part, ...]:
    """Name an item in a few words, behind its id."""
    match item:
        case Statement():
            return (names.get(item.speaker, UNNAMED), *_on(item))
        case Source():
            return (f"{name_source(item)}: {item.title}, ", Window(item.published.edtf))
        case Event():
            return (item.title, *_on(item), *second_hand(item))
        case TrackedDate():
            return (item.title, *_on(item))
        case _:
            return (called(item),)


def _on(item: Statement | Event | TrackedDate) -> tuple[Part, ...]:
    return (", ", Window(item.when.edtf)) if item.when else ()


def marked(parts: Sequence[Part], terms: Sequence[Term]) -> tuple[Part, ...]:
    """Mark the words that were looked for in the texts among some parts."""
    return tuple(found for part in parts for found in (_marked(part, terms) if isinstance(part, str) else (part,)))


def chosen(item: Item, texts: Sequence[Extract], terms: Sequence[Term], *, most: int) -> list[Extract]:
    """Choose the texts that hold most of what was looked for and is not in the item's headline; a wording if none."""
    shown = [one for one in texts if one.role in _SHOWN_ALREADY]
    others = [one for one in texts if one.role not in _SHOWN_ALREADY]
    missing = {term for term in terms if not any(_holds(one, term) for one in shown)}
    picked: list[Extract] = []
    while missing and len(picked) < most:
        best = max(others, key=lambda one: (_held(one, missing), one.role == "wordings.text"), default=None)
        if best is None or not (held := {term for term in missing if _holds(best, term)}):
            break
        picked.append(best)
        missing -= held
    if isinstance(item, Statement) and all(one.role != "wordings.text" for one in picked):
        wording = best_wording(item)
        picked.insert(0, Extract("wordings.text", wording.text, (wording.source,), wording))
    return picked[:most]


def _holds(extract: Extract, term: Term) -> bool:
    return bool(spans(extract.text, [term]))


def _held(extract: Extract, terms: set[Term]) -> int:
    return sum(_holds(extract, term) for term in terms)


def excerpt(extract: Extract, terms: Sequence[Term]) -> tuple[Part, ...]:
    """Show a text around what was looked for: a source's very words in quotation marks, others without."""
    wording = extract.part if isinstance(extract.part, Wording) and extract.role == "wordings.text" else None
    key = extract.role.rpartition(".")[2]
    exact = wording.kind in ("direct", "headline") if wording else key in _VERBATIM
    parts = list(_around(extract.text, terms))
    said: list[Part] = ["“", *parts, "”"] if exact else parts
    name = _name(extract.role)
    facts = _done_to(wording) if wording else []
    if isinstance(extract.part, OfferAnswer) and key == "text":
        facts.append(extract.part.kind)
    remark = ", ".join(fact for fact in facts if fact)
    return (*([f"{name}: "] if name else []), *said, *([f" ({remark})"] if remark else []))


def _done_to(wording: Wording) -> list[str]:
    """Say what has been done to a wording; if it is garbled, also how."""
    why = f": {wording.damage.rstrip('.')}" if wording.damage and wording.state == "garbled" else ""
    return [{"indirect": "reported", "headline": "headline"}.get(wording.kind, ""), f"{STATES[wording.state]}{why}"]


def _name(role: str) -> str:
    """Say what a text is, by the end of the way to it."""
    steps = role.split(".")
    ends = (".".join(steps[-length:]) for length in range(len(steps), 0, -1))
    return next((_CALLED[end] for end in ends if end in _CALLED), steps[-1].replace("_", " "))


def _around(text: str, terms: Sequence[Term]) -> Iterator[Part]:
    """Cut a text around its first hit, at spaces; a quotation that is cut stays one, and nothing else becomes one."""
    first = next((start for start, _end in spans(text, terms)), 0)
    if len(text) <= _ROOM:
        yield from _marked(text, terms)
        return
    start = 0 if first <= _BEFORE else text.find(" ", first - _BEFORE, first) + 1 or first
    end = len(text) if len(text) - start <= _ROOM else max(text.rfind(" ", start, start + _ROOM), start + 1)
    opened = text.count("“", 0, start) > text.count("”", 0, start)
    piece = text[start:end]
    left_open = opened + piece.count("“") > piece.count("”")
    yield ("… " if start else "") + ("“" if opened else "")
    yield from _marked(piece, terms)
    yield ("”" if left_open else "") + (" …" if end < len(text) else "")


def _marked(text: str, terms: Sequence[Term]) -> Iterator[Part]:
    at = 0
    for start, end in spans(text, terms):
        if at < start:
            yield text[at:start]
        yield Hit(text[start:end])
        at = end
    if at < len(text):
        yield text[at:]
