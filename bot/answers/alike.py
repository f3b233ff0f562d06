"""What the dossier holds of a whole message's words: nobody types these, so not all of them must occur."""

from collections import Counter, defaultdict
from typing import Annotated

from bot.answers.find import found_lines
from bot.answers.words import count
from bot.asking import Ask, UserError
from bot.blocks import Answer, Choice, Line
from db.search import COUNTED, Hits, find_hits
from db.terms import Term, typed_terms

_MOST_WORDS = 30
_SHORTEST = 4
_SHOWN = 10


async def find_like(ask: Ask, *, text: Annotated[str, "a message’s words"]) -> Answer:
    """Find what shares the most and the rarest words with a message, the likest first."""
    words = dict.fromkeys(word for term in typed_terms(text.replace("-", " ")) for word in term.words)
    wanted = [Term((word,)) for word in words if len(word) >= _SHORTEST][:_MOST_WORDS]
    if not wanted:
        raise UserError("There is no word in it to look for. For example: /find exchange")
    weights: Counter[str] = Counter()
    shared: defaultdict[str, list[Term]] = defaultdict(list)
    for term in wanted:
        hits = await find_hits(ask.view, [term], limit=COUNTED)
        for item in hits.items:
            weights[item] += 1_000_000 // max(hits.total, 1)
            shared[item].append(term)
    best = [item for item, _weight in weights.most_common() if len(shared[item]) > 1 or len(wanted) == 1][:_SHOWN]
    if not best:
        said = Line((f"Nothing shares two of its {count(len(wanted), 'word')}. Look for single ones with /find",))
        return Answer("Not found", (said,))
    lines = await found_lines(ask, Hits(tuple(best), len(best)), wanted)
    first = Line((f"The {count(len(best), 'item')} that share most of its words, the likest first",))
    return Answer("Found for the message", (first, *lines, Choice(f"{best[0]} in full", ask.again(f"/item {best[0]}"))))
