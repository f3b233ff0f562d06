"""Dates in prose: each form by one sentence and its nearest wrong neighbour, and the labelled texts as a whole."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.articles.dates import DateInText, as_reply, find_dates
from tests.articles.corpus import FOLDER, articles_folder, list_articles, list_own
from tests.articles.dates_table import FOUND, NONE, SEVERAL
from tests.articles.measure import measure_dates

THURSDAY = date(2022, 7, 28)


def say(found: DateInText) -> str:
    reply = as_reply(found)
    return " ".join(str(reply[part]) for part in ("value", "start", "end") if reply[part]) + (
        " >" if found.direction == "future" else ""
    )


@pytest.mark.parametrize(("published", "marked", "meaning"), FOUND, ids=[row[1][:60] for row in FOUND])
def test_date_in_a_sentence_means(published: str, marked: str, meaning: str) -> None:
    start, end = marked.index("["), marked.index("]") - 1

    found = find_dates(marked.replace("[", "").replace("]", ""), date.fromisoformat(published))

    assert {one.span: say(one) for one in found}.get((start, end)) == meaning


def say_closely(found: DateInText) -> str:
    reply = as_reply(found)
    days = ",".join(str(reply[part]) for part in ("value", "start", "end") if reply[part])
    return days + (">" if found.direction == "future" else "")


@pytest.mark.parametrize(("published", "sentence", "meanings"), SEVERAL, ids=[row[1][:60] for row in SEVERAL])
def test_dates_in_a_sentence_mean(published: str, sentence: str, meanings: str) -> None:
    found = find_dates(sentence, date.fromisoformat(published))

    assert ";".join(map(say_closely, found)) == meanings


@pytest.mark.parametrize("sentence", NONE)
def test_no_date_is_invented(sentence: str) -> None:
    assert [one.words for one in find_dates(sentence, THURSDAY)] == []


def test_entries_of_a_live_blog_count_from_their_own_days() -> None:
    text = "29 July, 10:05\n\nThey meet tomorrow.\n\n28 July, 21:30\n\nThey will meet tomorrow."

    found = [one.value for one in find_dates(text, date(2022, 7, 29)) if one.words == "tomorrow"]

    assert found == ["2022-07-30", "2022-07-29"]


def test_a_single_dateline_moves_nothing() -> None:
    text = "25 July, 10:05\n\nThey meet tomorrow."

    assert [one.value for one in find_dates(text, THURSDAY)] == ["2022-07-25", "2022-07-29"]


def test_labelled_texts_of_our_own_keep_their_figures() -> None:
    figures = measure_dates(one for one in list_own() if one.labels.get("format") != "html")

    assert figures.invented == ()
    assert figures.f1 >= 99
    assert figures.coming - figures.coming_right <= 0


def test_the_five_articles_keep_their_figures() -> None:
    texts = list_articles()
    if not texts:
        pytest.skip(f"no articles in {articles_folder()}; name their folder in {FOLDER}")

    figures = measure_dates(texts)

    assert (figures.labelled, figures.right, figures.invented) == (31, 31, ())
    assert (figures.coming, figures.coming_right) == (4, 4)


def test_a_text_of_nothing_but_dates_is_read_in_bounded_time() -> None:
    assert len(find_dates("today " * 20_000, THURSDAY)) == 1000


def test_a_day_of_publication_before_printing_has_no_dates() -> None:
    assert find_dates("We meet tomorrow, in 9999.", date(2, 1, 1)) == []


WORDS = (
    "the a of in on at to by until within early late mid- end first second last next this week weekend month year"
    " quarter summer Winter fall Monday FRIDAY May March Jan. 31 30 29 February 2022 2100 1990s 12/13/2020"
    " 01.02.2020 days few several couple ago later from now today tomorrow yesterday night Christmas New Year's"
    " Eve 19th 0 99 400 and or – . ( “ before past coming half twenty-one Q3 fortnight hours ahead is will said"
    " would not due"
).split()


@settings(max_examples=300, deadline=None)
@given(words=st.lists(st.sampled_from(WORDS), max_size=14), published=st.dates(date(1600, 1, 1), date(3000, 12, 31)))
def test_any_words_of_dates_are_read_in_order_and_in_bounds(words: list[str], published: date) -> None:
    text = " ".join(words)

    found = find_dates(text, published)

    assert [one.span for one in found] == sorted({one.span for one in found})
    assert all(text[slice(*one.span)] == one.words and one.first <= one.last for one in found)
    assert all(as_reply(one)["direction"] in ("past", "future") for one in found)
