"""Where offers stand, in a line each: the stages they reached, how they were answered, how long they wait."""

from collections.abc import Sequence
from datetime import date

from bot.asking import Ask
from bot.blocks import Line, Part
from bot.phrasing.citations import told_until
from bot.phrasing.lines import count, label_parts, natural
from bot.phrasing.when import day, days_since, when_parts
from db.model import edtf
from db.model.records import Offer, OfferAnswer, OfferState, When
from db.reading.view import find_items, list_items

_ANSWERED = ("accepts", "rejects", "counters")
_TELLING = ("declines to comment", "no substantive answer", "no agreement", "ready to talk", *_ANSWERED)
_SHOWN = 3


def standing_lines(ask: Ask) -> list[Line]:
    """Say in one line where it stands, then of each offer what it reached and how long it waits."""
    offers = sorted(list_items(ask.view, Offer), key=lambda offer: natural(offer.id))
    if not offers:
        return [Line((f"as of {day(ask.as_of)} no offer is known",), label="In short")]
    more = [f"{count(len(offers) - _SHOWN, 'more offer')}: /offers"] if len(offers) > _SHOWN else []
    lines = [_offer(ask, offer) for offer in offers[:_SHOWN]]
    return [_in_short(ask, offers), *lines, *(Line((said,), label="Offers") for said in more)]


def _in_short(ask: Ask, offers: Sequence[Offer]) -> Line:
    waiting = [offer for offer in offers if not _settled(offer)]
    last = max((answer for offer in offers for answer in _own(offer)), key=_newest, default=None)
    cites = {
        source for offer in offers for term in offer.terms for report in term.reports for source in [report.source]
    }
    if len(offers) > 1:
        said = f"{len(offers)} offers, {len(waiting)} of them unanswered"
    else:
        said = f"{offers[0].title} ({offers[0].id}) is {'unanswered' if waiting else 'answered'}"
    parts: list[Part] = [said]
    if last is not None:
        whom = find_items(ask.view, {last.by}).get(last.by)
        name = whom.name if whom else "somebody not named by then"
        parts += [f"; newest reaction: {name}, {last.kind}, ", *when_parts(last.when)]
        cites = {*last.sources}
    return label_parts(parts, cites=cites, label="In short")


def _own(offer: Offer) -> list[OfferAnswer]:
    """List the answers that are the answerers' own word."""
    return [answer for answer in offer.answers if not answer.told_by]


def _newest(answer: OfferAnswer) -> tuple[date, int]:
    """Order answers by their day, those of one day by how much they say."""
    return _day(answer.when), _TELLING.index(answer.kind)


def _settled(offer: Offer) -> list[OfferAnswer]:
    return [answer for answer in offer.answers if answer.kind in _ANSWERED]


def _offer(ask: Ask, offer: Offer) -> Line:
    states = _stages(offer)
    settled = _settled(offer)
    cites = [source for state in states for source in state.sources]
    parts: list[Part] = []
    for state in states:
        name = "still pending," if state.state == "pending" else state.state
        parts += [f"{name} ", *when_parts(state.when)] if state.when else [name]
        parts.append(f" (by {state.sources[0]} alone); " if len(state.sources) == 1 < len(set(cites)) else "; ")
    if settled:
        parts.append(f"answered: {settled[-1].kind} – {settled[-1].text}")
        cites += settled[-1].sources
    else:
        parts.append(_unanswered(ask, offer, states))
        cites += [source for answer in _own(offer) for source in answer.sources]
    cites = cites or [report.source for term in offer.terms for report in term.reports]
    return label_parts(parts, cites=cites, label=f"Offer {offer.id}, {offer.title}")


def _stages(offer: Offer) -> list[OfferState]:
    """List each stage once: when it was first reached, or, of a pending offer, when that was last so."""
    states = sorted(offer.states, key=_state_age)
    first = {state.state: state for state in reversed(states)}
    last = {state.state: state for state in states if state.state == "pending"}
    return sorted((first | last).values(), key=_state_age)


def _unanswered(ask: Ask, offer: Offer, states: list[OfferState]) -> str:
    until = told_until(ask)
    ages = [age for state in states if (age := days_since(state.when, until)) is not None]
    since = f" for at least {count(max(ages), 'day')}, up to {day(until)}" if any(ages) else f" up to {day(until)}"
    said = ", ".join(dict.fromkeys(answer.kind for answer in _own(offer)))
    heard = f" (so far: {said})" if said else ""
    return f"no acceptance, refusal or counter-offer reported{since}{heard}"


def _state_age(state: OfferState) -> tuple[date, str]:
    return (_day(state.when) if state.when else date.max), state.state


def _day(when: When | None) -> date:
    return edtf.bounds(when.edtf).earliest if when else date.min
