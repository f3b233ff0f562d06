"""Short answers: their size, what they may not leave untrue, and what each part of them cites."""

import inspect
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest

from bot.asking import UserError
from bot.blocks import Answer, Exact, Line, Mark, marked, parts_of, walk
from bot.cli.load import bundled_dossiers
from bot.commands import dispatch, parser
from bot.commands.registry import COMMANDS, has_depths
from bot.dossiers.intake import check_text
from bot.terminal import text
from db.loading.dossiers import replace_dossier
from db.model.records import Dossier
from db.storage.database import Database, open_database
from tests.asking import ANN, asked
from tests.builders import DESK, NOW, TINY, tiny

_MOST = 30
_SHORT = [name for name, command in COMMANDS.items() if command.short]
_DAYS = ("2022-07-27", "2022-07-28", "2022-07-29", "2022-07-31", "2022-08-05", "2022-08-12", "")


@pytest.fixture
def talks(bundled: Database) -> Database:
    """The bundled dossier, which nobody changes."""
    return bundled


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Database]:
    """Two towns that said 1,000 things."""
    yield from _opened(tmp_path_factory.mktemp("many"), migrated, _talkative(1_000))


def _opened(folder: Path, migrated: Path, dossier: Dossier) -> Iterator[Database]:
    database = open_database(f"sqlite:///{copyfile(migrated, folder / 'test.db')}")
    with database.writing() as connection:
        replace_dossier(connection, dossier, now=NOW, actor="test")
    yield database
    database.close()


def _talkative(number: int) -> Dossier:
    said = [
        {
            "id": f"S{place}",
            "speaker": ("vane", "oake")[place % 2],
            "when": f"2031-{1 + place % 2:02}-{1 + place % 28:02}",
            "wordings": [{"source": "morning", "kind": "direct", "text": f"This is the word number {place} of mine"}],
        }
        for place in range(100, 100 + number)
    ]
    return tiny(statements=[*TINY["statements"], *said])


def _ask(database: Database, line: str) -> Answer:
    name, options = parser.parse(line)
    return dispatch.ask(database, name, options, now=NOW, desk=DESK, asker=ANN, request=line)


def _everybody(dossier: str) -> list[str]:
    if dossier == "ferry":
        return [one["id"] for section in ("people", "parties") for one in TINY[section]]
    [file] = bundled_dossiers()
    known = check_text(file.read_bytes(), name=file.name)
    return [*(person.id for person in known.people), *(party.id for party in known.parties)]


_ROWS = {"/conflicts": 36, "/offers": 36}  # others: 30
_OTHERS = ["/status", "/conflicts", "/offers"]
_ASKED = [
    *_OTHERS,
    "/conflicts kind:wording",
    "/conflicts about:griner",
    *(f"/who {id_}" for id_ in _everybody("talks")),
]
_ASKED_OF_FERRY = [*_OTHERS, *(f"/who {id_}" for id_ in _everybody("ferry"))]


@pytest.mark.parametrize("day", _DAYS)
def test_short_answers_of_the_bundled_dossier_fit_a_screen(talks: Database, day: str) -> None:
    sizes = {line: _size(talks, line, day) for line in _ASKED}

    assert {line: size for line, size in sizes.items() if size > _ROWS.get(line.split()[0], _MOST)} == {}


@pytest.mark.parametrize("day", ["2031-03-01", "2031-03-09", "2031-03-15", ""])
def test_short_answers_of_small_and_large_dossiers_fit_a_screen(ferry: Database, many: Database, day: str) -> None:
    sizes = {
        (line, place): _size(one, line, day) for line in _ASKED_OF_FERRY for place, one in enumerate((ferry, many))
    }

    assert {line: size for line, size in sizes.items() if size > _ROWS.get(line[0], _MOST)} == {}


def _size(database: Database, line: str, day: str) -> int:
    asked_of = f"{line} as_of:{day}" if day else line
    rows = text.plain(_ask(database, asked_of), zone="UTC", width=40).splitlines()
    assert max(map(len, rows)) <= 40
    return len(rows)


@pytest.mark.parametrize("day", _DAYS[1:])
def test_every_mark_is_at_the_foot_and_exact_words_cite_what_stands_behind_them(talks: Database, day: str) -> None:
    for line in _ASKED:
        answer = _ask(talks, f"{line} as_of:{day}" if day else line)

        parts = list(parts_of(answer.blocks))
        assert [source.id for source in answer.sources] == list(marked(answer.blocks))
        assert all(part.cites for part in parts if isinstance(part, Exact | Mark)), line
        assert all(len(part.cites) <= 3 for part in parts if isinstance(part, Mark))
        assert all(not block.cites for block in walk(answer.blocks) if isinstance(block, Line))


def test_an_empty_stance_speaks(database: Database) -> None:
    newer = {
        "id": "S20",
        "speaker": "oake",
        "when": "2031-03-05",
        "wordings": [{"source": "late", "kind": "direct", "text": "We shall see", "state": "original"}],
    }
    with database.writing() as connection:
        replace_dossier(connection, tiny(statements=[*TINY["statements"], newer]), now=NOW, actor="test")

    assert "Southport: “We shall see” – Bern Oake, 5 March ²" in asked(database, "/status", depth="short")


