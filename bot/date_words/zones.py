"""Which zone “Moscow time”, “ET”, “in Geneva” or “UTC+3” is."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.date_words.meaning import Said
from bot.date_words.places import places, zone_names
from bot.localtime import comes_twice, instant, is_skipped

# letters -> zone and the hours from UTC that they stand for; None: whatever holds there that day
_LETTERS: dict[str, tuple[str, float | None]] = {
    "utc": ("UTC", 0), "gmt": ("UTC", 0), "z": ("UTC", 0), "zulu": ("UTC", 0),
    "eastern": ("America/New_York", None), "pacific": ("America/Los_Angeles", None),
    "et": ("America/New_York", None), "est": ("America/New_York", -5), "edt": ("America/New_York", -4),
    "ct": ("America/Chicago", None), "cdt": ("America/Chicago", -5),
    "mt": ("America/Denver", None), "mst": ("America/Denver", -7), "mdt": ("America/Denver", -6),
    "pt": ("America/Los_Angeles", None), "pst": ("America/Los_Angeles", -8), "pdt": ("America/Los_Angeles", -7),
    "cet": ("Europe/Brussels", 1), "cest": ("Europe/Brussels", 2), "bst": ("Europe/London", 1),
    "wet": ("Europe/Lisbon", 0), "west": ("Europe/Lisbon", 1),
    "eet": ("Europe/Athens", 2), "eest": ("Europe/Athens", 3), "msk": ("Europe/Moscow", 3),
    "trt": ("Europe/Istanbul", 3), "idt": ("Asia/Jerusalem", 3), "jst": ("Asia/Tokyo", 9), "kst": ("Asia/Seoul", 9),
    "hkt": ("Asia/Hong_Kong", 8), "sgt": ("Asia/Singapore", 8), "pkt": ("Asia/Karachi", 5),
    "aest": ("Australia/Sydney", 10), "aedt": ("Australia/Sydney", 11), "nzst": ("Pacific/Auckland", 12),
    "nzdt": ("Pacific/Auckland", 13),
}  # fmt: skip
_AMBIGUOUS = {
    "cst": "Central time in America, China’s or Cuba’s: write CT or Beijing time",
    "ist": "India’s, Israel’s or Ireland’s: write Delhi time, Israel time or Dublin time",
    "ast": "Atlantic or Arabia’s: write Halifax time or Riyadh time",
    "gst": "the Gulf’s or South Georgia’s: write Dubai time",
    "local time": "that of the desk or of the place: write the place, Moscow time",
}
_UNCLEAR = re.compile(rf"\b(?:{'|'.join(_AMBIGUOUS)})\b")
_STANDARD = {
    "eastern": ("est", "edt"),
    "central": ("cst", "cdt"),
    "mountain": ("mst", "mdt"),
    "pacific": ("pst", "pdt"),
    "central european": ("cet", "cest"),
    "eastern european": ("eet", "eest"),
}


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone as it was said: its IANA name, and the hours from UTC where the words fix them."""

    said: str
    name: str
    hours: float | None = None


def take_zone(text: str, said: Said, *, timed: bool) -> tuple[str, Zone | None]:
    """Take the zone out of a phrase; a bare place names one only beside a time of day (`timed`)."""
    if unclear := _UNCLEAR.search(text):
        letters = unclear[0]
        shown = letters if " " in letters else letters.upper()
        raise said.refusal("ambiguous", f": {shown} can be {_AMBIGUOUS[letters]}")
    if found := _named_time(text):
        return found
    return (_lettered(text) or _placed(text) or (text, None)) if timed else (text, None)


def take_exact_zone(text: str) -> tuple[str, Zone | None]:
    """Take “UTC+3” or “Europe/Berlin” out of a phrase."""
    return _offset(text) or _iana(text) or (text, None)


def _without(text: str, start: int, end: int) -> str:
    return " ".join(f"{text[:start]} {text[end:]}".replace("( )", " ").replace("()", " ").split())


_OFFSET = re.compile(r"\(?\b(?:utc|gmt) ?([+-])([0-9]{1,2})(?::?([0-9]{2}))?\b\)?")


# Behind a time of day; “10:00-12:00” is a stretch and no offset
_BARE_OFFSET = re.compile(
    r"(?<=[0-9]:[0-9]{2})(?P<half> ?[ap]\.?m\.?)? ?"
    r"\(?(?:\+(?P<ahead>[0-9]{2}):?(?P<more>[0-9]{2})?|-(?P<behind>[0-9]{2})(?P<less>[0-9]{2}))\b\)?"
)


