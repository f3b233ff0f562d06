"""Changing a dossier for one desk: what was done is said, kept in the history, and can be taken back."""

from collections.abc import Iterable
from typing import Annotated, Any

from bot.asking import Ask, UserError, local_day, row_number
from bot.blocks import Answer, Block, Choice, Line, Moment
from bot.phrasing.differences import ONLY_DAYS, differences, shown
from bot.phrasing.when import day
from bot.rights import reaches
from bot.tracking.planner import plan
from db.desk.desks import list_reminder_channels
from db.loading.edits import (
    ChangedMeanwhile,
    Edit,
    Editor,
    find_edit,
    find_version,
    find_versions,
    hide_item,
    hold_edits,
    list_edits,
    list_resting,
    remove_item,
    replace_item,
)
from db.loading.merges import mark_parted
from db.model.codec import encode
from db.model.shapes import references
from db.reading.merges import Merge, find_merge, find_merge_of, list_merges

UNDOING = "takes back change"
PARTING = ", which parts "
_MOST_NAMED = 8
_NEAR = 50  # newest changes of one person among which those of one press are looked for


def editor_of(ask: Ask, why: str) -> Editor:
    """Say who edits, for the desk that asks."""
    return Editor(ask.view.connection, ask.desk.id, ask.head.id, ask.now, ask.asker.id, ask.asker.name, why)


def plan_anew(ask: Ask) -> None:
    """Plan this desk's reminders of the dossier anew: its tracked dates may have changed."""
    for place in list_reminder_channels(ask.view.connection, desk=ask.desk.id, dossier=ask.head.id):
        plan(ask.view.connection, ask.desk, place.dossier, place.channel, now=ask.now)


def told_meanwhile(changed: ChangedMeanwhile, item: str) -> UserError:
    """Word for an editor that another was quicker."""
    return UserError(
        f"{changed.by} has changed {item} meanwhile, on {day(changed.at.date())}, {changed.at:%H:%M} UTC: nothing was "
        f"overwritten. See /item {item}, then try again."
    )


def undo(ask: Ask, *, id: Annotated[str, "the change's number; without one, your own last"] = "") -> Answer:
    """Take back a change to the dossier: your own last one, or the one with this number.

    Editors may take back anybody's. What was there before is there again, and the history shows both.
    """
    edit = _chosen(ask, id.strip())
    if merge := _merge_of(ask, edit):
        return _part(ask, merge)
    back = _bring_back_sources(ask, edit)
    restored = [*back, *take_back(ask, edit), *_take_sources(ask, edit)]
    plan_anew(ask)
    return Answer(f"Taken back: change {edit.id}", tuple(restored), line=f"/item {edit.item}" if edit.old else "")


def take_back(ask: Ask, edit: Edit) -> list[Block]:
    """Take back one change; raises UserError where that can't be done by itself."""
    version = find_version(ask.view.connection, dossier=ask.head.id, desk=ask.desk.id, item=edit.item)
    if version.record != edit.new:
        _check_merged(ask, edit)
        _refuse_changed(ask, edit)
    _check_names(ask, edit)
    return _restore(ask, edit, version.stamp)


def _refuse_changed(ask: Ask, edit: Edit) -> None:
    newest = list_edits(ask.view.connection, desk=ask.desk.id, dossier=ask.head.id, item=edit.item)[:1]
    later = f", by change {newest[0].id} of {newest[0].actor_name}" if newest and newest[0].id != edit.id else ""
    raise UserError(
        f"{edit.item} has been changed since change {edit.id}{later}: it can't be taken back by itself. "
        f"See /item {edit.item}."
    )


# --- what was made one


def _merge_of(ask: Ask, edit: Edit) -> Merge | None:
    """Find the merge for which a change was made; raises UserError where it parted two items again."""
    if merge := find_merge_of(ask.view.connection, edit.id, dossier=ask.head.id, desk=ask.desk.id):
        return merge
    if PARTING in edit.why:
        raise UserError(
            f"Change {edit.id} parted two items that had been made one. Make them one anew: /merge {edit.item}"
        )
    return None


def _check_merged(ask: Ask, edit: Edit) -> None:
    """See that an item is not a part of another by now; raises UserError."""
    merge = find_merge(ask.view.connection, edit.item, dossier=ask.head.id, desk=ask.desk.id)
    if merge is not None:
        raise UserError(
            f"{edit.item} is {merge.remains} now, by change {merge.number} of {merge.actor_name}. Part them first: "
            f"/undo {merge.number}"
        )


