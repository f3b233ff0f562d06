"""Answers as Discord messages: how they look, that data stays text, that limits hold."""

import re
import time
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.blocks import Answer, Choice, Exact, Group, Line, Moment, Part, Quote, SourceMark, Window
from bot.discord.markdown import clip, escape, link, split, units
from bot.discord.messages import Page, buttons, pages, sentence, shared, together
from bot.long_lines import key_of
from bot.phrasing.plain import plain
from tests.hostile import hostile, markup, said, without_ours

AFP = SourceMark("003-afp", "AFP", "Kremlin wary", Window("2022-07-28"), deduced=False, maybe_later=False)
PAPER = replace(AFP, id="004-paper", name="a paper", published=Window("2022-07-29"), deduced=True, maybe_later=True)

cites = st.lists(st.one_of(st.sampled_from(["003-afp", "004-paper"]), hostile), max_size=8).map(tuple)
days = st.sampled_from([Window("2022-07-27"), Window("2022-07-27/2022-08-03")])
moments = st.just(Moment(datetime(2022, 7, 28, 9, tzinfo=UTC)))
parts = st.lists(st.one_of(said, moments, days, st.builds(Exact, said)), max_size=4).map(tuple)
kinds = st.sampled_from(["direct", "partial", "indirect", "headline"])
remarks = st.lists(hostile, max_size=3).map(tuple)
leaves = st.one_of(
    st.builds(Line, parts, cites, hostile),
    st.builds(Quote, said, kinds, said, cites, st.just("2022-07-27"), hostile, remarks),
    st.builds(Choice, hostile, said),
)
blocks = st.recursive(
    leaves, lambda inner: st.builds(Group, said, st.lists(inner, max_size=4).map(tuple)), max_leaves=12
)
urls = st.one_of(hostile, st.just("https://example.org/a_(b)"))
ids = st.sampled_from(["003-afp", "004-paper"])
mark = st.builds(SourceMark, ids, said, hostile, days, st.booleans(), st.booleans(), remarks, urls)
marks = st.lists(mark, max_size=2).map(tuple)
answers = st.builds(
    Answer, said, st.lists(blocks, max_size=6).map(tuple), said, st.just(date(2022, 7, 28)), said, marks
)


def test_a_line_shows_label_moment_words_and_sources() -> None:
    moment = Moment(datetime(2022, 7, 28, 9, tzinfo=UTC))
    line = Line(
        ("by ", moment, ", ", Exact("in the coming days"), ": ", Window("2022-07-27/2022-08-03")),
        ("003-afp",),
        "Due",
    )

    [page] = pages(Answer("Dates", (line,), as_of=date(2022, 7, 28), dossier="Swap", sources=(AFP,)))

    assert page.embed.title == "Dates"
    assert page.embed.description == (
        "**Due:** by <t:1658998800:f> (<t:1658998800:R>), “in the coming days”: "
        f"{Window('2022-07-27/2022-08-03').words()} \\[003-afp\\]\n\n"
        "**Sources**\n003-afp · AFP · 28 July 2022"
    )
    assert page.embed.footer.text == "as of 28 July 2022 · Swap"


def test_a_quote_stands_under_who_said_it_where_and_when() -> None:
    quote = Quote("Dmitry Peskov", "direct", "No deal yet", ("004-paper",), "2022-07-28", "on a call", ("translated",))
    answer = Answer("Peskov", (Group("Statements", (quote,)),), as_of=date(2022, 7, 28), sources=(PAPER,))

    [page] = pages(answer)

    assert page.embed.description == (
        "**Statements**\n"
        "**Dmitry Peskov**, 28 July 2022, on a call \\[004-paper; may be later\\] *(translated)*\n"
        "> “No deal yet”\n\n"
        "**Sources**\n004-paper · a paper · 29 July 2022 (deduced); may be later than 28 July 2022"
    )


def test_pages_break_between_quotes_repeat_the_title_and_count() -> None:
    quotes = tuple(Quote(f"Speaker {n}", "direct", "word " * 30, ("003-afp",)) for n in range(12))

    first, second = pages(Answer("All", (Group("Statements", quotes),), line="/who all", sources=(AFP,)))

    assert first.embed.footer.text == "Page 1 of 2 (1–10 of 12)"
    assert second.embed.footer.text == "Page 2 of 2 (11–12 of 12)"
    assert (second.embed.description or "").startswith("**Statements**\n**Speaker 10**")
    assert "003-afp · AFP" in (second.embed.description or "")


def test_what_does_not_fit_one_page_has_ten_entries_on_each() -> None:
    lines = tuple(Line((f"line {n}",)) for n in range(34))

    feet = [page.embed.footer.text for page in pages(Answer("All", lines, line="/find line"))]

    assert feet == [f"Page {n + 1} of 4 ({10 * n + 1}–{min(34, 10 * n + 10)} of 34)" for n in range(4)]
    assert len(pages(Answer("All", lines[:30], line="/find line"))) == 1


def test_choices_become_buttons_and_a_long_line_has_its_key_in_the_id() -> None:
    long_line = "/who " + "x" * 100
    answer = Answer(
        "Which?",
        (Choice("Viktor Bout", "/who bout"), Choice("Viktor Bout", "/who bout"), Choice("Other", long_line)),
    )

    [page] = pages(answer)

    assert _ids(page) == {"Viktor Bout": "ask:/who bout", "Other": f"ask:{key_of(long_line)}", "Share": "share"}


