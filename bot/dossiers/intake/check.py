"""The bytes of a dossier file -> records, or everything that is wrong with them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.dossiers.intake.cross_checks import crosscheck
from bot.dossiers.intake.faults import MOST_SHOWN, Draft, Fault, IntakeError, Loc, encodable, path_of, whole_file
from bot.dossiers.intake.includes import Whole, read_whole
from bot.dossiers.intake.json_tree import quick_json
from bot.dossiers.intake.open_file import SUFFIXES
from bot.dossiers.intake.plain_text import UNPRINTABLE, decode
from bot.dossiers.intake.shorthand import place_in_shorthand, write_out
from bot.dossiers.intake.tree import Finder
from bot.dossiers.intake.validate import validate
from bot.names.suggest import nearest
from db.model.records import SECTIONS, Dossier


def check_text(content: bytes, *, name: str, folder: Path | None = None) -> Dossier:
    """Make a dossier of a file's bytes; raises IntakeError with all faults.

    The name's ending tells YAML from JSON. `folder` is where the files lie that it may include.
    """
    if not name.lower().endswith(SUFFIXES):
        raise whole_file(name, "the file's name tells no format", expected=f"a name in {', '.join(SUFFIXES)}")
    if name.lower().endswith(".json") and (dossier := _quick(decode(content, name=name))):
        return dossier
    tree, faults, whole = read_whole(content, name=name, folder=folder)
    if tree is None and not faults:
        raise whole_file(name, "the file is empty", expected="a dossier")
    dossier = None
    if tree is not None:
        dossier, wrong = check_tree(tree, told=faults)
        faults += wrong
    if faults or dossier is None:
        raise _refusal(faults, tree, whole)
    return dossier


def _quick(text: str) -> Dossier | None:
    """Check JSON without keeping places, several times faster; None if there is any fault, or more files."""
    tree = None if UNPRINTABLE.search(text) else quick_json(text)
    if tree is None:
        return None
    dossier, wrong = check_tree(tree, told=[])
    return None if wrong else dossier


def check_tree(tree: Any, *, told: Sequence[Draft] = ()) -> tuple[Dossier | None, list[Draft]]:
    """Check shape and connections, shorthand written out; of two faults at one place the more telling one stays."""
    whole, wrong_shorthand = write_out(tree)
    dossier, wrong_shape = validate(whole)
    between = list(crosscheck(whole)) if isinstance(whole, dict) else []
    if whole is not tree:
        between, wrong_shape = _in_shorthand(between, tree), _in_shorthand(wrong_shape, tree)
    first = [*wrong_shorthand, *between]
    places = {fault.loc for fault in (*told, *first)}
    faults = [*first, *(fault for fault in wrong_shape if fault.at_key or fault.loc not in places)]
    return (None if wrong_shorthand else dossier), faults


def _in_shorthand(faults: list[Draft], tree: Any) -> list[Draft]:
    """Tell each fault once, at the place that was written."""
    moved: dict[tuple[Loc, str], Draft] = {}
    for fault in faults:
        loc = place_in_shorthand(fault.loc, tree)
        also = place_in_shorthand(fault.also, tree)
        moved.setdefault((loc, fault.found), replace(fault, loc=loc, also=also))
    return list(moved.values())


def _refusal(drafts: list[Draft], tree: Any, whole: Whole) -> IntakeError:
    """Look up every place, sort by it, and word as many faults as are shown."""
    finder = Finder(tree)
    placed = sorted(
        (finder.offset(draft.loc, at_key=draft.at_key) if draft.offset is None else draft.offset, number)
        for number, draft in enumerate(drafts)
    )
    faults = []
    for offset, number in placed[:MOST_SHOWN]:
        draft = drafts[number]
        if draft.also:
            name, line, _column = whole.place(finder.offset(draft.also))
            elsewhere = f" of {name}" if name != whole.place(offset)[0] else ""
            draft = replace(draft, found=f"{draft.found} in line {line}{elsewhere}")
        faults.append(_fault(draft, tree, whole, whole.place(offset)))
    return IntakeError(faults, more=len(placed) - len(faults))


def _fault(draft: Draft, tree: Any, whole: Whole, place: tuple[str, int, int]) -> Fault:
    loc = _cut(draft.loc[:-1] if draft.at_key else draft.loc, tree)
    return Fault(
        file=place[0],
        line=place[1],
        column=place[2],
        path=path_of(whole.own(loc)),
        item=_item_id(loc, tree),
        found=encodable(draft.found),
        expected=encodable(draft.expected),
        nearest=encodable(nearest(draft.guess, draft.near())),
    )


def _cut(loc: Loc, tree: Any) -> Loc:
    """End a location where the file has a text: `when: 2022` is told as `when`, not `when.edtf`."""
    for position, step in enumerate(loc):
        if isinstance(tree, str):
            return loc[:position]
        known = isinstance(tree, dict) and step in tree
        listed = isinstance(tree, list) and isinstance(step, int) and step < len(tree)
        tree = tree[step] if known or listed else None
    return loc


def _item_id(loc: Loc, tree: Any) -> str:
    if len(loc) < 2 or loc[0] not in SECTIONS or not isinstance(tree, dict) or not isinstance(loc[1], int):
        return ""
    items = tree.get(str(loc[0]))
    item = items[loc[1]] if isinstance(items, list) and loc[1] < len(items) else None
    id_ = item.get("id") if isinstance(item, dict) else None
    return encodable(id_[:40]) if isinstance(id_, str) else ""
