"""What was offered: terms by source and certainty, what it is called, how it was answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from bot.answers.lookup import find_whom
from bot.answers.pictures import offer_picture
from bot.asking import Ask
from bot.blocks import Answer, Block, Choice, Exact, Group, Line, Part
from bot.phrasing.citations import TRANSLATION, Trail, stale_lines, told_until, trail
from bot.phrasing.items import answerer, answering, receivers
from bot.phrasing.lines import count, label_parts, listed, natural
from bot.phrasing.when import day, days_since, since, when_parts
from bot.pictures.content import OfferBoard
from db.model import edtf
from db.model.records import Label, Offer, OfferAnswer, OfferState, Party, Person, Point, When
from db.reading.view import find_items, list_items, list_linked

# only these say that an offer was answered
_ANSWERS = ("accepts", "rejects", "counters")
_ENDED = ("accepted", "rejected", "withdrawn")

Stage = Literal[
    "",
    "unanswered",
    "answered",
    "made",
    "public",
    "pending",
    "under discussion",
    "accepted",
    "rejected",
    "withdrawn",
]


def offers(
    ask: Ask,
    *,
    party: Annotated[str, "a side, or who spoke of the offer, e.g. russia"] = "",
    state: Annotated[Stage, "the stage an offer has reached by then, or whether it was answered"] = "",
    picture: Annotated[Literal["", "yes", "no"], "draw a board of them too"] = "",
) -> Answer:
    """Show each offer: its terms by source and certainty, what it is called, its stages, each side's answers.

    Only an acceptance, a refusal or a counter-offer answers an offer. Until one is reported, the days without are
    counted, and never more surely than the dates allow.
    """
    chosen = choose_offers(ask, party=party, state=state)
    if isinstance(chosen, Answer):
        return chosen
    if not chosen.offers:
        return Answer(chosen.title, tuple(_none(ask, chosen)), line=chosen.line)
    blocks = [Group(f"{offer.id}, {offer.title}", tuple(_offer(ask, offer))) for offer in chosen.offers]
    drawn = draw_offers(ask, chosen) if picture == "yes" else None
    return Answer(chosen.title, (*blocks, *stale_lines(ask)), line=chosen.line, picture=drawn)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The offers that are asked for, among all of a party, among all known; `meant` is that party, or a person."""

    offers: list[Offer]
    of_party: list[Offer]
    known: list[Offer]
    meant: Person | Party | None
    line: str

    @property
    def title(self) -> str:
        """Name what is shown."""
        return f"Offers – {self.meant.name}" if self.meant else "Offers"


def choose_offers(ask: Ask, *, party: str, state: str) -> Chosen | Answer:
    """Find the offers that are asked for, or answer with a question back."""
    meant = _meant(ask, party) if party.strip() else None
    if isinstance(meant, Answer):
        return meant
    known = sorted(list_items(ask.view, Offer), key=lambda offer: natural(offer.id))
    of_party = [offer for offer in known if meant is None or meant.id in _involved(offer)]
    chosen = [offer for offer in of_party if not state or state in (_stage(offer), _answered(offer))]
    line = "/offers" + (f" party:{meant.id}" if meant else "") + (f' state:"{state}"' if state else "")
    return Chosen(chosen, of_party, known, meant, line)


def draw_offers(ask: Ask, chosen: Chosen) -> OfferBoard:
    """Draw a board of offers."""
    return offer_picture(ask, chosen.offers, title=chosen.title, standing=_standing)


def _meant(ask: Ask, party: str) -> Person | Party | Answer:
    line = "/offers party:"
    return find_whom(ask, party, example="/offers russia", line=lambda id_: ask.again(f"{line}{id_}"))


def _involved(offer: Offer) -> set[str]:
    return {offer.by, *receivers(offer), *(label.by for label in offer.labels), *answering(offer)}


