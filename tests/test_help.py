"""/help: what can be asked, with an example each."""

import pytest

from bot.asking import UserError
from bot.commands import COMMANDS, example
from db.engine import Database
from tests.asking import asked


async def test_help_lists_every_command_with_an_example_that_works(ferry: Database) -> None:
    said = await asked(ferry, "/help")

    for name, command in COMMANDS.items():
        line = f"/{name}: {command.summary} For example: {example(name)}\n"
        assert (line in said) is not command.pressed
    assert "Dossier: The ferry talks, revision 1\n" in said
    assert "Kept of you: " in said


async def test_help_on_a_command_lists_its_options(ferry: Database) -> None:
    said = await asked(ferry, "/help who")

    assert "name: needed; a name, spelling, initials or role" in said
    assert "as_of: only what was published by this day, e.g. 2022-07-28\n" in said
    assert "private: show the answer to you alone (yes, no)\n" in said
    assert "Example: /who peskov\n" in said


async def test_help_works_before_any_dossier_is_loaded(database: Database) -> None:
    assert (await asked(database, "/help")).startswith("What you can ask\n")


@pytest.mark.parametrize("topic", ["nonsense", "due"])
async def test_help_on_what_is_no_command_names_those_there_are(ferry: Database, topic: str) -> None:
    with pytest.raises(UserError, match="There are: status, who"):
        await asked(ferry, f"/help {topic}")
