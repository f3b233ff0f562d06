"""Figures of the statements drafted from labelled texts, after the rules of the scorer in `../shared/intake`."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.articles.reader import read_article
from bot.articles.records import SURE, Article, Person, Statement
from bot.names.folding import fold
from tests.articles.corpus import Labelled

Label = dict[str, Any]
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_ENOUGH, _CLEAN, _PIECE = 0.5, 0.8, 0.8  # shares of words


@dataclass
class Figures:
    """Counts over texts; `by_kind` holds (kind, "labelled" | "right" | "drafted")."""

    labelled: int = 0
    found: int = 0
    right: int = 0
    clean: int = 0
    day_labelled: int = 0
    day_right: int = 0
    invented: int = 0
    wrong_as_sure: int = 0
    by_kind: Counter[tuple[str, str]] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def f1(self, *kinds: str) -> float:
        """Right words and right person, precision and recall in one, in per cent."""
        right, drafted, labelled = (sum(self.by_kind[kind, part] for kind in kinds) for part in _PARTS)
        return 200 * right / (drafted + labelled) if drafted + labelled else 0.0

    @staticmethod
    def share(part: int, whole: int) -> float:
        """Give a share in per cent."""
        return 100 * part / whole if whole else 0.0


_PARTS = ("right", "drafted", "labelled")


def measure_statements(texts: Iterable[Labelled]) -> Figures:
    """Compare the drafts of all texts with their labels; optional labels count neither way."""
    figures = Figures()
    for text in texts:
        _compare(text, figures)
    return figures


def read_labelled(text: Labelled) -> tuple[Statement, ...]:
    """Read a labelled text with the people its labels name."""
    people = tuple(
        Person(one["id"], one["name"], tuple(one["aliases"]), tuple(one["roles"]), one["gender"])
        for one in text.labels["people"]
    )
    day = date.fromisoformat(text.labels["published"])
    is_page = text.labels["file"].endswith(".html")
    return read_article(Article(text.text, day, text.labels["title"] or "", is_page, people)).statements


def _compare(text: Labelled, figures: Figures) -> None:
    words = [mark.start() for mark in _WORD.finditer(text.text)]
    labels = [(label, _words(words, label["spans"])) for label in text.labels["statements"]]
    drafts = _join(
        [(draft, _words(words, draft.spans)) for draft in read_labelled(text)], [one for _label, one in labels]
    )
    pairs = _match([one for _label, one in labels], [one for _draft, one in drafts])
    for number, (label, meant) in enumerate(labels):
        if label["tier"] == "core":
            kind = label["kind"]
            figures.labelled += 1
            figures.by_kind[kind, "labelled"] += 1
            if number in pairs:
                figures.by_kind[kind, "drafted"] += 1
                _judge(text, label, meant, drafts[pairs[number]], figures)
            else:
                figures.faults.append(f"{label['id']}: not found")
    _count_others(text, labels, [one for at, one in enumerate(drafts) if at not in pairs.values()], figures)


def _judge(text: Labelled, label: Label, meant: set[int], found: tuple[Statement, set[int]], figures: Figures) -> None:
    draft, words = found
    is_right = _is_right(draft, label)
    figures.found += 1
    figures.right += is_right
    figures.by_kind[label["kind"], "right"] += is_right
    figures.wrong_as_sure += bool(not is_right and draft.speaker.name and draft.speaker.confidence >= SURE)
    is_day_right = True
    if label["said_on"]:
        is_day_right = draft.said_on is not None and draft.said_on.day.isoformat() == label["said_on"]
        figures.day_labelled += 1
        figures.day_right += is_day_right
    figures.clean += is_right and is_day_right and len(meant & words) >= _CLEAN * len(meant | words)
    if not is_right or not is_day_right:
        day = draft.said_on.day if draft.said_on else None
        figures.faults.append(f"{label['id']}: {draft.speaker.name}, {day}")


def _count_others(
    text: Labelled, labels: list[tuple[Label, set[int]]], drafts: list[tuple[Statement, set[int]]], figures: Figures
) -> None:
    spoken_for = set[int]().union(*(words for _label, words in labels))
    optional = set[int]().union(*(words for label, words in labels if label["tier"] != "core"))
    for draft, words in drafts:
        if len(words & optional) >= _ENOUGH * len(words):
            continue
        figures.by_kind[draft.kind, "drafted"] += 1
        if len(words & spoken_for) < _ENOUGH * len(words):
            figures.invented += 1
            figures.faults.append(f"{text.id}: invented at {draft.spans[0]}")


def _words(starts: list[int], spans: Iterable[Iterable[int]]) -> set[int]:
    pairs = [tuple(span) for span in spans]
    return {at for at in starts if any(start <= at < end for start, end in pairs)}


def _join(drafts: list[tuple[Statement, set[int]]], labels: list[set[int]]) -> list[tuple[Statement, set[int]]]:
    """Take pieces of one labelled utterance by one speaker as one draft."""
    for meant in labels:
        pieces = [one for one in drafts if one[1] and len(one[1] & meant) >= _PIECE * len(one[1])]
        for piece in pieces[1:]:
            if piece[0].speaker.name == pieces[0][0].speaker.name:
                pieces[0][1].update(piece[1])
                drafts = [one for one in drafts if one is not piece]
    return [one for one in drafts if one[1]]


def _match(labels: list[set[int]], drafts: list[set[int]]) -> dict[int, int]:
    """Pair labels with drafts, the likest first."""
    ranked = sorted(
        (
            (len(meant & words) / len(meant | words), number, at)
            for number, meant in enumerate(labels)
            for at, words in enumerate(drafts)
            if meant & words
        ),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    for share, number, at in ranked:
        if share >= _ENOUGH and number not in pairs and at not in pairs.values():
            pairs[number] = at
    return pairs


def _is_right(draft: Statement, label: Label) -> bool:
    meant = label["speaker"]
    if draft.speaker.person in (meant["person_ids"] or ()):
        return True
    words = {word for name in meant["names"] for word in fold(name).split()} - _SMALL
    return draft.speaker.person is None and bool(words & set(fold(draft.speaker.name).split()))


_SMALL = frozenset("a an the of in on at to for and or with by his her their its said".split())
