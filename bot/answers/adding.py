"""Adding to a dossier by a form: kept as a draft, read back, then saved or sent to the desk's editors."""

import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, get_args

from bot.answers.addforms import Added, asking, form_of, merged, missing
from bot.answers.editing import editor_of, plan_anew
from bot.answers.making import Made, Unfit, make
from bot.answers.readback import read_back
from bot.asking import Ask, UserError
from bot.blocks import Answer, Block, Choice, Line, Moment
from bot.differences import differences, shown
from bot.rights import reaches
from db.additions import hold_edits
from db.dossiers import encode
from db.drafts import Draft, add_draft, find_draft, list_drafts, mark_draft, replace_body
from db.edits import ChangedMeanwhile, list_edits, replace_item

KINDS: tuple[Added, ...] = get_args(Added)
MESSAGE = "message"  # a draft of a message's words, of which it is not yet said what they become
_MOST_PROPOSED = 25  # of one person that wait for an editor

_Draft = Annotated[str, "the number of one begun: what is not named stays as it was"]
_Source = Annotated[str, "a source’s id, or of a new one: outlet, title, day"]
_When = Annotated[str, "a day or EDTF; words are counted from the day of the source"]
_About = Annotated[str, "names, subjects or ids, with commas between"]


async def add_statement(
    ask: Ask,
    *,
    speaker: Annotated[str, "who said it; or a statement’s id, to add another source’s wording"] = "",
    text: Annotated[str, "what was said: exact words between “ and ”"] = "",
    when: _When = "",
    source: _Source = "",
    about: _About = "",
    draft: _Draft = "",
) -> Answer:
    """Add what somebody said, or another source's wording of it, after reading it back; a source is needed.

    Words between “ and ” are exact; a text wholly in “ ” is a direct quotation, one without any is in our own words.
    What readers add goes to the desk's editors first.
    """
    typed = {"speaker": speaker, "text": text, "when": when, "source": source, "about": about}
    return await _begin(ask, "statement", typed, draft)


async def add_event(
    ask: Ask,
    *,
    title: Annotated[str, "what happened"] = "",
    when: _When = "",
    said: Annotated[str, "what the source says of it; exact words in “ ”"] = "",
    source: _Source = "",
    about: _About = "",
    draft: _Draft = "",
) -> Answer:
    """Add something that happened, after reading it back; a source is needed."""
    typed = {"title": title, "when": when, "said": said, "source": source, "about": about}
    return await _begin(ask, "event", typed, draft)


async def add_offer(
    ask: Ask,
    *,
    title: Annotated[str, "what to call it"] = "",
    between: Annotated[str, "by whom to whom, e.g. usa to russia"] = "",
    terms: Annotated[str, "one a line, or with ; between"] = "",
    source: _Source = "",
    when: _When = "",
    draft: _Draft = "",
) -> Answer:
    """Add an offer with its terms, after reading it back; a source is needed."""
    typed = {"title": title, "between": between, "terms": terms, "source": source, "when": when}
    return await _begin(ask, "offer", typed, draft)


async def add_report(
    ask: Ask,
    *,
    point: Annotated[str, "the id of a point, or a new question"] = "",
    says: Annotated[str, "what the source says, short"] = "",
    exact: Annotated[str, "its exact words"] = "",
    source: _Source = "",
    about: _About = "",
    draft: _Draft = "",
) -> Answer:
    """Add what a source says on a question, an old or a new one, after reading it back; a source is needed.

    Reports that differ are shown side by side by /conflicts.
    """
    typed = {"point": point, "says": says, "exact": exact, "source": source, "about": about}
    return await _begin(ask, "report", typed, draft)


async def add_date(
    ask: Ask,
    *,
    title: Annotated[str, "what is expected"] = "",
    when: Annotated[str, "the announcement’s words for it, or a day or window"] = "",
    by: Annotated[str, "who announced it"] = "",
    said: Annotated[str, "in which words; exact ones in “ ”"] = "",
    source: _Source = "",
    draft: _Draft = "",
) -> Answer:
    """Add a date, window or condition to be watched, after reading back day, zone and the words kept.

    Words are counted from the day on which the source came out; an inexact date stays a window.
    """
    typed = {"title": title, "when": when, "by": by, "said": said, "source": source}
    return await _begin(ask, "date", typed, draft)


async def add_person(
    ask: Ask,
    *,
    name: Annotated[str, "as it is to be shown; or an id, to add to somebody who is there"] = "",
    role: Annotated[str, "as the source gives it"] = "",
    party: Annotated[str, "whom they speak for"] = "",
    source: _Source = "",
    spelling: Annotated[str, "how the source prints the name, if otherwise"] = "",
    draft: _Draft = "",
) -> Answer:
    """Add a person, or a role or spelling of one who is there, after reading it back; a source is needed."""
    typed = {"name": name, "role": role, "party": party, "source": source, "spelling": spelling}
    return await _begin(ask, "person", typed, draft)


