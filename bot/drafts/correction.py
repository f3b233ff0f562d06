"""What somebody wants of an item -> the item corrected or removed, held to every rule that a file is held to."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.answers.directory import directory
from bot.answers.item import removal
from bot.asking import Ask
from bot.drafts.amend_item import MENDING, Over
from bot.drafts.beside import own_sources, read_beside
from bot.drafts.build_item import Made, Unfit, check, digest_of, tree_of
from bot.drafts.edit_fields import is_beside, is_needed, part_text, parts_of, placed
from bot.drafts.form_reader import Typed
from bot.drafts.undo import UNDOING
from db.loading.edits import Version, find_versions, list_resting
from db.model.codec import kind_of
from db.model.records import Item

_MOST_NAMED = 8
_MAY_BE_EMPTY = (("text", "stance"), ("text", "gist"))


@dataclass(frozen=True, slots=True)
class Correction:
    """What somebody wants of an item: what its fields are to say ("" is nothing), or that it goes; and why.

    `base` is what the fields said when they saw it, `seen` its stamp then, and `last` the number of its newest change.
    """

    item: str
    part: str = ""
    base: Mapping[str, str] = field(default_factory=dict)
    seen: str = ""
    last: int = 0
    fields: Mapping[str, str] = field(default_factory=dict)
    why: str = ""
    removes: bool = False


def correct(ask: Ask, wanted: Correction, *, now: datetime) -> Made:
    """Make the corrected item; raises Unfit with everything that is wrong. Words for days were typed `now`."""
    versions = find_versions(ask.view.connection, [wanted.item], dossier=ask.head.id, desk=ask.desk.id)
    if wanted.item not in versions:
        raise Unfit([gone(ask, wanted.item)])
    version = versions[wanted.item]
    faults = [f"{option}: it can’t be empty." for option, text in wanted.fields.items()
              if not text and is_needed(option) and (option, wanted.part) not in _MAY_BE_EMPTY]  # fmt: skip
    if wanted.why.startswith(UNDOING):
        faults.append("why: say what was wrong; that a change is taken back is for /undo.")
    if faults:
        raise Unfit(faults)
    if wanted.removes:
        return _removed(ask, version, wanted.why)
    part = placed(version.record, wanted.part, wanted.base)
    if part is None:
        raise Unfit([f"part: {wanted.item} has no part any more as you saw it. Begin again: /edit {wanted.item}"])
    typed = Typed(ask, directory(ask), {**wanted.fields, "why": wanted.why}, now)
    over = Over(typed, version.record, part, tree_of(version.record), [])
    if is_beside(version.record, part):
        over = _mend_beside(over)
    MENDING[type(version.record)](over)
    if typed.faults:
        raise Unfit(typed.faults, typed.instead)
    kind = kind_of(type(version.record))
    made = check(ask, kind, over.tree, over.along, granted=typed.granted, why=wanted.why)
    if made.record == made.old:
        raise Unfit([f"Nothing would change: {wanted.item} says that already."])
    if again := _repeated(made.record) - _repeated(made.old):
        text, source = next(iter(again))
        raise Unfit([f"{wanted.item} has “{text[:60]}” of {source} already; once is enough. See /item {wanted.item}"])
    return made


def _mend_beside(over: Over) -> Over:
    """Put a stance, gist or weight into an item; what is typed beside it is the item's."""
    what, typed = over.part, over.typed
    if over.has("text"):
        found = read_beside(typed, "text", what=what, cites=own_sources(over.item))
        if found:
            over.tree[what] = found
        else:
            over.tree.pop(what, None)
    fields = {option: text for option, text in typed.fields.items() if option != "text"}
    return replace(over, typed=replace(typed, fields=fields), part="")


def _repeated(item: Item) -> Counter[tuple[str, str]]:
    """Count which texts an item gives more than once in one place by the same source, and how often."""
    given = Counter((part.way[:-1], part_text(part), part.record.source) for part in parts_of(item)
                    if hasattr(part.record, "source"))  # fmt: skip
    return Counter({(text, source): times for (_, text, source), times in given.items() if times > 1})


def gone(ask: Ask, item: str) -> str:
    """Say that an item is not there, and who removed it, if somebody did."""
    none = f"There is no item “{item[:32]}” here. /find looks for words, e.g. /find exchange"
    return removal(ask, item) or none


def _removed(ask: Ask, version: Version, why: str) -> Made:
    item = version.record
    where = {"dossier": ask.head.id, "desk": ask.desk.id, "item": item.id}
    if naming := list_resting(ask.view.connection, **where, limit=_MOST_NAMED + 1):
        more = " and more" if len(naming) > _MOST_NAMED else ""
        raise Unfit([f"{item.id} is named by {', '.join(naming[:_MOST_NAMED])}{more}: they would name nothing then. "
                     "Change or remove these first, or correct it instead."])  # fmt: skip
    digest = digest_of(["removes", item.id, version.stamp, why])
    return Made(item, (), {item.id: version}, (), digest, why=why, removes=True)
