"""Files up and down in Slack: a dossier by its form, exports in person, pictures in messages."""

from bot.dossiers.export_formats import as_yaml
from db.storage.database import Database
from tests.builders import replaced, tiny
from tests.slack import Message, Standin, User
from tests.slack.running import running


def _private(slack: Standin, user: User) -> list[Message]:
    return [one for one in slack.channel.messages if one.only_for == user.id]


async def test_a_dossier_is_sent_in_by_its_form_checked_and_applied(ferry: Database) -> None:
    changed = as_yaml(replaced("people", "vane", name="Ada Vane the Younger")).encode()
    async with Standin() as slack, running(slack, ferry):
        ann = slack.world.add_user("ann", is_admin=True)
        await slack.slash(ann, slack.channel, "load")
        dialog = slack.dialog(ann)
        await slack.submit(ann, dialog, {"Dossier file": ("ferry.yaml", changed)})
        await slack.until(lambda: "Apply" in str(dialog.view.body["blocks"]))
        read_back = str(dialog.view.body["blocks"])
        await slack.press_modal(ann, dialog, "Apply")
        await slack.until(lambda: "Undo" in str(dialog.view.body["blocks"]))
        seen = await slack.slash(ann, slack.channel, "who vane dossier:ferry")

    assert "This would change" in read_back
    assert "Ada Vane the Younger" in seen.text


async def test_a_faulty_file_is_not_loaded_and_every_fault_has_its_place(ferry: Database) -> None:
    async with Standin() as slack, running(slack, ferry):
        ann = slack.world.add_user("ann", is_admin=True)
        await slack.slash(ann, slack.channel, "load")
        dialog = slack.dialog(ann)
        await slack.submit(ann, dialog, {"Dossier file": ("ferry.yaml", b"id: ferry\npeople: 3\n")})
        await slack.until(lambda: "Not loaded" in str(dialog.view.body))

    assert "ferry.yaml:2" in str(dialog.view.body["blocks"])


async def test_a_reader_gets_no_form_to_load_with(ferry: Database) -> None:
    async with Standin() as slack, running(slack, ferry):
        eve = slack.world.add_user("eve")
        seen = await slack.slash(eve, slack.channel, "load")

    assert "is for the workspace's admins" in seen.text
    assert not slack.world.views


async def test_a_file_kept_elsewhere_is_not_fetched(ferry: Database) -> None:
    async with Standin() as slack, running(slack, ferry):
        ann = slack.world.add_user("ann", is_admin=True)
        await slack.slash(ann, slack.channel, "load")
        dialog = slack.dialog(ann)
        slack.files.url = "http://127.0.0.1:9"
        await slack.submit(ann, dialog, {"Dossier file": ("ferry.yaml", b"id: ferry\n")})
        await slack.until(lambda: "sent in through Slack" in str(dialog.view.body))


async def test_an_export_is_sent_in_person(ferry: Database) -> None:
    async with Standin() as slack, running(slack, ferry):
        ann = slack.world.add_user("ann", is_admin=True)
        seen = await slack.slash(ann, slack.channel, "export format:json")
        await slack.until(lambda: any(file.is_complete for file in slack.world.files.values()))

    [file] = slack.world.files.values()
    assert file.channel == slack.world.direct_messages(ann.id).id
    assert file.name.endswith(".json")
    assert b"Ada Vane" in file.content
    assert "Exported" in seen.text


async def test_a_picture_stands_in_the_message_with_its_description(ferry: Database) -> None:
    async with Standin() as slack, running(slack, ferry):
        ann = slack.world.add_user("ann")
        await slack.slash(ann, slack.channel, "timeline picture:yes")
        await slack.until(lambda: _private(slack, ann), timeout=20)

    [image] = [block for block in _private(slack, ann)[0].blocks if block["type"] == "image"]
    file = slack.world.files[image["slack_file"]["id"]]
    assert file.content.startswith(b"\x89PNG")
    assert len(image["alt_text"]) > 20
    assert file.alt_text
    assert file.channel == ""


def test_the_tiny_dossier_is_what_is_changed() -> None:
    assert tiny().people[0].name == "Ada Vane"


FIRST = """Talks open

5 March 2024

“The pier will not be sold,” Port spokesman Ned Rook said on Tuesday.

The Port and the Line began talks over the pier.
"""


async def test_a_dossier_is_begun_with_a_text_by_its_form(database: Database) -> None:
    async with Standin() as slack, running(slack, database):
        ann = slack.world.add_user("ann", is_admin=True)
        await slack.slash(ann, slack.channel, "new")
        dialog = slack.dialog(ann)
        filled: dict[str, str | list[str] | tuple[str, bytes]] = {
            "First text": ("first.txt", FIRST.encode()),
            "Title": "Pier talks",
            "Sides": "Port, Line",
            "Outlet": "Tide",
        }
        await slack.submit(ann, dialog, filled)
        await slack.until(lambda: "Create" in str(dialog.view.body["blocks"]), timeout=20)
        read_back = str(dialog.view.body["blocks"])
        await slack.press_modal(ann, dialog, "Create")
        await slack.until(lambda: "Take the 2 sure ones" in str(dialog.view.body["blocks"]))
        await slack.press_modal(ann, dialog, "Take the 2 sure ones")
        await slack.until(lambda: "Taken: S-1" in str(dialog.view.body["blocks"]))
        seen = await slack.slash(ann, slack.channel, "who rook")

    assert "Tide, 5 March 2024: Talks open" in read_back
    assert "The pier will not be sold" in seen.text


async def test_a_text_that_cannot_be_read_says_so_in_the_form(database: Database) -> None:
    async with Standin() as slack, running(slack, database):
        ann = slack.world.add_user("ann", is_admin=True)
        await slack.slash(ann, slack.channel, "new")
        dialog = slack.dialog(ann)
        filled: dict[str, str | list[str] | tuple[str, bytes]] = {
            "First text": ("first.txt", b"%PDF-1.7 \x00\x01"),
            "Title": "Pier talks",
            "Sides": "Port, Line",
        }
        await slack.submit(ann, dialog, filled)
        await slack.until(lambda: "PDF" in str(dialog.view.body["blocks"]), timeout=20)
