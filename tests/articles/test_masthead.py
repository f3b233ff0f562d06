"""Where a plain text says that it came out, from the lines above its first sentence; never from its sentences."""

from datetime import date

import pytest

from bot.articles.heading import Heading
from bot.articles.masthead import find_masthead, without_outlet

_BODY = "\nThe two sides met for an hour and agreed to meet again before the end of the week.\n"
_TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (
            "Tide Herald\nTalks to resume on Tuesday\nBy Lena Moreau\nPORT ALDEN, 9 November 2026 (Tide Herald) — A",
            ("Tide Herald", "Talks to resume on Tuesday", "2026-11-09"),
        ),
        (
            "LINES RAISE OFFER\nCoast Radio News, November 10, 2026",
            ("Coast Radio News", "LINES RAISE OFFER", "2026-11-10"),
        ),
        (
            "Union to vote by 18 November\nNorthern Wire\n13 November 2026",
            ("Northern Wire", "Union to vote by 18 November", "2026-11-13"),
        ),
        (
            "Crews go back\nBy Ann Lee, CNN\nPublished 10:32 AM EST, Thu November 12, 2026",
            ("CNN", "Crews go back", "2026-11-12"),
        ),
        ("Crews go back | BBC\n2026-11-12", ("BBC", "Crews go back", "2026-11-12")),
        ("Crews go back\n\nGENEVA, Nov 12 (Reuters) - A", ("Reuters", "Crews go back", "2026-11-12")),
        ("Crews go back\nMOSCOW, November 12. /TASS/. A", ("TASS", "Crews go back", "2026-11-12")),
        ("FOR IMMEDIATE RELEASE\nCrews go back\nPort Alden, 13 November 2026", ("", "Crews go back", "2026-11-13")),
        (
            "Crews go back\nThe Skerry Bulletin, 12th November 2026",
            ("The Skerry Bulletin", "Crews go back", "2026-11-12"),
        ),
        ("Crews go back\nLast Updated: 12 November, 2026 10:20 BST", ("", "Crews go back", "2026-11-12")),
        ("Crews go back\nNovember 12, 2026 3:45 PM GMT+1", ("", "Crews go back", "2026-11-12")),
        ("Skerrywire\nCrews go back\n(CNN) Crews", ("CNN", "Crews go back", "")),
        # what a desk's dossier has as an outlet is one, whatever it is called
        ("Crews go back\nLangley's Notebook", ("Langley's Notebook", "Crews go back", "")),
        # and their nearest wrong neighbours
        ("Accord of 3 May 2024 holds", ("", "Accord of 3 May 2024 holds", "")),
        ("Press freedom fears grow\nDaily Press Briefing", ("", "Press freedom fears grow", "")),
        ("Crews go back\nBy Ann Lee\nGENEVA, Jan 12 (Reuters) - A", ("Reuters", "Crews go back", "")),  # which year?
        ("Crews go back\n13 November 2027", ("", "Crews go back", "")),  # still to come
        ("Crews go back\n31 February 2026", ("", "Crews go back", "")),
        ("Crews go back\nhttps://example.org/a", ("", "Crews go back", "")),
        ("On 2 November 2026 (the day of the walk-out) nobody sailed to the islands at all.", ("", "", "")),
    ],
)
def test_a_masthead_is_read_line_by_line(head: str, found: tuple[str, str, str]) -> None:
    masthead = find_masthead(head + _BODY, today=_TODAY, outlets=["Langley's Notebook"])
    assert (masthead.outlet, masthead.title, masthead.published) == found


def test_who_holds_the_rights_published_it() -> None:
    text = f"Crews go back\n{_BODY}\n© 2026 Skerry Post. All rights reserved."
    assert find_masthead(text, today=_TODAY).outlet == "Skerry Post"
    assert find_masthead(f"Crews go back\n{_BODY}\n© Getty Images", today=_TODAY).outlet == ""


def test_a_text_of_one_line_has_no_masthead() -> None:
    assert find_masthead("Crews go back", today=_TODAY) == Heading()


@pytest.mark.parametrize(
    ("title", "left"),
    [
        ("Islanders count cost - Skerry Post", "Islanders count cost"),
        ("Islanders count cost | Skerry Post", "Islanders count cost"),
        ("Islanders count cost - and pay it", "Islanders count cost - and pay it"),
        ("Skerry Post", "Skerry Post"),
    ],
)
def test_a_page_s_title_goes_without_its_outlet(title: str, left: str) -> None:
    assert without_outlet(title, {"skerry post": "Skerry Post"}) == left
