"""A tracked date's new date, as somebody gives it: exact, in words that are read back, or hanging on something else."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from bot.asking import Ask, UserError
from bot.blocks import Answer, Block, Choice, Line
from bot.date_words.conditions import link
from bot.date_words.meaning import Meaning, PhraseError
from bot.date_words.read import read
from bot.date_words.read_back import meaning_words
from bot.phrasing.items import called
from bot.phrasing.lines import natural
from bot.phrasing.when import BY_DAYS
from bot.tracking.state import as_moved, cause_settled
from db.desk.drafts import Draft, add_draft, find_draft
from db.desk.outcomes import Outcome
from db.model import edtf
from db.model.edtf import EdtfError
from db.model.records import Event, TrackedDate
from db.reading.view import list_items

_KIND = "moved"  # of a draft
_DRAFT = re.compile(r"draft-([0-9]{1,15})")
_ID = re.compile(r"[A-Za-z]{1,2}-?[0-9]+")
_AFTER_ID = re.compile(
    rf"(?:only )?(?:after|once|when|as soon as|if) ({_ID.pattern})(?: (?:has )?happen(?:s|ed)?)?", re.I
)
_OFFERED = 5


@dataclass(frozen=True, slots=True)
class Moved:
    """A new date: days as EDTF, or the id of what it hangs on; words that gave it, and the rule they were read by."""

    to: str = ""
    words: str = ""
    rule: str = ""
    hangs_on: str = ""


def new_date(
    ask: Ask, tracked: TrackedDate, typed: str, outcomes: Mapping[str, Outcome], *, line: str, change: str
) -> Moved | Answer:
    """Give the new date, or read it back first where it is in words; `line` records it. Raises UserError."""
    words = " ".join(typed.split())
    if not words:
        raise UserError(
            "to: moved to when? Give a day, a window or what it hangs on, e.g. to:2022-08-10, to:“next Friday”"
        )
    if kept := _DRAFT.fullmatch(words):
        return _kept(ask, tracked, int(kept[1]))
    try:
        edtf.kept_bounds(words)
    except EdtfError as error:
        if re.fullmatch(r"[0-9/.~?X-]+", words):
            raise UserError(f"to: {error}") from error
    else:
        return Moved(words)
    meaning = _meaning(ask, words)
    moved, said = _understood(ask, tracked, words, meaning, outcomes)
    return _read_back(ask, tracked, moved, [said, *_granted(meaning)], line=line, change=change)


def _meaning(ask: Ask, words: str) -> Meaning | None:
    """Read words; None if what they hang on is given by its id."""
    if _AFTER_ID.fullmatch(words):
        return None
    try:
        return read(words, ask.now, zone=ask.desk.zone, order=ask.desk.order)
    except PhraseError as error:
        raise UserError(f"to: {error}") from error


def _understood(
    ask: Ask, tracked: TrackedDate, words: str, meaning: Meaning | None, outcomes: Mapping[str, Outcome]
) -> tuple[Moved, Line]:
    if meaning is not None and meaning.edtf and meaning.kind != "condition":
        text = f"“{words}” is {meaning_words(meaning)}, in {meaning.zone}; rule: {meaning.rule}."
        return Moved(meaning.edtf, words, meaning.rule), Line((text,), label="New date")
    on = _hangs_on(ask, tracked, words, meaning, outcomes)
    settled = cause_settled(ask.view, replace(tracked, depends_on=on.id), {}, zone=ask.desk.zone)
    recorded = outcomes.get(on.id)
    there = recorded.kind if recorded else settled.kind if settled else ""
    now = f"; that is recorded as “{there}” already" if there else ""
    text = f"“{words}” has no days: it hangs on {on.id}, {called(on)}, and opens when that happened{now}."
    return Moved("", words, meaning.rule if meaning else "after", on.id), Line((text,), label="New date")


def _hangs_on(
    ask: Ask, tracked: TrackedDate, words: str, meaning: Meaning | None, outcomes: Mapping[str, Outcome]
) -> TrackedDate | Event:
    """Find the tracked date or event that words name; raises UserError, which says what else could be written."""
    dates = [as_moved(one, outcomes) for one in list_items(ask.view, TrackedDate)]
    waiting = _waiting_for(tracked.id, dates)
    others = [one for one in dates if one.id not in waiting]
    candidates: list[TrackedDate | Event] = [*others, *list_items(ask.view, Event)]
    among = {one.id: one for one in candidates}
    if meaning is not None and not meaning.opens:
        raise UserError(f"to: “{words}” gives no first day, so nothing could open it. {_instead(others)}")
    if meaning is None:
        named = [id_.upper() for id_ in _ID.findall(words.partition(" ")[2])]
        ids, fault = [id_ for id_ in named if id_ in among], f"it can’t hang on {', '.join(named)}"
    else:
        found = link(meaning.hangs_on, [(id_, called(one)) for id_, one in among.items()])
        ids, fault = _narrowed(found.ids, among), f"nothing tracked here is called “{meaning.hangs_on}”"
    if len(ids) == 1:
        return among[ids[0]]
    fault = "it fits several" if ids else fault
    raise UserError(f"to: “{words}” gives no days, and {fault}. {_instead([among[id_] for id_ in ids] or others)}")


def _narrowed(ids: Sequence[str], among: Mapping[str, TrackedDate | Event]) -> list[str]:
    """Leave out what waits for another that fits, and events where one tracked date fits; it is read back."""
    found = [among[id_] for id_ in ids]
    own = [one for one in found if not (isinstance(one, TrackedDate) and one.depends_on in ids)]
    tracked = [one.id for one in own if isinstance(one, TrackedDate)]
    return tracked if len(tracked) == 1 else [one.id for one in own]


def _waiting_for(id_: str, dates: list[TrackedDate]) -> set[str]:
    """Give a tracked date and all that wait for it: on those it can't hang."""
    found = {id_}
    while more := {one.id for one in dates if one.depends_on in found} - found:
        found |= more
    return found


