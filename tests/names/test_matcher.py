"""Whom a typed name means: a table of hundreds, and what must hold for any text."""

import random
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.names.matcher import Hit, Name, Names, fold, verdict
from tests.names.name_pairs_table import ALIASES, STRANGERS
from tests.names.names_table import ASK, FIRST, NAMES, NOBODY, SURE, UNLIKELY

INDEX = Names(NAMES)
PEOPLE = list(dict.fromkeys(name.item for name in NAMES))

# Somebody else's name holds every word that was typed, or has the same role: no letter tells them apart.
INDISTINCT = {
    "ann-lee": {"ann-lee-smith"},
    "thomas-james": {"james-thomas"},
    "james-thomas": {"thomas-james"},
    "white-house-spokesman": {"john-kirby"},
    "griner-lawyers": {"maria-blagovolina"},
    "us-officials": {"senior-official"},
}


def sure(hits: list[Hit]) -> set[str]:
    return {hit.item for hit in hits if hit.sure}


def index(*names: tuple[str, str]) -> Names:
    return Names(Name(item, text, "name") for item, text in names)


def test_an_index_made_over_the_one_before_finds_the_same() -> None:
    changed = [replace(one, text=f"{one.text} Ash") if number % 7 == 0 else one for number, one in enumerate(NAMES)]
    before = Names([*changed[:-3], Name("gone", "Somebody Gone", "name")])

    anew = Names(NAMES, before=before)

    assert [anew.find(typed) for typed, _ in SURE] == [INDEX.find(typed) for typed, _ in SURE]
    assert sure(anew.find("somebody gone")) == set()


# The table


def test_the_table_is_large() -> None:
    assert len(SURE) + len(FIRST) + len(ASK) + len(NOBODY) >= 700


def test_no_wrong_person_is_ever_sure() -> None:
    expected = [*((typed, {item}) for typed, item in SURE + FIRST), *ASK, *((typed, set()) for typed in NOBODY)]

    wrong = {typed: sure(INDEX.find(typed)) - right for typed, right in expected}

    assert {typed: items for typed, items in wrong.items() if items} == {}


def test_what_has_one_meaning_is_answered_or_suggested_first() -> None:
    answered = [sure(INDEX.find(typed)) == {item} for typed, item in SURE]
    first = [(INDEX.find(typed) or [Hit("", NAMES[0], 0, "", False)])[0].item == item for typed, item in FIRST]

    assert sum(answered) / len(answered) >= 0.99
    assert sum(first) / len(first) >= 0.97


@pytest.mark.parametrize(
    ("names", "typed"),
    [
        (("José Luis García", "José García López"), "jose garcia"),
        (("Ahmad Omar Khalid", "Ahmad Khalid al-Masri"), "ahmad khalid"),
        (("Nguyen Thanh Van", "Nguyen Van Thanh"), "nguyen van"),
        (("Mark E. Green", "Mark Green"), "mark green"),
    ],
)
def test_a_middle_left_out_is_as_likely_as_an_end(names: tuple[str, str], typed: str) -> None:
    assert sure(index(*zip("ab", names, strict=True)).find(typed)) == {"a", "b"}


def test_who_is_called_just_that_is_meant_before_who_is_called_more() -> None:
    assert sure(index(("a", "Mark Green"), ("b", "Mark Green Ellis")).find("mark green")) == {"a"}


@pytest.mark.parametrize("typed", ["o brien", "sean o brien", "O’Brien", "obrien"])
def test_what_an_apostrophe_joins_is_found_apart(typed: str) -> None:
    hits = index(("a", "Sean O’Brien"), ("b", "Ann Brown")).find(typed)

    assert [hit.item for hit in hits][:1] == ["a"]
    assert sure(hits) <= {"a"}


def test_what_has_several_meanings_is_asked_about() -> None:
    assert {typed: sure(INDEX.find(typed)) for typed, _ in ASK} == dict(ASK)


