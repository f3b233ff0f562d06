"""Guests, strangers and forged buttons, forms and ids: nobody does more than they may, or sees another desk's."""

import json
from typing import Any

from sqlalchemy import select

from bot.commands.registry import COMMANDS, EXAMPLES
from db.loading.dossiers import replace_dossier
from db.storage import schema
from db.storage.database import Database
from tests.builders import NOW, TINY, tiny
from tests.slack import Message, Standin, User
from tests.slack.running import running

CANARY = "zanzibar"
_THEIRS = "42"  # a server of Discord's, over the same database


def _theirs(database: Database) -> dict[str, list[Any]]:
    """Give all that the other desk keeps, by table."""
    with database.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).where(table.c.desk == _THEIRS))]
            for table in schema.metadata.sorted_tables
            if "desk" in table.c
        }


def _own_dossier(database: Database) -> None:
    """Let the other desk have a dossier of its own, with a word in it that nobody else may read."""
    text = json.dumps(TINY | {"id": "secret"}).replace('"title": "', f'"title": "{CANARY} ')
    with database.writing() as connection:
        replace_dossier(connection, tiny(**json.loads(text)), now=NOW, actor="test", owner=_THEIRS)


async def _press(slack: Standin, user: User, line: str) -> str:
    """Press a button that the bot never made; gives all that came of it."""
    button = {"type": "button", "action_id": "ask:0", "value": line, "text": {"type": "plain_text", "text": "x"}}
    made = Message(slack.world.stamp(), slack.world.bot_user, "x", [{"type": "actions", "elements": [button]}])
    slack.channel.messages.append(made)
    before = len(slack.channel.messages)
    await slack.press(user, made, "x")
    views = len(slack.world.views)
    await slack.until(
        lambda: len(slack.channel.messages) > before or made.text != "x" or len(slack.world.views) > views
    )
    shown = [one.shown for one in [made, *slack.channel.messages[before:]]]
    return " ".join([*shown, *(str(one.body) for one in slack.world.views.values())])


async def test_guests_and_strangers_may_press_nothing_that_changes_a_desk(ferry: Database) -> None:
    async with Standin() as slack, running(slack, ferry):
        for facts in ({"is_admin": True, "is_restricted": True}, {"is_owner": True, "is_stranger": True}):
            user = slack.world.add_user("someone", **facts)
            for name, command in COMMANDS.items():
                if command.level != "reader" and name != "dossier load":
                    said = await _press(slack, user, EXAMPLES[name])
                    assert "is for th" in said or "can't be chosen by this button" in said, name


async def test_a_form_that_was_forged_settles_nothing_for_a_reader(ferry: Database) -> None:
    async with Standin() as slack, running(slack, ferry):
        eve, ann = slack.world.add_user("eve"), slack.world.add_user("ann", is_admin=True)
        await slack.slash(ann, slack.channel, "setup")
        dialog = slack.dialog(ann)
        dialog.view.user = eve.id
        await slack.submit(eve, dialog, {"Admins": [eve.id]})
        refused = str(dialog.errors)
        still = await slack.slash(eve, slack.channel, "setup")

    assert "is for the workspace's admins" in refused
    assert "is for the workspace's admins" in still.text


async def test_nothing_of_another_server_is_shown_or_changed_by_its_ids(ferry: Database) -> None:
    _own_dossier(ferry)
    before = _theirs(ferry)
    lines = [
        f"{line} dossier:{dossier}"
        for line in ("/status", "/item S1", "/edit S1", "/setup", "/outcome D1 unclear", "/dossier export")
        for dossier in ("secret", "secret@42")
    ]
    lines += ["/dossier use secret", "/dossier use secret@42", "/dossier apply 1", "/due 1 not", "/find zanzibar"]
    async with Standin() as slack, running(slack, ferry):
        ann = slack.world.add_user("ann", is_admin=True)
        for line in lines:
            shown = await _press(slack, ann, line)
            assert CANARY not in shown.replace("“zanzibar”", ""), line
        await slack.shortcut(ann, "ask")
        await slack.until(lambda: slack.has_dialog(ann))
        offered = await slack.complete(ann, slack.dialog(ann), "About", "zan")

    assert CANARY not in str(offered)
    assert _theirs(ferry) == before


async def test_ids_of_another_platform_are_no_channel_and_nobody(ferry: Database) -> None:
    async with Standin() as slack, running(slack, ferry):
        ann = slack.world.add_user("ann", is_admin=True)
        for line in ("setup channel:123456789012345678", "setup channel:D0000001", "digest add 08:00 channel:77"):
            assert "is no channel" in (await slack.slash(ann, slack.channel, line)).text, line
        person = await slack.slash(ann, slack.channel, "setup role:123456789012345678 level:admin")
        away = await slack.slash(ann, slack.channel, "setup channel:C0ELSEWHERE")

    assert "is no role" in person.text
    assert "/invite @Backchannel" in away.text
