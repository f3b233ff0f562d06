"""/dossier new: a dossier made of a first text: its source, the sides that the text names, its drafts."""

import json
import re
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Annotated, Any

from bot.articles.heading import Heading
from bot.asking import Ask, UserError, row_number
from bot.blocks import Answer, Block, Choice, Field, Form, Line
from bot.dossiers.export_formats import as_json, as_yaml
from bot.dossiers.files import dossier_apply
from bot.dossiers.intake import check_text
from bot.drafts.add_fields import asking
from bot.drafts.article import summary
from bot.drafts.article_heading import check_heading, draft_entries, missing_of
from bot.drafts.article_keep import drafts_of, find_article, keep_article
from bot.drafts.article_text import read_confined
from bot.drafts.new_dossier_fields import TOLD
from bot.names.folding import fold
from bot.phrasing.lines import listed
from db.desk.drafts import Draft, add_draft, find_draft, mark_draft, replace_body
from db.loading.heads import list_dossiers
from db.model import edtf
from db.model.records import Dossier, Party, Source, Spelling, When
from db.reading.view import View

FIRST_TEXT = "first text"
FIELDS = tuple(
    Field(one.option, one.label, f"{one.sentence}.", one.example, needed=True, longest=one.longest)
    for one in TOLD.values() if one.needed
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """What a new dossier is to be, and the text it begins with, as it was read."""

    found: dict[str, Any]
    title: str = ""
    sides: tuple[str, ...] = ()
    about: str = ""

    @property
    def heading(self) -> Heading:
        return Heading(*self.found["heading"])

    @property
    def text(self) -> str:
        return str(self.found["text"])

    @property
    def missing(self) -> list[str]:
        """List what must be known before there can be a dossier."""
        here = {"title": self.title, "sides": self.sides}
        of_text = ["headline" if one == "title" else one for one in missing_of(self.heading)]
        return [key for key, value in here.items() if not value] + of_text

    def headed(self, heading: Heading) -> "Plan":
        """Say where its text came out."""
        where = [heading.outlet, heading.title, heading.published, heading.link]
        return replace(self, found=self.found | {"heading": where})


def sides_of(typed: str) -> tuple[str, ...]:
    """Part the names of sides that were typed in one line: “A, B”, “A and B”, “A; B”."""
    by = ";" if ";" in typed else ","
    parts = [part.strip() for part in typed.split(by)]
    if len(parts) == 1:
        parts = re.split(r" (?:and|und|et|y|и|–|vs?\.?) ", typed)
    return tuple(part for part in map(str.strip, parts) if part)


def make_dossier(plan: Plan, *, taken: Collection[str] = ()) -> Dossier:
    """Make a dossier of a plan that misses nothing: one source and its sides; raises UserError.

    A side is spelt as the text has it. `taken` are ids of dossiers that are there.
    """
    if len(plan.sides) < 2:
        raise UserError(
            f"sides: {', '.join(plan.sides)}: a negotiation has two or more. E.g. “Port Authority, Blue Line”"
        )
    heading = plan.heading
    ids: list[str] = []
    source = Source(
        id=_new_id(f"{heading.outlet} {heading.published}", ids),
        outlet=heading.outlet,
        title=heading.title,
        published=When(edtf=heading.published),
        url=heading.link,
    )
    parties = tuple(
        Party(id=_new_id(name, ids), name=name, side=True, spellings=(Spelling(text=name, sources=(source.id,)),))
        for name in _spelt(plan)
    )
    about = plan.about or f"What {listed([one.name for one in parties])} say and agree on."
    made = Dossier(format="1", id=_new_id(plan.title, list(taken)), title=plan.title, about=about,
                   parties=parties, sources=(source,))  # fmt: skip
    return check_text(as_yaml(made).encode(), name="new.yaml")


def _spelt(plan: Plan) -> list[str]:
    """Give each side as the text spells it; raises UserError with those that it does not name."""
    spelt, absent = [], []
    for side in plan.sides:
        found = re.search(rf"(?<!\w){re.escape(side)}(?!\w)", plan.text, re.IGNORECASE)
        if found:
            spelt.append(" ".join(found[0].split()))
        else:
            absent.append(side)
    if absent:
        raise UserError(
            f"sides: the text does not name {listed([f'“{one[:60]}”' for one in absent])}. A dossier holds what its "
            "sources say: write each side as this text calls it; other spellings come with other texts."
        )
    if len({fold(one) for one in spelt}) < len(spelt):
        raise UserError(f"sides: {', '.join(spelt)}: two are the same.")
    return spelt


def _new_id(words: str, taken: list[str]) -> str:
    """Make an id of words that is not taken, and take it."""
    stem = "-".join(fold(words).split())[:28].strip("-") or "talks"
    lower = {one.lower() for one in taken}
    made = next(one for n in range(1, len(lower) + 2) if (one := f"{stem}-{n}" if n > 1 else stem) not in lower)
    taken.append(made)
    return made


# --- as a desk does it


TextNumber = Annotated[str, "the number of a text that was handed over"]


def keep_first_text(ask: Ask, plan: Plan) -> int:
    """Keep a text with which a dossier is to begin; gives its number."""
    body = json.dumps(asdict(plan), ensure_ascii=False)
    new = Draft(desk=ask.desk.id, dossier="", kind=FIRST_TEXT, body=body, actor=ask.asker.id,
                actor_name=ask.asker.name, at=ask.now)  # fmt: skip
    return add_draft(ask.view.connection, new)


def dossier_new(
    ask: Ask,
    *,
    text: TextNumber,
    title: Annotated[str, TOLD["title"].said] = "",
    sides: Annotated[str, TOLD["sides"].said] = "",
    about: Annotated[str, TOLD["about"].said] = "",
    outlet: Annotated[str, TOLD["outlet"].said] = "",
    headline: Annotated[str, TOLD["headline"].said] = "",
    published: Annotated[str, TOLD["published"].said] = "",
    link: Annotated[str, TOLD["link"].said] = "",
) -> Answer:
    """Begin a dossier with a first text: its title, the sides, and what the text says, as drafts to be taken.

    Attach the text (.txt .html .md .eml); in a terminal: backchannel new. Nothing is made before a press.
    """
    draft, plan = _find(ask, text)
    typed = check_heading(Heading(outlet.strip(), headline.strip(), published.strip(), link.strip()), ask)
    heading = typed.or_else(plan.heading)
    plan = replace(plan, found=ask.prepared or plan.found).headed(heading)
    given = {"title": title.strip(), "sides": sides_of(sides), "about": about.strip()}
    plan = replace(plan, **{key: value for key, value in given.items() if value})  # type: ignore[arg-type]
    replace_body(
        ask.view.connection, draft.id, kind=FIRST_TEXT, body=json.dumps(asdict(plan), ensure_ascii=False), seen=""
    )
    if plan.missing or not any((title, sides, about, outlet, headline, published, link)):
        return _ask_for(draft, plan)
    try:
        dossier = _made(ask, plan)
    except UserError as error:
        return _ask_for(draft, plan, said=(Line((str(error),), label="Not yet"),))
    return _read_back(draft, plan, dossier)


def read_first_text(ask: Ask, *, text: TextNumber, published: str = "", **_told: str) -> Callable[[], Any] | None:
    """Give the reading of a first text under another day, which decides what “Wednesday” means in it."""
    _, plan = _find(ask, text)
    day = check_heading(Heading(published=published.strip()), ask).published
    if not day or day == plan.heading.published:
        return None
    heading = replace(plan.heading, published=day)
    return partial(read_confined, plan.text.encode(), "text.txt", given=heading, now=ask.now)


def _find(ask: Ask, number: str) -> tuple[Draft, Plan]:
    plain = number.strip().removeprefix("#")
    found = find_draft(ask.view.connection, row_number(number), desk=ask.desk.id)
    if found is None or found.kind != FIRST_TEXT:
        raise UserError(f"There is no text {plain[:20]} here to begin a dossier with. Attach one: /dossier new")
    if found.state != "draft":
        raise UserError(
            f"Text {found.id} has its dossier already, by {found.decided_by or 'somebody else'}. See /dossier list"
        )
    body = json.loads(found.body)
    return found, Plan(body["found"], body["title"], tuple(body["sides"]), body["about"])


def _made(ask: Ask, plan: Plan) -> Dossier:
    return make_dossier(plan, taken=[head.name for head in list_dossiers(ask.view.connection, desk=ask.desk.id)])


def _ask_for(draft: Draft, plan: Plan, *, said: tuple[Block, ...] = ()) -> Answer:
    heading = plan.heading
    known = {"title": plan.title, "sides": ", ".join(plan.sides), "outlet": heading.outlet, "headline": heading.title,
             "published": heading.published}  # fmt: skip
    fields = tuple(replace(field, value=known[field.option]) for field in FIELDS)
    line = f"/dossier new {draft.id}"
    press = Choice("Fill it in", line)
    return asking(Form("A new dossier", line, fields), said=(*said, press), refused=False)


def _read_back(draft: Draft, plan: Plan, dossier: Dossier) -> Answer:
    source, counted = dossier.sources[0], len(plan.found["statements"])
    rows: list[Block] = [
        Line((f"{', '.join(one.name for one in dossier.parties)}",), label="Sides"),
        Line((f"{source.outlet}, {edtf.words(source.published.edtf)}: {source.title}",), label="First source"),
        Line((f"{counted} statements to go through, {len(plan.found['people'])} people",), label="In the text"),
        Line((dossier.id,), label="Its name in commands"),
    ]
    choices = (Choice("Create", f"/dossier begin {draft.id}"), Choice("Change", f"/dossier new {draft.id}"))
    return Answer(f"New: {dossier.title}", (*rows, *choices), aside=True)


def dossier_begin(ask: Ask, *, text: TextNumber) -> Answer:
    """Make the dossier that was read back, and draft what its first text says."""
    draft, plan = _find(ask, text)
    if plan.missing:
        return _ask_for(draft, plan)
    dossier = _made(ask, plan)
    connection = ask.view.connection
    if not mark_draft(connection, draft.id, "applied", by=ask.asker.name, by_id=ask.asker.id, now=ask.now):
        raise UserError(f"Text {draft.id} has its dossier already. See /dossier list")
    file = Draft(desk=ask.desk.id, dossier="", kind="load", body=as_json(dossier), actor=ask.asker.id,
                 actor_name=ask.asker.name, at=ask.now)  # fmt: skip
    loaded = dossier_apply(ask, draft=str(add_draft(connection, file)))
    there = within(ask, dossier.id)
    heading = plan.heading
    offered, source = draft_entries(there, plan.found), dossier.sources[0].id
    number = keep_article(there, heading, plan.found, offered, source=source)
    replace_body(connection, draft.id, kind=FIRST_TEXT, body="{}", seen="")  # the text is kept where texts are
    kept = find_article(there, str(number))
    choices = [one for one in loaded.blocks if isinstance(one, Choice)]
    first = Line((f"{dossier.title} ({dossier.id}). What its first text says is to be taken next.",), label="Made")
    answer = summary(there, kept, drafts_of(there, kept), said=(first,))
    return replace(answer, blocks=(*answer.blocks, *choices))


def within(ask: Ask, name: str) -> Ask:
    """Ask the same of another dossier of the desk."""
    head = next(one for one in list_dossiers(ask.view.connection, desk=ask.desk.id) if one.name == name)
    view = View(ask.view.connection, ask.desk.id, head.id, ask.as_of)
    return replace(ask, view=view, head=head)
