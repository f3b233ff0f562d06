"""What would make a dossier better, though nothing in it is wrong."""

from collections.abc import Iterable, Iterator

from db.model.records import Dossier, Event, Offer, Person, TrackedDate

_MOST = 6  # ids named


def advise(dossier: Dossier) -> Iterator[str]:
    """Yield a sentence for each kind of items that lack a gist; of people only those with a name of their own."""
    named = [one for one in dossier.people if one.kind == "named"]
    for noun, items in (("People", named), ("Offers", dossier.offers), ("Events", dossier.events)):
        yield from _without_gist(noun, items)
    yield from _without_gist("Tracked dates", dossier.dates)


def _without_gist(noun: str, items: Iterable[Person | Offer | Event | TrackedDate]) -> Iterator[str]:
    lacking = [one.id for one in items if not one.gist]
    if lacking:
        more = f" and {len(lacking) - _MOST:,} more" if len(lacking) > _MOST else ""
        yield f"{noun} without a gist, {len(lacking):,}: {', '.join(lacking[:_MOST])}{more}"
