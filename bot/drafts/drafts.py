"""What was typed in and is not saved yet: kept as a draft, read back, changed, then saved or sent to the editors."""

import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, cast, get_args

from bot.answers.directory import directory
from bot.asking import Ask, UserError, place_of, row_number
from bot.blocks import Answer, Block, Choice, Field, Form, Line, Moment
from bot.drafts.add_fields import BESIDE, Added, asking, form_beside, form_of
from bot.drafts.build_item import Made, Merging, Unfit, make
from bot.drafts.combination import Combination, combine
from bot.drafts.correction import Correction, correct, gone
from bot.drafts.decision_notice import tell_proposer
from bot.drafts.edit_fields import EDIT, edit_form
from bot.drafts.merge_card import merge_card, other_ways
from bot.drafts.preview import read_back
from bot.drafts.proposal_notice import tell_desk, tell_none_waits
from bot.drafts.undo import editor_of, plan_anew
from bot.phrasing.differences import differences, shown
from bot.phrasing.lines import count
from bot.rights import reaches
from bot.tracking.state import event_stamp
from db.desk.drafts import Draft, State, add_draft, delete_older, find_draft, list_drafts, mark_draft, replace_body
from db.loading.edits import (
    ChangedMeanwhile,
    Edit,
    Editor,
    find_version,
    find_versions,
    hide_item,
    hold_edits,
    list_edits,
    remove_item,
    replace_item,
)
from db.loading.merges import Uniting, merge_items
from db.model.codec import encode
from db.model.records import Event

MESSAGE = "message"  # a draft of a message's words, of which it is not yet said what they become
MERGE = "merge"  # a draft by which two items become one
KINDS: tuple[str, ...] = (*get_args(Added), EDIT, MERGE)
_DONE = {EDIT: "changed", MERGE: "merged"}
_MOST_DRAFTS = 50  # of one person at a desk that nobody saved; the oldest go
_MOST_PROPOSED = 25  # of one person that wait for an editor


def made_of(ask: Ask, kind: str, body: Mapping[str, Any], draft: Draft | None) -> Made:
    """Make what a draft would write, anew; raises Unfit. Its words for days were typed when it was begun."""
    now = draft.at if draft else ask.now
    if kind == EDIT:
        return correct(ask, Correction(**body), now=now)
    if kind == MERGE:
        return combine(ask, Combination(**body))
    added: Any = kind
    return make(ask, added, body, now=now)


def checked(ask: Ask, kind: str, body: Mapping[str, Any], draft: Draft | None, *, said: Iterable[Block] = ()) -> Answer:
    """Keep what was typed, and read back what it would write or say what is wrong with it."""
    try:
        made = made_of(ask, kind, body, draft)
    except Unfit as unfit:
        return _refused(ask, kind, keep_draft(ask, draft, kind, body), unfit, body)
    number = keep_draft(ask, draft, kind, body, seen=made.digest)
    proposed = draft is not None and draft.state == "proposed"
    return offered(ask, kind, made, number, proposed=proposed, said=said)


def _refused(ask: Ask, kind: str, number: int, unfit: Unfit, body: Mapping[str, Any]) -> Answer:
    lines = [Line((fault,)) for fault in unfit.faults]
    line = change_line(kind, number)
    title = f"That can’t be {_DONE.get(kind, 'added')} as it is"
    begun = f"/{kind} {body['item']} draft:{number}" if kind in _DONE else f"/add {kind} draft:{number}"
    kept = Line((f"What you typed is kept: {begun}",), label="Not saved yet")
    instead = [Choice(label, ask.again(f"{begun} {options}")) for label, options in unfit.instead]
    return Answer(title, (*lines, kept, *instead, Choice("Fix", ask.again(line))), aside=True, refused=True)


def offered(
    ask: Ask, kind: str, made: Made, number: int, *, proposed: bool = False, said: Iterable[Block] = ()
) -> Answer:
    """Read back what a draft would write, with what can be done with it."""
    blocks = [*said, *card_of(ask, made)]
    own = "Merge" if made.merges else "Remove" if made.removes else "Save"
    press = "Approve" if proposed else own if reaches(ask.level, "editor") else "Send for review"
    save = Choice(press, ask.again(save_line(kind, number, made)))
    change = Choice("Change", ask.again(change_line(kind, number)))
    return Answer("Read back, not saved yet", (*blocks, save, change, *_beside(ask, kind, number, made)), aside=True)


def card_of(ask: Ask, made: Made) -> list[Block]:
    """Show what a draft would write."""
    if made.merges is None:
        return read_back(ask, made)
    return merge_card(ask, made, directory(ask))


