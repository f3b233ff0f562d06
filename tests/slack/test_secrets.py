"""Nothing that lets somebody act as the app stands in a log."""

import pytest

from bot.cli.logs import scrub


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("token xoxb-1234-5678-abcDEF was refused", "token <secret> was refused"),
        ("token xapp-1-A0-123-abcdef0123 was refused", "token <secret> was refused"),
        (
            "wss://wss.slack.com/link/?ticket=0123-abc&app_id=1 closed",
            "wss://wss.slack.com/link/?ticket=<secret> closed",
        ),
        ("POST https://hooks.slack.com/commands/T0/1/abc: 404", "POST https://hooks.slack.com/<secret> 404"),
        ("GET https://files.slack.com/files-pri/T0-F0/a.yaml", "GET https://files.slack.com/<secret>"),
        ("the channel C012345678 is archived", "the channel C012345678 is archived"),
    ],
)
def test_what_lets_somebody_act_as_the_app_is_taken_out_of_every_line(line: str, shown: str) -> None:
    assert scrub(line) == shown
