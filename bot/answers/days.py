"""Days that options give, in figures or words."""

import re
from datetime import date

from bot import dates
from bot.asking import Ask, UserError
from db import edtf
from db.items import last_published

_MONTH = re.compile(r"[a-z]+\.?,? [0-9]{4}", re.IGNORECASE)


async def one_day(ask: Ask, option: str, asked: str) -> date:
    """Find the calendar day meant; one without a year is the newest not after the last source known. Raises UserError.

    A month, a year or a stretch means its last day.
    """
    last = await last_published(ask.view)
    try:
        not_after = min(last, ask.as_of) if last else None
        return dates.parse_day(asked, now=ask.now, zone=ask.desk.zone, not_after=not_after)
    except dates.DateError as error:
        raise UserError(f"{option}: {error}") from error


async def first_day(ask: Ask, option: str, asked: str) -> date:
    """Find the calendar day meant; a month, a year or a stretch means its first day. Raises UserError."""
    found = await one_day(ask, option, asked)
    if _MONTH.fullmatch(asked.strip()):
        return found.replace(day=1)
    try:
        bounds = edtf.bounds(asked.strip().upper())
    except edtf.EdtfError:
        return found
    return found if bounds.open_start else bounds.earliest


def is_day(ask: Ask, asked: str) -> bool:
    """Tell whether text can be read as one day."""
    try:
        dates.parse_day(asked, now=ask.now, zone=ask.desk.zone, not_after=ask.as_of)
    except dates.DateError:
        return False
    return True