def _beside(ask: Ask, kind: str, number: int, made: Made) -> list[Choice]:
    """Offer the form of what stands beside a new item, or how two could be made one otherwise."""
    if made.merges:
        return other_ways(ask, made, f"/merge {made.merges.gone.id} draft:{number}")
    field = BESIDE.get(cast("Added", kind))
    if field is None or made.old is not None:
        return []
    return [Choice(f"{field.label}…", ask.again(f"{change_line(kind, number)} part:{field.option}"))]


def save_line(kind: str, number: int, made: Made) -> str:
    """Give the line that saves what was read back, and nothing else."""
    return f"/{_verb(kind)} save {number} seen:{made.digest}"


def change_line(kind: str, number: int) -> str:
    """Give the line that opens a draft's form again."""
    return f"/{_verb(kind)} change {number}"


def _verb(kind: str) -> str:
    return kind if kind in _DONE else "add"


def form_line(ask: Ask, kind: str, number: int) -> str:
    """Give the line that a form completes."""
    return ask.again(f"/add {kind}" + (f" draft:{number}" if number else ""))


def keep_draft(ask: Ask, draft: Draft | None, kind: str, content: Mapping[str, Any], *, seen: str = "") -> int:
    """Keep what was typed; gives its number."""
    body = json.dumps(content, ensure_ascii=False)
    if draft:
        replace_body(ask.view.connection, draft.id, kind=kind, body=body, seen=seen)
        return draft.id
    new = Draft(desk=ask.desk.id, dossier=ask.head.id, kind=kind, body=body, seen=seen, actor=ask.asker.id,
                actor_name=ask.asker.name, at=ask.now, channel=place_of(ask))  # fmt: skip
    number = add_draft(ask.view.connection, new)
    delete_older(
        ask.view.connection, desk=ask.desk.id, actor=ask.asker.id, kinds=(*KINDS, MESSAGE), newest=_MOST_DRAFTS
    )
    return number


def any_draft(ask: Ask, number: str) -> Draft:
    """Find a draft of this desk, whatever became of it; raises UserError."""
    draft = find_draft(ask.view.connection, row_number(number), desk=ask.desk.id)
    if draft is None or draft.kind not in (*KINDS, MESSAGE) or draft.dossier != ask.head.id:
        raise UserError(f"There is no draft {number.strip()[:20]} here. Begin one, e.g. with /add statement")
    return draft


def own_draft(ask: Ask, number: str) -> Draft:
    """Find an open draft of this desk that the asker may touch; raises UserError."""
    draft = any_draft(ask, number)
    editor = reaches(ask.level, "editor")
    if draft.actor != ask.asker.id and not editor:
        raise UserError(f"Draft {draft.id} is {draft.actor_name}’s. Only they and the desk’s editors may touch it.")
    if draft.state in ("applied", "refused"):
        raise UserError(decided(draft))
    if draft.state == "proposed" and not editor:
        raise UserError(f"Draft {draft.id} is with the desk’s editors already; /review shows what became of it.")
    return draft


def complete_drafts(ask: Ask, command: str, typed: str) -> list[tuple[str, str]]:
    """List the open drafts that the asker may touch with a command, the newest first, while a number is typed."""
    editor = reaches(ask.level, "editor")
    states: list[State] = ["proposed"] if command == "review" else ["draft", "proposed"] if editor else ["draft"]
    kinds = _kinds_of(command)
    found = [one for state in states for one in list_drafts(ask.view.connection, desk=ask.desk.id, state=state)]
    mine = [one for one in found if one.dossier == ask.head.id and (editor or one.actor == ask.asker.id)]
    newest = sorted((one for one in mine if one.kind in kinds), key=lambda one: -one.id)
    shown = [(f"{one.id}: {_begun_words(one)} – {one.actor_name}", str(one.id)) for one in newest]
    return [one for one in shown if typed.casefold() in one[0].casefold()]


def _kinds_of(command: str) -> tuple[str, ...]:
    """List the kinds of drafts that a command goes on with."""
    first, _, kind = command.partition(" ")
    if first == "review":
        return KINDS
    if first != "add":
        return (first,) if first in _DONE else ()
    return (kind, MESSAGE) if kind in ("statement", "event") else (kind,)


def _begun_words(draft: Draft) -> str:
    body = json.loads(draft.body)
    said = body["item"] if draft.kind in _DONE else " ".join(" ".join(body.values()).split())
    said += f" into {body['into']}" if draft.kind == MERGE and body["into"] else ""
    return f"{draft.kind} {said[:50]}"


