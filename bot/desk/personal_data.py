"""What is kept of whoever asks: given out as a file, and forgotten on their word."""

import json
from datetime import date
from typing import Annotated, Any

from bot.asking import Ask, UserError
from bot.blocks import Answer, Block, Choice, File, Line
from bot.phrasing.lines import count
from bot.tracking.planner import plan
from db.desk.desks import get_desk, list_reminder_channels
from db.desk.personal_data import LEFT, forget_person, list_personal

_STAYS = (
    "outcomes, changes and takings-on that others rely on, settings you made for a desk, and who took over when: "
    f"with “{LEFT}” in place of your name. In files that you exported or loaded, and in messages, your name stays"
)


def my_data(ask: Ask) -> Answer:
    """Give all that is kept of you as a file (JSON), from every server.

    It holds the rows with your id and those of your direct messages, table by table. Of questions nothing is kept.
    """
    found = list_personal(ask.view.connection, ask.asker.id)
    written = json.dumps(found, ensure_ascii=False, indent=1, default=_plain)
    lines: list[Block] = [Line((count(len(rows), "row"),), label=table) for table, rows in found.items()]
    nothing = Line(("Nothing is kept of you.",))
    name = f"backchannel-{ask.now:%Y-%m-%d}.json"
    file = File(name, f"{written}\n".encode())
    return Answer("What is kept of you", tuple(lines) or (nothing,), file=file, aside=True)


def _plain(value: Any) -> str:
    assert isinstance(value, date)
    return value.isoformat()


def my_forget(ask: Ask) -> Answer:
    """Have all that is kept of you deleted; what others rely on stays, without your name.

    It says first what goes and what stays; nothing is deleted before you press.
    """
    found = list_personal(ask.view.connection, ask.asker.id)
    if not found:
        return Answer("Forget me", (Line(("Nothing is kept of you.",)),), aside=True)
    number = count(sum(map(len, found.values())), "row")
    goes = "your reminders, notices, follows, settings and drafts, and all that you did in direct messages with the bot"
    blocks: tuple[Block, ...] = (
        Line((f"{number}; see them first with /my data",), label="Kept of you"),
        Line((goes,), label="Goes"),
        Line((_STAYS,), label="Stays"),
        Line(("This can't be taken back.",)),
        Choice("Forget me", "/forget yes"),
    )
    return Answer("Forget me", blocks, aside=True)


def forget(ask: Ask, *, sure: Annotated[str, "yes"]) -> Answer:
    """Delete what is kept of whoever asks, all of it or, where anything fails, nothing."""
    if sure != "yes":
        raise UserError("Nothing is deleted. To have it done: /my forget")
    connection = ask.view.connection
    done = forget_person(connection, ask.asker.id, now=ask.now)
    for place in list_reminder_channels(connection):
        if (place.desk, place.dossier) in done.handed_back:
            desk = get_desk(connection, place.desk, default=ask.desk)
            plan(connection, desk, place.dossier, place.channel, now=ask.now)
    gone = Line((f"{count(done.gone, 'row')} of yours are gone.",), label="Deleted")
    kept = Line((f"{count(done.kept, 'row')} stay for the record, without your id: {_STAYS}.",), label="Kept")
    return Answer("Forgotten", (gone, kept), aside=True)
