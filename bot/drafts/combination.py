"""Two items that somebody finds to be one -> the one that remains, what names it then, and what must be asked first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from bot.answers.directory import directory
from bot.asking import Ask
from bot.drafts.build_item import Made, Merging, Unfit, digest_of, hold, tree_of
from bot.drafts.correction import gone
from bot.drafts.undo import UNDOING
from bot.drafts.unite_items import Differing, Side, United, list_unlike, unite
from bot.phrasing.differences import shown
from bot.tracking.ledger import newest_outcomes
from db.desk.outcomes import Outcome
from db.loading.edits import Version, find_versions, list_resting
from db.model import edtf
from db.model.codec import encode, kind_of
from db.model.records import Item, TrackedDate, When
from db.model.repoint import repoint
from db.reading.merges import find_remaining
from db.reading.view import published

MOST_NAMING = 100  # items that are written anew for one merge: 7 ms of processor time each, 16 on PostgreSQL
_KINDS = {"date": "tracked date"}
_CORRECTED_AS = {"by": "between", "to": "between"}


@dataclass(frozen=True, slots=True)
class Combination:
    """That one item is another: `item` goes, `into` remains; of what they differ on, whose word stays; and why."""

    item: str
    into: str
    settled: Mapping[str, Side] = field(default_factory=dict)
    why: str = ""


def combine(ask: Ask, wanted: Combination) -> Made:
    """Make one item of two; raises Unfit with everything that is in the way."""
    versions = _versions(ask, wanted)
    goes, stays = versions[wanted.item].record, versions[wanted.into].record
    if faults := [*_unlike(ask, stays, goes), *_answers(ask, stays, goes)]:
        raise Unfit(faults)
    united = unite(stays, goes, wanted.settled, lambda sources: _earliest(ask, sources))
    if united.asked:
        raise Unfit(
            [_which(one, stays, goes) for one in united.asked],
            [press for one in united.asked for press in _presses(one, stays, goes)],
        )
    return _made(ask, wanted, versions, united)


def _made(ask: Ask, wanted: Combination, versions: Mapping[str, Version], united: United) -> Made:
    goes = versions[wanted.item].record
    where = {"dossier": ask.head.id, "desk": ask.desk.id, "item": goes.id}
    naming = [one for one in list_resting(ask.view.connection, **where, limit=MOST_NAMING + 2) if one != wanted.into]
    if len(naming) > MOST_NAMING:
        raise Unfit([f"{goes.id} is named by more than {MOST_NAMING} items, too many to be written anew here. Let the "
                     f"other one go instead: /merge {wanted.into} into:{goes.id}. Or make them one in the file, and "
                     "/dossier load it."])  # fmt: skip
    others = find_versions(ask.view.connection, naming, dossier=ask.head.id, desk=ask.desk.id)
    again = tuple(repoint(others[one].record, {goes.id: wanted.into}) for one in naming if one in others)
    trees = [(kind_of(type(one)), tree_of(one)) for one in (*again, united.item)]
    hold(ask, trees, but=goes.id)
    before = {**versions, **others}
    digest = digest_of([[encode(one) for one in (*again, united.item)],
                        {id_: version.stamp for id_, version in before.items()}, wanted.why])  # fmt: skip
    return Made(united.item, (), before, (), digest, why=wanted.why or f"{goes.id} and {wanted.into} are one",
                merges=Merging(goes, again, united))  # fmt: skip


def _versions(ask: Ask, wanted: Combination) -> dict[str, Version]:
    if wanted.item == wanted.into:
        raise Unfit([f"into: that is {wanted.item} itself. Name the one that it is the same as."])
    if wanted.why.startswith(UNDOING):
        raise Unfit(["why: say how you know; that a change is taken back is for /undo."])
    found = find_versions(ask.view.connection, [wanted.item, wanted.into], dossier=ask.head.id, desk=ask.desk.id)
    if missing := [one for one in (wanted.item, wanted.into) if one not in found]:
        raise Unfit([_missing(ask, one) for one in missing])
    return found


def _missing(ask: Ask, item: str) -> str:
    now = find_remaining(ask.view, item)
    return f"{item} is {now} now. Go on with that one: /merge {now}" if now else gone(ask, item)


# --- what is in the way


def _unlike(ask: Ask, stays: Item, goes: Item) -> list[str]:
    if type(stays) is not type(goes):
        kinds = [_KINDS.get(kind_of(type(one)), kind_of(type(one))) for one in (goes, stays)]
        return [f"{goes.id} is a {kinds[0]}, {stays.id} a {kinds[1]}: only two of one kind can be one. That one tells "
                f"of the other is said so: /edit {goes.id} about:{stays.id}".replace(" a event", " an event")
                .replace(" a offer", " an offer").replace(" a origin", " an origin")]  # fmt: skip
    return [_unlike_in(ask, key, stays, goes) for key in list_unlike(stays, goes)]


def _unlike_in(ask: Ask, key: str, stays: Item, goes: Item) -> str:
    here, there = (getattr(one, key) for one in (stays, goes))
    known = directory(ask)
    names = [f"{known.name(id_) if known.knows(id_, ask.as_of) else id_} ({id_})" for id_ in (there, here)]
    option = _CORRECTED_AS.get(key, key)
    value = here if key == option else f"“{getattr(stays, 'by', '')} to {getattr(stays, 'to', '')}”"
    kind = kind_of(type(stays))
    return (
        f"{key}: {names[0]} in {goes.id}, {names[1]} in {stays.id}: they are no one {kind}. If one of them is wrong, "
        f"correct it first: /edit {goes.id} {option}:{value}. If those two are one: /merge {there} into:{here}"
    )


def _answers(ask: Ask, stays: Item, goes: Item) -> list[str]:
    """Say where the desk has answered two tracked dates otherwise: which answer is right must be recorded first."""
    if not isinstance(stays, TrackedDate):
        return []
    last = newest_outcomes(ask)
    if stays.id not in last or goes.id not in last:
        return []
    here, there = last[stays.id], last[goes.id]
    if (here.kind, here.moved_to, here.hangs_on) == (there.kind, there.moved_to, there.hangs_on):
        return []
    said = "; ".join(f"{one.actor_name} recorded “{_answer(one)}” for {one.item}" for one in (there, here))
    kind = there.kind.replace(" ", "-")
    to = f" to:{there.moved_to or there.hangs_on}" if there.kind == "moved" else ""
    return [f"outcome: {said}. Record the same of both first, e.g. /outcome {stays.id} {kind}{to} basis:“…”"]


def _answer(outcome: Outcome) -> str:
    return f"moved to {outcome.moved_to or outcome.hangs_on}" if outcome.kind == "moved" else outcome.kind


def _which(one: Differing, stays: Item, goes: Item) -> str:
    return f"{one.key}: {value_words(one.gone)} in {goes.id}, {value_words(one.remains)} in {stays.id}. Which is right?"


def _presses(one: Differing, stays: Item, goes: Item) -> list[tuple[str, str]]:
    return [
        (f"{value_words(one.gone)} ({goes.id})"[:75], f"take:{one.key}"),
        (f"{value_words(one.remains)} ({stays.id})"[:75], f"keep:{one.key}"),
    ]


def value_words(value: object) -> str:
    """Say what an item has under a key, short."""
    if isinstance(value, When):
        return edtf.words(value.edtf)
    if hasattr(value, "kind") and hasattr(value, "text"):
        return f"{value.kind}, {value.text}"
    if isinstance(value, tuple):
        return "; ".join(value_words(one) for one in value)
    return str(getattr(value, "text", "")) or shown(value)


def _earliest(ask: Ask, sources: Iterable[str]) -> str:
    days = published(ask.view, dict.fromkeys(sources))
    return min(days, key=lambda one: (days[one].earliest, days[one].latest), default="")


def settle(wanted: Combination, take: str, keep: str) -> Combination:
    """Note of which keys whose word stays."""
    settled = dict(wanted.settled)
    sides: tuple[tuple[str, Side], ...] = ((take, "comes"), (keep, "stays"))
    for typed, side in sides:
        settled |= {key.strip().lower(): side for key in typed.split(",") if key.strip()}
    return replace(wanted, settled=settled)
