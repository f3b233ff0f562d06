"""Two and three people press, save, approve, undo at once, in every order: one wins, and the others are told who."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count, permutations

import pytest

from bot.articles.heading import Heading
from bot.asking import Asker, UserError
from bot.commands.articles import take_article
from bot.delivery.scheduler import plan_all
from bot.dossiers import export_formats
from bot.dossiers.load_report import take_in
from db.desk.desks import Desk, ReminderChannel, replace_desk, replace_reminder_channel
from db.desk.people_settings import find_readers
from db.loading.dossiers import replace_dossier
from db.model.codec import decode
from db.model.shapes import references
from db.storage.database import Database
from tests.asking import ANN, BEN, asked
from tests.builders import NOW, TINY, replaced, tiny
from tests.faults.interleaving import staged
from tests.faults.sizes import sized

CLEO, REA = Asker("3", "cleo", level="editor"), Asker("9", "rea", level="reader")
BOSS, CHIEF = Asker("7", "boss", level="admin"), Asker("8", "chief", level="admin")
_NAMES = "ann|ben|cleo"
_EACH = sized(2, 16, 100)  # orders of each contest
_DESKS = count(1)
_OPEN = {
    "id": "D4",
    "title": "Answer of the council",
    "announced": [{"by": "oake", "text": "an answer by the 21st", "source": "weekly"}],
    "when": "2031-03-21",
}
Press = tuple[Asker, str]


@dataclass(frozen=True)
class Contest:
    """What is pressed at once, after it was prepared; `wins` is in the answer of who wins, `told` in the others’.

    At most `most` win.
    """

    name: str
    prepare: Callable[[Database, Desk], Sequence[Press]]
    wins: str
    told: str
    most: int = 1


def _ask(database: Database, desk: Desk, asker: Asker, line: str) -> str:
    return asked(database, line, desk=desk, asker=asker)


def _line(shown: str, label: str) -> str:
    found = re.search(rf"^ *(?:{label})[^:\n]*: (/.*)$", shown, re.MULTILINE)
    assert found, shown
    return found[1]


def _approvals(database: Database, desk: Desk) -> Sequence[Press]:
    read = _ask(database, desk, REA, "/edit S2 when:2031-02-27 why:typo")
    _ask(database, desk, REA, _line(read, "Send for review"))
    [number] = re.findall(r"draft:(\d+) do:refuse", _ask(database, desk, ANN, "/review"))
    approve = _line(_ask(database, desk, BEN, f"/review {number}"), "Approve")
    refuse = f"/review draft:{number} do:refuse reason:“no source”"
    return [(BEN, approve), (CLEO, f"/review draft:{number} do:approve"), (ANN, refuse)]


def _edits(database: Database, desk: Desk) -> Sequence[Press]:
    lines = ["/edit S2 when:2031-02-27 why:typo", "/edit S2 speaker:vane why:her", "/edit S2 remove:yes why:twice"]
    people = [BEN, CLEO, ANN]
    reads = [_ask(database, desk, one, line) for one, line in zip(people, lines, strict=True)]
    return [(one, _line(read, "Save|Remove")) for one, read in zip(people, reads, strict=True)]


def _one_draft(database: Database, desk: Desk) -> Sequence[Press]:
    read = _ask(database, desk, BEN, "/edit S2 when:2031-02-27 why:typo")
    save = _line(read, "Save")
    [number] = re.findall(r"save (\d+) ", save)
    return [(BEN, save), (CLEO, save), (ANN, f"/edit S2 draft:{number} when:2031-02-26 why:later")]


def _undoing(database: Database, desk: Desk) -> Sequence[Press]:
    saved = _ask(database, desk, BEN, _line(_ask(database, desk, BEN, "/edit S2 when:2031-02-27 why:typo"), "Save"))
    other = _ask(database, desk, CLEO, "/edit S2 speaker:vane why:her")
    undo = _line(saved, "Undo")
    return [(BEN, undo), (ANN, undo), (CLEO, _line(other, "Save"))]


def _resting(database: Database, desk: Desk) -> Sequence[Press]:
    add = "/add source outlet:“The Mail” title:“Ropes” published:2031-02-27"
    saved = _ask(database, desk, BEN, _line(_ask(database, desk, BEN, add), "Save"))
    [source] = re.findall(r"^Saved: (.*)$", saved, re.MULTILINE)
    statement = f"/add statement speaker:vane text:“We wait.” when:2031-02-26 source:{source}"
    removal = _ask(database, desk, ANN, f"/edit {source} remove:yes why:twice")
    return [
        (BEN, _line(saved, "Undo")),
        (CLEO, _line(_ask(database, desk, CLEO, statement), "Save")),
        (ANN, _line(removal, "Remove")),
    ]


def _claims(database: Database, desk: Desk) -> Sequence[Press]:
    with database.reading() as connection:
        query = (
            "SELECT min(id) FROM due WHERE desk = %s" if database.shared else "SELECT min(id) FROM due WHERE desk = ?"
        )
        number = connection.exec_driver_sql(query, (desk.id,)).scalar_one()
    return [(one, f"/due {number} check") for one in (BEN, CLEO, ANN)]


def _outcomes(database: Database, desk: Desk) -> Sequence[Press]:
    [(_, claim), *_] = _claims(database, desk)
    due = claim.removesuffix(" check")
    return [(BEN, f"{due} happened basis:morning"), (CLEO, f"{due} not"), (ANN, f"{due} withdrawn")]


def _takeovers(database: Database, desk: Desk) -> Sequence[Press]:
    return [(one, _line(_ask(database, desk, one, "/handover"), "I have it")) for one in (BEN, CLEO, ANN)]


def _files(database: Database, desk: Desk) -> Sequence[Press]:
    files = [export_formats.as_yaml(replaced("sources", "late", title=title)).encode() for title in ("One", "Two")]
    numbers = [take_in(database, one, "f.yaml", desk=desk, asker=ANN, now=NOW) for one in files]
    lines = [_line(_ask(database, desk, ANN, f"/dossier load {one}"), "Apply") for one in numbers]
    return [(ANN, lines[0]), (BOSS, lines[0]), (CHIEF, lines[1])]


def _article(database: Database, desk: Desk) -> Sequence[Press]:
    speaker = tiny().people[0].name
    words = f"“The pier will not be sold to anybody,” {speaker} said on Friday.\n"
    heading = Heading("Harbour Post", "A word on the ferry", "2022-07-29", "https://example.org/ferry")
    number = take_article(database, words.encode(), "f.txt", given=heading, desk=desk, asker=ANN, now=NOW)
    summed = _ask(database, desk, ANN, f"/article {number}")
    shown = _ask(database, desk, BEN, f"/article go {number}")
    return [
        (ANN, _line(summed, "Take the sure one|Take the 1|Take")),
        (BEN, _line(shown, "Take")),
        (CLEO, _line(shown, "Not a statement")),
    ]


_CONTESTS = [
    Contest("approvals", _approvals, r"\A(Saved|Refused): ", rf"has been (saved|refused) already, by ({_NAMES})"),
    Contest("edits", _edits, r"\A(Saved|Removed): ", rf"not what you saw any more[\s\S]*({_NAMES})|by ({_NAMES})"),
    # who changes a draft that is not saved yet wins, too
    Contest(
        "one draft",
        _one_draft,
        r"\A(Saved: |Read back.*\n.*\nWould)",
        rf"already, by ({_NAMES})|not what you saw",
        most=2,
    ),
    Contest(
        "undo",
        _undoing,
        r"\A(Saved|Taken back): ",
        rf"has been changed since.*({_NAMES})|not what you saw[\s\S]*({_NAMES})|Nothing would change",
    ),
    Contest("resting", _resting, r"\A(Saved|Removed|Taken back): ", "."),
    Contest("claims", _claims, r"\AExpected[\s\S]*Checked by: ", rf"({_NAMES}) has taken D\d on"),
    Contest("outcomes", _outcomes, r"\A(Happened|Did not|Withdrawn)", rf"({_NAMES}) already answered"),
    Contest("takeovers", _takeovers, r"Has it: ", rf"({_NAMES}) has taken over"),
    Contest("files", _files, r"\ALoaded", r"(ann|boss|chief)"),
    Contest(
        "article", _article, r"Taken: |Left out: ", rf"already, by ({_NAMES})|decided meanwhile|decided by ({_NAMES})"
    ),
]


def _desk(database: Database) -> Desk:
    """Make a desk that is reminded of the tiny dossier."""
    desk = Desk(f"{4200 + next(_DESKS)}", "Europe/Berlin", "09:00")
    with database.writing() as connection:
        replace_desk(connection, desk)
        replace_reminder_channel(connection, ReminderChannel(desk.id, "ferry", f"c{desk.id}"), actor="1", now=NOW)
        plan_all(connection, now=NOW, desk=desk)
    return desk


def _press(database: Database, desk: Desk, press: Press) -> str:
    try:
        return _ask(database, desk, *press)
    except UserError as error:
        return str(error)


def _dangling(database: Database, desk: Desk) -> list[str]:
    """List what a desk's items name and nobody has."""
    mark = "%s" if database.shared else "?"
    with database.reading() as connection:
        query = f"SELECT dossier, desk, id, kind, body, hash FROM item WHERE desk IN ('', {mark})"
        rows = connection.exec_driver_sql(query, (desk.id,)).all()
    seen = {(row.dossier, row.id): row for row in sorted(rows, key=lambda row: row.desk)}
    there = {key for key, row in seen.items() if row.hash != "hidden"}
    return [
        f"{id_} names {target}"
        for (dossier, id_) in there
        for _role, target, _ref in references(decode(seen[dossier, id_].kind, seen[dossier, id_].body))
        if (dossier, target) not in there
    ]


