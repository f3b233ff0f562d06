"""What one person or one server may keep: each limit is said in time, and stands in docs/security.md."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.asking import Asker, UserError
from bot.desk.my_settings import MOST_OWN
from bot.digests import follow, subscriptions
from bot.dossiers import files, load_report
from bot.dossiers.export_formats import as_json
from bot.drafts import drafts
from db.desk.desks import Desk
from db.storage import schema
from db.storage.database import Database
from tests.asking import asked
from tests.builders import NOW, tiny

DESK = Desk("42", "Europe/Berlin", "09:00")
ADMIN = Asker("9", "ann", level="admin", channel="900")


def _load(database: Database, name: str, *, title: str = "Talks") -> str:
    body = as_json(replace(tiny(), id=name, title=title)).encode()
    number = load_report.take_in(database, body, "talks.json", desk=DESK, asker=ADMIN, now=NOW)
    return asked(database, f"/dossier apply {number}", desk=DESK, asker=ADMIN)


def test_a_server_has_so_many_dossiers_of_its_own(ferry: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_DOSSIERS", 2)
    _load(ferry, "one")
    _load(ferry, "two")

    with pytest.raises(UserError, match=r"has 2 dossiers of its own, and no more are kept.*one, two"):
        _load(ferry, "three")
    again = _load(ferry, "two", title="Other talks")

    listed = asked(ferry, "/dossier list", desk=DESK, asker=ADMIN)
    assert "Loaded" in again
    assert "three" not in listed


def test_a_server_loads_so_much_within_a_day(ferry: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    size = len(as_json(replace(tiny(), id="one", title="Talks")))
    monkeypatch.setattr(files, "MOST_LOADED", 2 * size + 100)
    _load(ferry, "one")
    _load(ferry, "one", title="Talk2")

    with pytest.raises(UserError, match=r"Within a day .* may be loaded here"):
        _load(ferry, "one", title="Talk3")


def test_of_one_persons_drafts_the_newest_are_kept(ferry: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "_MOST_DRAFTS", 3)
    bob = replace(ADMIN, id="8", name="bob")
    asked(ferry, "/add event when:2031-03-02 title:“Theirs”", desk=DESK, asker=bob)
    for number in range(6):
        asked(ferry, f"/add event when:2031-03-02 title:“Mine {number}”", desk=DESK, asker=ADMIN)

    with ferry.reading() as connection:
        draft = schema.draft.c
        kept = dict(connection.execute(select(draft.actor, func.count()).group_by(draft.actor)).all())
    assert kept == {"9": 3, "8": 1}


def test_every_limit_stands_in_the_documentation() -> None:
    told = re.sub(r"\s+", " ", (Path(__file__).parents[1] / "docs" / "security.md").read_text("utf-8"))

    for words in (
        f"{MOST_OWN} own reminders that wait",
        f"{follow._MOST} things followed",
        f"{drafts._MOST_PROPOSED} proposals that wait",
        f"the newest {drafts._MOST_DRAFTS} drafts",
        f"{subscriptions.MOST} digests",
        f"{files.MOST_DOSSIERS} dossiers of its own",
        f"{files.MOST_LOADED // 1_000_000} MB of files applied within a day",
        f"{load_report.LARGEST >> 20} MiB a file",
        f"the newest {['none', 'one', 'two', 'three'][load_report.MOST_FILES]} files",
    ):
        assert words in told, words
