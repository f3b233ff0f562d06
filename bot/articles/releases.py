"""Releases and joint statements: the paragraphs speak for those who issue them."""

import re
from collections.abc import Sequence

from bot.articles.name_runs import find_runs
from bot.articles.people import People
from bot.articles.records import Span, Speaker
from bot.articles.sentences import Token, find_sentences

_KIND = (
    r"(?:statement|communiqu[eé]|declaration|remarks|comments?|address|message|letter|press release|media note|readout|"
    r"proclamation|appeal|commentary|speech)"
)
_HEADING = re.compile(
    rf"(?P<joint>joint\s+)?(?:(?:press|official|final|opening|closing|written|media)\s+)*{_KIND}s?\b", re.IGNORECASE
)
_BY = re.compile(
    rf"{_KIND}\s+(?:by|from|of|issued by)\s+(?:the\s+)?(?P<who>.+?)"
    r"(?=\s+(?:on|following|regarding|about|concerning|after|at|to|as|ahead|calling|condemning|"
    r"welcoming|in response|for|with)\s|\s[–—|-]\s|$)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    rf"{_KIND}\s+between\s+(?:the\s+)?(?P<who>.+?)(?=\s+(?:on|for|regarding|about|at|concerning)\s|$)", re.IGNORECASE
)
_ATTRIBUTED = re.compile(r"\battribut(?:able|ed) to\s+(?:the\s+)?(?P<who>[A-Z][^:\n]{3,80}):")
_BEFORE = re.compile(
    rf"^(?P<who>[A-Z].{{1,60}}?)(?:['’]s?)?\s+(?:joint\s+)?(?:press\s+)?{_KIND}(?=\s+(?:on|regarding|following|about|concerning|at|after)\b|\s*$|\s*[:–—-])",
    re.IGNORECASE,
)
_OURS = re.compile(r"\b(?:we|our|us|I|my)\b")
_TAKES_NOTE = re.compile(
    r"\b(?:takes note|takes the view|notes with|regrets|welcomes|condemns|reaffirms|reiterates|recalls|underlines|"
    r"calls upon|calls on|urges|is deeply concerned|is concerned|stands ready|is ready to|expresses|emphasi[sz]es|"
    r"rejects|deplores|commends)\b"
)
_CUE = re.compile(r"\b(?:said|says|told)\b")
_END = re.compile(r"[.!?:;…]['\"”’)\]]*$")
_FOR_RELEASE = re.compile(r"\W*(?:FOR IMMEDIATE RELEASE|(?:PRESS|NEWS|MEDIA) RELEASE\b|EMBARGOED UNTIL)")
_PLACE_AND_DAY = re.compile(r"(?:[A-Z][\w .'-]{2,30},? )?(?:\w+,? )?\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8},? \d{4}\W*")
_MEETING = re.compile(
    r"\b(?:meeting|summit|talks|consultations|conference)\s+(?:of|between)\s+(?:the\s+)?(?P<who>[A-Z].+)", re.IGNORECASE
)
_DATED = re.compile(r"[A-Z][\w .]{2,30}, [^–—\n]{4,40} [–—-]{1,2} ")
_SIGNS = re.compile(
    r"\W*(?:###|\* \* \*|-30-|END|FOR IMMEDIATE RELEASE.*|(?:Media |Press )?Contacts?:.*)\W*", re.IGNORECASE
)


