"""A dossier as one page for a browser and for paper: where it stands, then every item with its sources."""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from mako.template import Template
from markupsafe import Markup

from bot.answers.conflicts import differs, standing
from bot.answers.pictures import timeline_picture
from bot.answers.short.offer_state import standing_sentence
from bot.answers.short.status import status
from bot.answers.timeline import order
from bot.asking import Ask
from bot.blocks import Answer, Line, Mark
from bot.dossiers.page import markup
from bot.phrasing.citations import MODALITIES, TRANSLATION, maybe_later
from bot.phrasing.items import called
from bot.phrasing.lines import natural
from bot.phrasing.marks import foot_sources, foot_words, newest_year, with_own_cites
from bot.phrasing.statements import STATES
from bot.phrasing.when import hours_words
from bot.pictures.content import Timeline, TimelineMark
from bot.pictures.markers import look
from bot.pictures.svg import as_svg
from bot.pictures.timeline import lay_out_chart
from bot.tracking.expected_rows import is_possible
from bot.tracking.ledger import Expectation, expectations
from db.model import edtf
from db.model.records import (
    SECTIONS,
    Event,
    Party,
    Person,
    Point,
    Report,
    Source,
    Statement,
    Wording,
)
from db.reading.view import list_items

_FOLDER = Path(__file__).with_name("page")
_MOST_DRAWN = 150  # signs of a chart: more would be smaller than can be read
_MOST_NAMED = 30  # of what a person said; the search finds the rest
_STAGES = {
    "overdue": "Overdue",
    "due": "Expected now",
    "coming": "Coming",
    "condition": "Under a condition",
    "dependent": "Waits",
    "hope": "Hoped for",
    "answered": "Answered",
}


def as_page(ask: Ask) -> str:
    """Write the page: what was known by the end of `as_of`, in one file that needs no other."""
    items = {kind: list_items(ask.view, cls) for kind, cls in SECTIONS.values()}
    links = _links(ask, items)
    chronicle = [*items["event"], *items["statement"]]
    dated = sorted((one for one in chronicle if one.when), key=order)
    undated = sorted((one for one in chronicle if not one.when), key=lambda one: natural(one.id))
    drawn = timeline_picture(ask, [*dated, *undated], title="Timeline", most=_MOST_DRAWN)
    parts = {
        "dates": expectations(ask),
        "offers": [(one, _standing(ask, one, links)) for one in _by_id(items["offer"])],
        "people": _by_party(items["party"], items["person"], _spoken(items["statement"])),
        "differences": _by_weight(items["point"]),
        "timeline": [*_by_day(dated), *([("No day given", undated)] if undated else [])],
    }
    style, script = _read("page.css"), _read("search.js")
    shown: str = _template().render(
        ask=ask,
        links=links,
        sections=[key for key, some in parts.items() if some],
        facts=_Facts(links, _spoken(items["statement"]), maybe_later(ask, links.places)),
        stands=_stands(status(ask), links),
        chart=_chart(drawn),
        drawn=drawn,
        badges=_badges(drawn),
        **parts,
        items=items,
        style=Markup(style),
        script=Markup(script),
        policy=_policy(style, script),
        is_statement=lambda one: isinstance(one, Statement),
    )
    return shown


@cache
def _template() -> Template:
    return Template(
        filename=str(_FOLDER / "page.mako"),
        default_filters=["escaped"],
        imports=["from bot.dossiers.page.markup import day, escaped, joined, plain, said, show_blocks, web_link"],
        strict_undefined=True,
    )


@cache
def _read(name: str) -> str:
    return (_FOLDER / name).read_text("utf-8")


def _policy(style: str, script: str) -> str:
    """Allow the page its own style and script, and nothing else."""
    allowed = {"style-src": style, "script-src": script}
    own = [f"{what} 'sha256-{_hashed(text)}'" for what, text in allowed.items()]
    return "; ".join(["default-src 'none'", *own, "base-uri 'none'", "form-action 'none'"])


