"""Files that go out, read back by parsers that are not ours, and as spreadsheets read them."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import clevercsv
import mistune
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from markdown_it import MarkdownIt

from bot.cli.load import bundled_dossiers
from bot.dossiers.export_calendar import as_calendar
from bot.dossiers.export_formats import as_data, as_yaml
from bot.dossiers.export_markdown import as_markdown
from bot.dossiers.export_table import as_csv
from bot.dossiers.intake import read_dossier
from bot.dossiers.intake.plain_text import one_line
from db.desk.outcomes import Outcome
from db.model import edtf
from db.model.records import Dossier, ReportedOutcome, When
from tests.builders import NOW, replaced, tiny
from tests.hostile import PIECES, hostile_dossier

_COMMONMARK = MarkdownIt("commonmark").enable(["table", "strikethrough", "linkify"])
_COMMONMARK.options["linkify"] = True
_MISTUNE = mistune.create_markdown(renderer="ast", plugins=["strikethrough", "table", "url"])
_LINKED = "See http://example.com/x_y?a=b, www.example.com, ftp://a.example, mailto:a@example.org, ann@example.com."
_STORED = (
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), min_size=1, max_size=8)
    .map(lambda made: re.sub("[\x00\ud800-\udfff]", "", "".join(made)))
    .filter(one_line)
)


# Markdown


def _commonmark(text: str) -> tuple[list[str], list[str]]:
    """Give the texts of all blocks, and the addresses of all links."""
    tokens = [token for token in _COMMONMARK.parse(text) if token.type == "inline"]
    said = ["".join(one.content for one in token.children or [] if one.content) for token in tokens]
    links = [str(one.attrs["href"]) for token in tokens for one in token.children or [] if one.type == "link_open"]
    return said, links


def _mistune(text: str) -> tuple[list[str], list[str]]:
    links: list[str] = []

    def blocks(tokens: Any) -> Iterator[str]:
        for token in tokens:
            if token["type"] in ("heading", "paragraph", "block_text"):
                yield inline(token["children"])
            elif "children" in token:
                yield from blocks(token["children"])

    def inline(tokens: Any) -> str:
        links.extend(token["attrs"]["url"] for token in tokens if token["type"] == "link")
        return "".join(inline(token["children"]) if "children" in token else token.get("raw", "") for token in tokens)

    return list(blocks(_MISTUNE(text))), links


MARKDOWN = pytest.mark.parametrize("read", [_commonmark, _mistune])
Reader = Callable[[str], tuple[list[str], list[str]]]


def _full() -> Dossier:
    """Have something of everything that the format knows."""
    dossier = replaced("offers", "O1", notes=[{"text": "A note.", "sources": ["morning"]}])
    return replace(dossier, dates=(replace(dossier.dates[0], condition="the ferry floats"), *dossier.dates[1:]))


def _texts(value: Any, key: str = "") -> Iterator[str]:
    """List what a dossier's file says, days in our words, ids of people and the like left out."""
    match value:
        case dict():
            for name, inner in value.items():
                yield from _texts(inner, name)
        case list():
            for inner in value:
                yield from _texts(inner, key)
        case str() if key in ("edtf", "anchor"):
            yield edtf.words(value)
        case str() if key not in _NOT_SHOWN:
            yield one_line(value)


_NOT_SHOWN = frozenset(
    ("format", "silence", "stale", "remind", "kind", "basis", "side", "speaker", "by", "to", "party")
)
_NOT_SHOWN |= {"told_by", "topics", "about", "participants", "via", "id"}  # as names, but for ids of items
_DOSSIERS = [pytest.param(tiny, id="tiny"), pytest.param(_full, id="full")]
_DOSSIERS += [pytest.param(lambda path=path: read_dossier(path), id=path.stem) for path in bundled_dossiers()]


@MARKDOWN
@pytest.mark.parametrize("make", _DOSSIERS)
def test_markdown_holds_all_that_the_dossier_says(make: Callable[[], Dossier], read: Reader) -> None:
    dossier = make()

    said = "\n".join(read(as_markdown(dossier, now=NOW))[0])

    data = as_data(dossier)
    ids = [
        one["id"]
        for kind in ("statements", "offers", "events", "points", "dates", "sources")
        for one in data.get(kind, [])
    ]
    names = [one["name"] for kind in ("parties", "people", "topics", "origins") for one in data.get(kind, [])]
    assert [text for text in (*_texts(data), *ids, *names) if text not in said] == []


@MARKDOWN
def test_markdown_names_sides_answers_stages_and_conditions(read: Reader) -> None:
    dossier = _full()
    offer, names = dossier.offers[0], {one.id: one.name for one in (*dossier.parties,)}

    said = read(as_markdown(dossier, now=NOW))[0]

    assert f"{offer.id}, {offer.title}, by {names[offer.by]} to {names[offer.to]}" in said
    assert any(line.startswith("answer: ") and offer.answers[0].kind in line for line in said) == bool(offer.answers)
    assert any(line.startswith("stage: ") for line in said) == bool(offer.states)
    assert "condition: the ferry floats" in said


