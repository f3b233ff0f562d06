"""What counts as one origin."""

from bot.phrasing.citations import Root, chain, roots
from db.model.records import Report, Source, When

SOURCES = {
    id_: Source(id=id_, title=id_, published=When(edtf="2031-03-01"), via=via)
    for id_, via in (("morning", ()), ("weekly", ()), ("evening", ()), ("credited", ("agency",)))
}


def _report(source: str, *via: str) -> Report:
    return Report(source=source, value="80", via=via)


def test_a_source_without_a_chain_is_its_own_origin() -> None:
    found = roots([_report("morning"), _report("weekly"), _report("morning")], SOURCES)

    assert found == [Root((0, 2), ("morning",), ()), Root((1,), ("weekly",), ())]


def test_two_papers_with_one_agency_are_one_origin_and_it_is_named() -> None:
    found = roots([_report("morning", "agency"), _report("weekly", "officials", "agency")], SOURCES)

    assert found == [Root((0, 1), ("morning", "weekly"), ("agency",))]


def test_what_a_source_is_credited_to_as_a_whole_joins_too() -> None:
    found = roots([_report("morning", "agency"), _report("credited")], SOURCES)

    assert found == [Root((0, 1), ("morning", "credited"), ("agency",))]
    assert chain(_report("credited", "officials"), SOURCES) == ("officials", "agency")


def test_origins_join_by_way_of_a_third_report_in_any_order() -> None:
    agency, radio, both = (
        _report("morning", "agency"),
        _report("weekly", "radio"),
        _report("evening", "radio", "agency"),
    )

    found = roots([agency, radio, both], SOURCES)

    assert [root.places for root in found] == [(0, 1, 2)]
    assert set(found[0].origins) == {"agency", "radio"}
    assert len(roots([both, radio, agency], SOURCES)) == 1


def test_one_source_can_carry_several_origins() -> None:
    found = roots([_report("morning"), _report("morning", "officials", "agency")], SOURCES)

    assert found == [Root((0,), ("morning",), ()), Root((1,), ("morning",), ("officials", "agency"))]