@pytest.mark.parametrize("item", PEOPLE)
def test_nobody_is_sure_for_somebody_who_is_not_in_the_dossier(item: str) -> None:
    others = Names(name for name in NAMES if name.item != item)
    theirs = [name.text for name in NAMES if name.item == item and name.kind != "role"]
    theirs += [typed for typed, meant in SURE if meant == item]

    wrong = {typed: sure(others.find(typed)) for typed in theirs if len(fold(typed).split()) > 1}

    assert set().union(*wrong.values()) <= INDISTINCT.get(item, set())


def test_nobody_unlikely_is_suggested() -> None:
    suggested = {typed: [hit.item for hit in INDEX.find(typed)] for typed in UNLIKELY}

    assert {typed: items for typed, items in suggested.items() if items} == {}


def test_for_who_is_not_there_about_half_bring_a_suggestion_all_by_a_surname_or_a_slip() -> None:
    """What is left are other members of a family, other spellings, and what may be a slip or a beginning."""
    assert sum(bool(INDEX.find(typed)) for typed in NOBODY) / len(NOBODY) <= 0.52


def test_ms_beside_a_surname_of_two_whose_sex_nothing_tells_suggests_both() -> None:
    two = index(("ada", "Ada Vane"), ("eve", "Eve Vane"))

    kind, hits = verdict(two.find("Ms Vane"))

    assert (kind, {hit.item for hit in hits}) == ("suggest", {"ada", "eve"})


def test_ms_is_asked_about_where_one_is_known_to_be_a_woman_and_another_may_be() -> None:
    two = Names([Name("ada", "Ada Vane", "name"), Name("eve", "Eve Vane", "name"), Name("eve", "spokeswoman", "role")])

    assert verdict(two.find("Ms Vane"))[0] == "ask"
    assert sure(two.find("Ada Vane")) == {"ada"}


def test_a_title_that_the_dossier_itself_gives_is_sure() -> None:
    two = Names([Name("ada", "Ada Vane", "name"), Name("ada", "Ms Vane", "typed"), Name("bern", "Bern Oake", "name")])

    assert sure(two.find("Ms Vane")) == {"ada"}


# Other countries' names

KNOWN = list(dict.fromkeys(known for known, _typed in ALIASES))
EVERYBODY = index(*((known, known) for known in KNOWN))


def test_the_table_of_pairs_is_large() -> None:
    assert len(ALIASES) >= 530
    assert len(STRANGERS) >= 300


def test_nobody_is_sure_for_a_name_that_only_comes_close_though_nobody_else_is_known() -> None:
    wrong = [(known, typed) for known, typed in STRANGERS if sure(index((known, known)).find(typed))]

    assert wrong == []


def test_an_alias_never_means_somebody_else_and_most_are_sure_the_others_suggested_first() -> None:
    hits = {(known, typed): EVERYBODY.find(typed) for known, typed in ALIASES}
    right = [sure(found) == {known} for (known, _typed), found in hits.items()]
    near = [verdict(found)[1][:1] for found in hits.values()]
    first = [bool(best) and best[0].item == known for best, (known, _typed) in zip(near, hits, strict=True)]

    assert {pair: sure(found) for pair, found in hits.items() if sure(found) and pair[0] not in sure(found)} == {}
    assert sum(right) / len(right) >= 0.73
    assert sum(first) / len(first) >= 0.98


def test_han_names_are_compared_by_their_characters_whatever_their_form() -> None:
    both = index(("premier", "高市早苗"), ("other", "高井早苗"), ("zhang", "张伟"))

    assert sure(both.find("高市 早苗")) == {"premier"}
    assert sure(both.find("張偉")) == {"zhang"}
    assert verdict(both.find("章伟"))[0] == "suggest"


