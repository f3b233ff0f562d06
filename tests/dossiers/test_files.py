"""Taking a dossier out as a file and taking one in: what loads back is the same, what is faulty changes nothing."""

import asyncio
import csv
import io
import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from icalendar import Calendar

from bot.asking import UserError
from bot.blocks import Answer
from bot.cli.load import bundled_dossiers
from bot.commands import dispatch, parser
from bot.discord.client import Backchannel
from bot.discord.gateway import run_client
from bot.dossiers import export_formats
from bot.dossiers.export_calendar import as_calendar
from bot.dossiers.export_markdown import as_markdown
from bot.dossiers.export_table import as_csv
from bot.dossiers.intake import IntakeError, check_text, read_dossier
from bot.dossiers.load_report import read_back, take_in
from bot.dossiers.snapshot import SealError, Snapshot, sealed, unsealed
from bot.dossiers.snapshot_reader import checked, open_snapshot
from bot.dossiers.turns import reading_turn
from bot.terminal import text
from db.desk.desks import Desk
from db.loading.dossiers import replace_dossier
from db.loading.edits import Editor, find_version, replace_item
from db.loading.heads import list_dossiers
from db.model.codec import encode
from db.model.records import Dossier
from db.outbox.outbox import list_due
from db.storage.database import Database, open_database
from tests.asking import ANN, BEN, asked
from tests.builders import DESK, NOW, TINY, replaced, tiny
from tests.discord import TOKEN, Double
from tests.discord.launch import pointed_at
from tests.discord.world import EDITOR

SERVER = Desk("42", "Europe/Berlin", "09:00")
OTHER = replace(SERVER, id="43")
HOSTILE = '=HYPERLINK("x"); # [a](https://b) | @everyone'


def _answer(database: Database, line: str, *, desk: Desk = SERVER) -> Answer:
    name, options = parser.parse(line)
    return dispatch.ask(database, name, options, now=NOW, desk=desk, asker=ANN, request=line)


def _exported(database: Database, form: str, *, desk: Desk = SERVER) -> str:
    answer = _answer(database, f"/dossier export format:{form}", desk=desk)
    assert answer.file is not None
    return answer.file.content.decode()


def _sent_in(database: Database, content: str, name: str = "talks.yaml", *, desk: Desk = SERVER) -> int:
    return take_in(database, content.encode(), name, desk=desk, asker=ANN, now=NOW)


def test_a_calendar_holds_the_dates_known_on_the_day(ferry: Database) -> None:
    before, after = (
        _answer(ferry, f"/dossier export format:calendar as_of:{day}") for day in ("2031-02-27", "2031-03-02")
    )

    assert before.file is None or b"BEGIN:VEVENT" not in before.file.content
    assert after.file
    assert b"Meeting of the two towns" in after.file.content


@pytest.mark.parametrize("form", ["csv", "markdown"])
def test_what_is_for_reading_holds_what_was_known_on_the_day(bundled: Database, form: str) -> None:
    days = ("2022-07-28", "2022-07-29", "2022-08-12")
    made = [_answer(bundled, f"/dossier export format:{form} as_of:{day}") for day in days]
    said = [text.plain(answer, zone="UTC") for answer in made]
    first, second, last = (answer.file.content.decode() for answer in made if answer.file)

    assert len(first) <= len(second) < len(last)
    assert "003-ruling" not in first + second
    assert all(answer.file and f"-{day}." in answer.file.name for day, answer in zip(days, made, strict=True))
    assert "As known on 28 July 2022." in said[0]


def test_what_loads_back_says_that_it_is_of_all_days(ferry: Database) -> None:
    for form in ("yaml", "json", "snapshot"):
        said = text.plain(_answer(ferry, f"/dossier export format:{form} as_of:2031-03-02"), zone="UTC")

        assert "Of all days: what can be loaded again is cut to none." in said


