"""What must never happen: a look into another server, a ping or link that data makes, a crash by what is typed."""

import asyncio
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
import structlog
from discord import AppCommandOptionType, app_commands
from sqlalchemy import select

from bot.asking import Asker, UserError
from bot.blocks import Answer
from bot.commands import dispatch
from bot.commands.carried_lines import PICKED
from bot.commands.completion import complete
from bot.commands.registry import COMMANDS, all_options, options_of
from bot.discord.messages import SHARE, pages
from bot.rights import LEVELS, Level
from db.desk.desks import Desk, ReminderChannel, replace_reminder_channel
from db.loading.dossiers import replace_dossier
from db.model.records import Dossier
from db.storage import schema
from db.storage.database import Database
from tests.asking import ANN, asked
from tests.builders import NOW, TINY, tiny
from tests.discord.limits import TEXT_INPUT, walk
from tests.discord.opened import every_form, post_reminder, running
from tests.discord.world import EVERYTHING, ORDINARY
from tests.hostile import HOSTILE, hostile_dossier, markup, without_ours

CANARY = "zanzibar"
MINE = Desk("42", "Europe/Berlin", "09:00")
THEIRS = replace(MINE, id="43")
MALLORY = Asker("9", "mallory", level="admin", channel="900")
# what the shared dossier's ids and words of a line may be mistaken for
_ROWS = [str(number) for number in range(1, 40)]


def _secret() -> Dossier:
    """The tiny dossier with a word in every text that nobody else may read."""
    text = json.dumps(TINY)
    for title in ("title", "name", "text", "question", "value", "on"):
        text = re.sub(rf'"{title}": "', f'"{title}": "{CANARY} ', text)
    return tiny(**json.loads(text))


@pytest.fixture
def two_desks(ferry: Database) -> Database:
    """A shared dossier, and one server that has something of every kind of its own."""
    with ferry.writing() as connection:
        replace_dossier(connection, replace(_secret(), id="secret"), now=NOW, actor="test", owner=MINE.id)
        place = ReminderChannel(MINE.id, f"secret@{MINE.id}", "700")
        replace_reminder_channel(connection, place, actor=CANARY, now=NOW)
    own = replace(ANN, name=CANARY, channel="700")
    for line in (
        f"/outcome D1 did-not-happen basis:“{CANARY} paper” dossier:secret",
        "/setup channel:700 hour:10:00 dossier:secret",
        "/setup role:77 level:editor dossier:secret",
        "/dossier use secret where:everywhere",
        "/digest add 08:00 person:vane dossier:secret",
        f"/my remind when:tomorrow about:“{CANARY} call”",
        "/mute vane dossier:secret",
        "/follow vane dossier:secret",
        f"/edit E1 title:“{CANARY} sinks” why:“{CANARY} says so” dossier:secret",
        "/edit save 1 dossier:secret",
        f"/edit P1 remove:yes why:“{CANARY} is wrong” dossier:secret",
    ):
        asked(ferry, line, desk=MINE, asker=own)
    return ferry


def _rows(database: Database, desk: str) -> dict[str, list[Any]]:
    """Give all that a desk keeps, by table."""
    with database.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).where(table.c.desk == desk))]
            for table in schema.metadata.sorted_tables
            if "desk" in table.c
        }


def _guesses(name: str) -> Iterator[dict[str, str]]:
    """Options of a command, filled with what belongs to the other server."""
    every = {option.name: option for option in all_options(name)}
    values = {
        option: (
            every[option].choices[:2]
            or {
                "item": ("D1", "S1"),
                "id": ("D1", "S1", "P1", "secret@42"),
                "name": ("vane", CANARY, "secret", "secret@42"),
                "first": ("vane", CANARY),
                "second": ("oake", CANARY),
                "dossier": ("secret", "secret@42", ""),
                "channel": ("700",),
                "text": (CANARY, f'"{CANARY}"'),
                "times": ("08:00",),
                "when": ("tomorrow",),
            }.get(option, (CANARY, "D1"))
        )
        for option in every
        if every[option].required or option in ("dossier", "id")
    }
    yield from (dict(zip(values, one, strict=True)) for one in product(*values.values()))
    numbered = [option.name for option in options_of(name) if option.required or option.name == "id"]
    if numbered:
        rest = {option.name: option.choices[0] for option in options_of(name) if option.required and option.choices}
        yield from ({numbered[0]: number} | {k: v for k, v in rest.items() if k != numbered[0]} for number in _ROWS)


def _texts(answer: Answer) -> str:
    return repr(answer).casefold()


def test_no_command_shows_or_changes_what_is_another_servers(two_desks: Database) -> None:
    before = _rows(two_desks, MINE.id)

    for server, name in enumerate(COMMANDS, 100):
        # what was typed for one command is that server's own, and may come back there
        desk, mallory = replace(THEIRS, id=str(server)), replace(MALLORY, id=f"9{server}")
        for number, options in enumerate(_guesses(name)):
            given = {option: value for option, value in options.items() if value}
            try:
                answer = dispatch.ask(
                    two_desks, name, given, now=NOW, desk=desk, asker=mallory, request=f"{name} {number}"
                )
            except UserError as error:
                said = str(error).casefold()
            else:
                said = repr(replace(answer, line="", blocks=answer.blocks)).casefold()
            typed = any(CANARY in value for value in given.values())
            assert typed or CANARY not in said, (name, given)
            assert "zanzibar ada vane" not in said, (name, given)
        assert _rows(two_desks, MINE.id) == before, name


