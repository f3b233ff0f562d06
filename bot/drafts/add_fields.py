"""The forms by which something is added: their fields, and what came back from them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from bot.asking import UserError
from bot.blocks import Answer, Block, Field, Form, Line

Added = Literal["statement", "event", "offer", "report", "date", "person", "source"]

EMPTIED = "-"  # what a field holds that is to be empty

_SOURCE = Field(
    "source",
    "Source",
    "An id; or of a new one: outlet, title, day – and its link behind it.",
    "004-cnn, or: CNN, Moscow answers, 30 July 2022",
    needed=True,
    longest=600,
)
_ABOUT = Field("about", "About", "Names, subjects or ids, with commas between. May stay empty.", "griner, D1")
_WHEN = Field("when", "When", "A day or EDTF; counted from the day of the source. May stay empty.", "27 July 2022")

FIELDS: dict[Added, tuple[Field, ...]] = {
    "statement": (
        Field("speaker", "Who said it", "A name; or a statement’s id, for another source’s wording.", "peskov, or S12",
              needed=True, longest=100),
        Field("text", "What was said", "Exact words between “ and ”; all of it in “ ” is a direct quotation.",
              "He said talks were “not a matter for the press”.", needed=True, longest=1000, tall=True),
        _WHEN, _SOURCE, _ABOUT,
    ),
    "event": (
        Field("title", "What happened", "Neutral, and no more than the source tells.", "Phone call of both ministers",
              needed=True),
        _WHEN,
        Field("said", "What the source says of it", "In your own words, or the exact ones in “ ”.",
              "“a frank conversation”", needed=True, longest=1000, tall=True),
        _SOURCE, replace(_ABOUT, description="Who took part, subjects. May stay empty."),
    ),
    "offer": (
        Field("title", "What to call it", "Neutral, and no more than the source tells.", "Offer of an exchange",
              needed=True),
        Field("between", "By whom to whom", "“to” between; several with commas.", "usa to russia", needed=True),
        Field("terms", "Terms", "One a line.", "Bout for Griner and Whelan", needed=True, longest=1500, tall=True),
        _SOURCE, replace(_WHEN, label="Made when", example="June 2022"),
    ),
    "report": (
        Field("point", "On which question", "The id of a point, or a new question.", "P3, or: How long was the call?",
              needed=True),
        Field("says", "What the source says", "The answer, short; the same text as others’ where they agree.",
              "25 minutes", needed=True),
        Field("exact", "Its exact words", "May stay empty.", "a 25-minute conversation", longest=1000, tall=True),
        _SOURCE, _ABOUT,
    ),
    "date": (
        Field("title", "What is expected", "Neutral, and no more than the source tells.", "Call of both ministers",
              needed=True),
        Field("when", "When", "The announcement’s words for it, or a day; words are kept.", "in the coming days",
              needed=True),
        Field("by", "Who announced it", "A name.", "blinken", needed=True, longest=100),
        Field("said", "In which words", "The exact ones in “ ”, or your own.", "“in the coming days”", needed=True,
              longest=1000, tall=True),
        _SOURCE,
    ),
    "person": (
        Field("name", "Name", "As it is to be shown; or an id, to add to somebody who is there.", "Jane Doe",
              needed=True, longest=100),
        Field("role", "Role", "As the source gives it. May stay empty.", "lawyer of Brittney Griner"),
        Field("party", "Side or body", "Whom they speak for. May stay empty.", "usa", longest=100),
        _SOURCE,
        Field("spelling", "Name in the source", "How the source prints it, if otherwise.", "J. Doe", longest=100),
    ),
    "source": (
        Field("outlet", "Outlet", "Who published it.", "CNN", needed=True, longest=100),
        Field("title", "Title", "Its headline.", "Moscow answers", needed=True),
        Field("published", "Published", "The day; EDTF where it is not exact.", "30 July 2022", needed=True),
        Field("link", "Link", "Where it can be read. May stay empty.", "https://…", longest=500),
        Field("translation", "Translation, and its way", "translated, machine or “damaged: how”; “via” its origins.",
              "translated, via interfax"),
    ),
}  # fmt: skip


# what stands in a form of its own beside the five fields that all platforms have: in our own words, it may stay empty
_GIST = Field("gist", "In short", "What it amounts to, in one sentence that the source carries. May stay empty.",
              "Nine years in prison for drug possession", longest=200, tall=True)  # fmt: skip
BESIDE: dict[Added, Field] = {
    "statement": Field("stance", "Stance", "How they stand to what, one a line. May stay empty.", "expects: a call",
                       longest=600, tall=True),
    "event": _GIST, "offer": _GIST, "date": _GIST, "person": _GIST,
    "report": Field("weight", "Weight", "Of a new question: fact, wording or name.", "fact", longest=10),
}  # fmt: skip


def merged(kind: Added, kept: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, str]:
    """Put what was typed over what was kept; raises UserError where it is too long."""
    found = dict(kept)
    for field in (*FIELDS[kind], *filter(None, [BESIDE.get(kind)])):
        text = typed.get(field.option, "").strip()
        if len(text) > field.longest:
            said = f"{field.option}: {len(text):,} characters; at most {field.longest:,} can be taken. Shorten it."
            raise UserError(said)
        if text:
            found[field.option] = text
    return {option: text for option, text in found.items() if text != EMPTIED}


def missing(kind: Added, typed: Mapping[str, str]) -> list[str]:
    """List the fields that are needed and empty."""
    return [field.option for field in FIELDS[kind] if field.needed and not typed.get(field.option)]


def form_of(kind: Added, typed: Mapping[str, str], line: str) -> Form:
    """Make the form, with what is typed already."""
    fields = (replace(field, value=typed.get(field.option, "")) for field in FIELDS[kind])
    return Form(f"Add to the dossier: {kind}", line, tuple(fields))


def form_beside(kind: Added, typed: Mapping[str, str], line: str) -> Form | None:
    """Make the form of what stands beside; None if nothing does."""
    if (field := BESIDE.get(kind)) is None:
        return None
    return Form(f"{field.label} of the {kind}", line, (replace(field, value=typed.get(field.option, "")),))


def asking(form: Form, *, title: str = "", said: tuple[Block, ...] = (), refused: bool = True) -> Answer:
    """Answer with a form; where there are none, with its fields."""
    lines = [
        Line((f"{field.value or field.description}" + ("" if field.value else f" E.g. {field.example}"),),
             label=f"{field.option}{' (needed)' if field.needed else ''}")
        for field in form.fields
    ]  # fmt: skip
    how = f"{form.line} {form.fields[0].option}:“…” – what you don’t name stays; “{EMPTIED}” empties."
    blocks = (*said, *lines, Line((how,), label="Fill it in"))
    return Answer(title or form.title, blocks, form=form, aside=True, refused=refused)
