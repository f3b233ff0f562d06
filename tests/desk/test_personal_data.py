"""One's own data: given out whole, and forgotten at once, in every table there is."""

import json
import re
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from sqlalchemy import Text, select
from sqlalchemy.exc import DBAPIError

from bot.asking import Asker, UserError
from bot.commands import dispatch
from db.desk.article_texts import ArticleText, add_article_text
from db.desk.desks import Desk
from db.desk.drafts import Draft, add_draft
from db.desk.personal_data import LEFT, WHO
from db.desk.watches import Watch, add_watch
from db.loading.edits import Editor, find_version, replace_item
from db.outbox.outbox import Due, add_due, list_due
from db.storage import schema
from db.storage.database import Database
from tests.asking import BEN, asked
from tests.builders import TINY, tiny
from tests.digests.living import CHANNEL, SERVER, at, desk, load

_ID = "770011223344"
_ZOE = Asker(_ID, "Zoe Leaver", level="admin")
_DM = Desk(f"dm-{_ID}", "Europe/Berlin", "09:00")
_NOW = at("2031-03-20T12:00")
_OPEN = {
    "id": "D4",
    "title": "Answer of the council",
    "announced": [{"by": "oake", "text": "an answer by the 21st", "source": "weekly"}],
    "when": "2031-03-21",
}

# text that tells of nobody: whatever is new here was looked at, and is in WHO if it holds a person's id or name
_OF_NOBODY = {
    "change": "dossier desk item kind action old new why",
    "channel": "desk dossier channel",
    "outcome": "desk dossier item kind basis source moved_to words rule hangs_on press",
    "watch": "desk dossier item kind channel press",
    "mute": "desk dossier item",
    "lead": "desk dossier item leads",
    "merge": "dossier desk gone remains kind changes moved",
    "draft": "desk dossier kind body seen state note channel proposed",
    "article_text": "desk dossier source text",
    "subscription": "desk dossier state channel times days zone filters unchanged ping",
    "handover": "desk dossier press",
    "follow": "desk dossier item how channel",
    "reader": "zone quiet",
}
_WITHOUT_PEOPLE = "dossier item link desk search search_word request meta long_line".split()
_BY_CHANNEL = {"due", "breaker"}  # a person's are those for their direct messages


def test_every_column_of_text_is_known_to_hold_a_person_or_not() -> None:
    for table in schema.metadata.sorted_tables:
        if table.name in _WITHOUT_PEOPLE or table.name in _BY_CHANNEL:
            continue
        names = {column.name for column in table.columns if isinstance(column.type, Text)}
        who = {name for pair in WHO.get(table.name, {}).items() for name in pair if name}
        assert names - who == set(_OF_NOBODY.get(table.name, "").split()), table.name


def _live(database: Database) -> None:
    """Do what leaves traces: as admin, editor and reader, in a server and in direct messages."""
    desk(database, learnt="2031-03-10T05:00")
    load(database, tiny(dates=[*TINY["dates"], _OPEN]), "2031-03-20T05:00")
    lines = [
        "/my remind 2031-04-01T10:00 about:call",
        "/my quiet hours:22:00-07:00",
        '/outcome D1 happened basis:"Morning Post"',
        "/mute vane",
        "/leads D1 times:closing",
        "/takeover 1.0.1931774000",
        f"/setup channel:{CHANNEL}",
        f"/digest add 08:00 channel:{CHANNEL}",
        "/follow vane how:digest",
    ]
    for number, line in enumerate(lines):
        _say(database, line, request=f"r{number}")
    _say(database, "/outcome D1 unclear", desk_=_DM, request="dm")
    _say(database, "/my remind 2031-04-02T10:00 about:this", desk_=_DM, request="dm2")
    with database.writing() as connection:
        for item, kind in (("D4", "checks"), ("D1", "notify")):
            watch = Watch("42", "ferry", item, kind, _ID, _ZOE.name, "", _NOW)  # type: ignore[arg-type]
            add_watch(connection, watch, press=f"{item} {kind}")
        for editing in ("42", _DM.id):
            version = find_version(connection, dossier="ferry", desk=editing, item="E1")
            editor = Editor(connection, editing, "ferry", _NOW, _ID, _ZOE.name, "a test")
            replace_item(editor, version.record, seen=version.stamp)
        due = Due("42", "ferry", "D1", f"{_ID}: closing 2031-03-21", "77", _NOW.replace(tzinfo=None), "UTC", _NOW)
        add_due(connection, due)
        add_article_text(connection, ArticleText(desk="42", dossier="ferry", text="Hers.", at=_NOW, author=_ID))
    asked(database, "/my remind 2031-04-01T10:00 about:mine", desk=SERVER, now=_NOW, asker=BEN)
    _decide(database)
    merge = re.search(r"/merge save \d+ seen:.*", _say(database, "/merge D3 into:D2 dossier:ferry"))
    assert merge
    _say(database, merge[0])


