"""Words against words: plain comparison, no meaning."""

import time

from bot.answers.wording_diff import Changed, Words, differ, nearest_before, phrases, turns, verbatim


def words(statement: str, *texts: str, source: str = "morning", language: str = "en") -> Words:
    return Words(statement, source, texts, language)


def test_verbatim_words_are_a_direct_text_and_the_quoted_runs_of_a_partial_one() -> None:
    assert verbatim("direct", "We shall meet") == ("We shall meet",)
    assert verbatim("partial", "It was “close, but clean”, and “over”.") == ("close, but clean", "over")
    assert verbatim("indirect", "He would not speak of it.") == ()
    assert verbatim("headline", "No deal yet") == ()


def test_differ_gives_replaced_added_and_missing_words_as_they_were_printed() -> None:
    old, new = (
        words("S1", "We will raise a top priority with Oake."),
        words("S2", "We'll raise a priority with Oake now"),
    )

    found = differ(old, new)

    assert found is not None
    assert found.alike
    assert found.changed == (Changed("We will", "We'll"), Changed("top", ""), Changed("", "now"))


def test_differ_does_not_care_for_signs_capitals_and_kinds_of_apostrophe() -> None:
    assert differ(words("S1", "So far, we DON'T agree."), words("S2", "so far we don’t agree")) is None


def test_differ_of_texts_little_alike_gives_what_they_share() -> None:
    old = words("S1", "The shared ferry is a matter of the council, which meets in spring")
    new = words("S2", "Nobody asked us before they named the shared ferry")

    found = differ(old, new)

    assert found is not None
    assert not found.alike
    assert found.common == ("The shared ferry",)


def test_nearest_before_prefers_the_latest_that_is_alike_and_its_wording_in_the_same_source() -> None:
    new = words("S4", "The ferry contract is ready", source="late")
    far = words("S1", "The ferry is ready, and the crew, the tickets, the flags", source="late")
    alike = words("S2", "The ferry contract is ready", source="weekly")
    later = words("S3", "The ferry contract is ready today", source="weekly")
    same = words("S3", "The ferry contract is made ready", source="late")

    assert nearest_before(new, [[alike], [later, same]]) is same
    assert nearest_before(new, [[alike], [later], [far]]) is later
    assert nearest_before(new, [[far]]) is far
    assert nearest_before(new, [[words("S1", "The vote was clean")]]) is None
    assert nearest_before(new, [[words("S1", "The ferry contract is ready", language="ru")]]) is None


def test_phrases_tell_first_and_last_use_and_how_many_statements_go_without_it_since() -> None:
    said = [
        [words("S1", "This is a fair offer, as we said")],
        [words("S2", "We made a fair offer")],
        [words("S3", "Nothing to say")],
    ]

    (found,) = phrases(said)

    assert (found.text, found.first.statement, found.last.statement) == ("fair offer", "S1", "S2")
    assert (found.used, found.gone) == (2, 1)


def test_phrases_show_only_the_longest_of_those_that_stand_in_the_same_statements() -> None:
    said = [
        [words("S1", "a fair and balanced offer for the island ferry")],
        [words("S2", "Again: a fair and balanced offer for the island ferry")],
        [words("S3", "no balanced offer")],
    ]

    assert [(found.text, found.used) for found in phrases(said)] == [
        ("balanced offer", 3),
        ("fair and balanced offer for the island ferry", 2),
    ]


def test_phrases_do_not_reach_over_punctuation_and_count_a_statement_once() -> None:
    twice = [words("S1", "a fair offer"), words("S1", "a fair offer", source="weekly")]

    assert phrases([twice]) == []
    assert phrases([twice, [words("S2", "That is fair. Offer accepted")]]) == []


def test_turns_find_a_no_that_became_a_yes_and_the_way_back() -> None:
    no, yes = words("S1", "We will not sell the ferry."), words("S2", "In spring, we will sell the ferry")

    (to_yes,) = turns([yes], [[no]])
    (to_no,) = turns([no], [[yes]])

    assert (to_yes.before, to_yes.after, to_yes.to_yes) == (
        "We will not sell the ferry",
        "we will sell the ferry",
        True,
    )
    assert not to_no.to_yes


def test_turns_look_at_when_much_the_same_was_last_said() -> None:
    no, yes = words("S1", "We will not sell the ferry"), words("S2", "We will sell the ferry")
    other = words("S3", "A vote follows")

    assert turns([words("S4", "we will sell the ferry")], [[no], [yes], [other]]) == []
    (turn,) = turns([words("S4", "we won’t sell the ferry")], [[no], [yes], [other]])
    assert turn.old is yes


def test_turns_between_wordings_that_disagree_among_themselves_are_none() -> None:
    mixed = [words("S1", "We will sell the ferry"), words("S1", "We will not sell the ferry", source="weekly")]

    assert turns([words("S2", "We will sell the ferry")], [mixed]) == []


def test_turns_count_two_words_of_denial_as_none() -> None:
    assert turns([words("S2", "A sale is impossible")], [[words("S1", "A sale is not impossible")]])
    assert not turns([words("S2", "We confirm the sale")], [[words("S1", "We do not deny the sale")]])


def test_turns_need_much_the_same_words_of_one_language() -> None:
    strike = words("S1", "There will be no strike this summer")
    russian = words("S1", "Мы не продадим паром", language="ru")

    assert not turns([words("S2", "The ferry runs all summer long again")], [[strike]])
    assert not turns([words("S2", "Мы продадим паром", language="ru")], [[russian]])


def test_comparing_thirty_long_statements_takes_no_noticeable_time() -> None:
    texts = ["no ferry, one offer, " * 45 + f"number {place}" for place in range(30)]
    said = [[words(f"S{place}", text)] for place, text in enumerate(texts)]

    started = time.perf_counter()
    phrases(said)
    for place, one in enumerate(said):
        nearest_before(one[0], said[:place])
        turns(one, said[:place])

    assert time.perf_counter() - started < 2
