"""Names in a sentence: runs of capital words, parted into office and name, told apart as person, body or place."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.articles.cue_words import PLAIN, TELL
from bot.articles.name_words import BODIES, DEMONYMS, GIVEN, NO_NAMES, OFFICES, PARTICLES, PEOPLES, PLACES, TITLES
from bot.articles.sentences import Token

_DOMAINS = frozenset(
    "state defense defence foreign affairs interior treasury energy staff homeland security commerce health "
    "justice education finance economy transport trade war culture intelligence parliament exchequer house "
    "commons lords europe environment agriculture labor labour home information communication "
    "communications".split()
)
_MONTH_NAMES = frozenset("may march april june august".split())  # which are surnames, too
# Words that are offices only when written small: Choe Son Hui, Stephen King.
_SMALL_ONLY = frozenset(
    "son daughter wife husband father mother brother sister widow friend friends man woman men women boy "
    "girl star people hostage pilot driver worker member fellow singer actor coach player marine owner "
    "farmer trader dealer head victim".split()
)


@dataclass(frozen=True, slots=True)
class Run:
    """Capital words in a row: tokens `first` to `last` (exclusive), the office among them, the name they end in."""

    first: int
    last: int
    office: str
    name: tuple[str, ...]
    kind: str  # person, body, place, office
    gender: str = ""
    possessive: bool = False
    sure: bool = False  # something beside the capitals says that it is a person


def bare(word: str) -> str:
    """Leave out the possessive ending."""
    if word[-1] not in "s'’":
        return word
    for ending in ("'s", "’s", "'", "’"):
        if word.endswith(ending):
            return word[: -len(ending)]
    return word


def find_runs(tokens: Sequence[Token]) -> list[Run]:
    """Find the names of a sentence."""
    found = []
    at = 0
    while at < len(tokens):
        if not _begins(tokens, at):
            at += 1
            continue
        last = _run_end(tokens, at)
        found.append(_part(tokens, at, last))
        at = last
    return found


def _begins(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if not token.is_capital:
        return False
    if bare(token.lower) in NO_NAMES:
        return _is_surname_may(tokens, at) or _is_under_secretary(tokens, at)
    if at or len(tokens) < 2 or tokens[1].is_capital or not _is_common(token):
        return True
    return tokens[1].lower == "of" and len(tokens) > 2 and tokens[2].is_capital  # Secretary of State


def _is_surname_may(tokens: Sequence[Token], at: int) -> bool:
    """Tell "May said" and "Mrs May" from the month."""
    if bare(tokens[at].lower) not in _MONTH_NAMES:
        return False
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if at and tokens[at - 1].is_capital and bare(tokens[at - 1].lower) in (*GIVEN, *TITLES, "minister", "president"):
        return following is None or not following.text[0].isdigit()
    if at and tokens[at - 1].is_capital and bare(tokens[at - 1].lower) not in NO_NAMES and following is not None:
        return not following.text[0].isdigit() and following.kind == "word"
    return following is not None and (
        following.lower in PLAIN or following.lower in TELL or bare(tokens[at].text) != tokens[at].text
    )


def _is_under_secretary(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].text == "Under" and at + 1 < len(tokens) and tokens[at + 1].text == "Secretary"


def _is_common(token: Token) -> bool:
    """Tell a common word that is written with a capital because it begins the sentence."""
    word = bare(token.lower)
    return word in OFFICES or (
        word in BODIES and word not in PLACES and word not in ("kremlin", "pentagon", "congress")
    )


def _run_end(tokens: Sequence[Token], first: int) -> int:
    at = first
    while at < len(tokens):
        token = tokens[at]
        named = bare(token.lower) not in NO_NAMES or len(token.text) == 2 or _is_surname_may(tokens, at)
        named = named or _is_under_secretary(tokens, at)
        if token.is_capital and (at == first or named):
            at += 1
            if token.lower.endswith(("'s", "s'", "’")) and token.lower not in TITLES:
                return at
            continue
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if following is not None and following.is_capital and token.kind == "word":
            previous = bare(tokens[at - 1].lower)
            if token.lower in PARTICLES and previous not in PLACES and bare(following.lower) not in NO_NAMES:
                at += 1
                continue
            if previous in PARTICLES and token.lower in PARTICLES:
                at += 1
                continue
            if token.lower == "of" and (previous in OFFICES or previous in BODIES or _is_department(tokens, first, at)):
                at += 1
                continue
            if token.lower == "for" and previous in (
                "minister",
                "secretary",
                "observatory",
                "center",
                "centre",
                "organization",
            ):
                at += 1
                continue
            if token.lower == "and" and previous in _DOMAINS and bare(following.lower) in _DOMAINS:
                at += 1
                continue
        if _are_particles(tokens, at):
            at += 1
            continue
        return at
    return at


def _is_department(tokens: Sequence[Token], first: int, at: int) -> bool:
    """Tell "Minister of Defense" before "of Turkey"."""
    return at - first > 2 and bare(tokens[at - 1].lower) in _DOMAINS and tokens[at - 2].lower in ("of", "for", "and")


def _are_particles(tokens: Sequence[Token], at: int) -> bool:
    """Tell "de la" in "Humberto de la Calle"."""
    return (
        at + 2 < len(tokens)
        and tokens[at].lower in PARTICLES
        and tokens[at + 1].lower in PARTICLES
        and tokens[at + 2].is_capital
        and tokens[at].text.islower()
    )


def _part(tokens: Sequence[Token], first: int, last: int) -> Run:
    words = [bare(token.text) for token in tokens[first:last]]
    lower = [word.lower() for word in words]
    possessive = tokens[last - 1].text != words[-1]
    start, gender, office_sure = _name_start(lower)
    if not start:
        start, office_sure = _behind_body(lower)
    name = tuple(words[start:])
    office = " ".join(words[:start])
    before = _lower_office(tokens, first)
    if before and not start:
        office, office_sure = before, True
    if not name:
        return Run(first, last, office, (), "office", gender, possessive, office_sure)
    kind = _kind(lower[start:], name, office_sure=office_sure)
    gender = gender or (GIVEN.get(lower[start], "") if len(name) > 1 else "")
    known = office_sure or (len(name) > 1 and lower[start] in GIVEN)
    return Run(first, last, office, name, kind, gender, possessive, known and kind == "person")


def _behind_body(lower: Sequence[str]) -> tuple[int, bool]:
    """Find the name in "Russian Foreign Ministry Maria Zakharova", where a body stands before it."""
    for place, word in enumerate(lower[:-2]):
        if word in BODIES and lower[place + 1] in GIVEN and len(lower) - place - 1 in (2, 3):
            return place + 1, True
    return 0, False


def _name_start(lower: Sequence[str]) -> tuple[int, str, bool]:
    """Find where the name begins behind titles and offices."""
    start, gender, is_office = 0, "", False
    for place, word in enumerate(lower):
        if word in TITLES:
            start, is_office = place + 1, True
            gender = TITLES[word] or gender
        elif word in _SMALL_ONLY or (place and place + 1 == len(lower) and lower[0] in GIVEN):
            continue
        elif word in OFFICES and not (word in ("sheikh", "prince", "king", "general") and place + 1 == len(lower)):
            start, is_office = place + 1, True
            if place + 2 < len(lower) and lower[place + 1] in ("of", "for"):
                start = place + 2
                while start < len(lower) and (lower[start] in _DOMAINS or lower[start] in ("and", "of", *PLACES)):
                    start += 1
                if start == place + 2:  # Minister of Dravia Jelena Velic; but Residents of Little Skerry
                    start = len(lower) - 2 if len(lower) - start > 2 else len(lower)
                elif lower[start - 1] == "of" and len(lower) - start > 2:
                    start = len(lower) - 2  # Minister of Defense of Dravia Jelena Velic
    return start, gender, is_office


def _kind(lower: Sequence[str], name: Sequence[str], *, office_sure: bool) -> str:
    if any(word in BODIES and (len(word) > 3 or name[at].isupper()) for at, word in enumerate(lower)) or any(
        word in ("of", "for") for word in lower
    ):
        return "body"
    if all(word in PLACES or word in DEMONYMS or word in PEOPLES for word in lower):
        return "place"
    if len(name) == 1 and name[0].isupper() and len(name[0]) > 1 and not office_sure:
        return "body"
    return "person"


def _lower_office(tokens: Sequence[Token], first: int) -> str:
    """Give the office written small before a name: "Kremlin spokesman" before "Dmitry Peskov"."""
    at = first - 1
    if at < 0 or tokens[at].kind != "word" or tokens[at].text[0].isupper() or tokens[at].lower not in OFFICES:
        return ""
    start = at
    while start > 0 and tokens[start - 1].kind == "word" and at - start < 6:
        word = tokens[start - 1]
        if word.lower in ("of", "for") or word.lower in NO_NAMES or (word.text.islower() and word.lower in _STOPS):
            break
        start -= 1
    return " ".join(token.text for token in tokens[start:first])


_STOPS = frozenset(
    "said says told by to from with and or that as who which has had have was were is are will would added not".split()
)