async def add_source(
    ask: Ask,
    *,
    outlet: Annotated[str, "who published it"] = "",
    title: Annotated[str, "its headline"] = "",
    published: Annotated[str, "the day; EDTF where it is not exact"] = "",
    link: Annotated[str, "where it can be read"] = "",
    translation: Annotated[str, "translated, machine or “damaged: how”; “via” what it came through"] = "",
    draft: _Draft = "",
) -> Answer:
    """Add a source, after reading it back; other things can then rest on it."""
    typed = {"outlet": outlet, "title": title, "published": published, "link": link, "translation": translation}
    return await _begin(ask, "source", typed, draft)


async def add_message(
    ask: Ask, *, text: Annotated[str, "a message’s words"], link: Annotated[str, "its link"] = ""
) -> Answer:
    """Keep a message's words, to be added as a statement or an event."""
    number = await _keep(ask, None, MESSAGE, {"text": text.strip()[:1000], "source": link.strip()})
    choices = [Choice(f"{label}…", ask.again(f"/add {kind} draft:{number}"))
               for label, kind in (("A statement", "statement"), ("An event", "event"))]  # fmt: skip
    said = Line(("What is it? Its words stand in the form then; the source must still be named.",))
    return Answer("Add to the dossier", (said, *choices), aside=True)


async def _begin(ask: Ask, kind: Added, typed: Mapping[str, str], number: str) -> Answer:
    if ask.explicit_as_of:
        raise UserError("as_of: what is added counts from today on. Leave as_of: out.")
    draft = await own_draft(ask, number) if number.strip() else None
    if draft and draft.kind not in (kind, MESSAGE):
        raise UserError(f"Draft {draft.id} is of another kind: /add {draft.kind} draft:{draft.id}")
    kept = json.loads(draft.body) if draft else {}
    if draft and draft.kind == MESSAGE and kind == "event":
        kept = {"said" if option == "text" else option: value for option, value in kept.items()}
    fields = merged(kind, kept, typed)
    if missing(kind, fields):
        number_kept = await _keep(ask, draft, kind, fields) if fields else 0
        return asking(form_of(kind, fields, _form_line(ask, kind, number_kept)))
    return await _checked(ask, kind, fields, draft)


async def _checked(ask: Ask, kind: Added, fields: Mapping[str, str], draft: Draft | None) -> Answer:
    """Keep what was typed, and read back what it would add or say what is wrong with it."""
    try:
        made = await make(ask, kind, fields, now=draft.at if draft else ask.now)
    except Unfit as unfit:
        return _refused(ask, await _keep(ask, draft, kind, fields), unfit)
    number = await _keep(ask, draft, kind, fields, seen=made.digest)
    proposed = draft is not None and draft.state == "proposed"
    return await offered(ask, made, number, proposed=proposed)


def _refused(ask: Ask, number: int, unfit: Unfit) -> Answer:
    lines = [Line((fault,)) for fault in unfit.faults]
    kept = Line((f"What you typed is kept: /add change {number}",), label="Not added yet")
    fix = Choice("Fix", ask.again(f"/add change {number}"))
    return Answer("That can’t be added as it is", (*lines, kept, fix), aside=True, refused=True)


async def offered(ask: Ask, made: Made, number: int, *, proposed: bool = False, said: Iterable[Block] = ()) -> Answer:
    """Read back what a draft would write, with what can be done with it."""
    blocks = [*said, *await read_back(ask, made)]
    press = "Approve" if proposed else "Save" if reaches(ask.level, "editor") else "Send for review"
    save = Choice(press, ask.again(f"/add save {number} seen:{made.digest}"))
    change = Choice("Change", ask.again(f"/add change {number}"))
    return Answer("Read back, not saved yet", (*blocks, save, change), aside=True)


def _form_line(ask: Ask, kind: str, number: int) -> str:
    return ask.again(f"/add {kind}" + (f" draft:{number}" if number else ""))


async def _keep(ask: Ask, draft: Draft | None, kind: str, fields: Mapping[str, str], *, seen: str = "") -> int:
    body = json.dumps(fields, ensure_ascii=False)
    if draft:
        await replace_body(ask.view.connection, draft.id, kind=kind, body=body, seen=seen)
        return draft.id
    new = Draft(desk=ask.desk.id, dossier=ask.head.id, kind=kind, body=body, seen=seen, actor=ask.asker.id,
                actor_name=ask.asker.name, at=ask.now)  # fmt: skip
    return await add_draft(ask.view.connection, new)


async def own_draft(ask: Ask, number: str) -> Draft:
    """Find an open draft of this desk that the asker may touch; raises UserError."""
    plain = number.strip().removeprefix("#")
    draft = None
    if plain.isdecimal() and len(plain) < 16:
        draft = await find_draft(ask.view.connection, int(plain), desk=ask.desk.id)
    if draft is None or draft.kind not in (*KINDS, MESSAGE) or draft.dossier != ask.head.id:
        raise UserError(f"There is no draft {number.strip()[:20]} here. Begin one, e.g. with /add statement")
    editor = reaches(ask.level, "editor")
    if draft.actor != ask.asker.id and not editor:
        raise UserError(f"Draft {draft.id} is {draft.actor_name}’s. Only they and the desk’s editors may touch it.")
    if draft.state in ("applied", "refused"):
        raise UserError(decided(draft))
    if draft.state == "proposed" and not editor:
        raise UserError(f"Draft {draft.id} is with the desk’s editors already; /review shows what became of it.")
    return draft


