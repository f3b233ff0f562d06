"""What would make a dossier better, though nothing in it is wrong."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from db.model import edtf
from db.model.records import Dossier, Event, Offer, Person, Statement, TrackedDate

_MOST = 6  # ids named


def advise(dossier: Dossier) -> Iterator[str]:
    """Yield a sentence for each kind of items that lack a gist, and for days that reach too far.

    Of people only those with a name of their own need a gist.
    """
    named = [one for one in dossier.people if one.kind == "named"]
    for noun, items in (("People", named), ("Offers", dossier.offers), ("Events", dossier.events)):
        yield from _without_gist(noun, items)
    yield from _without_gist("Tracked dates", dossier.dates)
    yield from _beyond_their_sources(dossier)


def _without_gist(noun: str, items: Iterable[Person | Offer | Event | TrackedDate]) -> Iterator[str]:
    yield from _counted(f"{noun} without a gist", [one.id for one in items if not one.gist])


def _beyond_their_sources(dossier: Dossier) -> Iterator[str]:
    """Name what was said or happened, by its day, perhaps later than the last day of every source that tells it."""
    last = {source.id: edtf.bounds(source.published.edtf).latest for source in dossier.sources}
    dated: list[Statement | Event] = [*dossier.statements, *dossier.events]
    found = [one.id for one in dated if _reaches_beyond(one, last)]
    yield from _counted("Dated later than their last source came out", found)


def _reaches_beyond(one: Statement | Event, last: Mapping[str, date]) -> bool:
    told = one.wordings if isinstance(one, Statement) else one.reports
    return one.when is not None and edtf.bounds(one.when.edtf).latest > max(last[each.source] for each in told)


def _counted(what: str, ids: Sequence[str]) -> Iterator[str]:
    if ids:
        more = f" and {len(ids) - _MOST:,} more" if len(ids) > _MOST else ""
        yield f"{what}, {len(ids):,}: {', '.join(ids[:_MOST])}{more}"
