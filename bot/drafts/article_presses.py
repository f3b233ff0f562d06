"""What is pressed on a text's drafts: taken, left out, given a speaker, taken back; each is decided once."""

import json
from collections.abc import Callable
from dataclasses import astuple, replace
from functools import partial
from typing import Annotated, Any

from bot.articles.heading import Heading
from bot.asking import Ask, UserError
from bot.blocks import Answer, Block, Choice, Line
from bot.drafts.article import TextNumber, open_of, seen_of, show_next, summary, taken_of
from bot.drafts.article_heading import (
    ask_heading,
    check_heading,
    draft_entries,
    known_source,
    missing_of,
    outlets_of,
    people_of,
)
from bot.drafts.article_keep import LEFT_OUT, Kept, KeptArticle, drafts_of, find_article, keep_anew, keep_place
from bot.drafts.article_sides import NamedSides
from bot.drafts.article_text import read_confined
from bot.drafts.build_item import Made, Unfit, digest_of
from bot.drafts.drafts import decided, made_of, save_draft, write_draft
from bot.drafts.undo import plan_anew, take_back, undone_changes
from bot.phrasing.lines import count
from bot.rights import reaches
from db.desk.article_texts import delete_article_text, delete_source_texts, mark_source
from db.desk.drafts import Draft, add_draft, mark_draft, mark_open, replace_body
from db.loading.edits import ChangedMeanwhile, Edit, hold_edits, list_edits, list_resting
from db.model.records import Party, Statement
from db.reading.merges import find_remaining
from db.reading.view import list_items

_Number = Annotated[str, "the number of one of its drafts"]
_MOST_EDITS = 2000


def read_anew(
    ask: Ask, *, text: TextNumber, outlet: str = "", title: str = "", published: str = "", link: str = ""
) -> Callable[[], dict[str, Any]] | None:
    """Give the reading of a text under what is said of it now; None where something must be asked for first."""
    found = find_article(ask, text)
    heading = _heading(ask, found, Heading(outlet, title, published, link))
    if heading is None:
        return None
    if not found.text:
        raise UserError(f"The text of {found.id} is not kept any more, so it can’t be read anew. Hand it over again.")
    content = found.text.encode()
    people, outlets = people_of(ask), outlets_of(ask)
    return partial(read_confined, content, "text.txt", given=heading, people=people, outlets=outlets, now=ask.now)


def _heading(ask: Ask, text: KeptArticle, typed: Heading) -> Heading | None:
    given = check_heading(Heading(*(part.strip() for part in astuple(typed))), ask)
    heading = given.or_else(text.heading)
    if given == Heading() or missing_of(heading):
        return None
    if taken_of(text, drafts_of(ask, text)):
        raise UserError(f"Drafts of text {text.id} were taken already. Take them back first: /article back {text.id}")
    return heading


def source(
    ask: Ask, *, text: TextNumber, outlet: str = "", title: str = "", published: str = "", link: str = ""
) -> Answer:
    """Say where a text came out; it is read anew then."""
    found = find_article(ask, text)
    heading = _heading(ask, found, Heading(outlet, title, published, link))
    if heading is None or ask.prepared is None:
        return ask_heading(ask, found)
    anew = keep_anew(ask, found, heading, ask.prepared["form"], draft_entries(ask, ask.prepared))
    return summary(ask, anew, drafts_of(ask, anew))


def take(ask: Ask, *, text: TextNumber, draft: _Number, seen: Annotated[str, "what was read back"] = "") -> Answer:
    """Take one draft of a text into the dossier; a reader's goes to the desk's editors."""
    found, kept, one = _chosen(ask, text, draft)
    hold_edits(ask.view.connection, desk=ask.desk.id, dossier=ask.head.id)
    if seen and seen != digest_of([one.body]):
        return show_next(ask, found, said=(Line(("It was changed meanwhile: nothing was taken. Look again.",)),))
    said = _take(ask, found, one)
    plan_anew(ask)
    return show_next(ask, _past(ask, found, kept), said=_did(ask, found, one.id, said))


