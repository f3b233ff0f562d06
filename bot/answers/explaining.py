"""Why a typed name means whom: the rule that matched, its score, and who came next."""

from datetime import date

from bot.answers.naming import Directory, directory
from bot.asking import Ask
from bot.blocks import Block, Group, Line
from bot.names import Hit, verdict

_MOST = 6
_VERDICTS = {
    "answer": "one is sure, and is meant",
    "ask": "several are sure, so it is asked which one",
    "suggest": "nobody is sure, so it is only suggested",
    "nothing": "nobody is near enough to be suggested",
}
# not the words themselves: a spelling may have come up later than the day asked for
_BY = {
    "name": " (as shown here)",
    "spelling": " (as a source spells it)",
    "typed": " (as people type it)",
    "role": " (as a role)",
}


async def readings(ask: Ask) -> list[Block]:
    """Tell how each name was read that was typed, if that is asked for; it cites no source, as it tells of none."""
    if not ask.readings:
        return []
    known = await directory(ask)
    return [_reading(known, typed, ask.as_of) for typed in dict.fromkeys(ask.readings)]


def _reading(known: Directory, typed: str, as_of: date) -> Block:
    hits = known.names.find(typed, as_of=as_of, all_guesses=True)
    advice, _ = verdict(hits)
    said = _VERDICTS[advice]
    if known.knows(typed, as_of):
        said = f"it is the id of {known.name(typed)}, which goes before any name"
    lines = [_line(known, hit) for hit in hits[:_MOST]]
    more = [Line((f"{len(hits) - _MOST} more, less near",))] if len(hits) > _MOST else []
    return Group(f"How “{typed}” was read: {said}", (*lines, *more))


def _line(known: Directory, hit: Hit) -> Line:
    return Line(
        (f"{hit.rule}{_BY[hit.name.kind]}, {hit.score} of 100, {'sure' if hit.sure else 'not sure'}",),
        label=known.name(hit.item),
    )
