"""What the tests of the Slack front end share: they are about what is answered, not about how fast."""

import pytest

from bot.slack import reply
from tests.slack import socket_mode


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let answers in the acknowledgement take longer than Slack waits."""
    monkeypatch.setattr(reply, "_PATIENCE", 20.0)
    monkeypatch.setattr(socket_mode, "PATIENCE", 30.0)