async def test_a_file_larger_than_discord_takes_is_told_of_in_a_sentence(
    double: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = double.add_user("ann", permissions=EDITOR | 1 << 5)
    monkeypatch.setattr(export_formats, "as_yaml", lambda _: "x" * (11 << 20))

    refused = await double.slash(ann, double.channel, "dossier export", {"format": "yaml"})

    assert "has 11.0 MiB, and Discord takes 10 MiB here." in refused.message.text
    assert "backchannel ask" in refused.message.text
    assert refused.ephemeral


@pytest.mark.parametrize("ending", ["yaml", "json"])
@pytest.mark.parametrize("path", [None, *bundled_dossiers()], ids=lambda path: path.stem if path else "tiny")
def test_what_is_written_reads_back_to_the_same(ending: str, path: Path | None) -> None:
    dossier = read_dossier(path) if path else tiny()
    write = export_formats.as_yaml if ending == "yaml" else export_formats.as_json

    assert check_text(write(dossier).encode(), name=f"x.{ending}") == dossier


@pytest.mark.parametrize(
    "text", ["no", "0123", "2031-03-01", "a: b", "- x", "“q”", "#", "née\u00a0Ω", "tab\there", "x" * 300, "null", "'"]
)
def test_texts_that_yaml_could_take_for_something_else_read_back(text: str) -> None:
    dossier = replaced("events", "E1", title=text)

    assert check_text(export_formats.as_yaml(dossier).encode(), name="x.yaml").events[0].title == text


@pytest.mark.parametrize("path", [None, *bundled_dossiers()], ids=lambda path: path.stem if path else "tiny")
def test_another_yaml_reader_gets_the_same_texts(path: Path | None) -> None:
    text = export_formats.as_yaml(read_dossier(path) if path else tiny())

    theirs, ours = yaml.safe_load(text), yaml.load(text, Loader=yaml.BaseLoader)

    assert _as_texts(theirs) == ours


def _as_texts(value: Any) -> Any:
    match value:
        case dict():
            return {key: _as_texts(inner) for key, inner in value.items()}
        case list():
            return [_as_texts(inner) for inner in value]
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case _:
            return value


@pytest.mark.parametrize("text", ["on", "y", "2031-03-01", "10:30", "1e3", "0o17", "0x1F", "1_000", "~"])
def test_texts_that_other_readers_take_for_something_else_are_quoted(text: str) -> None:
    assert f"title: '{text}'\n" in export_formats.as_yaml(replaced("events", "E1", title=text))


def test_an_export_has_what_the_desk_has_made_of_it(either_database: Database) -> None:
    _load(either_database)
    _edit(either_database, replace(tiny().events[0], id="E-1", title="The Zephyr sails"))

    own = check_text(_exported(either_database, "yaml").encode(), name="x.yaml")
    theirs = check_text(_exported(either_database, "yaml", desk=OTHER).encode(), name="x.yaml")

    assert "The Zephyr sails" in {event.title for event in own.events}
    assert set(theirs.events) == set(tiny().events)


def test_a_spreadsheet_works_nothing_out() -> None:
    text = as_csv(replaced("events", "E1", title=HOSTILE))

    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))

    assert {row["what"] for row in rows if row["id"] == "E1"} == {f"'{HOSTILE}"}
    assert all(row["source"] and row["published"] for row in rows)


def test_markdown_obeys_no_text_of_the_dossier() -> None:
    text = as_markdown(replaced("events", "E1", title=HOSTILE), now=NOW)

    assert r"\[a\](https\:/\/b) \|" in text
    assert "[a](https://b)" not in text


def test_an_inexact_date_spans_its_days_in_the_calendar_and_is_called_a_window() -> None:
    entries = {
        str(entry["uid"]): entry for entry in Calendar.from_ical(as_calendar(tiny(), {}, now=NOW)).walk("VEVENT")
    }

    window = entries["ferry.D1@backchannel"]

    assert str(window["summary"]).startswith("Window: ")
    assert (str(window.decoded("dtstart")), str(window.decoded("dtend"))) == ("2031-02-28", "2031-03-08")
    assert "Morning Post" in str(window["description"])


def test_a_desks_edit_and_its_undo_raise_the_calendars_number(ferry: Database) -> None:
    def number() -> int:
        entries = Calendar.from_ical(_exported(ferry, "calendar")).walk("VEVENT")
        return next(int(one.get("sequence", 0)) for one in entries if one["uid"] == "ferry.D2@backchannel")

    numbers = [number()]
    for line in ("/edit D2 when:2031-04-02 why:“heard it”", "/edit save 1", "/undo", "/outcome D2 moved to:2031-04-05"):
        _answer(ferry, line)
        numbers.append(number())

    assert numbers[0] == numbers[1]
    assert numbers[1] < numbers[2] < numbers[3] < numbers[4]