def _did(ask: Ask, text: KeptArticle, draft: int, said: str) -> tuple[Block, ...]:
    """Say what was done with a draft, and how to take that back."""
    return Line((said,)), Choice("Undo", ask.again(f"/article again {text.id} draft:{draft}"))


def sure(ask: Ask, *, text: TextNumber, seen: Annotated[str, "what was summed up"] = "") -> Answer:
    """Take all drafts of a text that are sure; a reader's go to the desk's editors."""
    found = find_article(ask, text)
    hold_edits(ask.view.connection, desk=ask.desk.id, dossier=ask.head.id)
    drafts = drafts_of(ask, found)
    sure = [one for one in open_of(found, drafts) if one.sure]
    if seen and seen != seen_of(sure, drafts):
        who = ", ".join(sorted({one.decided_by for one in drafts.values() if one.decided_by}))
        by = f" (decided by {who})" if who else ""
        said = f"Some were taken or changed meanwhile{by}: nothing was done. Look again."
        meanwhile = Line((said,), label="Changed")
        return summary(ask, found, drafts, said=(meanwhile,))
    taken: list[Block] = []
    for one in sure:
        try:
            taken.append(Line((_take(ask, found, drafts[one.draft]),)))
        except UserError as error:
            taken.append(Line((f"draft {one.draft}: {error}",), label="Not taken"))
    plan_anew(ask)
    return summary(ask, found, drafts_of(ask, found), said=tuple(taken) or (Line(("No sure ones are open.",)),))


def _take(ask: Ask, text: KeptArticle, draft: Draft) -> str:
    """Write what a draft makes, or send it to the editors; says what was done. Raises UserError."""
    try:
        made = made_of(ask, draft.kind, json.loads(draft.body), draft)
    except Unfit as unfit:
        raise UserError("; ".join(unfit.faults)) from unfit
    if not reaches(ask.level, "editor"):
        save_draft(ask, draft=str(draft.id), seen=made.digest)
        return f"Draft {draft.id} waits for the desk’s editors."
    return _written(ask, text, draft, made)


def _written(ask: Ask, text: KeptArticle, draft: Draft, made: Made, *, of: int = 0) -> str:
    """Write what a draft makes; `of` is the draft that it is needed for, with which it is taken back."""
    try:
        changes = write_draft(ask, draft, made, why=f"{_why(text)}draft {of or draft.id}")
    except ChangedMeanwhile as changed:
        raise UserError(f"{changed.by} has changed {made.record.id} meanwhile. Look again.") from changed
    mark_source(ask.view.connection, text.text_id, known_source(ask, text.heading))
    return f"Taken: {made.record.id} (change {changes[-1]})"


def _why(text: KeptArticle) -> str:
    return f"from text {text.id}, "


def skip(ask: Ask, *, text: TextNumber, draft: _Number) -> Answer:
    """Go past a draft of a text, which stays open."""
    found, kept, _ = _chosen(ask, text, draft)
    return show_next(ask, _past(ask, found, kept))


def leave(ask: Ask, *, text: TextNumber, draft: _Number) -> Answer:
    """Leave a draft of a text out for good."""
    found, kept, one = _chosen(ask, text, draft)
    decided_by = partial(mark_draft, by=ask.asker.name, by_id=ask.asker.id, now=ask.now, note=LEFT_OUT)
    if not decided_by(ask.view.connection, one.id, "refused"):
        raise UserError(f"Draft {one.id} was decided meanwhile. Go on: /article go {found.id}")
    return show_next(ask, _past(ask, found, kept), said=_did(ask, found, one.id, f"Left out: draft {one.id}"))


