"""Every command once, as it is typed in Slack."""

import pytest

from bot.cli.load import bundled_dossiers
from bot.commands.registry import EXAMPLES, typed_commands
from bot.dossiers.intake import check_text
from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.builders import NOW
from tests.slack import Standin
from tests.slack.running import running


@pytest.fixture
def talks(database: Database) -> Database:
    """A database of the test's own with the bundled dossier."""
    path = bundled_dossiers()[0]
    with database.writing() as connection:
        replace_dossier(connection, check_text(path.read_bytes(), name=path.name), now=NOW, actor="test")
    return database


async def test_every_command_is_answered_for_the_asker_alone(talks: Database) -> None:
    async with Standin() as slack, running(slack, talks) as here:
        ann = slack.world.add_user("ann", is_admin=True)
        for name in typed_commands():
            if name == "dossier load":
                continue
            here.people._people.clear()
            seen = await slack.slash(ann, slack.channel, EXAMPLES[name].removeprefix("/"))
            assert not seen.error, name

            if seen.message:
                assert seen.message.only_for == ann.id, name
                assert "Something broke" not in seen.text, (name, seen.text)
            else:
                assert slack.has_dialog(ann), name
                dialog = slack.dialog(ann)

                dialog.view.is_open = False

    assert slack.posted() == []
    assert slack.unknown == []
