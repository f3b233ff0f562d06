"""Finding words in everything the dossier holds."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Annotated, Literal

from bot.answers.excerpts import chosen, excerpt, headline, marked
from bot.answers.item_links import MOST_CITED, evidence, names_of
from bot.asking import Ask, UserError
from bot.blocks import Answer, Block, Choice, Line
from bot.phrasing.lines import KINDS, count, label_parts
from bot.phrasing.when import day
from db.model.item_texts import extracts
from db.model.records import Item
from db.model.search_terms import SHORTEST_PREFIX, Term, folded, typed_terms
from db.reading.search import COUNTED, Hits, find_hits, nearest_words
from db.reading.view import find_items

LONGEST = 200
SHOWN = 30
_TEXTS_EACH = 2
_BARE = ("topic", "origin")  # they have no sources of their own
_MOST_BARE = 50


Kind = Literal["", "statement", "person", "party", "offer", "event", "point", "date", "source", "origin", "topic"]
Order = Literal["newest", "best"]


def find(
    ask: Ask,
    *,
    text: Annotated[str, 'words; "a phrase", prefix*, -without'],
    kind: Annotated[Kind, "only these"] = "",
    order: Annotated[Order, "what was published last first, or the best hits first"] = "newest",
) -> Answer:
    """Find words in everything the dossier holds: wordings, names, offers, events, dates, notes, titles of sources.

    All words must occur; "a phrase" as it stands, negotiat* by its beginning, -word leaves out. Case, accents and
    script make no difference. If nothing fits, the dossier’s synonyms and the nearest words that occur are shown, and
    it is said.
    """
    typed = " ".join(text.split())
    terms = _terms(typed)
    hits = _hits(ask, terms, kind, order)
    if not hits.items:
        return _nothing(ask, typed, terms, kind, order)
    blocks = [*_remarks(typed), *_shown(ask, hits, terms, order), *_other_words(ask, terms, kind)]
    return Answer(f"Found: {typed}", tuple(blocks), line=_line(terms, kind, order))


def _other_words(ask: Ask, terms: Sequence[Term], kind: Kind) -> list[Choice]:
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


def _remarks(typed: str) -> list[Line]:
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
    texts = list(extracts(item, names=names))
    first = marked(headline(item, names), terms)
    lines: list[Line] = []
    for number, one in enumerate(chosen(item, texts, terms, most=_TEXTS_EACH)):
        before = (*first, " – ") if number == 0 else ()
        label = item.id if number == 0 else f"{item.id}, also"
        lines.append(label_parts([*before, *excerpt(one, terms)], cites=one.sources[:MOST_CITED], label=label))
    return lines or [label_parts(first, cites=evidence(ask, item), label=item.id)]


def _nothing(ask: Ask, typed: str, terms: Sequence[Term], kind: Kind, order: Order) -> Answer:
    missing = [term for term in terms if not term.excluded and not _hits(ask, [term], limit=1).items]
    meant = tuple([_meant(ask, term) if term in missing else term for term in terms])
    hits = _hits(ask, meant, kind, order) if meant != tuple(terms) else Hits((), 0)
    said = f"Nothing for “{typed}”" + (f" among {KINDS[kind][1]}" if kind else "") + f" as of {day(ask.as_of)}"
    if not hits.items:
        wider = _wider(ask, terms, missing, kind)
        return Answer("Not found", (Line((f"{said}.",)), *_remarks(typed), *wider))
    first = Line((f"{said}; showing {_said(meant)}.",))
    shown = _shown(ask, hits, meant, order)
    return Answer(f"Found: {_said(meant)}", (first, *shown), line=_line(meant, kind, order))


def _meant(ask: Ask, term: Term) -> Term:
    """Put synonyms, or the nearest words, that were known by then in place of those that were not."""
    return Term(tuple([_nearest(ask, word) for word in term.words]), term.prefix, term.excluded)


def _nearest(ask: Ask, word: str) -> str:
    for other in (word, *_synonyms(ask, word), *nearest_words(ask.view, word)):
        if _hits(ask, [Term((other,))], limit=1).items:
            return other
    return word


def _wider(ask: Ask, terms: Sequence[Term], missing: Sequence[Term], kind: Kind) -> list[Block]:
    wanted = [term for term in terms if not term.excluded]
    there = [term for term in wanted if term not in missing]
    blocks: list[Block] = []
    if missing:
        blocks.append(Line((f"No text has {', '.join(f'“{term}”' for term in missing)}, nor a word like it.",)))
    if kind and (found := _hits(ask, terms).total):
        blocks.append(Choice(f"Without kind: ({found})", ask.again(_line(terms))))
    for term in there if len(wanted) > 1 else ():
        found = _hits(ask, [term]).total
        blocks.append(Choice(f"Only {term} ({found})", ask.again(_line([term]))))
    later = ", or leave out as_of:" if ask.explicit_as_of else ""
    return [*blocks, Line((f"Try fewer words, the beginning of one, e.g. negotiat*{later}",))]


_MOST_WORDS = 30
_SHORTEST = 4
_SHOWN = 10


def find_like(ask: Ask, *, text: Annotated[str, "a message’s words"]) -> Answer:
    """Find what shares the most and the rarest words with a message, the likest first."""
    words = dict.fromkeys(word for term in typed_terms(text.replace("-", " ")) for word in term.words)
    wanted = [Term((word,)) for word in words if len(word) >= _SHORTEST][:_MOST_WORDS]
    if not wanted:
        raise UserError("There is no word in it to look for. For example: /find exchange")
    weights: Counter[str] = Counter()
    shared: defaultdict[str, list[Term]] = defaultdict(list)
    for term in wanted:
        hits = find_hits(ask.view, [term], limit=COUNTED)
        for item in hits.items:
            weights[item] += 1_000_000 // max(hits.total, 1)
            shared[item].append(term)
    best = [item for item, _weight in weights.most_common() if len(shared[item]) > 1 or len(wanted) == 1][:_SHOWN]
    if not best:
        said = Line((f"Nothing shares two of its {count(len(wanted), 'word')}. Look for single ones with /find",))
        return Answer("Not found", (said,))
    lines = found_lines(ask, Hits(tuple(best), len(best)), wanted)
    first = Line((f"The {count(len(best), 'item')} that share most of its words, the likest first",))
    return Answer("Found for the message", (first, *lines, Choice(f"{best[0]} in full", ask.again(f"/item {best[0]}"))))
