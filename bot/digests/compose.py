"""A digest: what changed since the last one, in a steady order, and what falls due before the next."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from bot.answers.short.date_rows import watched_rows
from bot.answers.short.status import status
from bot.answers.silence import silence_group
from bot.asking import Ask, UserError, local_day
from bot.blocks import Answer, Block, Choice, Group, Line, Moment, Part, cited
from bot.changes.news_sections import changed_sections
from bot.changes.news_short import MOST_NEWS, source_row, weigh_news
from bot.digests.filters import Filters, load_filters
from bot.phrasing.citations import mark_sources, stale_lines
from bot.phrasing.items import involved
from bot.phrasing.lines import count, label_parts, natural
from bot.phrasing.marks import foot_sources, with_own_cites
from bot.phrasing.rows import Rows, make_rows
from bot.phrasing.short_size import fitting
from bot.phrasing.when import day, expected_parts
from bot.platforms import platform_of
from bot.tracking.ledger import known_outcomes, newest_outcomes
from bot.tracking.reminders import answer_group, moved_parts
from bot.tracking.state import as_moved, overdue, watched
from db.desk.outcomes import Outcome
from db.desk.subscriptions import Subscription, has_recorded
from db.model.codec import kind_of
from db.model.edtf import Bounds
from db.model.records import Source, TrackedDate
from db.reading.news import News, Position, list_news
from db.reading.view import count_known, find_items, list_items

MOST_ROWS = 36
SHOWN = 10  # lines of a section
# Characters of a message as counted here. Discord takes 6,000, of which escaping may need as many again.
ROOM = 2_600
_FOOT = 110  # what a source takes at the foot


@dataclass(frozen=True, slots=True)
class Span:
    """What a digest tells of: from one position to another, and until when the next one is due.

    `local` and `zone` say when it was to be made; `missed` counts those that came due before it was made: in quiet
    hours if it was `held`, or else while the bot was not running.
    """

    since: Position
    until: Position
    local: datetime
    zone: str
    next_at: datetime
    missed: int = 0
    held: bool = False


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest, ready to be posted: its parts in order; `changed` tells whether anything is new in it.

    The first part is short; `whole` holds all that is told, and where that fits no message, the parts behind the first
    have it, section by section.
    """

    parts: tuple[Answer, ...]
    whole: Answer
    changed: bool


def hidden(subscription: Subscription) -> UserError:
    """Say that a desk no longer sees the dossier that a digest is of."""
    home = platform_of(subscription.desk).home
    return UserError(
        f"This {home}’s own dossier {subscription.dossier} hides the shared one that this digest is about."
        f" A digest of its own: /digest add; without this one: /digest remove {subscription.id}"
    )


def compose(ask: Ask, subscription: Subscription, span: Span, *, more: str) -> Digest:
    """Word a digest; the asker's view is that of the span's end. `more` is the line that shows all of it."""
    filters = load_filters(subscription.filters)
    if filters == Filters() and _is_first(ask, span.since):
        standing = _standing(ask, span)
        return Digest((standing,), standing, changed=True)
    taken = take_news(ask, filters, since=span.since, until=span.until)
    groups = sections_of(ask, taken)
    due = _due(ask, filters, span)
    if not groups:
        whole = _finish(ask, span, (_nothing(span, due),))
        return Digest((_short(ask, filters, span, taken, more=more),), whole, changed=False)
    first = since_line(span.since.at, groups, *_missed(span))
    cut = taken.more or any(len(group.blocks) > SHOWN for group in groups)
    rest: list[Block] = [*limited(groups), *([rest_line(span.since, span.until, span.zone)] if cut else [])]
    blocks = (first, *due, *rest, *_closing(ask, filters))
    sheets = _sheets(ask, span, blocks) if size(blocks) > ROOM else ()
    short = _short(ask, filters, span, taken, more=more)
    return Digest((short, *sheets), _finish(ask, span, blocks), changed=True)


def _is_first(ask: Ask, since: Position) -> bool:
    """Tell whether everything there is is new: no source that there is now was out and loaded before."""
    if not count_known(ask.view, Source, most=1):
        return False
    earlier = replace(ask.view, as_of=since.day)
    loaded = has_recorded(ask.view.connection, ask.head.id, until=since.change)
    return not loaded or not count_known(earlier, Source, most=1)


