"""Offers in prose: each rule by one sentence and its nearest wrong neighbour."""

import pytest

from bot.articles.offers import OfferInText, find_offers
from bot.articles.paragraphs import find_paragraphs
from bot.articles.quotation_marks import find_quotations
from bot.articles.sentences import find_sentences


def read(text: str) -> list[OfferInText]:
    paragraphs = find_paragraphs(text)
    quotations, _ = find_quotations(text, paragraphs)
    return find_offers(text, find_sentences(text, paragraphs, quotations))


@pytest.mark.parametrize(
    ("sentence", "rule", "by", "state"),
    [
        ("The port has offered to pay a bonus.", "verb of offering", "The port", "made"),
        ("Norrland proposed a joint police post in Fell.", "verb of offering", "Norrland", "made"),
        ("Dravia suggested exchanging the captain for two sailors.", "verb of offering", "Dravia", "made"),
        ("They offered 60 days.", "verb of offering", "They", "made"),
        ("Sul is ready to open the road once the first men are home.", "ready to give", "Sul", "conditional"),
        (
            "Crews would receive the rise in return for the allowance.",
            "something for something",
            "Crews",
            "conditional",
        ),
        ("The council made a generous offer to end the strike.", "an offer by its name", "The council", "made"),
        ("Volna would stop the pumps within a week if no money came.", "do it or else", "Volna", "ultimatum"),
    ],
)
def test_offer_is_found_with_who_makes_it(sentence: str, rule: str, by: str, state: str) -> None:
    found = read(sentence)

    assert [(one.rule, one.by, one.state) for one in found] == [(rule, by, state)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The port offered its condolences.",
        "She declined to offer details of the plan.",
        "The answer to the proposed swap is late.",
        "Dravia suggested that the captain had lied.",
        "Sul is ready to discuss the road.",
        "The troops stand battle ready to sign off the exercise.",
        "The council read the letter and sent it back.",
        "The pumps stopped within a week, and nobody came.",
        "He will not stop working until everybody is home.",
    ],
)
def test_what_only_sounds_like_an_offer_is_none(sentence: str) -> None:
    assert read(sentence) == []


def test_attribution_is_no_part_of_the_terms() -> None:
    (found,) = read("The envoy said on Monday that Sul had offered to open the road, two officials told the Courier.")

    assert (found.words, found.by) == ("Sul had offered to open the road", "Sul")