def is_release(title: str, text: str, paragraphs: Sequence[Span]) -> bool:
    """Tell a text that speaks for itself: by its heading, or by "we" throughout, and no "said" beside it."""
    if any(_FOR_RELEASE.match(text, *one) for one in paragraphs[:3]):
        return True
    told = len(_CUE.findall(text))
    words = max(1, text.count(" "))
    heading = title or _first_heading(text, paragraphs)
    named = (
        len(heading) < 250
        and bool(_HEADING.search(heading))
        and bool(_BY.search(heading) or _BEFORE.match(heading) or _HEADING.match(heading))
    )
    ours = len(_OURS.findall(text))
    if named:
        return told <= max(1, words // 150)
    if told == 0 and len(_TAKES_NOTE.findall(text)) >= 2:
        return True
    ended = bool(paragraphs) and text[slice(*paragraphs[-1])].strip() == "###"
    return told <= words // 400 and ours * (25 if ended else 40) >= words and ours >= 3 and "“" not in text[:1]


def _first_heading(text: str, paragraphs: Sequence[Span]) -> str:
    """Give the first line that is a heading: short, and no sentence; "FOR IMMEDIATE RELEASE" is none."""
    for number, paragraph in enumerate(paragraphs[:3]):
        line = text[slice(*paragraph)]
        if _SIGNS.fullmatch(line) or _PLACE_AND_DAY.fullmatch(line):
            continue
        following = text[slice(*paragraphs[number + 1])] if number + 1 < len(paragraphs) else ""
        if _HEADING.fullmatch(line.strip()) and re.match(r"(?:by|of|from|between)\s", following):
            line = f"{line} {following}"
        return "" if _END.search(line) or len(line) > 200 else line
    return ""


def find_parts(text: str, paragraphs: Sequence[Span], *, title: str) -> list[Span]:
    """Give the paragraphs that say something: no headings, signatures and signs."""
    return [
        paragraph
        for number, paragraph in enumerate(paragraphs)
        if not (number < 2 and _HEADING.search(text[slice(*paragraph)]) and not _END.search(text[slice(*paragraph)]))
        and _says_something(text[slice(*paragraph)])
    ]


def _says_something(paragraph: str) -> bool:
    if _SIGNS.fullmatch(paragraph) or (len(paragraph) < 200 and _ATTRIBUTED.search(paragraph)):
        return False
    words = paragraph.split()
    return len(words) >= 4 and (bool(_END.search(paragraph)) or len(words) >= 14)


def issuer(title: str, text: str, paragraphs: Sequence[Span], people: People) -> Speaker:
    """Find who issues a release: from its heading, else from its signatures."""
    heading = title or _first_heading(text, paragraphs)
    attributed = _ATTRIBUTED.search(text, 0, 2000)
    if attributed:
        return _issuer_of(attributed["who"], text, paragraphs, people)
    if "readout" in heading.lower():
        return _issuer_of_readout(heading, text, paragraphs, people)
    found = _BETWEEN.search(heading) or _BY.search(heading)
    if found:
        return _issuer_of(found["who"], text, paragraphs, people)
    met = _MEETING.search(heading)
    if met and _HEADING.match(heading):
        return _issuer_of(met["who"], text, paragraphs, people)
    before = _BEFORE.match(heading)
    if before and before["who"].lower() not in ("joint", "press", "the", "final", "official"):
        return Speaker(before["who"].rstrip(" :–—-"), None, None, 0.85, "issuer in the heading")
    spoken = _who_takes_note(text, paragraphs)
    if spoken:
        return Speaker(spoken, None, None, 0.82, "subject of the release")
    signed = _signatories(text, paragraphs, people)
    if signed:
        return signed[0] if len(signed) == 1 else _joint(signed)
    return Speaker("", None, None, 0.2, "issuer not named")


def _issuer_of_readout(heading: str, text: str, paragraphs: Sequence[Span], people: People) -> Speaker:
    """Take the office of who talked, never as sure: a readout speaks of its principal as of somebody else."""
    if "White House" in heading or "White House" in text:
        return Speaker("White House", None, None, 0.75, "issuer of a readout")
    found = re.compile(
        r"readout\s+(?:of|from)\s+(?:the\s+)?(?P<who>.+?)(?:['’]s?\s|\s+(?:call|meeting)\b)", re.IGNORECASE
    ).search(heading)
    if found is None:
        return Speaker("", None, None, 0.2, "issuer not named")
    speaker = _issuer_of(found["who"], text, paragraphs, people)
    return Speaker(speaker.name, speaker.person, None, 0.5, "principal of a readout")


def _who_takes_note(text: str, paragraphs: Sequence[Span]) -> str:
    """Give the subject of "The Ministry of Trade takes note of …"."""
    for start, end in paragraphs[:6]:
        dated = _DATED.match(text, start, end)
        found = re.compile(r"The ([A-Z][\w ’'-]{2,60}?) (?=" + _TAKES_NOTE.pattern[2:] + ")").match(
            text, dated.end() if dated else start, end
        )
        if found:
            return found[1]
    return ""


def _issuer_of(who: str, text: str, paragraphs: Sequence[Span], people: People) -> Speaker:
    who = who.strip(" .,")
    tokens = _tokens(who)
    named = []
    for run in find_runs(tokens):
        if run.kind == "person" and run.name and not run.possessive and (len(run.name) > 1 or run.office):
            known, _rule = people.find(run.name, gender=run.gender)
            if known is None and len(run.name) == 1:
                continue  # "Foreign Ministers of Lumea": a country, though no list has it
            named.append(
                Speaker(
                    known.name if known else " ".join(run.name),
                    known.person if known else None,
                    None,
                    0.95,
                    "issuer in the heading",
                )
            )
    if len(named) == 1:
        return named[0]
    if named:
        return _joint(named)
    signed = [one for one in _signatories(text, paragraphs, people) if one.person]
    signed = signed or _named_first(text, paragraphs, people)
    return Speaker(
        who,
        signed[0].person if signed else None,
        None,
        0.85,
        "issuers in the heading" + (", with signatures" if signed else ""),
    )


def _named_first(text: str, paragraphs: Sequence[Span], people: People) -> list[Speaker]:
    """Find those of the dossier whom the first paragraph names: "The Ministers, Mr Kasoulides and …, met"."""
    start, end = next(((a, b) for a, b in paragraphs[:3] if _END.search(text[a:b])), (0, 0))
    named = [known for _at, known in people.mentions(start, end) if known.person]
    return [Speaker(one.name, one.person, None, 0.85, "named in the first paragraph") for one in named[:1]]


def _joint(named: Sequence[Speaker]) -> Speaker:
    known = next((one.person for one in named if one.person), None)
    return Speaker(" and ".join(one.name for one in named), known, None, 0.85, "issuers in the heading")


def _tokens(text: str) -> tuple[Token, ...]:
    sentences = find_sentences(text, [(0, len(text))], [])
    return tuple(token for sentence in sentences for token in sentence.tokens)


def _signed(line: str, place: Span, people: People) -> list[Speaker]:
    """Read whom a signature names: those of the dossier, else who stands last in full."""
    runs = [run for run in find_runs(_tokens(line)) if run.kind == "person" and run.name]
    pairs = [(run, people.find(run.name, gender=run.gender)[0]) for run in runs]
    known = [one for _run, one in pairs if one and one.person]
    if known:
        return [Speaker(one.name, one.person, place, 0.85, "signature") for one in known]
    return [Speaker(" ".join(run.name), None, place, 0.85, "signature") for run, _one in pairs if len(run.name) > 1][
        -1:
    ]


def _signatories(text: str, paragraphs: Sequence[Span], people: People) -> list[Speaker]:
    """Read the lines at the end that are names and offices."""
    found: list[Speaker] = []
    for paragraph in reversed(paragraphs[-12:]):
        line = text[slice(*paragraph)]
        if _SIGNS.fullmatch(line):
            continue
        if _END.search(line) or len(line) > 120:
            break
        found[:0] = _signed(line, paragraph, people)
    return found