def _decide(database: Database) -> None:
    """Propose, have it decided, decide on what another proposes, apply a file, put a reminder off."""
    proposals = [(replace(_ZOE, level="reader"), BEN), (replace(BEN, level="reader"), _ZOE)]
    decisions = ["/review draft:{} do:approve", "/review draft:{} do:refuse reason:no"]
    for number, ((proposer, editor), line) in enumerate(product(proposals, decisions), 1):
        add = f'/add statement speaker:oake text:"It is the {number}th." source:morning'
        asked(database, add, desk=SERVER, now=_NOW, asker=proposer)
        asked(database, f"/add save {number}", desk=SERVER, now=_NOW, asker=proposer)
        asked(database, line.format(number), desk=SERVER, now=_NOW, asker=editor)
    file = json.dumps(TINY | {"id": "harbour"})
    with database.writing() as connection:
        sent = Draft(desk="42", dossier="", kind="load", body=file, actor=_ID, actor_name=_ZOE.name, at=_NOW)
        number = add_draft(connection, sent)
        owed = list_due(connection, desk="42", dossier="ferry", kind="reminder")
        reminder = next(row for row in owed if row.item == "D4")
    _say(database, f"/dossier apply {number}")
    _say(database, f"/due {reminder.id} later when:2031-03-22T09:00")


def _say(database: Database, line: str, *, desk_: Desk = SERVER, request: str = "") -> str:
    return asked(database, line, desk=desk_, now=_NOW, asker=_ZOE, request=request or line)


def _rows(database: Database) -> dict[str, list[dict[str, Any]]]:
    with database.reading() as connection:
        tables = schema.metadata.sorted_tables
        return {t.name: [dict(row) for row in connection.execute(select(t)).mappings()] for t in tables}


def test_after_forgetting_no_table_holds_the_id_or_name_and_the_record_stays(either_database: Database) -> None:
    _live(either_database)
    before = _rows(either_database)
    assert {name for name, rows in before.items() if _ID in str(rows)} >= {*WHO, "due", "item", "link"}

    first = _say(either_database, "/my forget")
    untouched = _rows(either_database)
    said = _say(either_database, "/forget yes")

    after = _rows(either_database)
    assert "Forget me: /forget yes" in first
    assert untouched == before
    assert "without your id" in said
    for name, rows in after.items():
        assert _ID not in str(rows), name
        # the answers of the last day, kept for requests that come twice, are as they were shown
        assert name == "request" or _ZOE.name not in str(rows), name
    assert [(row["desk"], row["kind"], row["actor_name"]) for row in after["outcome"]] == [("42", "happened", LEFT)]
    assert [row["item"] for row in after["due"] if row["kind"] == "own"] == [BEN.id]
    assert "Nothing is kept of you." in _say(either_database, "/my data")


def test_what_they_had_taken_on_is_handed_back(database: Database) -> None:
    _live(database)
    held = asked(database, "/handover dossier:ferry", desk=SERVER, now=_NOW, asker=BEN)

    _say(database, "/forget yes")
    said = asked(database, "/handover dossier:ferry", desk=SERVER, now=at("2031-03-20T12:10"), asker=BEN)

    assert "D4, Answer of the council: Zoe Leaver, since" in held
    assert "Taken on" not in said
    assert f"Now: {LEFT} has it, since" in said


def test_forgetting_that_fails_forgets_nothing(database: Database) -> None:
    _live(database)
    with database.writing() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER no_update BEFORE UPDATE ON handover BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    before = _rows(database)

    with pytest.raises(DBAPIError):
        _say(database, "/forget yes")

    assert _rows(database) == before


def test_own_data_is_a_file_with_all_rows_and_nobody_elses(database: Database) -> None:
    _live(database)

    answer = dispatch.ask(database, "my data", {}, now=_NOW, desk=SERVER, asker=_ZOE)

    assert answer.file is not None
    assert answer.file.name == "backchannel-2031-03-20.json"
    kept = json.loads(answer.file.content)
    assert [row["kind"] for row in kept["outcome"]] == ["happened", "unclear"]
    assert kept["reader"] == [{"id": _ID, "zone": "", "quiet": "22:00-07:00"}]
    assert {json.loads(row["detail"])["about"] for row in kept["due"] if row["kind"] == "own"} == {"call", "this"}
    assert "mine" not in answer.file.content.decode()


def test_forgetting_needs_a_clear_word(ferry: Database) -> None:
    with pytest.raises(UserError, match="To have it done: /my forget"):
        asked(ferry, "/forget maybe")
