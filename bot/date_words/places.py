"""Which zone a typed place, country, abbreviation or offset can be: India, Tel Aviv, CST, UTC+3."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

from rapidfuzz import fuzz, process

from bot.date_words.vocabulary import plain
from bot.localtime import is_of_a_place, offset_words

_REGIONS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
# Cities and countries that news names and the zone database does not; only countries with one time
_PLACES = {
    "Africa/Johannesburg": "pretoria, cape town, south african",
    "America/Chicago": "us central, american central, dallas, houston",
    "America/Denver": "us mountain, mountain",
    "America/Los_Angeles": "pacific, us pacific, san francisco, seattle, la",
    "America/New_York": "eastern, us eastern, washington, washington dc, washington d.c, new york city, boston, miami, "
    "philadelphia, un headquarters, nyc, dc, d.c",
    "America/Sao_Paulo": "brasilia, rio de janeiro, rio",
    "America/Toronto": "ottawa",
    "Asia/Dubai": "abu dhabi, emirates, uae",
    "Asia/Hebron": "ramallah, west bank",
    "Asia/Ho_Chi_Minh": "hanoi",
    "Asia/Jerusalem": "tel aviv, israel, israeli",
    "Asia/Karachi": "islamabad, pakistan, lahore",
    "Asia/Kolkata": "delhi, new delhi, mumbai, bombay, indian, india, bengaluru, bangalore, chennai",
    "Asia/Qatar": "doha",
    "Asia/Riyadh": "saudi, jeddah",
    "Asia/Seoul": "south korean",
    "Asia/Shanghai": "beijing, peking, china, chinese",
    "Asia/Tehran": "iran, iranian",
    "Asia/Tokyo": "japan, japanese",
    "Asia/Yerevan": "armenia, armenian",
    "Australia/Sydney": "canberra",
    "Europe/Amsterdam": "the hague, hague, dutch",
    "Europe/Berlin": "german, germany, munich, hamburg, frankfurt, cologne, bonn",
    "Europe/Brussels": "eu, central european",
    "Europe/Athens": "eastern european",
    "Europe/Istanbul": "ankara, turkey, turkish, turkiye",
    "Europe/Kyiv": "ukraine, ukrainian, odesa, odessa, lviv, kharkiv",
    "Europe/London": "uk, british, britain, edinburgh, england, scotland, wales, cardiff",
    "Europe/Minsk": "belarus, belarusian",
    "Europe/Moscow": "st petersburg, saint petersburg, st. petersburg, khimki, kremlin",
    "Europe/Paris": "french, france, strasbourg",
    "Europe/Rome": "milan, italian, italy",
    "Europe/Warsaw": "polish, poland",
    "Europe/Zurich": "geneva, bern, davos, swiss, switzerland, lausanne",
    "Pacific/Auckland": "wellington",
    "UTC": "greenwich mean, greenwich, universal, coordinated universal",
}
# Letters that are taken by more than one place, or stand for one half of a year; the first is the likeliest
_LETTERS: dict[str, tuple[str, ...]] = {
    "est": ("America/New_York", "America/Panama"), "edt": ("America/New_York",), "est5edt": ("America/New_York",),
    "cst": ("America/Chicago", "Asia/Shanghai", "America/Havana"), "cdt": ("America/Chicago", "America/Havana"),
    "cst6cdt": ("America/Chicago",), "mst": ("America/Denver", "America/Phoenix"), "mdt": ("America/Denver",),
    "mst7mdt": ("America/Denver",), "pst": ("America/Los_Angeles", "Asia/Manila"), "pdt": ("America/Los_Angeles",),
    "pst8pdt": ("America/Los_Angeles",), "hst": ("Pacific/Honolulu",), "akst": ("America/Anchorage",),
    "akdt": ("America/Anchorage",), "ast": ("America/Halifax", "Asia/Riyadh"), "adt": ("America/Halifax",),
    "nst": ("America/St_Johns",), "brt": ("America/Sao_Paulo",), "art": ("America/Argentina/Buenos_Aires",),
    "cet": ("Europe/Berlin", "Europe/Paris", "Europe/Rome", "Africa/Algiers"), "met": ("Europe/Berlin", "Europe/Paris"),
    "cest": ("Europe/Berlin", "Europe/Paris", "Europe/Rome"), "wet": ("Europe/Lisbon",), "west": ("Europe/Lisbon",),
    "eet": ("Europe/Athens", "Europe/Kyiv", "Europe/Helsinki", "Africa/Cairo"),
    "eest": ("Europe/Athens", "Europe/Kyiv", "Europe/Helsinki"), "bst": ("Europe/London", "Asia/Dhaka"),
    "ist": ("Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"), "idt": ("Asia/Jerusalem",), "gst": ("Asia/Dubai",),
    "georgia": ("Asia/Tbilisi", "America/New_York"), "congo": ("Africa/Kinshasa", "Africa/Brazzaville"),
    "aest": ("Australia/Sydney", "Australia/Brisbane"), "aedt": ("Australia/Sydney",), "nzst": ("Pacific/Auckland",),
    "nzdt": ("Pacific/Auckland",), "acst": ("Australia/Adelaide", "Australia/Darwin"), "awst": ("Australia/Perth",),
}  # fmt: skip
_SURE = {
    "et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles",
    "msk": "Europe/Moscow", "trt": "Europe/Istanbul", "jst": "Asia/Tokyo", "kst": "Asia/Seoul",
    "hkt": "Asia/Hong_Kong", "sgt": "Asia/Singapore", "pkt": "Asia/Karachi",
    **dict.fromkeys(("utc", "gmt", "z", "zulu", "uct", "etc/utc", "etc/gmt", "utc+0", "gmt+0"), "UTC"),
}  # fmt: skip
# Places that are offered first where many share an offset
_KNOWN = (
    *("Europe/London", "Europe/Berlin", "Europe/Paris", "Europe/Kyiv", "Europe/Athens", "Europe/Istanbul"),
    *("Europe/Moscow", "Africa/Cairo", "Africa/Johannesburg", "Africa/Nairobi", "Africa/Lagos", "Asia/Riyadh"),
    *("Asia/Dubai", "Asia/Tehran", "Asia/Karachi", "Asia/Kolkata", "Asia/Dhaka", "Asia/Bangkok", "Asia/Shanghai"),
    *("Asia/Singapore", "Asia/Tokyo", "Asia/Seoul", "Australia/Sydney", "Pacific/Auckland", "America/Sao_Paulo"),
    *("America/Halifax", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
    *("America/Anchorage", "Pacific/Honolulu", "America/Phoenix", "America/Bogota"),
)
_MOST = 5


@dataclass(frozen=True, slots=True)
class ZonesMeant:
    """Zones that a text can mean; it is sure of one only where nothing stands against it."""

    zones: tuple[str, ...]
    against: str = ""  # why it is asked back: “is no place, and can be”


def zones_meant(typed: str, now: datetime) -> ZonesMeant:
    """Find which zones a typed place, country, abbreviation or offset can mean."""
    text = _unaccented(plain(typed)).replace("_", " ")
    name = zone_names().get(text.replace(" ", "_"), "")
    if sure := _SURE.get(text.replace(" ", "")):
        return ZonesMeant((sure,))
    if letters := _LETTERS.get(text):
        return ZonesMeant(letters, "can be one of several, or stands for half of a year")
    if (offset := _offset_said(text)) is not None:
        inverse = "; its sign is the other way round" if text.startswith("etc/") else ""
        return ZonesMeant(_with_offset(offset, now), f"is no place, and a place’s clocks can change{inverse}")
    if (name and not is_of_a_place(name)) or text.startswith(("posix/", "right/", "etc/")):
        return ZonesMeant((), "means another zone on another machine")
    if name and "/" in name:
        return ZonesMeant((name,))
    if place := places().get(text.removesuffix(" time").replace(",", "")) or _within_country(text):
        return ZonesMeant((place,))
    if several := countries().get(text):
        return ZonesMeant(_apart(several, now), "has several zones")
    return ZonesMeant((name,)) if name else ZonesMeant(_near(text), "is no place or zone I know")


def _unaccented(text: str) -> str:
    """Write Zürich as Zurich, as the zone database does."""
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))


def _within_country(text: str) -> str:
    """Find a place that is named with its country behind it: “Paris, France”, “Berlin Germany”."""
    for split in re.finditer(r",? +", text):
        zone = places().get(text[: split.start()], "")
        if zone and zone in countries().get(text[split.end() :], ()):
            return zone
    return ""


_OFFSET = re.compile(r"(?P<etc>etc/)?(?:utc|gmt)? ?(?P<sign>[+-]) ?(?P<hours>[0-9]{1,2})(?::?(?P<minutes>[0-9]{2}))?")


def _offset_said(text: str) -> timedelta | None:
    """Give the offset of “UTC+3” or “+03:00”; those of Etc/ are signed the other way."""
    if not (found := _OFFSET.fullmatch(text)):
        return None
    offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    return offset if (found["sign"] == "+") != bool(found["etc"]) else -offset


def _with_offset(offset: timedelta, now: datetime) -> tuple[str, ...]:
    names = [*_KNOWN, *sorted({zone for zones in countries().values() for zone in zones} - {*_KNOWN})]
    return tuple(name for name in names if now.astimezone(ZoneInfo(name)).utcoffset() == offset)[:_MOST]


def _apart(zones: Iterable[str], now: datetime) -> tuple[str, ...]:
    """Give one zone of a country for each offset, the well known first."""
    known = sorted(zones, key=lambda zone: zone not in _KNOWN)
    apart = {offset_words(now, zone): zone for zone in reversed(known)}
    return tuple(zone for zone in known if apart[offset_words(now, zone)] == zone)[:_MOST]


def _near(text: str) -> tuple[str, ...]:
    """Find what was misspelt."""
    if len(text) < 4:
        return ()
    known: dict[str, str] = {**{name: one[0] for name, one in countries().items()}, **places()}
    known |= {name.replace("_", " "): zone for name, zone in zone_names().items() if "/" in zone}
    begun = [name for name in known if name[0] == text[0]]  # England is not Greenland, nor Roma Oman
    near = process.extractOne(text, begun, scorer=fuzz.ratio, score_cutoff=75)
    return (known[near[0]],) if near and is_of_a_place(known[near[0]]) else ()


def offered(zones: Iterable[str], now: datetime) -> str:
    """List zones with their offsets: “America/Chicago (UTC−6) or Asia/Shanghai (UTC+8)”."""
    said = [f"{zone} ({offset_words(now, zone)})" for zone in zones]
    return f"{', '.join(said[:-1])} or {said[-1]}" if len(said) > 1 else "".join(said)


# --- the zone database


@cache
def zone_names() -> Mapping[str, str]:
    """Give the zones by their own names in small letters; to read their folders takes ten milliseconds."""
    return {name.casefold(): name for name in available_timezones()}


@cache
def places() -> Mapping[str, str]:
    """Give the zones by the names of places, and of countries and regions that have one time."""
    found = {
        name.rpartition("/")[2].replace("_", " ").casefold(): name
        for name in sorted(zone_names().values())
        if name.partition("/")[0] in _REGIONS
    }
    found |= {country: zones[0] for country, zones in countries().items() if len(zones) == 1}
    for name, listed in _PLACES.items():
        found |= {place.strip(): name for place in listed.split(",")}
    return {place: zone for place, zone in found.items() if place not in _LETTERS}


_COUNTRIES = {
    "us": "US", "usa": "US", "united states of america": "US", "america": "US", "great britain": "GB",
    "uae": "AE", "emirates": "AE", "south korea": "KR", "north korea": "KP", "czechia": "CZ", "ivory coast": "CI",
    "holland": "NL", "burma": "MM", "drc": "CD", "russian federation": "RU", "viet nam": "VN",
}  # fmt: skip


@cache
def countries() -> Mapping[str, tuple[str, ...]]:
    """Give each country's zones by its name, as the zone database lists them, the capital's or largest first."""
    folder = files("tzdata") / "zoneinfo"
    zones = dict[str, list[str]]()
    for line in _rows((folder / "zone.tab").read_text()):
        zones.setdefault(line[0], []).append(line[2])
    named = {name.casefold().replace("&", "and"): code for code, name in _rows((folder / "iso3166.tab").read_text())}
    named |= {re.sub(r" \(.*\)$", "", name): code for name, code in named.items()} | _COUNTRIES
    return {name: tuple(zones[code]) for name, code in named.items() if code in zones}


def _rows(table: str) -> list[list[str]]:
    return [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
