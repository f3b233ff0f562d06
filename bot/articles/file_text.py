"""The text of a file, whatever its encoding; what is no text is refused with what can be read instead."""

import codecs
import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

LARGEST = 8 * 1024 * 1024  # bytes
LONGEST = 400_000  # characters of an article, its page's menus aside

_INSTEAD = "Save the article as text or as a web page (.txt, .html), or paste its text"
_NO_TEXT = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture or a recording"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"PK\x03\x04", "an archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich text document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"ID3", "a recording"),
    (b"OggS", "a recording"),
    (b"bplist", "a web archive"),
)
_BYTE_ORDER = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(rb"charset\s{0,5}=\s{0,5}[\"']?([\w-]{3,30})", re.IGNORECASE)
_PAGE = re.compile(r"\s{0,200}(?:<!doctype html|<html\b|<\?xml[^>]{0,200}\?>\s{0,20}<!doctype html)", re.IGNORECASE)
_TAGS = re.compile(r"</(?:p|div|span|article|section|a)>", re.IGNORECASE)
_MANGLED = re.compile("â€[œ™˜“”¦\x80-\x9f]?|Ã[\x80-\xbf]|Â[\xa0-\xbf]")
_SIGNATURE = 16


class UnreadableError(ValueError):
    """What was handed over holds no text that can be read; says what it is, and what works."""


@dataclass(frozen=True, slots=True)
class FileText:
    """The text of a file, and what the file says of it."""

    text: str
    is_page: bool = False
    title: str = ""
    published: str = ""


def read_file(content: bytes, *, name: str = "") -> FileText:
    """Read the bytes of a file: text, page or mail."""
    if len(content) > LARGEST:
        raise UnreadableError(f"{_called(name)} has {len(content):,} bytes; up to {LARGEST:,} are read. {_INSTEAD}.")
    head = content[:_SIGNATURE]
    for signature, kind in _NO_TEXT:
        if head.startswith(signature):
            raise UnreadableError(f"{_called(name)} is {kind}, no text. {_INSTEAD}.")
    if name.lower().endswith((".eml", ".mht", ".mhtml")):
        return _mail(content, name)
    return _text(content, name)


def _called(name: str) -> str:
    return f"{name[:80]!r}" if name else "This"


def _text(content: bytes, name: str) -> FileText:
    text = mend(decode(content))
    if not text.strip():
        raise UnreadableError(f"{_called(name)} is empty. {_INSTEAD}.")
    if _share_of_signs(text) > 0.1:
        raise UnreadableError(f"{_called(name)} holds no readable text. {_INSTEAD}.")
    return FileText(text, is_page=is_page(text, name=name))


def is_page(text: str, *, name: str = "") -> bool:
    """Tell a page from plain text: by its beginning, its name, or its tags."""
    if _PAGE.match(text) or name.lower().endswith((".html", ".htm", ".xhtml")):
        return True
    return len(_TAGS.findall(text[:100_000])) >= 4


def _share_of_signs(text: str) -> float:
    """Count characters that no text has."""
    sample = text[:20_000]
    odd = sum(1 for sign in sample if (sign < " " and sign not in "\t\n\r\f\x0b") or sign in "\x7f\ufffd")
    return odd / max(1, len(sample))


def decode(content: bytes) -> str:
    """Decode bytes: by their mark, as UTF-8, by what the page says of itself, else as Windows-1252."""
    for mark, encoding in _BYTE_ORDER:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if b"\x00" in content[:200]:
        zeros = content[:200:2].count(0), content[1:200:2].count(0)
        return content.decode("utf-16-be" if zeros[0] > zeros[1] else "utf-16-le", errors="replace")
    said = _CHARSET.search(content[:4096])
    for encoding in ("utf-8", said[1].decode("ascii") if said else "utf-8", "cp1252"):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("latin-1")


def mend(text: str) -> str:
    """Undo UTF-8 that was read as Windows-1252 on its way: "â€œ" for an opening mark."""
    return _MANGLED.sub(_mended, text) if _MANGLED.search(text[:50_000]) else text


def _mended(found: re.Match[str]) -> str:
    raw = b"".join(sign.encode("cp1252" if sign > "\xff" else "latin-1") for sign in found[0])
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return "”" if found[0] == "â€" else found[0]  # its last byte is the one that gets lost


def _mail(content: bytes, name: str) -> FileText:
    """Read a mail's text, or the page it holds."""
    mail = message_from_bytes(content, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    body = mail.get_body(("html", "plain"))
    payload = body.get_payload(decode=True) if body else None
    if not isinstance(payload, bytes) or body is None:
        raise UnreadableError(f"{_called(name)} is a mail without text. {_INSTEAD}.")
    found = _text(payload, name)
    day = mail["date"]
    try:
        published = parsedate_to_datetime(str(day)).date().isoformat() if day else ""
    except ValueError:
        published = ""
    return FileText(found.text, body.get_content_type() == "text/html", str(mail["subject"] or ""), published)
