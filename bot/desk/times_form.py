"""The form of a desk's zone and hours: what it holds, and what came back from it."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from bot.asking import Ask, UserError
from bot.blocks import Answer, Choice, Field, Form, Line
from bot.drafts.add_fields import EMPTIED
from bot.drafts.drafts import keep_draft
from bot.tracking.setting_values import hour_of, leads_of, quiet_of, zone_of
from db.desk.desks import Desk
from db.desk.drafts import find_draft

ORDERS: Mapping[str, Literal["DMY", "MDY"]] = {"day-first": "DMY", "month-first": "MDY"}

_TIMES = "times"  # the kind of a draft of this form

_FIELDS = (
    Field("zone", "Zone", "The desk’s time zone.", "Europe/Berlin", needed=True, longest=60),
    Field("quiet", "Quiet hours", "Nothing is posted then. Empty: none.", "22:00-07:00", longest=40),
    Field("hour", "Hour of reminders", "The hour in that zone at which they ring.", "09:00", needed=True, longest=20),
    Field("leads", "When to remind", "Empty: as each dossier says.", "2 days before opening, closing, overdue daily"),
    Field("order", "Order of figures", "day-first: 01/02 is 1 February; month-first: it is 2 January.", "day-first",
          needed=True, longest=20),
)  # fmt: skip


def times_form(ask: Ask, typed: Mapping[str, str]) -> Form:
    """Make the form with what is settled, and over it what was typed."""
    settled = _settled(ask.desk)
    shown = {option: "" if text == EMPTIED else text for option, text in ({**settled, **typed}).items()}
    fields = tuple(replace(field, value=shown[field.option]) for field in _FIELDS)
    return Form("Times of this desk", ask.again(f"/setup times seen:{_stamp(settled)}"), fields)


def read_times(desk: Desk, typed: Mapping[str, str], *, seen: str, now: datetime) -> tuple[Desk, list[str]]:
    """Put what was typed over a desk's settings; gives everything that is wrong with it, too."""
    settled = _settled(desk)
    faults = [_meanwhile(settled)] if seen and seen != _stamp(settled) else []
    read: dict[str, Callable[[str], Any]] = {
        "zone": lambda text: zone_of(text, now=now),
        "quiet": lambda text: quiet_of("off" if text == EMPTIED else text, desk.quiet),
        "hour": hour_of,
        "leads": lambda text: leads_of("default" if text == EMPTIED else text, desk.leads),
        "order": _order_of,
    }
    found: dict[str, Any] = {}
    for option, text in typed.items():
        try:
            found[option] = read[option](text)
        except UserError as error:
            faults.append(str(error))
    return replace(desk, **found), faults


def refused_times(ask: Ask, typed: dict[str, str], faults: list[str]) -> Answer:
    """Say what is wrong, and keep what was typed for another try."""
    line = ask.again(f"/setup times draft:{keep_draft(ask, None, _TIMES, typed)}")
    kept = Line((f"What you typed is kept: {line}",), label="Nothing is settled yet")
    said = [Line((fault,)) for fault in faults]
    return Answer("That can’t be settled as it is", (*said, kept, Choice("Fix", line)), aside=True, refused=True)


def kept_times(ask: Ask, number: str) -> dict[str, str]:
    """Give what was typed into a form that had a fault; raises UserError."""
    if not number:
        return {}
    plain = int(number) if number.isdecimal() and len(number) < 16 else 0
    draft = find_draft(ask.view.connection, plain, desk=ask.desk.id)
    if draft is None or draft.kind != _TIMES:
        raise UserError(f"What was typed under {number[:20]} is not kept any more. Open the form anew: /setup")
    kept: dict[str, str] = json.loads(draft.body)
    return kept


def _settled(desk: Desk) -> dict[str, str]:
    order = next(words for words, order in ORDERS.items() if order == desk.order)
    return {"zone": desk.zone, "quiet": desk.quiet, "hour": desk.hour, "leads": desk.leads, "order": order}


def _stamp(settled: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(settled).encode()).hexdigest()[:8]


def _meanwhile(settled: Mapping[str, str]) -> str:
    now = "; ".join(f"{option} {text or 'none'}" for option, text in settled.items())
    return f"Somebody has settled other times since the form was opened: {now}. Look again, then send it once more."


def _order_of(typed: str) -> Literal["DMY", "MDY"]:
    found = ORDERS.get(typed.strip().lower().replace(" ", "-"))
    if found is None:
        raise UserError(f"order: “{typed[:20]}” is no order of day and month. For example: order:day-first")
    return found
