"""How many questions somebody may send in a short while."""

import pytest

from bot.asking import UserError
from cogs.pace import Pace


def test_a_person_who_sends_too_many_is_told_when_to_send_again() -> None:
    pace = Pace(3)
    for second in (0.0, 1.0, 2.0):
        pace.check("ann", "42", at=second)

    with pytest.raises(UserError, match="Send it again in 7 s"):
        pace.check("ann", "42", at=3.5)

    pace.check("ben", "42", at=3.5)
    pace.check("ann", "42", at=10.5)


def test_a_server_has_a_limit_of_its_own() -> None:
    pace = Pace(1)
    for person in range(10):
        pace.check(str(person), "42", at=0.0)

    with pytest.raises(UserError, match="a lot at once"):
        pace.check("eleven", "42", at=1.0)

    pace.check("eleven", "43", at=1.0)
    pace.check("twelve", "", at=1.0)
