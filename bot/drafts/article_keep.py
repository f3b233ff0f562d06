"""A text that was handed over, kept with its drafts: which are open is told by the database alone."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.asking import Ask, UserError, place_of
from bot.drafts.add_fields import Added
from bot.drafts.article_entries import Entry
from bot.drafts.article_text import Heading
from bot.rights import reaches
from db.desk.article_texts import ArticleText, add_article_text, find_article_text
from db.desk.drafts import Draft, add_draft, find_draft, mark_draft, replace_body

ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft of a text, by its number, with what is told of it."""

    draft: int
    kind: Added
    spans: tuple[tuple[int, int], ...] = ()
    sure: bool = False
    same: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptArticle:
    """A text with its drafts; `at` is the number of drafts that were gone through.

    `text_id` is the number under which the text is kept; `text` is "" where it is not kept any more.
    """

    heading: Heading
    form: str
    text: str
    kept: tuple[Kept, ...]
    at: int = 0
    text_id: int = 0
    draft: Draft | None = None

    @property
    def id(self) -> int:
        """The number by which it is asked for."""
        return self.draft.id if self.draft else 0


def keep_article(
    ask: Ask, heading: Heading, form: str, text: str, entries: Sequence[Entry], *, author: str = "", source: str = ""
) -> int:
    """Keep a text with a draft for each entry; gives its number. `author` is whose message it was."""
    new = ArticleText(desk=ask.desk.id, dossier=ask.head.id, text=text, at=ask.now, author=author, source=source)
    text_id = add_article_text(ask.view.connection, new)
    return _add(ask, ARTICLE, _body(KeptArticle(heading, form, text, _kept(ask, entries), text_id=text_id)))


def keep_anew(ask: Ask, article: KeptArticle, heading: Heading, form: str, entries: Sequence[Entry]) -> KeptArticle:
    """Keep what was read of a text under another heading, in place of the drafts before."""
    for one in article.kept:
        mark_draft(ask.view.connection, one.draft, "refused", by=ask.asker.name, by_id=ask.asker.id, now=ask.now)
    anew = replace(article, heading=heading, form=form, kept=_kept(ask, entries), at=0)
    return keep_place(ask, anew, 0)


def _kept(ask: Ask, entries: Sequence[Entry]) -> tuple[Kept, ...]:
    return tuple(
        Kept(_add(ask, one.kind, dict(one.fields)), one.kind, one.spans, one.sure, one.same, one.remarks)
        for one in entries
    )


def _add(ask: Ask, kind: str, body: Any) -> int:
    new = Draft(desk=ask.desk.id, dossier=ask.head.id, kind=kind, body=json.dumps(body, ensure_ascii=False),
                actor=ask.asker.id, actor_name=ask.asker.name, at=ask.now, channel=place_of(ask))  # fmt: skip
    return add_draft(ask.view.connection, new)


def _body(article: KeptArticle) -> dict[str, Any]:
    return {
        "heading": asdict(article.heading),
        "form": article.form,
        "text": article.text_id,
        "kept": [asdict(one) for one in article.kept],
        "at": article.at,
    }


def find_article(ask: Ask, number: str) -> KeptArticle:
    """Find a text that the asker may go through; raises UserError."""
    plain = number.strip().removeprefix("#")
    found = None
    if plain.isdecimal() and len(plain) < 16:
        found = find_draft(ask.view.connection, int(plain), desk=ask.desk.id)
    if found is None or found.kind != ARTICLE or found.dossier != ask.head.id:
        raise UserError(f"There is no text {plain[:20]} here. Hand one over: /article with a file")
    if found.actor != ask.asker.id and not reaches(ask.level, "editor"):
        raise UserError(f"Text {found.id} is {found.actor_name}’s. Only they and the desk’s editors may go through it.")
    if found.state == "refused":
        raise UserError(f"Text {found.id} was discarded by {found.decided_by}. Hand it over again: /article")
    body = json.loads(found.body)
    text = find_article_text(ask.view.connection, body["text"], desk=ask.desk.id)
    return _opened(found, body, text)


def _opened(draft: Draft, body: dict[str, Any], text: str) -> KeptArticle:
    kept = tuple(
        Kept(**one | {"spans": tuple((s, e) for s, e in one["spans"]), "remarks": tuple(one["remarks"])})
        for one in body["kept"]
    )
    return KeptArticle(Heading(**body["heading"]), body["form"], text, kept, body["at"], body["text"], draft)


def keep_place(ask: Ask, article: KeptArticle, at: int) -> KeptArticle:
    """Keep how far a text was gone through, for whoever goes on."""
    moved = replace(article, at=at)
    body = json.dumps(_body(moved), ensure_ascii=False)
    replace_body(ask.view.connection, article.id, kind=ARTICLE, body=body, seen="")
    return moved


def drafts_of(ask: Ask, article: KeptArticle) -> dict[int, Draft]:
    """Find the drafts of a text, as the database has them now."""
    found = (find_draft(ask.view.connection, one.draft, desk=ask.desk.id) for one in article.kept)
    return {one.id: one for one in found if one is not None}
