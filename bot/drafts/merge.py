"""Two items that turn out to be one: read back side by side, then made one or sent to the desk's editors."""

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Annotated, Literal

from rapidfuzz import fuzz

from bot.articles.duplicates import Utterance, compare
from bot.asking import Ask, UserError
from bot.blocks import Answer, Choice, Line
from bot.drafts.add_fields import EMPTIED, asking
from bot.drafts.combination import Combination, settle
from bot.drafts.correction import gone
from bot.drafts.drafts import MERGE, checked, keep_draft, merge_form, own_draft
from bot.phrasing.items import called
from db.loading.edits import Version, find_versions
from db.model.records import Item, Person, Statement
from db.reading.merges import find_remaining
from db.reading.view import list_items

_OFFERED = 8
_LOOKED_AT = 2000  # newest statements of one speaker, or items of one kind, that are compared
_LIKE_WORDS, _LIKE_NAMES = 0.25, 0.6  # of 1: from where on something is offered


def merge(
    ask: Ask,
    *,
    id: Annotated[str, "the item that goes, e.g. S12"],
    into: Annotated[str, "the one that it is the same as, and that remains; without it, those most like it"] = "",
    take: Annotated[str, "on what the word of the one that goes stays, e.g. when, title"] = "",
    keep: Annotated[str, "on what the word of the one that remains stays"] = "",
    why: Annotated[str, "how you know; the history shows it"] = "",
    turn: Annotated[Literal["", "yes"], "let the other one go instead"] = "",
    draft: Annotated[str, "the number of one begun: what is not named stays as it was"] = "",
) -> Answer:
    """Make one item of two that turn out to be one, after reading both back side by side; /undo parts them again.

    What both say is united, each with its own sources; where they differ you see what stays, and are asked where it
    must be said which is right. Whatever named the one that goes names the other then: answers, offers, reminders,
    follows. Its id leads to the one that remains. It is this desk's alone; what readers propose goes to the editors.
    """
    if ask.explicit_as_of:
        raise UserError("as_of: what is merged counts from today on. Leave as_of: out.")
    begun = own_draft(ask, draft) if draft.strip() else None
    if begun and begun.kind != MERGE:
        raise UserError(f"Draft {begun.id} merges nothing. Begin: /merge {id.strip()[:32]}")
    was = Combination(**json.loads(begun.body)) if begun else Combination(_find(ask, id).record.id, "")
    wanted = settle(replace(was, why=_reason(why) or was.why), take, keep)
    if into.strip():
        other = _find(ask, into).record.id
        wanted = (
            wanted if other == wanted.into else replace(wanted, into=other, settled=settle(_NONE, take, keep).settled)
        )
    if turn == "yes" and wanted.into:
        wanted = replace(wanted, item=wanted.into, into=wanted.item, settled={})
    if not wanted.into:
        return _candidates(ask, _find(ask, wanted.item).record, keep_draft(ask, begun, MERGE, asdict(wanted)))
    return checked(ask, MERGE, asdict(wanted), begun)


_NONE = Combination("", "")


def _reason(typed: str) -> str:
    reason = " ".join(typed.split())
    if len(reason) > 300:
        raise UserError(f"why: {len(reason)} characters; at most 300 can be taken. Shorten it.")
    return "" if reason == EMPTIED else reason


def _find(ask: Ask, typed: str) -> Version:
    """Find an item by its id or, of somebody, by name; one that was merged is what it is now. Raises UserError."""
    wanted = typed.strip()
    ids = dict.fromkeys([wanted, wanted.upper(), wanted.lower(), find_remaining(ask.view, wanted)])
    found = find_versions(ask.view.connection, ids, dossier=ask.head.id, desk=ask.desk.id)
    if hit := next((found[id_] for id_ in ids if id_ in found), None):
        return hit
    raise UserError(gone(ask, wanted))


def _candidates(ask: Ask, item: Item, number: int) -> Answer:
    """Offer what an item may be the same as; where nothing is like it, ask for an id."""
    alike = _most_alike(ask, item)
    if not alike:
        return asking(merge_form(ask, Combination(item.id, ""), number), refused=False)
    lines = [Line((_words(one),), label=one.id) for one in alike]
    presses = [Choice(f"It is {one.id}", ask.again(f"/merge {item.id} draft:{number} into:{one.id}")) for one in alike]
    other = Choice("Another one…", ask.again(f"/merge change {number}"))
    asked = Line((_words(item),), label=f"{item.id}, which goes")
    return Answer(f"What is {item.id} the same as?", (asked, *lines, *presses, other), aside=True)


def _words(item: Item) -> str:
    return f"{item.wordings[0].text[:150]} [{item.wordings[0].source}]" if isinstance(item, Statement) else called(item)


def _most_alike(ask: Ask, item: Item) -> list[Item]:
    others = [one for one in list_items(ask.view, type(item)) if one.id != item.id][-_LOOKED_AT:]
    if isinstance(item, Statement):
        theirs = [one for one in others if isinstance(one, Statement) and one.speaker == item.speaker]
        scored: list[tuple[float, Item]] = [(_same_utterance(item, one), one) for one in theirs]
    else:
        scored = [(max(_alike(item, one)) / 100, one) for one in others]
    least = _LIKE_WORDS if isinstance(item, Statement) else _LIKE_NAMES
    wanted = [(score, one) for score, one in scored if score >= least]
    return [one for _, one in sorted(wanted, key=lambda pair: -pair[0])[:_OFFERED]]


def _same_utterance(one: Statement, other: Statement) -> float:
    pairs = ((here.text, there.text) for here in one.wordings[:3] for there in other.wordings[:3])
    return max(compare(Utterance(here), Utterance(there)).score for here, there in pairs)


def _alike(one: Item, other: Item) -> Iterable[float]:
    names = [[called(each), *(part.text for part in each.spellings)] if isinstance(each, Person) else [called(each)]
             for each in (one, other)]  # fmt: skip
    for here in names[0]:
        yield from (fuzz.token_set_ratio(here.lower(), there.lower()) for there in names[1])
