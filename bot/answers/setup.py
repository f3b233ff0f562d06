"""What a desk settles for itself."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Literal

from bot.answers.hours import hour_of, leads_of, quiet_of, zone_of
from bot.answers.words import count
from bot.asking import Ask, UserError
from bot.blocks import Answer, Block, Choice, Group, Line, Moment, Part, Pick, Place, RoleName
from bot.digesting import hold_anew
from bot.planning import plan
from bot.rights import LEVELS
from db import outbox
from db.breakers import list_breakers
from db.claims import retry_parked
from db.desks import (
    LOCAL,
    Desk,
    ReminderChannel,
    list_reminder_channels,
    replace_desk,
    replace_reminder_channel,
)
from db.dossiers import list_dossiers


async def setup(
    ask: Ask,
    *,
    channel: Annotated[str, "the channel for this dossier's reminders"] = "",
    zone: Annotated[str, "the desk's time zone, e.g. Europe/Berlin"] = "",
    hour: Annotated[str, "the hour at which reminders ring, e.g. 09:00"] = "",
    leads: Annotated[
        str, "when to remind, e.g. 2 days before opening, opening, closing, overdue daily; or default"
    ] = "",
    quiet: Annotated[str, "hours in which nothing is posted, e.g. 22:00-07:00; or off"] = "",
    order: Annotated[
        Literal["", "day-first", "month-first"],
        "how this desk writes 01/02/2022, for dates in words and figures to come",
    ] = "",
    role: Annotated[str, "a role of this server, to say what its members may do"] = "",
    level: Annotated[
        Literal["", "reader", "editor", "admin", "none"], "what members of the role may do; none takes it back"
    ] = "",
    retry: Annotated[Literal["", "yes"], "post again what could not be posted"] = "",
) -> Answer:
    """Settle where and when this desk gets its reminders; without options, show what is settled.

    One channel gets the reminders of one dossier. Times are read in the desk's own zone. Anyone may ask, unless a role
    is made reader; those who may manage messages are editors, unless a role is made editor. What could not be posted is
    kept, and posted with retry:yes once the channel takes messages again.
    """
    _check_ids(channel=channel, role=role)
    desk = replace(ask.desk, zone=zone_of(zone) or ask.desk.zone, hour=hour_of(hour) or ask.desk.hour)
    desk = replace(desk, roles=_roles(desk, role, level))
    desk = replace(desk, leads=leads_of(leads, desk.leads), quiet=quiet_of(quiet, desk.quiet))
    desk = replace(desk, order=_ORDERS.get(order, desk.order))
    connection = ask.view.connection
    if desk != ask.desk:
        await replace_desk(connection, desk)
    if channel and ask.desk.id == LOCAL:
        raise UserError(
            "The terminal gets no reminders by itself. See them with: backchannel replay --from DAY --to DAY"
        )
    if channel:
        place = ReminderChannel(desk.id, ask.head.id, channel)
        await replace_reminder_channel(connection, place, actor=ask.asker.id, now=ask.now)
    if retry:
        await retry_parked(connection, desk=desk.id)
    places = await list_reminder_channels(connection, desk=desk.id)
    if channel or desk != ask.desk:
        for place in places:
            await plan(connection, desk, place.dossier, place.channel, now=ask.now)
        await hold_anew(connection, desk, now=ask.now)
    return Answer("Setup of this desk", tuple(await _panel(ask, desk, places)))


_LONGEST_ID = 20  # of what Discord numbers
_ORDERS: dict[str, Literal["DMY", "MDY"]] = {"day-first": "DMY", "month-first": "MDY"}


async def _panel(ask: Ask, desk: Desk, places: list[ReminderChannel]) -> list[Block]:
    blocks: list[Block] = [
        Line((f"{desk.zone}; now ", Moment(ask.now)), label="Zone"),
        Line((f"{desk.hour} in that zone",), label="Hour of reminders"),
        Line((desk.leads or "as each dossier says",), label="Reminded"),
        Line(
            (
                f"{desk.quiet}; what falls due then comes as one message at the end; so do digests"
                if desk.quiet
                else "none",
            ),
            label="Quiet hours",
        ),
    ]
    example = "1 February" if desk.order == "DMY" else "2 January"
    blocks.append(Line((f"01/02 is {example} in dates to come",), label="Order of figures"))
    blocks += _role_lines(desk)
    for place in places:
        blocks += await _owed(ask, place)
    blocks += await _kept(ask)
    if desk.id != LOCAL:
        blocks += [
            Pick("Reminders go to …", "/setup channel:", "channel"),
            Pick("A role of editors …", "/setup level:editor role:", "role"),
        ]
    if not places and desk.id != LOCAL:
        blocks.append(Line(("none yet, so nobody is reminded. Set one with /setup channel:",), label="Channel"))
    return blocks


async def _owed(ask: Ask, place: ReminderChannel) -> list[Block]:
    name = place.dossier.partition("@")[0]
    heads = {head.name: head.id for head in await list_dossiers(ask.view.connection, desk=place.desk)}
    if heads.get(name) != place.dossier:
        said = (
            f"reminders of the shared {name} have ended, since this server’s own hides it. For its own: /setup channel:"
        )
        return [Line((said,), label="Channel")]
    rows = await outbox.list_due(ask.view.connection, desk=place.desk, dossier=place.dossier, kind="reminder")
    waiting = [row for row in rows if row.state in ("waiting", "claimed")]
    return [
        Line((f"reminders of {name} go to ", Place(place.channel)), label="Channel"),
        Line((f"{count(len(waiting), 'reminder')} waiting",), label="Owed"),
        *(Line((f"{row.item}, {row.occasion}: ", Moment(row.due_at)), label="next") for row in waiting[:3]),
    ]


async def _kept(ask: Ask) -> list[Block]:
    """List what can't be posted, with the reasons, and the channels that refuse."""
    connection, desk = ask.view.connection, ask.desk.id
    parked = await outbox.list_parked(connection, desk=desk)
    closed = await list_breakers(connection, desk=desk)
    blocks: list[Block] = []
    if closed:
        resting = [Line((Place(one.channel), f": {one.reason} Since ", Moment(one.since))) for one in closed[:10]]
        blocks.append(Group("Channels that take no messages", tuple(resting)))
    if parked:
        lines = tuple(Line((f"{row.item or row.kind}, {row.occasion}: {row.reason}",)) for row in parked[:10])
        blocks.append(Group(f"Could not be posted, kept: {len(parked)}", lines))
    if parked or closed:
        blocks.append(Choice("Try again", "/setup retry:yes"))
    return blocks