def _part(ask: Ask, merge: Merge) -> Answer:
    """Part two items that were made one: both are as they were, and so is whatever names them."""
    connection, where = ask.view.connection, {"dossier": ask.head.id, "desk": ask.desk.id}
    hold_edits(connection, **where)
    edits = [edit for id_ in merge.changes if (edit := find_edit(connection, id_, desk=ask.desk.id))]
    now = find_versions(connection, [edit.item for edit in edits], **where)
    for edit in edits:
        if (now[edit.item].record if edit.item in now else None) != edit.new:
            if edit.item != merge.gone:
                _check_merged(ask, edit)
            _refuse_changed(ask, edit)
    if not mark_parted(editor_of(ask, ""), merge):
        raise UserError(f"{merge.gone} and {merge.remains} were parted meanwhile. See /item {merge.gone}")
    for edit in reversed(edits):  # first what the others name
        _check_names(ask, edit)
        _put_back(ask, editor_of(ask, f"{UNDOING} {edit.id}{PARTING}{merge.gone} and {merge.remains}"), edit)
    plan_anew(ask)
    two = f"{merge.gone} and {merge.remains} are two again"
    said = Line((f"{two}, as before change {merge.number} of {merge.actor_name}",), label="Restored")
    named = [edit.item for edit in edits if edit.item not in (merge.gone, merge.remains)]
    more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
    again = [Line((f"{', '.join(named[:_MOST_NAMED])}{more}",), label=f"Name {merge.gone} again")] if named else []
    shows = [Choice(f"Show {id_}", ask.again(f"/item {id_}")) for id_ in (merge.gone, merge.remains)]
    back = Choice("Merge them again", ask.again(f"/merge {merge.gone} into:{merge.remains}"))
    return Answer(f"Parted again: {merge.gone} and {merge.remains}", (said, *again, *shows, back), aside=True)


def complete_changes(ask: Ask, typed: str) -> list[tuple[str, str]]:
    """List the changes that the asker may take back, the newest first, while a number is typed."""
    actor = "" if reaches(ask.level, "editor") else ask.asker.id
    edits = list_edits(ask.view.connection, desk=ask.desk.id, dossier=ask.head.id, actor=actor)
    shown = [
        (f"{edit.id}: {edit.item} {edit.action} by {edit.actor_name}, {day(local_day(edit.at, ask.desk.zone))}", edit)
        for edit in _standing(ask, edits)
    ]
    return [(label, str(edit.id)) for label, edit in shown if typed.casefold() in label.casefold()]


def _standing(ask: Ask, edits: list[Edit]) -> list[Edit]:
    """Leave out changes that were taken back, and those that took them back; of a merge one stands for all."""
    merges = list_merges(ask.view.connection, dossier=ask.head.id, desk=ask.desk.id)
    along = {change for one in merges for change in one.changes[:-1]}
    undone = undone_changes(edits)
    kept = [one for one in edits if one.id not in undone and not one.why.startswith(UNDOING)]
    return [one for one in kept if one.id not in along]


def undone_changes(edits: Iterable[Edit]) -> set[int]:
    """List the numbers of the changes that others took back."""
    numbers = (
        edit.why.removeprefix(f"{UNDOING} ").partition(PARTING)[0] for edit in edits if edit.why.startswith(UNDOING)
    )
    return {int(number) for number in numbers if number.isdecimal()}


def _chosen(ask: Ask, number: str) -> Edit:
    connection, desk = ask.view.connection, ask.desk.id
    if not number:
        own = list_edits(connection, desk=desk, dossier=ask.head.id, actor=ask.asker.id)
        standing = _standing(ask, own)
        if not standing:
            raise UserError("You have changed nothing here that could be taken back. /changes shows what others did.")
        return standing[0]
    edit = find_edit(connection, row_number(number), desk=desk)
    if edit is None or edit.dossier != ask.head.id:
        raise UserError(f"There is no change “{number[:20]}” here. /item shows an item's changes with their numbers.")
    if edit.actor != ask.asker.id and not reaches(ask.level, "editor"):
        raise UserError(f"Change {edit.id} is {edit.actor_name}'s. Only editors may take back others' changes.")
    return edit