def decided(draft: Draft) -> str:
    """Say what became of a draft, and by whom."""
    what = "saved" if draft.state == "applied" else "refused"
    reason = f": {draft.note}" if draft.note and draft.state == "refused" else ""
    return f"Draft {draft.id} has been {what} already, by {draft.decided_by}{reason}."


def change_draft(
    ask: Ask,
    *,
    draft: Annotated[str, "the number of one begun"],
    part: Annotated[str, "stance, gist or weight: the form of that one"] = "",
) -> Answer:
    """Change what was typed, in the form it was typed into."""
    found = own_draft(ask, draft)
    kind: Any = found.kind
    if kind == EDIT:
        return asking(form_again(ask, Correction(**json.loads(found.body)), found.id), refused=False)
    if kind == MERGE:
        return asking(merge_form(ask, Combination(**json.loads(found.body)), found.id), refused=False)
    if kind == MESSAGE:
        raise UserError(f"Say what it becomes: /add statement draft:{found.id}, or /add event draft:{found.id}")
    typed, line = json.loads(found.body), form_line(ask, kind, found.id)
    form = form_beside(kind, typed, line) if part else None
    return asking(form or form_of(kind, typed, line), refused=False)


def form_again(ask: Ask, wanted: Correction, number: int) -> Form:
    """Make the form of a correction: what the item says, and over it what was typed."""
    versions = find_versions(ask.view.connection, [wanted.item], dossier=ask.head.id, desk=ask.desk.id)
    if wanted.item not in versions:
        raise UserError(gone(ask, wanted.item))
    values = {**wanted.base, **wanted.fields, "why": wanted.why}
    part = f" part:{wanted.part}" if wanted.part else ""  # forms of several parts may be open at once
    line = ask.again(f"/edit {wanted.item} draft:{number}{part}")
    return edit_form(versions[wanted.item].record, wanted.part, values, line, removes=wanted.removes)


def merge_form(ask: Ask, wanted: Combination, number: int) -> Form:
    """Make the form that asks what an item is the same as."""
    into = Field("into", "The one that remains", "The id of what it is the same as.", "S3", wanted.into, needed=True,
                 longest=32)  # fmt: skip
    why = Field("why", "How you know", "The history shows it. May stay empty.", "both are of the same briefing",
                wanted.why)  # fmt: skip
    return Form(f"Merge {wanted.item}", ask.again(f"/merge {wanted.item} draft:{number}"), (into, why))


def save_draft(
    ask: Ask,
    *,
    draft: Annotated[str, "the number of one begun"],
    seen: Annotated[str, "which version was read back"] = "",
) -> Answer:
    """Save what was read back; a reader's goes to the desk's editors."""
    found = own_draft(ask, draft)
    hold_edits(ask.view.connection, desk=ask.desk.id, dossier=ask.head.id)
    try:
        made = made_of(ask, found.kind, json.loads(found.body), found)
    except (Unfit, KeyError) as unfit:
        wrong = unfit if isinstance(unfit, Unfit) else Unfit([f"{unfit} is missing"])
        return _refused(ask, found.kind, found.id, wrong, json.loads(found.body))
    if made.digest != (seen.strip() or found.seen):
        return _other_by_now(ask, found, made)
    if not reaches(ask.level, "editor"):
        return _proposed(ask, found)
    return _saved(ask, found, made)


def _other_by_now(ask: Ask, draft: Draft, made: Made) -> Answer:
    """Read back anew, with what somebody else did meanwhile."""
    said: list[Block] = [Line(("It is not what you saw any more: nothing was saved. Look again.",), label="Changed")]
    edits = list_edits(ask.view.connection, desk=ask.desk.id, dossier=ask.head.id, item=made.record.id, limit=1)
    said += [line for edit in edits if made.old is not None for line in told_of(edit)]
    replace_body(ask.view.connection, draft.id, kind=draft.kind, body=draft.body, seen=made.digest)
    return offered(ask, draft.kind, made, draft.id, proposed=draft.state == "proposed", said=said)


def told_of(edit: Edit) -> list[Block]:
    """Say what another editor changed meanwhile."""
    if edit.old is None or edit.new is None:
        return []
    who = Line((f"{edit.actor_name}, ", Moment(edit.at), f": change {edit.id}"), label="Meanwhile")
    found = differences(encode(edit.old), encode(edit.new))
    return [who, *(Line((f"{one.path}: {shown(one.old)} -> {shown(one.new)}",), label="changed") for one in found)]