def _standing(ask: Ask, span: Span) -> Answer:
    """Say where it stands, as the first digest on a new dossier."""
    answer = status(ask)
    blocks = (Line((*_missed(span), "The first one here, so where it stands.")), *answer.blocks)
    return replace(
        answer,
        title=f"Digest · {day(span.local.date())}",
        blocks=blocks,
        as_of=ask.as_of,
        dossier=ask.head.title,
        sources=foot_sources(ask, blocks),
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """What is new between two positions and is taken; `more`: there may be more than was looked at."""

    news: tuple[News, ...]
    recorded: tuple[tuple[TrackedDate, Outcome], ...]
    more: bool


def take_news(ask: Ask, filters: Filters, *, since: Position, until: Position) -> Taken:
    """List what is new between two positions, by id, and what this desk recorded of tracked dates."""
    news, more = list_news(ask.view, since=since, until=until)
    names = involved(ask.view, [one.item for one in news])
    taken = [one for one in news if filters.takes(kind_of(type(one.item)), names[one.item.id])]
    taken.sort(key=lambda one: natural(one.item.id))
    return Taken(tuple(taken), tuple(_recorded(ask, filters, since=since, until=until)), more)


def whats_new(ask: Ask, filters: Filters, *, since: Position, until: Position) -> tuple[list[Group], bool]:
    """Tell in sections what is new between two positions; True with it if there may be more."""
    taken = take_news(ask, filters, since=since, until=until)
    return sections_of(ask, taken), taken.more


def sections_of(ask: Ask, taken: Taken) -> list[Group]:
    """Tell in sections what is new."""
    return changed_sections(ask, taken.news, recorded=[answer_group(*one) for one in taken.recorded])


def _closing(ask: Ask, filters: Filters) -> list[Block]:
    """Say who has been silent for long and what rests on one source, and that the dossier has grown old."""
    if ask.head.first is None or ask.head.first > ask.as_of:
        return []
    old = stale_lines(ask) if filters.takes("silence", ()) else ()
    return [*old, *silence_group(ask, most=5, takes=partial(filters.takes, "silence"))]


def _recorded(ask: Ask, filters: Filters, *, since: Position, until: Position) -> Iterator[tuple[TrackedDate, Outcome]]:
    """Yield what this desk recorded of tracked dates."""
    fresh = [one for one in known_outcomes(ask) if since.outcome < one.id <= until.outcome]
    tracked = find_items(ask.view, {one.item for one in fresh})
    names = involved(ask.view, tracked.values())
    for one in fresh:
        item = tracked.get(one.item)
        if isinstance(item, TrackedDate) and filters.takes("outcome", names[one.item]):
            yield item, one


# --- what falls due


def _due(ask: Ask, filters: Filters, span: Span) -> list[Block]:
    """List what opens, is open or closes before the next digest, and what is overdue."""
    answered = newest_outcomes(ask)
    until = local_day(span.next_at, span.zone)
    lines: list[Line] = []
    late: list[TrackedDate] = []
    tracked = list_items(ask.view, TrackedDate)
    names = involved(ask.view, tracked)
    for one in sorted(tracked, key=lambda one: natural(one.id)):
        window = watched(ask.view, one, answered, zone=ask.desk.zone)
        if window is None or not filters.takes("date", names[one.id]):
            continue
        if overdue(window, ask.as_of):
            late.append(one)
        elif window.open_start or window.earliest <= until:
            lines.append(_due_line(one, window, answered.get(one.id), ask.as_of, until))
    blocks: list[Block] = [Group(f"Due before the next digest, {len(lines)}", tuple(lines[:SHOWN]))] if lines else []
    return blocks + ([_overdue(late)] if late else [])


def _due_line(one: TrackedDate, window: Bounds, answer: Outcome | None, today: date, until: date) -> Line:
    moved = answer is not None and (answer.moved_to or answer.hangs_on)
    when = expected_parts(one)
    if answer and moved:
        when = ("moved by this desk to ", *moved_parts(answer))
    cites = _sources(one)
    if window.open_end and not (one.when or (answer and answer.moved_to)):
        on = as_moved(one, {one.id: answer} if answer else {}).depends_on
        return label_parts([f"{one.id}, {one.title}: open since {on} happened"], cites=cites)
    if not window.open_start and window.earliest > today:
        state = f"from {day(window.earliest)} on" if window.latest > window.earliest else "coming"
    elif not window.open_end and window.latest <= until:
        state = f"over after {day(window.latest)}"
    else:
        state = "open now"
    return label_parts([f"{one.id}, {one.title}: ", *when, f" – {state}"], cites=cites)


def _overdue(late: Sequence[TrackedDate]) -> Line:
    named = ", ".join(f"{one.id} ({one.title})" for one in late[:5]) + (" …" if len(late) > 5 else "")
    said = f"{count(len(late), 'date')}: {named}"
    return label_parts([said], cites=[source for one in late[:5] for source in _sources(one)], label="Overdue")


def _sources(one: TrackedDate) -> list[str]:
    return [given.source for given in one.announced]


# --- in short


def _short(ask: Ask, filters: Filters, span: Span, taken: Taken, *, more: str) -> Answer:
    """Say what is new on one phone screen, the weightiest first, and what falls due before the next digest."""
    weighed = weigh_news(ask, taken.news, taken.recorded)
    rows = make_rows(ask)
    due = _due_rows(ask, filters, span, rows)
    late = [Line(("".join(missed).rstrip("; ").capitalize(),))] if (missed := _missed(span)) else []
    choices = (Choice("More", more), Choice("Where it stands", ask.again("/status")))

    def make(most: int) -> Answer:
        head: list[Block] = [source_row(ask, taken.news, anything=weighed.anything), *late]
        sections: list[Block] = [Group("", tuple(one)) for one in (weighed.shown(most), due) if one]
        blocks = (*head, *sections, *choices)
        marks = foot_sources(ask, blocks)
        title = f"Digest · {day(span.local.date())}"
        return Answer(title, blocks, as_of=ask.as_of, dossier=ask.head.title, sources=marks, short=True)

    return fitting(ask, (partial(make, most) for most in range(MOST_NEWS, 0, -1)), most=MOST_ROWS)


def _due_rows(ask: Ask, filters: Filters, span: Span, rows: Rows) -> list[Block]:
    until = local_day(span.next_at, span.zone)

    def takes(one: TrackedDate) -> bool:
        return filters.takes("date", involved(ask.view, [one])[one.id])

    return watched_rows(ask, rows, until=until, takes=takes, unanswered=True)


# --- its shape


def since_line(at: datetime, groups: Sequence[Group], *before: Part) -> Line:
    """Say since when it is that something is new, and of what how much."""
    counted = Counter({group.title: len(group.blocks) for group in groups})
    said = ", ".join(f"{title[:1].lower()}{title[1:]} ({number})" for title, number in counted.items())
    return Line((*before, "since ", Moment(at), f": {said}"), label="New")


def _missed(span: Span) -> tuple[str, ...]:
    at_once = f"for {count(span.missed + 1, 'digest')} at once" if span.missed else ""
    if span.held:
        return (f"held until the quiet hours were over{', ' if at_once else ''}{at_once}; ",)
    return (f"late, and {at_once}, since the bot was not running; ",) if at_once else ()


def _nothing(span: Span, due: Sequence[Block]) -> Line:
    """Say in one line that nothing is new, and what there is to watch for all that."""
    dates = sum(len(block.blocks) for block in due if isinstance(block, Group))
    open_ones = f"; {count(dates, 'date')} due before the next digest" if dates else ""
    late = next((f"; overdue: {block.parts[0]}" for block in due if isinstance(block, Line)), "")
    return Line((*_missed(span), "nothing since ", Moment(span.since.at), open_ones, late), label="New")


def rest_line(since: Position, until: Position, zone: str) -> Line:
    """Say where all of what is new can be read."""
    first, last = since.day.isoformat(), until.day.isoformat()
    published = f", what was published: /compare {first} {last}" if last > first else ""
    recorded = local_day(since.at, zone).isoformat()
    return Line((f"Not all of it is shown. What was recorded: /changes since:{recorded}{published}",), label="Note")


def limited(groups: Iterable[Group]) -> Iterator[Group]:
    """Show the first lines of a section, and say how many there are."""
    for group in groups:
        lines = group.blocks
        shown = f"{SHOWN} of {len(lines)}" if len(lines) > SHOWN else f"{len(lines)}"
        yield replace(group, title=f"{group.title}, {shown}", blocks=lines[:SHOWN])


def _sheets(ask: Ask, span: Span, blocks: Sequence[Block]) -> tuple[Answer, ...]:
    """Put what fits no message into several, in order; a long section goes on in the next. The head is part 1."""
    sheets: list[tuple[Block, ...]] = []
    for piece in (piece for block in blocks for piece in _pieces(block)):
        if sheets and size((*sheets[-1], piece)) <= ROOM:
            sheets[-1] = (*sheets[-1], piece)
        else:
            sheets.append((piece,))
    return tuple(_finish(ask, span, sheet, part=part, of=len(sheets) + 1) for part, sheet in enumerate(sheets, 2))


def _pieces(section: Block) -> Iterator[Block]:
    if not isinstance(section, Group):
        yield section
        return
    lines: tuple[Block, ...] = ()
    title = section.title
    for line in section.blocks:
        if lines and size((*lines, line)) > ROOM:
            yield Group(title, lines)
            lines, title = (), f"{section.title}, going on"
        lines = (*lines, line)
    yield Group(title, lines)


def size(blocks: Sequence[Block]) -> int:
    """Give how much room blocks take in a message, in characters as `ROOM` counts them."""
    return sum(map(_length, blocks)) + _FOOT * len(cited(tuple(blocks)))


def _length(block: Block) -> int:
    match block:
        case Group():
            return len(block.title) + sum(map(_length, block.blocks))
        case Line():
            said = sum(
                len(part) if isinstance(part, str) else 60 + len(getattr(part, "text", "")) for part in block.parts
            )
            return len(block.label) + said + sum(len(cite) + 2 for cite in block.cites)
        case _:
            return 200


def _finish(ask: Ask, span: Span, blocks: tuple[Block, ...], *, part: int = 1, of: int = 1) -> Answer:
    numbered = f", part {part} of {of}" if of > 1 else ""
    title = f"Digest of {day(span.local.date())}, {span.local:%H:%M}{numbered}"
    told = with_own_cites(blocks)
    return Answer(title, told, as_of=ask.as_of, dossier=ask.head.title, sources=mark_sources(ask, told))