def other(ask: Ask, *, text: TextNumber, draft: _Number) -> Answer:
    """Take a draft for another utterance than the one that the dossier has."""
    found, kept, one = _chosen(ask, text, draft)
    same = find_remaining(ask.view, kept.same) or kept.same
    there = next((item for item in list_items(ask.view, Statement) if item.id == same), None)
    return _give_speaker(ask, found, one, there.speaker if there else "")


def spoken_by(ask: Ask, *, text: TextNumber, draft: _Number, who: Annotated[str, "a person's id"]) -> Answer:
    """Say who spoke, of a draft whose speaker was open."""
    found, _, one = _chosen(ask, text, draft)
    return _give_speaker(ask, found, one, who)


def newcomer(ask: Ask, *, text: TextNumber, draft: _Number) -> Answer:
    """Add the speaker of a draft as the text calls them, and show the draft again."""
    found, _, one = _chosen(ask, text, draft)
    if not reaches(ask.level, "editor"):
        raise UserError("Somebody new is added here by the desk’s editors. Propose them: /add person")
    fields = json.loads(one.body)
    name = fields.get("speaker", "")
    hold_edits(ask.view.connection, desk=ask.desk.id, dossier=ask.head.id)
    side = NamedSides(list_items(ask.view, Party), ()).called(name)  # which then speaks for itself
    try:
        made = made_of(ask, "person", {"name": name, "party": side, "source": fields["source"]}, None)
    except Unfit as unfit:
        raise UserError("; ".join(unfit.faults)) from unfit
    known = made.record if side else replace(made.record, kind=_kind_of_speaker(name))
    person = Draft(desk=ask.desk.id, dossier=ask.head.id, kind="person", body=json.dumps({"name": name}),
                   actor=ask.asker.id, actor_name=ask.asker.name, at=ask.now)  # fmt: skip
    number = add_draft(ask.view.connection, person)
    added = _written(ask, found, replace(person, id=number), replace(made, record=known), of=one.id)
    _give_speaker(ask, found, one, made.record.id)
    return show_next(ask, found, said=(Line((added,)),))


def _kind_of_speaker(name: str) -> str:
    """Tell somebody with a name from who is known only by role, and from a body that speaks."""
    words = name.split()
    if words[0].lower() in ("the", "a", "an") or words[-1][:1].islower():
        return "group" if words[-1].endswith("s") else "role"
    return "named" if len(words) > 1 and not words[0].isupper() else "institution"


def _give_speaker(ask: Ask, text: KeptArticle, draft: Draft, who: str) -> Answer:
    body = json.dumps(json.loads(draft.body) | {"speaker": who}, ensure_ascii=False)
    replace_body(ask.view.connection, draft.id, kind=draft.kind, body=body, seen="")
    return show_next(ask, text)


def discard(ask: Ask, *, text: TextNumber) -> Answer:
    """Leave out all drafts of a text that are open."""
    found = find_article(ask, text)
    for one in open_of(found, drafts_of(ask, found)):
        mark_draft(ask.view.connection, one.draft, "refused", by=ask.asker.name, by_id=ask.asker.id, now=ask.now)
    mark_draft(ask.view.connection, found.id, "refused", by=ask.asker.name, by_id=ask.asker.id, now=ask.now)
    if not taken_of(found, drafts_of(ask, found)):
        delete_article_text(ask.view.connection, found.text_id)
    return Answer(f"Discarded: text {found.id}", (Line(("What was taken of it before stays.",)),), aside=True)


def forget_text(ask: Ask, *, source: Annotated[str, "a source's id"]) -> Answer:
    """Let go of the text that is kept of a source: nothing is held to it any more."""
    gone = delete_source_texts(ask.view.connection, source.strip(), dossier=ask.head.id, desk=ask.desk.id)
    if not gone:
        raise UserError(f"No text is kept of {source.strip()[:40]}. Hand one over: /article with a file")
    said = "What was taken of it stays. Quotations are held to no text of this source any more."
    return Answer(f"Let go of: {count(gone, 'text')} of {source.strip()}", (Line((said,)),), aside=True)


