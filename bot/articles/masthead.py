"""Where a plain text says that it came out: its outlet, title, day and link, from the lines above its first sentence.

What stands in its sentences tells nothing of that: a day there is some other day. Nothing is guessed; what the lines
do not say is asked of whoever hands the text over.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from bot.articles.heading import Heading
from bot.articles.paragraphs import DATELINE
from bot.names.folding import fold

_HEAD, _FOOT, _LINES = 1200, 400, 8  # characters and lines in which it is looked for
_LONGEST_TITLE = 160
_FRESH = timedelta(days=14)  # a dateline without a year is of the last two weeks, or says nothing

_MONTH = r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_WEEKDAY = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?,? )?"
_AREA = r"(?:[A-Z]{2,5}\b(?:[+-]\d{1,2}(?::\d\d)?)?)?"  # GMT, GMT+1
_CLOCK = rf"(?:\d{{1,2}}[:.]\d\d(?::\d\d)? ?(?:[AaPp]\.?[Mm]\.?)? ?{_AREA}|\d{{1,2}} ?[ap]\.?m\.?(?: {_AREA})?)"
_DAYS = tuple(
    re.compile(rf"\b{_WEEKDAY}{pattern}", re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)(?:T[\d:.+Z-]*)?(?!\d)",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)? {_MONTH},? (?P<year>\d{{4}})\b",
        rf"{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?, ?(?P<year>\d{{4}})\b",
    )
)
_NO_YEAR = (
    re.compile(rf"\b{_MONTH} (?P<day>\d{{1,2}})\b(?!,? \d{{4}})"),
    re.compile(rf"\b(?P<day>\d{{1,2}}) {_MONTH}(?!,? \d{{4}})"),
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LINK = re.compile(r"https?://[^\s<>\"]+")
_SIGN = re.compile(
    r"\W*(?:for immediate release|embargoed.*|press release|news release|breaking|exclusive|analysis|opinion|share"
    r"|print|\d+ min(?:ute)?s? read)\W*",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"\b(?:first |last )?(?:published|updated|posted|issued|modified|date|dated)(?: on| at)?:?"
    rf"|{_CLOCK}|\b(?:at|on)\b",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:By|Reporting by) (?P<who>[A-Z][^,|]{2,60}?)(?:(?:,| \||,? for| –| —) ?(?P<outlet>[A-Z].{1,60}))?$"
)
_CREDIT = re.compile(r"\((?P<credit>[A-Z][^()\n]{1,40})\)|/(?P<slashed>[^/\n]{2,30})/")
_ALONE = re.compile(r"\([A-Z]{2,5}\)")  # “(CNN) Talks will …”
_RIGHTS = re.compile(
    r"(?:©|\(c\)|\bcopyright\b)\W{0,3}(?:\d{4}\W{1,2})?(?P<who>(?:[A-Z][\w’'&-]*\.? ?){1,5})", re.IGNORECASE
)
_APART = frozenset(",|–—-():·•/.")
_PARTS = re.compile(r"\s+[|–—-]\s+|\s*\|\s*")
_NEWS = frozenset(
    "news times post radio herald tribune wire agency tv television press journal guardian gazette chronicle courier "
    "telegraph observer newswire broadcasting newspaper examiner bulletin dispatch inquirer sentinel".split()
)
_NO_NEWS = frozenset("briefing conference statement release freedom corps secretary office attache".split())


def find_masthead(text: str, *, today: date, outlets: Iterable[str] = ()) -> Heading:
    """Read the lines above the first sentence, its dateline, and who holds the rights; `outlets` are known already."""
    known = {fold(one): one for one in outlets}
    lines = [line.strip() for line in text[:_HEAD].splitlines() if line.strip()]
    above = list(_above_prose(lines))
    firsts = (DATELINE.match(line) or _ALONE.match(line) for line in lines[: _LINES + 1])
    dateline = next((found[0] for found in firsts if found), "")
    parts = [part for line in above for part in _parts_of(line, known)]
    titles = [line for line in map(_title, above) if line and not _is_outlet(line, known)]
    day = next((day for line in above if (day := _day_apart(line, today))), None) or _day_of(dateline, today)
    titles.sort(key=lambda title: " " not in title)  # a word alone is a name rather than a headline
    link = _LINK.search(text[:_HEAD])
    return Heading(
        next(iter((*_credits(dateline), *parts, *_rights(text, known))), ""),
        without_outlet(titles[0], known) if titles and len(lines) > 1 else "",
        day.isoformat() if day else "",
        link[0].rstrip(".,;)") if link else "",
    )


def _above_prose(lines: Sequence[str]) -> Iterator[str]:
    """Give the lines before the first sentence."""
    for line in lines[:_LINES]:
        if (
            DATELINE.match(line)
            or _ALONE.match(line)
            or (line[-1] in '.!?:”"…' and len(line.split()) > 8)
            or len(line) > _LONGEST_TITLE
        ):
            return
        yield line


def _title(line: str) -> str:
    """Give what a line says beside its days; "" for a byline, a sign, a link, a label, or nothing left."""
    if _SIGN.fullmatch(line) or _LINK.match(line) or _BYLINE.match(line) or line[-1] in '.:”"':
        return ""
    if not any(map(_stands_apart, _dates_in(line))):
        return line
    left = _beside_days(line)
    is_place = all(word[:1].isupper() for word in left.split()) and len(left.split()) <= 4
    return "" if is_place else left


def _parts_of(line: str, known: Mapping[str, str]) -> Iterator[str]:
    """Give the outlets that a line names: behind a bar, beside a day, behind a byline, or alone."""
    byline = _BYLINE.match(line)
    if byline:
        if byline["outlet"]:
            yield known.get(fold(byline["outlet"]), byline["outlet"].strip())
        return
    left = _beside_days(line)
    for part in (left, *reversed(_PARTS.split(left)), *reversed(left.split(", "))):
        if _is_outlet(part, known):
            yield known.get(fold(part), part)


def _is_outlet(words: str, known: Mapping[str, str]) -> bool:
    """Tell a name that the dossier has as an outlet, or that ends as names of papers and stations do."""
    if fold(words) in known:
        return True
    parts = words.removeprefix("The ").split()
    if not 1 <= len(parts) <= 3 or not all(part[0].isupper() for part in parts):
        return False
    if len(parts) == 1:
        return parts[0].isupper() and parts[0].isalpha() and 2 <= len(parts[0]) <= 5
    folded = [fold(part) for part in parts]
    return (folded[-1] in _NEWS or folded[0] in ("radio", "agence")) and not _NO_NEWS.intersection(folded)


def without_outlet(title: str, known: Mapping[str, str]) -> str:
    """Leave out the outlet behind a bar: "Talks resume | CNN"; `known` has outlets by their folded names."""
    parts = _PARTS.split(title)
    if len(parts) > 1 and _is_outlet(parts[-1], known):
        return title[: title.rindex(parts[-1])].rstrip(" |–—-")
    return title


def _credits(dateline: str) -> Iterator[str]:
    """Give the agency of "GENEVA (Reuters) —" or "February 8. /TASS/."."""
    for found in _CREDIT.finditer(dateline):
        credit = (found["credit"] or found["slashed"]).strip()
        if not any(pattern.search(credit) for pattern in (*_DAYS, *_NO_YEAR)):
            yield credit


def _rights(text: str, known: Mapping[str, str]) -> Iterator[str]:
    """Give who holds the rights, by the last lines."""
    for found in _RIGHTS.finditer(text[-_FOOT:]):
        who = re.split(r"\s(?:All|Rights)\b", found["who"])[0].strip(" .")
        if _is_outlet(who, known) or who.startswith("The "):
            yield known.get(fold(who), who)


def _dates_in(line: str) -> list[re.Match[str]]:
    return [found for pattern in _DAYS for found in pattern.finditer(line)]


def _beside_days(line: str) -> str:
    """Give what a line says beside days and times."""
    for pattern in _DAYS:
        line = pattern.sub("", line)
    return _STAMP.sub("", line).strip(" ,|–—-()")


def _day_apart(line: str, today: date) -> date | None:
    """Give the day of a line where it stands apart: alone, or set off from the rest; "the accord of …" is another."""
    return next((_as_day(found, today) for found in _dates_in(line) if _stands_apart(found)), None)


def _stands_apart(day: re.Match[str]) -> bool:
    before = _STAMP.sub("", day.string[: day.start()]).rstrip()
    after = _STAMP.sub("", day.string[day.end() :]).strip()
    return (not before or before[-1] in _APART) and (not after or after[0] in _APART)


def _day_of(dateline: str, today: date) -> date | None:
    """Give the day of a dateline; without a year that of the last two weeks."""
    whole = next(iter(_dates_in(dateline)), None)
    if whole:
        return _as_day(whole, today)
    for pattern in _NO_YEAR:
        if found := pattern.search(dateline):
            days = [_as_day(found, today, year=today.year - back) for back in (0, 1)]
            return next((day for day in days if day and today - day <= _FRESH), None)
    return None


def _as_day(found: re.Match[str], today: date, *, year: int | None = None) -> date | None:
    """Make a day of what was matched; none where there is no such day, or it is still to come."""
    said = found.groupdict()
    month = int(said["number"]) if said.get("number") else _MONTHS.index(said["month"].lower()) + 1
    try:
        day = date(year or int(said["year"]), month, int(said["day"]))
    except ValueError:
        return None
    return day if day <= today else None