def decided(draft: Draft) -> str:
    """Say what became of a draft, and by whom."""
    what = "saved" if draft.state == "applied" else "refused"
    reason = f": {draft.note}" if draft.note and draft.state == "refused" else ""
    return f"Draft {draft.id} has been {what} already, by {draft.decided_by}{reason}."


async def add_change(ask: Ask, *, draft: Annotated[str, "the number of one begun"]) -> Answer:
    """Change what was typed, in the form it was typed into."""
    found = await own_draft(ask, draft)
    kind: Any = found.kind
    if kind == MESSAGE:
        raise UserError(f"Say what it becomes: /add statement draft:{found.id}, or /add event draft:{found.id}")
    return asking(form_of(kind, json.loads(found.body), _form_line(ask, kind, found.id)), refused=False)


async def add_save(
    ask: Ask,
    *,
    draft: Annotated[str, "the number of one begun"],
    seen: Annotated[str, "which version was read back"] = "",
) -> Answer:
    """Save what was read back; a reader's goes to the desk's editors."""
    found = await own_draft(ask, draft)
    await hold_edits(ask.view.connection, desk=ask.desk.id, dossier=ask.head.id)
    kind: Any = found.kind
    try:
        made = await make(ask, kind, json.loads(found.body), now=found.at)
    except (Unfit, KeyError) as unfit:
        return _refused(ask, found.id, unfit if isinstance(unfit, Unfit) else Unfit([f"{unfit} is missing"]))
    if made.digest != (seen.strip() or found.seen):
        return await _other_by_now(ask, found, made)
    if not reaches(ask.level, "editor"):
        return await _proposed(ask, found)
    return await _saved(ask, found, made)


async def _other_by_now(ask: Ask, draft: Draft, made: Made) -> Answer:
    """Read back anew, with what somebody else did meanwhile."""
    said: list[Block] = [Line(("It is not what you saw any more: nothing was saved. Look again.",), label="Changed")]
    edits = await list_edits(ask.view.connection, desk=ask.desk.id, dossier=ask.head.id, item=made.record.id, limit=1)
    for edit in edits:
        if made.old is not None and edit.old is not None and edit.new is not None:
            said.append(Line((f"{edit.actor_name}, ", Moment(edit.at), f": change {edit.id}"), label="Meanwhile"))
            found = differences(encode(edit.old), encode(edit.new))
            said += [Line((f"{one.path}: {shown(one.old)} -> {shown(one.new)}",), label="changed") for one in found]
    await replace_body(ask.view.connection, draft.id, kind=draft.kind, body=draft.body, seen=made.digest)
    return await offered(ask, made, draft.id, proposed=draft.state == "proposed", said=said)


async def _proposed(ask: Ask, draft: Draft) -> Answer:
    waiting = await list_drafts(ask.view.connection, desk=ask.desk.id, state="proposed")
    if sum(one.actor == ask.asker.id for one in waiting) >= _MOST_PROPOSED:
        raise UserError(f"{_MOST_PROPOSED} of your proposals wait already. Ask the desk’s editors to look at /review")
    if not await mark_draft(ask.view.connection, draft.id, "proposed", by="", now=ask.now):
        raise UserError(f"Draft {draft.id} has been decided meanwhile; see /review")
    said = Line((f"Draft {draft.id} waits for the desk’s editors. /review shows what became of it.",))
    return Answer("Sent for review", (said,), aside=True)


async def _saved(ask: Ask, draft: Draft, made: Made) -> Answer:
    connection = ask.view.connection
    why = f"added by a form, draft {draft.id}"
    if draft.state == "proposed":
        why = f"proposed by {draft.actor_name}, approved by {ask.asker.name}"
    nested = await connection.begin_nested()
    if not await mark_draft(connection, draft.id, "applied", by=ask.asker.name, now=ask.now):
        await nested.rollback()
        now = await find_draft(connection, draft.id, desk=ask.desk.id)
        raise UserError(decided(now or draft))
    editor = editor_of(ask, why)
    try:
        changes = [await replace_item(editor, one, seen=made.stamp(one.id)) for one in (*made.along, made.record)]
    except ChangedMeanwhile:
        await nested.rollback()
        return await _other_by_now(ask, draft, made)
    await nested.commit()
    await plan_anew(ask)
    verb = "Changed" if made.old is not None else "Added"
    blocks: list[Block] = [Line((f"{made.record.id}: change {changes[-1]}, by {ask.asker.name}; {why}",), label=verb)]
    blocks += [Line((f"{one.id}: change {number}",), label="With its source")
               for one, number in zip(made.along, changes, strict=False)]  # fmt: skip
    undo = Choice("Undo", ask.again(f"/undo {changes[-1]}"))
    return Answer(f"Saved: {made.record.id}", (*blocks, Choice("Show it", ask.again(f"/item {made.record.id}")), undo),
                  aside=True)  # fmt: skip
