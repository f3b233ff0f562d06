"""Following a person or a subject: what is new of it comes in person, at once or once a day."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Literal

from bot.answers.lookup import find_about, find_whom
from bot.asking import Ask, UserError, local_day, place_of, row_number
from bot.blocks import Answer, Block, Choice, Group, Line, Moment, Part, Place
from bot.blocks_json import recall
from bot.digests.follow_message import names_of
from bot.digests.follow_runs import BURST, daily
from bot.phrasing.items import UNNAMED, called
from bot.phrasing.lines import label_parts
from bot.phrasing.statements import best_wording, said_parts
from bot.phrasing.when import dated_by, day, when_parts
from db.desk.desks import get_desk
from db.desk.follows import KIND, Follow, How, find_follow, list_follows, list_undelivered, mark_off, replace_follow
from db.desk.people_settings import find_readers
from db.desk.subscriptions import newest_position
from db.loading.heads import list_dossiers
from db.model.records import Item, Party, Person
from db.outbox import outbox
from db.outbox.channel_breakers import close_breakers
from db.reading.statements import Sought, list_statements
from db.reading.view import View, find_items
from db.storage.schema import LOCAL

_EXAMPLE = "/follow peskov how:dm"
_MOST = 50  # things that one person follows at a desk
_SHOWN = 20  # of them, with a button each
_WAYS: dict[How, str] = {"dm": "direct message", "digest": "daily digest", "off": "not followed"}


def follow(
    ask: Ask,
    *,
    name: Annotated[str, "a person or a party, e.g. peskov"] = "",
    about: Annotated[str, "a topic, a person, a party or an item, e.g. talks or O1"] = "",
    how: Annotated[Literal["", "dm", "digest", "off"], "dm: soon after it is recorded; digest: once a day"] = "",
) -> Answer:
    """Follow a person or a subject: what is new of it comes to you by direct message; alone, list what you follow.

    With how:dm what a load or an edit brings comes as one message within minutes, with how:digest once a day at the
    desk's hour, and only if there is something new. how:off stops it. Your own zone and quiet hours hold
    (/my zone, /my quiet). If your direct messages are closed, it is posted in the channel where you asked.
    """
    if not name.strip() and not about.strip():
        if how:
            raise UserError(f"name: whom or what do you mean? For example: {_EXAMPLE} or /follow about:talks how:{how}")
        return _listed(ask)
    if name.strip() and about.strip():
        raise UserError(
            f"name and about: one thing at a time, please. For example: {_EXAMPLE}, then /follow about:talks"
        )
    found = _meant(ask, name, about, how)
    if isinstance(found, Answer):
        return found
    there = {one.item: one for one in _mine(ask) if one.desk == ask.desk.id and one.dossier == ask.head.id}
    if how == "off":
        return _stop(ask, there[found.id]) if found.id in there else _not_followed(found)
    begun = _begin(ask, found, how or "dm", there.get(found.id))
    return replace(begun, blocks=(_latest(ask, found), *begun.blocks))


def _meant(ask: Ask, name: str, about: str, how: str) -> Item | Answer:
    way = f" how:{how}" if how else ""
    if name.strip():
        return find_whom(ask, name, example=_EXAMPLE, line=lambda id_: f"/follow {id_}{way} dossier:{ask.head.name}")
    return find_about(
        ask, about, example=_EXAMPLE, line=lambda id_: f"/follow about:{id_}{way} dossier:{ask.head.name}"
    )


def _begin(ask: Ask, item: Item, how: How, there: Follow | None) -> Answer:
    """Tell from now on; in another way what is not told yet is not lost."""
    connection = ask.view.connection
    if there is None and len([one for one in _mine(ask) if one.desk == ask.desk.id]) >= _MOST:
        raise UserError(f"You follow {_MOST} things here, and more can't be followed. Stop some: /follow")
    today = local_day(ask.now, ask.desk.zone)
    seen = there.seen if there else newest_position(connection, now=ask.now, day=today)
    new = Follow(
        desk=ask.desk.id,
        dossier=ask.head.id,
        person=ask.asker.id,
        person_name=ask.asker.name,
        item=item.id,
        how=how,
        channel=place_of(ask),
        at=ask.now,
        seen=seen,
    )
    kept = replace(new, id=replace_follow(connection, new))
    return Answer(f"You follow {called(item)}", (*_told(ask, kept), *_ways(kept)), aside=True)


def _told(ask: Ask, kept: Follow) -> list[Block]:
    """Say how and when it will come."""
    reader = find_readers(ask.view.connection, [ask.asker.id])[ask.asker.id]
    zone = reader.zone or ask.desk.zone
    minutes = f"{BURST.seconds // 60} minutes"
    if kept.how == "dm":
        said: tuple[Part, ...] = (f"what is new comes by direct message, {minutes} after it is recorded, all in one",)
    else:
        said = (
            f"once a day at {ask.desk.hour} ({zone}), if anything is new; next ",
            Moment(daily(ask.desk, zone, after=kept.seen.at)),
        )
    blocks: list[Block] = [Line(said, label="How")]
    if reader.quiet:
        blocks.append(Line((f"{reader.quiet} ({zone}); what falls due then comes at their end",), label="Quiet hours"))
    if kept.channel:
        blocks.append(Line(("If your direct messages are closed, it is posted in ", Place(kept.channel), ".")))
    if ask.desk.id == LOCAL:
        blocks.append(Line(("The terminal does not ring: a replay shows what would have come",)))
    return blocks


def _latest(ask: Ask, item: Item) -> Line:
    """Say what is known last: a statement by or about what is followed."""
    sought = [Sought(about=item.id)]
    match item:
        case Person():
            sought.insert(0, Sought(speaker=item.id))
        case Party():
            sought.insert(0, Sought(party=item.id))
        case _:
            pass
    for one in sought:
        if found := list_statements(ask.view, one, limit=1):
            [statement] = found
            speaker = find_items(ask.view, [statement.speaker]).get(statement.speaker)
            said = said_parts(statement, called(speaker) if speaker else UNNAMED)
            when = statement.when
            cites = [best_wording(statement).source]
            return label_parts(
                [*said, "; ", *when_parts(when), *dated_by(when, cites)], cites=cites, label="Latest known"
            )
    return Line((f"no statement by {day(ask.as_of)}",), label="Latest known")


def _ways(kept: Follow) -> list[Block]:
    """Offer the other way, and to stop."""
    other: How = "digest" if kept.how == "dm" else "dm"
    label = "Once a day instead" if other == "digest" else "By direct message at once instead"
    return [Choice("Stop following", f"/following {kept.id} off"), Choice(label, f"/following {kept.id} {other}")]


def _not_followed(item: Item) -> Answer:
    return Answer("Following", (Line((f"You don’t follow {called(item)}. What you follow: /follow",)),), aside=True)


# --- what is followed


def following(
    ask: Ask,
    *,
    row: Annotated[str, "the number of what you follow, or of a message"],
    do: Annotated[Literal["list", "dm", "digest", "off", "retry", "news"], "how you want to hear of it"],
) -> Answer:
    """Hear of what you follow in another way, no longer, or again; `news`: read all that a message told of."""
    if do == "news":
        return _all_news(ask, row)
    found = find_follow(ask.view.connection, row_number(row), person=ask.asker.id)
    if found is None:
        raise UserError(f"You follow nothing with the number {row[:20]}. What you follow: /follow")
    match do:
        case "list":
            return _listed(ask)
        case "off":
            return _stop(_there(ask, found), found)
        case "retry":
            return _retry(ask)
        case _:
            there = _there(ask, found)
            item = find_items(there.view, [found.item]).get(found.item)
            if item is None:
                raise UserError(f"{found.item} is no longer there, so it can’t be followed. What you follow: /follow")
            return _begin(there, item, do, found if found.how != "off" else None)


def _all_news(ask: Ask, row: str) -> Answer:
    found = outbox.find_due(ask.view.connection, row_number(row))
    kept = json.loads(found.detail or "{}") if found and (found.kind, found.item) == (KIND, ask.asker.id) else {}
    if "whole" not in kept:
        raise UserError(f"No message {row[:20]} told you of what you follow. What you follow: /follow")
    return recall(kept["whole"])


def _there(ask: Ask, found: Follow) -> Ask:
    """Ask at the desk, and of the dossier, where something is followed: its buttons are pressed in direct messages."""
    desk = get_desk(ask.view.connection, found.desk, default=ask.desk)
    heads = {head.id: head for head in list_dossiers(ask.view.connection, desk=found.desk)}
    if found.dossier not in heads:
        raise UserError("Its dossier is no longer there, so nothing of it can be followed. What you follow: /follow")
    view = View(ask.view.connection, found.desk, found.dossier, local_day(ask.now, desk.zone))
    asker = replace(ask.asker, channel=found.channel)
    return replace(ask, desk=desk, head=heads[found.dossier], view=view, asker=asker)


def _stop(ask: Ask, found: Follow) -> Answer:
    name = names_of(ask, [found])[found.item]
    mark_off(ask.view.connection, [found.id])
    said = f"You no longer follow {name}." if found.how != "off" else f"You have stopped following {name} already."
    again = found.how if found.how != "off" else "dm"
    return Answer("Following", (Line((said,)), Choice("Follow again", f"/following {found.id} {again}")), aside=True)


def _retry(ask: Ask) -> Answer:
    parked = list_undelivered(ask.view.connection, ask.asker.id)
    close_breakers(ask.view.connection, {row.channel for row in parked})
    for row in parked:
        outbox.retry_due(ask.view.connection, row.id)
    return Answer("Following", (Line(("What could not be delivered is tried again now.",)),), aside=True)


def _mine(ask: Ask) -> list[Follow]:
    """List what the asker follows: at this desk, or in direct messages with the bot anywhere."""
    anywhere = ask.desk.id == f"dm-{ask.asker.id}"
    return list_follows(ask.view.connection, person=ask.asker.id, desk="" if anywhere else ask.desk.id)


def _listed(ask: Ask) -> Answer:
    mine = _mine(ask)
    if not mine:
        said = f"You follow nothing here. For example: {_EXAMPLE}, or a subject: /follow about:talks how:digest"
        return Answer("What you follow", (Line((said,)),), aside=True)
    blocks = [block for one, name in _named(ask, mine[:_SHOWN]) for block in _line(one, name)]
    shown = f"{min(_SHOWN, len(mine))} of {len(mine)}" if len(mine) > _SHOWN else f"{len(mine)}"
    groups: list[Block] = [Group(f"You follow, {shown}", tuple(blocks))]
    if parked := list_undelivered(ask.view.connection, ask.asker.id):
        groups.append(Line((f"{parked[0].reason} What is new is kept until it can be.",), label="Not delivered"))
        groups.append(Choice("Try again", f"/following {mine[0].id} retry"))
    return Answer("What you follow", tuple(groups), aside=True)


def _line(one: Follow, name: str) -> tuple[Block, Block]:
    said: list[Part] = [f"{name}: {_WAYS[one.how]}, since ", Moment(one.at)]
    return Line(tuple(said)), Choice(f"Stop following {name}"[:60], f"/following {one.id} off")


def _named(ask: Ask, follows: Iterable[Follow]) -> list[tuple[Follow, str]]:
    """Give each with its name, as its dossier has it."""
    named = []
    for one in follows:
        view = View(ask.view.connection, one.desk, one.dossier, ask.as_of)
        named.append((one, names_of(replace(ask, view=view), [one])[one.item]))
    return named


def followed_line(ask: Ask) -> list[Block]:
    """Say in a line what the asker follows, for the list of their reminders."""
    named = _named(ask, _mine(ask))
    said = ", ".join(f"{name} ({_WAYS[one.how]})" for one, name in named[:_SHOWN])
    more = f" and {len(named) - _SHOWN} more" if len(named) > _SHOWN else ""
    return [Line((f"{said}{more}. To change it: /follow",), label="You follow")] if named else []
