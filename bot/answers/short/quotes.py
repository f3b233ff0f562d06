"""What was said, on one phone screen: the newest utterances, one wording of each."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from bot.answers.quotes import Asked, Form, Found, YesNo, choose_statements, find_statements
from bot.answers.quotes import quotes as whole
from bot.answers.short.whom import ask_whom
from bot.answers.utterance import is_exact
from bot.asking import Ask
from bot.blocks import Answer, Block, Choice, Day, Line
from bot.phrasing.items import called
from bot.phrasing.rows import Rows, in_sources, inside, make_rows, more_button, more_row, short_answer
from bot.phrasing.short_size import fitting
from db.model.records import Person, Statement
from db.reading.statements import count_statements

_MOST = 36
_LEVELS = (5, 4, 3, 2, 1)  # utterances: less where they are long
_COUNTED = 1000
# what can be left out of a question that has no answer, and how the button is called
_WIDER = {"exact": "Other words, too", "since": "Of all days", "about": "On anything", "name": "By anybody"}


def quotes(
    ask: Ask, *, name: str = "", about: str = "", since: str = "", exact: YesNo = "", form: Form = "", before: str = ""
) -> Answer:
    """Show in short what was said: the newest utterances, each in the wording nearest to what was said."""
    options = {"name": name, "about": about, "since": since, "exact": exact, "form": form, "before": before}
    asked = choose_statements(ask, options)
    if isinstance(asked, Answer):
        unheard = not about.strip() or isinstance(choose_statements(ask, options | {"about": ""}), Answer)
        typed = " ".join((name if unheard else about).split())
        return ask_whom(ask, typed, asked, thing=not unheard)
    if isinstance(asked, Statement) or form or before.strip():  # one of them, copied or turned to: all of it
        return whole(ask, name=name, about=about, since=since, exact=exact, form=form, before=before)
    found = find_statements(ask, asked)
    statements = [_exact(one) for one in found.statements] if asked.exact else found.statements
    rows = make_rows(ask, statements)
    ordered, (many, least) = rows.order(statements), _count(ask, asked, found)
    ordered = ordered if _is_person(asked) else rows.by_speaker(ordered)
    choices = [*_choices(ask, asked, found), more_button(ask, asked.line())]

    def make(most: int) -> Answer:
        shown: list[Block] = [rows.utterance(one, speaker=not _is_person(asked)) for one in ordered[:most]]
        said = [*_nothing(ask, asked, found), *shown, *more_row(many - len(shown), least=least)]
        return short_answer(ask, _title(asked), [said, _limits(asked, rows)], choices, line=asked.line())

    return fitting(ask, (partial(make, most) for most in _LEVELS), most=_MOST)


def _exact(statement: Statement) -> Statement:
    """Leave the wordings that a source has verbatim."""
    return replace(statement, wordings=tuple(one for one in statement.wordings if is_exact(one)))


def _is_person(asked: Asked) -> bool:
    return isinstance(asked.speaker, Person)


def _title(asked: Asked) -> str:
    by = f" by {called(asked.speaker)}" if asked.speaker else ""
    about = f" about {inside(called(asked.subject))}" if asked.subject else ""
    return f"Said{by}{about}" if by or about else "What was said"


def _nothing(ask: Ask, asked: Asked, found: Found) -> list[Block]:
    if found.statements:
        return []
    exact = "exact " if asked.exact else ""
    about = f" about {inside(called(asked.subject))}" if asked.subject else ""
    then = " in that time" if asked.since else ""
    if asked.speaker is None:
        return [Line((f"No {exact}words{about}{then} {in_sources(ask)}.",), lead=True)]
    whom = "Not quoted" if isinstance(asked.speaker, Person) else "Nobody is quoted for it"
    word_for_word = " word for word" if asked.exact else ""
    return [Line((f"{whom}{word_for_word}{about}{then} {in_sources(ask)}.",), lead=True)]


def _count(ask: Ask, asked: Asked, found: Found) -> tuple[int, bool]:
    """Count what is meant; True with it if there may be more."""
    if asked.exact or not found.more:
        return len(found.statements), found.more
    many = count_statements(ask.view, asked.sought(), most=_COUNTED + 1) - found.past
    return min(many, _COUNTED), many > _COUNTED


def _limits(asked: Asked, rows: Rows) -> list[Block]:
    """Read back since when."""
    if asked.since is None:
        return []
    return [Line(("Only ", Day(f"[{asked.since}..]", year=rows.year), "; what has no day is left out."))]


def _choices(ask: Ask, asked: Asked, found: Found) -> Iterator[Choice]:
    if found.statements:
        yield Choice("Copy for a story", ask.again(asked.line(form="copy")))
        if _is_person(asked) and asked.subject:
            yield Choice("Wording watch", ask.again(asked.line(form="watch", exact="")))
        return
    if isinstance(asked.speaker, Person) and not asked.subject:
        yield Choice("Said by others", ask.again(f"/quotes about:{asked.speaker.id}"))
    wider = [option for option in _WIDER if asked.typed[option].strip()]
    if len(wider) > 1 or wider != ["name"]:
        yield from (Choice(_WIDER[option], ask.again(asked.line(**{option: ""}))) for option in wider)