def _none(ask: Ask, chosen: Chosen) -> Iterable[Block]:
    of_party, meant = chosen.of_party, chosen.meant
    if not chosen.known:
        yield Line((f"No offer in what was published by {day(ask.as_of)}. A later as_of may show one.",))
    elif not of_party and meant:
        yield Line(
            (f"{meant.name} neither made, got nor spoke of an offer in what was published by {day(ask.as_of)}.",)
        )
        yield Choice("All offers", ask.again("/offers"))
    for offer in of_party:
        cites = [report.source for term in offer.terms for report in term.reports]
        said = f"not in that state; it is {' and '.join(filter(None, (_stage(offer), _answered(offer))))}"
        yield label_parts([said], cites=cites, label=f"{offer.id}, {offer.title}")
    if of_party:
        yield Choice("All offers", ask.again("/offers"))


# --- where it stands


def _stage(offer: Offer) -> str:
    """Give the newest stage: of two that may be of one day, the one that stands later in the dossier."""
    return max(offer.states, key=_age).state if offer.states else ""


def _age(state: OfferState) -> tuple[date, date]:
    if state.when is None:
        return date.min, date.min
    bounds = edtf.bounds(state.when.edtf)
    return bounds.earliest, bounds.latest


def _answered(offer: Offer) -> str:
    ended = any(state.state in ("accepted", "rejected") for state in offer.states)
    return "answered" if ended or any(answer.kind in _ANSWERS for answer in offer.answers) else "unanswered"


def _standing(ask: Ask, offer: Offer, people: dict[str, Any]) -> Line:
    answers = [answer for answer in _in_order(offer.answers) if answer.kind in _ANSWERS]
    ended = [state for state in sorted(offer.states, key=_age) if state.state in _ENDED]
    if answers:
        last = answers[-1]
        when = [*when_parts(last.when), _before(ask, last.when)]
        who = _answerer(people, last) + ("," if last.told_by else "")
        parts: list[Part] = [f"{who} {last.kind}, ", *when, f" – {last.text}"]
        return label_parts(parts, cites=last.sources, label="Answered")
    if ended:
        parts = [f"{ended[-1].state}, ", *when_parts(ended[-1].when), _before(ask, ended[-1].when)]
        return label_parts(parts, cites=ended[-1].sources, label="Ended")
    said, cites = _waiting(ask, offer)
    return label_parts([said], cites=cites, label="Unanswered")


def _waiting(ask: Ask, offer: Offer) -> tuple[str, Iterable[str]]:
    """Count from the stage that shows the longest wait; only the making's own day gives an exact number."""
    said = "no acceptance, refusal or counter-offer reported"
    until = told_until(ask)
    days = [(gap, state) for state in offer.states if (gap := days_since(state.when, until)) is not None]
    cites = {report.source for term in offer.terms for report in term.reports}
    if not days:
        return f"{said} (up to {day(until)}); since when it waits is not known to a day", cites
    gap, state = max(days, key=lambda pair: (pair[0], pair[1].state == "made"))
    exact = state.state == "made" and state.when is not None and edtf.bounds(state.when.edtf).is_day
    least = "" if exact else "at least "
    return f"{said} for {least}{count(gap, 'day')} (up to {day(until)})", {*state.sources}


def _before(ask: Ask, when: When | None) -> str:
    gap = since(when, told_until(ask)) if when else ""
    return f"; {gap}" if gap else ""


# --- one offer


def _offer(ask: Ask, offer: Offer) -> list[Block]:
    reports = [report for term in offer.terms for report in term.reports]
    behind = trail(ask, reports)
    people = find_items(ask.view, _involved(offer))
    named = f"{_named(people, offer.by)} to {listed([_named(people, id_) for id_ in receivers(offer)])}"
    blocks: list[Block] = [label_parts([named], cites=[report.source for report in reports], label="From")]
    blocks += [_standing(ask, offer, people), *_terms(offer, behind), *behind.shared(reports)]
    blocks += _labels(ask, offer, people)
    blocks += _stages(offer)
    blocks += _answers(ask, offer, people)
    blocks += [label_parts([note.text], cites=note.sources, label="Note") for note in offer.notes]
    return [*blocks, *_open_questions(ask, offer)]