def again(ask: Ask, *, text: TextNumber, draft: _Number) -> Answer:
    """Take back what was decided on one draft, and show it again."""
    found = find_article(ask, text)
    kept = _kept(found, draft)
    one = drafts_of(ask, found).get(kept.draft) if kept else None
    if kept is None or one is None:
        raise UserError(f"Text {found.id} has no draft {draft.strip()[:20]}. Go on: /article go {found.id}")
    if one.state == "draft":
        raise UserError(f"Draft {one.id} is open already. Go on: /article go {found.id}")
    if one.state == "applied":
        _take_back(ask, found, one)
    if not mark_open(ask.view.connection, one.id, "draft", was=one.state):
        raise UserError(f"Draft {one.id} was decided meanwhile. Go on: /article go {found.id}")
    here = keep_place(ask, found, found.kept.index(kept))
    return show_next(ask, here, said=(Line((f"Taken back: draft {one.id} is open again",)),))


def _take_back(ask: Ask, text: KeptArticle, draft: Draft) -> None:
    """Undo the changes that a draft made, the newest first; its source stays where others rest on it."""
    hold_edits(ask.view.connection, desk=ask.desk.id, dossier=ask.head.id)
    made = [edit for edit in _standing_edits(ask) if edit.why == f"{_why(text)}draft {draft.id}"]
    if not made:
        raise UserError(f"What draft {draft.id} made was taken back already. See /changes")
    for edit in made:
        if edit.kind in ("source", "person") and list_resting(
            ask.view.connection, dossier=ask.head.id, desk=ask.desk.id, item=edit.item, limit=1
        ):
            continue
        take_back(ask, edit)


def _standing_edits(ask: Ask) -> list[Edit]:
    """List the desk's changes that were not taken back, the newest first."""
    edits = list_edits(ask.view.connection, desk=ask.desk.id, dossier=ask.head.id, limit=_MOST_EDITS)
    undone = undone_changes(edits)
    return [edit for edit in edits if edit.id not in undone]


def back(ask: Ask, *, text: TextNumber) -> Answer:
    """Take back everything that was taken of a text, the newest first; its drafts are open again."""
    found = find_article(ask, text)
    hold_edits(ask.view.connection, desk=ask.desk.id, dossier=ask.head.id)
    said: list[Block] = []
    kept_back: set[str] = set()
    for edit in [one for one in _standing_edits(ask) if one.why.startswith(_why(found))]:
        try:
            take_back(ask, edit)
            said.append(Line((f"{edit.item}: change {edit.id}",), label="Taken back"))
        except UserError as error:
            kept_back.add(edit.why)
            said.append(Line((str(error),), label="Stays"))
    for draft in taken_of(found, drafts_of(ask, found)):
        if f"{_why(found)}draft {draft.id}" not in kept_back:
            mark_open(ask.view.connection, draft.id, "draft", was="applied")
    return summary(ask, keep_place(ask, found, 0), drafts_of(ask, found), said=tuple(said))


def _chosen(ask: Ask, text: str, draft: str) -> tuple[KeptArticle, Kept, Draft]:
    """Find an open draft of a text; raises UserError where somebody was quicker."""
    found = find_article(ask, text)
    kept = _kept(found, draft)
    one = drafts_of(ask, found).get(kept.draft) if kept else None
    if kept is None or one is None:
        raise UserError(f"Text {found.id} has no draft {draft.strip()[:20]}. Go on: /article go {found.id}")
    if one.state != "draft":
        done = f"Draft {one.id} is with the desk’s editors already." if one.state == "proposed" else decided(one)
        raise UserError(f"{done} Go on: /article go {found.id}")
    return found, kept, one


def _kept(text: KeptArticle, draft: str) -> Kept | None:
    return next((one for one in text.kept if str(one.draft) == draft.strip()), None)


def _past(ask: Ask, text: KeptArticle, kept: Kept) -> KeptArticle:
    return keep_place(ask, text, text.kept.index(kept) + 1)
