"""Transcripts: who speaks each turn, by the labels before it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.articles.name_words import OFFICES, TITLES
from bot.articles.people import People
from bot.articles.records import Span, Speaker
from bot.names.folding import fold

_WORD = r"[A-Z][\w.'’\-]*"
_LABEL = re.compile(
    r"(?P<question>(?:Q|QUESTION|Question|REPORTER|Reporter|JOURNALIST|Journalist|Q\.)(?:\s?\([^)\n]{1,60}\))?(?:\s?[:.]\s|\s{2,}|\t))"
    r"|(?P<answer>A(?:NSWER)?|Answer)(?:[:.]\s|\s{2,}|\t)"
    r"|(?P<record>(?:(?:Mr|Mrs|Ms|Miss|Dr|Sir|The|Mx|Senator|Chairman|Chairwoman|Chair)\.?\s)"
    r"[A-Z][A-Z'’\-]{2,30}(?:\s[A-Z][A-Z'’\-]{2,30}){0,3}(?:\sof\s[A-Z]\w+(?:\s[A-Z]\w+)?)?)\.(?=\s|$)"
    rf"|(?P<name>(?:(?:THE|The)\s)?{_WORD}(?:\s(?:{_WORD}|of|the|for|and|van|von|de|al|bin)){{0,7}}"
    r"(?:,\s[^:\n“\"]{2,60})?(?:\s?\([^)\n]{1,60}\))?)\s?:(?=\s|$)"
)
_STAGE = re.compile(r"[(\[][^)\]\n]{1,120}[)\]]")
_NO_SPEAKERS = frozenset(
    "watch read related photo image video update breaking note source sources location date time topic "
    "subject re tags filed updated published editor see also more live background context embargoed contact "
    "here next previous".split()
)
_CLOCK = re.compile(
    r"\W*(?:(?:END|End)?\s*\d{1,2}[:.]\d\d\s*(?:[AaPp]\.?\s?[Mm]\.?)?\s*(?:[A-Z]{2,4})?"
    r"|END|###|\* \* \*|-?\s?30\s?-)\W*"
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One paragraph of a turn: the label that is in force, and the span of what was said."""

    label: str
    is_question: bool
    span: Span
    label_span: Span


def find_label(text: str, paragraph: Span) -> tuple[str, bool, int, Span] | None:
    """Read the label a paragraph begins with: its words, whether it is a question, where speech begins."""
    mark = _LABEL.match(text, *paragraph)
    if mark is None:
        return None
    if mark["question"]:
        return "Q", True, mark.end(), (mark.start(), mark.start("question") + 1)
    if mark["answer"]:
        return "A", False, mark.end(), mark.span("answer")
    kind = "record" if mark["record"] else "name"
    label = mark[kind]
    first = fold(label).split()[:1]
    if not first or first[0] in _NO_SPEAKERS:
        return None
    return label, False, mark.end(), mark.span(kind)


def is_transcript(text: str, paragraphs: Sequence[Span]) -> bool:
    """Tell a text in which at least three paragraphs begin with labels, most of them in capitals or more than once."""
    labels = [found[0] for one in paragraphs[:400] if (found := find_label(text, one))]
    if len(labels) < 3:
        return False
    often = Counter(labels)
    strong = sum(1 for label in labels if _is_strong(label) or often[label] > 1)
    return strong >= 3 and strong >= 0.1 * min(len(paragraphs), 400)


def _is_strong(label: str) -> bool:
    words = label.split(",", maxsplit=1)[0].split("(", maxsplit=1)[0].split()
    return label in ("Q", "A") or all(word.isupper() for word in words) or words[0].lower() in TITLES


def find_turns(text: str, paragraphs: Sequence[Span]) -> list[Turn]:
    """Give each paragraph that was spoken with the label in force; stage directions and times are left out."""
    found: list[Turn] = []
    label, is_question, label_span = "", False, (0, 0)
    for paragraph in paragraphs:
        start, end = paragraph
        new = find_label(text, paragraph)
        if new:
            label, is_question, start, label_span = new
        if not label or _CLOCK.fullmatch(text, start, end):
            continue
        while start < end and (text[start].isspace() or (stage := _STAGE.match(text, start, end))):
            start = start + 1 if text[start].isspace() else stage.end()  # type: ignore[union-attr]
        if any(char.isalnum() for char in text[start : min(end, start + 80)]):
            found.append(Turn(label, is_question, (start, end), label_span))
    return found


def speaker_of(turn: Turn, people: People) -> Speaker:
    """Find whom a label means."""
    if turn.is_question:
        return Speaker("reporter", None, turn.label_span, 0.85, "question")
    if turn.label == "A":
        return _answerer(turn, people)
    label = turn.label.split("(")[0].split(",")[0].strip()
    words = [word for word in label.split() if word.lower() not in ("the", *TITLES)]
    name = list(words)
    while name and (
        name[0].lower() in OFFICES
        or name[0].lower() in ("of", "prime", "foreign", "vice", "state", "under", "national")
    ):
        name.pop(0)
    alone = [one for one in people.everybody if any(fold(role) == fold(" ".join(words)) for role in one.roles)]
    if len(alone) == 1:
        return Speaker(alone[0].name, alone[0].person, turn.label_span, 0.85, "speaker label with somebody's only role")
    gender = next((TITLES[word.lower()] for word in label.split() if TITLES.get(word.lower())), "")
    if name:
        known, rule = people.find(tuple(name), gender=gender)
        if known:
            return Speaker(known.name, known.person, turn.label_span, 0.95, f"speaker label, {rule}")
        return Speaker(" ".join(map(_title_case, name)), None, turn.label_span, 0.85, "speaker label")
    if named := _named_in_brackets(turn, people):
        return named
    titled = [one for one in people.titled if any(fold(words[-1]) in fold(role) for role in one.roles)] if words else []
    if len(titled) == 1 or (titled and label.upper() == "THE PRESIDENT"):
        return Speaker(
            titled[0].name, titled[0].person, turn.label_span, 0.85, "speaker label with a role of the title"
        )
    known, confidence = people.by_role(" ".join(words), turn.label_span[0] + 1)
    if known:
        return Speaker(known.name, known.person, turn.label_span, confidence, "speaker label with a role")
    return Speaker(" ".join(words).lower(), None, turn.label_span, 0.8, "speaker label with a role")


def _named_in_brackets(turn: Turn, people: People) -> Speaker | None:
    """Read "THE CHAIR (Aoife Dunne)", and the bare "THE CHAIR" after it."""
    inside = turn.label.partition("(")[2].rstrip(")").split()
    if len(inside) < 2 or not all(word[0].isupper() for word in inside):
        return None
    known, rule = people.find(tuple(inside))
    return Speaker(known.name, known.person, turn.label_span, 0.9, f"speaker label, {rule}") if known else None


def _answerer(turn: Turn, people: People) -> Speaker:
    """Find who answers: the one whom the title or the lines before the first question name."""
    named = people.titled or list(dict.fromkeys(known for _at, known in people.mentions(0, turn.label_span[0])))
    if len(named) == 1:
        return Speaker(named[0].name, named[0].person, turn.label_span, 0.75, "answer: the only one named before")
    return Speaker("", None, turn.label_span, 0.2, "answer of somebody not named")


def _title_case(word: str) -> str:
    return "-".join(part.capitalize() for part in word.split("-")) if word.isupper() and len(word) > 2 else word
