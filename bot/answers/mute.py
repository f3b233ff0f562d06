"""/mute: whose silence, or which item's single source, a desk doesn't want to hear of."""

from typing import Annotated, Literal

from bot.answers.lookup import find_item
from bot.asking import Ask
from bot.blocks import Answer, Block, Choice, Line, Part
from bot.phrasing.items import called
from db.desk.mutes import Mute, add_mute, list_mutes
from db.reading.view import find_items


def mute(
    ask: Ask,
    *,
    name: Annotated[str, "whose silence, or which item's single source: a name or an id"] = "",
    state: Annotated[Literal["on", "off"], "off: hear of it again"] = "on",
) -> Answer:
    """Leave somebody's silence, or an item's single source, out of digests and /status; without a name, list them.

    It holds for the whole desk. How many days count is for the dossier to say (`silence`, `stale`).
    """
    if not name.strip():
        return Answer("Muted", tuple(_listed(ask)), line="/mute")
    item = find_item(ask, name, example="/mute zakharova", line=lambda id_: f"/mute {id_} state:{state}")
    if isinstance(item, Answer):
        return item
    before = list_mutes(ask.view)
    if (item.id in before and before[item.id].muted) != (state == "on"):
        new = Mute(ask.desk.id, ask.head.id, item.id, state == "on", ask.asker.id, ask.asker.name, ask.now)
        add_mute(ask.view.connection, new)
    said = "is left out of lines on silence and single sources" if state == "on" else "is heard of again"
    blocks: list[Block] = [Line((f"{item.id}, {called(item)}, {said}.",))]
    if state == "on":
        blocks.append(Choice("Undo", ask.again(f"/mute {item.id} state:off")))
    return Answer("Muted" if state == "on" else "No longer muted", tuple(blocks))


def _listed(ask: Ask) -> list[Block]:
    mutes = list_mutes(ask.view)
    held = {item: one for item, one in mutes.items() if one.muted}
    items = find_items(ask.view, held)
    lines: list[Block] = []
    for id_, one in sorted(held.items()):
        what: list[Part] = [f"{id_}, {called(items[id_])}" if id_ in items else id_, f" – by {one.actor_name}"]
        lines += [Line(tuple(what)), Choice(f"Hear of {id_} again", ask.again(f"/mute {id_} state:off"))]
    return lines or [Line(("Nothing is muted. For example: /mute zakharova",))]
