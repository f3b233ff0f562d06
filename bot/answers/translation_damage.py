"""What translation did to the wordings of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.asking import Ask
from bot.blocks import Choice, Group, Line
from bot.names.folding import fold
from bot.phrasing.lines import label_parts
from bot.phrasing.statements import STATES
from db.model.records import Source, Statement, Wording
from db.reading.sources import list_newest_sources, list_printed
from db.reading.view import find_items

_MOST = 10
_LOOKED_AT = 200  # of the statements that one translated source words, newest first
_NEWEST = 200  # sources among which translated ones are looked for
_MOST_SOURCES = 25


@dataclass(frozen=True, slots=True)
class Damage:
    """One wording that a translation has harmed or turned round."""

    statement: Statement
    wording: Wording


def list_damage(ask: Ask, sources: Iterable[Source]) -> tuple[list[Damage], bool]:
    """List the damaged wordings in these sources, newest first, and whether older ones were not looked at."""
    found: list[Damage] = []
    cut = False
    for source in sources:
        printed = list_printed(ask.view, source.id, limit=_LOOKED_AT)
        cut = cut or len(printed) == _LOOKED_AT
        found += [Damage(one, wording) for one in printed for wording in one.wordings if _is_harmed(wording, source)]
    return found, cut


def damage_groups(ask: Ask, *, about: str = "", words: Sequence[str] = ()) -> list[Group]:
    """Show damaged wordings in the newest translated sources: all, or those that have to do with an item or words."""
    newest = list_newest_sources(ask.view, limit=_NEWEST)
    sources = [source for source in newest if source.translation != "none"]
    found, cut = list_damage(ask, sources[:_MOST_SOURCES])
    wanted = [damage for damage in found if _concerns(damage, about, words)]
    return (
        [damage_group(ask, wanted, cut=cut or len(newest) == _NEWEST or len(sources) > _MOST_SOURCES)] if wanted else []
    )


def damage_group(ask: Ask, found: Sequence[Damage], *, cut: bool, most: int = _MOST) -> Group:
    """Show the first damaged wordings."""
    shown = found[:most]
    speakers = find_items(ask.view, {damage.statement.speaker for damage in shown})
    lines = [_line(damage, speakers[damage.statement.speaker].name) for damage in shown]
    title = f"Damaged in translation, {len(shown)} of {len(found)}{' or more' if cut else ''}"
    if len(shown) == len(found):
        return Group(title, tuple(lines))
    outlets = sorted({damage.wording.source for damage in found})
    more = [Choice(f"All of {id_}", ask.again(f"/sources outlet:{id_}")) for id_ in outlets]
    return Group(title, (*lines, *more))


def mention(words: Sequence[str], *texts: str) -> bool:
    """Tell whether each of the folded words begins a word of the texts."""
    found = {word for text in texts for word in fold(text).split()}
    return all(any(one.startswith(word) for one in found) for word in words)


def _line(damage: Damage, speaker: str) -> Line:
    said = "; ".join(filter(None, (STATES[damage.wording.state], damage.wording.damage)))
    return label_parts([f"{speaker} – {said}"], cites=[damage.wording.source], label=damage.statement.id)


def _is_harmed(wording: Wording, source: Source) -> bool:
    return wording.source == source.id and (wording.state == "garbled" or bool(wording.damage))


def _concerns(damage: Damage, about: str, words: Sequence[str]) -> bool:
    one = damage.statement
    if about:
        return about in {one.id, one.speaker, damage.wording.source, *one.about, *one.topics}
    return mention(words, damage.wording.text, damage.wording.damage)
