"""Whether two quotations are one utterance: each rule with its nearest wrong neighbour, and figures over pairs."""

from collections.abc import Sequence
from datetime import date

import pytest

from bot.articles.duplicates import Likeness, Utterance, compare, find_repetition, reply_to
from tests.articles.utterances import CASES, SCENES, UNSEEN, Case, Pair, list_pairs

PATIENCE = "Our patience is not infinite, and the lake knows it."


def judge(case: Case) -> Likeness:
    one, other = (
        Utterance(quote, speaker, date.fromisoformat(day), article)
        for quote, speaker, day, article in zip(
            (case.one, case.other), case.speakers, case.days, case.articles, strict=True
        )
    )
    return compare(one, other)


def figures(pairs: Sequence[Pair]) -> tuple[float, float]:
    """Precision and F1 of the pairs that are taken for one utterance."""
    taken = [pair.same for pair in pairs if compare(Utterance(pair.one), Utterance(pair.other)).is_same]
    return sum(taken) / len(taken), 2 * sum(taken) / (len(taken) + sum(pair.same for pair in pairs))


@pytest.mark.parametrize(("pairs", "least"), [(list_pairs(SCENES), 0.88), (list_pairs(UNSEEN), 0.84)])
def test_wordings_of_a_scene_are_paired_with_few_mistakes(pairs: Sequence[Pair], least: float) -> None:
    precision, f1 = figures(pairs)

    assert precision >= 0.99
    assert f1 >= least


def test_cuts_formulas_and_denials_are_mostly_told_apart() -> None:
    wrong = [case.other for case in CASES if judge(case).is_same != case.same]

    assert len(CASES) == 46
    assert len(wrong) <= 3, wrong


@pytest.mark.parametrize(
    ("rule", "other"),
    [
        ("other speaker", Utterance(PATIENCE, "Jelena Velic", date(2022, 2, 8), "y")),
        ("days apart", Utterance(PATIENCE, "Arkady Kosmin", date(2022, 5, 8), "y")),
        ("one article", Utterance("Our patience is what the lake knows best", "Kosmin", date(2022, 2, 8), "x")),
        ("one negates", Utterance("Our patience is infinite and the lake knows it", "Kosmin", date(2022, 2, 8), "y")),
        ("other figures", Utterance("Our 3 lakes know: patience is not infinite", "Kosmin", date(2022, 2, 8), "y")),
    ],
)
def test_doubt_lessens_the_score(rule: str, other: Utterance) -> None:
    one = Utterance(f"{PATIENCE.rstrip('.')}, all 5 of us" if rule == "other figures" else PATIENCE, "Arkady Kosmin",
                    date(2022, 2, 8), "x")  # fmt: skip
    plain = compare(Utterance(one.quote), Utterance(PATIENCE))

    found = compare(one, other)

    assert rule in found.rules
    assert found.score < plain.score


@pytest.mark.parametrize("speaker", ["Arkady Kosmin", "Kosmin", "the press secretary", "", "Arkadi Kosmine"])
def test_speaker_of_another_spelling_or_without_a_name_is_no_doubt(speaker: str) -> None:
    found = compare(Utterance(PATIENCE, "Arkady Kosmin"), Utterance(PATIENCE, speaker))

    assert found.rules == ("words in common",)
    assert found.is_same


def test_short_cut_is_found_in_a_long_quotation_and_scattered_words_are_not() -> None:
    long = Utterance("We were told to wait. The bridge will be opened to the convoys. Nobody has asked the drivers.")

    cut = compare(long, Utterance("the bridge would be opened to convoys"))
    scattered = compare(long, Utterance("The drivers know the bridge"))

    assert (cut.rules, cut.is_same) == (("part of the other",), True)
    assert not scattered.is_same


def test_protocol_takes_speakers_and_days_as_it_gives_them() -> None:
    side = {"quote": PATIENCE, "speaker": {"name": "Arkady Kosmin"}, "said_on": {"value": "2022-02-08"}, "article": "x"}

    answer = reply_to({"task": "dup", "a": side, "b": side | {"said_on": None, "article": "y"}})

    assert answer["same"] is True
    assert 0.9 < answer["score"] <= 1
    with pytest.raises(ValueError, match="each need a"):
        reply_to({"task": "dup", "a": {"quote": 3}})


def test_empty_quotations_are_no_repetition() -> None:
    assert compare(Utterance(""), Utterance("…")).score == 0


def test_repetition_is_the_likeliest_of_those_that_are_known() -> None:
    known = [Utterance("The lake is ours."), Utterance("its patience was not infinite"), Utterance(PATIENCE)]

    found = find_repetition(Utterance("Our patience is not infinite; the lake knows it."), known)

    assert found is not None
    assert found[0] == 2
    assert find_repetition(Utterance("Doctors are on their way"), known) is None
    assert find_repetition(Utterance("Doctors are on their way"), []) is None