@MARKDOWN
def test_markdown_lists_two_before_ten(read: Reader) -> None:
    one = tiny().dates[0]
    dossier = replace(tiny(), dates=tuple(replace(one, id=id_) for id_ in ("D10", "D9", "D2", "D1")))

    said = read(as_markdown(dossier, now=NOW))[0]

    assert [line.partition(",")[0] for line in said if re.match(r"D\d+,", line)] == ["D1", "D2", "D9", "D10"]


@MARKDOWN
def test_no_reader_makes_a_link_of_a_text_and_a_sources_own_is_one(read: Reader) -> None:
    dossier = replaced("events", "E1", title=_LINKED)
    own = "https://example.org/a_b?c=d&e=f"
    dossier = replace(dossier, sources=(replace(dossier.sources[0], url=own), *dossier.sources[1:]))

    said, links = read(as_markdown(dossier, now=NOW))

    assert links == [own]
    assert any(_LINKED in line for line in said)


@settings(max_examples=60, deadline=None)
@given(_STORED)
def test_both_readers_read_any_text_as_it_stands_and_link_nothing(said: str) -> None:
    text = as_markdown(hostile_dossier(said), now=NOW)

    commonmark, mistuned = _commonmark(text), _mistune(text)

    assert commonmark[1] == mistuned[1] == _commonmark(as_markdown(hostile_dossier("word"), now=NOW))[1]
    assert [_letters(line) for line in commonmark[0]] == [_letters(line) for line in mistuned[0]]
    assert any(_letters(one_line(said)) in _letters(line) for line in commonmark[0])


def _letters(text: str) -> str:
    return re.sub(r"\s", "", text)


# Tables


def _cells(text: str, parted: str) -> Iterator[str]:
    """Part a text as spreadsheets do: quotation marks mean something only at the beginning of a cell."""
    cell, quoted, at = "", False, 0
    while at < len(text):
        sign = text[at]
        if quoted and text[at : at + 2] == '""':
            cell, at = cell + '"', at + 1
        elif sign == '"' and (quoted or not cell):
            quoted = not quoted
        elif not quoted and sign in (parted, "\r", "\n"):
            yield cell
            cell = ""
        else:
            cell += sign
        at += 1
    yield cell


_WORKED_OUT = re.compile(r"[\s\"']*[=+\-@＝＋－＠]")
_MARKED = re.compile(r"(^|[;\t\r\n])([\s\"']*)'(?=[=+\-@＝＋－＠])")
_DANGEROUS = ["ready;=HYPERLINK(1)", "=1+1", 'x;"=1"', "a\n=1", "a;\t+1", "-5 degrees; @x", "; ＝1", "a,=1;b", '"";=1']


@pytest.mark.parametrize("said", _DANGEROUS)
@pytest.mark.parametrize("parted", [",", ";", "\t"])
def test_no_spreadsheet_works_out_a_cell_wherever_it_parts_them(parted: str, said: str) -> None:
    written = as_csv(hostile_dossier(said)).removeprefix("\ufeff")

    assert [cell for cell in _cells(written, parted) if re.match(r"\s*[=+\-@＝＋－＠]", cell)] == []
    rows = list(csv.reader(io.StringIO(written, newline=""), delimiter=parted))
    assert [cell for row in rows for cell in row if re.match(r"\s*[=+\-@＝＋－＠]", cell)] == []


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(
        _STORED, st.lists(st.sampled_from([*_DANGEROUS, ";", '"', "=", " "]), min_size=1).map("".join).filter(one_line)
    )
)
def test_no_text_at_all_is_worked_out(said: str) -> None:
    written = as_csv(hostile_dossier(said)).removeprefix("\ufeff")

    found = [cell for parted in ",;\t" for cell in _cells(written, parted) if re.match(r"\s*[=+\-@＝＋－＠]", cell)]
    assert found == []


def test_two_parsers_read_the_same_table_and_without_our_marks_what_was_said() -> None:
    said = "ready;=HYPERLINK(1), “or” not"
    written = as_csv(replaced("events", "E1", title=said)).removeprefix("\ufeff")

    by_python = list(csv.reader(io.StringIO(written, newline=""), strict=True))
    by_clever = list(clevercsv.reader(io.StringIO(written, newline=""), delimiter=",", quotechar='"', escapechar=""))

    assert by_python == by_clever
    assert {len(row) for row in by_python} == {len(by_python[0])} == {10}
    assert said in {_MARKED.sub(r"\1\2", cell) for row in by_python for cell in row}


def test_every_cell_stands_in_quotation_marks() -> None:
    lines = as_csv(tiny()).removeprefix("\ufeff").split("\r\n")

    assert all(re.fullmatch(r'"(?:[^"]|"")*"(?:,"(?:[^"]|"")*")*', line) for line in lines[:-1])


# Calendars


def _by_icalendar(text: str) -> dict[str, tuple[object, ...]]:
    entries = Calendar.from_ical(text).walk("VEVENT")
    return {
        str(one["uid"]): (
            one.decoded("dtstart"),
            one.decoded("dtend"),
            str(one["summary"]),
            str(one["description"]),
            str(one.get("status", "")),
            int(one.get("sequence", 0)),
            one.decoded("last-modified") if "last-modified" in one else None,
        )
        for one in entries
    }


