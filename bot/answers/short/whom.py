"""A question back: whom a name means, in a few rows with a button for each."""

from bot.asking import Ask
from bot.blocks import Answer, Choice, Line, choices
from bot.names.folding import fold
from bot.phrasing.rows import number

_MOST = 5


def ask_whom(ask: Ask, typed: str, found: Answer, *, thing: bool = False) -> Answer:
    """Say in short that a name means nobody or several, with what works instead; `thing`: a subject was asked for."""
    near = [Choice(choice.label.partition(",")[0], choice.line) for choice in choices(found.blocks)]
    several, nobody = found.title == "Which one?", "Nothing" if thing else "Nobody"
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


def _fit(typed: str, near: list[Choice]) -> str:
    """Write the name as it is written in theirs, if it is a word of each."""
    word = next((word for word in near[0].label.split() if fold(word) == fold(typed)), "")
    called = word and all(fold(typed) in fold(one.label).split() for one in near)
    return f"are called {word}" if called else f"fit “{typed}”"
