"""The sections of a digest: what is new of each item, what was corrected, and what was taken out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.asking import Ask
from bot.blocks import Block, Exact, Group, Line, Part, cited
from bot.changes.corrections import additions, corrected
from bot.changes.news_lines import Names, names_in, sections, titled
from bot.phrasing.differences import Difference, shown
from bot.phrasing.items import UNNAMED
from bot.phrasing.lines import KINDS, label_parts
from bot.phrasing.statements import said_parts
from db.model.codec import kind_of
from db.model.known_by import cited_sources
from db.model.records import Item, Point, Source, Statement, Wording
from db.reading.changes import Grown
from db.reading.news import News
from db.reading.view import find_items

# in this order; sections that are not named here come after these
_FIRST = (
    "New statements",
    "Changed wording",
    "New wordings",
    "Answers to offers",
    "New offers",
    "Said of offers",
    "Conflicts opened",
    "Conflicts settled",
    "Differences with a new report",
    "Outcomes",
    "New dates to watch",
    "Announced again",
    "New events",
)
_LAST = ("Corrected", "Also new", "Found to be one", "Taken out", "Sources that came out")
# they ask how it really stood before, corrections or not
_AS_IT_STOOD = ("Conflicts opened", "Reports that now differ, compatible", "Outcomes")


def changed_sections(ask: Ask, news: Sequence[News], *, recorded: Sequence[Group]) -> list[Group]:
    """Tell what changed, section by section; `recorded` are the desk's own answers to tracked dates."""
    names = names_in(ask.view, [one.item for one in news])
    found: dict[str, list[Block]] = {}
    for one in news:
        for title, line in _told(one, names, ask):
            found.setdefault(title, []).append(line)
    if recorded:
        found.setdefault("Outcomes", []).extend(recorded)
    order = [*_FIRST, *(title for title in found if title not in (*_FIRST, *_LAST)), *_LAST]
    known = _still_there(ask, found)
    return [Group(title, tuple(_cited(one, known) for one in found[title])) for title in order if title in found]


def _still_there(ask: Ask, found: Mapping[str, Sequence[Block]]) -> set[str]:
    """List the cited sources that the dossier still has: a load may have taken out some."""
    cites = {cite for blocks in found.values() for cite in cited(tuple(blocks))}
    return {id_ for id_, item in find_items(ask.view, cites).items() if isinstance(item, Source)}


def _cited(block: Block, known: set[str]) -> Block:
    match block:
        case Group():
            return replace(block, blocks=tuple(_cited(one, known) for one in block.blocks))
        case Line():
            return replace(block, cites=tuple(sorted(known.intersection(block.cites))))
        case _:
            return block


def _told(one: News, names: Names, ask: Ask) -> Iterator[tuple[str, Line]]:
    if one.after is None and one.now:
        yield "Found to be one", _merged(one.item, one.now, names)
        return
    if one.after is None:
        yield "Taken out", _removed(one.item, names)
        return
    if one.before is None:
        lines = list(_fresh(Grown(None, one.after), Grown(None, one.after), names, ask))
        yield from lines or [("Also new", label_parts([_kind(one.after), titled(one.after)], cites=_cites(one.after)))]
        return
    yield from _grown(one.before, one.after, names, ask)


def _grown(before: Item, after: Item, names: Names, ask: Ask) -> Iterator[tuple[str, Line]]:
    mended, corrections = corrected(before, after)
    told = [*_reworded(before, after, names), *_settled(before, after)]
    told += _fresh(Grown(before, after), Grown(mended, after), names, ask)
    told += [("Corrected", _correction(after, found)) for found in corrections if not _is_rewording(after, found)]
    yield from told or [("Also new", _correction(after, found)) for found in additions(mended, after)]


def _fresh(stood: Grown, mended: Grown, names: Names, ask: Ask) -> Iterator[tuple[str, Line]]:
    for title, lines in sections(ask.as_of).items():
        yield from ((title, line) for line in lines(stood if title in _AS_IT_STOOD else mended, names))


def _reworded(before: Item, after: Item, names: Names) -> Iterator[tuple[str, Line]]:
    """Put an old wording beside the new one of the same source."""
    if not (isinstance(before, Statement) and isinstance(after, Statement)):
        return
    who = f"{after.id}, {names.get(after.speaker, UNNAMED)}: "
    gone = [one for one in before.wordings if one not in after.wordings]
    for new in after.wordings:
        old = next((one for one in gone if one.source == new.source), None)
        if old is not None and new not in before.wordings and old.text != new.text:
            gone.remove(old)
            parts: list[Part] = [who, _words(old), " -> ", _words(new)]
            yield "Changed wording", label_parts(parts, cites=[new.source])


def _words(wording: Wording) -> Part:
    return Exact(wording.text, (wording.source,)) if wording.kind in ("direct", "headline") else wording.text


def _is_rewording(item: Item, found: Difference) -> bool:
    return isinstance(item, Statement) and found.path.startswith("wordings[") and found.path.endswith("].text")


def _settled(before: Item, after: Item) -> Iterator[tuple[str, Line]]:
    """Say which conflicts got a preference, or turned out to be none."""
    if not (isinstance(before, Point) and isinstance(after, Point)):
        return
    if after.preference is not None and before.preference is None:
        said = f"{titled(after)} preferred: {after.preference.value}, because: {after.preference.reason}"
        yield "Conflicts settled", label_parts([said], cites=after.preference.sources)
    if after.compatible is not None and before.compatible is None:
        said = f"{titled(after)} compatible: {after.compatible.reason}"
        yield "Conflicts settled", label_parts([said], cites=after.compatible.sources)


def _correction(item: Item, found: Difference) -> Line:
    said = f"{_kind(item)}{item.id}; {found.path}: {shown(found.old)} -> {shown(found.new)}"
    return label_parts([said], cites=_cites(item))


def _merged(item: Item, now: str, names: Names) -> Line:
    gone = _removed(item, names)
    return replace(gone, parts=(f"One with {now} now: ", *gone.parts))


def _removed(item: Item, names: Names) -> Line:
    if isinstance(item, Statement):
        return label_parts(["statement ", *said_parts(item, names.get(item.speaker, UNNAMED))], cites=_cites(item))
    return label_parts([_kind(item), titled(item)], cites=_cites(item))


def _kind(item: Item) -> str:
    return f"{KINDS[kind_of(type(item))][0]} "


def _cites(item: Item) -> list[str]:
    return [item.id] if isinstance(item, Source) else sorted(set(cited_sources(item)))
