"""What a desk settles for itself."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Literal

from bot.asking import Ask, UserError
from bot.blocks import Answer, Block, Line, RoleName
from bot.desk.setup_panel import DOES, panel
from bot.desk.times_form import ORDERS, kept_times, read_times, refused_times, times_form
from bot.digests.runs import hold_anew
from bot.drafts.add_fields import asking
from bot.platforms import platform_of
from bot.rights import Level
from bot.tracking.planner import plan
from bot.tracking.setting_values import hour_of, leads_of, quiet_of, zone_of
from db.desk.desks import Desk, ReminderChannel, list_reminder_channels, replace_desk, replace_reminder_channel
from db.outbox.claims import retry_parked
from db.storage.schema import LOCAL


def setup(
    ask: Ask,
    *,
    channel: Annotated[str, "the channel for this dossier's reminders", "channel"] = "",
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
    role: Annotated[str, "a role, to say what its members may do", "role"] = "",
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
    _check_ids(ask.desk, channel=channel, role=role)
    desk = replace(ask.desk, zone=zone_of(zone, now=ask.now) or ask.desk.zone, hour=hour_of(hour) or ask.desk.hour)
    desk = replace(desk, roles=_roles(desk, role, level))
    desk = replace(desk, leads=leads_of(leads, desk.leads), quiet=quiet_of(quiet, desk.quiet))
    desk = replace(desk, order=ORDERS.get(order, desk.order))
    if channel and ask.desk.id == LOCAL:
        raise UserError(
            "The terminal gets no reminders by itself. See them with: backchannel replay --from DAY --to DAY"
        )
    connection = ask.view.connection
    if channel:
        place = ReminderChannel(desk.id, ask.head.id, channel)
        replace_reminder_channel(connection, place, actor=ask.asker.id, now=ask.now)
    if retry:
        retry_parked(connection, desk=desk.id)
    return _settle(ask, desk, moved=bool(channel))


def setup_role(
    ask: Ask,
    *,
    level: Annotated[Level, "what members of the role may do"],
    role: Annotated[str, "the role"],
) -> Answer:
    """Give a role of this server a level, or take it back from one that has it."""
    _check_ids(ask.desk, role=role)
    held = ask.desk.roles.get(role) == level
    desk = replace(ask.desk, roles=_roles(ask.desk, role, "none" if held else level))
    said = f" may {'no longer ' if held else ''}{DOES[level]}{'' if held else ' now'}"
    return _settle(ask, desk, said=(Line((RoleName(role), said), label="Settled"),))


def setup_times(
    ask: Ask,
    *,
    zone: Annotated[str, "the desk's time zone"] = "",
    quiet: Annotated[str, "hours in which nothing is posted"] = "",
    hour: Annotated[str, "the hour at which reminders ring"] = "",
    leads: Annotated[str, "when to remind"] = "",
    order: Annotated[str, "which of 01/02/2022 is the day"] = "",
    channel: Annotated[str, "the channel for this dossier's reminders"] = "",
    readers: Annotated[str, "the ids of those who alone may ask"] = "",
    editors: Annotated[str, "the ids of those who edit"] = "",
    admins: Annotated[str, "the ids of those who administer"] = "",
    whole: Annotated[Literal["", "yes"], "the form holds channel and people, too"] = "",
    seen: Annotated[str, "which settings the form showed"] = "",
    draft: Annotated[str, "the number of a form that had a fault"] = "",
) -> Answer:
    """Settle this desk's zone and hours in one form, or all of it, which holds what is settled already."""
    given = {"zone": zone, "quiet": quiet, "hour": hour, "leads": leads, "order": order}
    given |= {"channel": channel, "readers": readers, "editors": editors, "admins": admins} if whole else {}
    typed = kept_times(ask, draft) | {option: text for option, text in given.items() if text}
    if not any(given.values()):
        return asking(times_form(ask, typed, whole=bool(whole)), refused=False)
    desk, place, faults = read_times(ask, typed, seen=seen, whole=bool(whole))
    if faults:
        return refused_times(ask, typed, faults, whole=bool(whole))
    if place:
        chosen = ReminderChannel(desk.id, ask.head.id, place)
        replace_reminder_channel(ask.view.connection, chosen, actor=ask.asker.id, now=ask.now)
    return _settle(ask, desk, moved=bool(place))


def _settle(ask: Ask, desk: Desk, *, moved: bool = False, said: tuple[Block, ...] = ()) -> Answer:
    """Keep what a desk settled, plan what it is owed anew, and show all that is settled."""
    connection = ask.view.connection
    if desk != ask.desk:
        replace_desk(connection, desk)
    if moved or desk != ask.desk:
        for place in list_reminder_channels(connection, desk=desk.id):
            plan(connection, desk, place.dossier, place.channel, now=ask.now)
        hold_anew(connection, desk, now=ask.now)
    return Answer("Setup of this desk", (*said, *panel(ask, desk)))


def _check_ids(desk: Desk, *, channel: str = "", role: str = "") -> None:
    platform = platform_of(desk.id)
    for what, id_, shape in (("channel", channel, platform.channel), ("role", role, platform.role)):
        if id_ and not shape.fullmatch(id_):
            said = f"{what}: “{id_[:40]}” is no {what} of this {platform.home}."
            raise UserError(f"{said} Choose one from {platform.name}'s list: /setup")


def _roles(desk: Desk, role: str, level: str) -> Mapping[str, str]:
    if bool(role) != bool(level):
        raise UserError("A role and its level go together. For example: /setup role:@Desk level:editor")
    others = {one: held for one, held in desk.roles.items() if one != role}
    return others if level in ("", "none") else others | {role: level}
