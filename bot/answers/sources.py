"""The sources at the foot of an answer."""

from bot.answers.words import count, label_parts, when_parts
from bot.asking import Ask
from bot.blocks import Block, Line, SourceMark, Window, cited
from db import edtf
from db.items import find_items, list_items
from db.records import Source

STALE_DAYS = 30


def newest_source(ask: Ask, sources: list[Source]) -> Line:
    """Say how old the newest source is, and plainly if that is long."""
    source = max(sources, key=lambda source: edtf.bounds(source.published.edtf).earliest)
    bounds = edtf.bounds(source.published.edtf)
    days = (ask.as_of - bounds.earliest).days
    most = "" if bounds.is_day else "at most "
    old = f"; OLD: nothing newer is loaded, {most}{count(days, 'day')}" if days > STALE_DAYS else ""
    return label_parts(["published ", *when_parts(source.published), old], cites=[source.id], label="Newest source")


async def stale_lines(ask: Ask) -> tuple[Line, ...]:
    """Say that the dossier's newest source is old, if it is."""
    line = newest_source(ask, await list_items(ask.view, Source))
    return (line,) if line.parts[-1] else ()


async def mark_sources(ask: Ask, blocks: tuple[Block, ...]) -> tuple[SourceMark, ...]:
    """List the sources that an answer's blocks cite."""
    found = await find_items(ask.view, cited(blocks)) if blocks else {}
    return tuple(_mark(ask, found[id_]) for id_ in cited(blocks))


def name_source(source: Source) -> str:
    """Name a source by its outlet, or describe it where no outlet is known."""
    return source.outlet or source.described or "outlet unknown"


def _mark(ask: Ask, source: Source) -> SourceMark:
    bounds = edtf.bounds(source.published.edtf)
    remarks = {
        "none": (),
        "translated": ("a translation",),
        "machine": ("reads like a machine translation",),
        "damaged": ("text damaged in translation",),
    }[source.translation]
    return SourceMark(
        id=source.id,
        name=name_source(source),
        title=source.title,
        published=Window(source.published.edtf),
        deduced=source.published.basis == "deduced",
        maybe_later=ask.as_of < bounds.latest,
        remarks=remarks,
        url=source.url,
    )
