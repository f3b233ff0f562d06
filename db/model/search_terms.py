"""Texts as words to search by: folded, with their places; and what somebody typed, as terms. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from anyascii import anyascii

from db.model.scripts import HAN, UNSPOKEN, is_consonants, without_points

SHORTEST_PREFIX = 3  # shorter ones would gather a large part of the index before the first hit
_MOST_TERMS = 40
_LONGEST_WORD = 64

# written without spaces between words, or with endings that no space parts: every two letters are a word
_KANA = "\u3041-\u3096\u30a1-\u30fa\u30fc\uff66-\uff9f"
_RUNS = f"{HAN}{_KANA}\uac00-\ud7a3\u0e00-\u0e4e\u0e80-\u0ece\u1000-\u1049\u1780-\u17d3"
_RUN = re.compile(f"[{_RUNS}]+")
_SPELT = re.compile(f"[{_KANA}]{{3,}}|[\uac00-\ud7a3]{{2,}}")
# what letters carry: accents, points, signs of Indian scripts, marks that cannot be seen
_CARRIED = f"\u0300-\u036f\u0900-\u0963\u0966-\u0dff{UNSPOKEN}"
_SEPARATORS = ",.'’٬\u00a0\u2009\u202f"
# 1,000 and 1.000 and 1’000 are one figure; 0.125 and 2022 100 are not, and 1 000 may be two
_FIRST = r"(?<![\w.,])(?![0٠۰०０])\d{1,3}"
_LAST = r"(?<=\d{3})(?![\w]|[.,]\d)"
_FIGURE = rf"{_FIRST}(?P<part>[{_SEPARATORS}])\d{{2,3}}(?:(?P=part)\d{{2,3}})*{_LAST}"
# "U.S." is one word; "Whelan’s" is the word Whelan, though the whole of it is marked
_WORD = re.compile(
    rf"(?P<figure>{_FIGURE})"
    r"|(?P<dotted>(?<![^\W_])(?:[^\W\d_]\.)+[^\W\d_](?![^\W_])\.?)"
    rf"|(?P<run>[{_RUNS}]+)"
    rf"|(?P<plain>(?:(?![{_RUNS}])[^\W_])(?:(?![{_RUNS}])[^\W_]|[{_CARRIED}])*)(?:['’ʼ]s(?![^\W_]))?",
    re.IGNORECASE,
)
_SPACED = re.compile(r"(?<![\w.,])[1-9]\d{0,2}(?: \d{3})+(?![\w]|[.,]\d)")
_TIED = re.compile(r"(?<![\w-])[^\W\d_]+(?:[-‐‑'’ʼ][^\W\d_]+){1,3}(?![\w-])")
_TIE = re.compile("[-‐‑'’ʼ]")
_DESIGNATION = re.compile(r"([a-z]{1,5})-?([0-9]{1,4}[a-z]{0,2}?)s?")  # F-16, F16, F-16s, T-90M
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_NOT_PLAIN = re.compile(r"[A-Za-z]\.[A-Za-z]|\d[.,]\d\d|'")
_QUOTES = '"“”„«»'
_TYPED = re.compile(
    rf"(?P<out>(?<!\S)-)?(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)(?:[{_QUOTES}](?P<begun>\\*)?)?|(?P<bare>[^\s{_QUOTES}]+))"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: how it is compared, and where it stands."""

    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Term:
    """What must be found: one word, or several in a row; the last one's beginning is enough if `prefix`.

    `others` are other ways to write the same, one of which is enough; `typed` is how somebody wrote it.
    """

    words: tuple[str, ...]
    prefix: bool = False
    excluded: bool = False
    others: tuple[tuple[str, ...], ...] = ()
    typed: str = field(default="", compare=False)

    def __str__(self) -> str:
        said = self.typed or " ".join(self.words)
        quoted = f'"{said}"' if len(said.split()) > 1 else said
        return ("-" if self.excluded else "") + quoted + ("*" if self.prefix and not self.typed else "")

    @property
    def ways(self) -> tuple[tuple[str, ...], ...]:
        """List all ways to write it."""
        return (self.words, *self.others)

    def places(self, found: list[Word]) -> Iterator[range]:
        """Yield where the term stands among the words of a text."""
        for way in self.ways:
            for start in range(len(found) - len(way) + 1):
                *before, last = [word.folded for word in found[start : start + len(way)]]
                begins = last.startswith(way[-1]) if self.prefix else last == way[-1]
                if begins and tuple(before) == way[:-1]:
                    yield range(start, start + len(way))

    def stands_in(self, text: str) -> bool:
        """Tell whether a text has it somewhere."""
        return any(self._stands_in_row(row, way) for row in rows_of_words(text) for way in self.ways)

    def _stands_in_row(self, row: tuple[str, ...], way: tuple[str, ...]) -> bool:
        if not self.prefix and way[-1] not in row:
            return False
        ends = (
            end
            for end in range(len(way), len(row) + 1)
            if (row[end - 1].startswith(way[-1]) if self.prefix else row[end - 1] == way[-1])
        )
        return any(row[end - len(way) : end - 1] == way[:-1] for end in ends)


