"""Pictures: nothing overlaps, every label is there, each kind of date has its own sign, nothing is told early."""

import io
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from rich.console import Console

from bot.blocks import Answer
from bot.commands import dispatch, parser
from bot.pictures.canvas import PAPER, WIDTH, Box, Shape, Sheet, Words
from bot.pictures.content import (
    BoardAnswer,
    BoardLine,
    BoardOffer,
    BoardReport,
    BoardTerm,
    Kind,
    OfferBoard,
    Picture,
    Timeline,
    TimelineMark,
    alt_text,
    shortened,
)
from bot.pictures.draw import draw, draw_offer_board, draw_timeline
from bot.pictures.lettering import drawable, width
from bot.pictures.markers import BADGE, badge, span
from bot.pictures.offer_board import lay_out_board
from bot.pictures.timeline import lay_out_timeline
from bot.terminal.session import Terminal, ask_line
from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.asking import ANN
from tests.builders import DESK, NOW, tiny

DAY = date(2031, 3, 20)
LANES = ("Northhaven", "Southport", "Northhaven and Southport", "Others")
LONG = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstellenleiterin"
DATES = {
    "exact day": "2031-03-01",
    "one unknown day": "[2031-02-01..2031-02-09]",
    "lasted": "2031-02-01/2031-02-09",
    "open end": "[2031-03-02..]",
    "open start": "[..2031-03-02]",
    "lasts on": "2031-03-02/..",
    "about a day": "2031-03-01~",
    "about a month": "2031-01~",
}
HOSTILE = [
    LONG * 3,
    "Песков: «нет»",
    "😀🇷🇺 漢字 עברית العربية",
    "new\nline\x00\u202e\u200b",
    "",
    "e\u0301" * 80,
    "\ud800",
]
texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=200))


def _mark(number: int, label: str, when: str) -> TimelineMark:
    kind: Kind = "statement" if number % 3 else "event"
    return TimelineMark(f"E{number}", label, kind, LANES[number % 4], when, ("morning", "weekly"), "(translated)")


def _timeline(marks: Sequence[TimelineMark]) -> Timeline:
    return Timeline("Timeline", "The ferry talks", DAY, LANES, tuple(marks), frozenset({"weekly"}))


