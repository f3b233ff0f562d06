"""Stances, gists and weights by forms: added with a new item, corrected by themselves, exported, undone, shown."""

from itertools import count

import pytest

from bot.asking import UserError
from bot.blocks import Answer, Form, choices
from bot.commands import dispatch
from bot.commands.parser import parse
from bot.dossiers.intake import check_text
from db.desk.desks import Desk
from db.model.records import Gist, Stance
from db.storage.database import Database
from tests.asking import ANN, asked
from tests.builders import NOW

SERVER = Desk("42", "Europe/Berlin", "09:00")
_REQUESTS = count()
WHY = "why:“the paper says so”"
STATEMENT = "/add statement speaker:vane text:“«A good day.»” source:morning"


def _answer(database: Database, line: str, **fields: str) -> Answer:
    name, options = parse(line)
    return dispatch.ask(database, name, options | fields, now=NOW, desk=SERVER, asker=ANN, request=f"{next(_REQUESTS)}")


def _form(database: Database, line: str) -> Form:
    form = _answer(database, line).form
    assert form is not None
    return form


def _press(answer: Answer, label: str) -> str:
    return next(one.line for one in choices(answer.blocks) if one.label == label)


def _ask(database: Database, line: str) -> str:
    return asked(database, line, desk=SERVER)


def test_a_new_statement_offers_its_stance_in_a_form_of_its_own_and_it_may_stay_empty(ferry: Database) -> None:
    back = _answer(ferry, STATEMENT)
    form = _form(ferry, _press(back, "Stance…"))
    with_stance = _answer(ferry, form.line, stance="expects: a deal\nready if: talks provided the vote is over")
    without = _answer(ferry, form.line, stance="-")
    _answer(ferry, form.line, stance="expects: a deal\nready if: talks provided the vote is over")
    _answer(ferry, _press(with_stance, "Save"))

    assert [field.option for field in form.fields] == ["stance"]
    assert not form.fields[0].needed
    assert "stance" not in repr(without.blocks).lower().replace("stance…", "").replace("part:stance", "")
    exported = check_text(_answer(ferry, "/dossier export format:yaml").file.content, name="a.yaml")  # type: ignore[union-attr]
    [added] = [one for one in exported.statements if one.id == "S-1"]
    assert added.stance == (
        Stance(kind="expects", on="a deal"),
        Stance(kind="ready if", on="talks", condition="the vote is over"),
    )


def test_a_gist_is_added_corrected_shown_first_undone_and_kept_in_the_history(ferry: Database) -> None:
    added = _answer(ferry, "/add event title:“A ferry sinks” said:“it sank” source:morning gist:“It sank at noon”")
    _answer(ferry, _press(added, "Save"))
    form = _form(ferry, "/edit E-1 part:gist")
    back = _answer(ferry, form.line, text="It sank at noon [morning]\nIt was raised again [late]", why="the newsletter")
    saved = _answer(ferry, _press(back, "Save"))
    shown = _ask(ferry, "/item E-1")
    undone = _ask(ferry, _press(saved, "Undo"))

    assert [(field.option, field.value) for field in form.fields] == [
        ("text", "It sank at noon [morning]"),
        ("why", ""),
    ]
    assert "gist[1]" in repr(back.blocks)
    assert "It was raised again" in shown
    assert "the newsletter" in shown
    assert "Restored" in undone
    assert "It was raised again [late]" not in _ask(ferry, "/timeline")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (f"{STATEMENT} stance:“expekts: a call”", "stance: “expekts: a call” is no stance. Did you mean expects?"),
        (f"{STATEMENT} stance:“ready if: talks”", "“ready if” needs its condition, e.g. ready if: talks provided"),
        (f"/edit vane part:gist text:“A mayor” {WHY}", "text: which source carries the whole of it?"),
        (f"/edit vane part:gist text:“A mayor [mornin]” {WHY}", "“mornin” is no source’s id. Did you mean morning?"),
        (f"/edit P1 part:weight text:big {WHY}", "text: “big” is none of fact, wording, name."),
        (f"/edit P1 part:weight text:- {WHY}", "text: it can’t be empty."),
        ("/add person name:vane role:x source:morning gist:y", "there already. Correct its own: /edit vane part:gist"),
    ],
)  # fmt: skip
def test_what_can_not_be_read_is_refused_with_what_works(ferry: Database, line: str, fault: str) -> None:
    assert fault in _ask(ferry, line)


def test_each_kind_has_its_own_part_and_no_other(ferry: Database) -> None:
    stance = _answer(ferry, f"/edit S1 part:stance text:- {WHY}")
    weight = _answer(ferry, f"/edit P1 part:weight text:wording {WHY}")
    person = _answer(ferry, f"/edit vane part:gist text:“Mayor of Northhaven [morning, weekly]” {WHY}")
    for made in (stance, weight, person):
        _answer(ferry, _press(made, "Save"))
    exported = check_text(_answer(ferry, "/dossier export format:yaml").file.content, name="a.yaml")  # type: ignore[union-attr]

    with pytest.raises(UserError, match=r"part: S1 has no part “gist”; .*stance is one, too"):
        _ask(ferry, "/edit S1 part:gist")
    assert next(one for one in exported.statements if one.id == "S1").stance == ()
    assert next(one for one in exported.points if one.id == "P1").weight == "wording"
    assert next(one for one in exported.people if one.id == "vane").gist == (
        Gist(text="Mayor of Northhaven", sources=("morning", "weekly")),
    )
    assert "Weight" in repr(_answer(ferry, "/edit P1").blocks)
