"""One function from words to what they mean: `read`."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.date_words import calendar_units, conditions, counts, days, limits, ranges, shares, widths
from bot.date_words.meaning import Meaning, Order, PhraseError, Said, Span, one_day
from bot.date_words.time_of_day import Clock, take_part, take_time
from bot.date_words.time_spans import take_span
from bot.date_words.vocabulary import AGAIN, LONGEST, NUMBER, plain
from bot.date_words.zones import Zone, resolve, take_exact_zone, take_zone
from db.model.edtf import bounds, words


def read(phrase: str, anchor: datetime, *, zone: str, order: Order = "DMY") -> Meaning:
    """Find what a phrase means that was said at `anchor` (aware) in a zone; raises PhraseError, and nothing else.

    What is bare is to come. `order` settles which of 01/02/2022 is the day. Days are calendar days of `zone`.
    """
    said = Said(phrase, anchor, zone, order)
    if written := calendar_units.edtf_span(phrase.strip(), said):
        return _meant(written, said)
    text = plain(phrase[: 2 * LONGEST])
    if not text:
        raise said.refusal("unread", ": no words were given")
    if max(len(phrase), len(text)) > LONGEST:
        raise said.refusal("unread", f" is longer than {LONGEST} characters")
    if re.search("['’‘][0-9]{2}(?![0-9])", phrase):
        raise said.refusal("ambiguous", ": a year needs four digits")
    try:
        return _read(text, said)
    except PhraseError:
        raise
    except (OverflowError, ValueError) as error:  # the calendar ends with the year 9999
        raise said.refusal("no such day", ": that is too far away") from error


def _read(text: str, said: Said) -> Meaning:
    if AGAIN.search(text):
        example = "/digest add for what comes again, or give one day, e.g. next Monday."
        raise said.refusal("again", " comes again and again; this takes one date", f"Use {example}")
    if text in widths.WIDTHS and widths.WIDTHS[text] is None:
        raise said.refusal("no date", " names no date", "“in the coming days”, or the day")
    if stamp := _STAMP.fullmatch(text):
        return _stamped(int(stamp["seconds"]), stamp["style"] or "f", said)
    if iso := _ISO.fullmatch(text):
        text = f"{iso['day']} {iso['time']} {'utc' if iso['zone'] else ''}{(iso['zone'] or '').strip('z')}".strip()
    if found := counts.instant_counted(_bare(text), said, _instant):
        return _moment(found[0], said, "counted from now", found[1])
    exact, zone = take_exact_zone(text)
    if spanned := _read_within_day(exact, zone, said):
        return spanned
    untimed, clock = take_time(exact, said)
    unzoned, named = take_zone(untimed, said, timed=clock is not None)
    zone = zone or named
    there = _there(said, zone)
    if clock is not None:
        return _timed(_bare(unzoned), clock, zone or Zone("", said.zone), there, said)
    if span := _span(unzoned, there):
        return _meant(span, said)
    if condition := conditions.condition(text, said):
        return condition
    raise said.refusal("unread", " is no date or time I can read", "“Friday”, “in the coming days” or “4 August 10:00”")


_ISO = re.compile(r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[t ](?P<time>[0-9:.]+)(?P<zone>z|[+-][0-9]{2}:?[0-9]{2})?")
_STAMP = re.compile(r"<t:(?P<seconds>-?[0-9]{1,12})(?::(?P<style>[tdfrs]))?>")  # as Discord writes a moment


def _stamped(seconds: int, style: str, said: Said) -> Meaning:
    at = datetime.fromtimestamp(seconds, UTC)
    if style == "d":
        return _meant(one_day(said.date_of(at), "Discord’s own day"), said)
    return _moment(at, said, "Discord’s own moment", ())


def _instant(text: str, said: Said) -> datetime | None:
    """Read the time that hours are counted from: “two hours before midnight”."""
    try:
        found = _read(text, said)
    except PhraseError as refusal:
        if refusal.why == "unread":
            return None
        raise
    return found.at if found.kind == "moment" else None


def _there(said: Said, zone: Zone | None) -> Said:
    if zone is None:
        return said
    if zone.name == "UTC":
        return replace(said, now=said.now + timedelta(hours=zone.hours or 0), zone="UTC")
    return replace(said, zone=zone.name)


# --- days and windows

# Words that carry no date; “in” does before a number
_FILLER = re.compile(
    rf"^(?:(?:in|over) the course of|on|in(?! (?:{NUMBER}) (?:minute|hour|day|week|fortnight|month|year))|at|during"
    r"|over|the|towards?|throughout|sometime|some time|due|set for|scheduled for|expected|planned for|likely"
    r"|most likely|probably|tentatively|possibly|perhaps|maybe|it is|is|will be|to be|held|to take place|takes place"
    r"|will take place)(?: |$)"
)
_ABOUT = re.compile(
    r"(?:on or about|on or around|around|about|roughly|approximately|circa|c\.|somewhere around) (?P<rest>.+)"
)
_OR_SO = re.compile(r"(?P<rest>.+?)(?: or so|-ish| or thereabouts)")


def _span(text: str, said: Said) -> Span | None:
    """Read a day or a window, dropping one word that carries nothing after the other."""
    text = _bare(text)
    for _ in range(4):
        if found := _whole_span(text, said):
            return found
        shorter = _FILLER.sub("", text, count=1)
        if shorter == text or not shorter:
            return None
        text = shorter
    return None


def _whole_span(text: str, said: Said) -> Span | None:
    for reading in (_single, _about, _ranged, _limited, _event):
        if found := reading(text, said):
            return found
    return None


def _bare(text: str) -> str:
    return text.strip(" ,;")


def _single(text: str, said: Said) -> Span | None:
    readings: tuple[Callable[[str, Said], Span | None], ...] = (
        calendar_units.edtf_span, _width, days.day, days.week_of, shares.share,
        calendar_units.whole, _counted, _in_part,
    )  # fmt: skip
    for reading in readings:
        if found := reading(text, said):
            return found
    return None


def _width(text: str, said: Said) -> Span | None:
    """Read what the one table of widths has, which dossiers are held to as well."""
    edtf = widths.folded_window(text.removeprefix("on "), said.today)
    if edtf is None:
        return None
    found = bounds(edtf)
    if found.is_day:
        return one_day(found.earliest, "today and its neighbours")
    exact = not found.approximate
    return Span(found.earliest, found.latest, "stretch", "the table of widths", loose_last=not exact, own_edtf=edtf,
                deadline=exact and text.startswith(("within", "by ")))  # fmt: skip


def _counted(text: str, said: Said) -> Span | None:
    return counts.counted(text, said, lambda rest, there: days.day(rest, there) or _event(rest, there))


def _in_part(text: str, said: Said) -> Span | None:
    rest, part = take_part(text)
    if not part:
        return None
    span = days.day(rest.removeprefix("on "), said) if rest else one_day(said.today, "part of today")
    return replace(span, part=part) if span and span.is_day else None


def _about(text: str, said: Said) -> Span | None:
    found = _ABOUT.fullmatch(text) or _OR_SO.fullmatch(text)
    span = _single(found["rest"].removeprefix("on "), said) if found else None
    if span is None:
        return None
    own = f"{span.own_edtf}~" if span.own_edtf and not re.search(r"[~/\[]", span.own_edtf) else ""
    return replace(span, rule=f"about a {span.unit}", loose_first=True, loose_last=True, own_edtf=own)


def _ranged(text: str, said: Said) -> Span | None:
    return ranges.ranged(text, said, _single)


def _limited(text: str, said: Said) -> Span | None:
    return limits.limited(text, said, lambda rest, there: _single(rest, there) or _about(rest, there))


def _event(text: str, said: Said) -> Span | None:
    if not (found := limits.event_day(text, said, days.day)):
        return None
    return replace(found[0], remarks=(*found[0].remarks, f"{found[1]} is on that day"))


def _meant(span: Span, said: Said) -> Meaning:
    return Meaning(
        said.words, "day" if span.is_day else "window", span.rule, said.zone,
        edtf=span.edtf, part=span.part, deadline=span.deadline, either_order=span.either_order, remarks=span.remarks,
    )  # fmt: skip


# --- within a day


def _read_within_day(text: str, zone: Zone | None, said: Said) -> Meaning | None:
    """Read two times of one day: “Friday 10:00–12:00”, “between 9 and 11 a.m. tomorrow, Moscow time”."""
    unspanned, times = take_span(text, said)
    if times is None:
        return None
    rest, named = take_zone(unspanned, said, timed=True)
    zone = zone or named or Zone("", said.zone)
    there = _there(said, zone if zone.said else None)
    rest = _bare(rest)
    span = _span(rest, there) if rest else _next(Clock(times.first), there)
    if span is None or not span.is_day or (span.today_too and there.local.time() < times.first):
        return None
    if times.unclear:
        raise said.refusal("ambiguous", *times.unclear)
    if times.next_day and times.last != time(0) and times.day_behind and rest:
        before = words((span.first - timedelta(days=1)).isoformat())
        both = [f"{day} {times.first:%H:%M}–{times.last:%H:%M}" for day in (before, words(span.edtf))]
        raise said.refusal(
            "ambiguous", f" can begin on {before} or on {words(span.edtf)}", f"“{both[0]}”, or “{both[1]}”"
        )
    local = [datetime.combine(span.first, times.first)]
    local.append(datetime.combine(span.first + timedelta(days=times.next_day), times.last))
    (start, settled), (end, settled_too) = (resolve(one, zone, said) for one in local)
    first, last = said.date_of(start), said.date_of(end - timedelta(microseconds=1))
    if zone.said:
        here = "–".join(f"{at.astimezone(ZoneInfo(said.zone)):%H:%M}" for at in (start, end))
        settled = (*settled, f"{local[0]:%H:%M}–{local[1]:%H:%M} {zone.said} is {here} in {said.zone}")
    return Meaning(
        said.words, "window", "within a day", said.zone, edtf=f"{first}/{last}" if first < last else f"{first}",
        start=start, at=end, clocks=_clocks(zone), remarks=(*span.remarks, *times.remarks, *settled, *settled_too),
        either_order=span.either_order,
    )  # fmt: skip


# --- moments


def _timed(rest: str, clock: Clock, zone: Zone, there: Said, said: Said) -> Meaning:
    rest, limit = limits.take_limit(rest) if rest else ("", "")
    span = _span(rest, there) if rest else _next(clock, there)
    if span is None:
        raise said.refusal("unread", f": of “{rest}” I can make no day", "“Friday 10:00” or “4 August 10:00”")
    if not span.is_day:
        raise said.refusal("ambiguous", f": a time of day needs one day, “{rest}” has several", "“Friday 10:00”")
    if clock.other:
        raise clock.unclear(span.first, said)
    if span.today_too and there.local.time() < clock.time:
        raise said.refusal("ambiguous", f" can be today or {words(span.edtf)}", f"“today {clock.time:%H:%M}”")
    local = clock.on(span.first)
    at, settled = resolve(local, zone, said)
    remarks = (*span.remarks, *clock.remarks, *settled)
    made = _moment(at, said, "time of a day", remarks, either_order=span.either_order)
    if zone.said:
        here = at.astimezone(ZoneInfo(said.zone))
        made = replace(
            made, clocks=_clocks(zone), remarks=(*remarks, f"{local:%H:%M} {zone.said} is {here:%H:%M} in {said.zone}")
        )
    return _bounded(made, limit, said) if limit else made


def _clocks(zone: Zone) -> str:
    """Give the zone that was said, if it is one of a place or UTC itself."""
    return zone.name if zone.said and not (zone.name == "UTC" and zone.hours) else ""


def _next(clock: Clock, there: Said) -> Span:
    today = there.local.time() < clock.time or clock.next_day
    return one_day(there.today if today else there.today + timedelta(days=1), "coming time of day")


def _moment(at: datetime, said: Said, rule: str, remarks: tuple[str, ...], *, either_order: bool = False) -> Meaning:
    day = at.astimezone(ZoneInfo(said.zone)).date()
    return Meaning(said.words, "moment", rule, said.zone, edtf=day.isoformat(), at=at.astimezone(UTC),
                   remarks=remarks, either_order=either_order)  # fmt: skip


def _bounded(made: Meaning, limit: str, said: Said) -> Meaning:
    """Turn the moment into the end or the beginning of a window."""
    if limit in ("from", "after"):
        return replace(made, kind="window", rule=f"{limit} a time", edtf=f"{made.edtf}/..")
    if made.at and made.at <= said.now:
        raise said.refusal("over", ": that moment is over")
    return replace(made, kind="window", rule=f"{limit} a time", edtf=f"{said.today}/{made.edtf}", deadline=True)
