"""Forms that ask for what a button's line leaves open: the new date, the basis, another time."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.blocks import Field, Form
from bot.drafts.add_fields import EMPTIED

OWN_WORDS = "?"
_EMPTYING = re.compile(r"(add|edit)\b|setup times")

# a line without this word opens the form: the form's title, and the field that fills the option
ASKED = {
    "moved": ("Moved to when?", Field(
        "to", "New date", "A day, a window, or words.", "2022-08-10, next Friday, within a week", needed=True,
        longest=80)),
    "happened": ("How do you know?", Field(
        "basis", "Source", "A source's id, or a source in your own words. It is kept with your answer.",
        "004-cnn, or: CNN, 30 July", needed=True)),
    "later": ("Ask again when?", Field(
        "when", "When", "In your own words.", "in two days, Friday 10:00", needed=True, longest=80)),
    "change": ("Remind you when?", Field(
        "when", "When", "In your own words.", "in two days, Friday 10:00", needed=True, longest=80)),
}  # fmt: skip

DIGEST = (
    Field("times", "Times of the day", "Empty: as it is.", "08:00, 17:30", longest=200),
    Field("days", "Weekdays", "Empty: as it is.", "mon-fri or daily", longest=200),
    Field("zone", "Zone", "Empty: as it is.", "Europe/Berlin", longest=200),
    Field("kind", "Only these kinds, or not -these", "Empty: as it is.", "statement, offer, -point; all for all",
          longest=200),
    Field("person", "Only what names these, or not -these", "Empty: as it is.", "peskov, -lavrov; all for all",
          longest=200),
)  # fmt: skip

REMIND = (
    Field("when", "When", "In your own words.", "tomorrow, in two hours, Friday 10:00", needed=True, longest=80),
    Field("about", "What about", "May stay empty.", "ask the embassy", longest=200),
)


def asked_by(name: str, options: Mapping[str, str]) -> str:
    """Tell which form a button's line opens; "" if it is complete."""
    kind = options.get("press") or options.get("do") or ""
    if name not in ("due", "mine") or kind not in ASKED:
        return ""
    given = options.get(ASKED[kind][1].option, "")
    return kind if given == OWN_WORDS or (not given and kind != "later") else ""


def form_of_line(name: str, options: Mapping[str, str], line: str) -> Form | None:
    """Give the form that completes a button's line; None if it is complete."""
    if name in ("digest change", "digest edit"):
        return Form("Change the digest", f"/digest edit {options['number']}", DIGEST)
    if name == "my remind":
        return remind_form(line)
    if kind := asked_by(name, options):
        title, field = ASKED[kind]
        return Form(title, line, (field,))
    return None


def remind_form(line: str, *, about: str = "") -> Form:
    """Give the form that asks when somebody wants to be reminded of a message."""
    when, what = REMIND
    return Form("Remind me about this", line, (when, replace(what, value=about)))


def opens_form(name: str) -> bool:
    """Tell whether what a command is answered with may be a form, whose empty fields empty what was kept."""
    return bool(_EMPTYING.match(name))


def filled_options(name: str, options: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, str]:
    """Put what was typed into a form's fields to the options of its line."""
    kept = {option: value for option, value in options.items() if value != OWN_WORDS}
    if opens_form(name):  # what was emptied must not stay as it was kept
        return kept | {option: text or EMPTIED for option, text in typed.items()}
    return kept | {option: text for option, text in typed.items() if text}
