"""Exact words held to the texts that a desk keeps of their sources: what stands there otherwise, or not at all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.articles.held_words import find_like_words, find_paragraph
from bot.dossiers.intake.faults import MOST_SHOWN, Fault, IntakeError
from db.desk.article_texts import list_source_texts
from db.model.records import Dossier, Wording
from db.storage.database import Connection
from db.storage.schema import LOCAL

_LONGEST = 160
_SECTIONS = ("statements", "offers", "events", "points", "dates")


@dataclass(frozen=True, slots=True)
class Differing:
    """Exact words that the text of their source does not have; `instead` is what it has there, `place` the path."""

    item: str
    place: str
    source: str
    words: str
    paragraph: int
    instead: str

    def __str__(self) -> str:
        """Say it in one line."""
        told = f"words differ: “{_cut(self.words)}” does not stand in the text that is kept of {self.source}"
        return f"{told}; paragraph {self.paragraph} has “{_cut(self.instead)}”" if self.instead else told


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def list_exact_words(record: Any) -> Iterator[tuple[str, str, str]]:
    """Yield an item's exact words: the path of the part that has them, its source, and the words."""
    parts = [(f"{key}[{number}]", part) for key in ("wordings", "reports", "announced", "labels")
             for number, part in enumerate(getattr(record, key, ()))]  # fmt: skip
    parts += [(f"terms[{number}].reports[{at}]", part) for number, term in enumerate(getattr(record, "terms", ()))
              for at, part in enumerate(term.reports)]  # fmt: skip
    for place, part in parts:
        sources = (part.source,) if hasattr(part, "source") else part.sources
        for words in _exact(part):
            yield from ((place, source, words) for source in sources)


def _exact(part: Any) -> list[str]:
    if not isinstance(part, Wording):
        return [part.exact] if part.exact else []
    if part.kind == "partial":
        return [run.partition("”")[0] for run in part.text.split("“")[1:]]
    return [part.text] if part.kind == "direct" else []  # a headline stands above the text


def list_differing(
    connection: Connection, records: Iterable[Any], *, dossiers: Iterable[str], desk: str, but: Iterable[Any] = ()
) -> list[Differing]:
    """List the exact words that differ from the texts a desk keeps; those that `but` had already are left alone."""
    wanted = [(one.id, *exact) for one in records for exact in list_exact_words(one)]
    if not wanted:
        return []
    before = {exact[1:] for one in but for exact in list_exact_words(one)}
    texts = list_source_texts(connection, {source for _, _, source, _ in wanted}, dossiers=dossiers, desk=desk)
    return [
        Differing(item, place, source, words, *find_like_words(texts[source], words))
        for item, place, source, words in wanted
        if source in texts and (source, words) not in before and not find_paragraph(texts[source], words)
    ]


def hold_file(connection: Connection, dossier: Dossier, name: str, *, desk: str) -> None:
    """Hold a dossier file to the texts that a desk keeps; raises IntakeError with all the words that differ."""
    dossiers = [dossier.id] if desk == LOCAL else [dossier.id, f"{dossier.id}@{desk}"]
    faults = [
        Fault(name, 0, 0, f"{section}[{number}].{one.place}", one.item, str(one))
        for section in _SECTIONS
        for number, item in enumerate(getattr(dossier, section))
        for one in list_differing(connection, [item], dossiers=dossiers, desk=desk)
    ]
    if faults:
        raise IntakeError(faults[:MOST_SHOWN], more=max(0, len(faults) - MOST_SHOWN))
