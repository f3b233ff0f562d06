"""Finding words in everything the dossier holds."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from bot.answers.excerpts import chosen, excerpt, headline, marked
from bot.answers.item_links import MOST_CITED, evidence, names_of
from bot.answers.telling_words import telling_words
from bot.asking import Ask, UserError
from bot.blocks import Answer, Block, Choice, Group, Line
from bot.phrasing.lines import KINDS, count, label_parts
from bot.phrasing.when import day
from db.model.item_texts import extracts, is_ours
from db.model.records import Item
from db.model.search_terms import SHORTEST_PREFIX, Term, folded, spans, typed_terms
from db.model.search_terms import words as text_words
from db.reading.search import COUNTED, Hits, find_hits, nearest_words
from db.reading.view import find_items

LONGEST = 200
SHOWN = 30
_TEXTS_EACH = 2
_BARE = ("topic", "origin")  # they have no sources of their own
_MOST_BARE = 50
_MOST_NOTES = 10


Kind = Literal["", "statement", "person", "party", "offer", "event", "point", "date", "source", "origin", "topic"]
Order = Literal["newest", "best"]


def find(
    ask: Ask,
    *,
    text: Annotated[str, 'words; "a phrase", prefix*, -without'],
    kind: Annotated[Kind, "only these"] = "",
    order: Annotated[Order, "what was published last first, or the best hits first"] = "newest",
) -> Answer:
    """Find words in everything the dossier holds: wordings, names, offers, events, dates, titles of sources.

    All words must occur; "a phrase" as it stands, negotiat* by its beginning, -word leaves out. Case, accents and
    script make no difference, nor do hyphens and the marks within 1,000. What only our own notes have stands apart. If
    nothing fits, the dossier’s synonyms and the nearest words that occur are shown, and
    it is said.
    """
    found = find_matches(ask, text, kind, order)
    notes = our_notes(ask, found.terms, kind)
    if not (found.as_typed or notes):
        return _instead(ask, found) if found.hits.items else _nothing(ask, found)
    none = [Line(("no source’s words and no name have it",))]
    shown = _shown(ask, found.hits, found.terms, order) if found.as_typed else none
    blocks = [*explain_words(found.typed), *shown, *other_words(ask, found.terms, kind), *notes]
    return Answer(f"Found: {found.typed}", tuple(blocks), line=found.line)


@dataclass(frozen=True, slots=True)
class Matches:
    """What was looked for and found: `meant` are the terms that have hits, where `terms` have none.

    `missing` are the terms that no text has, `synonyms` what the dossier has for them.
    """

    typed: str
    terms: tuple[Term, ...]
    meant: tuple[Term, ...]
    kind: Kind
    order: Order
    hits: Hits
    missing: tuple[Term, ...] = ()
    synonyms: tuple[str, ...] = ()

    @property
    def as_typed(self) -> bool:
        """Whether something has the very words."""
        return bool(self.hits.items) and self.meant == self.terms

    @property
    def line(self) -> str:
        """The line that looks for the same."""
        return _line(self.terms, self.kind, self.order)


def find_matches(ask: Ask, text: str, kind: Kind, order: Order, *, limit: int = SHOWN) -> Matches:
    """Find what has all the words, or where nothing has, their synonyms or the nearest words; raises UserError."""
    typed = " ".join(text.split())
    terms = _terms(typed)
    hits = _hits(ask, terms, kind, order, limit=limit)
    if hits.items:
        return Matches(typed, terms, terms, kind, order, hits)
    missing = tuple(term for term in terms if not term.excluded and not _hits(ask, [term], limit=1).items)
    synonyms = tuple(one for term in missing if len(term.words) == 1 for one in _synonyms(ask, term.words[0]))
    meant = tuple([_meant(ask, term) if term in missing else term for term in terms])
    for other in [meant] if meant != terms else _alternatives(ask, terms):
        hits = _hits(ask, other, kind, order, limit=limit)
        if hits.items:
            meant = other
            break
    return Matches(typed, terms, meant if hits.items else terms, kind, order, hits, missing, synonyms)


def _alternatives(ask: Ask, terms: tuple[Term, ...]) -> Iterator[tuple[Term, ...]]:
    """Put a synonym in place of one of several words, each of which some text has, but none has all."""
    for place, term in enumerate(terms if len(terms) > 1 else ()):
        if len(term.words) == 1 and not term.excluded:
            for other in _synonyms(ask, term.words[0]):
                yield (*terms[:place], Term((other,)), *terms[place + 1 :])


def our_notes(ask: Ask, terms: Sequence[Term], kind: Kind) -> list[Block]:
    """Show apart what is found only with the notes of the dossier's makers: no source says it."""
    if kind in _BARE:
        return []
    hits = find_hits(ask.view, terms, kind=kind, without=_BARE, ours=True, limit=_MOST_BARE)
    items = find_items(ask.view, hits.items)
    names = names_of(ask, list(items.values()))
    wanted = [term for term in terms if not term.excluded]
    lines = [line for id_ in hits.items if id_ in items for line in _note_lines(items[id_], names, wanted)]
    return [Group("Only in our own notes", tuple(lines[:_MOST_NOTES]))] if lines else []


