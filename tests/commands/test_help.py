"""/help: what can be asked, with an example each."""

import pytest

from bot.asking import Asker, UserError
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
    answer = dispatch.ask(ferry, "help", {}, now=NOW, desk=DESK, asker=Asker("1", "ann"))

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


@pytest.mark.parametrize("topic", ["nonsense", "due"])
def test_help_on_what_is_no_command_names_those_there_are(ferry: Database, topic: str) -> None:
    with pytest.raises(UserError, match=r"There is on: status, who.* health, privacy, version"):
        asked(ferry, f"/help {topic}")