def test_paging_buttons_carry_the_line_and_say_where_they_lead() -> None:
    answer = Answer("All", tuple(Line((f"line {n}",)) for n in range(90)), line="/who bout as_of:2022-07-28")

    first, second, *_, third = pages(answer)

    assert "Previous" not in _ids(first, answer.line)
    assert _ids(second, answer.line)["Previous"] == "page:1:/who bout as_of:2022-07-28"
    assert _ids(second, answer.line)["Next"] == "page:3:/who bout as_of:2022-07-28"
    assert "Next" not in _ids(third, answer.line)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("@everyone <@&1>", "@\u200beveryone \\<@\u200b&1\\>"),
        ("[reuters.com](https://evil.example)", "\\[reuters.com\\](https\\://evil.example)"),
        ("<t:0:R> <#1> </who:1>", "\\<t\\:0:R\\> \\<#1\\> \\</who:1\\>"),
        ("# one\n-# two", "\\# one -# two"),
        ("1. first", "1\\. first"),
        ("a_b at 10:00, 2022-07-28 – fine", "a\\_b at 10:00, 2022-07-28 – fine"),
        ("evil\u202egnp.exe\x00", "evilgnp.exe"),
    ],
)  # fmt: skip
def test_data_comes_out_as_text(text: str, shown: str) -> None:
    assert escape(text) == shown


def test_halves_of_a_link_in_neighbouring_parts_stay_apart() -> None:
    parted: tuple[Part, ...] = ("https:", "//evil.example and @", "everyone")

    [page] = pages(Answer("", (Line(parted),)))

    assert page.embed.description == "https\\://evil.example and @\u200beveryone"


@pytest.mark.parametrize("text", ["[a](", "@everyone", "\\", ":a", "x", "-# ", "||"])
def test_escaping_and_splitting_take_linear_time(text: str) -> None:
    started = time.perf_counter()

    split(escape(text * (200_000 // len(text))), 1000)

    assert time.perf_counter() - started < 2  # discord.utils.escape_markdown: hours


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/a_(b)?c=d", "[open](<https://example.org/a_%28b%29?c=d>)"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("https://reuters.com@evil.example", ""),
        ("https://", ""),
        ("https://[::1", ""),
        ("https://example.org/> @everyone", "[open](<https://example.org/%3E%20%40everyone>)"),
        ("https://example.org/" + "x" * 500, ""),
    ],
)  # fmt: skip
def test_only_plain_web_addresses_become_links_under_our_label(url: str, shown: str) -> None:
    assert link(url, "open") == shown


def test_errors_and_names_of_sharers_are_text_too() -> None:
    assert sentence("No “@everyone”.").description == "No “@\u200beveryone”."
    assert shared(sentence("x"), "ann\n**b**").author.name == "Shared by ann **b**"


@given(said)
def test_escaped_text_reads_as_the_text_and_holds_nothing_else(text: str) -> None:
    escaped = escape(text)

    assert markup(escaped) == []
    assert _shown(escaped).strip() == plain(text).strip()


@given(said, st.integers(40, 300))
def test_split_lines_keep_their_room_and_every_word(text: str, room: int) -> None:
    lines = split(escape(text), room)

    assert all(units(line) <= room and not markup(line) for line in lines)
    assert "".join("".join(map(_shown, lines)).split()) == "".join(plain(text).split())
    assert units(clip(escape(text), room)) <= room


@settings(max_examples=150, deadline=None)
@given(answers)
def test_every_page_of_every_answer_is_within_limits_and_has_only_our_markup(answer: Answer) -> None:
    made = pages(answer)

    for number, page in enumerate(made, 1):
        embed = page.embed
        assert (page.number, page.total) == (number, len(made))
        assert embed.title or embed.description
        assert units(embed.title or "") <= 256
        assert units(embed.description or "") <= 4096
        assert units(embed.footer.text or "") <= 2048
        assert sum(map(units, (embed.title or "", embed.description or "", embed.footer.text or ""))) <= 5800
        assert markup(embed.title or "") == []
        assert markup(without_ours(embed.description or "")) == []


@settings(max_examples=30, deadline=None)
@given(answers)
def test_buttons_of_every_answer_are_within_limits(answer: Answer) -> None:
    for page in pages(answer)[:3]:
        shown = buttons(page, answer.line, share=True).to_components()

        made = [button for row in shown for button in row["components"]]
        assert len(shown) <= 5
        assert all(len(row["components"]) <= 5 for row in shown)
        assert all(1 <= units(button["label"]) <= 80 and units(button["custom_id"]) <= 100 for button in made)
        assert len({button["custom_id"] for button in made}) == len(made)


def _ids(page: Page, line: str = "") -> dict[str, str]:
    rows = buttons(page, line, share=True).to_components()
    return {button["label"]: button["custom_id"] for row in rows for button in row["components"]}


def _shown(escaped: str) -> str:
    """Read markdown as Discord does where nothing but escapes is left."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", escaped).replace("\u200b", "")


def test_more_buttons_than_a_page_holds_stand_on_the_next_ones() -> None:
    asked = tuple(Choice(f"Person {n}", f"/who p{n}") for n in range(45))
    answer = Answer("Which one?", (Line(("“P” fits 45.",)), *asked), line="/who P")

    made = pages(answer)
    labels = [getattr(item, "label", "") for page in made for item in buttons(page, answer.line).children]

    assert [label for label in labels if label.startswith("Person")] == [f"Person {n}" for n in range(45)]
    assert [len(buttons(page, answer.line).children) for page in made] == [21, 22, 6]  # with the ways to other pages
    assert {page.embed.description for page in made} == {"“P” fits 45."}
    assert len(together(made)) == 1


def test_without_a_way_to_other_pages_what_no_button_holds_is_a_line() -> None:
    asked = tuple(Choice(f"Person {n}", f"/who p{n}") for n in range(25))

    [page] = pages(Answer("Which one?", asked))

    assert len(page.choices) == 20
    assert "Person 24: /who p24" in (page.embed.description or "")