def test_no_completion_offers_what_is_another_servers(two_desks: Database) -> None:
    for name, option in [(command, option) for command in COMMANDS for option in all_options(command)]:
        for dossier, typed in product(("", "secret", "secret@42"), ("", "z", "secret", "1")):
            given = {"dossier": dossier} if dossier else {}
            found = complete(two_desks, name, option.name, typed, options=given, now=NOW, desk=THEIRS, asker=MALLORY)
            assert CANARY not in str(found).casefold(), (name, option, typed)
            assert "secret" not in str(found), (name, option, typed)
    two_desks.readers.settle()


def _needs(level: Level) -> list[str]:
    return [name for name, command in COMMANDS.items() if LEVELS.index(command.level) > LEVELS.index(level)]


@pytest.mark.parametrize("level", ["reader", "editor"])
def test_every_command_above_a_level_is_refused_in_words_and_completes_nothing(ferry: Database, level: Level) -> None:
    asker = replace(MALLORY, level=level)

    for name in _needs(level):
        given = {option.name: (option.choices or ("1",))[0] for option in options_of(name) if option.required}
        with pytest.raises(UserError, match=r"is for (those|this desk's)"):
            dispatch.ask(ferry, name, given, now=NOW, desk=MINE, asker=asker, request=name)
        for option in all_options(name):
            assert not complete(ferry, name, option.name, "", options={}, now=NOW, desk=MINE, asker=asker)


def test_where_reading_is_for_some_roles_nothing_at_all_is_answered_to_others(ferry: Database) -> None:
    asked(ferry, "/setup role:77 level:reader", desk=MINE)
    outsider = replace(MALLORY, level="reader")

    for name in COMMANDS:
        given = {option.name: (option.choices or ("1",))[0] for option in options_of(name) if option.required}
        with pytest.raises(UserError, match="is for"):
            dispatch.ask(ferry, name, given, now=NOW, desk=MINE, asker=outsider, request=name)


# --- forms and buttons of others


async def test_no_form_or_button_of_another_does_anything_for_who_may_not(ferry: Database) -> None:
    async with running(ferry) as (double, bot):
        ann, mallory = (double.add_user(name, permissions=EVERYTHING) for name in ("ann", "mallory"))
        rea = double.add_user("rea", permissions=ORDINARY)
        elsewhere = double.add_channel("elsewhere", guild=double.add_guild("Elsewhere"))
        reminder = await post_reminder(double, bot, ferry)
        forms = await every_form(double, ann, reminder)
        shown = [form.modal for form in forms if form.modal]
        pressed = [*reminder.buttons, *(button for one in double.messages.values() for button in one.buttons)]
        ids = dict.fromkeys(one["custom_id"] for one in pressed if one["custom_id"] != SHARE)
        sent = [(modal["custom_id"], _filled(modal)) for modal in shown] + [(id_, None) for id_ in ids]
        home = str(double.guild.id)
        before = _rows(ferry, home)

        for channel in (elsewhere, double.direct_messages(mallory)):
            for custom_id, form in sent:
                done = await double.forge(mallory, double.say(mallory, channel, "a message of ours"), custom_id, form)
                text = done.original.text if done.original else json.dumps(done.modal)
                assert "a call" not in text.casefold(), (channel.name, custom_id, text)
                assert _rows(ferry, home) == before, (channel.name, custom_id)
        for custom_id, form in sent:
            await double.forge(rea, double.say(ann, double.channel, "a message of ours"), custom_id, form)
        after = _rows(ferry, home)

    assert (len(forms), len(sent) > 30) == (16, True)
    assert _without(after, str(rea.id)) == _without(before, str(rea.id))


def _filled(modal: Any) -> dict[str, str]:
    words = {"when": "2031-03-19", "to": "2031-04-01", "source": "morning", "times": "09:00", "speaker": "vane"}
    words |= {"by": "vane", "between": "north to south", "published": "2031-03-01", "link": "", "about": "", "zone": ""}
    words |= {"days": "", "kind": "", "person": "", "party": "north", "spelling": "", "translation": "", "point": "P1"}
    inputs = [one["custom_id"] for _, one in walk(modal["components"]) if one["type"] == TEXT_INPUT]
    return {name: words.get(name, "some words") for name in inputs}


def _without(rows: dict[str, list[Any]], person: str) -> dict[str, list[Any]]:
    """Leave out what somebody may keep of their own: drafts, reminders, what they follow and are told of."""
    own = ("draft", "due", "watch", "follow")
    return {table: [row for row in kept if table not in own or person not in repr(row)] for table, kept in rows.items()}


