"""What must hold inside one part of a dossier: its dates, its exact words, and keys that need each other."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from bot.date_words.places import zone_names
from bot.date_words.widths import window
from bot.dossiers.intake.faults import Draft, Loc, shown
from bot.dossiers.intake.plain_text import name_character
from bot.localtime import is_of_a_place
from db.model.edtf import EdtfError, bounds, kept_bounds
from db.model.records import (
    Announcement,
    Gist,
    Label,
    Origin,
    Party,
    Person,
    Point,
    Report,
    ReportedOutcome,
    Role,
    Source,
    Spelling,
    Stance,
    Topic,
    TrackedDate,
    When,
    Wording,
)
from db.model.scripts import STRAY

# opening mark -> closing mark
_MARKS = {"“": "”", "„": "“", '"': '"', "«": "»", "»": "«", "‘": "’", "'": "'"}
_PLAIN_MARKS = frozenset('“”„"«»')

Found = dict[str, Any]


def text_of(found: Found, key: str) -> str:
    """Give the text at a key, or an empty one."""
    value = found.get(key)
    return value if isinstance(value, str) else ""


def _when(loc: Loc, when: Found) -> Iterator[Draft]:
    for key in ("edtf", "anchor"):
        if text := text_of(when, key):
            yield from _date((*loc, key), text)
    if text_of(when, "basis") == "deduced" and not text_of(when, "reason"):
        yield Draft(loc, "a deduced date without `reason`", "what it was deduced from")
    if text_of(when, "anchor") and not text_of(when, "words"):
        yield Draft((*loc, "anchor"), "an anchor without `words`", "the words that are counted from it")
    yield from _bare(loc, when, "words")
    yield from _width(loc, when)


def _width(loc: Loc, when: Found) -> Iterator[Draft]:
    """Hold a relative phrase to the one table of widths, so that the same words open the same window everywhere."""
    try:
        counted = window(text_of(when, "words"), date.fromisoformat(text_of(when, "anchor")))
        agreed = counted is None or bounds(counted) == bounds(text_of(when, "edtf"))
    except ValueError:
        return  # no exact day to count from, or a date that can't be read, which is told elsewhere
    if not agreed and counted is not None:
        said = f"{shown(text_of(when, 'words'))} counted from {text_of(when, 'anchor')}"
        yield Draft((*loc, "edtf"), f"{shown(text_of(when, 'edtf'))} for {said}", counted)


def _date(loc: Loc, text: str) -> Iterator[Draft]:
    try:
        kept_bounds(text)
    except EdtfError as error:
        told = str(error)
        reason, _, example = (told.partition("’: ")[2] or told).partition(". Write ")
        yield Draft(loc, f"{shown(text)}: {reason}", example.removesuffix(".") or "a date in EDTF")


def _wording(loc: Loc, wording: Found) -> Iterator[Draft]:
    text, kind = text_of(wording, "text"), text_of(wording, "kind")
    if text and kind in ("direct", "headline"):
        yield from _bare(loc, wording, "text")
    if text and kind == "partial":
        yield from _partial((*loc, "text"), text)
    if text and kind == "indirect" and (mark := next((char for char in text if char in _PLAIN_MARKS), "")):
        found = f"the quotation mark {mark} in an indirect wording"
        yield Draft((*loc, "text"), found, "our own words only, or `kind: partial`")
    if text_of(wording, "state") == "garbled" and not text_of(wording, "damage"):
        yield Draft(loc, "a garbled wording without `damage`", "what is wrong with it")


def _partial(loc: Loc, text: str) -> Iterator[Draft]:
    if "“" not in text and "”" not in text:
        straight = '; straight quotation marks (") mark nothing in a file' if '"' in text else ""
        yield Draft(loc, f"a partial wording without exact words{straight}", "the exact words between “ and ”")
    else:
        yield from _closed(loc, text)


def _closed(loc: Loc, text: str) -> Iterator[Draft]:
    opened, closed = text.count("“"), text.count("”")
    if opened != closed:
        yield Draft(loc, f"{opened} times “ and {closed} times ”", "each “ closed by a ”")


def _gist(loc: Loc, gist: Found) -> Iterator[Draft]:
    yield from _closed((*loc, "text"), text_of(gist, "text"))


def check_synonyms(listed: Any) -> Iterator[Draft]:
    """Yield what is wrong with a dossier's synonyms."""
    for number, one in enumerate(listed if isinstance(listed, list) else ()):
        words = one.get("words") if isinstance(one, dict) else None
        loc: Loc = ("synonyms", number, "words")
        if isinstance(words, list) and len(words) < 2:
            yield Draft(loc, "synonyms of nothing", "two words or more")
        for position, word in enumerate(words if isinstance(words, list) else ()):
            if isinstance(word, str) and len(word.split()) > 1:
                yield Draft((*loc, position), f"{len(word.split())} words in {shown(word)}", "one word")


