"""The id of a quotation that its file gives none: made of who said what where, so that it is the same each time."""

import hashlib
import re

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # no i, l, o, u: read aloud and typed on a phone
_LETTERS = 8
_DERIVED = re.compile(rf"s-[{_ALPHABET}]{{{_LETTERS}}}(-[0-9]+)?")


def quotation_id(speaker: str, source: str, text: str) -> str:
    """Derive the id of a quotation from its speaker, its first source and its words without marks and case."""
    told = "\n".join((speaker, source, folded_words(text)))
    number = int.from_bytes(hashlib.sha256(told.encode("utf-8", "replace")).digest()[:5], "big")
    return "s-" + "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_LETTERS)))


def is_derived(id_: str) -> bool:
    """Tell whether an id has the form of one that was derived."""
    return _DERIVED.fullmatch(id_) is not None


def folded_words(text: str) -> str:
    """Give a text's words without case, marks and white space between them, as ids are derived from them."""
    return " ".join(re.findall(r"\w+", text.casefold()))
