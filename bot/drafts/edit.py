"""Correcting an item: a form with what it says now, read back old -> new, then saved or sent to the desk's editors."""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Annotated, Literal

from bot.asking import Ask, UserError
from bot.blocks import Answer, Block, Choice, Line
from bot.drafts.add_fields import EMPTIED, asking
from bot.drafts.article import read_back_draft
from bot.drafts.beside import beside, shown_lines
from bot.drafts.correction import Correction, gone
from bot.drafts.drafts import form_again, keep_draft, own_draft, told_of
from bot.drafts.edit_fields import (
    EDIT,
    check_length,
    check_part,
    chosen,
    form_options,
    is_beside,
    is_of_part,
    is_to_choose,
    options_of_kind,
    part_words,
    parts_of,
    values_of,
)
from db.desk.drafts import Draft
from db.loading.edits import Version, find_versions, list_edits
from db.model.records import Item

_MOST_PARTS = 20  # that stand behind buttons

Certainty = Literal["", "stated", "reported", "reportedly", "may", "includes", "proposed", "deduced"]


def edit(
    ask: Ask,
    *,
    id: Annotated[str, "the id of an item, e.g. S12"],
    title: Annotated[str, "its title, name or question"] = "",
    speaker: Annotated[str, "who said or announced it"] = "",
    text: Annotated[str, "what is said; exact words between “ and ”"] = "",
    exact: Annotated[str, "a report’s exact words"] = "",
    when: Annotated[str, "a day or EDTF; words are counted from the day of the source"] = "",
    condition: Annotated[str, "of a tracked date: what it waits for; “stays” where only the day is corrected"] = "",
    about: Annotated[str, "names, subjects or ids, with commas between"] = "",
    between: Annotated[str, "of an offer: by whom to whom, e.g. usa to russia"] = "",
    terms: Annotated[str, "of an offer: one a line, or with ; between"] = "",
    role: Annotated[str, "of a person, as the source gives it"] = "",
    party: Annotated[str, "of a person: whom they speak for"] = "",
    spelling: Annotated[str, "how the source prints a name"] = "",
    outlet: Annotated[str, "of a source: who published it"] = "",
    link: Annotated[str, "of a source: where it can be read"] = "",
    translation: Annotated[str, "of a source: translated, machine or “damaged: how”; “via” what it came through"] = "",
    source: Annotated[str, "of which source the words are, if it was another one"] = "",
    certainty: Annotated[Certainty, "how surely the source gives it"] = "",
    part: Annotated[str, "of several wordings, reports or terms: its number; or stance, gist, weight"] = "",
    remove: Annotated[Literal["", "yes"], "take it out, for this desk"] = "",
    why: Annotated[str, "what was wrong; the history shows it"] = "",
    draft: Annotated[str, "the number of one begun: what is not named stays as it was"] = "",
) -> Answer:
    """Correct an item, or remove it: what changes is read back old -> new before it is saved; a reason is needed.

    Only what you name changes; “-” empties. The change is this desk's: the file, and what other servers see, stay as
    they are. /item shows both values, and /undo takes it back. part:stance, part:gist and part:weight open a form of
    these, one a line. What stands in no field (notes, labels, answers) and the day of a file's source are corrected in
    the file: /dossier load. What readers correct goes to the editors first.
    """
    if ask.explicit_as_of:
        raise UserError("as_of: what is changed counts from today on. Leave as_of: out.")
    typed = {
        "title": title, "speaker": speaker, "text": text, "exact": exact, "when": when, "about": about,
        "condition": condition,
        "between": between, "terms": terms, "role": role, "party": party, "spelling": spelling, "outlet": outlet,
        "link": link, "translation": translation, "source": source, "certainty": certainty,
    }  # fmt: skip
    named = {option: text.strip() for option, text in typed.items() if text.strip()}
    begun = own_draft(ask, draft) if draft.strip() else None
    version = _find(ask, id.strip())
    was = _kept(begun, id.strip()) if begun else _fresh(ask, version) if version else None
    if was is None:
        raise UserError(gone(ask, id.strip()))
    was = replace(was, removes=was.removes or remove == "yes", why=_reason(why) or was.why)
    if version is None:  # somebody removed it while the form was open; it may come back
        return read_back_draft(ask, EDIT, asdict(replace(was, fields=_touched(was, named))), begun)
    return _answered(ask, version, _typed_over(was, version.record, named, part), begun)


def _reason(typed: str) -> str:
    reason = " ".join(typed.split())
    check_length("why", reason)
    return "" if reason == EMPTIED else reason


def _answered(ask: Ask, version: Version, wanted: Correction, begun: Draft | None) -> Answer:
    item = version.record
    unclear = [option for option in wanted.fields if is_of_part(item, option) and not chosen(item, option, wanted.part)
               and not (option == "text" and is_beside(item, wanted.part))]  # fmt: skip
    nothing = not (wanted.fields or wanted.removes)
    if unclear or (nothing and is_to_choose(item, wanted.part)):
        return _choosing(ask, item, keep_draft(ask, begun, EDIT, asdict(wanted)), unclear)
    if not wanted.why:
        form = form_again(ask, wanted, keep_draft(ask, begun, EDIT, asdict(wanted)))
        missing = Line(("Say why: the history shows it to whoever reads the item.",), label="Not saved yet")
        return asking(form, said=_beside(item) if nothing else (missing,), refused=not nothing)
    return read_back_draft(ask, EDIT, asdict(wanted), begun, said=_meanwhile(ask, version, wanted))


