"""Where reports differ: what each says, how many origins stand behind it, since when, and what is preferred."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from bot.answers.lookup import find_item, names
from bot.answers.translation_damage import damage_groups, mention
from bot.asking import Ask, UserError
from bot.blocks import Answer, Block, Choice, Group, Line, Part, Window, choices
from bot.names.folding import fold
from bot.names.matcher import verdict
from bot.phrasing.citations import Trail, roots, trail
from bot.phrasing.items import called
from bot.phrasing.lines import count, label_parts, natural
from bot.phrasing.when import day
from db.model.records import Point, Report
from db.reading.view import list_items, published

IN_FULL = 10  # more conflicts than these get a line each
MOST = 100
_LONGEST_ABOUT = 80

State = Literal["all", "open", "settled", "compatible"]
Weight = Literal["", "fact", "wording", "name"]
_TITLES = {"open": "Open", "settled": "Settled", "compatible": "Differ, compatible", "": "No conflict"}


@dataclass(frozen=True, slots=True)
class PointSubject:
    """What points are to be about: an item, or words in the question and its answers; nothing means all."""

    name: str = ""
    item: str = ""
    words: tuple[str, ...] = ()

    def covers(self, point: Point) -> bool:
        """Tell whether a point is about it."""
        if self.item:
            told = {origin for report in point.reports for origin in (report.source, *report.via)}
            return self.item in {point.id, *point.about, *point.topics, *told}
        return mention(self.words, point.question, *(f"{report.value} {report.exact}" for report in point.reports))


def conflicts(
    ask: Ask,
    *,
    about: Annotated[str, "a person, side, offer, date, topic, source, point or word, e.g. griner or P1"] = "",
    state: Annotated[State, "open, settled by a preference with its reason, or differing but compatible"] = "all",
    kind: Annotated[Weight, "only points of fact, of wording, or of names"] = "",
) -> Answer:
    """Show where reports differ, side by side; copies of one origin count once, and no winner is picked silently.

    Up to ten are shown in full: every value with the words that each source has for it, how surely, and through
    whom. A conflict is settled only where the dossier prefers one value and says why; else it is open.
    """
    known = list_items(ask.view, Point)
    subject = find_point_subject(ask, about, known)
    if isinstance(subject, Answer):
        return subject
    covered = [point for point in known if subject.covers(point) and kind in ("", point.weight)]
    order = list(_TITLES)
    points = sorted(covered, key=lambda point: (order.index(standing(point)), natural(point.id)))
    wanted = [point for point in points if point.id == subject.item or (differs(point) and _is(point, state))]
    damage = [] if state in ("settled", "compatible") else damage_groups(ask, about=subject.item, words=subject.words)
    blocks = _shown(ask, wanted) if wanted else _none(ask, points, subject, state)
    line = f"/conflicts {about_option(subject)}state:{state}" + (f" kind:{kind}" if kind else "")
    title = "Conflicts between reports" + (f" – {subject.name}" if subject.name else "")
    return Answer(title, (*blocks, *damage), line=line)


def unsettled(ask: Ask, *, most: int) -> list[Block]:
    """List open conflicts in a line each, the first of them."""
    open_ones = [point for point in list_items(ask.view, Point) if standing(point) == "open"]
    shown = sorted(open_ones, key=lambda point: natural(point.id))[:most]
    behind = trail(ask, [report for point in shown for report in point.reports])
    lines = tuple([_in_short(point, behind, _opened(ask, point)) for point in shown])
    number = f"{len(shown)} of {len(open_ones)}" if len(open_ones) > most else f"{len(shown)}"
    return [Group(f"Unsettled conflicts, {number}", lines)] if shown else []


def values(point: Point) -> list[str]:
    """List what reports say on a point, each value once."""
    return list(dict.fromkeys(report.value for report in point.reports))


def differs(point: Point) -> bool:
    """Tell whether reports say different things on a point."""
    return len(values(point)) > 1


def standing(point: Point) -> Literal["open", "settled", "compatible", ""]:
    """Tell how a point stands by what was known by then: an open conflict, settled, no conflict, or agreed ("")."""
    if not differs(point):
        return ""
    if point.compatible is not None:
        return "compatible"
    return "settled" if point.preference is not None else "open"


def _is(point: Point, state: State) -> bool:
    return state in ("all", standing(point))


def about_option(subject: PointSubject) -> str:
    """Write the option that asks for a subject."""
    about = subject.item or " ".join(subject.words)
    return f'about:"{about}" ' if " " in about else f"about:{about} " if about else ""


# --- what is asked about


def find_point_subject(ask: Ask, about: str, points: Sequence[Point]) -> PointSubject | Answer:
    """Find what points are to be about, or answer with a question back."""
    typed = " ".join(about.replace('"', " ").split())
    if not typed:
        return PointSubject()
    if len(typed) > _LONGEST_ABOUT:
        raise UserError(f"about may have {_LONGEST_ABOUT} characters. For example: /conflicts about:griner")
    found = find_item(
        ask,
        typed,
        example="/conflicts griner",
        line=lambda id_: ask.again(f"/conflicts about:{id_}"),
    )
    if not isinstance(found, Answer):
        return PointSubject(called(found), found.id)
    words = PointSubject(f"“{typed}”", words=tuple(fold(typed).split()))
    advice, _hits = verdict(names(ask).find(typed))
    if advice == "ask" or (choices(found.blocks) and not any(map(words.covers, points))):
        return found
    return words


# --- what is shown


def _none(ask: Ask, points: Sequence[Point], subject: PointSubject, state: State) -> list[Block]:
    kind = "" if state == "all" else f"{state} "
    about = f" about {subject.name}" if subject.name else ""
    said = f"No {kind}conflict{about} between the sources published by {day(ask.as_of)}."
    agreed = [point for point in points if not differs(point)]
    others = len(points) - len(agreed)
    if agreed:
        said += f" On {count(len(agreed), 'question')} they agree, or only one speaks."
    said += "" if others or agreed else " Try another name, a topic, a later as_of, or all of them:"
    blocks: list[Block] = [Line((said,))]
    counted = Counter(standing(point) for point in points if differs(point))
    blocks += [
        Choice(f"{number} {other}", ask.again(f"/conflicts {about_option(subject)}state:{other}"))
        for other, number in counted.items()
    ]
    return [*blocks, Choice("All conflicts", ask.again("/conflicts"))] if subject.name and not counted else blocks


def _shown(ask: Ask, points: Sequence[Point]) -> list[Block]:
    behind = trail(ask, [report for point in points for report in point.reports])
    lines = [_opened(ask, point) for point in points]
    if len(points) <= IN_FULL:
        return [_in_full(point, behind, opened) for point, opened in zip(points, lines, strict=True)]
    blocks: list[Block] = []
    for stands, title in _TITLES.items():
        rows = [
            _in_short(point, behind, opened)
            for point, opened in zip(points, lines, strict=True)
            if standing(point) == stands
        ]
        blocks += [Group(f"{title}, {min(MOST, len(rows))} of {len(rows)}", tuple(rows[:MOST]))] if rows else []
    line = ask.again(f"/conflicts about:{points[0].id}")
    words = Choice(f"The words of each report, e.g. on {points[0].id}", line)
    return [*blocks, words]


def _in_short(point: Point, behind: Trail, opened: tuple[Part, ...]) -> Line:
    said = [f"{value} ({behind.counted(_reports(point, value))})" for value in values(point)]
    parts: list[Part] = [f"{point.question} {' / '.join(said)}", *opened, *_preferred(point), *_compatible(point)]
    return label_parts(parts, cites=_cites(point), label=point.id)


def _in_full(point: Point, behind: Trail, opened: tuple[Part, ...]) -> Group:
    counted = f"{count(len(values(point)), 'answer')} from {behind.counted(point.reports)}"
    parts: list[Part] = [counted, *opened]
    blocks: list[Block] = [label_parts(parts, cites=_cites(point), label=_TITLES[standing(point)])]
    if point.compatible is not None and differs(point):
        blocks.append(label_parts([point.compatible.reason], cites=point.compatible.sources, label="Why compatible"))
    for value in values(point):
        reports = _reports(point, value)
        lines = tuple(behind.line(report) for report in reports)
        blocks.append(Group(f"{value} – {behind.counted(reports)}", lines))
    blocks += [*_several_values(point, behind), *behind.shared(point.reports)]
    if point.preference is not None:
        said, cites = f"{point.preference.value}, because: {point.preference.reason}", point.preference.sources
        blocks.append(label_parts([said], cites=cites, label="Preferred"))
    blocks += [label_parts([note.text], cites=note.sources, label="Note") for note in point.notes]
    return Group(f"{point.id}, {point.question}", tuple(blocks))


def _several_values(point: Point, behind: Trail) -> Iterable[Line]:
    """Say where the difference is within one origin, and not between two."""
    for root in roots(point.reports, behind.sources):
        said = list(dict.fromkeys(point.reports[place].value for place in root.places))
        if len(said) > 1:
            name = behind.name(root.origins) or f"{root.sources[0]} itself"
            yield label_parts([f"{name}: {' / '.join(said)}"], cites=root.sources, label="Differs within one origin")


def _preferred(point: Point) -> tuple[str, ...]:
    if point.preference is None:
        return ()
    return (f"; preferred: {point.preference.value}, because: {point.preference.reason}",)


def _compatible(point: Point) -> tuple[str, ...]:
    return (f"; compatible: {point.compatible.reason}",) if point.compatible else ()


def _reports(point: Point, value: str) -> list[Report]:
    return [report for report in point.reports if report.value == value]


def _cites(point: Point) -> list[str]:
    judged = [one.sources for one in (point.preference, point.compatible) if one]
    return [*(report.source for report in point.reports), *(source for sources in judged for source in sources)]


# --- since when


def _opened(ask: Ask, point: Point) -> tuple[Part, ...]:
    if not differs(point):
        return ()
    days = published(ask.view, _cites(point))
    firsts = [[days[report.source] for report in _reports(point, value)] for value in values(point)]
    # of days not known exactly, the second is neither before the second of the first nor after that of the last ones
    opened = _between(
        sorted(min(one.earliest for one in value) for value in firsts)[1],
        sorted(min(one.latest for one in value) for value in firsts)[1],
    )
    if point.preference is None:
        return ("; opened ", *opened)
    rested = [days[source] for source in point.preference.sources]
    settled = _between(max(one.earliest for one in rested), max(one.latest for one in rested))
    return ("; opened ", *opened, "; settled by sources of ", *settled)


def _between(first: date, last: date) -> tuple[Part, ...]:
    if first == last:
        return (Window(first.isoformat()),)
    if first == date.min and last == date.max:
        return ("a day not known",)
    start, end = (one.isoformat() if one not in (date.min, date.max) else "" for one in (first, last))
    return (Window(f"[{start}..{end}]"),)
