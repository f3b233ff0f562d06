"""What words for a date mean, by which rule, and when they would ring."""

from datetime import datetime, time
from typing import Annotated

from bot.answers.lookup import one_day
from bot.asking import Ask, UserError, local_day
from bot.blocks import Answer, Block, Line, Moment, Part, Window
from bot.date_words.conditions import link
from bot.date_words.meaning import Meaning, PhraseError
from bot.date_words.read import read
from bot.date_words.read_back import day_words, kept, meaning_words
from bot.date_words.remind_at import ring_for
from bot.localtime import instant
from bot.phrasing.items import called
from bot.phrasing.when import day
from db.model.records import Event, TrackedDate
from db.reading.view import list_items


def when(
    ask: Ask,
    *,
    text: Annotated[str, "the words, e.g. in the coming days"],
    on: Annotated[str, "the day on which they were said; without it, now"] = "",
) -> Answer:
    """Say what words for a date mean: the day, the window or the condition, by which rule, and when they would ring.

    Words are counted from the day on which they were said, in this desk's zone. What is bare is to come: Friday is the
    coming one. An inexact date stays a window; words that name no date, or could name two, are refused.
    """
    said_at = _said_at(ask, on)
    try:
        meaning = read(text, said_at, zone=ask.desk.zone, order=ask.desk.order)
    except PhraseError as error:
        raise UserError(f"text: {error}") from error
    blocks: list[Block] = [_words(ask, meaning, said_at, on), Line(_meant(meaning), label="Means")]
    blocks += [Line((meaning.edtf,), label="EDTF")] if meaning.kind == "window" else []
    blocks += [Line((link(meaning.hangs_on, _tracked(ask)).said,), label="Hangs on")] if meaning.hangs_on else []
    blocks.append(Line((meaning.rule,), label="Rule"))
    blocks += [Line((remark,), label="Taken for granted") for remark in meaning.remarks]
    blocks.append(_reminder(ask, meaning, said_at))
    line = f"/when text:{_quoted(text)}" + (f" on:{local_day(said_at, ask.desk.zone)}" if on.strip() else "")
    return Answer(f"When is {kept(meaning)}?", tuple(blocks), line=line)


def _said_at(ask: Ask, on: str) -> datetime:
    """Find when the words were said: now, or at the desk's hour of a day."""
    if not on.strip() and not ask.explicit_as_of:
        return ask.now
    said_on = one_day(ask, "on", on) if on.strip() else ask.as_of
    return instant(datetime.combine(said_on, time.fromisoformat(ask.desk.hour)), ask.desk.zone)


def _words(ask: Ask, meaning: Meaning, said_at: datetime, on: str) -> Line:
    when_said = f"said on {day(local_day(said_at, ask.desk.zone))}" if said_at != ask.now else "said now"
    hour = f", {ask.desk.hour}" if on.strip() or ask.explicit_as_of else ""
    return Line((f"{kept(meaning)}, {when_said}{hour} ({meaning.zone})",), label="Words")


def _meant(meaning: Meaning) -> tuple[Part, ...]:
    match meaning.kind:
        case "moment":
            assert meaning.at is not None
            return (meaning_words(meaning), " – for you ", Moment(meaning.at))
        case "window" if meaning.start and meaning.at:
            return (day_words(meaning), " – for you ", Moment(meaning.start), " to ", Moment(meaning.at))
        case "window":
            end: tuple[Part, ...] = (", with the time ", Moment(meaning.at)) if meaning.at else ()
            return ("a window: ", Window(meaning.edtf), *end)
        case "day":
            return (day_words(meaning),)
        case "condition":
            return (f"a condition, no date: {meaning_words(meaning)}",)


def _tracked(ask: Ask) -> list[tuple[str, str]]:
    if not ask.head.id:
        return []
    tracked = [(one.id, one.title) for one in list_items(ask.view, TrackedDate)]
    return [*tracked, *((one.id, called(one)) for one in list_items(ask.view, Event))]


def _reminder(ask: Ask, meaning: Meaning, said_at: datetime) -> Line:
    desk = ask.desk
    try:
        ringing = ring_for(meaning.words, now=said_at, zone=desk.zone, hour=desk.hour, order=desk.order)
    except PhraseError as error:
        return Line((f"none: {error}",), label="A reminder")
    return Line(
        (f"{'would have rung' if ringing.at < ask.now else 'would ring'} on {ringing.when}",), label="A reminder"
    )


def _quoted(text: str) -> str:
    shown = " ".join(text.split()).replace('"', "")
    return f'"{shown}"'