async def test_no_forged_button_form_or_list_names_a_place_of_another_server(ferry: Database) -> None:
    async with running(ferry) as (double, _bot):
        mallory = double.add_user("mallory", permissions=EVERYTHING)
        elsewhere = double.add_channel("elsewhere", guild=double.add_guild("Elsewhere"))
        message = double.say(mallory, elsewhere, "a message of ours")
        line = f"/setup channel:{double.channel.id}"

        forged = [await double.forge(mallory, message, f"{verb}:{line}") for verb in ("ask", "page:1")]
        for form, named, field in (("fill", line, "hour"), ("form:1", line, "hour"), ("fill", "/setup", "channel")):
            forged.append(await double.forge(mallory, message, f"{form}:{named}", {field: str(double.channel.id)}))
        forged.append(await double.forge(mallory, message, f"ask:/setup role:{double.guild.id} level:admin"))
        panel = await double.slash(mallory, elsewhere, "setup")
        picked = await double.select(mallory, panel.message, "Reminders go to …", [double.channel])

        assert all("can’t be chosen by this button" in done.message.text.replace("'", "’") for done in forged)
        assert "is no channel or role of this server" in picked.message.text
        assert _rows(ferry, str(elsewhere.guild and elsewhere.guild.id))["channel"] == []


async def test_every_option_that_picks_a_place_or_role_is_known_as_one(ferry: Database) -> None:
    async with running(ferry) as (_double, bot):
        picked = {
            (command.qualified_name.partition(" ")[0], option.name)
            for command in bot.tree.walk_commands()
            if isinstance(command, app_commands.Command)
            for option in command.parameters
            if option.type in (AppCommandOptionType.channel, AppCommandOptionType.role, AppCommandOptionType.user)
        }

    assert picked == {(name, option) for name, options in PICKED.items() for option in options}


async def test_share_is_refused_to_who_may_no_longer_read(ferry: Database) -> None:
    async with running(ferry) as (double, _bot):
        rea, ann = double.add_user("rea", permissions=ORDINARY), double.add_user("ann", permissions=EVERYTHING)
        answer = await double.slash(rea, double.channel, "who", {"name": "oake"})
        await double.slash(ann, double.channel, "setup", {"role": double.add_role("Desk"), "level": "reader"})

        refused = await double.press(rea, answer.message, "Share")

        assert "is for those whose role this server lets read" in refused.message.text
        assert double.visible(double.channel) == []


async def test_what_breaks_behind_a_button_is_logged_without_the_words_in_it(ferry: Database) -> None:
    async with running(ferry) as (double, _bot):
        ann = double.add_user("ann", permissions=EVERYTHING)
        message = double.say(ann, double.channel, "a message of ours")
        with ferry.writing() as connection:
            connection.exec_driver_sql("ALTER TABLE dossier RENAME TO gone")
        with structlog.testing.capture_logs() as logs:
            await double.forge(ann, message, "page:2:/find “the secret deal”")

    assert [one["asked"] for one in logs if one["event"] == "answering failed"] == ["page find"]
    assert "secret" not in repr([{**one, "exc_info": ""} for one in logs])


# --- what a dossier says


def test_a_hostile_dossier_pings_links_and_formats_nothing(database: Database) -> None:
    hostile = "".join(HOSTILE[:20])
    with database.writing() as connection:
        replace_dossier(connection, hostile_dossier(hostile), now=NOW, actor=hostile)

    for line in (
        "/status",
        "/who vane",
        "/quotes",
        "/timeline",
        "/offers",
        "/conflicts",
        "/sources",
        "/dates",
        "/find word",
    ):
        name, _, rest = line.removeprefix("/").partition(" ")
        given = {options_of(name)[0].name: rest} if rest else {}
        answer = dispatch.ask(database, name, given, now=NOW, desk=MINE, asker=MALLORY)
        for page in pages(answer):
            assert markup(without_ours(page.embed.description or "")) == []
            assert "@everyone" not in (page.embed.title or "") + (page.embed.description or "")


# --- over the wire


async def test_an_address_in_a_dossier_is_never_visited(ferry: Database) -> None:
    visits: list[object] = []
    server = await asyncio.start_server(lambda reader, writer: visits.append(reader), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    trap = f"http://127.0.0.1:{port}/x"
    sources = [one | {"url": trap} for one in TINY["sources"]]
    with ferry.writing() as connection:
        replace_dossier(connection, tiny(sources=sources), now=NOW, actor="test")
    async with running(ferry) as (double, _bot):
        ann = double.add_user("ann", permissions=EVERYTHING)
        for name, options in (("sources", {}), ("item", {"id": "morning"}), ("quotes", {}), ("who", {"name": trap})):
            await double.slash(ann, double.channel, name, options)
        upload = double.upload("a.yaml", b"x", host=trap[:-2])
        await double.slash(ann, double.channel, "dossier load", {"file": upload})
        source = {"outlet": "X", "title": "A", "published": "2031-03-01", "link": trap}
        kept = await double.slash(ann, double.channel, "add source", source)
        await double.press(ann, kept.message, "Save")

    server.close()
    assert visits == []
