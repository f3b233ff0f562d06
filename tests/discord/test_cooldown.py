"""How many questions somebody may send in a short while."""

import pytest

from bot.asking import UserError
from bot.discord.cooldown import QuestionLimit


def test_a_person_who_sends_too_many_is_told_when_to_send_again() -> None:
    pace = QuestionLimit(3)
    for second in (100.0, 101.0, 102.0):
        pace.check("ann", "42", at=second)

    with pytest.raises(UserError, match="Send it again in 7 s"):
        pace.check("ann", "42", at=103.5)

    pace.check("ben", "42", at=103.5)
    pace.check("ann", "42", at=110.5)


def test_a_server_has_a_limit_of_its_own() -> None:
    pace = QuestionLimit(1)
    for person in range(10):
        pace.check(str(person), "42", at=100.0)

    with pytest.raises(UserError, match="a lot at once"):
        pace.check("eleven", "42", at=101.0)

    pace.check("eleven", "43", at=101.0)
    pace.check("twelve", "", at=101.0)