def _busy(number: int) -> Timeline:
    """Most marks on one day, the others on dates of every kind, labels of every length."""
    dates = ["2031-03-01", "", *DATES.values()]
    labels = ["The ferry sinks", *HOSTILE, "“We shall meet within a week, or so I was told by those who know”"]
    days = ["2031-03-01" if n % 2 else dates[n // 2 % len(dates)] for n in range(number)]
    return _timeline([_mark(n, labels[n % len(labels)], when) for n, when in enumerate(days)])


def _board(number: int) -> OfferBoard:
    reports = (BoardReport("may", "half", ("morning",)), BoardReport("stated", LONG, ("weekly",)))
    terms = tuple(BoardTerm(f"{n} {HOSTILE[n % 6]}", reports) for n in range(number))
    answers = tuple(
        BoardAnswer(LANES[n % 2], LONG, "rejects", HOSTILE[n % 6], "2031", ("late",)) for n in range(number)
    )
    line = BoardLine("Unanswered: no reply for at least 3 days", ("morning",))
    offer = BoardOffer("O1", "A shared ferry", "Northhaven", "Southport", line, terms, (line,), (line,), answers)
    return OfferBoard("Offers", "The ferry talks", DAY, (offer,), frozenset({"late"}))


def _overlapping(sheet: Sheet) -> list[tuple[str, str]]:
    return [(one.text, two.text) for one, two in combinations(sheet.words, 2) if one.text and one.box.meets(two.box)]


def _badges(sheet: Sheet) -> list[Box]:
    shapes = [shape for shape in sheet.shapes if shape.kind in ("rectangle", "ellipse")]
    boxes = [Box(*shape.points[0], *shape.points[1]) for shape in shapes]
    return [box for box in boxes if (box.right - box.left, box.bottom - box.top) == (BADGE, BADGE)]


# --- legible


@pytest.mark.parametrize("number", [0, 1, 5, 14, 15, 60, 150])
def test_no_words_and_no_signs_of_a_timeline_overlap(number: int) -> None:
    sheet = lay_out_timeline(_busy(number))

    assert _overlapping(sheet) == []
    assert [(one, two) for one, two in combinations(_badges(sheet), 2) if one.meets(two)] == []
    assert all(one.box.left >= 0 and one.box.right <= WIDTH and one.box.bottom <= sheet.bottom for one in sheet.words)


@pytest.mark.parametrize("number", [0, 1, 5, 60])
def test_no_words_of_a_board_overlap(number: int) -> None:
    sheet = lay_out_board(_board(number))

    assert _overlapping(sheet) == []
    assert all(one.box.left >= 0 and one.box.right <= WIDTH and one.box.bottom <= sheet.bottom for one in sheet.words)


@pytest.mark.parametrize("number", [5, 60])
def test_every_mark_has_its_number_in_the_list_and_dated_ones_on_the_axis(number: int) -> None:
    timeline = _busy(number)

    numbers = [one.text for one in lay_out_timeline(timeline).words if one.inside]

    assert {text: numbers.count(text) for text in numbers} == {
        str(place): 2 if mark.when else 1 for place, mark in enumerate(timeline.marks, 1)
    }


@pytest.mark.parametrize("sheet", [lay_out_timeline(_busy(60)), lay_out_board(_board(5))], ids=["timeline", "board"])
def test_words_are_big_enough_for_a_phone(sheet: Sheet) -> None:
    on_a_phone = [one.size * 360 / WIDTH for one in sheet.words]

    assert min(on_a_phone) >= 10


@pytest.mark.parametrize("picture", [_busy(5), _busy(60), _board(5)], ids=["few", "many", "board"])
def test_there_is_ink_wherever_words_should_be(picture: Picture) -> None:
    sheet = lay_out_timeline(picture) if isinstance(picture, Timeline) else lay_out_board(picture)
    image = Image.open(io.BytesIO(draw(picture))).convert("L")

    empty = [words.text for words in sheet.words if words.text and not _inked(image, words)]

    assert image.width == WIDTH
    assert empty == []


def _inked(image: Image.Image, words: Words) -> bool:
    """Tell whether light and dark both are where a line of text should be."""
    part = image.crop(tuple(map(round, (words.box.left, words.box.top, words.box.right, words.box.bottom))))  # type: ignore[arg-type]
    darkest, lightest = part.getextrema()
    return float(lightest) - float(darkest) > 80  # type: ignore[arg-type]


def test_the_font_has_the_letters_and_signs_that_dossiers_use() -> None:
    text = "Дмитрий Песков: “So far …” – «нет» — ‘yes’ № é ü ї"

    assert drawable(text) == text
    assert width("iiii", size=36) < width("MMMM", size=36)


def test_letters_that_the_font_lacks_are_transliterated() -> None:
    assert drawable("漢字 and\nעברית \u202e") == "HanZi and 'vryt"


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(texts, st.sampled_from(["", *DATES.values()])), max_size=6), texts, texts)
def test_any_text_draws(labels: list[tuple[str, str]], title: str, lane: str) -> None:
    marks = tuple(replace(_mark(place, label, when), lane=lane) for place, (label, when) in enumerate(labels))
    report = BoardReport("may", title, ("morning",))
    offer = BoardOffer(lane, title, lane, title, BoardLine(lane, ()), (BoardTerm(lane, (report,)),))

    drawn = [
        draw_timeline(Timeline(title, lane, DAY, (lane,), marks)),
        draw_offer_board(OfferBoard(title, lane, DAY, (offer,))),
    ]

    assert all(content.startswith(b"\x89PNG") for content in drawn)


# --- told apart without colour


def _signs(mark: TimelineMark) -> list[Shape]:
    """Draw one mark's sign, and take the colours away."""
    sheet = Sheet()
    span(sheet, [mark], left=100, right=400, top=0)
    badge(sheet, mark, 1, middle=250, top=0)
    return [replace(shape, fill="paper" if shape.fill in ("", PAPER) else "ink", outline="") for shape in sheet.shapes]


@pytest.mark.parametrize("pair", list(combinations(DATES, 2)), ids="/".join)
def test_dates_known_differently_look_different(pair: tuple[str, str]) -> None:
    first, second = (_signs(_mark(3, "", DATES[name])) for name in pair)

    assert first != second


def test_statements_and_events_look_different() -> None:
    event = _mark(3, "", "2031-03-01")

    assert _signs(event) != _signs(replace(event, kind="statement"))


def test_offers_show_certainty_by_words_and_by_how_full_a_sign_is() -> None:
    certainties = ("stated", "reported", "may")
    terms = tuple(BoardTerm(one, (BoardReport(one, "", ("morning",)),)) for one in certainties)
    offer = replace(_board(0).offers[0], terms=terms)

    sheet = lay_out_board(replace(_board(0), offers=(offer,)))

    assert [text for text in certainties if text not in [words.text for words in sheet.words]] == []
    signs = [shape for shape in sheet.shapes if shape.outline][-3:]
    assert len({(shape.fill, shape.dashed) for shape in signs}) == 3


# --- the same facts as the answer, and no others


def _asked(database: Database, line: str) -> Answer:
    name, options = parser.parse(line)
    return dispatch.ask(database, name, options, now=NOW, desk=DESK, asker=ANN)


def test_a_picture_is_made_only_if_asked_for(ferry: Database) -> None:
    without = [_asked(ferry, line).picture for line in ("/timeline", "/offers", "/offers picture:no")]

    assert without == [None, None, None]


