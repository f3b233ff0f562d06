"""Which zone a typed place, country, abbreviation or offset is, and what is asked back."""

from datetime import UTC, datetime

import pytest

from bot.asking import UserError
from bot.date_words.places import zones_meant
from bot.localtime import is_of_a_place, zone_words
from bot.tracking.setting_values import zone_of

JUNE = datetime(2026, 6, 1, 17, 31, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, 17, 31, tzinfo=UTC)

SURE = """
Europe/Berlin          Europe/Berlin
europe/berlin          Europe/Berlin
berlin                 Europe/Berlin
New York               America/New_York
new_york               America/New_York
India                  Asia/Kolkata
Japan                  Asia/Tokyo
Egypt                  Africa/Cairo
Germany                Europe/Berlin
South Korea            Asia/Seoul
Israel                 Asia/Jerusalem
Tel Aviv               Asia/Jerusalem
Moscow time            Europe/Moscow
MSK                    Europe/Moscow
ET                     America/New_York
utc                    UTC
GMT                    UTC
Z                      UTC
Etc/UTC                UTC
US/Eastern             US/Eastern
Zürich                 Europe/Zurich
São Paulo              America/Sao_Paulo
Paris, France          Europe/Paris
Berlin Germany         Europe/Berlin
Moscow, Russia         Europe/Moscow
England                Europe/London
NYC                    America/New_York
Bombay                 Asia/Kolkata
Ramallah               Asia/Hebron
"""

# typed, a place that must be offered, and words of the reason
ASKED = """
gmt+3                | Europe/Moscow (UTC+3)          | is no place, and a place’s clocks can change
UTC+3                | Europe/Istanbul (UTC+3)        | is no place
+03:00               | Europe/Moscow (UTC+3)          | is no place
+0530                | Asia/Kolkata (UTC+5:30)        | is no place
Etc/GMT+3            | America/Sao_Paulo (UTC−3)      | its sign is the other way round
Etc/GMT-3            | Europe/Moscow (UTC+3)          | its sign is the other way round
CST                  | Asia/Shanghai (UTC+8)          | can be one of several
EST                  | America/New_York (UTC−4)       | half of a year
MST                  | America/Phoenix (UTC−7)        | half of a year
IST                  | Asia/Jerusalem (UTC+3)         | can be one of several
CET                  | Europe/Berlin (UTC+2)          | half of a year
EST5EDT              | America/New_York (UTC−4)       | half of a year
USA                  | America/Chicago (UTC−5)        | has several zones
Russia               | Europe/Moscow (UTC+3)          | has several zones
Georgia              | Asia/Tbilisi (UTC+4)           | can be one of several
Europe/Lundon        | Europe/London (UTC+1)          | is no place or zone I know
localtime            | zone:Europe/Berlin             | means another zone on another machine
Factory              | zone:Europe/Berlin             | means another zone on another machine
posix/Europe/Berlin  | zone:Europe/Berlin             | means another zone on another machine
Mars                 | zone:Europe/Berlin             | is no place or zone I know
UTC+25               | zone:Europe/Berlin             | is no place
"""


@pytest.mark.parametrize("line", SURE.strip().splitlines())
def test_zone_typed_as_a_place_or_a_country_is_found(line: str) -> None:
    typed, zone = line[:22].strip(), line[22:].strip()

    assert zone_of(typed, now=JUNE) == zone


@pytest.mark.parametrize("line", ASKED.strip().splitlines())
def test_zone_that_is_no_place_is_asked_back_with_places(line: str) -> None:
    typed, offered, reason = (cell.strip() for cell in line.split("|"))

    with pytest.raises(UserError) as refused:
        zone_of(typed, now=JUNE)

    assert offered in str(refused.value)
    assert reason in str(refused.value)


def test_zone_offered_for_an_offset_is_one_that_has_it_that_day() -> None:
    assert "Europe/Kyiv" in zones_meant("UTC+3", JUNE).zones
    assert "Europe/Kyiv" not in zones_meant("UTC+3", DECEMBER).zones


def test_zone_is_read_back_with_its_offset_and_its_clock() -> None:
    assert zone_words("Europe/Moscow", JUNE) == "Europe/Moscow, UTC+3, now 20:31"
    assert zone_words("America/St_Johns", JUNE) == "America/St_Johns, UTC−2:30, now 15:01"
    assert zone_words("UTC", JUNE) == "UTC, UTC+0, now 17:31"


@pytest.mark.parametrize("zone", ["EST", "MST7MDT", "CET", "localtime", "Factory", "Etc/GMT+3", "GMT0", "right/UTC"])
def test_zone_of_no_place_is_told_from_one_that_is_the_same_everywhere(zone: str) -> None:
    assert not is_of_a_place(zone)
    assert all(is_of_a_place(one) for one in ("UTC", "GMT", "Etc/UTC", "Europe/Berlin", "Cuba", "Japan", "US/Eastern"))


@pytest.mark.parametrize(
    ("typed", "offered"), [("Roma", ("Europe/Rome",)), ("Englnd", ("Europe/London",)), ("Atlantis", ())]
)
def test_what_is_misspelt_is_offered_as_what_begins_alike(typed: str, offered: tuple[str, ...]) -> None:
    assert zones_meant(typed, JUNE).zones == offered


@pytest.mark.parametrize("typed", ["London, Ontario", "Paris Texas", "Berlin, France"])
def test_a_place_in_another_country_is_not_the_known_one(typed: str) -> None:
    assert zones_meant(typed, JUNE).against
