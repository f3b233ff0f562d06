"""A text that was handed over, kept with its drafts: which are open is told by the database alone."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from bot.articles.heading import Heading
from bot.asking import Ask, UserError, place_of, row_number
from bot.drafts.article_again import Before, Offered, fields_of
from bot.drafts.article_entries import Entry
from bot.names.folding import fold
from bot.rights import reaches
from db.desk.article_texts import ArticleText, add_article_text, find_article_text
from db.desk.drafts import Draft, State, add_draft, find_draft, list_drafts, mark_draft, replace_body

ARTICLE = "article"
LEFT_OUT = "left out"  # noted with a draft that somebody left out by itself
AGAIN = "handed over again"


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft of a text, by its number, with what is told of it."""

    draft: int
    kind: str
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
    before: Before = field(default_factory=Before)
    draft: Draft | None = None

    @property
    def id(self) -> int:
        """The number by which it is asked for."""
        return self.draft.id if self.draft else 0


def keep_article(
    ask: Ask, heading: Heading, read: Mapping[str, str], offered: Offered, *, author: str = "", source: str = ""
) -> int:
    """Keep a text as it was read, with a draft for each entry; gives its number. `author` is whose message it was.

    What is open of the same text, handed over before, makes room for it.
    """
    _supersede(ask, heading)
    new = ArticleText(
        desk=ask.desk.id, dossier=ask.head.id, text=read["text"], at=ask.now, author=author, source=source
    )
    text_id = add_article_text(ask.view.connection, new)
    kept = _kept(ask, offered.entries)
    made = KeptArticle(heading, read["form"], read["text"], kept, text_id=text_id, before=offered.before)
    return _add(ask, ARTICLE, _body(made))


def keep_anew(ask: Ask, article: KeptArticle, heading: Heading, form: str, offered: Offered) -> KeptArticle:
    """Keep what was read of a text under another heading, in place of the drafts before."""
    for one in article.kept:
        mark_draft(ask.view.connection, one.draft, "refused", by=ask.asker.name, by_id=ask.asker.id, now=ask.now)
    kept = _kept(ask, offered.entries)
    anew = replace(article, heading=heading, form=form, kept=kept, at=0, before=offered.before)
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
        "before": asdict(article.before),
    }


def _same_texts(ask: Ask, heading: Heading, *, state: State) -> list[KeptArticle]:
    """List the texts that were handed over under the same link, or the same outlet, title and day."""
    listed = list_drafts(ask.view.connection, desk=ask.desk.id, state=state, kind=ARTICLE)
    here = [_opened(one, json.loads(one.body), "") for one in listed if one.dossier == ask.head.id]
    return [one for one in here if one.heading.published and _is_same(one.heading, heading)]


def _is_same(one: Heading, other: Heading) -> bool:
    alike = [fold(part) for part in (one.outlet, one.title)] == [fold(part) for part in (other.outlet, other.title)]
    return bool(one.link and one.link == other.link) or (alike and one.published == other.published)


def list_settled(ask: Ask, heading: Heading) -> list[dict[str, str]]:
    """List the fields of a text's drafts that were left out one by one, or wait for the editors."""
    before = [*_same_texts(ask, heading, state="draft"), *_same_texts(ask, heading, state="refused")]
    drafts = [one for text in before for one in drafts_of(ask, text).values()]
    return [fields_of(one.body) for one in drafts if one.state == "proposed" or one.note == LEFT_OUT]


def _supersede(ask: Ask, heading: Heading) -> None:
    """Close what is open of a text that is handed over again, by the same person or an editor."""
    for text in _same_texts(ask, heading, state="draft") if heading.published else ():
        if text.draft is None or not (text.draft.actor == ask.asker.id or reaches(ask.level, "editor")):
            continue
        for id_ in (text.id, *(one.id for one in drafts_of(ask, text).values() if one.state == "draft")):
            mark_draft(ask.view.connection, id_, "refused", by=ask.asker.name, by_id=ask.asker.id, now=ask.now,
                       note=AGAIN)  # fmt: skip


def find_article(ask: Ask, number: str) -> KeptArticle:
    """Find a text that the asker may go through; raises UserError."""
    plain = number.strip().removeprefix("#")
    found = find_draft(ask.view.connection, row_number(number), desk=ask.desk.id)
    if found is None or found.kind != ARTICLE or found.dossier != ask.head.id:
        raise UserError(f"There is no text {plain[:20]} here. Hand one over: /article with a file")
    if found.actor != ask.asker.id and not reaches(ask.level, "editor"):
        raise UserError(f"Text {found.id} is {found.actor_name}’s. Only they and the desk’s editors may go through it.")
    if found.state == "refused":
        if found.note == AGAIN:
            raise UserError(f"Text {found.id} was handed over again by {found.decided_by}. See the newer one: /article")
        raise UserError(f"Text {found.id} was discarded by {found.decided_by}. Hand it over again: /article")
    body = json.loads(found.body)
    text = find_article_text(ask.view.connection, body["text"], desk=ask.desk.id)
    return _opened(found, body, text)


def text_of(ask: Ask, draft: int) -> KeptArticle | None:
    """Find the open text that a draft was made of, if the asker may go through it."""
    for one in list_drafts(ask.view.connection, desk=ask.desk.id, state="draft", kind=ARTICLE):
        mine = one.actor == ask.asker.id or reaches(ask.level, "editor")
        if mine and any(kept["draft"] == draft for kept in json.loads(one.body)["kept"]):
            return find_article(ask, str(one.id)) if one.dossier == ask.head.id else None
    return None


def _opened(draft: Draft, body: dict[str, Any], text: str) -> KeptArticle:
    kept = tuple(
        Kept(**one | {"spans": tuple((s, e) for s, e in one["spans"]), "remarks": tuple(one["remarks"])})
        for one in body["kept"]
    )
    before = Before(**body["before"] | {"fallen": tuple(body["before"]["fallen"])})
    return KeptArticle(Heading(**body["heading"]), body["form"], text, kept, body["at"], body["text"], before, draft)


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
