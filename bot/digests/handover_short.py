"""Taking over in short: on a new dossier, where it stands."""

from dataclasses import replace
from typing import Annotated

from bot.answers.short.status import status
from bot.asking import Ask
from bot.blocks import Answer, Choice, Line
from bot.digests import handover as whole
from bot.phrasing.rows import titled
from db.desk.subscriptions import has_recorded


def handover(
    ask: Ask, *, until: Annotated[str, "the end of your shift, in your own words, e.g. tonight, tomorrow 9:00"] = ""
) -> Answer:
    """Say where it stands where nothing had been recorded by your last look; else all that is new, as in full."""
    answer = whole.handover(ask, until=until)
    seen = whole.last_look(ask).seen
    if has_recorded(ask.view.connection, ask.head.id, until=seen.change):
        return answer
    standing = status(ask)
    who = [block for block in answer.blocks if isinstance(block, Line) and block.label == "Now"]
    press = [block for block in answer.blocks if isinstance(block, Choice)]
    said = Line(("The first one here, so where it stands.",))
    return replace(
        standing, title=titled(ask, "Handover"), blocks=(said, *who, *standing.blocks, *press), line=answer.line
    )