def test_the_calendar_has_dates_where_the_desk_moved_them_and_what_was_called_off_as_cancelled(
    ferry: Database,
) -> None:
    asked(ferry, "/outcome D1 moved to:2031-04-01")
    asked(ferry, "/outcome D2 withdrawn")
    options = {"format": "calendar"}

    answer = dispatch.ask(ferry, "dossier export", options, now=NOW, desk=DESK, asker=ANN)

    assert answer.file is not None
    entries = {str(one["uid"]): one for one in Calendar.from_ical(answer.file.content.decode()).walk("VEVENT")}
    moved, called_off = entries["ferry.D1@backchannel"], entries["ferry.D2@backchannel"]
    assert (str(moved.decoded("dtstart")), str(moved["summary"])) == ("2031-04-01", "Meeting of the two towns")
    assert "Before: 28 February – 7 March 2031. Recorded: moved, by ann." in str(moved["description"])
    assert (str(called_off["status"]), "status" in moved) == ("CANCELLED", False)


def test_a_file_sent_in_shows_its_changes_and_is_applied_once(either_database: Database) -> None:
    _load(either_database)
    number = _sent_in(either_database, export_formats.as_yaml(replaced("events", "E1", title="Ours")))

    shown = asked(either_database, f"/dossier load {number}", desk=SERVER)
    before = asked(either_database, "/item E1", desk=SERVER)
    applied = asked(either_database, f"/dossier apply {number}", desk=SERVER)

    assert f"Apply: /dossier apply {number}" in shown
    assert "Ours" not in before
    assert applied.startswith("Loaded")
    assert "Ours" in asked(either_database, "/item E1", desk=SERVER)
    assert "Ours" not in asked(either_database, "/item E1", desk=OTHER)
    with pytest.raises(UserError, match="has been applied already, by ann"):
        asked(either_database, f"/dossier apply {number}", desk=SERVER, request="again")


def test_undo_after_a_load_puts_the_former_file_back_and_leaves_what_the_desk_recorded(
    either_database: Database,
) -> None:
    titled = replace(tiny(), title="Talks", silence="9")
    first = _sent_in(either_database, export_formats.as_yaml(titled))
    asked(either_database, f"/dossier apply {first}", desk=SERVER)
    former = _exported(either_database, "yaml")
    other = replace(replaced("events", "E1", title="Ours", id="E-9"), title="Other talks", points=())
    second = _sent_in(either_database, export_formats.as_yaml(other))

    applied = asked(either_database, f"/dossier apply {second}", desk=SERVER)
    asked(either_database, "/outcome D1 unclear", desk=SERVER)
    undone = asked(either_database, re.search(r"Undo: (/.*)", applied)[1], desk=SERVER)  # type: ignore[index]

    assert undone.splitlines()[2:] == [
        "Talks (ferry), revision 3: 2 added, 1 removed.",
        "added event E1",
        "added point P1",
        "removed event E-9",
        f"Show file {second} again: /dossier load {second}",
    ]
    assert _exported(either_database, "yaml") == former
    assert "unclear" in asked(either_database, "/item D1", desk=SERVER)
    assert f"by ann (the load of file {second} taken back)" in asked(either_database, "/changes", desk=SERVER)
    with pytest.raises(UserError, match=f"File {second} is not loaded, so there is nothing to take back"):
        asked(either_database, f"/dossier revert {second}", desk=SERVER, request="again")
    with pytest.raises(UserError, match="ferry was loaded again after file 1, which made revision 1: it is at rev"):
        asked(either_database, f"/dossier revert {first}", desk=SERVER)
    assert "This would change" in asked(either_database, f"/dossier load {second}", desk=SERVER)


