"""One item in full."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Literal

from bot.answers.excerpts import headline
from bot.answers.item_copy import copy_lines
from bot.answers.item_links import evidence, named_lines, names_of, naming_group
from bot.answers.item_parts import part_lines, passages
from bot.articles.paragraphs import find_paragraphs
from bot.asking import Ask, UserError, local_day
from bot.blocks import Answer, Block, Choice, Group, Line, Moment, Part, Window
from bot.phrasing.citations import TRANSLATION, trail
from bot.phrasing.differences import ONLY_DAYS, differences, shown
from bot.phrasing.lines import count, label_parts, natural
from bot.phrasing.when import day, when_parts
from bot.rights import reaches
from bot.tracking.lead_times import lead_lines
from bot.tracking.ledger import known_outcomes
from bot.tracking.reminders import recorded_line
from db.desk.article_texts import list_source_texts
from db.loading.edits import (
    find_edit,
    list_edits,
)
from db.model.codec import encode, kind_of
from db.model.known_by import cited_sources
from db.model.records import Event, Item, Origin, Person, Source, Statement, Topic, TrackedDate
from db.model.search_terms import SHORTEST_PREFIX, Term, typed_terms
from db.reading.changes import Recorded, list_history
from db.reading.merges import Merge, find_merge, find_remaining, list_merges
from db.reading.search import find_hits, is_id, list_ids
from db.reading.view import find_items

_SUGGESTED = 5
_KINDS = {
    "named": "",
    "role": "known only by role",
    "institution": "an institution that speaks",
    "group": "a group",
}


def item(
    ask: Ask,
    *,
    id: Annotated[str, "the id of an item, e.g. S12"],
    form: Annotated[Literal["", "copy"], "copy: plain text for a story, with certainty, outlet and date"] = "",
) -> Answer:
    """Show one item in full: every part with its sources, what it names and what names it, and its history.

    Ids stand at the head of what /find and other commands show; capital letters make no difference. The history tells
    who changed what, when and why, with the numbers that /undo takes; of what was published later than as_of: nothing
    is shown in it. With form:copy each part is a line to paste; what rests on no source of its own is not there.
    """
    typed = id.strip()
    if not is_id(typed):
        raise UserError("An id has letters, digits and hyphens, at most 32. For example: /item S12")
    found = _get(ask, typed)
    cites = evidence(ask, found) if found is not None else ()
    if found is None or not cites:
        return _unknown(ask, typed)
    behind = trail(ask, passages(found))
    names = names_of(ask, [found])
    kind = "tracked date" if isinstance(found, TrackedDate) else kind_of(type(found))
    title = f"{found.id}, {kind}: {_plain(headline(found, names))}"
    if form == "copy":
        lines = copy_lines(ask, found, names)
        none = Line((f"Nothing of this {kind} can be copied: it rests on no source of its own.",))
        return Answer(
            f"{title} – copy for a story", tuple(lines or [none]), line=f"/item {found.id} form:copy", copied=True
        )
    history = list_history(ask.view, found.id, until=ask.now)
    blocks: list[Block] = [label_parts([said], cites=cites, label="Changed here") for said in _changed_here(history)]
    blocks += [label_parts(parts, cites=cites, label=label) for label, parts in _facts(found)]
    blocks += named_lines(found, names, cites)
    blocks += part_lines(found, behind, names, _texts(ask, cites))
    blocks += _outcomes(ask, found)
    blocks += naming_group(ask, found)
    blocks += _merged_here(ask, found)
    blocks += _history(ask, history)
    blocks += _kept_text(ask, found)
    if reaches(ask.level, "editor") and not ask.explicit_as_of:
        blocks.append(Choice("Edit", ask.again(f"/edit {found.id}")))
        blocks.append(Choice("Same as another…", ask.again(f"/merge {found.id}")))
    blocks.append(Choice("Copy for a story", ask.again(f"/item {found.id} form:copy")))
    return Answer(title, tuple(blocks), line=f"/item {found.id}")


def _texts(ask: Ask, sources: Iterable[str]) -> Mapping[str, str]:
    """Find the texts that the desk keeps of an item's sources."""
    connection = ask.view.connection
    return list_source_texts(connection, sources, dossiers=[ask.head.id], desk=ask.desk.id)


def _kept_text(ask: Ask, item: Item) -> list[Block]:
    """Say that the text of a source is kept, and let it go."""
    text = _texts(ask, [item.id]).get(item.id, "") if isinstance(item, Source) else ""
    if not text:
        return []
    said = f"kept for this desk, {count(len(find_paragraphs(text)), 'paragraph')}; its exact words are held to it"
    kept: list[Block] = [label_parts([said], cites=[item.id], label="Text")]
    drop = Choice("Let go of its text", ask.again(f"/article forget {item.id}"))
    return [*kept, drop] if reaches(ask.level, "editor") else kept


