"""The form of a desk's zone and hours, or of all it settles: what it holds, and what came back from it."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Literal

from bot.asking import Ask, UserError, row_number
from bot.blocks import Answer, Choice, Field, Form, Line
from bot.drafts.add_fields import EMPTIED
from bot.drafts.drafts import keep_draft
from bot.platforms import platform_of
from bot.rights import LEVELS
from bot.tracking.setting_values import hour_of, leads_of, quiet_of, zone_of
from db.desk.desks import Desk, list_reminder_channels
from db.desk.drafts import find_draft

ORDERS: Mapping[str, Literal["DMY", "MDY"]] = {"day-first": "DMY", "month-first": "MDY"}

_TIMES = "times"  # the kind of a draft of this form

_TIMES_OF_DESK = (
    Field("zone", "Zone", "The desk’s time zone.", "Europe/Berlin", needed=True, longest=60, kind="zone"),
    Field("quiet", "Quiet hours", "Nothing is posted then. Empty: none.", "22:00-07:00", longest=40),
    Field("hour", "Hour of reminders", "The hour in that zone at which they ring.", "09:00", needed=True, longest=20),
    Field("leads", "When to remind", "Empty: as each dossier says.", "2 days before opening, closing, overdue daily"),
    Field("order", "Order of figures", "day-first: 01/02 is 1 February; month-first: it is 2 January.", "day-first",
          needed=True, longest=20),
)  # fmt: skip


_ALL_OF_DESK = (
    Field("channel", "Reminders go to", "I must be in it; if not: /invite @Backchannel", "#desk", kind="channel"),
    Field("readers", "Readers", "Only they and those below may ask then. Empty: everyone.", "@ann", kind="roles"),
    Field("editors", "Editors", "They answer reminders, record outcomes and change the dossier.", "@ann", kind="roles"),
    Field("admins", "Admins", "They settle what stands here.", "@ann", kind="roles"),
    *_TIMES_OF_DESK,
)


def times_form(ask: Ask, typed: Mapping[str, str], *, whole: bool) -> Form:
    """Make the form with what is settled, and over it what was typed; the `whole` has channel and people, too."""
    settled = _settled(ask, whole=whole)
    shown = {option: "" if text == EMPTIED else text for option, text in ({**settled, **typed}).items()}
    fields = tuple(replace(field, value=shown[field.option]) for field in (_ALL_OF_DESK if whole else _TIMES_OF_DESK))
    line = f"/setup times {'whole:yes ' if whole else ''}seen:{_stamp(settled)}"
    return Form("Settings of this desk" if whole else "Times of this desk", ask.again(line), fields)


def read_times(ask: Ask, typed: Mapping[str, str], *, seen: str, whole: bool) -> tuple[Desk, str, list[str]]:
    """Put what was typed over a desk's settings; gives a new channel, too, and all that is wrong with it."""
    desk, settled = ask.desk, _settled(ask, whole=whole)
    faults = [_meanwhile(settled)] if seen and seen != _stamp(settled) else []
    read: dict[str, Callable[[str], Any]] = {
        "zone": lambda text: zone_of(text, now=ask.now),
        "quiet": lambda text: quiet_of("off" if text == EMPTIED else text, desk.quiet),
        "hour": hour_of,
        "leads": lambda text: leads_of("default" if text == EMPTIED else text, desk.leads),
        "order": _order_of,
        "channel": lambda text: "" if text == EMPTIED else _ids(desk, "channel", text)[0],
        "readers": lambda text: [] if text == EMPTIED else _ids(desk, "role", text),
        "editors": lambda text: [] if text == EMPTIED else _ids(desk, "role", text),
        "admins": lambda text: [] if text == EMPTIED else _ids(desk, "role", text),
    }
    found: dict[str, Any] = {}
    for option, text in typed.items():
        try:
            found[option] = read[option](text)
        except UserError as error:
            faults.append(str(error))
    roles: dict[str, str] = {id_: level for id_, level in desk.roles.items() if f"{level}s" not in found}
    roles |= {id_: level for level in LEVELS for id_ in found.pop(f"{level}s", ())}
    channel = found.pop("channel", "")
    return replace(desk, roles=roles, **found), "" if channel == settled.get("channel") else channel, faults


def _ids(desk: Desk, what: Literal["channel", "role"], text: str) -> list[str]:
    """Read ids of the desk's own platform; raises UserError."""
    platform = platform_of(desk.id)
    shape = platform.channel if what == "channel" else platform.role
    for id_ in text.split():
        if not shape.fullmatch(id_):
            raise UserError(f"“{id_[:40]}” is no {what} of {platform.name}'s. Choose one from the list: /setup")
    return text.split()


def refused_times(ask: Ask, typed: dict[str, str], faults: list[str], *, whole: bool) -> Answer:
    """Say what is wrong, and keep what was typed for another try."""
    line = ask.again(f"/setup times {'whole:yes ' if whole else ''}draft:{keep_draft(ask, None, _TIMES, typed)}")
    kept = Line(("What you typed is kept behind Fix.",), label="Nothing is settled yet")
    said = [Line((fault,)) for fault in faults]
    return Answer("That can’t be settled as it is", (*said, kept, Choice("Fix", line)), aside=True, refused=True)


def kept_times(ask: Ask, number: str) -> dict[str, str]:
    """Give what was typed into a form that had a fault; raises UserError."""
    if not number:
        return {}
    draft = find_draft(ask.view.connection, row_number(number), desk=ask.desk.id)
    if draft is None or draft.kind != _TIMES:
        raise UserError(f"What was typed under {number[:20]} is not kept any more. Open the form anew: /setup")
    kept: dict[str, str] = json.loads(draft.body)
    return kept


def _settled(ask: Ask, *, whole: bool) -> dict[str, str]:
    desk = ask.desk
    order = next(words for words, order in ORDERS.items() if order == desk.order)
    times = {"zone": desk.zone, "quiet": desk.quiet, "hour": desk.hour, "leads": desk.leads, "order": order}
    if not whole:
        return times
    places = list_reminder_channels(ask.view.connection, desk=desk.id, dossier=ask.head.id)
    held = {level: " ".join(sorted(id_ for id_, one in desk.roles.items() if one == level)) for level in LEVELS}
    own = {"channel": places[0].channel if places else ""}
    return own | {f"{level}s": ids for level, ids in held.items()} | times


def _stamp(settled: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(settled).encode()).hexdigest()[:8]


def _meanwhile(settled: Mapping[str, str]) -> str:
    now = "; ".join(f"{option} {text or 'none'}" for option, text in settled.items())
    return f"Somebody has settled this otherwise since the form was opened: {now}. Look again, then send it once more."


def _order_of(typed: str) -> Literal["DMY", "MDY"]:
    found = ORDERS.get(typed.strip().lower().replace(" ", "-"))
    if found is None:
        raise UserError(f"order: “{typed[:20]}” is no order of day and month. For example: order:day-first")
    return found
