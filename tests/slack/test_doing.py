"""Forms, buttons, lists and menus in Slack; what all see, what one sees, and what is kept when it goes wrong."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.delivery.dispatcher import Courier
from bot.delivery.scheduler import plan_all, tick
from db.desk.desks import Desk, ReminderChannel, replace_desk, replace_reminder_channel
from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.builders import tiny
from tests.slack import Message, Standin, User
from tests.slack.running import channels_of, running

DESK = Desk("slack-T0WORKSPACE", "Europe/Berlin", "09:00")
LEARNT, RINGS = datetime(2031, 3, 1, 5, 0, tzinfo=UTC), datetime(2031, 3, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def slack() -> Standin:
    """A workspace on the day on which the reminder rings."""
    return Standin(RINGS.timestamp)


def _newest(slack: Standin, user: User) -> Message:
    """Give what somebody was shown last, for them alone."""
    mine = [one for one in slack.world.visible(slack.channel, to=user.id) if one.only_for == user.id]
    return mine[-1] if mine else Message("", "", "")


def _mine(slack: Standin, *users: User) -> list[Message]:
    """List what these were shown for them alone."""
    return [one for user in users for one in slack.channel.messages if one.only_for == user.id]


def _editor(slack: Standin, name: str = "ann") -> User:
    return slack.world.add_user(name, is_admin=True)


async def _reminded(slack: Standin, database: Database, **dossier: object) -> Message:
    """Let a reminder stand in the channel."""
    with database.writing() as connection:
        replace_dossier(connection, tiny(**dossier), now=LEARNT, actor="test")
        replace_desk(connection, DESK)
        place = ReminderChannel(DESK.id, "ferry", slack.channel.id)
        replace_reminder_channel(connection, place, actor="U1", now=LEARNT)
    with database.writing() as connection:
        plan_all(connection, now=LEARNT, desk=DESK)
    async with running(slack, database) as here:
        channels = channels_of(here)
        await tick(Courier(database, DESK, channels.post, owner="one", look=channels.look), now=RINGS)
    return slack.posted()[0]


async def test_a_form_with_a_fault_keeps_what_was_typed_and_says_it_at_the_field(
    slack: Standin, ferry: Database
) -> None:
    typed = {"Who said it": "vane", "What was said": "“We sail.”", "When": "someday", "Source": "morning"}
    async with slack, running(slack, ferry, clock=lambda: RINGS):
        ann = _editor(slack)
        await slack.slash(ann, slack.channel, "add statement")
        dialog = slack.dialog(ann)
        await slack.submit(ann, dialog, typed)

        blocks = dialog.view.body["blocks"]
        place = [block.get("block_id") for block in blocks].index("when")
        fault = blocks[place + 1]["text"]["text"]
        values = {block["block_id"]: block["element"].get("initial_value") for block in blocks if "element" in block}
        await slack.submit(ann, dialog, {"When": "2031-03-01"})
        await slack.until(lambda: _newest(slack, ann).buttons)
        read_back = _newest(slack, ann)
        await slack.press(ann, read_back, "Save")
        await slack.until(lambda: "Saved" in _newest(slack, ann).shown)

    assert "someday" in fault
    assert (values["speaker"], values["text"], values["when"]) == ("vane", "“We sail.”", "someday")
    assert not dialog.is_open
    assert "Saved: S-1" in _newest(slack, ann).shown
    assert slack.posted() == []


async def test_of_several_reminders_in_one_message_each_is_answered_in_its_row(
    slack: Standin, database: Database
) -> None:
    said = [{"by": "vane", "text": "it will come", "source": "morning"}]
    dates = [
        {"id": f"D{n}", "title": f"Vote {n} {'W' * 280}", "when": "2031-03-01", "announced": said} for n in range(1, 11)
    ]
    async with slack:
        message = await _reminded(slack, database, dates=dates)
        async with running(slack, database, clock=lambda: RINGS):
            ann = _editor(slack)
            await slack.press(ann, message, "Answer D2")
            await slack.until(lambda: _newest(slack, ann).buttons)
            await slack.press(ann, _newest(slack, ann), "Did not")
            await slack.until(lambda: "one answered" in message.shown)

    assert slack.posted() == [message]
    assert "Did not happen – ann, 1 March" in message.shown
    assert [button["text"]["text"] for button in message.buttons] == [f"Answer D{n}" for n in range(1, 11) if n != 2]
    assert message.metadata is not None
    assert len(message.metadata["event_payload"]["rows"].split()) == 10


async def test_an_answered_reminder_is_edited_in_place_and_the_second_is_told_who_was_first(
    slack: Standin, database: Database
) -> None:
    async with slack:
        message = await _reminded(slack, database)
        async with running(slack, database, clock=lambda: RINGS):
            ann, ben = _editor(slack), _editor(slack, "ben")
            await asyncio.gather(slack.press(ann, message, "Did not"), slack.press(ben, message, "Did not"))
            await slack.until(lambda: "Did not happen – " in message.shown and len(_mine(slack, ann, ben)) == 1)
            [told] = _mine(slack, ann, ben)

    first = "ann" if "Did not happen – ann, 1 March" in message.shown else "ben"
    assert f"Did not happen – {first}, 1 March" in message.shown
    assert f"{first} already answered" in told.shown
    assert [button["text"]["text"] for button in message.buttons] == ["More"]
    assert told.only_for
    assert len(slack.posted()) == 1


async def test_happened_asks_for_its_source_in_a_form(slack: Standin, database: Database) -> None:
    async with slack:
        message = await _reminded(slack, database)
        async with running(slack, database, clock=lambda: RINGS):
            ann = _editor(slack)
            await slack.press(ann, message, "Happened")
            await slack.until(lambda: slack.has_dialog(ann))
            dialog = slack.dialog(ann)
            await slack.submit(ann, dialog, {"Source": "Morning Post, 1 March"})
            await slack.until(lambda: "Morning Post" in message.shown)

    assert not dialog.is_open
    assert "Happened – ann, 1 March" in message.shown
    assert "Basis: Morning Post, 1 March" in message.shown


async def test_a_reader_may_not_answer_and_is_told_privately(slack: Standin, database: Database) -> None:
    async with slack:
        message = await _reminded(slack, database)
        before = message.shown
        async with running(slack, database, clock=lambda: RINGS):
            eve = slack.world.add_user("eve")
            await slack.press(eve, message, "Did not")
            await slack.until(lambda: slack.world.visible(slack.channel, to=eve.id)[-1].only_for)

    assert message.shown == before
    assert "editors" in _newest(slack, eve).shown


async def test_remind_me_about_this_goes_by_direct_message(slack: Standin, ferry: Database) -> None:
    async with slack, running(slack, ferry, clock=lambda: RINGS):
        eve = slack.world.add_user("eve")
        said = await slack.mention(eve, slack.channel, "help")
        await slack.message_shortcut(eve, said, "remind_me")
        await slack.until(lambda: slack.has_dialog(eve))
        dialog = slack.dialog(eve)
        await slack.submit(eve, dialog, {"When": "gibberish"})
        fault = dialog.error("When")
        await slack.submit(eve, dialog, {"When": "tomorrow", "What about": "ask the embassy"})
        await slack.until(lambda: "Understood" in _newest(slack, eve).shown)

    assert "gibberish" in fault
    assert not dialog.is_open


async def test_a_messages_words_are_added_and_found(slack: Standin, ferry: Database) -> None:
    async with slack, running(slack, ferry, clock=lambda: RINGS):
        ann = _editor(slack)
        said = Message(slack.world.stamp(), ann.id, "We sail &amp; talk")
        slack.channel.messages.append(said)
        await slack.message_shortcut(ann, said, "add_to_dossier")
        await slack.until(lambda: slack.world.visible(slack.channel, to=ann.id)[-1].by_app)
        asked = _newest(slack, ann)
        await slack.message_shortcut(ann, said, "find_in_dossier")
        await slack.until(lambda: _newest(slack, ann) is not asked)

    assert "A statement…" in [button["text"]["text"] for button in asked.buttons]


async def test_pages_turn_in_place_and_share_shows_all_once(slack: Standin, ferry: Database) -> None:
    async with slack, running(slack, ferry, clock=lambda: RINGS):
        ann = slack.world.add_user("ann")
        seen = await slack.slash(ann, slack.channel, "who vane")
        assert seen.message
        await slack.press(ann, seen.message, "Share")
        await slack.until(slack.posted)

    [shared] = slack.posted()
    assert "Shared by ann" in shared.shown
    assert "Ada Vane" in shared.shown
    assert "Share" not in [button["text"]["text"] for button in seen.message.buttons]


async def test_the_panel_in_person_opens_the_form(slack: Standin, ferry: Database) -> None:
    async with slack, running(slack, ferry, clock=lambda: RINGS):
        ann = _editor(slack)
        place = slack.world.direct_messages(ann.id)
        await slack.say(ann, "setup")
        await slack.until(lambda: slack.posted(place.id))
        [panel] = slack.posted(place.id)
        await slack.press(ann, panel, "Change…")
        await slack.until(lambda: slack.has_dialog(ann))
        await slack.submit(ann, slack.dialog(ann), {"Zone": "Europe/London"})
        await slack.until(lambda: "Europe/London" in panel.shown)

    assert [button["text"]["text"] for button in panel.buttons] == ["Change…"]


async def test_all_that_a_workspace_settles_is_one_form_with_a_rights_test(slack: Standin, ferry: Database) -> None:
    async with slack, running(slack, ferry, clock=lambda: RINGS):
        ann, eve, ben = _editor(slack), slack.world.add_user("eve"), slack.world.add_user("ben")
        news = slack.world.add_channel("news")
        closed = slack.world.add_channel("closed", joined=False)
        group = slack.world.add_usergroup("desk-team", ben)
        await slack.slash(ann, slack.channel, "setup")
        dialog = slack.dialog(ann)
        zones = await slack.complete(ann, dialog, "Zone", "lond")
        groups = await slack.complete(ann, dialog, "Editors: user groups", "desk")
        typed: dict[str, Any] = {"Reminders go to": closed.id, "Editors": [eve.id], "Editors: user groups": [group]}
        typed |= {"Admins": [ben.id], "Zone": "Europe/London", "Quiet hours": "22:00-07:00"}
        await slack.submit(ann, dialog, typed)
        invite = dialog.error("Reminders go to")
        await slack.submit(ann, dialog, typed | {"Reminders go to": news.id, "Hour of reminders": "late"})
        late = str(dialog.view.body["blocks"])
        await slack.submit(ann, dialog, {"Hour of reminders": "8:30"})
        await slack.until(lambda: "Rights test" in _newest(slack, ann).shown)
        settled = _newest(slack, ann).shown
        await slack.slash(ann, slack.channel, "setup")
        again = {block["block_id"]: block["element"] for block in slack.dialog(ann).view.body["blocks"]}

    assert ("Europe/London" in zones[0][0], groups) == (True, [("@desk-team", group)])
    assert "I am not in it; invite me there: /invite @Backchannel" in invite
    assert "“late” is no hour of the day" in late
    assert not dialog.is_open
    for said in (f"#{news.id}: all there", "Europe/London", "08:30 in that zone", "22:00-07:00", "@ben"):
        assert said in settled
    assert again["channel"]["initial_conversation"] == news.id
    assert again["editors"]["initial_users"] == [eve.id]
    assert [one["value"] for one in again["editors-groups"]["initial_options"]] == [group]
    assert again["admins"]["initial_users"] == [ben.id]


async def test_a_form_that_takes_long_keeps_what_was_chosen(
    slack: Standin, ferry: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with slack, running(slack, ferry, clock=lambda: RINGS):
        ann = _editor(slack)
        await slack.slash(ann, slack.channel, "setup")
        dialog = slack.dialog(ann)
        monkeypatch.setattr("bot.slack.reply._PATIENCE", 0.0)
        typed: dict[str, Any] = {"Editors": [ann.id], "Zone": "Europe/London", "Hour of reminders": "late"}
        await slack.submit(ann, dialog, typed)
        await slack.until(lambda: "is no hour" in str(dialog.view.body["blocks"]))
        kept = {one["block_id"]: one["element"] for one in dialog.view.body["blocks"] if one["type"] == "input"}

    assert kept["editors"]["initial_users"] == [ann.id]
    assert kept["zone"]["initial_option"]["value"] == "Europe/London"
    assert kept["hour"]["initial_value"] == "late"


async def test_a_reader_gets_no_form_of_settings(slack: Standin, ferry: Database) -> None:
    async with slack, running(slack, ferry, clock=lambda: RINGS):
        eve = slack.world.add_user("eve")
        seen = await slack.slash(eve, slack.channel, "setup")

    assert "is for the workspace's admins" in seen.text
    assert not slack.has_dialog(eve)


async def test_a_copy_for_a_story_is_plain_text_and_what_is_full_is_shared_in_short(
    slack: Standin, ferry: Database
) -> None:
    async with slack, running(slack, ferry, clock=lambda: RINGS):
        ann = _editor(slack)
        seen = await slack.slash(ann, slack.channel, "item S1 form:copy")
        full = await slack.slash(ann, slack.channel, "status depth:full")
        assert seen.message
        assert full.message
        whole = full.message.shown
        await slack.press(ann, full.message, "Share")
        await slack.until(lambda: len(slack.posted()) == 1)

    kinds = [block["type"] for block in seen.message.blocks if block["type"] != "actions"]
    assert set(kinds) == {"section"}
    assert all(block["text"]["type"] == "plain_text" for block in seen.message.blocks if block["type"] == "section")
    assert "said (" in seen.message.shown
    assert full.message.shown.startswith(whole[:100])
    assert len(slack.posted()[0].shown) < len(whole)
    assert "More" in [button["text"]["text"] for button in slack.posted()[0].buttons]
