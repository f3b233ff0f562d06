"""/article: what was found in a text, gone through draft by draft; nothing is in the dossier before a press."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any

from bot.answers.directory import directory
from bot.articles.languages import limits_of
from bot.asking import Ask
from bot.blocks import Answer, Block, Choice, Exact, Hit, Line, Part
from bot.drafts.article_heading import ask_heading, missing_of
from bot.drafts.article_keep import ARTICLE, Kept, KeptArticle, drafts_of, find_article, keep_place, text_of
from bot.drafts.build_item import Unfit, digest_of
from bot.drafts.drafts import change_line, checked, keep_draft, made_of
from bot.drafts.edit_fields import EDIT
from bot.drafts.preview import read_back
from bot.phrasing.lines import count
from bot.rights import reaches
from db.desk.drafts import Draft, State, list_drafts
from db.model import edtf
from db.model.records import Statement, Wording
from db.reading.merges import find_remaining
from db.reading.view import list_items

TextNumber = Annotated[str, "the number of a text that was handed over"]
_MOST_NAMED = 8
_AROUND = 160  # characters of a card before and behind the words
_KINDS = {
    EDIT: "change of words",
    "statement": "statement",
    "date": "coming date",
    "offer": "offer",
    "person": "person you don’t have",
}
_PLURALS = {"person": "people you don’t have", EDIT: "changes of words"}


def article(ask: Ask, *, text: TextNumber = "") -> Answer:
    """Draft what a news text says, with speaker, day and exact words; an editor takes it or leaves it.

    Attach a text, page or mail (.txt .html .md .eml), or use Read into dossier on a message; in a terminal:
    backchannel article FILE. Nothing is in the dossier before a press. Without a file: the texts that are not done.
    """
    if text.strip():
        found = find_article(ask, text)
        if missing_of(found.heading):
            return ask_heading(ask, found)
        return summary(ask, found, drafts_of(ask, found))
    begun = [one for one in list_drafts(ask.view.connection, desk=ask.desk.id, state="draft")
             if one.kind == ARTICLE and one.dossier == ask.head.id]  # fmt: skip
    mine = [one for one in begun if one.actor == ask.asker.id or reaches(ask.level, "editor")]
    blocks: list[Block] = [
        Choice(f"Text {one.id} of {one.actor_name}", ask.again(f"/article {one.id}")) for one in mine[-8:]
    ]
    nothing = Line(("No text waits. Hand one over: attach a file to /article, or Read into dossier on a message.",))
    return Answer("Texts handed over", tuple(blocks) or (nothing,), aside=True)


# --- the summary


def summary(ask: Ask, text: KeptArticle, drafts: Mapping[int, Draft], *, said: tuple[Block, ...] = ()) -> Answer:
    """Say what was found, and what can be done with it."""
    open_ones = open_of(text, drafts)
    sure = [one for one in open_ones if one.sure]
    rows = [Line((row,)) for row in _rows(text, drafts)]
    choices: list[Block] = []
    if sure:
        press = "Take" if reaches(ask.level, "editor") else "Send for review"
        label = f"{press} the {len(sure)} sure ones" if len(sure) > 1 else f"{press} the sure one"
        choices.append(Choice(label, ask.again(f"/article sure {text.id} seen:{seen_of(sure, drafts)}")))
    if open_ones:
        choices.append(Choice("Go through", ask.again(f"/article go {text.id}")))
    if taken_of(text, drafts):
        choices.append(Choice("Undo all of it", ask.again(f"/article back {text.id}")))
    elif open_ones or not text.kept:
        choices.append(Choice("Change", ask.again(f"/article source {text.id}")))
        choices.append(Choice("Discard", ask.again(f"/article discard {text.id}")))
    return Answer(_title(text), (*said, *rows, *choices), line=f"/article {text.id}", aside=True)


def _title(text: KeptArticle) -> str:
    heading = text.heading
    return f"{heading.outlet}, {edtf.words(heading.published)}"


def _rows(text: KeptArticle, drafts: Mapping[int, Draft]) -> Iterator[str]:
    heading, counted = text.heading, Counter(one.kind for one in text.kept)
    yield f"{heading.title} – read as {text.form}, text {text.id}"
    yield from filter(None, [limits_of(text.form)])
    sure = sum(one.sure for one in text.kept if one.kind == "statement")
    yield f"{count(counted['statement'], 'statement')}, {sure} sure"
    others = [count(counted[kind], _KINDS[kind], _PLURALS.get(kind, "")) for kind in (EDIT, "date", "offer", "person")
              if counted[kind]]  # fmt: skip
    yield from [" · ".join(others)] if others else []
    yield from _settled_rows(text)
    same = [one.same for one in text.kept if one.same and one.kind != EDIT]
    yield from (
        [f"{len(same)} {'repeats' if len(same) == 1 else 'repeat'} what you have ({', '.join(dict.fromkeys(same))})"]
        if same
        else []
    )
    states = Counter(drafts[one.draft].state for one in text.kept if one.draft in drafts)
    done = [f"{states[state]} {word}" for state, word in _STATES.items() if states[state]]
    yield f"{', '.join(done) or 'nothing taken yet'}; {count(states['draft'], 'draft')} open"


def _settled_rows(text: KeptArticle) -> Iterator[str]:
    """Say what of a text was there before, and what fell out of it."""
    before = text.before
    told = [f"{before.there} there already"] if before.there else []
    told += [f"{before.left} decided before"] if before.left else []
    yield from ["Not offered again: " + ", ".join(told)] if told else []
    if before.fallen:
        yield f"Not in the text any more: exact words of {', '.join(before.fallen[:_MOST_NAMED])}; see /item"


_STATES: dict[State, str] = {"applied": "taken", "proposed": "with the editors", "refused": "left out"}


def open_of(text: KeptArticle, drafts: Mapping[int, Draft]) -> list[Kept]:
    return [one for one in text.kept if one.draft in drafts and drafts[one.draft].state == "draft"]


def taken_of(text: KeptArticle, drafts: Mapping[int, Draft]) -> list[Draft]:
    return [drafts[one.draft] for one in text.kept if one.draft in drafts and drafts[one.draft].state == "applied"]


def seen_of(kept: list[Kept], drafts: Mapping[int, Draft]) -> str:
    """Tell what somebody saw of some drafts from anything else."""
    return digest_of([drafts[one.draft].body for one in kept])


# --- one draft after the other


def go(ask: Ask, *, text: TextNumber) -> Answer:
    """Show the next draft of a text that is open, from where it was left."""
    found = find_article(ask, text)
    return show_next(ask, found)


def show_next(ask: Ask, text: KeptArticle, *, said: tuple[Block, ...] = ()) -> Answer:
    drafts = drafts_of(ask, text)
    open_ones = open_of(text, drafts)
    ahead = [one for one in open_ones if text.kept.index(one) >= text.at]
    if not ahead:
        left = Line((f"All were gone through; {count(len(open_ones), 'draft')} left open.",))
        return summary(ask, keep_place(ask, text, 0), drafts, said=(*said, left))
    return _card(ask, text, ahead[0], drafts[ahead[0].draft], said=said)


def read_back_draft(
    ask: Ask, kind: str, body: Mapping[str, Any], draft: Draft | None, *, said: Iterable[Block] = ()
) -> Answer:
    """Keep what was typed and read it back; a draft of a text on its card, from where it leads on."""
    text = text_of(ask, draft.id) if draft else None
    if draft is None or text is None:
        return checked(ask, kind, body, draft, said=said)
    keep_draft(ask, draft, kind, body)
    kept = next(one for one in text.kept if one.draft == draft.id)
    here = keep_place(ask, text, text.kept.index(kept))
    return show_next(ask, here, said=tuple(said))


def _card(ask: Ask, text: KeptArticle, kept: Kept, draft: Draft, *, said: tuple[Block, ...]) -> Answer:
    blocks: list[Block] = [*said]
    if kept.spans:
        gone = ("the text is not kept any more",)
        blocks.append(Line(_context(text.text, kept) if text.text else gone, label="In the text"))
    number, press = f"{text.id} draft:{draft.id}", "Take" if reaches(ask.level, "editor") else "Send for review"
    try:
        made = made_of(ask, kept.kind, json.loads(draft.body), draft)
    except Unfit as unfit:
        blocks += [Line((fault,), label="Still open") for fault in unfit.faults]
        if any(fault.startswith("speaker:") for fault in unfit.faults):
            blocks += _candidates(ask, text, draft)
    else:
        blocks += _beside(ask, text, kept) if _is_repeated(kept, draft) else _brief(read_back(ask, made))
        label = "Same utterance" if _is_repeated(kept, draft) else press
        blocks.append(Choice(label, ask.again(f"/article take {number} seen:{digest_of([draft.body])}")))
    blocks += [Line((" · ".join(kept.remarks),), label="Remark")] if kept.remarks else []
    blocks.append(Choice("Change", ask.again(change_line(draft.kind, draft.id))))
    if _is_repeated(kept, draft):
        blocks.append(Choice("Another one", ask.again(f"/article other {number}")))
    blocks.append(Choice("Skip", ask.again(f"/article skip {number}")))
    blocks.append(Choice("Not a statement" if kept.kind == "statement" else "Leave it out",
                         ask.again(f"/article leave {number}")))  # fmt: skip
    title = f"{text.kept.index(kept) + 1} of {len(text.kept)}: {_KINDS[kept.kind]}"
    blocks.insert(len(said), Line((_title(text),), label="From"))
    return Answer(title, tuple(blocks), line=f"/article go {text.id}", aside=True)


def _brief(blocks: Sequence[Block]) -> list[Block]:
    """Leave out what the card's "From" tells: the source, which is the text's own."""
    return [
        replace(one, cites=()) if isinstance(one, Line) else one
        for one in blocks
        if not (isinstance(one, Line) and (one.label in _OF_SOURCE or str(one.parts[0]).startswith("source: ")))
    ]


_OF_SOURCE = ("Rests on", "With a new source")


def _is_repeated(kept: Kept, draft: Draft) -> bool:
    """Tell whether a draft is a further wording of what the dossier has, as it stands now."""
    return bool(kept.same) and json.loads(draft.body).get("speaker") == kept.same


def _context(text: str, kept: Kept) -> tuple[Part, ...]:
    """Give the words, marked, with what stands before and behind them."""
    start, end = kept.spans[0][0], kept.spans[-1][1]
    before, behind = (" ".join(part.split()) for part in (text[max(0, start - _AROUND) : start], text[end:][:_AROUND]))
    if start > _AROUND:
        before = f"… {before.partition(' ')[2]}"
    if end + _AROUND < len(text):
        behind = f"{behind.rpartition(' ')[0]} …"
    parts: list[Part] = [f"{before}{_gap(text, start - 1)}"]
    for number, (first, last) in enumerate(kept.spans):
        if number:
            between = text[kept.spans[number - 1][1] : first]
            parts.append(f"{_gap(between, 0)}{' '.join(between.split())}{_gap(between, len(between) - 1)}")
        parts.append(Hit(" ".join(text[first:last].split())))
    return (*parts, f"{_gap(text, end)}{behind}")


def _gap(text: str, at: int) -> str:
    """Give a space where white space stood."""
    return " " if 0 <= at < len(text) and text[at].isspace() else ""


def _beside(ask: Ask, text: KeptArticle, kept: Kept) -> list[Block]:
    """Give what the dossier has of a repeated utterance, and what would be added to it."""
    same = find_remaining(ask.view, kept.same) or kept.same
    there = [one for one in list_items(ask.view, Statement) if one.id == same]
    has: list[Block] = [
        Line((_worded(wording),), (wording.source,), label=f"{one.id} has") for one in there for wording in one.wordings
    ]
    heading = text.heading
    added = f"these words, by {heading.outlet}, {edtf.words(heading.published)}; its day and subjects stay"
    return [*has, Line((added,), label=f"Would add to {same}")]


def _worded(wording: Wording) -> Part:
    is_whole = wording.kind in ("direct", "headline")
    return Exact(wording.text, (wording.source,)) if is_whole else wording.text


def _candidates(ask: Ask, text: KeptArticle, draft: Draft) -> list[Block]:
    """Offer those who might be meant by a speaker who is not known."""
    typed = json.loads(draft.body).get("speaker", "")
    if draft.kind != "statement" or not typed:
        return []
    known = directory(ask)
    hits = known.names.find(typed, as_of=ask.as_of)[:3]
    people = [hit.item for hit in hits if known.party(hit.item, ask.as_of) is None]
    offered: list[Block] = [
        Choice(f"It is {known.name(id_)}", ask.again(f"/article by {text.id} draft:{draft.id} who:{id_}"))
        for id_ in dict.fromkeys(people)
    ]
    if reaches(ask.level, "editor"):
        offered.append(Choice(f"New: {typed[:60]}", ask.again(f"/article newcomer {text.id} draft:{draft.id}")))
    return offered
