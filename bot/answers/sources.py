"""What rests on which source, what is single-sourced, and the ways by which reports came."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Annotated

from bot.answers.item_parts import named_in, part_lines, passages
from bot.answers.lookup import find_item
from bot.answers.translation_damage import damage_group, list_damage, mention
from bot.asking import Ask, UserError
from bot.blocks import Answer, Block, Choice, Group, Line
from bot.names.folding import fold
from bot.phrasing.citations import TRANSLATION, Trail, chain, name_source, newest_source, roots, trail
from bot.phrasing.items import called
from bot.phrasing.lines import count, count_kinds, label_parts, natural
from bot.phrasing.when import day, when_parts
from db.model.records import Event, Item, Source, Statement, TrackedDate
from db.reading.sources import count_resting, list_carried, list_newest_sources
from db.reading.view import find_items

_MOST_SOURCES = 10
_MOST_IDS = 12
_COUNTED = 10_000
LOOKED_AT = 200  # sources, and statements that one words, newest first
_LONGEST = 80


def sources(
    ask: Ask,
    *,
    item: Annotated[str, "what the parts of an item rest on, e.g. S12"] = "",
    outlet: Annotated[str, "one source or outlet in full, e.g. cnn"] = "",
) -> Answer:
    """Show what rests on each source: what is single-sourced, chains of reporting, shared origins, translation damage.

    Single-sourced is counted by origin: what two papers have from one agency stands on one source. Where a
    publication day is deduced, the reason is given.
    """
    if item.strip() and outlet.strip():
        raise UserError("Ask for an item or for an outlet, not for both. For example: /sources item:S12")
    if item.strip():
        return _of_item(ask, item)
    typed = " ".join(outlet.replace('"', " ").split())[:_LONGEST]
    known = list_newest_sources(ask.view, limit=LOOKED_AT)
    chosen = called_so(ask, known, typed) if typed else known
    if not chosen:
        return _no_outlet(ask, typed, known)
    if len(chosen) == 1:
        return _in_full(ask, chosen[0])
    return _overview(ask, chosen, typed, more=len(known) == LOOKED_AT)


def called_so(ask: Ask, known: Sequence[Source], typed: str) -> list[Source]:
    """Find a source by its id, or the newest ones whose id, outlet or description has these words."""
    by_id = find_items(ask.view, {typed, typed.lower()}).values()
    if found := [one for one in by_id if isinstance(one, Source)]:
        return found
    words = fold(typed).split()
    return [one for one in known if words and mention(words, one.id, one.outlet, one.described)]


def _no_outlet(ask: Ask, typed: str, known: Sequence[Source]) -> Answer:
    said = f"No source called “{typed}” was published by {day(ask.as_of)}. There are:"
    rows = [
        Choice(f"{source.id}, {name_source(source)}", ask.again(f"/sources outlet:{source.id}"))
        for source in known[:10]
    ]
    return Answer("Not found", (Line((said,)), *rows))


# --- all sources, and one


def _overview(ask: Ask, chosen: Sequence[Source], typed: str, *, more: bool) -> Answer:
    shown = chosen[:_MOST_SOURCES]
    carried, behind = _carried(ask, shown)
    blocks: list[Block] = [Group(_title(source), tuple(_about(ask, source, carried, behind))) for source in shown]
    if len(shown) < len(chosen):
        least = "at least " if more else ""
        rest = f"{len(shown)} of {least}{count(len(chosen), 'source')}, newest first; name one with outlet:"
        blocks.append(label_parts([rest], cites=[source.id for source in shown], label="Shown"))
    blocks += [*_chains(carried, behind, shown), *_shared(carried, behind), newest_source(ask, list(chosen))]
    option = f' outlet:"{typed}"' if typed else ""
    return Answer("Sources", tuple(blocks), line=f"/sources{option}")


def _in_full(ask: Ask, source: Source) -> Answer:
    carried, behind = _carried(ask, [source])
    blocks: list[Block] = [*_about(ask, source, carried, behind), *_chains(carried, behind, [source])]
    damage, cut = list_damage(ask, [source])
    blocks += [damage_group(ask, damage, cut=cut, most=LOOKED_AT)] if damage else []
    return Answer(_title(source), tuple(blocks), line=f"/sources outlet:{source.id}")


def _title(source: Source) -> str:
    return f"{source.id}, {name_source(source)}: {source.title}"


def _carried(ask: Ask, shown: Sequence[Source]) -> tuple[list[Item], Trail]:
    """List what the sources tell; of statements, which may be very many, the newest."""
    found: dict[str, Item] = {}
    for source in shown:
        found |= {one.id: one for one in list_carried(ask.view, source.id, limit=LOOKED_AT)}
    items = sorted(found.values(), key=lambda one: natural(one.id))
    told = [passage for item in items for passage in passages(item)]
    return items, trail(ask, told, also=[source.id for source in shown])


def _about(ask: Ask, source: Source, carried: Sequence[Item], behind: Trail) -> list[Line]:
    reason = f": {source.published.reason}" if source.published.reason else ""
    facts = [
        ("Came through", behind.name(source.via)),
        ("Translation", ". ".join(filter(None, (TRANSLATION[source.translation], source.damage)))),
        ("Bias", source.bias),
        *(("Note", note) for note in source.notes),
    ]
    lines = [label_parts([*when_parts(source.published), reason], cites=[source.id], label="Published")]
    lines += [label_parts([said], cites=[source.id], label=label) for label, said in facts if said]
    return [*lines, _resting(ask, source), *_single(source, carried, behind)]


def _resting(ask: Ask, source: Source) -> Line:
    numbers = count_resting(ask.view, source.id, most=_COUNTED)
    said = count_kinds(numbers) or "nothing"
    capped = "; more were not counted" if sum(numbers.values()) >= _COUNTED else ""
    return label_parts([said, capped], cites=[source.id], label="Rests on it")


def _single(source: Source, carried: Sequence[Item], behind: Trail) -> Iterable[Line]:
    """Name what only this source tells, and what others tell too, but from the same origin."""
    for cls, noun in ((Statement, "statement"), (Event, "event"), (TrackedDate, "tracked date")):
        here = [one for one in carried if isinstance(one, cls) and source.id in _sources(one)]
        alone = [one.id for one in here if len(_sources(one)) == 1]
        if alone:
            newest = f"the newest {len(here)}" if len(here) == LOOKED_AT else f"{len(here)}"
            said = f"{len(alone)} of {newest} ({_ids(alone)})"
            yield label_parts([said], cites=[source.id], label=f"Single-sourced {noun}s")
        for one in here:
            found = roots(passages(one), behind.sources)
            if len(found) == 1 and len(found[0].sources) > 1:
                said = (
                    f"{one.id} stands in {len(found[0].sources)} sources, all through {behind.name(found[0].origins)}"
                )
                yield label_parts([said], cites=found[0].sources, label="One origin only")


def _sources(item: Item) -> set[str]:
    return {passage.source for passage in passages(item)}


def _ids(ids: Sequence[str]) -> str:
    return ", ".join(ids[:_MOST_IDS]) + (" …" if len(ids) > _MOST_IDS else "")


# --- by which ways


def _chains(carried: Sequence[Item], behind: Trail, shown: Sequence[Source]) -> list[Group]:
    wanted = {source.id for source in shown}
    ways = Counter[tuple[str, ...]]()
    for item in carried:
        for passage in passages(item):
            before = chain(passage, behind.sources)
            if before and passage.source in wanted:
                ways[(*before, passage.source)] += 1
    lines = [
        label_parts([f"{behind.name(way)}: {count(number, 'passage')}"], cites=[way[-1]])
        for way, number in sorted(ways.items(), key=lambda pair: (pair[0][-1], -pair[1], pair[0]))
    ]
    return [Group(f"Chains of reporting, {len(lines)}", tuple(lines))] if lines else []


def _shared(carried: Sequence[Item], behind: Trail) -> list[Group]:
    through: dict[str, set[str]] = {}
    for item in carried:
        for passage in passages(item):
            for origin in chain(passage, behind.sources):
                through.setdefault(origin, set()).add(passage.source)
    lines = [
        label_parts(
            [f"in {count(len(printed), 'source')}; what came through it counts once"], cites=printed, label=name
        )
        for name, printed in sorted((behind.name([origin]), printed) for origin, printed in through.items())
        if len(printed) > 1
    ]
    return [Group("Shared origins", tuple(lines))] if lines else []


# --- one item


def _of_item(ask: Ask, asked: str) -> Answer:
    line = "/sources item:"
    found = find_item(ask, asked, example=f"{line}S12", line=lambda id_: ask.again(f"{line}{id_}"))
    if isinstance(found, Answer):
        return found
    if isinstance(found, Source):
        return _in_full(ask, found)
    told = passages(found)
    behind = trail(ask, told)
    names = {id_: one.name for id_, one in find_items(ask.view, named_in(found)).items()}
    blocks = [*part_lines(found, behind, names, {}), *_counted(found, behind)]
    title = f"What {found.id}, {called(found)}, rests on" if called(found) != found.id else f"What {found.id} rests on"
    nothing = Line(("It carries nothing of its own that a source would have to bear out.",))
    return Answer(title, tuple(blocks) or (nothing,), line=f"/sources item:{found.id}")


def _counted(item: Item, behind: Trail) -> Iterable[Line]:
    told = passages(item)
    if not told:
        return
    cites = [passage.source for passage in told]
    single = "; single-sourced" if len(roots(told, behind.sources)) == 1 else ""
    yield label_parts([f"{behind.counted(told)}{single}"], cites=cites, label="Counted by origin")
    yield from behind.shared(told)