def _bare(loc: Loc, found: Found, key: str) -> Iterator[Draft]:
    """Refuse exact words that still have their quotation marks round them."""
    text = text_of(found, key).strip()
    opening, closing = text[:1], text[-1:]
    if len(text) > 1 and _MARKS.get(opening) == closing and not {opening, closing} & set(text[1:-1]):
        yield Draft((*loc, key), f"quotation marks round {shown(text[1:-1])}", "the exact words without them")


def _exact(loc: Loc, found: Found) -> Iterator[Draft]:
    yield from _bare(loc, found, "exact")


def _announcement(loc: Loc, announcement: Found) -> Iterator[Draft]:
    yield from _bare(loc, announcement, "exact")
    if not announcement.get("exact") and not announcement.get("text"):
        yield Draft(loc, "an announcement without words", "`exact` (exact words) or `text` (our own)")


def _name(loc: Loc, found: Found) -> Iterator[Draft]:
    """Refuse names with marks that cannot be seen: they would be found by nobody who types what is shown."""
    typed = found.get("typed")
    texts: list[tuple[Loc, Any]] = [((*loc, key), found.get(key)) for key in ("name", "text", "title")]
    texts += [((*loc, "typed", at), one) for at, one in enumerate(typed if isinstance(typed, list) else ())]
    for place, text in texts:
        if isinstance(text, str) and (stray := STRAY.search(text)):
            seen = shown(STRAY.sub("", text))
            yield Draft(place, f"the unseen character {name_character(stray[0])} in a name", f"{seen}, without it")


def _source(loc: Loc, source: Found) -> Iterator[Draft]:
    if not source.get("outlet") and not source.get("described"):
        yield Draft(loc, "a source without `outlet`", "`outlet`, or `described` where the outlet is unknown")
    if text_of(source, "translation") == "damaged" and not text_of(source, "damage"):
        yield Draft(loc, "a damaged translation without `damage`", "what is wrong with it")


def _stance(loc: Loc, stance: Found) -> Iterator[Draft]:
    if text_of(stance, "kind") == "ready if" and not stance.get("condition"):
        yield Draft(loc, "'ready if' without `condition`", "the condition")


def _point(loc: Loc, point: Found) -> Iterator[Draft]:
    preference, reports = point.get("preference"), point.get("reports")
    if not isinstance(reports, list):
        return
    values = [text_of(report, "value") for report in reports if isinstance(report, dict)]
    if point.get("compatible") and preference:
        found = "both `compatible` and `preference`"
        yield Draft((*loc, "compatible"), found, "one: a preference says that only one report is right")
    if point.get("compatible") and len(set(values)) < 2:
        yield Draft((*loc, "compatible"), "`compatible` where no reports differ", "reports with different `value`s")
    if not isinstance(preference, dict):
        return
    value = text_of(preference, "value")
    if value and value not in values:
        found = f"{shown(value)}, which no report of this point says"
        yield Draft((*loc, "preference", "value"), found, "the `value` of a report", guess=value, near=lambda: values)


def _tracked_date(loc: Loc, tracked: Found) -> Iterator[Draft]:
    if tracked.get("remind") and "when" not in tracked:
        yield Draft((*loc, "remind"), "reminders for something without `when`", "a date or window, or no `remind`")
    yield from _times(loc, tracked)


def _times(loc: Loc, tracked: Found) -> Iterator[Draft]:
    begins, ends, zone = (text_of(tracked, key) for key in ("from_time", "to_time", "zone"))
    if not (begins or ends or zone):
        return
    when = tracked.get("when")
    edtf = when if isinstance(when, str) else text_of(when, "edtf") if isinstance(when, dict) else ""
    if not _is_one_day(edtf):
        yield Draft(loc, "hours for what is not one day", "`when` as one day, or no `from_time`, `to_time` and `zone`")
    for key, text in (("from_time", begins), ("zone", zone)):
        if not text:
            yield Draft(loc, f"hours without `{key}`", {"zone": "the zone whose clocks are meant"}.get(key, "the hour"))
    if begins and begins == ends:
        yield Draft((*loc, "to_time"), "an end that is the beginning", "another hour, or no `to_time`")
    if zone and (zone_names().get(zone.casefold()) != zone or not is_of_a_place(zone)):
        yield Draft((*loc, "zone"), f"{shown(zone)}, which is no place’s zone", "a zone such as Europe/Berlin")


def _is_one_day(edtf: str) -> bool:
    try:
        return bounds(edtf).is_day
    except EdtfError:
        return False


def _outcome(loc: Loc, outcome: Found) -> Iterator[Draft]:
    if text_of(outcome, "kind") == "moved" and "when" not in outcome:
        yield Draft(loc, "'moved' without `when`", "the new date, e.g. '[2022-08-04..]' if no source tells the day")


PART_CHECKS: dict[type[Any], Callable[[Loc, Found], Iterator[Draft]]] = {
    Announcement: _announcement,
    Gist: _gist,
    Label: _exact,
    Origin: _name,
    Party: _name,
    Person: _name,
    Point: _point,
    Report: _exact,
    ReportedOutcome: _outcome,
    Role: _name,
    Source: _source,
    Spelling: _name,
    Stance: _stance,
    Topic: _name,
    TrackedDate: _tracked_date,
    When: _when,
    Wording: _wording,
}
