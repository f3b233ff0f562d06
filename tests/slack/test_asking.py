"""Asking in Slack: by the command, in threads, in person, on the Home tab; what is answered, and who sees it."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.commands import dispatch
from bot.delivery.dispatcher import Courier
from bot.delivery.scheduler import plan_all, tick
from bot.slack import reply
from db.desk.desks import ReminderChannel, replace_desk, replace_reminder_channel
from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.builders import DESK, tiny
from tests.slack import Message, Standin, User
from tests.slack.running import channels_of, running


def _private(slack: Standin, user: User, channel: str = "") -> list[Message]:
    place = slack.world.channels[channel or slack.channel.id]
    return [one for one in place.messages if one.only_for == user.id]


async def test_who_is_answered_in_blocks_for_the_asker_alone(ferry: Database) -> None:
    async with Standin() as slack, running(slack, ferry):
        ann = slack.world.add_user("ann")
        seen = await slack.slash(ann, slack.channel, "who vane")

    assert "Ada Vane" in seen.text
    assert "Mayor of Northhaven" in seen.text
    assert seen.message is not None
    assert seen.message.only_for == ann.id
    assert slack.posted() == []


@pytest.mark.parametrize("typed", ["who “vane”", 'who "vane"', "/who name:„vane“", "dossier who vane", "WHO vane"])
async def test_quotes_may_be_straight_or_curly(ferry: Database, typed: str) -> None:
    async with Standin() as slack, running(slack, ferry):
        seen = await slack.slash(slack.world.add_user("ann"), slack.channel, typed)

    assert "Ada Vane" in seen.text


async def test_alone_it_shows_five_buttons_and_what_is_due(ferry: Database) -> None:
    async with Standin() as slack, running(slack, ferry):
        ann = slack.world.add_user("ann")
        seen = await slack.slash(ann, slack.channel, "")
        assert seen.message
        await slack.press(ann, seen.message, "Where it stands")
        await slack.until(lambda: len(_private(slack, ann)) == 2)
        await slack.press(ann, seen.message, "Ask …")
        await slack.until(lambda: slack.has_dialog(ann))

    labels = [button["text"]["text"] for button in seen.message.buttons]
    assert labels == ["Where it stands", "Dates", "What changed", "What I can do", "Ask …"]
    assert "Where it stands" in _private(slack, ann)[1].shown


async def test_what_is_no_command_is_answered_with_buttons(ferry: Database) -> None:
    async with Standin() as slack, running(slack, ferry):
        ann = slack.world.add_user("ann")
        seen = await slack.slash(ann, slack.channel, "vane")
        assert seen.message
        await slack.press(ann, seen.message, "Who is vane?")
        await slack.until(lambda: len(_private(slack, ann)) == 2)

    assert "Ada Vane" in _private(slack, ann)[1].shown


async def test_a_misspelt_name_is_answered_with_the_one_meant(ferry: Database) -> None:
    async with Standin() as slack, running(slack, ferry):
        ann = slack.world.add_user("ann")
        seen = await slack.slash(ann, slack.channel, "who Ada Vain")

    assert "Ada Vane" in seen.text + str(seen.message and [one["text"] for one in seen.message.buttons])


async def test_a_mention_is_answered_in_the_thread_for_all_once(ferry: Database) -> None:
    async with Standin() as slack, running(slack, ferry):
        ann = slack.world.add_user("ann")
        said = await slack.mention(ann, slack.channel, "who vane", copies=3)
        await slack.until(slack.posted)
        replied = await slack.mention(ann, slack.channel, "vane", thread=said.ts)
        await slack.until(lambda: len(slack.posted()) == 2)

    assert [one.thread for one in slack.posted()] == [said.ts, said.ts]
    assert all("Ada Vane" in one.shown and not one.unfurls for one in slack.posted())
    assert replied.thread == said.ts


async def test_an_event_that_comes_again_after_a_restart_is_answered_once(ferry: Database) -> None:
    async with Standin() as slack:
        ann = slack.world.add_user("ann")
        async with running(slack, ferry):
            said = await slack.mention(ann, slack.channel, "who vane")
            await slack.until(slack.posted)
        event = {"user": ann.id, "text": said.text, "ts": said.ts, "channel": slack.channel.id}
        async with running(slack, ferry):
            await slack.happen("app_mention", **event)
            await slack.mention(ann, slack.channel, "help", thread=said.ts)
            await slack.until(lambda: len(slack.posted()) == 2)

    assert "Ada Vane" not in slack.posted()[1].shown


async def test_a_mentions_error_is_for_the_asker_alone(ferry: Database) -> None:
    async with Standin() as slack, running(slack, ferry):
        ann = slack.world.add_user("ann")
        said = await slack.mention(ann, slack.channel, "dates state:often")
        await slack.until(lambda: _private(slack, ann))

    [told] = _private(slack, ann)
    assert "often" in told.shown
    assert told.thread == said.ts
    assert slack.posted() == []


async def test_what_is_personal_is_not_done_in_a_thread(ferry: Database) -> None:
    async with Standin() as slack, running(slack, ferry):
        ann = slack.world.add_user("ann", is_admin=True)
        for line in ("my data", "setup", "follow vane"):
            await slack.mention(ann, slack.channel, line)
        await slack.until(lambda: len(_private(slack, ann)) == 3)

    assert all("for you alone" in one.shown for one in _private(slack, ann))
    assert slack.posted() == []


async def test_lines_and_bare_names_are_answered_in_person(ferry: Database) -> None:
    async with Standin() as slack, running(slack, ferry):
        ann = slack.world.add_user("ann")
        place = slack.world.direct_messages(ann.id)
        for line in ("status", "Ada Vane", "help", "my reminders"):
            await slack.say(ann, line)
        await slack.until(lambda: len(slack.posted(place.id)) == 4)

    shown = [one.shown for one in slack.posted(place.id)]
    assert any("Where it stands" in one for one in shown)
    assert any("Mayor of Northhaven" in one for one in shown)
    assert any("Your reminders" in one for one in shown)
    assert all(one.thread == "" for one in slack.posted(place.id))


async def test_an_answer_that_takes_long_comes_after_the_acknowledgement(
    ferry: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reply, "_PATIENCE", 0.01)
    ask = dispatch.ask_aside

    async def slow(*given: Any, **options: Any) -> Any:
        await asyncio.sleep(0.2)
        return await ask(*given, **options)

    monkeypatch.setattr(dispatch, "ask_aside", slow)
    async with Standin() as slack, running(slack, ferry):
        ann = slack.world.add_user("ann", is_admin=True)
        seen = await slack.slash(ann, slack.channel, "who vane")
        await slack.until(lambda: _private(slack, ann))
        await slack.slash(ann, slack.channel, "add statement")
        await slack.until(lambda: slack.has_dialog(ann))
        dialog = slack.dialog(ann)
        typed = {"Who said it": "vane", "What was said": "“We sail.”", "When": "someday", "Source": "morning"}
        await slack.submit(ann, dialog, typed)
        await slack.until(lambda: slack.has_dialog(ann))
        shown = str(slack.dialog(ann).view.body["blocks"])

    assert seen.message is None
    assert "Ada Vane" in _private(slack, ann)[0].shown
    assert "someday" in shown
    assert "We sail." in shown


async def test_the_ask_form_searches_names_items_and_zones_and_answers_in_its_place(ferry: Database) -> None:
    async with Standin() as slack, running(slack, ferry):
        ann = slack.world.add_user("ann")
        await slack.shortcut(ann, "ask")
        await slack.until(lambda: slack.has_dialog(ann))
        dialog = slack.dialog(ann)
        first = await slack.complete(ann, dialog, "About", "")
        names = await slack.complete(ann, dialog, "About", "van")
        zones = await slack.complete(ann, dialog, "About", "berlin")
        await slack.submit(ann, dialog, {"Question": "dates", "About": "name vane"})
        fault = dialog.error("About")
        await slack.submit(ann, dialog, {"Question": "all", "About": "name vane"})

    assert len(first) > 3
    assert ("name vane") in [value for _, value in names]
    assert "zone Europe/Berlin" in [value for _, value in zones]
    assert "can't be asked" in fault
    assert dialog.is_open
    assert "Mayor of Northhaven" in str(dialog.view.body["blocks"])


async def test_the_home_tab_shows_where_it_stands_and_its_buttons_answer_in_a_modal(ferry: Database) -> None:
    async with Standin() as slack, running(slack, ferry):
        ann = slack.world.add_user("ann")
        await slack.open_home(ann)
        await slack.until(lambda: ann.id in slack.world.homes)
        home = str(slack.world.homes[ann.id]["blocks"])
        await slack.press_home(ann, "Handover")
        await slack.until(lambda: slack.dialog(ann).title == "Handover")

    assert "Where it stands" in home
    assert "Your reminders" in home


async def test_what_is_overdue_is_answered_from_the_home_tab(database: Database) -> None:
    learnt, rings = datetime(2031, 3, 1, 5, 0, tzinfo=UTC), datetime(2031, 3, 1, 8, 0, tzinfo=UTC)
    later = datetime(2031, 3, 20, 9, 0, tzinfo=UTC)
    desk = replace(DESK, id="slack-T0WORKSPACE")
    async with Standin(later.timestamp) as slack:
        with database.writing() as connection:
            replace_dossier(connection, tiny(), now=learnt, actor="test")
            replace_desk(connection, desk)
            place = ReminderChannel(desk.id, "ferry", slack.channel.id)
            replace_reminder_channel(connection, place, actor="U1", now=learnt)
            plan_all(connection, now=learnt, desk=desk)
        async with running(slack, database, clock=lambda: later) as here:
            channels = channels_of(here)
            await tick(Courier(database, desk, channels.post, owner="one", look=channels.look), now=rings)
            [reminder] = slack.posted()
            ann = slack.world.add_user("ann", is_admin=True)
            await slack.open_home(ann)
            await slack.until(lambda: ann.id in slack.world.homes)
            await slack.press_home(ann, "Answer D1")
            await slack.until(lambda: "Did not" in str(slack.dialog(ann).view.body["blocks"]))
            await slack.press_modal(ann, slack.dialog(ann), "Did not")
            await slack.until(lambda: "Did not happen" in reminder.shown)
            await slack.open_home(ann)
            await slack.until(lambda: "Answer D1" not in str(slack.world.homes[ann.id]["blocks"]))

    assert "Did not happen – ann" in reminder.shown


async def test_guests_and_strangers_are_readers_at_most(ferry: Database) -> None:
    async with Standin() as slack, running(slack, ferry):
        guest = slack.world.add_user("guest", is_admin=True, is_restricted=True)
        stranger = slack.world.add_user("stranger", is_owner=True, is_stranger=True)
        for user in (guest, stranger):
            reads = await slack.slash(user, slack.channel, "who vane")
            settles = await slack.slash(user, slack.channel, "setup zone:Europe/London")
            assert "Ada Vane" in reads.text
            assert "/dossier setup is for the workspace's admins" in settles.text


async def test_a_user_group_and_a_list_of_people_make_editors(ferry: Database) -> None:
    async with Standin() as slack, running(slack, ferry) as here:
        ann, eve, ben = (slack.world.add_user(name, is_admin=name == "ann") for name in ("ann", "eve", "ben"))
        group = slack.world.add_usergroup("desk", eve)
        before = await slack.slash(eve, slack.channel, "mute vane")
        await slack.slash(ann, slack.channel, f"setup role:{group} level:editor")
        await slack.slash(ann, slack.channel, f"setup role:{ben.id} level:admin")
        here.people._people.clear()
        after = await slack.slash(eve, slack.channel, "mute vane")
        admin = await slack.slash(ben, slack.channel, "setup zone:Europe/London")
        slack.world.usergroups[group] = ("desk", [])
        here.people._groups = (-1e9, {})
        gone = await slack.slash(eve, slack.channel, "mute vane")

    assert "is for this desk's editors" in before.text
    assert "Muted" in after.text
    assert "Europe/London" in admin.text
    assert "is for this desk's editors" in gone.text
