"""Names and titles reduced to plain words that can be compared."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

from db.model.scripts import HAN, without_points

LONGEST = 200  # characters of a text that are looked at; the longest full name people print is shorter

_POSSESSIVE = re.compile(r"(?<=\w)'s\b(?!')")
_DOTTED = re.compile(r"\bu\.([skn])\b\.?(?:a\b\.?)?")
_WORD = re.compile(r"[a-z0-9]+")
_HYPHEN = re.compile(r"(?<=\w)[-\u2010\u2011\u2013](?=\w)")
_BETWEEN_HAN = re.compile(f"(?<=[{HAN}]) +(?=[{HAN}])")
_ACCENTS = "\u0300\u0301\u0342\u0313\u0314\u0345"  # of Greek letters; the diaeresis parts two sounds
DISTINCT = 6  # letters; shorter surnames sound like others (Smyth, Smith; Bout, But)
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
        text = without_points(unicodedata.normalize("NFKC", text))
        text = _BETWEEN_HAN.sub("", "".join(map(_letter, _greek(text))))
        text = anyascii(text.translate(_SEMITIC)).replace("`", "")
    text = _POSSESSIVE.sub("", text.lower())
    if "u." in text:
        text = _DOTTED.sub(r"u\1", text)
    return " ".join(_WORD.findall(text.replace("'", "")))


# what anyascii makes a sign of, or a sound that the letter has only within words
_SEMITIC = {ord("ع"): "", ord("ו"): "w", ord("ב"): "b", ord("כ"): "k", ord("פ"): "p"}
# two letters for one sound; anyascii knows letters only
_GREEK = {"ου": "u", "αυ": "av", "ευ": "ev", "γγ": "ng", "γκ": "g", "μπ": "b", "ντ": "d"}
_GREEK_PAIR = re.compile(r"ου|αυ|ευ|γγ|\b(?:γκ|μπ|ντ)")


def _greek(text: str) -> str:
    """Write Greek by its sounds: Μπακογιάννη as Bakogianni, Ευάγγελος as Evangelos."""
    if not any("\u0370" <= letter <= "\u03ff" for letter in text):
        return text
    plain = "".join(one for one in unicodedata.normalize("NFD", text.lower()) if one not in _ACCENTS)
    return _GREEK_PAIR.sub(lambda met: _GREEK[met[0]], plain)


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
    "iy": "i", "ij": "i", "ji": "ji", "y": "i", "j": "i",
}  # fmt: skip
_ROMANISED = re.compile("|".join([*_ROMAN, "c(?![eiyhk])", "gu(?=[ei])", "th(?=[aeiouy])", "ff$", "ow$"]))
_OTHER = {"c": "k", "gu": "g", "th": "t", "ff": "v", "ow": "ov"}
_DOUBLED = re.compile(r"(.)\1+")
_YO = re.compile("(?<=[pft])yo")
_SLAVIC = re.compile(r"[a-z]{2,}(?:a|enko|[bcdfhjklmpstvwxz]|[sc]k[iy]|iy|yi|nik|in)")


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """Reduce a folded word to what all its romanisations share (Jaroschenko, Yaroshenko -> iaroshenko)."""
    spelt = _ROMANISED.sub(lambda met: _ROMAN.get(met[0]) or _OTHER[met[0]], word)
    return _DOUBLED.sub(r"\1", spelt)


def is_vague(typed: str, word: str, *, surname: bool) -> bool:
    """Tell whether two words that only sound alike may be two names: Han, Khan; Yang, Jang; Smyth, Smith."""
    if typed == word:
        return False
    if "j" in (typed[0], word[0]) and typed[0] != word[0] and not _SLAVIC.fullmatch(min(typed, word, key=len)):
        return True
    least = DISTINCT if surname else 4 if _plainly(typed) == _plainly(word) else 5
    return len(sound(word)) < least


def _plainly(word: str) -> str:
    """Write y as i, what is doubled once, and Pyotr as Petr: spellings of one name however short it is."""
    return _DOUBLED.sub(r"\1", _YO.sub("e", word).replace("y", "i"))


_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьбюё"
_TO_CYRILLIC = str.maketrans(_LATIN + '{}:"<>~', _CYRILLIC + "хъжэбюё")
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)


def other_layout(text: str) -> str:
    """Read a text as typed on the Russian keyboard instead of the English one, or the other way round."""
    typed = text[:LONGEST].lower()
    return typed.translate(_TO_LATIN if any("а" <= letter <= "ё" for letter in typed) else _TO_CYRILLIC)


def plain_slip(typed: str, meant: str) -> bool:
    """Tell whether two neighbours inside a word were swapped.

    Other slips of one letter may be another surname: Peskov, Leskov; Hamada, Hanada; Johnson, Johnston.
    """
    if len(typed) != len(meant) or len(typed) < DISTINCT:
        return False
    wrong = [place for place, (left, right) in enumerate(zip(typed, meant, strict=True)) if left != right]
    if not wrong or wrong[0] == 0 or wrong[-1] == len(typed) - 1:
        return False
    first, last = wrong[0], wrong[-1]
    return last - first == 1 and typed[first] == meant[last] and typed[last] == meant[first]