def test_a_timeline_shows_events_and_statements_by_side(ferry: Database) -> None:
    answer = _asked(ferry, "/timeline picture:yes")

    assert alt_text(answer.picture) == (  # type: ignore[arg-type]
        "Timeline. The ferry talks, as of 20 March 2031: 1 event and 3 statements. "
        "1: 2030, event E1, Northhaven: The old ferry sinks [morning]. "
        "2: 28 February 2031, statement S1, Northhaven: Ada Vane: “We shall meet within a week” [morning]. "
        "3: 1 March 2031, statement S2, Southport: Bern Oake: He would not speak of it (reported) [weekly]. "
        "4: date not given, statement S10, Northhaven: an aide to the mayor: "
        "The vote was “close, but clean”. [late]."
    )
    assert "picture" not in answer.line


def test_an_offer_board_shows_terms_answers_and_names(ferry: Database) -> None:
    answer = _asked(ferry, "/offers picture:yes")

    assert alt_text(answer.picture) == (  # type: ignore[arg-type]
        "Offers. The ferry talks, as of 20 March 2031: 1 offer. "
        "O1, Northhaven’s offer of a shared ferry, Northhaven to Southport. "
        "Answered: Southport accepts, date not given – The council agreed [late]. "
        "Term “half the tickets”: may [morning]. "
        "Southport, Bern Oake, date not given: declines to comment, No comment [weekly]. "
        "Southport, Southport, date not given: accepts, The council agreed [late]. "
        "“fair offer” by Ada Vane [morning]. made, 27 February 2031 [morning]."
    )


@pytest.mark.parametrize("line", ["/timeline picture:yes", "/offers picture:yes"])
def test_pictures_show_nothing_that_was_published_later(ferry: Database, line: str) -> None:
    answer = _asked(ferry, f"{line} as_of:2031-03-01")

    told = alt_text(answer.picture)  # type: ignore[arg-type]

    assert "as of 1 March 2031" in told
    assert "[morning]" in told
    hidden = ("weekly", "late", "Oake", "aide", "Southport:", "accepts", "S2", "S10", "may be later")
    assert [word for word in hidden if word in told] == []


def test_a_busy_timeline_draws_its_last_entries_and_says_so(ferry: Database) -> None:
    statements = [
        {
            "id": f"S{n}",
            "speaker": "vane",
            "when": f"2030-{10 + n // 28}-{1 + n % 28:02}",
            "stance": [{"kind": "says", "on": "it"}],
            "wordings": [{"source": "morning", "kind": "indirect", "text": f"Word {n}."}],
        }
        for n in range(80)
    ]
    with ferry.writing() as connection:
        replace_dossier(connection, tiny(statements=statements, dates=[]), now=NOW, actor="test")

    picture = _asked(ferry, "/timeline picture:yes").picture

    assert isinstance(picture, Timeline)
    assert [mark.id for mark in picture.marks] == [f"S{n}" for n in range(56, 80)]
    assert alt_text(picture).startswith(
        "Timeline. The ferry talks, as of 20 March 2031: 24 statements, the last of 81. 1: 1 December 2030"
    )


def test_a_long_description_ends_with_where_all_of_it_is() -> None:
    told = alt_text(_timeline([_mark(n, "😀" * 20, "2031") for n in range(60)]))

    assert len(told.encode("utf-16-le")) <= 2 * 1024
    assert told.endswith(" (translated) [morning, weekly (may be later)]. … The text of the answer holds them all.")


def test_a_cut_quotation_shows_the_cut_and_closes() -> None:
    assert shortened("Ada Vane: “We shall meet within a week”", 30) == "Ada Vane: “We shall meet […]”"
    assert shortened("short", 30) == "short"


def test_the_terminal_writes_the_picture_and_says_where(
    ferry: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    here = Terminal(ferry, DESK, Console(file=sys.stdout, width=500), NOW)

    statuses = [ask_line(here, "/offers picture:yes", as_json=as_json) for as_json in (False, True)]

    shown, machine = capsys.readouterr().out.splitlines()[-2:]
    assert statuses == [0, 0]
    assert shown == f"Picture: {tmp_path / 'offers-2031-03-20.png'}"
    assert json.loads(machine)["picture"] == str(tmp_path / "offers-2031-03-20-2.png")
    written = [tmp_path / name for name in ("offers-2031-03-20.png", "offers-2031-03-20-2.png")]
    assert [path.read_bytes()[:4] for path in written] == [b"\x89PNG"] * 2


def test_a_folder_that_cannot_be_written_to_is_named(
    ferry: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()

    status = ask_line(Terminal(ferry, DESK, Console(), NOW), "/offers picture:yes", as_json=False)

    assert status == 2
    assert ": this folder can't be written to" in capsys.readouterr().err