def _offset(text: str) -> tuple[str, Zone] | None:
    if found := _OFFSET.search(text):
        hours = _hours(found[2], found[3])
        said, span, behind = found[0].strip("()").upper(), found.span(), found[1] == "-"
    elif found := _BARE_OFFSET.search(text):
        behind = bool(found["behind"])
        hours = _hours(found["behind"] or found["ahead"], found["less"] or found["more"])
        said, span = f"UTC{found[0][found[0].index('-' if behind else '+') :].strip('() ')}", found.span()
        span = (span[0] + len(found["half"] or ""), span[1])
    else:
        return None
    return (_without(text, *span), Zone(said, "UTC", -hours if behind else hours)) if hours <= 14 else None


def _hours(hours: str, minutes: str | None) -> float:
    return int(hours) + int(minutes or 0) / 60


def _iana(text: str) -> tuple[str, Zone] | None:
    for found in re.finditer(r"[a-z]+/[a-z_/]+", text):
        if name := zone_names().get(found[0]):
            return _without(text, *found.span()), Zone(name, name)
    return None


def _named_time(text: str) -> tuple[str, Zone] | None:
    """Find “Moscow time”, “Eastern Daylight Time”: up to three words before “time”."""
    for found in re.finditer(r"\b(?:(standard|summer|daylight) )?time\b", text):
        words = text[: found.start()].split()
        for length in (3, 2, 1):
            place = " ".join(words[-length:]).strip(" ,(")
            if len(words) >= length and (zone := _of_place(place, found[1] or "")):
                head = " ".join(words[:-length])
                head = re.sub(r"(?:^| )(?:in|at|by)(?: the)?$", lambda kept: " by" if "by" in kept[0] else "", head)
                return " ".join(f"{head} {text[found.end() :].lstrip(') ')}".split()), zone
    return None


def _of_place(place: str, season: str) -> Zone | None:
    if place in _STANDARD and (season or place == "central"):
        standard, summer = _STANDARD[place]
        name, hours = _LETTERS[summer]
        if not season:
            return Zone(f"{place.title()} time", name)
        return Zone(summer.upper() if season != "standard" else standard.upper(), name,
                    hours if season != "standard" or hours is None else hours - 1)  # fmt: skip
    if place in _LETTERS and not season:
        return Zone(place.upper(), *_LETTERS[place])
    name = places().get(place, "")
    return Zone(f"{place.title()} time", name) if name and not season else None


_LETTERED = re.compile(rf"(?<![a-z])\(?({'|'.join(sorted(_LETTERS, key=len, reverse=True))})\)?(?![a-z])")


def _lettered(text: str) -> tuple[str, Zone] | None:
    if not (found := _LETTERED.search(text)):
        return None
    return _without(text, *found.span()), Zone(found[1].upper(), *_LETTERS[found[1]])


def _placed(text: str) -> tuple[str, Zone] | None:
    """Find “in Geneva”: up to three words after “in”."""
    for found in re.finditer(r"\bin (?:the )?", text):
        words = text[found.end() :].split()
        for length in (3, 2, 1):
            name = places().get(" ".join(words[:length]).strip(" ,"), "") if len(words) >= length else ""
            if name:
                rest = f"{text[: found.start()]} {' '.join(words[length:])}"
                return " ".join(rest.split()), Zone(f"time in {' '.join(words[:length]).title()}", name)
    return None


def resolve(local: datetime, zone: Zone, said: Said) -> tuple[datetime, tuple[str, ...]]:
    """Turn a local time into its instant, and say what the zone database had to settle."""
    if zone.name == "UTC":
        return instant(local - timedelta(hours=zone.hours or 0), "UTC"), ()
    found = instant(local, zone.name)
    offset = found.astimezone(ZoneInfo(zone.name)).utcoffset()
    if zone.hours is not None and offset != timedelta(hours=zone.hours):
        reason = f": {zone.said} does not hold in {zone.name} on {local.date()}"
        raise said.refusal("ambiguous", reason, f"{local:%H:%M} UTC on {local.date()}, or the place: New York time")
    if comes_twice(local, zone.name):
        return found, (f"{local:%H:%M} comes twice that night, the first is taken",)
    if is_skipped(local, zone.name):
        there = found.astimezone(ZoneInfo(zone.name))
        return found, (f"{local:%H:%M} is skipped that night, {there:%H:%M} is taken",)
    return found, ()
