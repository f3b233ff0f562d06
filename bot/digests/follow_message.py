"""What is new of what somebody follows, as the one message in which they are told."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby

from bot.asking import Ask
from bot.blocks import Answer, Block, Choice, Group, Line, Moment
from bot.changes.news_short import MOST_NEWS, weigh_news, with_marks
from bot.digests.compose import MOST_ROWS, ROOM, Taken, rest_line, sections_of, since_line, size, take_news
from bot.digests.filters import Filters, Some
from bot.phrasing.citations import mark_sources
from bot.phrasing.items import called
from bot.phrasing.lines import count
from bot.phrasing.marks import foot_sources, with_own_cites
from bot.phrasing.short_size import fitting
from db.desk.follows import Follow
from db.reading.news import Position
from db.reading.view import find_items

TITLE = "New on "  # what such a message begins with
_REWORDED = ("Changed wording", "New wordings")
_SHOWN = 5  # lines of a section
_NAMED = 12  # ids of items that are left out
_FIRST_WORD = re.compile(r"[A-Za-z0-9-]+")


def names_of(ask: Ask, follows: Iterable[Follow]) -> dict[str, str]:
    """Name what is followed; what the dossier no longer has goes by its id."""
    ids = {follow.item for follow in follows}
    return {id_: id_ for id_ in ids} | {id_: called(item) for id_, item in find_items(ask.view, ids).items()}


@dataclass(frozen=True, slots=True)
class FollowNews:
    """What is new of what somebody follows: as it is posted, and all of it."""

    short: Answer
    whole: Answer


def news_for(
    ask: Ask, follows: Sequence[Follow], until: Position, *, coming: datetime | None = None
) -> FollowNews | None:
    """Word what is new of what somebody follows, each since they were last told; None if nothing is.

    `coming` is when the next one comes, where that is known.
    """
    groups, taken = _sections(ask, follows, until)
    if not groups:
        return None
    whole = _whole(ask, follows, until, groups, more=any(one.more for one in taken), coming=coming)
    return FollowNews(_on_one_screen(ask, follows, groups, taken, whole.title, coming=coming), whole)


def _on_one_screen(
    ask: Ask,
    follows: Sequence[Follow],
    groups: Sequence[Group],
    taken: Sequence[Taken],
    title: str,
    *,
    coming: datetime | None,
) -> Answer:
    """Say on one phone screen what is new: the weightiest, what was said, and what reads otherwise now."""
    news = list({one.item.id: one for some in taken for one in some.news}.values())
    recorded = list({outcome.id: (item, outcome) for some in taken for item, outcome in some.recorded}.values())
    weighed = weigh_news(ask, news, recorded, followed=True)
    reworded = [with_marks(line) for group in groups if group.title in _REWORDED for line in group.blocks]
    oldest = min((follow.seen for follow in follows), key=lambda seen: (seen.at, seen.change))
    head = Line((Moment(oldest.at),), label="New since")
    then: list[Block] = [Line((Moment(coming), ", if anything is new"), label="Next")] if coming else []

    def make(most: int) -> Answer:
        rows = Group("", (*weighed.shown(most), *reworded[:most]))
        blocks = (head, rows, *then, _stop(follows))
        marks = foot_sources(ask, blocks)
        return Answer(title, blocks, as_of=ask.as_of, dossier=ask.head.title, sources=marks, short=True)

    return fitting(ask, (partial(make, most) for most in range(MOST_NEWS, 0, -1)), most=MOST_ROWS)


def _whole(
    ask: Ask,
    follows: Sequence[Follow],
    until: Position,
    groups: Sequence[Group],
    *,
    more: bool,
    coming: datetime | None,
) -> Answer:
    oldest = min((follow.seen for follow in follows), key=lambda seen: (seen.at, seen.change))
    names = list(names_of(ask, follows).values())
    blocks: list[Block] = [Line((", ".join(sorted(names)),), label="You follow")] if len(names) > 1 else []
    blocks.append(since_line(oldest.at, groups))
    last: list[Block] = [Line((Moment(coming), ", if anything is new"), label="Next")] if coming else []
    last.append(_stop(follows))
    shown, left = _short(groups, ROOM - size([*blocks, *last]))
    blocks += shown
    if left or more:
        blocks.append(_more(ask, left, rest_line(oldest, until, ask.desk.zone)))
    blocks += last
    told = with_own_cites(tuple(blocks))
    title = f"{TITLE}{names[0] if len(names) == 1 else 'what you follow'}"
    return Answer(title, told, as_of=ask.as_of, dossier=ask.head.title, sources=mark_sources(ask, told))


def _sections(ask: Ask, follows: Sequence[Follow], until: Position) -> tuple[list[Group], list[Taken]]:
    """Tell what is new in sections; what concerns two that began at different times is told once."""
    found: dict[str, dict[Block, None]] = {}
    everything: list[Taken] = []
    begun = sorted(follows, key=lambda follow: (follow.seen.at, follow.seen.change, follow.seen.outcome))
    for since, some in groupby(begun, key=lambda follow: follow.seen):
        wanted = Filters(subject=Some(wanted=tuple(follow.item for follow in some)))
        taken = take_news(ask, wanted, since=since, until=until)
        everything.append(taken)
        for group in sections_of(ask, taken):
            found.setdefault(group.title, {}).update(dict.fromkeys(group.blocks))
    return [Group(title, tuple(lines)) for title, lines in found.items()], everything


def _short(groups: Sequence[Group], room: int) -> tuple[list[Group], list[Block]]:
    """Keep the first entries of each section, as many as fit one message; gives with them those that are left out."""
    kept: list[Group] = []
    left: list[Block] = []
    for group in groups:
        entries: list[Block] = []
        for entry in group.blocks:
            fits = len(entries) < _SHOWN and size([*kept, Group(group.title, (*entries, entry))]) <= room
            (entries if fits else left).append(entry)
        shown = f"{len(entries)} of {len(group.blocks)}" if len(entries) < len(group.blocks) else f"{len(entries)}"
        kept += [Group(f"{group.title}, {shown}", tuple(entries))] if entries else []
    return kept, left


def _more(ask: Ask, left: Sequence[Block], rest: Line) -> Line:
    """Say how much is left out, by the ids with which its entries begin, and where all of it can be read."""
    first = [_FIRST_WORD.match(_beginning(entry)) for entry in left]
    there = find_items(ask.view, [word[0] for word in first if word])
    ids = list(dict.fromkeys(word[0] for word in first if word and word[0] in there))
    named = f": {', '.join(ids[:_NAMED])}{' …' if len(ids) > _NAMED else ''} (/item {ids[0]})" if ids else ""
    return Line((f"{count(len(left), 'more entry', 'more entries')}{named}. ", *rest.parts), label="More")


def _beginning(entry: Block) -> str:
    return entry.title if isinstance(entry, Group) else str(entry.parts[0]) if isinstance(entry, Line) else ""


def _stop(follows: Sequence[Follow]) -> Choice:
    """Offer to stop the one thing that is followed, or a choice among them."""
    if len(follows) == 1:
        return Choice("Stop following", f"/following {follows[0].id} off")
    return Choice("Stop following…", f"/following {follows[0].id} list")
