"""Adding to a dossier by a form: kept as a draft, read back, then saved or sent to the desk's editors."""

import json
from typing import Annotated, Literal

from bot.asking import Ask, UserError
from bot.blocks import Answer, Choice, Line
from bot.drafts.add_fields import Added, asking, form_of, merged, missing
from bot.drafts.article import read_back_draft
from bot.drafts.drafts import MESSAGE, form_line, keep_draft, own_draft
from bot.drafts.message_words import from_message

_Draft = Annotated[str, "the number of one begun: what is not named stays as it was"]
_Source = Annotated[str, "a source’s id, or of a new one: outlet, title, day"]
_When = Annotated[str, "a day or EDTF; words are counted from the day of the source"]
_About = Annotated[str, "names, subjects or ids, with commas between"]
_Gist = Annotated[str, "what it amounts to, in one short sentence that the source carries whole"]


def add_statement(
    ask: Ask,
    *,
    speaker: Annotated[str, "who said it; or a statement’s id, to add another source’s wording"] = "",
    text: Annotated[str, "what was said: exact words between “ and ”"] = "",
    when: _When = "",
    source: _Source = "",
    about: _About = "",
    stance: Annotated[str, "how they stand to what, e.g. expects: a call; may stay empty"] = "",
    draft: _Draft = "",
) -> Answer:
    """Add what somebody said, or another source's wording of it, after reading it back; a source is needed.

    Words between “ and ” are exact; a text wholly in “ ” is a direct quotation, one without any is in our own words.
    What readers add goes to the desk's editors first.
    """
    return _begin(ask, "statement", draft, speaker=speaker, text=text, when=when, source=source, about=about,
                  stance=stance)  # fmt: skip


def add_event(
    ask: Ask,
    *,
    title: Annotated[str, "what happened"] = "",
    when: _When = "",
    said: Annotated[str, "what the source says of it; exact words in “ ”"] = "",
    source: _Source = "",
    about: _About = "",
    gist: _Gist = "",
    draft: _Draft = "",
) -> Answer:
    """Add something that happened, after reading it back; a source is needed."""
    return _begin(ask, "event", draft, title=title, when=when, said=said, source=source, about=about, gist=gist)


def add_offer(
    ask: Ask,
    *,
    title: Annotated[str, "what to call it"] = "",
    between: Annotated[str, "by whom to whom, e.g. usa to russia"] = "",
    terms: Annotated[str, "one a line, or with ; between"] = "",
    source: _Source = "",
    when: _When = "",
    gist: _Gist = "",
    draft: _Draft = "",
) -> Answer:
    """Add an offer with its terms, after reading it back; a source is needed."""
    return _begin(ask, "offer", draft, title=title, between=between, terms=terms, source=source, when=when,
                  gist=gist)  # fmt: skip


def add_report(
    ask: Ask,
    *,
    point: Annotated[str, "the id of a point, or a new question"] = "",
    says: Annotated[str, "what the source says, short"] = "",
    exact: Annotated[str, "its exact words"] = "",
    source: _Source = "",
    about: _About = "",
    weight: Annotated[Literal["", "fact", "wording", "name"], "of a new question: what a difference is one of"] = "",
    draft: _Draft = "",
) -> Answer:
    """Add what a source says on a question, an old or a new one, after reading it back; a source is needed.

    Reports that differ are shown side by side by /conflicts.
    """
    return _begin(ask, "report", draft, point=point, says=says, exact=exact, source=source, about=about,
                  weight=weight)  # fmt: skip


def add_date(
    ask: Ask,
    *,
    title: Annotated[str, "what is expected"] = "",
    when: Annotated[str, "the announcement’s words for it, or a day or window"] = "",
    by: Annotated[str, "who announced it"] = "",
    said: Annotated[str, "in which words; exact ones in “ ”"] = "",
    source: _Source = "",
    gist: _Gist = "",
    draft: _Draft = "",
) -> Answer:
    """Add a date, window or condition to be watched, after reading back day, zone and the words kept.

    Words are counted from the day on which the source came out; an inexact date stays a window.
    """
    return _begin(ask, "date", draft, title=title, when=when, by=by, said=said, source=source, gist=gist)


def add_person(
    ask: Ask,
    *,
    name: Annotated[str, "as it is to be shown; or an id, to add to somebody who is there"] = "",
    role: Annotated[str, "as the source gives it"] = "",
    party: Annotated[str, "whom they speak for"] = "",
    source: _Source = "",
    spelling: Annotated[str, "how the source prints the name, if otherwise"] = "",
    gist: _Gist = "",
    draft: _Draft = "",
) -> Answer:
    """Add a person, or a role or spelling of one who is there, after reading it back; a source is needed."""
    return _begin(ask, "person", draft, name=name, role=role, party=party, source=source, spelling=spelling,
                  gist=gist)  # fmt: skip


def add_source(
    ask: Ask,
    *,
    outlet: Annotated[str, "who published it"] = "",
    title: Annotated[str, "its headline"] = "",
    published: Annotated[str, "the day; EDTF where it is not exact"] = "",
    link: Annotated[str, "where it can be read"] = "",
    translation: Annotated[str, "translated, machine or “damaged: how”; “via” what it came through"] = "",
    draft: _Draft = "",
) -> Answer:
    """Add a source, after reading it back; other things can then rest on it."""
    return _begin(
        ask, "source", draft, outlet=outlet, title=title, published=published, link=link, translation=translation
    )


def add_message(
    ask: Ask,
    *,
    text: Annotated[str, "a message’s words"] = "",
    link: Annotated[str, "the link of the article that it points to"] = "",
    outlet: Annotated[str, "who published that"] = "",
    title: Annotated[str, "its headline"] = "",
    published: Annotated[str, "its day, as EDTF"] = "",
) -> Answer:
    """Keep a message's words and its article's source, to be added as a statement or an event."""
    preview = {"link": link.strip(), "outlet": outlet.strip(), "title": title.strip(), "published": published}
    kept = {option: value for option, value in from_message(ask, text, preview).items() if value}
    if not kept:
        raise UserError("That message has no words. Add what it shows with /add, e.g. /add event")
    number = keep_draft(ask, None, MESSAGE, kept)
    choices = [Choice(f"{label}…", ask.again(f"/add {kind} draft:{number}"))
               for label, kind in (("A statement", "statement"), ("An event", "event"))]  # fmt: skip
    said = Line(("What is it? Its words and its link’s source stand in the form then.",))
    return Answer("Add to the dossier", (said, *choices), aside=True)


def _begin(ask: Ask, kind: Added, number: str, **typed: str) -> Answer:
    if ask.explicit_as_of:
        raise UserError("as_of: what is added counts from today on. Leave as_of: out.")
    draft = own_draft(ask, number) if number.strip() else None
    if draft and draft.kind not in (kind, MESSAGE):
        raise UserError(f"Draft {draft.id} is of another kind: /add {draft.kind} draft:{draft.id}")
    kept = json.loads(draft.body) if draft else {}
    if draft and draft.kind == MESSAGE and kind == "event":
        kept = {"said" if option == "text" else option: value for option, value in kept.items()}
    fields = merged(kind, kept, typed)
    if missing(kind, fields):
        number_kept = keep_draft(ask, draft, kind, fields) if fields else 0
        return asking(form_of(kind, fields, form_line(ask, kind, number_kept)))
    return read_back_draft(ask, kind, fields, draft)
