"""Two items side by side before they are made one: what each says, on what they differ, what will name the other."""

from collections.abc import Iterator
from typing import Any

from bot.answers.directory import Directory
from bot.asking import Ask
from bot.blocks import Block, Choice, Group, Line
from bot.drafts.build_item import Made, Merging
from bot.drafts.combination import value_words
from bot.drafts.edit_fields import part_words, parts_of
from bot.phrasing.items import called
from bot.phrasing.lines import count
from bot.phrasing.when import when_parts
from bot.tracking.ledger import recorded
from db.desk.follows import list_follows
from db.model.codec import kind_of
from db.model.records import Item, Source, Statement, TrackedDate
from db.outbox.outbox import list_due

_SHOWN = 4  # parts of each
_NAMED = 8
_LISTS = {
    "wordings": "wording", "stance": "stance", "topics": "subject", "about": "item that it is about", "notes": "note",
    "spellings": "spelling", "typed": "spelling that people type", "roles": "role", "terms": "term",
    "labels": "label", "states": "stage", "answers": "answer", "participants": "participant", "reports": "report",
    "announced": "announcement", "also_to": "further side that it is made to",
}  # fmt: skip
_PLURALS = {
    "further side that it is made to": "further sides that it is made to",
    "item that it is about": "items that it is about",
    "spelling that people type": "spellings that people type",
}


def merge_card(ask: Ask, made: Made, known: Directory) -> list[Block]:
    """Show what would become of two items."""
    merging: Merging = made.merges  # type: ignore[assignment]
    stays, goes = made.old, merging.gone
    kind = {"date": "tracked date"}.get(kind_of(type(stays)), kind_of(type(stays)))
    blocks: list[Block] = [Line((f"{kind} {goes.id} into {stays.id}, which remains",), label="Would merge")]
    blocks += [
        Group(f"{goes.id} goes", tuple(_side(goes, known))),
        Group(f"{stays.id} stays", tuple(_side(stays, known))),
    ]
    blocks += [Group("Together", tuple(_together(merging, stays, goes)))]
    blocks += [*_moves(ask, merging), Line((made.why,), label="Why")]
    blocks.append(Line(("this desk alone; the file and other servers keep what they have",), label="Seen by"))
    return blocks


def _side(item: Any, known: Directory) -> Iterator[Line]:
    """Say what one of the two is."""
    said = isinstance(item, Statement)
    yield Line((known.name(item.speaker) if said else called(item),), label="Speaker" if said else "Called")
    when = getattr(item, "published" if isinstance(item, Source) else "when", None)
    if when is not None or said or isinstance(item, TrackedDate):
        yield Line(when_parts(when), label="When")
    parts = parts_of(item)
    yield from (Line((part_words(part),)) for part in parts[:_SHOWN])
    if more := parts[_SHOWN:]:
        yield Line((f"and {count(len(more), 'more part')}",))


def _together(merging: Merging, stays: Item, goes: Item) -> Iterator[Line]:
    """Say what the one that remains gets, and on what the two differ."""
    for key, more in merging.united.added.items():
        word = _LISTS.get(key, key)
        has = len(getattr(merging.united.item, key))
        yield Line((f"{more} more from {goes.id}, {count(has, word, _PLURALS.get(word, ''))} then",), label=key)
    for one in merging.united.differing:
        stay, go = (one.remains, one.gone) if one.stays == "stays" else (one.gone, one.remains)
        ids = (stays.id, goes.id) if one.stays == "stays" else (goes.id, stays.id)
        said = f"{value_words(stay)} ({ids[0]}) stays, not {value_words(go)} ({ids[1]})"
        yield Line((said,), label=one.key)
    if not merging.united.added and not merging.united.differing:
        yield Line((f"{stays.id} has all of it already",))


def _moves(ask: Ask, merging: Merging) -> Iterator[Line]:
    """Say what names the one that goes, and will name the other."""
    if named := [one.id for one in merging.repointed]:
        more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
        yield Line((f"{', '.join(named[:_NAMED])}{more}",), label=f"Will name {merging.united.item.id} instead")
    connection, mine, gone = ask.view.connection, {"desk": ask.desk.id, "dossier": ask.head.id}, merging.gone.id
    followed = [one for one in list_follows(connection, desk=ask.desk.id)
                if one.dossier == ask.head.id and one.item == gone]  # fmt: skip
    owed = [one for one in list_due(connection, **mine) if one.item == gone and one.state in ("waiting", "parked")]
    answers = recorded(ask, gone)
    said = [count(len(followed), "follower")] if followed else []
    said += [count(len(answers), "recorded answer")] if answers else []
    said += [f"{count(len(owed), 'reminder')} that is still owed"] if len(owed) == 1 else []
    said += [f"{len(owed)} reminders that are still owed"] if len(owed) > 1 else []
    yield from [Line((", ".join(said),), label="Goes along")] if said else []


def other_ways(ask: Ask, made: Made, line: str) -> list[Choice]:
    """Offer the other word on each key on which two items differ, and that the other one goes; `line` begins them."""
    merging: Merging = made.merges  # type: ignore[assignment]
    found = []
    for one in merging.united.differing:
        id_, side = (merging.gone.id, "take") if one.stays == "stays" else (made.record.id, "keep")
        found.append(Choice(f"{side.capitalize()} {one.key} of {id_}", ask.again(f"{line} {side}:{one.key}")))
    return [*found, Choice(f"Let {made.record.id} go instead", ask.again(f"{line} turn:yes"))]
