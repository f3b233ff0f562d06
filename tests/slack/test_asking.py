"""Asking in Slack: by the command, in threads, in person; what is answered, and who sees it."""

from db.storage.database import Database
from tests.slack import Standin
from tests.slack.running import running


async def test_who_is_answered_in_blocks_for_the_asker_alone(bundled: Database) -> None:
    async with Standin() as slack, running(slack, bundled):
        ann = slack.world.add_user("ann")
        seen = await slack.slash(ann, slack.channel, "who peskov")

    assert "Dmitry Peskov" in seen.text
    assert "Kremlin" in seen.text
    assert seen.message is not None
    assert seen.message.only_for == ann.id
    assert slack.posted() == []