def _by_vobject(text: str) -> dict[str, tuple[object, ...]]:
    def value(one: Any, name: str, default: Any = "") -> Any:
        return one.contents[name][0].value if name in one.contents else default

    entries = vobject.readOne(text).vevent_list
    return {
        one.uid.value: (
            one.dtstart.value,
            one.dtend.value,
            one.summary.value,
            one.description.value,
            value(one, "status"),
            int(value(one, "sequence", 0)),
            value(one, "last-modified", None),
        )
        for one in entries
    }


def _outcome(kind: Any, at: datetime, **more: Any) -> Outcome:
    return Outcome("local", "ferry", "D1", kind, "ann", "ann", at, **more)


def _became(kind: Any, **more: Any) -> Dossier:
    told = ReportedOutcome(kind=kind, text="The sea froze; nobody came.", sources=("late",), **more)
    return replace(tiny(), dates=(replace(tiny().dates[0], outcome=told), *tiny().dates[1:]))


@pytest.mark.parametrize("path", bundled_dossiers(), ids=lambda path: path.stem)
def test_two_parsers_read_the_same_calendar(path: Any) -> None:
    text = as_calendar(read_dossier(path), {}, now=NOW)

    assert _by_icalendar(text) == _by_vobject(text) != {}


@pytest.mark.parametrize("kind", ["did not happen", "withdrawn"])
def test_what_the_file_tells_was_called_off_is_cancelled_with_its_source(kind: str) -> None:
    text = as_calendar(_became(kind), {}, now=NOW)

    first = _by_icalendar(text)["ferry.D1@backchannel"]
    assert first == _by_vobject(text)["ferry.D1@backchannel"]
    assert first[4:6] == ("CANCELLED", 1)
    assert f"Reported: {kind}: The sea froze; nobody came (" in str(first[3])


def test_what_the_file_tells_was_moved_stands_on_its_new_day_as_changed() -> None:
    text = as_calendar(_became("moved", when=When(edtf="2031-04-02")), {}, now=NOW)

    first = _by_icalendar(text)["ferry.D1@backchannel"]
    assert first == _by_vobject(text)["ferry.D1@backchannel"]
    assert (first[0], first[4], first[5]) == (date(2031, 4, 2), "", 1)
    assert isinstance(first[6], datetime)


@pytest.mark.parametrize(
    ("to_time", "end"),
    [("12:00", datetime(2031, 3, 12, 9, tzinfo=UTC)), ("01:00", datetime(2031, 3, 12, 22, tzinfo=UTC)), ("", None)],
)
def test_what_has_hours_stands_at_its_hours_in_both_parsers(to_time: str, end: datetime | None) -> None:
    hours = {"from_time": "10:00", "to_time": to_time, "zone": "Europe/Moscow"}
    text = as_calendar(replaced("dates", "D2", **{key: value for key, value in hours.items() if value}), {}, now=NOW)

    entry: Any = next(one for one in Calendar.from_ical(text).walk("VEVENT") if one["uid"] == "ferry.D2@backchannel")
    assert entry["dtstart"].dt == datetime(2031, 3, 12, 7, tzinfo=UTC)
    assert (entry["dtend"].dt if "dtend" in entry else None) == end
    assert end is None or _by_icalendar(text)["ferry.D2@backchannel"] == _by_vobject(text)["ferry.D2@backchannel"]
    assert f"expected 12 March 2031, 10:00{f'–{to_time}' if to_time else ''} (Europe/Moscow)" in entry["description"]


def test_hours_go_out_and_come_back(tmp_path: Any) -> None:
    timed = replaced("dates", "D2", from_time="10:00", to_time="12:00", zone="Europe/Moscow")
    path = tmp_path / "ferry.yaml"
    path.write_text(as_yaml(timed), "utf-8")

    assert read_dossier(path) == timed
    assert "12 March 2031, 10:00–12:00 (Europe/Moscow)" in as_markdown(timed, now=NOW)
    assert '"2031-03-12, 10:00–12:00 (Europe/Moscow)"' in as_csv(timed)


def test_each_change_the_desk_records_raises_the_number_and_says_when() -> None:
    monday, tuesday = datetime(2031, 3, 3, 9, tzinfo=UTC), datetime(2031, 3, 4, 9, tzinfo=UTC)
    moved = _outcome("moved", monday, moved_to="2031-04-01")
    recorded = {"D1": [moved, _outcome("withdrawn", tuesday)]}

    first = _by_vobject(as_calendar(tiny(), {"D1": [moved]}, now=NOW))["ferry.D1@backchannel"]
    second = _by_vobject(as_calendar(tiny(), recorded, now=NOW))["ferry.D1@backchannel"]

    assert first[4:] == ("", 1, monday)
    assert second[4:] == ("CANCELLED", 2, tuesday)


def test_what_has_not_changed_has_no_number() -> None:
    first = _by_icalendar(as_calendar(tiny(), {}, now=NOW))["ferry.D1@backchannel"]

    assert first[4:] == ("", 0, None)
