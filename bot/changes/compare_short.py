"""Two people, parties or offers side by side on one phone screen; or what became known between two days."""

from dataclasses import replace
from datetime import date
from functools import partial

from bot.answers.lookup import find_item
from bot.answers.short.offer_state import standing_sentence
from bot.answers.short.whom import ask_whom
from bot.asking import Ask
from bot.blocks import Answer, Block, Choice, Group, Line, Part
from bot.changes.between_days import in_order, unsure_sources
from bot.changes.compare import Pair, Side, Voice, days_of, find_pair, find_voice, line_of, title_of
from bot.changes.news_short import MOST_NEWS, source_row, weigh_news
from bot.phrasing.lines import count
from bot.phrasing.marks import foot_sources
from bot.phrasing.rows import (
    Rows,
    in_sources,
    inside,
    make_rows,
    more_button,
    more_row,
    person_words,
    section,
    short_answer,
)
from bot.phrasing.short_size import fitting
from bot.phrasing.when import day
from db.model.records import Offer, Person, Topic
from db.reading.changes import list_grown
from db.reading.news import News
from db.reading.view import find_items

_MOST = 36
# subjects on which both spoke, and whether their last words are shown, too: less where they are long
_LEVELS = ((3, True), (2, True), (1, True), (2, False), (1, False), (0, True), (0, False))


def compare(ask: Ask, *, first: str, second: str) -> Answer:
    """Put two side by side in short: who they are, their last words, and those on what both spoke of."""
    days = days_of(ask, first, second)
    if days is not None:
        return _between(ask, *days)
    pair = find_pair(ask, first, second)
    if isinstance(pair, Answer):
        unknown = first if isinstance(find_item(ask, first, example="", line=str), Answer) else second
        return ask_whom(ask, " ".join(unknown.split()), pair)
    if isinstance(pair[0], Offer):
        return _offers(ask, pair)
    return _sides(ask, pair)


# --- two days


def _between(ask: Ask, first: date, last: date) -> Answer:
    """Say what became known after one day, up to and with another, the weightiest first."""
    first, last = in_order(ask, first, last)
    then = replace(ask, view=replace(ask.view, as_of=last))
    grown, more = list_grown(then.view, after=first)
    news = [News(one.before, one.after) for one in grown]
    weighed = weigh_news(then, news, ())
    unsure = unsure_sources(then, first)
    head: list[Block] = [source_row(then, news, anything=weighed.anything)]
    if unsure:
        head.append(Line((f"{count(len(unsure), 'source')} counted as out by then may have come out only later",)))
    line = ask.again(f"/compare first:{first} second:{last}")
    timeline = Choice("Timeline of these days", ask.again(f"/timeline from:{first} to:{last}"))

    def make(most: int) -> Answer:
        left: list[Block] = [Line(("These are not all: choose days nearer together.",))] if more else []
        shown: list[Block] = [Group("", (*weighed.shown(most), *left))] if weighed.anything or left else []
        blocks = (*head, *shown, timeline, Choice("More", f"{line} depth:full"))
        marks = foot_sources(then, blocks)
        title = f"New after {day(first)}, by {day(last)}"
        return Answer(title, blocks, line=line, as_of=last, dossier=ask.head.title, sources=marks, short=True)

    return fitting(then, (partial(make, most) for most in range(MOST_NEWS, 0, -1)), most=_MOST)


# --- two offers


def _offers(ask: Ask, pair: Pair) -> Answer:
    year = make_rows(ask).year
    sections = [[standing_sentence(ask, offer, year=year)] for offer in pair if isinstance(offer, Offer)]
    terms = [{term.text for term in offer.terms} for offer in pair if isinstance(offer, Offer)]
    shared = len(terms[0] & terms[1])
    said: list[Block] = [Line((f"{count(shared, 'term')} in both" if shared else "No term in both",))]
    return short_answer(ask, title_of(pair), [*sections, said], [more_button(ask, line_of(pair))], line=line_of(pair))


# --- two people or parties


def _sides(ask: Ask, pair: Pair) -> Answer:
    voices = [find_voice(ask, one) for one in pair if not isinstance(one, Offer)]
    rows = make_rows(ask, [one for voice in voices for one in voice.statements])
    last = [next((one.id for one in voice.statements), "") for voice in voices]
    said = [voice.latest_by_topic() for voice in voices]
    topics: dict[str, Topic] = find_items(ask.view, {*said[0], *said[1]})
    shared = sorted(set(said[0]) & set(said[1]) & set(topics))
    # what both said last is no news a second time
    shared.sort(key=lambda id_: [latest[id_].id for latest in said] == last)

    def make(most: int, worded: bool) -> Answer:
        who = [_who(ask, voice, rows, worded=worded) for voice in voices]
        both = [
            section(
                f"On {inside(topics[id_].name)}",
                [
                    rows.utterance(latest[id_], label=voice.item.name, speaker=not isinstance(voice.item, Person))
                    for voice, latest in zip(voices, said, strict=True)
                ],
            )
            for id_ in shared[:most]
        ]
        many = len(shared) - len(both)
        left = more_row(many, f"more {'subject' if many == 1 else 'subjects'} on which both spoke")
        choices = [more_button(ask, line_of(pair))]
        return short_answer(ask, title_of(pair), [*who, *both, left], choices, line=line_of(pair))

    return fitting(ask, (partial(make, *level) for level in _LEVELS), most=_MOST)


def _who(ask: Ask, voice: Voice, rows: Rows, *, worded: bool) -> list[Block]:
    """Say who somebody is, and `worded` what they said last."""
    whom: Side = voice.item
    what: list[Part] = person_words(whom) if isinstance(whom, Person) else []
    blocks: list[Block] = [Line((f"{whom.name}: ", *what) if what else (whom.name,), lead=True)]
    if voice.statements and not worded:
        return blocks
    if voice.statements:
        return [*blocks, rows.utterance(voice.statements[0], speaker=not isinstance(whom, Person))]
    return [
        *blocks,
        Line((f"{'Not quoted' if isinstance(whom, Person) else 'Nobody is quoted for it'} {in_sources(ask)}.",)),
    ]
