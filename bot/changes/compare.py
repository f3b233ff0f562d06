"""Two people, parties or offers side by side, or two days."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, product
from typing import Annotated

from bot.answers.lookup import find_item, is_day, one_day
from bot.asking import Ask, UserError
from bot.blocks import Answer, Block, Exact, Group, Line, Part
from bot.changes.between_days import between
from bot.changes.news_lines import names_in
from bot.phrasing.citations import told_until
from bot.phrasing.items import UNNAMED, answerer, answering, called, receivers
from bot.phrasing.lines import count, label_parts, listed, natural
from bot.phrasing.rows import make_rows
from bot.phrasing.statements import best_wording, said_parts, speaks
from bot.phrasing.when import dated, dated_by, day, since, when_parts
from db.model.records import Item, Offer, Party, Person, Statement, Term, Topic
from db.reading.statements import Sought, count_statements, list_statements
from db.reading.timeline import list_members
from db.reading.view import find_items, list_items

_EXAMPLE = "/compare peskov zakharova"
_DAYS = "/compare 2022-07-28 2022-08-10"
_READ = 200  # newest statements of each that are looked at
_COUNTED = 1000
_TOPICS = 8

Side = Person | Party
Pair = tuple[Offer, Offer] | tuple[Side, Side]


def compare(
    ask: Ask,
    *,
    first: Annotated[str, "a person, a party, an offer, or a day, e.g. peskov or 2022-07-28"],
    second: Annotated[str, "what to compare it with, of the same kind"],
) -> Answer:
    """Put two people, parties or offers side by side; or say what became known between two days.

    People and parties: role, side, how much and when they spoke last, their latest word on each subject they share,
    what they say of offers. Offers: terms, names they are given, stages, answers. Days go by the published clock:
    what was not known on the first and was on the second.
    """
    days = days_of(ask, first, second)
    if days is not None:
        return between(ask, *days)
    pair = find_pair(ask, first, second)
    if isinstance(pair, Answer):
        return pair
    match pair:
        case Offer(), Offer():
            blocks = _offers(ask, *pair)
        case _:
            blocks = _sides(ask, *pair)
    return Answer(title_of(pair), tuple(blocks), line=line_of(pair))


def days_of(ask: Ask, first: str, second: str) -> tuple[date, date] | None:
    """Read two days; None where neither is one. Raises UserError."""
    days = is_day(ask, first), is_day(ask, second)
    if all(days):
        return one_day(ask, "first", first), one_day(ask, "second", second)
    if any(days):
        a_day, none = (first, second) if days[0] else (second, first)
        raise UserError(f"“{a_day[:40]}” is a day and “{none[:40]}” is none. For example: {_DAYS}")
    return None


def find_pair(ask: Ask, first: str, second: str) -> Pair | Answer:
    """Find two people or parties, or two offers, or answer with a question back; raises UserError."""
    one = _item(ask, first, lambda id_: f"/compare first:{id_} second:{_quoted(second)}")
    if isinstance(one, Answer):
        return one
    other = _item(ask, second, lambda id_: f"/compare first:{one.id} second:{id_}")
    if isinstance(other, Answer):
        return other
    if one.id == other.id:
        raise UserError(f"Both are {called(one)}. Two different ones are needed, for example: {_EXAMPLE}")
    match one, other:
        case Offer(), Offer():
            return one, other
        case ((Person() | Party()), (Person() | Party())):
            return one, other
    raise UserError(
        f"{one.id} and {other.id} can't be compared: two people or parties are needed, two offers, or two "
        f"days. For example: {_EXAMPLE} or {_DAYS}"
    )


def title_of(pair: Pair) -> str:
    """Name both."""
    return f"{called(pair[0])} and {called(pair[1])}"


def line_of(pair: Pair) -> str:
    """Write the line that compares both."""
    return f"/compare first:{pair[0].id} second:{pair[1].id}"


def _item(ask: Ask, asked: str, line: Callable[[str], str]) -> Item | Answer:
    return find_item(ask, asked, example=_EXAMPLE, line=lambda id_: ask.again(line(id_)))


def _quoted(asked: str) -> str:
    text = " ".join(asked.replace('"', " ").split())
    return f'"{text}"' if " " in text else text


# --- people and parties


@dataclass(frozen=True, slots=True)
class Voice:
    """A person or party with its newest statements; `ids` are those whose words count as its own."""

    item: Side
    ids: frozenset[str]
    statements: list[Statement]
    total: int

    def latest_by_topic(self) -> dict[str, Statement]:
        """Give the newest statement on each subject; garbled ones and silence only where there is nothing else."""
        found: dict[str, Statement] = {}
        for statement in sorted(self.statements, key=_clear, reverse=True):
            for topic in statement.topics:
                found.setdefault(topic, statement)
        return found


def _clear(statement: Statement) -> tuple[bool, bool]:
    return speaks(statement), best_wording(statement).state != "garbled"


def find_voice(ask: Ask, item: Side) -> Voice:
    """Find what a person or the people of a party said."""
    if isinstance(item, Party):
        sought = Sought(party=item.id)
        ids = [item.id, *list_members(ask.view, item.id, limit=_COUNTED)]
    else:
        sought, ids = Sought(speaker=item.id), [item.id]
    said = list_statements(ask.view, sought, limit=_READ)
    statements = make_rows(ask, said).order(said)
    total = count_statements(ask.view, sought, most=_COUNTED)
    return Voice(item, frozenset(ids), statements, total)


def _sides(ask: Ask, one: Side, other: Side) -> list[Block]:
    voices = [find_voice(ask, one), find_voice(ask, other)]
    parties = {party.id: party for party in list_items(ask.view, Party)}
    speakers = find_items(ask.view, {said.speaker for voice in voices for said in voice.statements})
    names = {id_: called(speaker) for id_, speaker in speakers.items()}
    blocks: list[Block] = [Group("Who", tuple(_who(voice.item, parties) for voice in voices))]
    blocks.append(Group("Last word", tuple(_last_word(ask, voice) for voice in voices)))
    blocks += _topics(ask, voices, names)
    blocks += _of_offers(ask, voices)
    return blocks


def _who(item: Side, parties: dict[str, Party]) -> Line:
    spelt = [source for spelling in item.spellings for source in spelling.sources]
    if isinstance(item, Party):
        return label_parts(["a side in the talks" if item.side else "a party"], cites=spelt, label=item.name)
    roles = list(dict.fromkeys(role.title for role in item.roles)) or ["no role given"]
    side = f"; {parties[item.party].name}" if item.party in parties else ""
    cites = [source for role in item.roles for source in role.sources] or spelt
    return label_parts([f"{', '.join(roles)}{side}"], cites=cites, label=item.name)


def _last_word(ask: Ask, voice: Voice) -> Line:
    if not voice.statements:
        return Line((f"no statement in what was published by {day(ask.as_of)}",), label=voice.item.name)
    many = f"{count(voice.total, 'statement')}" if voice.total < _COUNTED else f"{_COUNTED:,} statements or more"
    last = voice.statements[0]
    gap = since(last.when, told_until(ask)) if last.when else ""
    parts = [f"{many}, the last ({last.id}) ", *when_parts(last.when), f"; {gap}" if gap else ""]
    cites = [*(wording.source for wording in last.wordings), *(last.when.sources if last.when else ())]
    return label_parts(parts, cites=cites, label=voice.item.name)


def _topics(ask: Ask, voices: Sequence[Voice], names: dict[str, str]) -> list[Block]:
    """Put the latest words on each subject side by side, and name the subjects of one alone."""
    said = [voice.latest_by_topic() for voice in voices]
    topics: dict[str, Topic] = find_items(ask.view, {*said[0], *said[1]})
    shared = sorted(set(said[0]) & set(said[1]) & set(topics))
    blocks: list[Block] = [
        Group(f"On {topics[id_].name}", tuple(_on(latest[id_], names) for latest in said)) for id_ in shared[:_TOPICS]
    ]
    if len(shared) > _TOPICS:
        blocks.append(Line((f"{_TOPICS} of {len(shared)} subjects on which both spoke",)))
    if not shared:
        blocks.append(Line(("There is no subject on which both spoke.",)))
    for voice, mine, theirs in zip(voices, said, reversed(said), strict=True):
        alone = [topics[id_].name for id_ in sorted(set(mine) - set(theirs)) if id_ in topics]
        if alone:
            cites = [best_wording(statement).source for id_, statement in mine.items() if id_ not in theirs]
            blocks.append(label_parts(["; ".join(alone)], cites=cites, label=f"Only {voice.item.name} on"))
    return blocks


def _on(statement: Statement, names: dict[str, str]) -> Line:
    said = said_parts(statement, names.get(statement.speaker, UNNAMED))
    cites = [best_wording(statement).source]
    none = [] if statement.when else ["; date not given"]
    return label_parts([*dated(said, statement.when), *none, *dated_by(statement.when, cites)], cites=cites)


def _of_offers(ask: Ask, voices: Sequence[Voice]) -> list[Block]:
    offers = sorted(list_items(ask.view, Offer), key=lambda offer: natural(offer.id))
    names = names_in(ask.view, offers)
    lines: list[Block] = []
    for voice, offer in product(voices, offers):
        side = f"{voice.item.name}, " if isinstance(voice.item, Party) else ""
        lines += [
            label_parts(
                [f"called {offer.id} ", Exact(label.exact, label.sources)],
                cites=label.sources,
                label=f"{side}{names.get(label.by, UNNAMED)}",
            )
            for label in offer.labels
            if label.by in voice.ids
        ]
        for answer in offer.answers:
            if answer.by in voice.ids:
                who = answerer(answer, names) if answer.by == voice.item.id else f"{side}{answerer(answer, names)}"
                said = f"answer to {offer.id}: {answer.kind} – {answer.text}"
                lines.append(label_parts([said], cites=answer.sources, label=who))
    return [Group("On offers", tuple(lines))] if lines else []


# --- offers


def _offers(ask: Ask, one: Offer, other: Offer) -> list[Block]:
    ids = {side for offer in (one, other) for side in (offer.by, *receivers(offer))}
    ids |= {label.by for offer in (one, other) for label in offer.labels}
    ids |= {*answering(one), *answering(other)}
    names = {id_: called(item) for id_, item in find_items(ask.view, ids).items()}
    both = (one, other)
    texts = [{term.text: term for term in offer.terms} for offer in both]
    shared = [term for text, term in texts[0].items() if text in texts[1]]
    blocks: list[Block] = [Group("Whose", tuple(_whose(offer, names) for offer in both))]
    blocks += [Group(f"In both: {term.text}", _terms(both, term.text)) for term in shared]
    for offer, mine, theirs in zip(both, texts, reversed(texts), strict=True):
        alone = [line for text in mine if text not in theirs for line in _term(mine[text], label=text)]
        blocks += [Group(f"Only in {offer.id}", tuple(alone))] if alone else []
    blocks += [Group(f"How {offer.id} fared", lines) for offer in both if (lines := _fared(offer, names))]
    return blocks


def _whose(offer: Offer, names: dict[str, str]) -> Line:
    cites = {report.source for term in offer.terms for report in term.reports}
    to = listed([names.get(id_, UNNAMED) for id_ in receivers(offer)])
    between_ = f"{names.get(offer.by, UNNAMED)} to {to}"
    return label_parts([f"{offer.title}, by {between_}"], cites=cites, label=offer.id)


def _terms(offers: Sequence[Offer], text: str) -> tuple[Line, ...]:
    lines = (_term(term, label=offer.id) for offer in offers for term in offer.terms if term.text == text)
    return tuple(chain.from_iterable(lines))


def _term(term: Term, *, label: str) -> list[Line]:
    """Say what is reported of a term: each value once, with how surely its sources give it."""
    lines = []
    for value in dict.fromkeys(report.value for report in term.reports):
        reports = [report for report in term.reports if report.value == value]
        surely = ", ".join(dict.fromkeys(report.modality for report in reports))
        lines.append(label_parts([f"{value} ({surely})"], cites=[one.source for one in reports], label=label))
    return lines


def _fared(offer: Offer, names: dict[str, str]) -> tuple[Line, ...]:
    lines = []
    for label in offer.labels:
        who = f"{names.get(label.by, UNNAMED)} called it "
        lines.append(label_parts([who, Exact(label.exact, label.sources)], cites=label.sources))
    for state in offer.states:
        reached: list[Part] = [" ", *when_parts(state.when)] if state.when else []
        lines.append(label_parts([state.state, *reached], cites=state.sources))
    for answer in offer.answers:
        said = f"{answerer(answer, names)}: {answer.kind} – {answer.text}"
        lines.append(label_parts(dated([said], answer.when), cites=answer.sources))
    return tuple(lines)