def test_a_person_with_a_han_name_is_not_meant_by_another_romanised_alike() -> None:
    names = Names([Name("wang", "Wang Xiaoming", "name"), Name("wang", "王小明", "spelling")])

    assert sure(names.find("王小明")) == {"wang"}
    assert sure(names.find("王晓明")) == set()
    assert names.find("王晓明")[0].rule == "romanised alike"


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("حسان سالم", "حسن سلم"),
        ("عمر خالد", "عامر خالد"),
        ("דוד לוי", "דודי לוי"),
        ("강아라", "가아라"),
        ("Nguyễn Văn Hùng", "Nguyễn Văn Hưng"),
        ("Trần Thị Thảo", "Trần Thị Thao Thảo"),
        ("Lê Đức Thọ", "Lê Đức Thơ"),
    ],
)
def test_letters_and_tones_that_our_romanisation_loses_part_names(known: str, typed: str) -> None:
    assert sure(index((known, known)).find(typed)) == set()
    assert sure(index((known, known)).find(known)) == {known}


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("عبد الفتاح السيسي", "السيسي"),
        ("김 정은", "김정은"),
        ("Nguyễn Văn Hùng", "Nguyen Van Hung"),
        ("Nguyễn Văn Hùng", "Văn Hùng"),
    ],
)
def test_parts_in_the_same_letters_and_names_without_tones_are_sure(known: str, typed: str) -> None:
    assert sure(index((known, known)).find(typed)) == {known}


def test_points_and_forms_of_letters_make_no_other_name() -> None:
    both = index(("muhammad", "محمّد أحمد"), ("david", "דָּוִד לוי"))

    assert sure(both.find("محمد احمد")) == {"muhammad"}
    assert sure(both.find("דוד לוי")) == {"david"}


def test_arabic_letters_suggest_who_has_their_consonants_and_make_nobody_sure() -> None:
    both = index(("hasan", "Hasan Omari"), ("hussein", "Hussein Omari"))

    assert verdict(both.find("حسن العمري"))[0] == "suggest"
    assert {hit.item for hit in both.find("حسن العمري")} == {"hasan", "hussein"}


@pytest.mark.parametrize(
    ("known", "typed", "kind"),
    [
        ("Samir Zeineddine", "Zein El Dine", "suggest"),
        ("Abdelkarim Nasri", "Abd el Karim", "suggest"),
        ("Greta von der Linden", "vonderlinden", "suggest"),
        ("Greta von der Linden", "Greta vonderlinden", "answer"),
        ("Abdelkarim Nasri", "Abd el Karim Nasri", "answer"),
        ("Nur ad-Din Salim", "Nureddin Salim", "suggest"),
        ("Seán MacBride", "Mac Bride", "suggest"),
    ],
)
def test_parts_written_together_or_apart_find_the_name(known: str, typed: str, kind: str) -> None:
    names = index((known, known), ("Blue Line", "Blue Line"))

    found, hits = verdict(names.find(typed))

    assert (found, hits[0].item) == (kind, known)


def test_one_name_within_two_peoples_names_is_asked_about() -> None:
    greens = index(("mark", "Mark Green"), ("mark-e", "Mark E. Green"))

    assert sure(greens.find("mark green")) == {"mark", "mark-e"}
    assert sure(greens.find("mark e. green")) == {"mark-e"}


def test_an_exact_name_asks_nothing_unless_two_bear_it() -> None:
    kims = index(("kim", "Kim"), ("kim-min-jun", "Kim Min-jun"), ("kim-jun", "Kim Jun"), ("second", "Kim Jun"))

    assert sure(kims.find("kim")) == {"kim"}
    assert sure(kims.find("Kim Min-jun")) == {"kim-min-jun"}
    assert sure(kims.find("kim jun")) == {"kim-jun", "second"}


@pytest.mark.parametrize("mark", ["\u00ad", "\u2060", "\u200d", "\u200f"])
def test_marks_that_cannot_be_seen_are_no_part_of_a_name(mark: str) -> None:
    assert sure(index(("jenny", "Jenny Null")).find(f"Jen{mark}ny Null")) == {"jenny"}


