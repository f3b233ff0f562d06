"""Which rule made which part of a reading, in lines."""

from collections.abc import Iterator

from bot.articles.languages import limits_of
from bot.articles.medium import medium_of
from bot.articles.records import Reading, Statement

_SHOWN = 70  # characters of the words of a statement


def explain(reading: Reading, text: str) -> str:
    """Say of each statement, date and fault which rules made it; places are those of `text`."""
    return "\n".join(_lines(reading, text))


def _lines(reading: Reading, text: str) -> Iterator[str]:
    sure = sum(one.is_sure for one in reading.statements)
    yield from filter(None, [limits_of(reading.form)])
    form = _FORMS.get(reading.form, f"a {reading.form}")
    yield f"Read as {form}: {len(reading.statements)} statements, {sure} of them sure."
    for number, statement in enumerate(reading.statements, start=1):
        yield f"{number}. {statement.kind}: {_short(text, statement)}"
        yield from (f"   {line}" for line in _reasons(statement))
    for one in reading.dates:
        yield f"Date “{one.words}”: {one.value or f'{one.first} to {one.last}'}, {one.direction}: {one.rule}"
    for fault in reading.faults:
        yield f"Fault at {fault.span[0]}: {fault.words}"
    for newcomer in reading.newcomers:
        yield f"New: {newcomer.name}" + (f", {newcomer.roles[0]}" if newcomer.roles else "")


_FORMS = {"article": "an article", "transcript": "a transcript", "release": "a release"}


def _short(text: str, statement: Statement) -> str:
    words = " … ".join(" ".join(text[start:end].split()) for start, end in statement.spans)
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 20]} … {words[-17:]}"


def _reasons(statement: Statement) -> Iterator[str]:
    speaker = statement.speaker
    known = f" ({speaker.person})" if speaker.person else ""
    yield f"speaker: {speaker.name or 'open'}{known}, {speaker.confidence:.2f}, by “{speaker.rule}”"
    day = statement.said_on
    yield f"day: {day.day}, {'stated' if day.stated else 'assumed'}, by “{day.rule}”" if day else "day: not stated"
    others = [rule for rule in statement.rules if rule != speaker.rule and not (day and rule == day.rule)]
    yield "words: by “" + "”, “".join(others) + "”"
    if medium := medium_of(statement):
        yield f"through: {medium}"
