"""Posts of social networks that stand whole in a text: the words, the account, the day."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.articles.people import People, surname
from bot.articles.records import SaidOn, Span, Speaker, Statement

_POST = re.compile(
    r"(?P<label>\.?@(?P<handle>\w{2,20}):\s)?(?P<words>\S.{15,700}?)"
    r"(?:\s(?:https?://\S+|(?:pic\.twitter\.com|t\.co)/\S+)){0,3}\s{1,3}[—–-]{1,2}\s"
    r"(?P<name>[^(@\n—]{2,60}?)\s\(@(?P<account>\w{1,20})\)\s(?P<day>[A-Z][a-z]{2,8} \d{1,2}, \d{4})\s*"
)


def find_posts(text: str, paragraphs: Sequence[Span], people: People) -> Iterator[Statement]:
    """Find paragraphs such as "We have a deal. — Ada Lind (@AdaLind) May 4, 2023"."""
    for number, (start, end) in enumerate(paragraphs):
        found = _POST.fullmatch(text, start, end) if "(@" in text[start:end] else None
        if found is None:
            continue
        speaker = _speaker(found, people)
        day = _day(found["day"])
        rules = ("post", speaker.rule)
        yield Statement(
            "direct", (found.span("words"),), speaker, day, speaker.confidence, "post", rules, False, number
        )


def _speaker(found: re.Match[str], people: People) -> Speaker:
    """Find who posts: whom the label before the words names, else the account."""
    span = found.span("name")
    handle = found["handle"]
    if handle:
        named = [one for one in people.everybody if surname(one.name) and handle.lower().endswith(surname(one.name))]
        if len(named) == 1:
            return Speaker(named[0].name, named[0].person, found.span("handle"), 0.85, "handle before the post")
        return Speaker(handle, None, found.span("handle"), 0.6, "handle before the post")
    known, _rule = people.find(tuple(found["name"].split()))
    if known:
        return Speaker(known.name, known.person, span, 0.9, "account of the post")
    return Speaker(found["name"], None, span, 0.8, "account of the post")


def _day(words: str) -> SaidOn | None:
    for form in ("%B %d, %Y", "%b %d, %Y"):
        try:
            return SaidOn(datetime.strptime(words, form).date(), True, "day of the post")  # noqa: DTZ007 - a day
        except ValueError:
            continue
    return None