def _check_ids(**given: str) -> None:
    for what, id_ in given.items():
        if id_ and not (id_.isascii() and id_.isdecimal() and len(id_) <= _LONGEST_ID):
            raise UserError(f"{what}: “{id_[:40]}” is no {what} of this server. Choose one from Discord's list: /setup")


def _roles(desk: Desk, role: str, level: str) -> Mapping[str, str]:
    if bool(role) != bool(level):
        raise UserError("A role and its level go together. For example: /setup role:@Desk level:editor")
    others = {one: held for one, held in desk.roles.items() if one != role}
    return others if level in ("", "none") else others | {role: level}


def _role_lines(desk: Desk) -> list[Block]:
    if desk.id == LOCAL:
        return []
    default = {
        "reader": "everyone who can use commands here",
        "editor": "those who may manage messages",
        "admin": "those who may manage this server",
    }
    blocks: list[Block] = []
    for level in LEVELS:
        parts: list[Part] = []
        for role in sorted(one for one, held in desk.roles.items() if held == level):
            parts += [", ", RoleName(role)]
        also: list[Part] = [", and ", default[level]] if level == "admin" else []
        blocks.append(Line(tuple(parts[1:] + also if parts else [default[level]]), label=f"May {_DOES[level]}"))
    return blocks


_DOES = {"reader": "ask", "editor": "edit and answer", "admin": "administer"}
