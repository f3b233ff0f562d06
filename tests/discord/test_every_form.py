"""Every form of every command in Discord: opened, filled in, sent, changed, saved and taken back."""

import re
from typing import Any

import pytest

from bot.drafts.add_fields import FIELDS, Added
from bot.drafts.edit_fields import Part, parts_of
from db.storage.database import Database
from tests.builders import TINY, tiny

from .double import Double
from .interactions import Interaction
from .opened import post_reminder, running
from .world import EVERYTHING, User

_ADDED: dict[Added, dict[str, str]] = {
    "statement": {"speaker": "vane", "text": "“A good day.”", "source": "morning", "about": "the ferry, D1"},
    "event": {"title": "They meet", "said": "they met", "source": "Post, They met, 12 March 2031"},
    "offer": {"title": "Another offer", "between": "south to north", "terms": "one\ntwo", "source": "weekly"},
    "report": {"point": "How long was the vote?", "says": "an hour", "exact": "about an hour", "source": "weekly"},
    "date": {"title": "A vote", "when": "in the coming days", "by": "oake", "said": "“a vote”", "source": "morning"},
    "person": {"name": "Cid Moor", "role": "lawyer", "party": "south", "source": "weekly", "spelling": "C. Moor"},
    "source": {"outlet": "CNN", "title": "They met", "published": "12 March 2031", "link": "https://x.example/1"},
}
# the forms of what stands beside a new item
_BESIDE = {"Stance…": "expects: a deal", "In short…": "It was agreed", "Weight…": "wording"}
# what each field of a form of /edit can be given, where its text can't simply be another
_EDITED = {
    "when": ("2029", "2031-03-09"), "speaker": ("oake", "vane"), "about": ("oake, E1",), "party": ("south", "north"),
    "between": ("south to north",), "source": ("Sun, Another, 9 March 2031",), "certainty": ("reported",),
    "link": ("https://x.example/2",), "translation": ("damaged: names",),
}  # fmt: skip
_SECTIONS = [section for section, items in TINY.items() if isinstance(items, list)]


def _text(done: Interaction) -> str:
    return done.message.text.replace("\\", "")


def _values(form: Interaction) -> dict[str, str]:
    assert form.modal is not None
    rows: Any = form.modal["components"]
    return {row["component"]["custom_id"]: row["component"].get("value", "") for row in rows}


async def _saved(double: Double, user: User, back: Interaction) -> None:
    """Look at what was read back once more through its form, save it and take it back."""
    assert "Read back, not saved yet" in _text(back), _text(back)
    form = await double.press(user, back.message, "Change")
    again = await double.submit(user, form, _values(form))
    assert "Read back, not saved yet" in _text(again), _text(again)
    if beside := next((button["label"] for button in again.message.buttons if button["label"] in _BESIDE), ""):
        form = await double.press(user, again.message, beside)
        again = await double.submit(user, form, {next(iter(_values(form))): _BESIDE[beside]})
        assert _BESIDE[beside] in _text(again), _text(again)
    saved = await double.press(user, again.message, "Save")
    assert "Saved: " in _text(saved), _text(saved)
    undone = await double.press(user, saved.message, "Undo")
    assert "Taken back: " in _text(undone), _text(undone)


@pytest.mark.parametrize("kind", _ADDED)
async def test_each_form_that_adds_is_sent_changed_saved_and_taken_back(ferry: Database, kind: Added) -> None:
    async with running(ferry) as (double, _bot):
        ann = double.add_user("ann", permissions=EVERYTHING)
        form = await double.slash(ann, double.channel, f"add {kind}")
        assert _values(form).keys() == {field.option for field in FIELDS[kind]}
        await _saved(double, ann, await double.submit(ann, form, _ADDED[kind]))


@pytest.mark.parametrize("section", _SECTIONS)
async def test_each_form_that_corrects_is_sent_field_by_field_while_those_of_other_parts_are_open(
    ferry: Database, section: str
) -> None:
    async with running(ferry) as (double, _bot):
        ann = double.add_user("ann", permissions=EVERYTHING)
        for item in getattr(tiny(), section):
            opened = await double.slash(ann, double.channel, "edit", {"id": item.id})
            labels = [] if opened.modal else [button["label"] for button in opened.message.buttons]
            forms = {label: await double.press(ann, opened.message, label) for label in labels} or {"": opened}
            back = opened
            for label, form in forms.items():
                part = label.removeprefix("Part ")
                path = _path(parts_of(item)[int(part) - 1]) if part.isdecimal() else ""
                path = f"{label.lower()}" if label in ("Stance", "Gist", "Weight") else path
                for option, text in _values(form).items():
                    if option != "why" and "," not in (text if option == "source" else ""):
                        back = await double.submit(
                            ann, form, _values(form) | {option: _other(option, text, label), "why": "x"}
                        )
                        if "Does that stay beside the day?" in _text(back):
                            back = await double.press(ann, back.message, "It stays")
                        assert _changes(_text(back), path), (item.id, label, option, _text(back))
            await _saved(double, ann, back)


def _path(part: Part) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in part.way).removeprefix(".")


def _other(option: str, text: str, label: str) -> str:
    if label in ("Stance", "Gist", "Weight"):
        return {"Stance": "expects: a deal", "Gist": "As agreed [morning]", "Weight": "wording"}[label]
    return next(one for one in _EDITED.get(option, (f"{text}s",)) if one != text)


def _changes(text: str, path: str) -> bool:
    """Tell whether a correction reads back a change, and of no part but the one at this path."""
    changed = [line.removeprefix("**") for line in text.splitlines() if " -> " in line]
    of_parts = [line for line in changed if path and line.startswith(path.partition("[")[0])]
    return bool(changed) and (not path or (bool(of_parts) and all(line.startswith(path) for line in of_parts)))


async def test_what_a_form_can_not_read_is_held_by_its_fix_and_taken_when_mended(ferry: Database) -> None:
    async with running(ferry) as (double, bot):
        ann = double.add_user("ann", permissions=EVERYTHING)
        reminder = await post_reminder(double, bot, ferry)
        said = double.say(ann, double.channel, "They will meet.")
        digest = await double.slash(ann, double.channel, "digest add", {"times": "08:00"})
        panel = await double.slash(ann, double.channel, "setup")
        own = await double.slash(ann, double.channel, "my remind", {"when": "tomorrow at noon", "about": "a call"})
        forms = [
            (await double.menu(ann, said, "Remind me about this"), "when", "soonish_", "tomorrow at noon"),
            (await double.press(ann, own.message, "Change"), "when", "soonish_", "tomorrow at noon"),
            (await double.press(ann, digest.message, "Change"), "times", "25:99", "09:00"),
            (await double.press(ann, panel.message, "Times…"), "zone", "Mars/Olympus", "Europe/Paris"),
            (await double.press(ann, reminder, "Moved"), "to", "soonish_", "2031-04-01"),
        ]
        for form, option, wrong, right in forms:
            typed = _values(form) | {option: wrong} | ({"about": "the embassy"} if "about" in _values(form) else {})
            refused = await double.submit(ann, form, typed)
            assert refused.message.only_for is ann
            again = await double.press(ann, refused.message, "Fix")
            assert _values(again) == typed, option
            taken = await double.submit(ann, again, typed | {option: right})
            assert all(button["label"] != "Fix" for button in taken.message.buttons), _text(taken)
            assert not re.match("[a-z]+: ", _text(taken)), _text(taken)