def _get(ask: Ask, typed: str) -> Item | None:
    found = find_items(ask.view, {typed, typed.upper(), typed.lower()})
    if not found:  # an id of mixed letters: ids are words that can be searched for
        hits = find_hits(ask.view, typed_terms(f'"{typed}"'), limit=_SUGGESTED)
        named = find_items(ask.view, hits.items)
        found = {id_: one for id_, one in named.items() if id_.casefold() == typed.casefold()}
    item: Item | None = found.get(typed) or next(iter(found.values()), None)
    return item


def _unknown(ask: Ask, typed: str) -> Answer:
    if merged := _merged_answer(ask, typed):
        return merged
    if removed := removal(ask, typed):
        return Answer("Removed here", (Line((removed,)),))
    said = f"No item “{typed}” in this dossier as of {day(ask.as_of)}."
    near = (complete_ids(ask, typed) or complete_ids(ask, typed[:1]))[:_SUGGESTED]
    choices = [Choice(label, ask.again(f"/item {id_}")) for label, id_ in near]
    return Answer("Not found", (Line((f"{said} Words are looked for with /find, e.g. /find exchange",)), *choices))


def _merged_answer(ask: Ask, typed: str) -> Answer | None:
    """Lead from an item that was made one with another to that one."""
    where = {"dossier": ask.head.id, "desk": ask.desk.id}
    found = (
        find_merge(ask.view.connection, id_, **where) for id_ in dict.fromkeys((typed, typed.upper(), typed.lower()))
    )
    merge = next((one for one in found if one is not None), None)
    now = find_remaining(ask.view, typed) if merge else ""
    if merge is None or not find_items(ask.view, [now]):
        return None
    said = Line((f"{merge.gone} is {now} now.",), lead=True)
    blocks: list[Block] = [
        said,
        _merged_line(ask, merge),
        *_history(ask, list_history(ask.view, merge.gone, until=ask.now)),
    ]
    choices = [Choice(f"Show {now}", ask.again(f"/item {now}")), *_part_choice(ask, merge)]
    return Answer(f"{merge.gone} is {now} now", (*blocks, *choices), line=f"/item {merge.gone}")


def _merged_line(ask: Ask, merge: Merge) -> Line:
    """Say who found that an item is another, when and why."""
    edit = find_edit(ask.view.connection, merge.number, desk=ask.desk.id)
    why = f": {edit.why}" if edit else ""
    return Line((f"{merge.gone} into {merge.remains} by {merge.actor_name}, ", Moment(merge.at), why), label="Merged")


def _part_choice(ask: Ask, merge: Merge) -> list[Choice]:
    if not merge.number or not reaches(ask.level, "editor") or ask.explicit_as_of:
        return []
    return [Choice(f"Part {merge.gone} again", ask.again(f"/undo {merge.number}"))]


def _merged_here(ask: Ask, item: Item) -> list[Block]:
    """Say which items turned out to be this one."""
    merges = list_merges(ask.view.connection, dossier=ask.head.id, desk=ask.desk.id, remains=item.id)
    merges = [one for one in merges if one.at <= ask.now]
    blocks: list[Block] = []
    for one in merges:
        blocks += [_merged_line(ask, one), *_part_choice(ask, one)]
    return blocks


def _facts(item: Item) -> Iterator[tuple[str, Sequence[Part]]]:
    """Yield what is said of an item as a whole, each with its label."""
    match item:
        case Statement():
            yield from [("Addressed to", [item.to])] if item.to else []
            for stance in item.stance:
                condition = f", if {stance.condition}" if stance.condition else ""
                yield "Stance", [f"{stance.kind}: {stance.on}{condition}"]
        case Person():
            yield from [("Kind", [_KINDS[item.kind]])] if _KINDS[item.kind] else []
        case Event():
            yield from [("Place", [item.place])] if item.place else []
        case TrackedDate():
            yield from [("Condition", [item.condition])] if item.condition else []
        case Origin():
            yield "Kind", [item.kind]
        case Topic():
            yield "Topic", [item.name]
        case Source():
            yield from _source_facts(item)


def _source_facts(source: Source) -> Iterator[tuple[str, Sequence[Part]]]:
    reason = f": {source.published.reason}" if source.published.reason else ""
    yield "Published", [*when_parts(source.published), reason]
    translation = ". ".join(filter(None, (TRANSLATION[source.translation], source.damage)))
    facts = {"Language": source.language, "Translation": translation, "Described as": source.described}
    facts |= {"Bias": source.bias, "Address": source.url}
    yield from ((label, [said]) for label, said in facts.items() if said)
    yield from (("Note", [note]) for note in source.notes)