def _note_lines(item: Item, names: dict[str, str], terms: Sequence[Term]) -> Iterator[Line]:
    texts = list(extracts(item, names=names))
    said = [one.text for one in texts if not is_ours(one)]
    missing = [term for term in terms if not any(spans(text, [term]) for text in said)]
    first = marked(headline(item, names), terms)
    for one in texts if missing else ():
        if not is_ours(one) or not spans(one.text, missing):
            continue
        yield label_parts([*first, " – ", *excerpt(one, terms)], cites=one.sources[:MOST_CITED], label=item.id)


def other_words(ask: Ask, terms: Sequence[Term], kind: Kind) -> list[Choice]:
    """Offer the synonyms of a word that was looked for alone."""
    if len(terms) > 1 or len(terms[0].words) > 1:
        return []
    others = [Term((other,)) for other in _synonyms(ask, terms[0].words[0])]
    counted = [(other, _hits(ask, [other], kind).total) for other in others]
    return [
        Choice(f"Also “{other}” ({number})", ask.again(_line([other], kind))) for other, number in counted if number
    ]


def _synonyms(ask: Ask, word: str) -> list[str]:
    """List what the dossier has for a word, folded as the index has it, in the file's order."""
    groups = [[text for one in group for text in folded(one)] for group in ask.head.synonyms]
    return [other for group in groups if word in group for other in group if other != word]


def _terms(typed: str) -> tuple[Term, ...]:
    if len(typed) > LONGEST:
        raise UserError(
            f"A search may have {LONGEST} characters; this one has {len(typed):,}. For example: /find exchange"
        )
    terms = typed_terms(typed)
    if all(term.excluded for term in terms):
        raise UserError("There is no word to look for. For example: /find exchange -grain")
    return terms


def _line(terms: Sequence[Term], kind: str = "", order: str = "newest") -> str:
    options = (f" kind:{kind}" if kind else "") + (f" order:{order}" if order != "newest" else "")
    return f"/find {_said(terms)}{options}"


def _said(terms: Sequence[Term]) -> str:
    return " ".join(map(str, terms))


def _hits(ask: Ask, terms: Sequence[Term], kind: Kind = "", order: Order = "newest", *, limit: int = SHOWN) -> Hits:
    """Find what was known by then; topics and origins last, and only those that something names by then."""
    bare = [one for one in _BARE if kind in ("", one)]
    found = Hits((), 0)
    if kind not in _BARE:
        found = find_hits(ask.view, terms, kind=kind, without=bare, best=order == "best", limit=limit)
    named = [id_ for one in bare for id_ in _named(ask, terms, one)]
    return Hits((*found.items, *named)[:limit], found.total + len(named))


def _named(ask: Ask, terms: Sequence[Term], kind: str) -> list[str]:
    hits = find_hits(ask.view, terms, kind=kind, limit=_MOST_BARE)
    items = find_items(ask.view, hits.items)
    return [id_ for id_ in hits.items if id_ in items and evidence(ask, items[id_])]


def _counted(hits: Hits, order: Order) -> Line:
    total = f"more than {COUNTED:,}" if hits.total > COUNTED else f"{hits.total:,}"
    shown = f"{len(hits.items)} of {total}" if hits.total > len(hits.items) else total
    sorted_ = "published last first" if order == "newest" else "best first"
    return Line((f"{shown} found, {sorted_}",))


def explain_words(typed: str) -> list[Line]:
    """Say of a beginning that is too short how it was looked for."""
    short = [word for word in typed.split() if word.endswith("*") and 1 < len(word) <= SHORTEST_PREFIX]
    return [
        Line((f"“{word}” is too short a beginning: looked for as a whole word. {SHORTEST_PREFIX} letters will do.",))
        for word in short[:1]
    ]


def _shown(ask: Ask, hits: Hits, terms: Sequence[Term], order: Order) -> list[Block]:
    in_full = Choice(f"{hits.items[0]} in full", ask.again(f"/item {hits.items[0]}"))
    return [_counted(hits, order), *found_lines(ask, hits, terms), in_full]


def found_lines(ask: Ask, hits: Hits, terms: Sequence[Term]) -> list[Line]:
    """Show what was found, with the words marked."""
    items = find_items(ask.view, hits.items)
    wanted = [term for term in terms if not term.excluded]
    names = names_of(ask, list(items.values()))
    lines: list[Line] = []
    for id_ in hits.items:
        if id_ in items:
            lines += _item(ask, items[id_], names, wanted)
    return lines


