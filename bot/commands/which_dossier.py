"""Which dossier a question is about where several are loaded: the one that knows what is named, or buttons."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.answers.directory import directory
from bot.asking import Ask, Asker, UserError
from bot.blocks import Answer, Choice, Line
from bot.commands.parser import line_of
from bot.names.matcher import verdict
from bot.rights import Level, reaches
from db.desk.desks import Desk
from db.loading.heads import DossierHead
from db.reading.view import View, find_items
from db.storage.database import Connection

# options that name somebody or something of one dossier
_NAMING = ("name", "first", "second", "id", "item", "speaker", "by", "person", "party", "point", "source")
_MOST = 8  # that stand behind buttons


class WhichDossier(UserError):
    """Several dossiers are loaded, none is settled here, and the question names none."""

    def __init__(self, heads: Sequence[DossierHead]) -> None:
        """Say what there is."""
        self.heads = heads
        names = ", ".join(head.name for head in heads)
        super().__init__(f"Which dossier? Add dossier:{heads[0].name} (loaded: {names}).")


def knowing(
    connection: Connection,
    heads: Sequence[DossierHead],
    options: Mapping[str, str],
    *,
    desk: Desk,
    as_of: date,
    now: datetime,
) -> list[DossierHead]:
    """List the dossiers that know what the options name, by its id or for sure by its name."""
    typed = [options[option].strip() for option in _NAMING if options.get(option, "").strip()]
    if not typed:
        return []
    asks = [Ask(View(connection, desk.id, head.id, as_of), head, desk, now, Asker("", "")) for head in heads]
    return [ask.head for ask in asks if any(_knows(ask, one) for one in typed)]


def _knows(ask: Ask, typed: str) -> bool:
    if find_items(ask.view, [typed, typed.upper(), typed.lower()]):
        return True
    advice, hits = verdict(directory(ask).names.find(typed, as_of=ask.as_of))
    return bool(hits) and advice == "answer"


def ask_which(name: str, options: Mapping[str, str], heads: Sequence[DossierHead], level: Level) -> Answer:
    """Ask which dossier is meant: a button for each, and for an admin ones that settle it for this channel."""
    typed = {option: value for option, value in options.items() if option not in ("dossier", "private")}
    choices: list[Choice] = []
    for head in heads[:_MOST]:
        line = line_of(name, typed | {"dossier": head.name})
        choices += [Choice(_called(head, heads), line)] if line else []
    if reaches(level, "admin"):
        choices += [Choice(f"Always {_called(head, heads)}", f"/dossier use {head.name}") for head in heads[:_MOST]]
    said = f"Several are loaded, and none is settled for this channel. Any of them: dossier:{heads[0].name}"
    return Answer("Which dossier?", (Line((said,)), *choices), aside=True, refused=True)


def _called(head: DossierHead, heads: Sequence[DossierHead]) -> str:
    alone = sum(other.title == head.title for other in heads) == 1
    return head.title if alone else f"{head.title} ({head.name})"
