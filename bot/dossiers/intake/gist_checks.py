"""What must hold between a gist and its sources: words in quotation marks stand in the exact words of each."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from bot.dossiers.intake.faults import Draft, Loc, shown
from bot.dossiers.intake.part_checks import Found, text_of
from db.model.records import Announcement, Label, Report, Spelling, Wording

Parts = Iterable[tuple[Loc, type[Any], Found]]

_MARKS = str.maketrans({**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’‚`´", "'")})
_QUOTED = re.compile(r"“([^”]*)”")
# the key under which a part has exact words
_EXACT = {Announcement: "exact", Label: "exact", Report: "exact", Spelling: "text", Wording: "text"}


def check_gists(gists: Iterable[tuple[Loc, Found]], parts: Parts) -> Iterator[Draft]:
    """Yield the words that a gist quotes and one of its sources does not have, by what the dossier has of it."""
    quoted = [(loc, gist, runs) for loc, gist in gists if (runs := _QUOTED.findall(text_of(gist, "text")))]
    exact = _exact_words(parts) if quoted else {}
    for loc, gist, runs in quoted:
        for source in gist.get("sources") or ():
            had = exact.get(source, "") if isinstance(source, str) else ""
            for run in runs:
                if _alike(run) not in had:
                    expected = f"words that a wording, report, label or spelling of {source} has"
                    yield Draft((*loc, "text"), f"“{run}” in no exact words of {shown(str(source))}", expected)


def _exact_words(parts: Parts) -> dict[str, str]:
    texts: dict[str, list[str]] = defaultdict(list)
    for _loc, record, found in parts:
        text = _exact_text(record, found)
        for source in _sources(found) if text else ():
            texts[source].append(_alike(text))
    return {source: "\n".join(lines) for source, lines in texts.items()}


def _alike(text: str) -> str:
    """Make spaces, quotation marks and apostrophes alike."""
    return " ".join(text.translate(_MARKS).split())


def _exact_text(record: type[Any], found: Found) -> str:
    text = text_of(found, _EXACT[record]) if record in _EXACT else ""
    match text_of(found, "kind") if record is Wording else "":
        case "indirect":
            return ""
        case "partial":
            return "\n".join(_QUOTED.findall(text))
    return text


def _sources(found: Found) -> Iterator[str]:
    listed = found.get("sources")
    for source in (found.get("source"), *(listed if isinstance(listed, list) else ())):
        if isinstance(source, str):
            yield source
