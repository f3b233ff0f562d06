"""Which items a record names, and the shape of records."""

from db.model.records import Person, Role, Spelling, Stance, Statement, TrackedDate, When, Wording
from db.model.shapes import references, shapes

STATEMENT = Statement(
    id="S1",
    speaker="vane",
    when=When(edtf="2031", sources=("weekly",)),
    stance=(Stance(kind="says", on="fees"),),
    topics=("ferry",),
    about=("O1", "oake"),
    wordings=(
        Wording(source="morning", kind="direct", text="We shall meet", via=("agency",)),
        Wording(source="late", kind="indirect", text="They met."),
    ),
)


def test_references_are_found_at_every_depth() -> None:
    assert [(role, target) for role, target, _ref in references(STATEMENT)] == [
        ("speaker", "vane"),
        ("when.sources", "weekly"),
        ("topics", "ferry"),
        ("about", "O1"),
        ("about", "oake"),
        ("wordings.source", "morning"),
        ("wordings.via", "agency"),
        ("wordings.source", "late"),
    ]


def test_references_tell_which_kinds_they_may_be() -> None:
    kinds = {role: ref.kinds for role, _target, ref in references(STATEMENT)}

    assert kinds["speaker"] == ("person",)
    assert kinds["wordings.source"] == ("source",)
    assert "offer" in kinds["about"]


def test_what_is_left_out_is_no_reference() -> None:
    person = Person(
        id="vane",
        name="Vane",
        spellings=(Spelling(text="Vane", sources=("morning",)),),
        roles=(Role(title="mayor", sources=("late",)),),
    )

    assert [(role, target) for role, target, _ref in references(person)] == [
        ("spellings.sources", "morning"),
        ("roles.sources", "late"),
    ]


def test_shapes_describe_every_kind_of_key() -> None:
    shape = {shape.name: shape for shape in (*shapes(TrackedDate), *shapes(Wording))}

    assert shape["announced"].required
    assert shape["announced"].at_least_one
    assert not shape["about"].at_least_one
    assert shape["remind"].many
    assert shape["when"].record is When
    assert not shape["when"].many
    assert shape["depends_on"].ref is not None
    assert shape["depends_on"].ref.kinds == ("date", "event")
    assert shape["kind"].choices == ("direct", "partial", "indirect", "headline")
    assert shape["text"].choices == ()