def _wrong(contest: Contest, said: Sequence[object]) -> str:
    texts = [str(one) for one in said if isinstance(one, str)]
    if len(texts) < len(said):
        return "broke"
    won = [one for one in texts if re.search(contest.wins, one)]
    lost = [one for one in texts if one not in won]
    if not 1 <= len(won) <= contest.most:
        return f"{len(won)} won"
    return "" if all(re.search(contest.told, one) for one in lost) else "not told"


@pytest.mark.parametrize("contest", _CONTESTS, ids=lambda one: one.name)
def test_in_whatever_order_one_wins_and_the_others_are_told(either_database: Database, contest: Contest) -> None:
    chance = random.Random(contest.name)
    with either_database.writing() as connection:
        replace_dossier(connection, tiny(dates=[*TINY["dates"], _OPEN]), now=NOW, actor="test")
    with staged(either_database) as stage:
        alone = _desk(either_database)
        presses = contest.prepare(either_database, alone)
        _, statements = stage.count(partial(_press, either_database, alone, presses[0]))
        wrong = []
        for number in range(_EACH):
            desk = _desk(either_database)
            presses = contest.prepare(either_database, desk)
            many = len(presses) if number % 2 else 2
            order = list(permutations(presses))[number % 6][:many]
            stops = [chance.randrange(statements) for _ in order[1:]] + [-1]
            freed = chance.sample(range(many), many)
            said = stage.live([partial(_press, either_database, desk, one) for one in order], stops, freed)
            problem = _wrong(contest, said) or ", ".join(_dangling(either_database, desk))
            if problem:
                wrong.append((problem, order, stops, freed, said))

    assert wrong == [], "\n".join(str(one) for one in wrong)


def test_what_one_person_settles_in_two_servers_at_once_is_all_kept(either_database: Database) -> None:
    with either_database.writing() as connection:
        replace_dossier(connection, tiny(), now=NOW, actor="test")
    settings = ("/my zone Asia/Tokyo", "/my quiet 22:00-07:00")
    with staged(either_database) as stage:
        desks = [_desk(either_database), _desk(either_database)]
        _, statements = stage.count(partial(_press, either_database, desks[0], (REA, settings[0])))
        for stop in range(0, statements, sized(4, 2, 1)):
            somebody = Asker(f"p{stop}", "pat", level="reader")
            doings = [
                partial(_press, either_database, *one)
                for one in zip(desks, [(somebody, line) for line in settings], strict=True)
            ]
            said = stage.live(doings, [stop, -1], [0, 1])
            with either_database.reading() as connection:
                kept = find_readers(connection, [somebody.id])[somebody.id]
            assert (kept.zone, kept.quiet) == ("Asia/Tokyo", "22:00-07:00"), (stop, said)