def test_an_id_that_stands_for_another_kind_after_a_load_is_told_as_removed_and_added(
    either_database: Database,
) -> None:
    first = _sent_in(either_database, export_formats.as_yaml(tiny()))
    asked(either_database, f"/dossier apply {first}", desk=SERVER)
    former = _exported(either_database, "yaml")
    point = {"id": "E1", "question": "Did the ferry sink?", "reports": TINY["events"][0]["reports"]}
    statements = [one | {"topics": []} for one in TINY["statements"]]
    # a topic and an origin of the same name are stored alike
    other = tiny(events=(), points=[point], topics=(), origins=TINY["topics"], statements=statements)
    second = _sent_in(either_database, export_formats.as_yaml(other))

    applied = asked(either_database, f"/dossier apply {second}", desk=SERVER)
    changes = asked(either_database, "/changes", desk=SERVER)
    history = asked(either_database, "/item E1", desk=SERVER)
    asked(either_database, f"/dossier revert {second}", desk=SERVER)

    assert "removed event E1" in applied
    assert "added point E1" in applied
    assert "removed topic ferry-line" in applied
    assert "added origin ferry-line" in applied
    assert "removed event E1, The old ferry sinks" in changes
    assert "added point E1, Did the ferry sink?" in changes
    assert "removed in the file" in history
    assert _exported(either_database, "yaml") == former


def test_undo_after_a_servers_first_load_lets_the_shared_one_be_asked_again(either_database: Database) -> None:
    coming = {"announced": [{"by": "oake", "text": "soon", "source": "weekly"}], "when": "2031-03-25"}
    _load(either_database, tiny(dates=[coming | {"id": "D9", "title": "Answer of the council"}]))
    asked(either_database, "/setup channel:700", desk=SERVER)
    before = asked(either_database, "/setup", desk=SERVER)
    number = _sent_in(either_database, export_formats.as_yaml(replaced("events", "E1", title="Ours")))

    asked(either_database, f"/dossier apply {number}", desk=SERVER)
    undone = asked(either_database, f"/dossier revert {number}", desk=SERVER)
    after = asked(either_database, "/setup", desk=SERVER)
    asked(either_database, f"/dossier apply {number}", desk=SERVER, request="again")
    asked(either_database, "/outcome D1 unclear", desk=SERVER)

    gone = "The ferry talks (ferry) of this desk’s own is taken out; the shared one is asked here again."
    assert undone.splitlines()[2:] == [gone, f"Show file {number} again: /dossier load {number}"]
    assert "2 reminders waiting" in after
    assert after == before
    with pytest.raises(UserError, match="which would be lost with it: outcomes"):
        asked(either_database, f"/dossier revert {number}", desk=SERVER, request="recorded")
    assert "Ours" in asked(either_database, "/item E1", desk=SERVER)


def test_a_servers_own_dossier_says_before_it_hides_the_shared_one_what_goes_with_it(ferry: Database) -> None:
    coming = {"announced": [{"by": "oake", "text": "soon", "source": "weekly"}], "when": "2031-03-25"}
    dates = [*TINY["dates"], coming | {"id": "D9", "title": "Answer of the council"}]
    with ferry.writing() as connection:
        replace_dossier(connection, tiny(dates=dates), now=NOW, actor="test")
    chosen = asked(ferry, "/setup channel:700", desk=SERVER)
    number = _sent_in(ferry, export_formats.as_yaml(replaced("events", "E1", title="Ours")))

    shown = asked(ferry, f"/dossier load {number}", desk=SERVER)
    asked(ferry, f"/dossier apply {number}", desk=SERVER, request="apply")
    panel = asked(ferry, "/setup", desk=SERVER)
    with ferry.reading() as connection:
        owed = list_due(connection, desk=SERVER.id, dossier="ferry")

    assert "Channel: reminders of ferry go to channel 700\nOwed: 2 reminders waiting\n" in chosen
    assert "The ferry talks (ferry), revision 1: " in shown
    assert "Note: this becomes this server’s own ferry and hides the shared one here." in shown
    assert "Channel: reminders of the shared ferry have ended, since this server’s own hides it." in panel
    assert "Owed" not in panel
    assert {row.state for row in owed} == {"cancelled"}


def test_a_large_file_is_read_back_in_a_child_to_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = read_back(export_formats.as_json(tiny()))
    monkeypatch.setattr("bot.dossiers.load_report.LARGE", 0)

    in_a_child = read_back(export_formats.as_json(tiny()))

    assert in_a_child == at_once == tiny()


