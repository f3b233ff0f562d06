"""A question back: whom a name means, in a few rows with a button for each."""

from bot.answers.item_links import evidence
from bot.answers.sources import LOOKED_AT, called_so
from bot.asking import Ask
from bot.blocks import Answer, Choice, Line, choices
from bot.names.folding import fold
from bot.phrasing.rows import number
from db.model.records import Origin
from db.reading.sources import list_newest_sources
from db.reading.view import list_items

_MOST = 5


def ask_whom(ask: Ask, typed: str, found: Answer, *, thing: bool = False) -> Answer:
    """Say in short that a name means nobody or several, with what works instead; `thing`: a subject was asked for."""
    near = [Choice(choice.label.partition(",")[0], choice.line) for choice in choices(found.blocks)]
    several, nobody = found.title == "Which one?", "Nothing" if thing else "Nobody"
    outlet = [] if several or thing else _outlet(ask, typed)
    if outlet:
        return Answer("", tuple(outlet), short=True)
    if several:
        text = f"{number(len(near)).capitalize()} people {_fit(typed, near)} here. Whom do you mean?"
        rows: tuple[Line, ...] = (Line((text,)),)
    elif near:
        rows = (Line((f"{nobody} here is called “{typed}”. Did you mean {near[0].label}?",)),)
    else:
        works = "a surname, an id or a subject" if thing else "another spelling, a surname or a role"
        rows = (
            Line((f"{nobody} called “{typed}” is in {ask.head.title}.",)),
            Line((f"Try {works}, or /find {typed}",)),
        )
    look = [Choice(f"Find “{typed}”", ask.again(f"/find {typed}"))] if thing or not near else []
    return Answer("", (*rows, *near[:_MOST], *look), short=True)


def _outlet(ask: Ask, typed: str) -> list[Line | Choice]:
    """Say of an outlet or an agency that it is one, and lead to what it carries; nothing of anything else."""
    wanted = fold(typed)
    origins = (one for one in list_items(ask.view, Origin) if fold(one.name) == wanted and evidence(ask, one))
    sources = called_so(ask, list_newest_sources(ask.view, limit=LOOKED_AT), typed)
    outlets = (one.outlet for one in sources if fold(one.outlet) == wanted)
    name = next((one.name for one in origins), "") or next(outlets, "")
    if not name:
        return []
    look = f'/sources outlet:"{typed}"' if sources else "/sources"
    said = Line((f"{name} is an outlet here, and nobody who is quoted.",))
    return [said, Choice("Sources", ask.again(look)), Choice(f"Find “{typed}”", ask.again(f"/find {typed}"))]


def _fit(typed: str, near: list[Choice]) -> str:
    """Write the name as it is written in theirs, if it is a word of each."""
    word = next((word for word in near[0].label.split() if fold(word) == fold(typed)), "")
    called = word and all(fold(typed) in fold(one.label).split() for one in near)
    return f"are called {word}" if called else f"fit “{typed}”"
