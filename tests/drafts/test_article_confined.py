"""Bad input through the confined child: a clear line or drafts, in bounded time and memory, on every platform."""

from time import monotonic
from typing import Any

import pytest

from bot.articles.file_text import LARGEST
from bot.articles.heading import Heading
from bot.asking import UserError
from bot.commands import dispatch
from bot.commands.articles import take_article
from bot.discord import pages as discord_pages
from bot.dossiers.intake import Limits
from bot.drafts import article_text
from bot.drafts.article_text import read_confined
from bot.slack import messages as slack_messages
from bot.terminal import text as terminal_text
from db.desk.desks import Desk
from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.asking import ANN
from tests.builders import NOW, tiny

GIVEN = Heading("Harbour Post", "A word on the ferry", "2022-07-29", "https://example.org/ferry")
SERVER = Desk("42", "Europe/Berlin", "09:00")
SECONDS = 12  # that reading anything may take on a busy machine; alone it is less than two
GERMAN = (
    "Die Gespräche sind zu Ende. „Der Pier wird an niemanden verkauft“, sagte Jens Falk am 28. Juli 2022.\n\n"
    "Der Hafen ist zu, und die Fähren sind nicht im Dienst, weil die Stadt das so will und das Geld dafür fehlt."
)
PROSE = "The crews said on Monday that the port would stay shut, and “nobody asked us,” Jens Falk told reporters. "


def read(content: bytes, name: str = "ferry.txt") -> dict[str, Any]:
    return read_confined(content, name, given=GIVEN, now=NOW)


def test_a_paragraph_of_a_hundred_thousand_characters_is_read_within_its_limits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(article_text, "LIMITS", Limits(seconds=SECONDS, memory=1 << 29))
    begun = monotonic()

    found = read((PROSE * (100_000 // len(PROSE))).encode())

    assert len(found["statements"]) > 900
    assert monotonic() - begun < 2 * SECONDS


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"a" * LARGEST, "long.txt", "up to 400,000 are read"),
        (b"<p>a b c</p>" * (LARGEST // 12), "long.html", "more than 100,000 tags"),
        (b"a" * (LARGEST + 1), "large.txt", "up to 8,388,608 are read"),
        (
            b"<html><body><script>" + b"x=1;" * 200_000 + b"</script></body></html>",
            "page.html",
            "beside scripts and menus",
        ),
        (b"", "empty.txt", "is empty"),
        (b"\xef\xbb\xbf \n\n", "empty.txt", "is empty"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "paper.pdf", "is a PDF, no text"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(500), "photo.jpg", "is a picture, no text"),
    ],
    ids=["8 MiB of text", "8 MiB of tags", "more than 8 MiB", "all script", "empty", "a mark alone", "PDF", "picture"],
)
def test_what_holds_no_text_to_read_is_told_in_one_line(content: bytes, name: str, words: str) -> None:
    begun = monotonic()

    with pytest.raises(UserError) as refused:
        read(content, name)

    assert words in str(refused.value)
    assert "\n" not in str(refused.value)
    assert monotonic() - begun < SECONDS


def test_a_text_in_another_language_says_so_on_every_platform(database: Database) -> None:
    with database.writing() as connection:
        replace_dossier(connection, tiny(), now=NOW, actor="test")
    number = take_article(database, GERMAN.encode(), "f.txt", given=GIVEN, desk=SERVER, asker=ANN, now=NOW)

    answer = dispatch.ask(
        database, "article", {"text": str(number)}, now=NOW, desk=SERVER, asker=ANN, request="in-german"
    )

    said = "This text is in German, not English"
    assert said in terminal_text.plain(answer, zone=SERVER.zone, width=1000)
    assert any(said in str(sheet) for sheet in discord_pages.pack(answer, pressed=frozenset()))
    assert any(said in str(slack_messages.message(page)) for page in slack_messages.pages(answer))
    assert "1 statement, 0 sure" in terminal_text.plain(answer, zone=SERVER.zone, width=1000)
