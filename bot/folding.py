"""Names and titles reduced to plain words that can be compared."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

LONGEST = 200  # characters of a text that are looked at; the longest full name people print is shorter

_POSSESSIVE = re.compile(r"(?<=\w)'s\b(?!')")
_DOTTED = re.compile(r"\bu\.([skn])\b\.?(?:a\b\.?)?")
_WORD = re.compile(r"[a-z0-9]+")
_HYPHEN = re.compile(r"(?<=\w)[-\u2010\u2011\u2013](?=\w)")
_INITIAL = re.compile(r"(?<!\w)([^\W\d_])(?!\w)|(?<!\w)([^\W\d_]{2})\.")


@lru_cache(maxsize=4096)
def _letter(character: str) -> str:
    """Keep letters and marks, drop the invisible, make spaces of signs: anyascii spells emoji out."""
    if character in "'\u2019\u2018\u02bc`\u00b4\u2032":
        return "'"
    match unicodedata.category(character):
        case "Cf":
            return ""
        case category if category[0] in "LMN":
            return character
        case _:
            return "." if character == "." else " "


def fold(text: str) -> str:
    """Reduce a text to lower-case Latin words without accents, punctuation or the possessive 's.

    Empty if it holds no letter or digit. Only the first 200 characters count.
    """
    return _fold(text.strip()[:LONGEST])


@lru_cache(maxsize=16384)
def _fold(text: str) -> str:
    if text.replace(" ", "").isalnum() and text.isascii():
        return " ".join(text.lower().split())  # most names, and all that follows would change nothing
    if not text.isascii():
        text = anyascii("".join(map(_letter, unicodedata.normalize("NFKC", text))))
    text = _POSSESSIVE.sub("", text.lower())
    if "u." in text:
        text = _DOTTED.sub(r"u\1", text)
    return " ".join(_WORD.findall(text.replace("'", "")))


def unhyphened(text: str) -> str:
    """Write "Jong-un" as "Jongun"."""
    return text if text.isascii() and "-" not in text else _HYPHEN.sub("", text)


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def umlauts_spelt(text: str) -> str:
    """Write "Müller" as "Mueller"."""
    return text if text.isascii() else text.translate(_UMLAUTS)


def is_foreign(text: str) -> bool:
    """Tell whether letters of another script than Latin are in a text."""
    return any(character > "\u024f" and character.isalpha() for character in text[:LONGEST])


def initials(text: str) -> frozenset[str]:
    """List what stands for an initial: a single letter in any script, or two letters and a dot ("Yu.")."""
    return frozenset(fold(one or two) for one, two in _INITIAL.findall(text[:LONGEST]))


# Romanisations of one letter, longest first; what only sounds alike in English (oo/u, c/s, s/z) stays apart.
_ROMAN = {
    "shch": "sh", "sch": "sh", "sz": "sh", "kh": "h", "ph": "f", "ck": "k", "wh": "v", "x": "ks", "w": "v",
    "q": "k", "ou": "u", "oe": "o", "ae": "a", "ue": "u", "ye": "e", "je": "e", "ie": "e", "yo": "e",
    "y": "i", "j": "i",
}  # fmt: skip
_ROMANISED = re.compile("|".join([*_ROMAN, "c(?![eiyhk])", "gu(?=[ei])", "th(?=[aeiouy])", "ff$", "ow$"]))
_OTHER = {"c": "k", "gu": "g", "th": "t", "ff": "v", "ow": "ov"}
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """Reduce a folded word to what all its romanisations share (Jaroschenko, Yaroshenko -> iaroshenko)."""
    spelt = _ROMANISED.sub(lambda met: _ROMAN.get(met[0]) or _OTHER[met[0]], word)
    return _DOUBLED.sub(r"\1", spelt)


_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьбюё"
_TO_CYRILLIC = str.maketrans(_LATIN + '{}:"<>~', _CYRILLIC + "хъжэбюё")
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_KEYS = {
    letter: set(row[max(0, place - 1) : place + 2]) - {letter}
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for place, letter in enumerate(row)
}


def other_layout(text: str) -> str:
    """Read a text as typed on the Russian keyboard instead of the English one, or the other way round."""
    typed = text[:LONGEST].lower()
    return typed.translate(_TO_LATIN if any("а" <= letter <= "ё" for letter in typed) else _TO_CYRILLIC)


def plain_slip(typed: str, meant: str) -> bool:
    """Tell whether two neighbours inside a word were swapped, or a neighbouring key was hit.

    Other slips of one letter may be another surname: Peskov, Leskov; Petrov, Petrova; Johnson, Johnston.
    """
    if len(typed) != len(meant) or len(typed) < 5:
        return False
    wrong = [place for place, (left, right) in enumerate(zip(typed, meant, strict=True)) if left != right]
    if not wrong or wrong[0] == 0 or wrong[-1] == len(typed) - 1:
        return False
    if len(wrong) == 1:
        return typed[wrong[0]] in _KEYS.get(meant[wrong[0]], ())
    first, last = wrong[0], wrong[-1]
    return last - first == 1 and typed[first] == meant[last] and typed[last] == meant[first]