def _named(people: dict[str, Any], id_: str) -> str:
    return people[id_].name if id_ in people else "somebody not named by then"


def _terms(offer: Offer, behind: Trail) -> Iterable[Block]:
    for term in offer.terms:
        lines = tuple(behind.line(report, label=report.value, certainty=True) for report in term.reports)
        yield Group(f"Term: {term.text} – {behind.counted(term.reports)}", lines)


def _labels(ask: Ask, offer: Offer, people: dict[str, Any]) -> list[Block]:
    sources = find_items(ask.view, {source for label in offer.labels for source in label.sources})
    lines: list[Block] = []
    for label in offer.labels:
        cites = f" ({label.statement})" if label.statement else ""
        parts: list[Part] = [Exact(label.exact, label.sources), cites, _translated(label, sources)]
        lines.append(label_parts(parts, cites=label.sources, label=_named(people, label.by)))
    return [Group("Who calls it what", tuple(lines))] if lines else []


def _translated(label: Label, sources: dict[str, Any]) -> str:
    remarks = {TRANSLATION[sources[id_].translation] for id_ in label.sources}
    return "" if "" in remarks else f" – {', '.join(sorted(remarks))}"


def _stages(offer: Offer) -> list[Block]:
    lines: list[Block] = []
    for state in sorted(offer.states, key=_age):
        remark = f" – {state.remark}" if state.remark else ""
        lines.append(label_parts([*when_parts(state.when), remark], cites=state.sources, label=state.state))
    return [Group("Stages", tuple(lines))] if lines else []


def _answers(ask: Ask, offer: Offer, people: dict[str, Any]) -> Iterable[Block]:
    """Show what each side did in answer, and apart what others say of it; who got the offer is never left out."""
    by_side: dict[str, list[OfferAnswer]] = {id_: [] for id_ in receivers(offer)}
    for answer in _in_order(offer.answers):
        by = people.get(answer.by)
        side = (by.party or by.id) if isinstance(by, Person) else answer.by
        by_side.setdefault(side, []).append(answer)
    for side, answers in by_side.items():
        name = _named(people, side)
        own = [answer for answer in answers if not answer.told_by]
        told = tuple(_answer(answer, people) for answer in answers if answer.told_by)
        yield _own_answers(ask, name, own, people)
        if told:
            yield Group(f"{name}’s answer, according to others, {len(told)}", told)


def _own_answers(ask: Ask, name: str, answers: list[OfferAnswer], people: dict[str, Any]) -> Block:
    if not answers:
        return Line((f"none in what was published by {day(ask.as_of)}",), label=f"{name}: answers")
    last = answers[-1]
    gap = _before(ask, last.when)
    lines = [_answer(answer, people) for answer in answers]
    lines += [label_parts([gap.removeprefix("; ")], cites=last.sources, label="Last of these")] if gap else []
    return Group(f"{name}: answers, {len(answers)}", tuple(lines))


def _answer(answer: OfferAnswer, people: dict[str, Any]) -> Line:
    statement = f" ({answer.statement})" if answer.statement else ""
    parts: list[Part] = [*when_parts(answer.when), f": {answer.kind} – {answer.text}{statement}"]
    return label_parts(parts, cites=answer.sources, label=_answerer(people, answer))


def _answerer(people: dict[str, Any], answer: OfferAnswer) -> str:
    return answerer(answer, {id_: one.name for id_, one in people.items()})


def _in_order(answers: Iterable[OfferAnswer]) -> list[OfferAnswer]:
    return sorted(answers, key=lambda one: edtf.bounds(one.when.edtf).earliest if one.when else date.min)


def _open_questions(ask: Ask, offer: Offer) -> list[Block]:
    points = list_linked(ask.view, Point, role="about", target=offer.id)
    if not any(len({report.value for report in point.reports}) > 1 for point in points):
        return []
    return [Choice(f"Where reports on {offer.id} differ", ask.again(f"/conflicts about:{offer.id}"))]