def _hashed(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _links(ask: Ask, items: Mapping[str, Sequence[Any]]) -> markup.Links:
    names = {one.id: called(one) for some in items.values() for one in some}
    sources = foot_sources(ask, (Line((Mark(tuple(one.id for one in items["source"])),)),))
    numbers = {one.id: number for number, one in enumerate(sources, 1)}
    return markup.make_links(names, numbers, {one.id: foot_words(one) for one in sources})


def _stands(answer: Answer, links: markup.Links) -> Markup:
    below = markup.line(Line(answer.below), links) if answer.below else Markup("")
    return below + markup.show_blocks(with_own_cites(answer.blocks), links)


# --- in which order


def _by_id(some: Iterable[Any]) -> list[Any]:
    return sorted(some, key=lambda one: natural(one.id))


def _by_day(dated: Sequence[Event | Statement]) -> list[tuple[str, list[Event | Statement]]]:
    found: dict[str, list[Event | Statement]] = {}
    for one in dated:
        words = edtf.words(one.when.edtf) if one.when else ""
        found.setdefault(words[:1].upper() + words[1:], []).append(one)
    return list(found.items())


def _spoken(statements: Sequence[Statement]) -> dict[str, list[str]]:
    spoken: dict[str, list[str]] = {}
    for one in statements:
        spoken.setdefault(one.speaker, []).append(one.id)
    return spoken


def _by_party(
    parties: Sequence[Party], people: Sequence[Person], spoken: Mapping[str, Sequence[str]]
) -> list[tuple[str, list[Person]]]:
    """Part people by party, sides first; who said most leads."""
    names = {one.id: one.name for one in sorted(parties, key=lambda one: (not one.side, one.name))}
    found: dict[str, list[Person]] = {name: [] for name in [*names.values(), "Others"]}
    for one in sorted(people, key=lambda one: (-len(spoken.get(one.id, ())), one.name)):
        found[names.get(one.party or "", "Others")].append(one)
    return [(name, here) for name, here in found.items() if here]


def _by_weight(points: Sequence[Point]) -> list[tuple[str, list[Point]]]:
    """Put facts on which reports differ first, then wordings and names, then what all agree on."""
    found: dict[str, list[Point]] = {
        "On facts, open": [],
        "On facts, settled or compatible": [],
        "In wording or name": [],
        "No difference": [],
    }
    open_, closed, words, none = found.values()
    for one in _by_id(points):
        if not differs(one):
            none.append(one)
        elif one.weight != "fact":
            words.append(one)
        else:
            (open_ if standing(one) == "open" else closed).append(one)
    return [(title, here) for title, here in found.items() if here]


def _standing(ask: Ask, offer: Any, links: markup.Links) -> Markup:
    return markup.line(standing_sentence(ask, offer, year=newest_year(ask)), links)


# --- the chart


def _chart(drawn: Timeline) -> Markup:
    tidy = replace(drawn, marks=tuple(replace(mark, label=markup.plain(mark.label)) for mark in drawn.marks))
    sheet = lay_out_chart(tidy)
    return Markup(as_svg(sheet, title="The timeline, drawn")) if sheet.signs else Markup("")


def _badges(drawn: Timeline) -> dict[str, Markup]:
    """Give what is drawn the sign that it has in the chart, with its number."""
    return {mark.id: _badge(mark, number) for number, mark in enumerate(drawn.marks, 1) if mark.when}


def _badge(mark: TimelineMark, number: int) -> Markup:
    seen = look(mark)
    solid = " solid" if seen and seen.solid else ""
    vague = " vague" if seen and seen.vague else ""
    return Markup('<span class="badge {}{}{}">{}</span> ').format(mark.kind, solid, vague, number)


# --- what is said of parts


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is told of a part beside its words; `spoken` are the statements of each speaker."""

    links: markup.Links
    spoken: Mapping[str, Sequence[str]]
    later: frozenset[str]

    def of_wording(self, one: Wording) -> Markup:
        """Say where a wording stands and what was done to it."""
        state = STATES[one.state]
        facts = [
            {"headline": "headline", "indirect": "reported"}.get(one.kind, ""),
            f"{state}: {one.damage}" if state and one.damage else state or one.damage,
            one.medium,
            f"speaker given as {one.speaker_as}" if one.speaker_as else "",
        ]
        through = self.through(one.via)
        return markup.joined([self.links.source(one.source), *map(markup.escaped, filter(None, facts)), through], " · ")

    def of_report(self, one: Report) -> Markup:
        """Say how surely a source says something, in which words, through whom."""
        sure = MODALITIES[one.modality] if one.modality != "stated" else ""
        facts = [
            markup.said(one.exact) if one.exact else Markup(""),
            self.links.when(one.when),
            *map(markup.escaped, filter(None, [sure, one.remark])),
            self.through(one.via),
        ]
        return markup.joined([self.links.source(one.source), *facts], " · ")

    def through(self, via: Sequence[str]) -> Markup:
        """Name the chain before a source, nearest to the event first."""
        chain = markup.joined(map(self.links.item, via), " → ")
        return Markup("through {}").format(chain) if chain else Markup("")

    def of_source(self, one: Source) -> list[Markup]:
        """Say what has to be known of a source."""
        facts = [
            one.described if one.outlet and one.described else "",
            f"in the language {one.language}" if one.language != "en" else "",
            TRANSLATION[one.translation],
            one.damage,
            one.bias,
            "may have come out later than the day of this page" if one.id in self.later else "",
            *one.notes,
        ]
        return [self.through(one.via), *map(markup.escaped, filter(None, facts))]

    def said_by(self, person: str) -> Markup:
        """List what somebody said, the newest first."""
        ids = [*reversed(self.spoken.get(person, ()))]
        more = markup.escaped(f"and {len(ids) - _MOST_NAMED:,} more") if len(ids) > _MOST_NAMED else Markup("")
        return markup.joined([self.links.items(ids[:_MOST_NAMED]), more])

    def stage(self, one: Expectation) -> str:
        """Say how far a tracked date is, in words."""
        if is_possible(one):
            return "Possible"
        told = one.recorded.kind if one.recorded else one.tracked.outcome.kind if one.tracked.outcome else ""
        return told.capitalize() if one.stage == "answered" and told else _STAGES[one.stage]

    def hours(self, one: Expectation) -> str:
        """Say the hours of a tracked date."""
        return hours_words(one.tracked)

    def recorded(self, one: Expectation) -> str:
        """Say what this desk recorded of a tracked date."""
        if one.recorded is None:
            return ""
        moved = f" to {edtf.words(one.recorded.moved_to)}" if one.recorded.moved_to else ""
        return f"{one.recorded.kind}{moved} – {one.recorded.actor_name}, {edtf.words(f'{one.recorded.at:%Y-%m-%d}')}"