def _proposed(ask: Ask, draft: Draft) -> Answer:
    waiting = list_drafts(ask.view.connection, desk=ask.desk.id, state="proposed")
    if sum(one.actor == ask.asker.id for one in waiting) >= _MOST_PROPOSED:
        raise UserError(f"{_MOST_PROPOSED} of your proposals wait already. Ask the desk’s editors to look at /review")
    if not mark_draft(ask.view.connection, draft.id, "proposed", now=ask.now):
        raise UserError(f"Draft {draft.id} has been decided meanwhile; see /review")
    tell_desk(ask, draft.id)
    told = "You are told in person what became of it; /review shows it, too."
    said = Line((f"Draft {draft.id} waits for the desk’s editors. {told}",))
    return Answer("Sent for review", (said,), aside=True)


def _saved(ask: Ask, draft: Draft, made: Made) -> Answer:
    why = made.why or f"added by a form, draft {draft.id}"
    if draft.state == "proposed":
        reason = f": {made.why}" if made.why else ""
        why = f"proposed by {draft.actor_name}, approved by {ask.asker.name}{reason}"
    try:
        changes = write_draft(ask, draft, made, why=why)
    except ChangedMeanwhile:
        return _other_by_now(ask, draft, made)
    plan_anew(ask)
    if draft.state == "proposed":
        tell_proposer(ask, draft, item=made.record.id, removed=made.removes)
        tell_none_waits(ask)
    return _told_saved(ask, made, changes, why)


def write_draft(ask: Ask, draft: Draft, made: Made, *, why: str) -> list[int]:
    """Write what a draft makes and mark it, or neither; gives the changes. Raises UserError or ChangedMeanwhile."""
    connection = ask.view.connection
    nested = connection.begin_nested()
    if not mark_draft(connection, draft.id, "applied", by=ask.asker.name, by_id=ask.asker.id, now=ask.now):
        nested.rollback()
        now = find_draft(connection, draft.id, desk=ask.desk.id)
        raise UserError(decided(now or draft))
    try:
        changes = _written(editor_of(ask, why), made)
    except ChangedMeanwhile:
        nested.rollback()
        raise
    nested.commit()
    return changes


def _written(editor: Editor, made: Made) -> list[int]:
    if made.merges:
        opening = f"happened {event_stamp(made.record)}" if isinstance(made.record, Event) else ""
        merging = made.merges
        return merge_items(editor, Uniting(made.record, merging.gone.id, merging.repointed, dict(made.before), opening))
    if made.removes:
        return [hide_item(editor, made.record.id, seen=made.stamp(made.record.id))]
    file = find_version(editor.connection, dossier=editor.dossier, desk="", item=made.record.id)
    if made.record == file.record:  # as the file has it: let it follow the file again
        return [remove_item(editor, made.record.id, seen=made.stamp(made.record.id))]
    return [replace_item(editor, one, seen=made.stamp(one.id)) for one in (*made.along, made.record)]


def _told_saved(ask: Ask, made: Made, changes: list[int], why: str) -> Answer:
    if made.merges:
        return _told_merged(ask, made, changes[-1], why)
    verb = "Removed" if made.removes else "Changed" if made.old is not None else "Added"
    blocks: list[Block] = [Line((f"{made.record.id}: change {changes[-1]}, by {ask.asker.name}; {why}",), label=verb)]
    blocks += [Line((f"{one.id}: change {number}",), label="With its source")
               for one, number in zip(made.along, changes, strict=False)]  # fmt: skip
    undo = Choice("Undo", ask.again(f"/undo {changes[-1]}"))
    show = () if made.removes else (Choice("Show it", ask.again(f"/item {made.record.id}")),)
    title = f"{'Removed' if made.removes else 'Saved'}: {made.record.id}"
    return Answer(title, (*blocks, *show, undo), aside=True)


def _told_merged(ask: Ask, made: Made, change: int, why: str) -> Answer:
    merging = cast("Merging", made.merges)
    gone, remains = merging.gone.id, made.record.id
    blocks: list[Block] = [
        Line((f"{gone} is {remains} now: change {change}, by {ask.asker.name}; {why}",), label="Merged")
    ]
    if merging.repointed:
        what = count(len(merging.repointed), "item")
        blocks.append(Line((f"{what} that named {gone}",), label=f"Name {remains} now"))
    show, undo = Choice("Show it", ask.again(f"/item {remains}")), Choice("Undo", ask.again(f"/undo {change}"))
    return Answer(f"Merged: {gone} is {remains} now", (*blocks, show, undo), aside=True)