def test_a_large_snapshot_is_read_back_in_a_child_to_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    own = [["event", encode(tiny().events[0])], ["hidden", "P1"]]
    text = sealed(Snapshot(export_formats.as_data(tiny()), own, [_CHANGE], [_OUTCOME], [_LEAD]))  # type: ignore[arg-type]
    at_once = open_snapshot(text)
    monkeypatch.setattr("bot.dossiers.snapshot_reader._LARGE", 0)

    in_a_child = open_snapshot(text)

    assert in_a_child == at_once
    assert in_a_child.dossier == tiny()
    assert in_a_child.lists["own"] == own


def test_the_same_file_again_would_change_nothing(ferry: Database) -> None:
    number = _sent_in(ferry, export_formats.as_yaml(tiny()))
    asked(ferry, f"/dossier apply {number}", desk=SERVER)

    again = _sent_in(ferry, export_formats.as_json(tiny()), "talks.json")

    assert asked(ferry, f"/dossier load {again}", desk=SERVER).startswith("Nothing would change")


def test_a_faulty_file_is_refused_with_its_places(ferry: Database) -> None:
    with pytest.raises(IntakeError) as refused:
        _sent_in(ferry, export_formats.as_yaml(tiny()).replace("speaker: vane", "speaker: vine"))

    assert all(fault.line and fault.nearest == "vane" for fault in refused.value.faults)
    with ferry.reading() as connection:
        assert [head.id for head in list_dossiers(connection, desk=SERVER.id)] == ["ferry"]


def test_another_desks_file_is_none_here(ferry: Database) -> None:
    number = _sent_in(ferry, export_formats.as_yaml(tiny()))

    for verb in ("load", "apply"):
        with pytest.raises(UserError, match=f"There is no file {number} here"):
            asked(ferry, f"/dossier {verb} {number}", desk=OTHER)


def test_only_admins_take_files_in_or_out(ferry: Database) -> None:
    for line in ("/dossier export", "/dossier load 1", "/dossier apply 1"):
        with pytest.raises(UserError, match="is for those who may manage this server"):
            asked(ferry, line, desk=SERVER, asker=BEN)


def test_a_snapshot_answers_as_its_desk_did(ferry: Database, tmp_path: Path) -> None:
    _edit(ferry, replace(tiny().events[0], id="E-1", title="The Zephyr sails"))
    back = asked(ferry, "/edit P1 remove:yes why:twice", desk=SERVER)
    asked(ferry, re.search(r"Remove: (/.*)", back)[1], desk=SERVER)  # type: ignore[index]
    asked(ferry, "/outcome D1 unclear", desk=SERVER)
    asked(ferry, "/leads D3 times:“3 days before opening, closing”", desk=SERVER)
    asked(ferry, "/mute vane", desk=SERVER)
    text = _exported(ferry, "snapshot")
    elsewhere = open_database(f"sqlite:///{tmp_path / 'other.db'}")

    number = _sent_in(elsewhere, text, "x.snapshot.json")
    applied = asked(elsewhere, f"/dossier apply {number}", desk=SERVER)

    assert "Undo:" not in applied
    assert "Note: a snapshot brings what its desk had recorded" in applied
    assert "3 days before opening, closing – for this date alone, by ann" in asked(ferry, "/leads D3", desk=SERVER)
    here = (
        "/status",
        "/timeline",
        "/item E-1",
        "/dates",
        "/find zephyr",
        "/who vane",
        "/conflicts",
        "/leads D3",
        "/mute",
    )
    for line in here:
        assert asked(elsewhere, line, desk=SERVER) == asked(ferry, line, desk=SERVER)
    elsewhere.close()


def test_what_was_made_one_stays_so_in_an_export_and_is_parted_again_from_a_snapshot(
    ferry: Database, tmp_path: Path
) -> None:
    card = asked(ferry, "/merge D3 into:D2", desk=SERVER)
    asked(ferry, re.search(r"Merge: (/.*)", card)[1], desk=SERVER)  # type: ignore[index]
    elsewhere = open_database(f"sqlite:///{tmp_path / 'other.db'}")

    file = _exported(ferry, "yaml")
    asked(elsewhere, f"/dossier apply {_sent_in(elsewhere, _exported(ferry, 'snapshot'), 'x.json')}", desk=SERVER)
    led = asked(elsewhere, "/item D3", desk=SERVER)
    parted = asked(elsewhere, re.search(r"Part D3 again: (/.*)", led)[1], desk=SERVER)  # type: ignore[index]
    asked(ferry, f"/dossier apply {_sent_in(ferry, file)}", desk=SERVER)

    assert "id: D2" in file
    assert "id: D3" not in file
    assert led.startswith("D3 is D2 now\n")
    assert parted.startswith("Parted again: D3 and D2\n")
    assert asked(elsewhere, "/item D3", desk=SERVER).startswith("D3, tracked date: The ferry runs again")
    assert "once the harbour agrees" in asked(ferry, "/item D2", desk=SERVER)
    with pytest.raises(UserError, match="There is no tracked date “D3”"):
        asked(ferry, "/outcome D3 unclear", desk=SERVER)  # the file of this desk's own has it no more
    elsewhere.close()


