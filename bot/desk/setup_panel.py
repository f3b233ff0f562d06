"""The panel of /setup: all that a desk has settled, on one screen."""

from bot.asking import Ask
from bot.blocks import Block, Choice, Group, Line, Moment, Part, Pick, Place, RoleName
from bot.desk.members_reminders import members_reminders
from bot.localtime import zone_words
from bot.phrasing.lines import count
from bot.platforms import WORKSPACE, platform_of
from bot.rights import LEVELS
from db.desk.desks import Desk, ReminderChannel, list_reminder_channels
from db.loading.heads import list_dossiers
from db.outbox import outbox
from db.outbox.channel_breakers import list_breakers
from db.storage.schema import LOCAL


def panel(ask: Ask, desk: Desk) -> list[Block]:
    """List what is settled, what is owed and what failed, with what can be settled by a press."""
    places = list_reminder_channels(ask.view.connection, desk=desk.id)
    blocks: list[Block] = [
        Line((zone_words(desk.zone, ask.now),), label="Zone"),
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
        blocks += _owed(ask, place)
    blocks += _kept(ask)
    blocks += members_reminders(ask)
    if desk.id != LOCAL:
        blocks += _settled_by_press(ask)
    if not places and desk.id != LOCAL:
        blocks.append(Line(("none yet, so nobody is reminded. Set one with /setup channel:",), label="Channel"))
    return blocks


def _settled_by_press(ask: Ask) -> list[Block]:
    if platform_of(ask.desk.id) is WORKSPACE:
        return [Choice("Change…", ask.again("/setup times whole:yes"))]
    lists = {"reader": "Readers", "editor": "Editors", "admin": "Admins"}
    return [
        Choice("Times…", ask.again("/setup times")),
        Pick("Reminders go to …", f"{ask.again('/setup')} channel:", "channel"),
        *(
            Pick(f"{lists[level]}: add or drop a role …", f"{ask.again(f'/setup role {level}')} role:", "role")
            for level in LEVELS
        ),
    ]


def _owed(ask: Ask, place: ReminderChannel) -> list[Block]:
    name = place.dossier.partition("@")[0]
    heads = {head.name: head.id for head in list_dossiers(ask.view.connection, desk=place.desk)}
    if heads.get(name) != place.dossier:
        home = platform_of(place.desk).home
        said = (
            f"reminders of the shared {name} have ended, since this {home}’s own hides it. For its own: /setup channel:"
        )
        return [Line((said,), label="Channel")]
    rows = outbox.list_due(ask.view.connection, desk=place.desk, dossier=place.dossier, kind="reminder")
    waiting = [row for row in rows if row.state in ("waiting", "claimed")]
    return [
        Line((f"reminders of {name} go to ", Place(place.channel)), label="Channel"),
        Line((f"{count(len(waiting), 'reminder')} waiting",), label="Owed"),
        *(Line((f"{row.item}, {row.occasion}: ", Moment(row.due_at)), label="next") for row in waiting[:3]),
    ]


def _kept(ask: Ask) -> list[Block]:
    """List what can't be posted, with the reasons, and the channels that refuse."""
    connection, desk = ask.view.connection, ask.desk.id
    parked = outbox.list_parked(connection, desk=desk)
    closed = list_breakers(connection, desk=desk)
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


def _role_lines(desk: Desk) -> list[Block]:
    if desk.id == LOCAL:
        return []
    default = platform_of(desk.id).base
    blocks: list[Block] = []
    for level in LEVELS:
        parts: list[Part] = []
        for role in sorted(one for one, held in desk.roles.items() if held == level):
            parts += [", ", RoleName(role)]
        also: list[Part] = [", and ", default[level]] if level == "admin" else []
        blocks.append(Line(tuple(parts[1:] + also if parts else [default[level]]), label=f"May {DOES[level]}"))
    return blocks


DOES = {"reader": "ask", "editor": "edit and answer", "admin": "administer"}
