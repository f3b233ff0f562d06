"""What can't be read is told in a line, with what can be; hostile texts end in bounded time."""

import time

import pytest

from bot.articles.file_text import LARGEST, LONGEST, UnreadableError, read_file
from bot.articles.reader import read_article
from bot.articles.records import Article
from tests.articles.drafted import DAY, PEOPLE


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 ...", "is a PDF, no text"),
        (b"\x89PNG\r\n\x1a\n", "is a picture, no text"),
        (b"PK\x03\x04word/document.xml", "an office document"),
        (b"", "is empty"),
        (b"   \n ", "is empty"),
        (bytes(range(1, 30)) * 20, "holds no readable text"),
        (b"a" * (LARGEST + 1), "8,388,609 bytes; up to 8,388,608 are read"),
    ],
)
def test_a_file_without_text_is_refused_with_what_works(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableError, match=r"\.txt, \.html") as raised:
        read_file(content, name="x.bin")

    assert words in str(raised.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_text_is_read_in_every_encoding(encoding: str) -> None:
    text = "“We are close,” said Zoë."

    assert read_file(text.encode(encoding)).text == text


def test_a_page_that_names_its_encoding_is_read_in_it() -> None:
    page = "<html><meta charset=windows-1251><p>Линд</p></html>"

    assert read_file(page.encode("windows-1251"), name="a.html").text == page


def test_text_mangled_on_its_way_is_mended() -> None:
    assert read_file("“We are close,” said Zoë.".encode().decode("cp1252", "ignore").encode()).text.startswith(
        "“We are"
    )


def test_a_mail_gives_its_text_subject_and_day() -> None:
    mail = b"Subject: Ferries\r\nDate: Thu, 04 May 2023 10:00:00 +0000\r\nContent-Type: text/plain\r\n\r\nIt is over."

    found = read_file(mail, name="x.eml")

    assert (found.text.strip(), found.title, found.published) == ("It is over.", "Ferries", "2023-05-04")


@pytest.mark.parametrize(
    ("text", "is_page", "words"),
    [
        ("", False, "There is no text here"),
        ("... 123", False, "There is no text here"),
        ("<html><script>" + "x=1;" * 500 + "</script></html>", True, "no text beside scripts"),
        ("a" * (LONGEST + 1), False, "400,001 characters; up to 400,000 are read"),
        ("<p>a</p>" * 60_000, True, "more than 100,000 tags"),
    ],
)
def test_a_text_that_says_nothing_or_too_much_is_refused(text: str, is_page: bool, words: str) -> None:
    with pytest.raises(UnreadableError, match=words):
        read_article(Article(text, DAY, is_page=is_page))


def test_another_language_is_read_without_inventing() -> None:
    text = "Министр Ада Линд сказала: «Мы близки к соглашению». Переговоры шли весь день."

    found = read_article(Article(text, DAY)).statements

    assert [text[slice(*one.spans[0])] for one in found] == ["Мы близки к соглашению"]
    assert not any(one.is_sure for one in found)


@pytest.mark.parametrize(
    "piece",
    ["“a ", "s' ", "'a ", "he said, ", "on Monday ", "with Lind saying ", "Ada Lind ", "A. ", "...", ". ", "<",
     "Minister of ", "Lind: a\n", '"a b c d e\n\n', "that ", ", who said ", "\x02", "Q  why?\n"],
)  # fmt: skip
def test_twenty_thousand_characters_of_anything_end_in_bounded_time(piece: str) -> None:
    text = "Ada Lind came. " + piece * (20_000 // len(piece))
    begun = time.process_time()

    for is_page in (False, True):
        try:
            read_article(Article(text, DAY, is_page=is_page, people=PEOPLE))
        except UnreadableError:
            continue

    # in a tenth of that where time grows with the length; where it grows with its square, in more
    assert time.process_time() - begun < 2.5
