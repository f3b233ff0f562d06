"""Copy for a story: any item as lines of plain text, each with its certainty, outlet and day of publication.

A line stands for one part and one source at least; what rests on none can't be copied.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.answers.utterance import copied, look_up
from bot.asking import Ask
from bot.blocks import Block, Exact, Line, Part
from bot.phrasing.citations import MODALITIES, TRANSLATION, Trail, name_source, trail
from bot.phrasing.items import answerer
from bot.phrasing.lines import label_parts
from bot.phrasing.when import dated_by, expected_parts, when_parts
from db.model import edtf
from db.model.known_by import cited_sources
from db.model.records import Event, Item, Offer, Party, Person, Point, Report, Source, Statement, TrackedDate, When

_NOT_NAMED = "somebody not named by then"


def copy_lines(ask: Ask, item: Item, names: Mapping[str, str]) -> list[Block]:
    """Word an item for pasting; nothing, where it rests on no source of its own."""
    if isinstance(item, Statement):
        return copied(look_up(ask, [item]), item)
    behind = trail(ask, _reports(item), also=[item.id] if isinstance(item, Source) else cited_sources(item))
    return list(_lines(item, behind, names))


def _reports(item: Item) -> Sequence[Report]:
    match item:
        case Event() | Point():
            return item.reports
        case Offer():
            return [report for term in item.terms for report in term.reports]
        case _:
            return ()


def _lines(item: Item, behind: Trail, names: Mapping[str, str]) -> Iterator[Line]:
    match item:
        case Event():
            for report in item.reports:
                when = report.when or item.when
                yield _line([f"{item.title}, ", *when_parts(when, told=item.reports), ": "], report, behind, when=when)
        case Point():
            differ = "" if len({report.value for report in item.reports}) < 2 else "reports differ; "
            differ = "reports differ, and all can be true; " if differ and item.compatible else differ
            for report in item.reports:
                yield _line([f"{item.question} {report.value}: "], report, behind, hedge=differ)
        case Offer():
            yield from _offer(item, behind, names)
        case TrackedDate():
            yield from _tracked(item, behind, names)
        case Person():
            for role in item.roles:
                yield _told([f"{item.name}, {role.title}"], role.sources, behind)
        case Source():
            yield _told([item.title], [item.id], behind)
        case Party():
            yield _told([item.name], [source for one in item.spellings for source in one.sources], behind)
        case _:
            return


def _offer(offer: Offer, behind: Trail, names: Mapping[str, str]) -> Iterator[Line]:
    for term in offer.terms:
        for report in term.reports:
            yield _line([f"{offer.title}; {term.text}: {report.value}, "], report, behind)
    for label in offer.labels:
        said: list[Part] = [
            f"{offer.title}: {names.get(label.by, _NOT_NAMED)} called it ",
            Exact(label.exact, label.sources),
        ]
        yield _told(said, label.sources, behind)
    for answer in offer.answers:
        said = [
            f"{offer.title}; {answerer(answer, names)}, ",
            *when_parts(answer.when),
            f": {answer.text} (paraphrased, not quoted)",
        ]
        yield _told(said, answer.sources, behind)


def _tracked(tracked: TrackedDate, behind: Trail, names: Mapping[str, str]) -> Iterator[Line]:
    when: tuple[Part, ...] = expected_parts(tracked) if tracked.when else ("no date given",)
    for given in tracked.announced:
        words: Part = Exact(given.exact, (given.source,)) if given.exact else f"{given.text} (paraphrased, not quoted)"
        said = [f"{tracked.title} – announced, ", *when, f"; {names.get(given.by, _NOT_NAMED)}: ", words]
        yield _told(said, [given.source], behind, when=tracked.when)
    if told := tracked.outcome:
        said = [f"{tracked.title} – reported as {told.kind}: {told.text} (paraphrased, not quoted)"]
        yield _told(said, told.sources, behind)


def _line(said: Sequence[Part], report: Report, behind: Trail, *, hedge: str = "", when: When | None = None) -> Line:
    words: Part = Exact(report.exact, (report.source,)) if report.exact else f"{report.value} (paraphrased, not quoted)"
    through = behind.through(report)
    facts = f" ({hedge}{MODALITIES[report.modality]}{f'; through {through}' if through else ''}; "
    parts = [*said, words, f"{facts}{_published(behind, [report.source])})", *dated_by(when, [report.source])]
    return label_parts(parts, cites=[report.source])


def _told(said: Sequence[Part], sources: Iterable[str], behind: Trail, *, when: When | None = None) -> Line:
    cites = list(dict.fromkeys(sources))
    return label_parts([*said, f" ({_published(behind, cites)})", *dated_by(when, cites)], cites=cites)


def _published(behind: Trail, sources: Sequence[str]) -> str:
    told = []
    for id_ in sources:
        source = behind.sources[id_]
        deduced = ", deduced" if source.published.basis == "deduced" else ""
        state = TRANSLATION[source.translation]
        facts = f"{name_source(source)}, published {edtf.words(source.published.edtf)}{deduced}"
        told.append(f"{facts}; {state}" if state else facts)
    return "; ".join(told)
