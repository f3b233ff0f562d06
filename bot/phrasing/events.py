"""How full depth tells of an event: what it amounts to, when it was, and who else tells of it."""

from collections.abc import Sequence

from bot.blocks import Line, Mark, Part
from bot.phrasing.lines import label_parts
from bot.phrasing.rows import gist_of, with_quotations
from db.model.records import Event


def event_line(event: Event, given: Sequence[Part]) -> Line:
    """Tell of an event by its gist, or else its title; `given` stands behind it, then which others tell of it."""
    telling = list(dict.fromkeys(report.source for report in event.reports))
    gist = gist_of(event)
    if gist is None:
        return label_parts([f"{event.id}, {event.title}", *given], cites=telling)
    words = [f"{event.id}, ", *with_quotations(gist.text, gist.sources)]
    others = [source for source in telling if source not in gist.sources]
    if not others:
        return label_parts([*words, *given], cites=gist.sources)
    return label_parts([*words, Mark(gist.sources), *given, "; also told by"], cites=others)