def _item(ask: Ask, item: Item, names: dict[str, str], terms: Sequence[Term]) -> list[Line]:
    texts = [one for one in extracts(item, names=names) if not is_ours(one)]
    first = marked(headline(item, names), terms)
    lines: list[Line] = []
    for number, one in enumerate(chosen(item, texts, terms, most=_TEXTS_EACH)):
        before = (*first, " – ") if number == 0 else ()
        label = item.id if number == 0 else f"{item.id}, also"
        lines.append(label_parts([*before, *excerpt(one, terms)], cites=one.sources[:MOST_CITED], label=label))
    return lines or [label_parts(first, cites=evidence(ask, item), label=item.id)]


def _nothing(ask: Ask, found: Matches) -> Answer:
    wanted = [term for term in found.terms if not term.excluded]
    blocks: list[Block] = [Line((f"{_none_said(ask, found)}.",)), *explain_words(found.typed)]
    if found.missing:
        blocks.append(Line((f"No text has {', '.join(f'“{term}”' for term in found.missing)}, nor a word like it.",)))
    later = ", or leave out as_of:" if ask.explicit_as_of and wanted else ""
    tried = Line((f"Try fewer words, the beginning of one, e.g. negotiat*{later}",))
    return Answer("Not found", (*blocks, *wider_choices(ask, found), tried))


def _instead(ask: Ask, found: Matches) -> Answer:
    first = Line((f"{_none_said(ask, found)}; showing {_said(found.meant)}.",))
    shown = _shown(ask, found.hits, found.meant, found.order)
    line = _line(found.meant, found.kind, found.order)
    return Answer(f"Found: {_said(found.meant)}", (first, *shown), line=line)


def _none_said(ask: Ask, found: Matches) -> str:
    among = f" among {KINDS[found.kind][1]}" if found.kind else ""
    return f"Nothing for “{found.typed}”{among} as of {day(ask.as_of)}"


def _meant(ask: Ask, term: Term) -> Term:
    """Put synonyms, or the nearest words, that were known by then in place of those that were not."""
    words = tuple([_nearest(ask, word) for word in term.words])
    typed = "" if term.typed.isascii() else " ".join([_written(ask, word) for word in words])
    return Term(words, term.prefix, term.excluded, typed=typed)


def _written(ask: Ask, word: str) -> str:
    """Give a word as a text has it, in that text's script."""
    hits = _hits(ask, [Term((word,))], limit=1)
    items = find_items(ask.view, hits.items)
    names = names_of(ask, list(items.values()))
    texts = (one.text for item in items.values() for one in extracts(item, names=names))
    written = (text[one.start : one.end] for text in texts for one in text_words(text) if one.folded == word)
    return next(written, word)


def _nearest(ask: Ask, word: str) -> str:
    for other in (word, *_synonyms(ask, word), *nearest_words(ask.view, word)):
        if _hits(ask, [Term((other,))], limit=1).items:
            return other
    return word


def wider_choices(ask: Ask, found: Matches) -> Iterator[Choice]:
    """Offer what finds something: of all kinds, or one of the words alone."""
    if found.kind and (number := _hits(ask, found.terms).total):
        yield Choice(f"Without kind: ({number})", ask.again(_line(found.terms)))
    wanted = [term for term in found.terms if not term.excluded]
    for term in wanted if len(wanted) > 1 else ():
        if term not in found.missing:
            yield Choice(f"Only {term} ({_hits(ask, [term]).total})", ask.again(_line([term])))


_MOST_WORDS = 30
_SHOWN = 10


def find_like(ask: Ask, *, text: Annotated[str, "a message’s words"]) -> Answer:
    """Find what shares the most and the rarest telling words with a message, the likest first.

    Names and figures count three times; words such as will and told, which tell nothing, do not count.
    """
    telling = telling_words(text, most=_MOST_WORDS)
    wanted = [Term((word,)) for word in telling]
    if not wanted:
        raise UserError("There is no word in it to look for. For example: /find exchange")
    weights: Counter[str] = Counter()
    shared: defaultdict[str, list[Term]] = defaultdict(list)
    for term in wanted:
        hits = find_hits(ask.view, [term], limit=COUNTED)
        for item in hits.items:
            weights[item] += telling[term.words[0]] * 1_000_000 // max(hits.total, 1)
            shared[item].append(term)
    best = [item for item, _weight in weights.most_common() if len(shared[item]) > 1 or len(wanted) == 1][:_SHOWN]
    if not best:
        said = Line((f"Nothing shares two of its {count(len(wanted), 'word')}. Look for single ones with /find",))
        return Answer("Not found", (said,))
    lines = found_lines(ask, Hits(tuple(best), len(best)), wanted)
    share = "item that shares" if len(best) == 1 else "items that share"
    first = Line((f"The {share} most of its words, the likest first",))
    return Answer("Found for the message", (first, *lines, Choice(f"{best[0]} in full", ask.again(f"/item {best[0]}"))))
