"""A news text handed over in Slack: pasted or as a file, by the form or a message's menu; two editors, a restart."""

from datetime import timedelta

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