def _outcomes(ask: Ask, item: Item) -> list[Block]:
    """Show what this desk had recorded of a tracked date by the end of `as_of`, and by now."""
    if not isinstance(item, TrackedDate):
        return []
    kept = [outcome for outcome in known_outcomes(ask) if outcome.item == item.id]
    return [*lead_lines(ask, item), *map(recorded_line, kept)]


def _changed_here(history: Sequence[Recorded]) -> Iterator[str]:
    """Say in what the desk's own version differs from the file's."""
    own = next((row.new for row in reversed(history) if row.by_desk), None)
    file = next((row.new for row in reversed(history) if not row.by_desk), None)
    if own is not None and file is not None:
        found = differences(encode(file), encode(own))
        if keys := dict.fromkeys(re.split(r"[.\[]", one.path)[0] for one in found):
            yield f"{', '.join(keys)}: this desk’s, not the file’s; the history shows both"


def _history(ask: Ask, rows: Sequence[Recorded]) -> list[Block]:
    sources = find_items(ask.view, {source for row in rows for source in _rests_on(row)})
    lines = [line for row in rows for line in _told(row, [one for one in _rests_on(row) if one in sources])]
    return [Group(f"History, {len(rows)}", tuple(lines))] if lines else []


def _rests_on(row: Recorded) -> list[str]:
    items = [one for one in (row.new, row.old) if one is not None]
    cites = [source for one in items for source in ((one.id,) if isinstance(one, Source) else cited_sources(one))]
    return list(dict.fromkeys(cites))


def _told(row: Recorded, cites: Sequence[str]) -> Iterator[Line]:
    whose = "by this desk" if row.by_desk else "in the file"
    who: list[Part] = [f"{row.action} {whose}, ", Moment(row.at), f", by {row.actor}"]
    who += [f": {row.why}"] if row.why else []
    yield label_parts(who, cites=cites, label=f"Change {row.id}" if row.by_desk else f"Revision {row.revision}")
    if row.old is None or row.new is None:
        return
    found = differences(encode(row.old), encode(row.new))
    for said in [f"{one.path}: {shown(one.old)} -> {shown(one.new)}" for one in found] or [ONLY_DAYS]:
        yield label_parts([said], cites=cites, label="changed")


def complete_ids(ask: Ask, typed: str, *, limit: int = 25) -> list[tuple[str, str]]:
    """List known items whose id begins with what is typed, then those with its words; of nothing, the newest ones."""
    ids = sorted(list_ids(ask.view, typed, limit=limit), key=natural) if typed else []
    terms = _begun(typed)
    if len(ids) < limit and (terms or not typed):
        hits = find_hits(ask.view, terms, limit=limit)
        ids += [id_ for id_ in hits.items if id_ not in ids]
    items = find_items(ask.view, ids[:limit])
    for one in [one for one in items.values() if isinstance(one, Topic | Origin) and not evidence(ask, one)]:
        del items[one.id]  # nothing had named it by then
    names = names_of(ask, list(items.values()))
    return [(f"{id_}, {_plain(headline(items[id_], names))}", id_) for id_ in ids if id_ in items]


def _begun(typed: str) -> list[Term]:
    """Read words, of which the last may be only begun."""
    terms = [term for term in typed_terms(typed) if not term.excluded]
    if terms and typed[-1:].isalnum() and len(terms[-1].words[-1]) >= SHORTEST_PREFIX:
        terms[-1] = Term(terms[-1].words, prefix=True)
    return terms


def _plain(parts: Sequence[Part]) -> str:
    return "".join(
        part.words() if isinstance(part, Window) else part for part in parts if isinstance(part, str | Window)
    )


def removal(ask: Ask, item: str) -> str:
    """Say who removed an item from this desk's sight; "" if nobody did."""
    for id_ in dict.fromkeys((item, item.upper(), item.lower())):
        edits = list_edits(ask.view.connection, desk=ask.desk.id, dossier=ask.head.id, item=id_, limit=1)
        if edits and edits[0].new is None:
            last = edits[0]
            if now := find_remaining(ask.view, id_):
                return f"{id_} is {now} now: merged by {last.actor_name}. Go on with that one: /item {now}"
            said = f"{id_} was removed by {last.actor_name} on {day(local_day(last.at, ask.desk.zone))}: {last.why}"
            return f"{said}. /undo {last.id} brings it back"
    return ""