def _instead(among: Sequence[TrackedDate | Event]) -> str:
    named = sorted(among, key=lambda one: natural(one.id))[:_OFFERED]
    offered = ", ".join(f"to:“after {one.id}” ({called(one)})" for one in named)
    return f"Write {offered}, or days: to:“next Friday”" if offered else "Give days, e.g. to:“next Friday”"


def _granted(meaning: Meaning | None) -> list[Line]:
    if meaning is None:
        return []
    by_days = (BY_DAYS,) if meaning.kind == "moment" else ()
    return [Line((remark,), label="Taken for granted") for remark in (*meaning.remarks, *by_days)]


def _read_back(ask: Ask, tracked: TrackedDate, moved: Moved, said: list[Line], *, line: str, change: str) -> Answer:
    body = json.dumps(asdict(moved) | {"item": tracked.id})
    draft = Draft(
        desk=ask.desk.id,
        dossier=ask.view.dossier,
        kind=_KIND,
        body=body,
        actor=ask.asker.id,
        actor_name=ask.asker.name,
        at=ask.now,
    )
    number = add_draft(ask.view.connection, draft)
    otherwise = "change it" if change else f"write it otherwise ({line} to:2022-08-10)"
    blocks: list[Block] = [
        *said,
        Line((f"Nothing is recorded yet: save it, or {otherwise}.",)),
        Choice("Save", f"{line} to:draft-{number}"),
    ]
    blocks += [Choice("Change", change)] if change else []
    return Answer(f"Moved: {tracked.title} ({tracked.id})", tuple(blocks), aside=True)


def _kept(ask: Ask, tracked: TrackedDate, number: int) -> Moved:
    """Give what was read back under a number, and nothing else."""
    draft = find_draft(ask.view.connection, number, desk=ask.desk.id)
    body = json.loads(draft.body) if draft and (draft.kind, draft.dossier) == (_KIND, ask.view.dossier) else {}
    if body.pop("item", "") != tracked.id:
        raise UserError("to: that was read back too long ago. Write the new date again, e.g. to:“next Friday”")
    return Moved(**body)
