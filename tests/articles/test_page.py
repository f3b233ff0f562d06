"""Pages: the article's text among menus, with the place of each character."""

from bot.articles.page import read_page
from bot.articles.reader import read_article
from bot.articles.records import Article

PROSE = "The ferries will run again in May, and the crews have agreed to that in the end."
PAGE = f"""<!doctype html><html><head><title>Ferries – Halm Post</title>
<meta property="og:title" content="Ferries to run again"><meta property="og:site_name" content="Halm Post">
<meta property="article:published_time" content="2023-05-04T10:00:00Z"><link rel="canonical" href="https://example.org/f">
<script>var said = "<p>He said so</p>";</script><style>p {{ color: red }}</style></head><body>
<nav><ul><li><a href="/">Home of the port and of all the ferries in the north</a></li></ul></nav>
<article><h1>Ferries to run again</h1><p>{PROSE}</p>
<p>&ldquo;We are <b>close</b> &amp; calm,&rdquo; Ada Lind said on Monday, and she would not say more to us.</p>
<figure><img src="x.jpg"><figcaption>A ferry in the port of Halm on a calm day in May.</figcaption></figure>
<div class="related-links"><p>Read more of what Ben Okoro said about the ferries and their crews here.</p></div>
</article><footer><p>All rights reserved by the Halm Post since the year 1911.</p></footer></body></html>"""


def test_a_page_gives_its_article_without_menus_captions_and_scripts() -> None:
    assert read_page(PAGE).text == (
        f"Ferries to run again\n\n{PROSE}\n\n"
        "“We are close & calm,” Ada Lind said on Monday, and she would not say more to us."
    )


def test_a_page_says_its_title_day_outlet_and_address() -> None:
    page = read_page(PAGE)

    assert (page.title, page.published, page.outlet, page.link) == (
        "Ferries to run again", "2023-05-04", "Halm Post", "https://example.org/f"
    )  # fmt: skip


def test_places_are_those_of_the_page() -> None:
    found = read_article(Article(PAGE, is_page=True)).statements[0]

    start, end = found.spans[0]
    assert PAGE[start:end] == "We are <b>close</b> &amp; calm,"
    assert found.said_on is not None
    assert found.said_on.day.isoformat() == "2023-05-01"


def test_a_page_without_an_article_element_is_read_where_its_prose_is() -> None:
    paragraph = f"<p>{PROSE}</p>"

    page = f"<a href='/'>Home</a><div id=x>{paragraph}{paragraph}</div><div class=footer>{paragraph}</div>"

    assert read_page(page).text == f"{PROSE}\n\n{PROSE}"


def test_a_less_than_sign_and_an_open_tag_end_no_text() -> None:
    page = f"<p>{PROSE}</p><p>If 3 < 4 then the ferries run, and the crews are paid again.</p><p {PROSE}"

    assert "the ferries run, and the crews" in read_page(page).text
