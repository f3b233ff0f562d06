"""What a message of the platform gives for a form: its words, and the source that its link's preview names."""

import re
from collections.abc import Mapping

from bot.asking import Ask
from bot.drafts.form_reader import in_marks
from db.model.edtf import words
from db.model.records import Source
from db.reading.view import list_items

NO_DAY = "day?"  # in the place of a day of publication that is not known
_LINK = re.compile(r"<?https?://[^\s>]+>?")
_QUOTATION = re.compile(r"“[^“”]+”")
_LONGEST = 1000


def from_message(ask: Ask, text: str, preview: Mapping[str, str]) -> dict[str, str]:
    """Give `text` and `source` of a form; `preview` has outlet, title, link and published of an article, if known."""
    return {"text": _said(text), "source": _source(ask, text, preview)}


def _said(text: str) -> str:
    """Give the one quotation in a message, or all of its words; never its link."""
    bare = in_marks(" ".join(_LINK.sub(" ", text).split()))
    quotations = _QUOTATION.findall(bare)
    return (quotations[0] if len(quotations) == 1 else bare)[:_LONGEST]


def _source(ask: Ask, text: str, preview: Mapping[str, str]) -> str:
    in_text = _LINK.search(text)
    link = preview.get("link") or (in_text[0].strip("<>") if in_text else "")
    if not link:
        return ""
    known = next((one.id for one in list_items(ask.view, Source) if one.url == link), "")
    if known:
        return known
    day = words(preview["published"]) if preview.get("published") else NO_DAY
    return ", ".join([preview.get("outlet") or "outlet?", preview.get("title") or "title?", day, link])