def _check_names(ask: Ask, edit: Edit) -> None:
    """See that after taking a change back everything that is named is there; raises UserError."""
    connection, where = ask.view.connection, {"dossier": ask.head.id, "desk": ask.desk.id}
    if edit.old is None:
        if others := list_resting(connection, **where, item=edit.item, limit=_MOST_NAMED):
            raise UserError(
                f"{edit.item} is named by {', '.join(others)}: take these back first, then change {edit.id}."
            )
        return
    named = {target for _role, target, _ref in references(edit.old)}
    if missing := sorted(named - find_versions(connection, named, **where).keys()):
        raise UserError(
            f"{edit.item} named {', '.join(missing)} then, which is not there any more. Bring that back first: "
            "/changes shows by which change it went."
        )


def _restore(ask: Ask, edit: Edit, stamp: str) -> list[Block]:
    number = _put_back(ask, editor_of(ask, f"{UNDOING} {edit.id}"), edit, stamp)
    what = f"{edit.action} {edit.kind} {edit.item}"
    blocks: list[Block] = [Line((f"{edit.actor_name}, ", Moment(edit.at), f": {what}"), label="It was")]
    blocks += restored_lines(edit)
    return [*blocks, Choice(f"Undo this (change {number})", f"/undo {number}")]


def _put_back(ask: Ask, editor: Editor, edit: Edit, stamp: str | None = None) -> int:
    """Write an item as it was before a change; gives the number of the new one. Raises UserError."""
    where = {"dossier": ask.head.id, "item": edit.item}
    below = find_version(ask.view.connection, **where, desk="")
    seen = find_version(ask.view.connection, **where, desk=ask.desk.id).stamp if stamp is None else stamp
    try:
        if edit.old is None:
            return hide_item(editor, edit.item, seen=seen)
        if edit.old == below.record:
            return remove_item(editor, edit.item, seen=seen)
        return replace_item(editor, edit.old, seen=seen)
    except ChangedMeanwhile as changed:
        raise told_meanwhile(changed, edit.item) from changed


def _named(record: Any) -> set[str]:
    return {target for _role, target, _ref in references(record)} if record is not None else set()


def _of_one_press(ask: Ask, edit: Edit) -> list[Edit]:
    """List what was done to sources by the press that made a change."""
    edits = list_edits(ask.view.connection, desk=ask.desk.id, dossier=ask.head.id, actor=edit.actor, limit=_NEAR)
    return [one for one in edits if one.at == edit.at and one.id != edit.id and one.kind == "source"]


def _take_sources(ask: Ask, edit: Edit) -> list[Block]:
    """Take away the sources that a change added along, if nothing else rests on them."""
    gone: list[Block] = []
    where = {"dossier": ask.head.id, "desk": ask.desk.id}
    for one in _of_one_press(ask, edit):
        version = find_version(ask.view.connection, **where, item=one.item)
        added = one.old is None and one.item in _named(edit.new) - _named(edit.old) and version.record == one.new
        if added and not list_resting(ask.view.connection, **where, item=one.item, limit=1):
            hide_item(editor_of(ask, f"{UNDOING} {one.id}"), one.item, seen=version.stamp)
            gone.append(Line((f"{one.item}, its source: nothing else rested on it",), label="Gone, too"))
    return gone


def _bring_back_sources(ask: Ask, edit: Edit) -> list[Block]:
    """Bring back the sources that went along with an item."""
    back: list[Block] = []
    for one in _of_one_press(ask, edit):
        version = find_version(ask.view.connection, dossier=ask.head.id, desk=ask.desk.id, item=one.item)
        if one.new is None and version.record is None and one.item in _named(edit.old):
            replace_item(editor_of(ask, f"{UNDOING} {one.id}"), one.old, seen=version.stamp)
            back.append(Line((f"{one.item}, its source",), label="There again, too"))
    return back


def restored_lines(edit: Edit) -> list[Block]:
    """Say what taking back a change restored."""
    if edit.old is None:
        return [Line((f"{edit.item} is no longer there",), label="Restored")]
    if edit.new is None:
        return [Line((f"{edit.item} is there again",), label="Restored")]
    found = differences(encode(edit.new), encode(edit.old))
    said = [f"{one.path}: “{shown(one.new)}”" if one.new else f"{one.path}: nothing" for one in found]
    return [Line((text,), label="Restored") for text in said or [ONLY_DAYS]]