# Single rules


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("Dmitry Peskov", "exact name"),
        ("peskov", "exact spelling"),
        ("kremlin spokesman", "exact role"),
        ("press secretary", "role"),
        ("Peskov, Dmitry", "all of the name"),
        ("dmitry", "given name"),
        ("kimball", "surname"),
        ("d. peskov", "initials"),
        ("Peskow", "transliterated"),
        ("dmitrypeskov", "run together"),
        ("kremlin spokesman peskov", "name with role"),
        ("dmitry peksov", "one slip"),
        ("peskof", "one slip"),
        ("blogovolena", "two slips"),
        ("zakh", "first letters"),
        ("gtcrjd", "other keyboard layout"),
        ("former president peskov", "part of what was typed"),
    ],
)
def test_a_hit_says_by_which_rule_it_was_found(typed: str, rule: str) -> None:
    assert INDEX.find(typed)[0].rule == rule


def test_a_full_name_is_sure_and_its_surname_is_asked_about() -> None:
    assert verdict(INDEX.find("Viktor Bout"))[0] == "answer"
    assert verdict(INDEX.find("bout"))[0] == "ask"


def test_a_bare_surname_with_a_slip_is_only_suggested() -> None:
    kind, hits = verdict(INDEX.find("peskof"))

    assert (kind, hits[0].item) == ("suggest", "dmitry-peskov")


def test_two_people_within_one_slip_are_suggested_both() -> None:
    brothers = index(("ivan", "Dmitry Markov"), ("oleg", "Dmitry Marlov"))

    kind, hits = verdict(brothers.find("dmitry marjov"))

    assert (kind, {hit.item for hit in hits}) == ("suggest", {"ivan", "oleg"})


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("Ivan Petrov", "Ivan Petrova"),
        ("Ivan Petrov", "petrova"),
        ("Anna Lavrova", "Anna Lavrov"),
        ("Dmitry Peskov", "Dmitry Leskov"),
        ("Boris Johnson", "Boris Johnston"),
        ("Roger Kimball", "kim"),
        ("Lin Wei", "Li Wei"),
        ("Lin An", "Li Nan"),
        ("Paul Li", "Paul Ly"),
        ("Joe Smith", "Joe Smyth"),
        ("Joe Smith", "Joe Smyth’s"),
        ("Viktor Bout", "Viktor Booth"),
        ("Viktor Bout", "Alla Bout"),
        ("Viktor Bout", "Viktor Petrovich Bout"),
        ("Vladimir Putin", "President Putin"),
        ("Paul Whelan", "Mrs Whelan"),
        ("Maria Blagovolina", "Mr Blagovolina"),
        ("Griner's lawyers", "griner"),
        ("White House", "white"),
    ],
)
def test_a_near_name_is_suggested_never_answered(known: str, typed: str) -> None:
    hits = index(("known", known)).find(typed)

    assert verdict(hits)[0] in ("suggest", "nothing")


@pytest.mark.parametrize("typed", [",en", "But", "Бут"])
def test_a_short_name_that_only_sounds_alike_is_suggested(typed: str) -> None:
    assert verdict(index(("bout", "Viktor Bout")).find(typed))[0] == "suggest"


def test_an_office_in_a_name_makes_it_neither_a_surname_nor_unknown() -> None:
    presidents = index(("putin", "President Vladimir Putin"), ("biden", "President Joe Biden"))

    assert sure(presidents.find("putin")) == sure(presidents.find("president putin")) == {"putin"}
    assert sure(presidents.find("president biden putin")) == set()


def test_same_surname_in_small_letters_is_asked_about() -> None:
    both = index(("dmitry", "dmitry peskov"), ("ivan", "Ivan Peskov"))

    assert sure(both.find("peskov")) == {"dmitry", "ivan"}


def test_a_surname_spelt_alone_does_not_hide_a_namesake() -> None:
    names = [Name("first", "Ada Moon", "name"), Name("first", "Moon", "spelling"), Name("second", "Eva Moon", "name")]

    assert sure(Names(names).find("moon")) == {"first", "second"}


