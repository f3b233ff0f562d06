"""What `backchannel doctor` says of Slack."""

from pathlib import Path

from tests.slack import Standin
from tests.slack.process import end, start


async def _said(slack: Standin, folder: Path, **environment: str) -> tuple[int, str]:
    process = await start(slack, folder, "doctor", environment=environment)
    await process.wait()
    return await end(process)


async def test_sound_tokens_are_said_to_be_taken(tmp_path: Path) -> None:
    async with Standin() as slack:
        code, said = await _said(slack, tmp_path)

    assert code == 0
    assert "takes the bot token, of backchannel in Desk" in said
    assert "takes the app-level token: Socket Mode is on" in said
    assert "ok    scopes     all there" in said
    assert "there is none" not in said.replace("there is none yet", "")


async def test_wrong_and_missing_tokens_are_faults_with_their_cure_and_are_not_shown(tmp_path: Path) -> None:
    async with Standin() as slack:
        code, wrong = await _said(slack, tmp_path, SLACK_BOT_TOKEN="xoxb-wrong-12345")
        _, swapped = await _said(slack, tmp_path, SLACK_APP_TOKEN="xoxb-swapped-1")
        _, missing = await _said(slack, tmp_path, SLACK_APP_TOKEN="")

    assert code == 1
    assert "refuses the bot token (invalid_auth). Copy it anew: OAuth & Permissions" in wrong
    assert "wrong-12345" not in wrong
    assert "the app token does not begin with xapp-" in swapped
    assert "the app token is missing. Slack needs both: set SLACK_APP_TOKEN" in missing


async def test_scopes_that_are_lacking_are_named_with_the_cure(tmp_path: Path) -> None:
    async with Standin() as slack:
        slack.scopes = slack.scopes - {"files:write", "users:read"}
        code, said = await _said(slack, tmp_path)

    assert code == 1
    assert "the app lacks files:write, users:read. Put the manifest in again" in said
