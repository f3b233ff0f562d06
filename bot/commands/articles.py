"""Taking a text in, for the dossier there or a new one: read in a confined child, then kept with its drafts."""

from dataclasses import replace
from datetime import datetime

from bot.articles.heading import Heading
from bot.asking import Asker
from bot.commands.dispatch import check_level, open_ask
from bot.drafts.article_again import Offered
from bot.drafts.article_heading import check_heading, draft_entries, known_source, missing_of, outlets_of, people_of
from bot.drafts.article_keep import keep_article
from bot.drafts.article_text import read_confined
from bot.drafts.new_dossier import Plan, keep_first_text
from bot.rights import reaches
from db.desk.desks import Desk, get_desk
from db.storage.database import Database


def take_article(
    database: Database,
    content: bytes,
    name: str,
    *,
    given: Heading,
    desk: Desk,
    asker: Asker,
    now: datetime,
    dossier: str = "",
    author: str = "",
) -> int:
    """Read a text that was handed over and keep it with its drafts; gives its number. Raises UserError.

    `author` is the platform's id of the person whose message it was.
    """
    options = {"dossier": dossier}
    with database.reading() as connection:
        settled = get_desk(connection, desk.id, default=desk)
        level = check_level("article", asker, settled)
        ask = open_ask(connection, "article", options, now=now, desk=settled, asker=asker)
        heading, people, outlets = check_heading(given, ask), people_of(ask), outlets_of(ask)
    found = read_confined(content, name, given=heading, people=people, outlets=outlets, now=now)
    whole = Heading(*found["heading"])
    with database.writing() as connection:
        ask = open_ask(connection, "article", options, now=now, desk=settled, asker=asker)
        ask = replace(ask, level=level)
        offered = Offered() if missing_of(whole) else draft_entries(ask, found)
        source = known_source(ask, whole) if reaches(level, "editor") else ""
        return keep_article(ask, whole, found, offered, author=author, source=source)


def take_first_text(
    database: Database, content: bytes, name: str, *, given: Heading, desk: Desk, asker: Asker, now: datetime
) -> int:
    """Read a text with which a new dossier is to begin, and keep it; gives its number. Raises UserError."""
    with database.reading() as connection:
        settled = get_desk(connection, desk.id, default=desk)
        check_level("dossier new", asker, settled)
        heading = check_heading(given, open_ask(connection, "dossier new", {}, now=now, desk=settled, asker=asker))
    found = read_confined(content, name, given=heading, now=now)
    with database.writing() as connection:
        ask = open_ask(connection, "dossier new", {}, now=now, desk=settled, asker=asker)
        return keep_first_text(ask, Plan(found))
