"""News texts that a desk was handed: kept for the desk alone, for as many days as the settings say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from db.desk.drafts import KEPT
from db.storage import schema
from db.storage.database import Connection
from db.storage.rows import values

_kept = schema.article_text.c


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleText:
    """A text; `source` is the item that it is the text of, `author` whose message it was, both "" where unknown."""

    desk: str
    dossier: str
    text: str
    at: datetime
    source: str = ""
    author: str = ""


def add_article_text(connection: Connection, text: ArticleText) -> int:
    """Keep a text; gives its number."""
    made = connection.execute(insert(schema.article_text).values(values(text)).returning(_kept.id))
    return int(made.scalar_one())


def find_article_text(connection: Connection, id_: int, *, desk: str) -> str:
    """Find one of a desk's texts; "" where it is not kept any more."""
    found = connection.scalar(select(_kept.text).where(_kept.id == id_, _kept.desk == desk))
    return found or ""


def mark_source(connection: Connection, id_: int, source: str) -> None:
    """Keep with a text which source of the dossier it is."""
    connection.execute(update(schema.article_text).where(_kept.id == id_).values(source=source))


def list_source_texts(
    connection: Connection, sources: Iterable[str], *, dossiers: Iterable[str], desk: str
) -> dict[str, str]:
    """Find a desk's texts of some sources, by source; of several the newest."""
    wanted = (_kept.dossier.in_(list(dossiers)), _kept.desk == desk, _kept.source.in_(list(sources)))
    query = select(_kept.source, _kept.text).where(*wanted, _kept.source != "").order_by(_kept.id)
    return {row.source: row.text for row in connection.execute(query)}


def delete_article_text(connection: Connection, id_: int) -> None:
    """Let go of a text."""
    connection.execute(delete(schema.article_text).where(_kept.id == id_))


def delete_source_texts(connection: Connection, source: str, *, dossier: str, desk: str) -> int:
    """Let go of a desk's texts of a source; gives how many."""
    theirs = (_kept.dossier == dossier, _kept.desk == desk, _kept.source == source, _kept.source != "")
    return connection.execute(delete(schema.article_text).where(*theirs)).rowcount


def oldest_kept(now: datetime, *, days: int) -> datetime:
    """Give the moment before which texts go that are kept for some days, and at least while their drafts are open."""
    return now - max(timedelta(days=days), KEPT)


def forget_article_texts(connection: Connection, *, before: datetime) -> int:
    """Let go of what was handed over before a moment; gives how many."""
    return connection.execute(delete(schema.article_text).where(_kept.at < before)).rowcount