def test_a_part_of_a_snapshot_that_is_left_out_is_missed(ferry: Database) -> None:
    plain = json.loads(_exported(ferry, "snapshot"))
    asked(ferry, "/leads D3 times:closing", desk=SERVER)
    whole = json.loads(_exported(ferry, "snapshot"))
    del whole["leads"], whole["checksums"]["leads"]

    assert "leads" not in plain  # as an earlier version wrote it
    assert unsealed(json.dumps(plain)).leads == []
    with pytest.raises(SealError, match="seal does not match its parts"):
        unsealed(json.dumps(whole))


def test_a_snapshot_changed_after_it_was_sealed_is_refused(ferry: Database) -> None:
    text = _exported(ferry, "snapshot")

    with pytest.raises(SealError, match="dossier does not match its checksum"):
        unsealed(text.replace("Ada Vane", "Ada Vain"))
    with pytest.raises(UserError, match="no snapshot of Backchannel's, or cut off"):
        _sent_in(ferry, text[:-40], "x.json")


def test_a_snapshot_is_not_mixed_with_what_a_desk_has_recorded(ferry: Database) -> None:
    asked(ferry, "/outcome D1 unclear", desk=SERVER)
    number = _sent_in(ferry, _exported(ferry, "snapshot"), "x.json")
    asked(ferry, f"/dossier apply {number}", desk=SERVER)
    again = _sent_in(ferry, _exported(ferry, "snapshot"), "x.json")

    with pytest.raises(UserError, match="has outcomes of its own"):
        asked(ferry, f"/dossier apply {again}", desk=SERVER)


_CHANGE: dict[str, Any] = {"item": "S1", "kind": "statement", "action": "added", "old": None, "new": None}
_CHANGE |= {"actor": "x", "at": 1, "why": ""}
_LEAD: dict[str, Any] = {"item": "D1", "leads": "never", "actor_name": "x", "at": 1}
_OUTCOME: dict[str, Any] = {
    "item": "D1",
    "kind": "moved",
    "basis": "x",
    "moved_to": "2031-04",
    "actor_name": "x",
    "at": 1,
}


def test_a_snapshot_that_somebody_else_sealed_is_checked_as_a_file_is(database: Database) -> None:
    sound = Snapshot(export_formats.as_data(tiny()), [], [_CHANGE], [_OUTCOME], [_LEAD])
    strange: list[dict[str, Any]] = [
        {"own": [["statement", "[" * 5000]]},
        {"own": [["statement", '{"id": "S1"}']]},
        {"own": [["nothing", "{}"]]},
        {"own": 5},
        {"own": [["event", encode(tiny().events[0]).replace("E1", "../E1")]]},
        {"changes": [{"item": "S1"}]},
        {"changes": [_CHANGE | {"desk": "43"}]},
        {"changes": [_CHANGE | {"at": 10**30}]},
        {"changes": [_CHANGE | {"old": "{"}]},
        {"outcomes": [_OUTCOME | {"basis": None}]},
        {"outcomes": [_OUTCOME | {"moved_to": "soon"}]},
        {"leads": [_LEAD | {"leads": "soon"}]},
        {"leads": [_LEAD | {"actor": "9"}]},
        {"mutes": [_LEAD]},
        {"dossier": []},
    ]

    found = [json.loads(checked(sealed(replace(sound, **changes)), "x.json")) for changes in strange]

    assert _sent_in(database, sealed(sound), name="x.json")
    assert [changes for changes, told in zip(strange, found, strict=True) if not any(told.values())] == []
    with pytest.raises(UserError, match="the snapshot holds what Backchannel does not write"):
        _sent_in(database, sealed(replace(sound, **strange[-1])), name="x.json")


