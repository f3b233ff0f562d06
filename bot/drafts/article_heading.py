"""Where a text came out: asked for where it does not say so, read back, and what is read of it then."""

from dataclasses import asdict
from typing import Any

from bot.answers.directory import directory
from bot.articles.heading import Heading
from bot.asking import Ask, UserError
from bot.blocks import Answer, Choice, Field, Form
from bot.date_words.past_day import DateError, parse_day
from bot.drafts.add_fields import asking
from bot.drafts.article_again import Offered, settle_entries
from bot.drafts.article_entries import entries_of, source_line
from bot.drafts.article_keep import KeptArticle, list_settled
from bot.drafts.article_sides import NamedSides
from bot.drafts.form_reader import Typed
from db.model.records import Party, Person, Source, Statement
from db.reading.view import list_items

_FIELDS = (
    Field("outlet", "Outlet", "Who published it.", "CNN", needed=True, longest=100),
    Field("title", "Title", "Its headline.", "Moscow answers", needed=True),
    Field("published", "Published", "The day: what “Wednesday” means hangs on it.", "28 July 2022", needed=True),
    Field("link", "Link", "Where it can be read. May stay empty.", "https://…", longest=500),
)


def missing_of(heading: Heading) -> list[str]:
    """List what must be known of a text before it is read."""
    return [option for option, value in asdict(heading).items() if not value and option != "link"]


def ask_heading(ask: Ask, text: KeptArticle) -> Answer:
    """Ask where a text came out, with what is known of it."""
    known = asdict(text.heading)
    fields = tuple(Field(**asdict(field) | {"value": known[field.option]}) for field in _FIELDS)
    line = ask.again(f"/article source {text.id}")
    press = (Choice("Say where it came out", line),)
    return asking(Form("Where did it come out?", line, fields), said=press, refused=False)


def check_heading(typed: Heading, ask: Ask) -> Heading:
    """Read the day that was typed; raises UserError."""
    if typed.link and not typed.link.startswith(("https://", "http://")):
        raise UserError(f"link: “{typed.link[:60]}” is no link. It begins with https://")
    if not typed.published:
        return typed
    try:
        day = parse_day(typed.published, now=ask.now, zone=ask.desk.zone)
    except DateError as error:
        raise UserError(f"published: {error}") from error
    if day > ask.as_of:
        raise UserError(f"published: {day} is still to come. For example: published:{ask.as_of}")
    return Heading(typed.outlet, typed.title, day.isoformat(), typed.link)


def people_of(ask: Ask) -> list[dict[str, Any]]:
    """Give those of the dossier, as a text may call them."""
    return [
        {
            "id": one.id,
            "name": one.name,
            "aliases": [*(spelling.text for spelling in one.spellings), *one.typed],
            "roles": [role.title for role in one.roles],
        }
        for one in list_items(ask.view, Person)
    ]


def outlets_of(ask: Ask) -> list[str]:
    """Give the outlets that the dossier has, as a text may call them."""
    return sorted({one.outlet for one in list_items(ask.view, Source) if one.outlet})


def known_source(ask: Ask, heading: Heading) -> str:
    """Find the source of the dossier that a text is; "" where it is not there yet."""
    typed = Typed(ask, directory(ask), {"source": source_line(heading)}, ask.now)
    cited = typed.source() if not missing_of(heading) else None
    return cited.id if cited and cited.new is None else ""


def draft_entries(ask: Ask, found: dict[str, Any]) -> Offered:
    """Make drafts of what was read, held against what the dossier has and what became of the text before."""
    people, statements = list_items(ask.view, Person), list_items(ask.view, Statement)
    sides = NamedSides(list_items(ask.view, Party), people)
    entries = entries_of(found, people, statements, sides)
    heading = Heading(*found["heading"])
    left = list_settled(ask, heading)
    return settle_entries(ask, entries, found["text"], known_source(ask, heading), left)
