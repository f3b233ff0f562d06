"""The commands, buttons and forms in Discord: real discord.py, its network replaced in memory."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import discord
import pytest
import simcord
from discord import app_commands
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle
from simcord.env import Env
from simcord.results import InteractionResult, ResponseMessage
from sqlalchemy import delete

from bot.commands.options import DEPTH, SHARED
from bot.commands.registry import COMMANDS, shown_options
from bot.delivery.scheduler import Courier, plan_all, tick
from bot.discord.client import Backchannel
from db.desk.desks import Desk, ReminderChannel, replace_reminder_channel
from db.loading.dossiers import replace_dossier
from db.model.records import Dossier
from db.storage import schema
from db.storage.database import Database
from tests.builders import NOW, TINY, tiny

BERLIN = Desk("", "Europe/Berlin", "09:00")
OPENING = datetime(2031, 3, 1, 8, tzinfo=UTC)  # when the meeting's window opens for a desk that learnt of it that day


@dataclass
class Server:
    """A server with one channel, two members, one who may manage it and one who may edit, and the bot."""

    env: Env
    database: Database
    guild: GuildHandle
    channel: ChannelHandle
    ann: MemberActor
    ben: MemberActor

    @property
    def running(self) -> Backchannel:
        """The bot that runs."""
        assert isinstance(self.env.bot, Backchannel)
        return self.env.bot


@pytest.fixture
def simcord_bot(ferry: Database) -> Backchannel:
    """The bot, not started, with the tiny dossier."""
    return Backchannel(ferry, desk=BERLIN, clock=lambda: NOW)


@pytest.fixture
def server(simcord_env: Env, ferry: Database) -> Server:
    """A server that the bot is in."""
    guild = simcord_env.create_guild()
    managers = guild.create_role("Managers", permissions=discord.Permissions(manage_guild=True, manage_messages=True))
    ann = guild.add_member(simcord_env.create_user("ann"), roles=[managers])
    editors = guild.create_role("Editors", permissions=discord.Permissions(manage_messages=True))
    ben = guild.add_member(simcord_env.create_user("ben"), roles=[editors])
    return Server(simcord_env, ferry, guild, guild.create_text_channel("desk"), ann, ben)


async def _remind(server: Server) -> discord.Message:
    """Post the first reminder that falls due."""
    guild = str(server.guild.id)
    with server.database.writing() as connection:
        place = ReminderChannel(guild, "ferry", str(server.channel.id))
        replace_reminder_channel(connection, place, actor="1", now=OPENING)
    with server.database.writing() as connection:
        plan_all(connection, now=OPENING.replace(hour=5), desk=BERLIN)
    courier = Courier(server.database, BERLIN, server.running.channels.post, owner="test")
    posted = await tick(courier, now=OPENING)
    assert [due.item for due in posted] == ["D1"]
    return _last(server)


def _last(server: Server) -> discord.Message:
    message = server.channel.last_message
    assert message is not None
    return message


async def _load(server: Server, dossier: Dossier) -> None:
    with server.database.writing() as connection:
        replace_dossier(connection, dossier, now=NOW, actor="test")


def _footer(shown: Any) -> str:
    return shown.embeds[0].footer.text or ""


def _shown(result: InteractionResult) -> ResponseMessage:
    assert result.response is not None
    return result.response


def _text(result: InteractionResult) -> str:
    [embed] = _shown(result).embeds
    return f"{embed.title or ''}\n{embed.description or ''}"


def _buttons(shown: Any) -> list[str]:
    rows = [row if isinstance(row, dict) else row.to_dict() for row in shown.components]
    return [button["label"] for row in rows for button in row["components"]]


def _slash_commands(client: Backchannel) -> list[app_commands.Command[Any, ..., Any]]:
    return [command for command in client.tree.walk_commands() if isinstance(command, app_commands.Command)]


def test_every_command_takes_its_questions_options(server: Server) -> None:
    commands = _slash_commands(server.running)

    taken = {
        command.qualified_name: {parameter.display_name for parameter in command.parameters} for command in commands
    }

    assert sorted(taken) == sorted(name for name, command in COMMANDS.items() if not command.pressed)
    for name, given in taken.items():
        own = {option.name for option in shown_options(name) if option not in (*SHARED, DEPTH)}
        assert own <= given <= {option.name for option in shown_options(name)}


async def test_status_answers_at_once_and_privately(server: Server) -> None:
    result = await server.ann.slash(server.channel, "status")

    assert result.ephemeral
    assert not result.deferred
    assert "D3" in _text(result) or "ferry" in _text(result)
    assert "Share" in _buttons(_shown(result))


async def test_timeline_takes_from_although_python_keeps_that_word(server: Server) -> None:
    options = {"from": "2031-03-01", "about": "oake"}

    result = await server.ann.slash(server.channel, "timeline", **options)
    days = await server.ann.autocomplete(server.channel, "timeline", "from", "march")

    assert "Only 1 March or later" in _text(result)
    assert days[-1]["value"] == "2031-03-01"


async def test_who_cites_its_sources_and_is_public_if_asked(server: Server) -> None:
    result = await server.ann.slash(server.channel, "who", name="Ада Вейн", private="no")

    assert not result.ephemeral
    assert "Ada Vane" in _text(result)
    assert "“We shall meet within a week” – 28 February\\*" in _text(result)
    assert "-# ¹ The Weekly" not in _text(result)
    assert "Morning Post, 1 March" in _text(result)
    assert "Share" not in _buttons(_shown(result))


async def test_who_with_a_typo_suggests_by_a_button_that_answers(server: Server) -> None:
    result = await server.ann.slash(server.channel, "who", name="oakk")

    pressed = await server.ann.click(_shown(result), label=_buttons(_shown(result))[0])

    assert pressed.ephemeral
    assert "Bern Oake" in _text(pressed)


async def test_who_that_fits_several_asks_which(server: Server) -> None:
    twin = {"id": "tom", "name": "Tom Vane", "spellings": [{"text": "Tom Vane", "sources": ["morning"]}]}
    await _load(server, tiny(people=[*TINY["people"], twin | {"party": "south"}]))

    result = await server.ann.slash(server.channel, "who", name="Vane")
    label = [label for label in _buttons(_shown(result)) if "Tom Vane" in label]
    pressed = await server.ann.click(_shown(result), label=label[0])

    assert _text(pressed).startswith("Tom Vane")


async def test_what_is_wrong_is_said_privately_even_for_a_public_answer(server: Server) -> None:
    result = await server.ann.slash(server.channel, "status", as_of="2031-02-31 @everyone", private="no")

    assert result.ephemeral
    assert "@everyone" not in _text(result)
    assert _text(result).startswith("\nas\\_of:")


async def test_what_breaks_is_logged_and_told_with_a_reference(server: Server) -> None:
    server.database.close()
    with server.database.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE dossier RENAME TO gone")

    result = await server.ann.slash(server.channel, "status")

    assert result.ephemeral
    assert "Something broke on our side, it has been logged (reference " in _text(result)


async def test_names_complete_as_known_by_the_day_asked_for(server: Server) -> None:
    everybody = await server.ann.autocomplete(server.channel, "who", "name", "")
    early = await server.ann.autocomplete(server.channel, "who", "name", "", as_of="2031-03-01")
    typed = await server.ann.autocomplete(server.channel, "who", "name", "va")
    bad_day = await server.ann.autocomplete(server.channel, "who", "name", "va", as_of="sometime")

    assert {"vane", "oake", "aide"} <= {choice["value"] for choice in everybody}
    assert "oake" not in {choice["value"] for choice in early}
    assert [choice["value"] for choice in typed] == ["vane"]
    assert bad_day == []


async def test_share_posts_the_same_page_once_and_names_the_sharer_without_a_ping(server: Server) -> None:
    result = await server.ann.slash(server.channel, "who", name="oake")

    await server.ann.click(_shown(result), label="Share")

    shared = _last(server)
    assert shared.embeds[0].description == _shown(result).embeds[0].description
    assert shared.embeds[0].author.name == "Shared by ann"
    assert "Share" not in _buttons(shared)
    assert "Share" not in _buttons(_shown(result))
    assert _mentions(server) == [{"parse": []}] * len(_mentions(server))


async def test_pages_turn_in_place_for_their_owner_and_privately_for_others(server: Server) -> None:
    announced = [{"by": "vane", "text": "a meeting", "source": "morning"}]
    more = [
        {"id": f"D{n}", "title": f"Meeting {n}", "when": "2031-03-30", "announced": announced} for n in range(9, 99)
    ]
    await _load(server, tiny(dates=[*TINY["dates"], *more]))

    result = await server.ann.slash(server.channel, "who", name="vane", depth="full")
    await server.ann.click(_shown(result), label="Next")
    assert _footer(_shown(result)).startswith("Page 2 of ")
    await server.ann.click(_shown(result), label="Previous")
    assert _footer(_shown(result)).startswith("Page 1 of ")
    await server.ann.click(_shown(result), label="Share")
    opened = await server.ben.click(_last(server), label="More")  # what is shared is short
    await server.ben.click(_shown(opened), label="Next")

    assert opened.ephemeral
    assert _footer(_shown(opened)).startswith("Page 2 of ")
    assert not _footer(_last(server)).startswith("Page ")


async def _ask_at_length(server: Server) -> InteractionResult:
    """Ask about somebody so that the line of the button More has 106 characters."""
    tom = {"id": "t" * 32, "name": "Tom Vane", "spellings": [{"text": "Tom Vane", "sources": ["morning"]}]}
    await _load(server, tiny(id="x" * 32, title="The long talks", people=[*TINY["people"], tom]))
    return await server.ann.slash(server.channel, "who", name="Tom Vane", as_of="2031-03-09", dossier="x" * 32)


async def test_a_button_whose_line_is_longer_than_an_id_works_also_after_a_restart(server: Server) -> None:
    result = await _ask_at_length(server)
    await server.env.restart_bot(Backchannel(server.database, desk=BERLIN, clock=lambda: NOW))

    more = await server.ann.click(_shown(result), label="More")

    assert _footer(_shown(more)).startswith("as of 9 March 2031 · The long talks")
    assert "**Spelt:** “Tom Vane”" in _text(more)


async def test_a_button_of_which_nothing_is_kept_says_what_to_do(server: Server) -> None:
    result = await _ask_at_length(server)
    with server.database.writing() as connection:
        connection.execute(delete(schema.long_line))

    pressed = await server.ann.click(_shown(result), label="More")

    assert "That button is older than what is kept of it. Ask again" in _text(pressed)


async def test_setup_is_for_those_who_may_manage_the_server(server: Server) -> None:
    with pytest.raises(simcord.SetupError):
        await server.ben.slash(server.channel, "setup", hour="08:00")

    result = await server.ann.slash(server.channel, "setup", hour="08:00", channel=server.channel)

    assert result.ephemeral
    assert "08:00" in _text(result)
    assert str(server.channel.id) in _text(result)


async def test_setup_names_the_right_that_is_missing_and_its_channel(server: Server) -> None:
    closed = server.guild.create_text_channel(
        "closed", overwrites={server.guild.default_role: discord.PermissionOverwrite(embed_links=False)}
    )

    result = await server.ann.slash(server.channel, "setup", channel=closed)

    assert "#closed" in _text(result)
    assert "“Embed Links”" in _text(result)
    assert "“Send Messages”" not in _text(result)


async def test_a_reminder_is_answered_once_by_its_buttons_also_after_a_restart(server: Server) -> None:
    message = await _remind(server)
    assert _buttons(message) == ["Happened", "Did not", "Moved", "Unclear", "Later", "More"]

    await server.env.restart_bot(Backchannel(server.database, desk=BERLIN, clock=lambda: NOW))
    first = await server.ben.click(message, label="Did not")

    answered = _last(server)
    assert first.followups == []
    assert answered.id == message.id
    assert (answered.embeds[0].title or "").startswith("Did not happen – ben")
    assert _buttons(answered) == ["More"]


async def test_who_comes_second_is_told_privately_who_was_first(server: Server) -> None:
    message = await _remind(server)
    await server.ann.slash(server.channel, "outcome", item="D1", kind="happened", basis="morning")

    second = await server.ben.click(message, label="Did not")

    assert second.ephemeral
    assert "ann already answered “happened”" in _text(second)


async def test_moved_asks_for_a_date_and_a_bad_one_can_be_mended(server: Server) -> None:
    message = await _remind(server)

    form = await server.ben.click(message, label="Moved")
    assert form.modal is not None
    refused = await server.ben.submit_modal(form, {"to": "soonish_"})
    assert refused.ephemeral
    assert "soonish\\_" in _text(refused)

    again = await server.ben.click(_shown(refused), label="Fix")
    assert again.modal is not None
    assert "soonish_" in str(again.modal)
    await server.env.restart_bot(Backchannel(server.database, desk=BERLIN, clock=lambda: NOW))
    done = await server.ben.submit_modal(again, {"to": "2031-04-01"})

    assert done.ephemeral
    assert "Recorded" in _text(done)
    assert "To 1 April" in (_last(server).embeds[0].description or "")
    assert _buttons(_last(server)) == ["More"]


async def test_who_may_not_answer_gets_no_form_to_fill_in(server: Server) -> None:
    message = await _remind(server)
    carl = server.guild.add_member(server.env.create_user("carl"))

    said = [await carl.click(message, label=label) for label in ("Happened", "Moved")]

    assert [one.modal for one in said] == [None, None]
    assert all(one.ephemeral and "Answering a reminder is for this desk's editors" in _text(one) for one in said)


async def test_happened_asks_for_its_source_by_a_form_that_can_be_mended(server: Server) -> None:
    message = await _remind(server)

    form = await server.ben.click(message, label="Happened")
    refused = await server.ben.submit_modal(form, {"basis": "?"})
    again = await server.ben.click(_shown(refused), label="Fix")
    await server.env.restart_bot(Backchannel(server.database, desk=BERLIN, clock=lambda: NOW))
    done = await server.ben.submit_modal(again, {"basis": "morning, page 3"})

    assert refused.ephemeral
    assert "“Happened” needs a source" in _text(refused)
    assert _buttons(_last(server)) == ["More"]
    assert done.ephemeral
    assert "Basis: morning, page 3" in (_last(server).embeds[0].description or "")


async def test_a_new_date_in_words_is_read_back_privately_and_saved_by_a_press(server: Server) -> None:
    message = await _remind(server)

    form = await server.ben.click(message, label="Moved")
    said = await server.ben.submit_modal(form, {"to": "the week of 7 April"})
    read_back, offered, before = _text(said), _buttons(_shown(said)), _buttons(_last(server))
    await server.env.restart_bot(Backchannel(server.database, desk=BERLIN, clock=lambda: NOW))
    await server.ben.click(_shown(said), label="Save")

    assert said.ephemeral
    assert "is 7–13 April 2031" in read_back
    assert offered == ["Save", "Change"]
    assert "Happened" in before
    assert "To 7–13 April (“the week of 7 April”)" in (_last(server).embeds[0].description or "")
    assert _last(server).id == message.id


async def test_later_offers_times_privately_and_the_message_says_what_was_chosen(server: Server) -> None:
    message = await _remind(server)

    offered = await server.ben.click(message, label="Later")
    choices = _buttons(_shown(offered))
    await server.env.restart_bot(Backchannel(server.database, desk=BERLIN, clock=lambda: NOW))
    await server.ben.click(_shown(offered), label="Tomorrow (09:00)")

    assert offered.ephemeral
    assert choices == [
        "In an hour (14:00)",
        "This evening (18:00)",
        "Tomorrow (09:00)",
        "Monday, 24 March 2031 (09:00)",
        "Own words…",
    ]
    assert "ben asked for it" in (_last(server).embeds[0].description or "")
    assert "Happened" in _buttons(_last(server))


async def test_later_in_own_words_asks_by_a_form_and_reads_it_back(server: Server) -> None:
    message = await _remind(server)

    offered = await server.ben.click(message, label="Later")
    form = await server.ben.click(_shown(offered), label="Own words…")
    assert form.modal is not None
    said = await server.ben.submit_modal(form, {"when": "friday 10:00"})
    read_back = _text(said)
    await server.ben.click(_shown(said), label="Save")

    assert said.ephemeral
    assert "Friday 21 March 2031, 10:00 (Europe/Berlin)" in read_back
    assert "ben asked for it" in (_last(server).embeds[0].description or "")


async def test_ill_check_is_shown_and_a_second_one_is_told_who_has_it(server: Server) -> None:
    message = await _remind(server)

    more = await server.ben.click(message, label="More")
    others = await server.ann.click(message, label="More")
    taken = await server.ben.click(_shown(more), label="I’ll check")
    await server.env.restart_bot(Backchannel(server.database, desk=BERLIN, clock=lambda: NOW))
    second = await server.ann.click(_shown(others), label="I’ll check")
    again = await server.ann.click(message, label="More")

    assert more.ephemeral
    assert "Recorded." in _text(taken)
    assert "ben has taken D1 on" in _text(second)
    assert "**Checked by:** ben" in _text(again)
    assert _buttons(_shown(again))[-3:] == ["Take over", "Hand back", "Notify me"]


async def test_notify_me_is_for_everybody_and_answered_privately(server: Server) -> None:
    message = await _remind(server)
    reader = server.guild.add_member(server.env.create_user("reader"))

    more = await reader.click(message, label="More")
    offered = _buttons(_shown(more))
    told = await reader.click(_shown(more), label="Notify me")
    refused = await reader.click(message, label="Did not")

    assert more.ephemeral
    assert "You get a direct message when D1" in _text(told)
    assert refused.ephemeral
    assert "editors" in _text(refused)
    assert offered[-1] == "Notify me"


async def test_a_hostile_name_pings_and_formats_nothing(server: Server) -> None:
    message = await _remind(server)
    editors = server.guild.create_role("More editors", permissions=discord.Permissions(manage_messages=True))
    hostile = server.env.create_user("@everyone [x](https://evil.example)")
    mallory = server.guild.add_member(hostile, roles=[editors])

    await mallory.click(message, label="Unclear")

    text = _last(server).embeds[0].description or ""
    assert "@everyone" not in text
    assert "\\[x\\](https\\://evil.example)" in text
    assert _mentions(server) == [{"parse": []}] * len(_mentions(server))


def _mentions(server: Server) -> list[Any]:
    """List what each message sent says about pings."""
    bodies = [request.json for request in server.env.http_requests if isinstance(request.json, dict)]
    messages = [body.get("data", body) for body in bodies if body.get("type") not in (5, 6, 8, 9)]
    return [body.get("allowed_mentions") for body in messages if isinstance(body, dict) and "embeds" in body]


async def test_a_picture_is_a_file_with_a_description_and_is_shared_with_its_page(server: Server) -> None:
    result = await server.ann.slash(server.channel, "offers", picture="yes")
    [own] = _shown(result).attachments

    await server.ann.click(_shown(result), label="Share")

    [shared] = _last(server).attachments
    assert own.filename == shared.filename == "offers-2031-03-20.png"
    assert own.description == shared.description
    assert str(own.description).startswith("Offers. The ferry talks, as of 20 March 2031: 1 offer. O1, Northhaven")
    assert (await shared.read()).startswith(b"\x89PNG")


async def test_an_answer_whose_picture_cannot_be_drawn_says_so_and_holds_the_facts(server: Server) -> None:
    await server.running.drawing.close()

    result = await server.ann.slash(server.channel, "timeline", picture="yes")

    assert list(_shown(result).attachments) == []
    assert "The picture could not be drawn this time" in _text(result)
    assert "The old ferry sinks" in _text(result)


async def test_a_message_is_remembered_from_its_menu_by_a_form_and_saved_by_a_press(server: Server) -> None:
    message = await _remind(server)

    form = await server.ben.context_menu(server.channel, "Remind me about this", target=message)
    await server.env.restart_bot(Backchannel(server.database, desk=BERLIN, clock=lambda: NOW))
    said = await server.ben.submit_modal(form, {"when": "friday 10:00", "about": ""})
    read_back = _text(said)
    saved = await server.ben.click(_shown(said), label="Save")
    courier = Courier(server.database, BERLIN, server.running.channels.post, owner="test")
    posted = await tick(courier, now=datetime(2031, 3, 21, 9, tzinfo=UTC))

    assert said.ephemeral
    assert "Friday 21 March 2031, 10:00 (Europe/Berlin)" in read_back
    assert "You are reminded" in _text(saved)
    assert [due.channel for due in posted if due.kind == "own"] == [f"user:{server.ben.id}"]


async def test_a_form_that_cannot_be_read_loses_nothing_typed(server: Server) -> None:
    message = await _remind(server)

    form = await server.ben.context_menu(server.channel, "Remind me about this", target=message)
    said = await server.ben.submit_modal(form, {"when": "banana", "about": "ask the embassy"})

    assert said.ephemeral
    assert "about: ask the embassy" in _text(said).replace("\\", "")
