"""Words to search by, and what somebody typed."""

import random

import pytest

from db.model.search_terms import Term, folded, further_words, ranked_texts, spans, typed_terms, words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Песков", "peskov"),
        ("Горбачёв", "gorbachev"),
        ("CAFÉ cafe\u0301", "cafe cafe"),
        ("Whelan’s and Whelan's", "whelan and whelan"),
        ("the U.S. and the U.S", "the us and the us"),
        ("Jong-un, at 10:00", "jong un at 10 00"),
        ("Łódź, Straße", "lodz strasse"),
        ("… – “”", ""),
        ("1,000, 1.000, 1’000, 1\u00a0000 and 1,000,000", "1000 1000 1000 1000 and 1000000"),
        ("12,34,567 rupees, ١٬٠٠٠", "1234567 rupees 1000"),
        ("3.14, 0.125, 10:00, in 2022 100 of 1,2,3", "3 14 0 125 10 00 in 2022 100 of 1 2 3"),
        ("外務省は、30日", "外务 务省 省は 30 日"),
        ("外务省は、30日", "外务 务省 省は 30 日"),
        ("محمّد والعَرَبيّة", "محمد والعربيه"),
        ("שָׁלוֹם שלום", "שלום שלום"),
        ("नरेन्द्र मोदी", "nrendr modi"),
        ("soft\u00adhyphen, no\u200bwidth", "softhyphen nowidth"),
    ],
)
def test_words_are_folded(text: str, said: str) -> None:
    assert " ".join(folded(text)) == said
    assert " ".join(word.folded for word in words(text)) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 000 ships of 28 100, in 2022 100", "1000 28100"),
        ("Co-operation, Sana’a, O'Brien’s, Whelan’s, Jong-un", "cooperation sanaa obrien jongun"),
        ("外務省は30日、", "は"),
        ("バイデン大統領", "領 baiden"),
        ("외무성은 30", "은 oemuseongeun"),
        ("plain words, 1,000 of them", ""),
    ],
)
def test_further_words_are_found_alone(text: str, said: str) -> None:
    assert " ".join(word.folded for word in further_words(text)) == said


@pytest.mark.parametrize(
    ("typed", "text", "marked"),
    [
        ("1000", "some 1,000 men", "1,000"),
        ("1000", "some 1 000 men", "1 000"),
        ("1,000", "some 1.000 men", "1.000"),
        ("1 000", "some 1000 men", "1000"),
        ("cooperation", "of Co-operation", "Co-operation"),
        ("co-operation", "of cooperation", "cooperation"),
        ("co-operation", "of co operation", "co operation"),
        ("obrien", "Mr O’Brien", "O’Brien"),
        ("sanaa", "in Sana'a", "Sana'a"),
        ("F16", "two F-16s came", "F-16s"),
        ("f-16", "the F16 fleet", "F16"),
        ("F-16s", "an F-16", "F-16"),
        ("covid19", "of COVID-19", "COVID-19"),
        ("外務省", "ロシア外務省は30日", "外務省"),
        ("外务省", "ロシア外務省は30日", "外務省"),
        ("省", "外務省は", "省は"),
        ("省", "外務省", "省"),
        ("محمد", "قال محمّد", "محمّد"),
        ("שלום", "אמר שָׁלוֹם", "שָׁלוֹם"),
        ("외무성", "외무성은 발표", "외무성"),
    ],
)
def test_what_is_typed_finds_it_however_it_is_written(typed: str, text: str, marked: str) -> None:
    assert [text[start:end] for start, end in spans(text, typed_terms(typed))] == [marked]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("حسن", "حسان"),
        ("外務", "外交義務"),
        ("高石", "高市早苗"),
        ("1000", "10,00"),
        ("100", "1,000"),
        ("F16", "F-160"),
        ("F-16", "F 1 6"),
    ],
)
def test_what_only_looks_alike_is_not_found(typed: str, text: str) -> None:
    assert spans(text, typed_terms(typed)) == []


@pytest.mark.parametrize("typed", ["外務省", "محمد", "-외무성", "Пескова"])
def test_what_was_typed_is_shown_in_its_own_script(typed: str) -> None:
    assert " ".join(map(str, typed_terms(typed))) == typed


def test_a_word_knows_its_place() -> None:
    text = "Say: Whelan’s exchange"

    assert [text[word.start : word.end] for word in words(text)] == ["Say", "Whelan’s", "exchange"]


def test_typed_words_phrases_prefixes_and_exclusions_are_told_apart() -> None:
    terms = typed_terms('griner "prisoner swap" negotiat* -whelan -"grain deal" jong-un')

    assert terms == (
        Term(("griner",)),
        Term(("prisoner", "swap")),
        Term(("negotiat",), prefix=True),
        Term(("whelan",), excluded=True),
        Term(("grain", "deal"), excluded=True),
        Term(("jong", "un"), others=(("jongun",),)),
    )


def test_a_beginning_of_two_letters_is_a_word() -> None:
    assert typed_terms("pe* pes*") == (Term(("pe",)), Term(("pes",), prefix=True))


def test_whatever_is_typed_only_letters_and_digits_become_terms() -> None:
    chance = random.Random(3)
    signs = "\"'*^:()-+{}[]\\%_=|&!<>~@#$;,.\0\n\t“”„«»абвé漢字🙂aAzZ09 NEAR AND OR NOT "

    for _ in range(10_000):
        typed = "".join(chance.choices(signs, k=chance.choice((1, 3, 10, 40))))
        assert all(word.isalnum() for term in typed_terms(typed) for word in term.words)


def test_a_text_ranks_higher_with_more_of_the_rare_word_and_lower_the_longer_it_is() -> None:
    common, rare = typed_terms("ferry sinks")
    texts = [
        "the ferry sinks today there = =d-talks",
        "the ferry ferry ferry sinks = =d-talks",
        "the ferry sinks sinks sinks = =d-talks",
        "the ferry sinks and nobody knows why or when or where it did = =d-talks",
    ]

    ranks = ranked_texts(texts, [common, rare], [1.0, 3.0])

    assert sorted(range(4), key=ranks.__getitem__) == [3, 0, 1, 2]


@pytest.mark.parametrize(
    ("typed", "text", "often"),
    [("ka", "ka ka kaka = ka", 3), ('"ka ro"', "ka ro ka ro ka = ro", 2), ("negot*", "negotiate renegotiate negot", 2)],
)
def test_a_rank_counts_whole_words_phrases_and_beginnings(typed: str, text: str, often: int) -> None:
    [term] = typed_terms(typed)

    [rank] = ranked_texts([text], [term], [1.0])

    assert rank == pytest.approx(often / (often + 1.2))


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("co-operation", "Their cooperation ends."),
        ("cooperation", "Co-operation ends."),
        ("1000", "He paid 1,000 dollars."),
        ("外務省", "日本の外務省は"),
        ("negot*", "They negotiate."),
        ('"prisoner swap"', "A prisoner swap, he said."),
        ('"prisoner swap"', "A swap of a prisoner."),
        ("F-16", "Two F16s."),
        ("T90M", "The T-90M tanks."),
        ("T-90M", "Ten T90Ms."),
        ("ferr", "The ferry sinks."),
        ('"ferry sin*"', "The ferry sinks."),
        ("محمد", "قال محمّد"),
    ],
)
def test_a_term_stands_in_a_text_where_its_places_are_found(typed: str, text: str) -> None:
    for term in typed_terms(typed):
        assert term.stands_in(text) == bool(spans(text, [term]))
