"""What a text is read as, short enough to be written in a table."""

from datetime import date

from bot.articles.reader import read_article
from bot.articles.records import Article, Person, Reading

DAY = date(2023, 5, 4)  # a Thursday
PEOPLE = (
    Person("lind", "Ada Lind", (), ("Norrish Minister of Trade", "chief negotiator"), "female"),
    Person("okoro", "Ben Okoro", (), ("union spokesman",), "male"),
    Person("varga", "Milan Varga", (), ("Sulian President",), "male"),
)


def read(text: str, *, title: str = "", people: tuple[Person, ...] = PEOPLE) -> Reading:
    """Read a text of 4 May 2023."""
    return read_article(Article(text, DAY, title, people=people))


def drafts(text: str, *, title: str = "") -> list[tuple[str, str]]:
    """Give the words of each statement with its speaker."""
    found = read(text, title=title).statements
    return [(" … ".join(text[start:end] for start, end in one.spans), one.speaker.name) for one in found]


def days(text: str) -> list[str]:
    """Give the day of each statement; an assumed one is marked."""
    found = read(text).statements
    return [
        f"{one.said_on.day:%d %b}{'' if one.said_on.stated else ' assumed'}" if one.said_on else "" for one in found
    ]