def spans(text: str, terms: Iterable[Term]) -> list[tuple[int, int]]:
    """List from where to where terms stand in a text, in order; those that overlap are one."""
    read = [words(text), *([one] for one in further_words(text))]
    some = list(terms)
    found = sorted(
        (row[place.start].start, row[place.stop - 1].end) for row in read for term in some for place in term.places(row)
    )
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def ranked_texts(texts: Sequence[str], terms: Sequence[Term], weights: Sequence[float]) -> list[float]:
    """Rank texts of folded words, each of which has every term: higher with more of a rare one, lower for a long text.

    After Robertson and Zaragoza, “The Probabilistic Relevance Framework: BM25 and Beyond” (2009), with k1 1.2, b 0.75.
    """
    mean = sum(map(len, texts)) / max(len(texts), 1)
    ranks = []
    for text in texts:
        apart = f" {text.replace(' ', '  ')} "  # so that two in a row do not share a space
        norm = 1.2 * (0.25 + 0.75 * len(text) / mean)
        often = [sum(map(apart.count, _patterns(term))) for term in terms]
        ranks.append(sum(weight * many / (many + norm) for weight, many in zip(weights, often, strict=True)))
    return ranks


@lru_cache(maxsize=256)
def _patterns(term: Term) -> tuple[str, ...]:
    return tuple(f" {'  '.join(way)}{'' if term.prefix else ' '}" for way in term.ways)


def words(text: str) -> list[Word]:
    """List the words of a text in a row; case, accents, points and script make no difference to how they are folded.

    What is written without spaces gives a word for every two letters.
    """
    return [word for met in _WORD.finditer(text) for word in _read(met)]


def _read(met: re.Match[str]) -> Iterator[Word]:
    if met["run"]:
        yield from _pairs(met["run"], met.start())
        return
    if one := _fold(met["plain"] or met["dotted"] or met["figure"]):
        yield Word(one, met.start(), met.end())


def _pairs(run: str, at: int) -> Iterator[Word]:
    for place, pair in enumerate(_pair_words(run), at):
        yield Word(pair, place, min(place + 2, at + len(run)))


def _pair_words(run: str) -> list[str]:
    """Give every two letters of a run as a word, in one form of each; a letter alone as one."""
    one_form = _letters(run) if len(run) <= _LONGEST_WORD else without_points(run)
    if len(one_form) != len(run):  # half-width signs that melt into one letter
        return [_letters(run[place : place + 2]) for place in range(max(1, len(run) - 1))]
    return [one_form[place : place + 2] for place in range(max(1, len(run) - 1))]


def further_words(text: str) -> list[Word]:
    """List what else a text can be found by, each for itself: 1 000, co-operation and Sana’a as one word.

    Of what is written without spaces also the last letter of each run, and how it sounds where letters say so.
    """
    found = [Word(_fold(met[0].replace(" ", "")), met.start(), met.end()) for met in _SPACED.finditer(text)]
    if text.isascii() and "-" not in text and "'" not in text:
        return found
    found += [Word(_fold("".join(_tied_parts(met[0]))), met.start(), met.end()) for met in _TIED.finditer(text)]
    if not text.isascii():
        last = (met.end() for met in _RUN.finditer(text) if len(met[0]) > 1)
        found += [Word(_letters(text[end - 1]), end - 1, end) for end in last]
        found += [Word(_fold(met[0]), met.start(), met.end()) for met in _SPELT.finditer(text)]
    return [word for word in found if word.folded]