def _find(ask: Ask, typed: str) -> Version | None:
    ids = dict.fromkeys([typed, typed.upper(), typed.lower()])
    found = find_versions(ask.view.connection, ids, dossier=ask.head.id, desk=ask.desk.id)
    return next((found[id_] for id_ in ids if id_ in found), None)


def _fresh(ask: Ask, version: Version) -> Correction:
    item = version.record
    last = list_edits(ask.view.connection, desk=ask.desk.id, dossier=ask.head.id, item=item.id, limit=1)
    return Correction(item.id, base=values_of(item, ""), seen=version.stamp, last=last[0].id if last else 0)


def _kept(draft: Draft, item: str) -> Correction:
    if draft.kind != EDIT:
        raise UserError(f"Draft {draft.id} adds something: /add change {draft.id}")
    was = Correction(**json.loads(draft.body))
    if was.item.lower() != item.lower():
        raise UserError(f"Draft {draft.id} is of {was.item}: /edit {was.item} draft:{draft.id}")
    return was


def _typed_over(was: Correction, item: Item, typed: Mapping[str, str], part: str) -> Correction:
    """Put what was typed over what was typed before."""
    number, there = check_part(item, part) or was.part, options_of_kind(item)
    now = was if number == was.part else _of_part(was, item, number)
    for option, text in typed.items():
        if option not in there and not (option == "text" and is_beside(item, number)):
            known = ", ".join(one for one in there if one != "why")
            raise UserError(
                f"{option}: {item.id} has nothing of that kind. It has {known}. For example: /edit {item.id}"
            )
        check_length(option, text, now.base.get(option, ""))
    return replace(now, fields=_touched(now, typed))


def _of_part(was: Correction, item: Item, number: str) -> Correction:
    """Turn to another part; what was typed for the one before stays with that one."""
    goes_on = was.part in ("", "0")
    fields = {option: text for option, text in was.fields.items() if goes_on or not is_of_part(item, option)}
    return replace(was, part=number, base=values_of(item, number), fields=fields)


def _touched(was: Correction, typed: Mapping[str, str]) -> dict[str, str]:
    """Add what was typed to the fields; what is as it was in the form is no correction."""
    fields = {**was.fields, **{option: "" if text == EMPTIED else text for option, text in typed.items()}}
    return {option: text for option, text in fields.items() if text.split() != was.base.get(option, "").split()}


# --- which part


def _choosing(ask: Ask, item: Item, number: int, unclear: list[str]) -> Answer:
    """Ask which part is meant."""
    line = f"/edit {item.id} draft:{number} part:"
    parts = parts_of(item)
    lines = [Line((part_words(part),), label=str(place)) for place, part in enumerate(parts, 1)]
    aside = [Choice(beside(item).capitalize(), ask.again(f"{line}{beside(item)}"))] if beside(item) else []
    itself = [] if unclear else [Choice("The rest of it", ask.again(f"{line}0"))]
    choices = [Choice(f"Part {place}", ask.again(f"{line}{place}")) for place in range(1, len(parts) + 1)][:_MOST_PARTS]
    said = f"{unclear[0]}: of which of these?" if unclear else "Which of these is to be corrected?"
    how = Line((f"Or: {line}1",))
    return Answer(f"Edit {item.id}", (Line((said,)), *lines, how, *itself, *choices, *aside), aside=True)


def complete_parts(ask: Ask, id: str, typed: str) -> list[tuple[str, str]]:
    """List the parts of an item with their numbers, while one is typed."""
    version = _find(ask, id)
    parts = parts_of(version.record) if version else []
    shown = [(f"{number}: {part_words(part)}", str(number)) for number, part in enumerate(parts, 1)]
    if version and beside(version.record):
        said = " ".join(shown_lines(version.record).split()) or "none yet"
        shown.append((f"{beside(version.record)}: {said}", beside(version.record)))
    return [one for one in shown if typed.casefold() in one[0].casefold()]


def _beside(item: Item) -> tuple[Block, ...]:
    beside = [option for option in options_of_kind(item) if option not in form_options(item, "")]
    return (Line((", ".join(f"{option}:" for option in beside),), label="Also, with the command"),) if beside else ()


def _meanwhile(ask: Ask, version: Version, wanted: Correction) -> list[Block]:
    """Say what others have done to the item since it was opened."""
    if version.stamp == wanted.seen:
        return []
    where = {"desk": ask.desk.id, "dossier": ask.head.id, "item": wanted.item}
    edits = [one for one in list_edits(ask.view.connection, **where, limit=5) if one.id > wanted.last]
    if not edits:
        return [Line(("the file was loaded anew",), label="Meanwhile")]
    return [line for one in reversed(edits) for line in told_of(one)]
