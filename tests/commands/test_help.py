"""/help: what can be asked, with an example each."""

import pytest

from bot.asking import Asker, UserError
from bot.blocks import choices
from bot.commands import dispatch
from bot.commands.registry import COMMANDS, GIVEN, example
from bot.discord.messages import pages, pressable
from db.storage.database import Database
from tests.asking import asked
from tests.builders import DESK, NOW


def test_help_lists_every_command_with_an_example_that_works(ferry: Database) -> None:
    said = asked(ferry, "/help")

    for name, command in COMMANDS.items():
        line = f"  /{name} – {command.summary} For example: {GIVEN.get(name, example(name))}\n"
        assert (line in said) is not command.pressed
    assert said.index("Where it stands") < said.index("  /status – ") < said.index("Who said what\n  /who – ")
    assert said.index("For who administers\n") < said.index("  /setup – ")
    assert "Dossier: The ferry talks, revision 1\nNewest source: on or after 10 March 2031 – deduced [late]\n" in said
    assert "Health: 0 messages owed, 0 of them late, 0 that could not be posted\n" in said
    assert "Kept of you: " in said
    assert "Version: Backchannel " in said


def test_help_on_a_command_lists_its_options(ferry: Database) -> None:
    said = asked(ferry, "/help who")

    assert "name: needed; a name, spelling, initials or role" in said
    assert "as_of: only what was published by this day, e.g. 2022-07-28\n" in said
    assert "private: show the answer to you alone (yes, no)\n" in said
    assert "Example: /who peskov\n" in said


def test_help_tells_of_a_file_that_it_is_attached(ferry: Database) -> None:
    said = asked(ferry, "/help dossier load")

    assert said.splitlines()[-2:] == [
        "file: needed; a dossier as YAML or JSON, or a snapshot; at most 8 MiB, attached",
        "Example: /dossier load, a file attached; in a terminal: backchannel load talks.yaml",
    ]


@pytest.mark.parametrize(
    ("topic", "told"),
    [("privacy", "Kept of you: with an answer"), ("health", "Health: 0 messages owed"), ("version", "Backchannel ")],
)
def test_help_on_the_bot_itself(ferry: Database, topic: str, told: str) -> None:
    assert told in asked(ferry, f"/help {topic}")


def test_in_discord_a_command_can_be_pressed_once_its_id_is_known(ferry: Database) -> None:
    answer = dispatch.ask(ferry, "help", {"depth": "full"}, now=NOW, desk=DESK, asker=Asker("1", "ann"))

    unknown, known = [
        "".join(page.embed.description or "" for page in pages(pressable(answer, ids)))
        for ids in ({}, {"who": 42, "dossier": 43})
    ]
    assert "- /who – Say who somebody is" in unknown
    assert "- </who:42> – Say who somebody is" in known
    assert "- </dossier list:43> – " in known
    assert "- /quotes – " in known


def test_help_on_the_first_word_of_several_commands_lists_them(ferry: Database) -> None:
    said = asked(ferry, "/help my")

    assert said.startswith("/my\n")
    assert f"/my quiet – {COMMANDS['my quiet'].summary} For example: {example('my quiet')}\n" in said
    assert "/digest" not in said


def test_help_works_before_any_dossier_is_loaded(database: Database) -> None:
    assert asked(database, "/help").startswith("What you can ask\n")


def test_help_begins_with_five_things_to_try(ferry: Database) -> None:
    said = asked(ferry, "/help", depth="short", width=40)

    assert said == (
        "What you can ask of The ferry talks\n"
        "\n"
        "/status – where it stands: offers, each\n"
        "side’s last words, what is due\n"
        "/who oake – who somebody is, and what\n"
        "they said last\n"
        "/dates – what is expected, overdue or\n"
        "possible\n"
        "/timeline – what happened, the latest\n"
        "first\n"
        "/conflicts – on which facts reports\n"
        "differ\n"
        "\n"
        "/find exchange looks for a word, /help\n"
        "who explains a command\n"
        "[Where it stands] [Who is Bern Oake?]\n"
        "[What is expected] [What happened]\n"
        "[Differences] [All commands]\n"
    )


def test_each_thing_to_try_is_answered_by_its_button(ferry: Database) -> None:
    answer = dispatch.ask(ferry, "help", {}, now=NOW, desk=DESK, asker=Asker("1", "ann"))

    titles = {
        choice.label: asked(ferry, choice.line, depth="short").partition("\n")[0] for choice in choices(answer.blocks)
    }

    assert titles["Who is Bern Oake?"] == "Bern Oake"
    assert titles["All commands"] == "What you can ask"
    assert len(titles) == 6


def test_without_a_dossier_help_says_so(database: Database) -> None:
    assert asked(database, "/help", depth="short") == (
        "What you can ask\nNo dossier is loaded yet. An admin loads one: /dossier load\n[All commands]\n"
    )


def test_help_on_what_there_is_not_is_short_and_says_what_is_near(ferry: Database) -> None:
    with pytest.raises(UserError, match=r"^There is no help on “quots”. Did you mean /help quotes\?$"):
        asked(ferry, "/help quots")
    with pytest.raises(UserError, match=r"^There is no help on “due”. All commands: /help depth:full$"):
        asked(ferry, "/help due")