def _tied_parts(text: str) -> list[str]:
    """Part what hyphens and apostrophes tie; nothing if it is only a possessive."""
    parts = _TIE.split(text)
    parts = parts[:-1] if parts[-1] in ("s", "S") and "-" not in text[-2:] else parts
    return parts if len(parts) > 1 else []


@lru_cache(maxsize=8192)
def folded(text: str) -> tuple[str, ...]:
    """List the words of a text without their places."""
    if text.isascii() and not _NOT_PLAIN.search(text):  # most texts, at a fifth of the time
        return tuple(word[:_LONGEST_WORD] for word in _ASCII_WORD.findall(text.lower()))
    found: list[str] = []
    for met in _WORD.finditer(text):
        found += _pair_words(met["run"]) if met["run"] else [_fold(met["plain"] or met["dotted"] or met["figure"])]
    return tuple(word for word in found if word)


def is_written_out(word: str) -> bool:
    """Tell whether a folded word is a whole one of letters: no figure, and no pair of a run."""
    return word.isalpha() and not _RUN.match(word)


@lru_cache(maxsize=8192)  # names stand in item after item
def rows_of_words(text: str) -> tuple[tuple[str, ...], ...]:
    """List all that a text can be found by: its words in a row, then others alone."""
    return (folded(text), *((word.folded,) for word in further_words(text)))


def typed_terms(text: str) -> tuple[Term, ...]:
    """Read what somebody typed: words, "phrases", prefix*, -excluded. Whatever is typed, it never raises."""
    terms: dict[Term, None] = {}
    for met in _TYPED.finditer(_SPACED.sub(lambda figure: figure[0].replace(" ", "٬"), text)):
        typed = met["phrase"] if met["phrase"] is not None else met["bare"]
        begun = typed.endswith("*") if met["bare"] else bool(met["begun"])
        if read := _term(typed.replace("٬", " "), folded(typed), begun=begun):
            terms[replace(read, excluded=met["out"] is not None)] = None
    return tuple(terms)[:_MOST_TERMS]


def _term(typed: str, read: tuple[str, ...], *, begun: bool) -> Term | None:
    if not read:
        return None
    # of one Han character alone, pairs that begin with it are meant as well
    alone = len(read[-1]) == 1 and not read[-1].isascii()
    prefix = alone or (begun and len(read[-1]) >= SHORTEST_PREFIX)
    whole = (0, len(typed.rstrip("*,.;:!?")))
    others: list[tuple[str, ...]] = []
    others += [(one.folded,) for one in further_words(typed) if (one.start, one.end) == whole and len(one.folded) > 1]
    others += [tuple(typed.split())] if _SPACED.fullmatch(typed) else []
    if named := _DESIGNATION.fullmatch(typed.rstrip("*,.;:!?").lower()):
        letters, figures = named.groups()
        others += [(letters, figures), (letters + figures,), (letters, f"{figures}s"), (f"{letters}{figures}s",)]
    shown = "" if typed.isascii() else typed
    return Term(read, prefix, others=tuple(way for way in dict.fromkeys(others) if way != read), typed=shown)


@lru_cache(maxsize=65536)
def _letters(pair: str) -> str:
    """Fold what is kept in its own script: full width, small and large kana, forms of one character."""
    return without_points(unicodedata.normalize("NFKC", pair))


@lru_cache(maxsize=65536)
def _fold(word: str) -> str:
    if not word.isascii():
        # е is what people type for ё; anyascii would make yo of it
        plain = without_points(unicodedata.normalize("NFKC", word)).casefold().replace("ё", "е")
        if is_consonants(plain):  # of which romanised too little would be left: حسن and حسان
            return plain[:_LONGEST_WORD]
        word = anyascii(plain)
    return "".join(_ASCII_WORD.findall(word.lower()))[:_LONGEST_WORD]