def test_a_side_whose_people_only_declined_is_not_said_to_be_without_words(ferry: Database) -> None:
    said = asked(ferry, "/status as_of:2031-03-09", depth="short")

    assert "Southport: He would not speak of it. – Bern Oake, 1 March" in said


def test_an_answered_offer_says_by_whom(ferry: Database) -> None:
    said = asked(ferry, "/status", depth="short")

    assert "Northhaven’s offer of a shared ferry ¹ has been accepted by Southport ²\n" in said


@pytest.mark.parametrize("name", _SHORT)
def test_short_and_full_take_the_same_options(name: str) -> None:
    full, short = (inspect.signature(COMMANDS[name].answering(short=short)) for short in (False, True))

    assert list(full.parameters) == list(short.parameters)


def test_a_depth_that_there_is_not_is_refused(ferry: Database) -> None:
    with pytest.raises(UserError, match="depth: “long” is none of short, full"):
        asked(ferry, "/status depth:long")


def test_differences_of_wording_are_counted_and_asked_for_by_kind(ferry: Database) -> None:
    points = [TINY["points"][0], TINY["points"][0] | {"id": "P2", "question": "How is it called?", "weight": "wording"}]
    with ferry.writing() as connection:
        replace_dossier(connection, tiny(points=points), now=NOW, actor="test")

    facts = asked(ferry, "/conflicts", depth="short")
    wordings = asked(ferry, "/conflicts kind:wording", depth="short")

    assert "How many seats has the ferry? 80 ¹ ² or 90 ³  P1\n" in facts
    assert "1 more differ in wording or name, or can all be true\n[Wordings] [Names] [More]" in facts
    assert "How is it called? 80 ¹ ² or 90 ³  P2\n" in wordings
    assert "P1" not in wordings


def test_offers_that_are_not_asked_for_are_not_denied(ferry: Database) -> None:
    said = asked(ferry, "/offers state:withdrawn", depth="short")

    assert "No offer is at that stage, in three sources.\n[All offers]" in said


def test_an_answer_that_another_tells_of_says_by_whose_account(ferry: Database) -> None:
    answers = [{"by": "south", "told_by": "vane", "kind": "rejects", "text": "They said no.", "sources": ["morning"]}]
    offers = [TINY["offers"][0] | {"answers": answers}]
    with ferry.writing() as connection:
        replace_dossier(connection, tiny(offers=offers), now=NOW, actor="test")

    said = asked(ferry, "/offers", depth="short")

    assert "Refused by Southport, by the account of Ada Vane ¹\n" in said
    assert "By others: They said no. – Ada Vane, day not told ¹" in said


@pytest.mark.parametrize(
    "line", ["/status", "/who blinken", "/offers", "/conflicts about:P20", "/dates", "/item D1", "/quotes"]
)
def test_exact_words_carry_their_own_cites_in_full_depth_too(talks: Database, line: str) -> None:
    depth = " depth:full" if has_depths(line.split(maxsplit=1)[0].removeprefix("/")) else ""

    words = [part for part in parts_of(_ask(talks, line + depth).blocks) if isinstance(part, Exact)]

    assert [part.text for part in words if not part.cites] == []


def test_what_does_not_fit_a_screen_is_left_out_and_not_cut(database: Database) -> None:
    dates = [TINY["dates"][0] | {"id": f"D{n}", "title": f"Meeting {n} of " + "the towns " * 8} for n in (4, 5, 6)]
    words = TINY["statements"][0]["wordings"][0] | {"text": "We shall meet within a week, " * 9 + "at last"}
    said = [TINY["statements"][0] | {"wordings": [words]}, *TINY["statements"][1:]]
    with database.writing() as connection:
        replace_dossier(connection, tiny(dates=dates, statements=said), now=NOW, actor="test")

    assert _size(database, "/status", "") <= _MOST
    assert words["text"] in asked(database, "/status", depth="short")
    assert "Meeting 4" in asked(database, "/status", depth="short")


@pytest.mark.parametrize("typed", ["bout", "Бут"])
@pytest.mark.parametrize("depth", ["short", "full"])
def test_who_goes_by_just_that_name_is_meant_and_who_shares_it_is_offered(
    talks: Database, typed: str, depth: str
) -> None:
    said = asked(talks, f"/who {typed}", depth=depth, width=1_000_000)

    assert said.startswith("Viktor Bout\n")
    assert "[Alla Bout]" in said or "\nAlla Bout: /who alla-bout" in said


@pytest.mark.parametrize("typed", ["maria", "butt"])
def test_a_name_that_two_go_by_is_asked_about(talks: Database, typed: str) -> None:
    assert "Whom do you mean?" in asked(talks, f"/who {typed}", depth="short")


def test_an_outlet_is_said_to_be_one_and_leads_to_its_sources(talks: Database) -> None:
    said = asked(talks, "/who reuters", depth="short")

    assert said.startswith("Reuters is an outlet here, and nobody who is quoted.\n[Sources]")
    assert asked(talks, "/who ria novosti as_of:2022-07-28", depth="short").startswith("Nobody")  # 001 names it