# --- in Discord


@pytest.fixture
async def double(ferry: Database) -> AsyncIterator[Double]:
    """Discord, to all appearances, with the bot connected."""
    async with Double() as running:
        with pointed_at(running.api):
            client = Backchannel(ferry, desk=replace(SERVER, id=""), clock=lambda: NOW)
            task = asyncio.create_task(run_client(client, TOKEN))
            await running.until(lambda: running.gateway.connected, "the bot to connect")
            yield running
            await client.close()
            await asyncio.wait_for(task, 5)
    assert running.unknown_requests == []


async def test_an_attached_file_is_checked_shown_and_applied_by_a_button(double: Double) -> None:
    ann = double.add_user("ann", permissions=EDITOR | 1 << 5)
    file = double.upload("talks.yaml", export_formats.as_yaml(replaced("events", "E1", title="Ours")).encode())

    shown = await double.slash(ann, double.channel, "dossier load", {"file": file})
    applied = await double.press(ann, shown.message, "Apply")

    assert shown.ephemeral
    assert applied.message.text.startswith("Loaded")
    assert "Ours" in (await double.slash(ann, double.channel, "item", {"id": "E1"})).message.text
    undone = await double.press(ann, applied.message, "Undo")
    assert "the shared one is asked here again" in undone.message.text
    assert "Ours" not in (await double.slash(ann, double.channel, "item", {"id": "E1"})).message.text


@pytest.mark.parametrize(
    ("name", "content", "host", "said"),
    [
        ("talks.yaml", b"format: '1'\nid: x\n", "https://cdn.discordapp.com", "is missing"),
        ("talks.zip", b"PK", "https://cdn.discordapp.com", "is no dossier by its name"),
        ("talks.yaml", b"x" * (8 << 20) + b"y", "https://cdn.discordapp.com", "a file sent in may have 8,388,608"),
        ("talks.yaml", b"x", "http://127.0.0.1:1", "Only a file attached in Discord itself"),
        ("talks.yaml", b"x", "https://cdn.discordapp.com.evil.example", "Only a file attached in Discord itself"),
    ],
)
async def test_what_is_no_dossier_is_refused_privately(
    double: Double, name: str, content: bytes, host: str, said: str
) -> None:
    ann = double.add_user("ann", permissions=EDITOR | 1 << 5)

    refused = await double.slash(ann, double.channel, "dossier load", {"file": double.upload(name, content, host=host)})

    assert said in refused.message.text
    assert refused.ephemeral


async def test_an_export_is_handed_over_as_a_file_privately(double: Double) -> None:
    ann = double.add_user("ann", permissions=EDITOR | 1 << 5)

    result = await double.slash(ann, double.channel, "dossier export", {"format": "json"})

    [content] = result.message.files.values()
    assert result.ephemeral
    assert json.loads(content)["id"] == "ferry"


def _load(database: Database, dossier: Dossier | None = None) -> None:
    with database.writing() as connection:
        replace_dossier(connection, dossier or tiny(), now=NOW, actor="test")


def _edit(database: Database, record: Any) -> None:
    with database.writing() as connection:
        version = find_version(connection, dossier="ferry", desk="42", item=record.id)
        editor = Editor(connection, "42", "ferry", NOW, ANN.id, ANN.name, "added")
        replace_item(editor, record, seen=version.stamp)


def test_of_files_that_nobody_applies_a_desk_keeps_the_newest_three(database: Database) -> None:
    _load(database)
    first, *others = [
        _sent_in(database, export_formats.as_yaml(replaced("events", "E1", title=f"Ours {n}"))) for n in "abcd"
    ]

    with pytest.raises(UserError, match=f"There is no file {first} here"):
        asked(database, f"/dossier load {first}", desk=SERVER)

    assert all(f"Apply: /dossier apply {one}" in asked(database, f"/dossier load {one}", desk=SERVER) for one in others)


def test_a_desk_has_one_file_read_at_a_time_and_all_together_two() -> None:
    with reading_turn("7"):
        with pytest.raises(UserError, match="A file is being read here already"), reading_turn("7"):
            pass
        with reading_turn("8"), pytest.raises(UserError, match="Others have theirs read"), reading_turn("9"):
            pass
        with reading_turn("9"):
            pass
    with reading_turn("7"):
        pass
