"""A news text handed over in Slack: pasted or as a file, by the form or a message's menu; two editors, a restart."""

import asyncio
import re
from datetime import timedelta

from db.loading.edits import find_versions
from db.storage.database import Database
from tests.builders import NOW
from tests.slack import Message, Standin, User
from tests.slack.running import running

TEXT = """“The pier will not be sold to anybody at all,” Ada Vane said on Friday.

“We have waited eleven years for the new ropes,” Bern Oake said on Thursday.
"""
WHERE = "Harbour Post, A word on the ferry, 14 March 2031"
PASTED = "Or its text, pasted: Text"


def _newest(slack: Standin, user: User) -> Message:
    return slack.world.visible(slack.channel, to=user.id)[-1]


async def test_a_pasted_text_is_gone_through_in_the_modal(ferry: Database) -> None:
    async with Standin() as slack, running(slack, ferry):
        ann = slack.world.add_user("ann", is_admin=True)
        await slack.slash(ann, slack.channel, "article")
        dialog = slack.dialog(ann)
        first, second = TEXT.split("\n\n")
        await slack.submit(ann, dialog, {PASTED: first, "… goes on (2)": second, "Where it came out": WHERE})
        await slack.until(lambda: "2 statements, 2 sure" in str(dialog.view.body), timeout=60)
        await slack.press_modal(ann, dialog, "Go through")
        await slack.until(lambda: "Would add" in str(dialog.view.body))
        await slack.press_modal(ann, dialog, "Take")
        await slack.until(lambda: "Taken: S-1" in str(dialog.view.body))
        await slack.press_modal(ann, dialog, "Undo")
        await slack.until(lambda: "is open again" in str(dialog.view.body))


async def test_a_file_is_read_and_a_picture_refused(ferry: Database) -> None:
    async with Standin() as slack, running(slack, ferry):
        ann = slack.world.add_user("ann", is_admin=True)
        await slack.slash(ann, slack.channel, "article")
        dialog = slack.dialog(ann)
        await slack.submit(ann, dialog, {"A file": ("a.txt", TEXT.encode()), "Where it came out": WHERE})
        await slack.until(lambda: "2 statements, 2 sure" in str(dialog.view.body), timeout=60)
        await slack.slash(ann, slack.channel, "article")
        dialog = slack.dialog(ann)
        await slack.submit(ann, dialog, {"A file": ("a.txt", b"\x89PNG\r\n\x1a\n")})
        await slack.until(lambda: "is a picture, no text" in str(dialog.view.body), timeout=60)


async def test_a_message_is_read_and_another_editor_goes_on_after_a_restart(ferry: Database) -> None:
    async with Standin() as slack:
        ann = slack.world.add_user("ann", is_admin=True)
        ben = slack.world.add_user("ben", is_admin=True)
        said = Message(slack.world.stamp(), ann.id, TEXT)
        slack.channel.messages.append(said)
        async with running(slack, ferry):
            await slack.message_shortcut(ann, said, "read_into_dossier")
            await slack.until(lambda: "Where did it come out?" in _newest(slack, ann).shown, timeout=60)
            await slack.press(ann, _newest(slack, ann), "Say where it came out")
            await slack.until(lambda: slack.has_dialog(ann))
            dialog = slack.dialog(ann)
            await slack.submit(ann, dialog, {"Outlet": "Post", "Title": "A word", "Published": "14 March 2031"})
            await slack.until(lambda: "2 statements, 2 sure" in _newest(slack, ann).shown, timeout=60)
            await slack.press(ann, _newest(slack, ann), "Go through")
            await slack.until(lambda: "1 of 2" in _newest(slack, ann).shown)
        async with running(slack, ferry, clock=lambda: NOW + timedelta(minutes=5)):
            await slack.press(ann, _newest(slack, ann), "Take")
            await slack.until(lambda: "Taken: S-1" in _newest(slack, ann).shown)
            listed = await slack.slash(ben, slack.channel, "article text:1")
            if listed.message is None or "1 taken" not in listed.text:
                listed = await slack.slash(ben, slack.channel, "article text:3")
            assert "1 taken" in listed.text


def _statements(database: Database) -> set[str]:
    with database.reading() as connection:
        desk = connection.exec_driver_sql("SELECT desk FROM draft").scalars().first()
        return set(find_versions(connection, ["S-1", "S-2", "S-3"], dossier="ferry", desk=str(desk)))


async def test_two_editors_take_a_text_s_drafts_each_once_and_it_is_taken_back_after_a_restart(ferry: Database) -> None:
    async with Standin() as slack:
        ann = slack.world.add_user("ann", is_admin=True)
        ben = slack.world.add_user("ben", is_admin=True)
        async with running(slack, ferry):
            await slack.slash(ann, slack.channel, "article")
            dialog = slack.dialog(ann)
            await slack.submit(ann, dialog, {PASTED: TEXT, "Where it came out": WHERE})
            await slack.until(lambda: "2 statements, 2 sure" in str(dialog.view.body), timeout=60)
            number = re.findall(r"text ([0-9]+)", str(dialog.view.body))[0]
            for one in (ann, ben):
                await slack.slash(one, slack.channel, f"article text:{number}")
                await slack.press(one, _newest(slack, one), "Go through")
            both = (ann, ben)
            await slack.until(lambda: all("1 of 2" in _newest(slack, one).shown for one in both))
            await asyncio.gather(*(slack.press(one, _newest(slack, one), "Take") for one in both))
            await slack.until(lambda: all("1 of 2" not in _newest(slack, one).shown for one in both))
            shown = [_newest(slack, one).shown for one in both]
            assert sum("Taken: S-1" in one for one in shown) == 1
            assert sum("has been saved already, by " in one for one in shown) == 1
            assert _statements(ferry) == {"S-1"}
        async with running(slack, ferry, clock=lambda: NOW + timedelta(minutes=5)):
            await slack.slash(ben, slack.channel, f"article text:{number}")  # goes on where it was left
            await slack.press(ben, _newest(slack, ben), "Go through")
            await slack.until(lambda: "2 of 2" in _newest(slack, ben).shown)
            await slack.press(ben, _newest(slack, ben), "Take")
            await slack.until(lambda: "2 taken" in _newest(slack, ben).shown)
            assert _statements(ferry) == {"S-1", "S-2"}
        async with running(slack, ferry, clock=lambda: NOW + timedelta(minutes=10)):
            await slack.press(ben, _newest(slack, ben), "Undo all of it")
            await slack.until(lambda: "2 drafts open" in _newest(slack, ben).shown)
            assert _statements(ferry) == set()


async def test_two_items_are_made_one_and_parted_by_presses(ferry: Database) -> None:
    async with Standin() as slack:
        ann = slack.world.add_user("ann", is_admin=True)
        async with running(slack, ferry):
            card = await slack.slash(ann, slack.channel, "merge aide into:vane why:one")
            assert "Would merge: person aide into vane, which remains" in card.text.replace("*", "")
            await slack.press(ann, _newest(slack, ann), "Merge")
            await slack.until(lambda: "aide is vane now" in _newest(slack, ann).shown)
        async with running(slack, ferry):
            await slack.press(ann, _newest(slack, ann), "Undo")
            await slack.until(lambda: "Parted again: aide and vane" in _newest(slack, ann).shown)