def test_a_role_of_two_people_is_asked_about_however_it_is_worded() -> None:
    ministers = Names([Name("one", "Foreign Minister", "role"), Name("two", "Czech Foreign Minister", "role")])

    assert sure(ministers.find("foreign minister")) == {"one", "two"}
    assert sure(ministers.find("ministers of foreign affairs")) == set()


def test_nothing_found_is_an_empty_list() -> None:
    assert verdict(INDEX.find("qqqqqq")) == ("nothing", [])


# Completing


def test_completing_nothing_lists_the_first_in_the_order_given() -> None:
    assert [name.item for name in INDEX.complete("  ", limit=3)] == PEOPLE[:3]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("pes", "dmitry-peskov"),
        ("Пес", "dmitry-peskov"),
        ("peskov d", "dmitry-peskov"),
        ("d pes", "dmitry-peskov"),
        ("mr pesk", "dmitry-peskov"),
        ("kremlin sp", "dmitry-peskov"),
        ("gray", "brittney-griner"),
        ("zaharo", "maria-zakharova"),
        ("jaros", "konstantin-yaroshenko"),
        ("blagvol", "maria-blagovolina"),
        ("kim", "kim-min-jun"),
        ("brittneygirner", "brittney-griner"),  # its space not typed, and a slip
    ],
)
def test_completing_finds_a_beginning_and_forgives_a_slip(typed: str, first: str) -> None:
    assert INDEX.complete(typed)[0].item == first


def test_completing_gives_one_row_an_item_and_no_more_than_asked_for() -> None:
    rows = INDEX.complete("b", limit=4)

    assert len({name.item for name in rows}) == len(rows) == 4
    assert INDEX.complete("b", limit=0) == INDEX.complete("🤷", limit=5) == []


# Any text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Dmitry   PESKOV ", "dmitry peskov"),
        ("Песков", "peskov"),
        ("Griner’s wife", "griner wife"),
        ("O’Brien", "obrien"),
        ("Müller-Lüdenscheid", "muller ludenscheid"),
        ("V.B.", "v b"),
        ("U.S. officials", "us officials"),
        ("习近平", "xijinping"),
        ("😀 ‼", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from([*fold(" ".join(n.text for n in NAMES[:80])).split(), "’s", "-", "И."])).map(" ".join),
)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_any_text_is_answered_the_same_every_time(typed: str) -> None:
    shuffled = list(NAMES)
    random.Random(typed).shuffle(shuffled)

    hits = INDEX.find(typed)

    assert hits == INDEX.find(typed) == sorted(hits, key=lambda hit: (-hit.score, hit.item))
    assert all(0 <= hit.score <= 100 and hit.rule for hit in hits)
    assert len({hit.item for hit in hits}) == len(hits)
    assert sure(Names(shuffled).find(typed)) == sure(hits)
    assert INDEX.complete(typed) == INDEX.complete(typed)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=250), min_size=1, max_size=6))
def test_a_name_of_ones_own_is_always_sure(texts: list[str]) -> None:
    names = [Name(f"item-{place}", text, "name") for place, text in enumerate(texts)]
    all_of_them = Names([*names, *NAMES])

    for name in names:
        assert not fold(name.text) or name.item in sure(all_of_them.find(name.text))


@pytest.mark.parametrize("name", NAMES, ids=lambda name: f"{name.item}: {name.text}")
def test_every_name_of_the_table_finds_its_own(name: Name) -> None:
    assert name.item in sure(INDEX.find(name.text))


@pytest.mark.parametrize("typed", ["a" * 6000, "😀" * 6000, "peskov " * 1000, "é̂" * 3000, "习" * 6000, "['" * 3000])
def test_a_very_long_text_is_answered_quickly_and_is_nobody(typed: str) -> None:
    started = time.perf_counter()

    hits = INDEX.find(typed)

    assert time.perf_counter() - started < 0.5
    assert sure(hits) == set()
