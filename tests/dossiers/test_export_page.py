"""The exported page: every item with its anchor, nothing from elsewhere, readable and searched in a browser."""

import base64
import hashlib
import re
import shutil
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from bot.cli.load import bundled_dossiers
from bot.commands import dispatch, parser
from bot.dossiers.intake import read_dossier
from db.loading.dossiers import replace_dossier
from db.model.records import SECTIONS, Dossier
from db.storage.database import Database
from tests.asking import ANN
from tests.builders import DESK, NOW, replaced, tiny
from tests.hostile import hostile_dossier
from tests.pictures.browser import Chromium, chromium

CSS = Path("bot/dossiers/page/page.css")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""
HOSTILE = [
    "</script><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x=\'',
    "</title></svg></q><!-- <!",
    "${1 + 1} <% raise %> ## \\\n% for",
    "&lt;b&gt; &#x202e;",
    "one \u202eowt\u2066 \u200fthree",
]


class _Tags(HTMLParser):
    """Every start tag with its attributes, and the text between."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def values(self, name: str) -> list[str]:
        return [attributes[name] for _, attributes in self.tags if name in attributes]


def _page(database: Database, dossier: Dossier | None = None, day: str = "") -> str:
    if dossier is not None:
        with database.writing() as connection:
            replace_dossier(connection, dossier, now=NOW, actor="test")
    name, options = parser.parse(f"/dossier export format:html {f'as_of:{day}' if day else ''}")
    answer = dispatch.ask(database, name, options, now=NOW, desk=DESK, asker=ANN)
    assert answer.file is not None
    return answer.file.content.decode()


@pytest.mark.parametrize("path", [None, *bundled_dossiers()], ids=lambda path: path.stem if path else "tiny")
def test_every_item_has_its_anchor_and_every_link_of_the_page_leads_somewhere(
    database: Database, path: Path | None
) -> None:
    dossier = read_dossier(path) if path else tiny()

    tags = _Tags(_page(database, dossier))

    ids = Counter(tags.values("id"))
    items = {one.id for section in SECTIONS for one in getattr(dossier, section)}
    assert items - set(ids) == set()
    assert [id_ for id_, many in ids.items() if many > 1] == []
    assert {link for link in tags.values("href") if link.removeprefix("#") not in ids} <= {
        source.url for source in dossier.sources
    }


def test_every_wording_stands_there_with_its_source_and_where_it_stands_leads(ferry: Database) -> None:
    text = " ".join("".join(_Tags(_page(ferry)).texts).split())

    for one in tiny().statements:
        assert all(wording.text in text for wording in one.wordings)
    assert text.index("Where it stands Newest source") < text.index("We shall meet within a week”")
    assert re.search(r"“We shall meet within a week” (?:\w+ · )?Morning Post, 1 March 1", text)


def test_a_past_day_knows_no_later_source(ferry: Database) -> None:
    page = _page(ferry, day="2031-03-01")

    assert "As known on 1 March 2031" in page
    assert "Morning Post" in page
    assert not re.search("The Weekly|Adda Wane|newsletter|Bern Oake|former mayor", page)


@pytest.mark.parametrize("said", HOSTILE)
def test_no_text_of_a_dossier_becomes_a_tag_or_turns_others_round(database: Database, said: str) -> None:
    hostile = _Tags(_page(database, hostile_dossier(said)))

    tame = _Tags(_page(database, hostile_dossier("word")))

    assert [tag for tag, _ in hostile.tags] == [tag for tag, _ in tame.tags]
    assert [sorted(given) for _, given in hostile.tags] == [sorted(given) for _, given in tame.tags]
    assert not re.search("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", "".join(hostile.texts))


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//b.example", 'https://a.b/"onclick="x', " https://a.b c"]
)
def test_only_addresses_of_the_web_are_links(database: Database, url: str) -> None:
    tags = _Tags(_page(database, replaced("sources", "morning", url=url)))

    assert [link for link in tags.values("href") if not link.startswith("#")] == []


def test_an_address_of_the_web_is_a_link(database: Database) -> None:
    tags = _Tags(_page(database, replaced("sources", "morning", url="https://a.example/b?c=1&d=2")))

    assert [link for link in tags.values("href") if not link.startswith("#")] == ["https://a.example/b?c=1&d=2"]


def test_the_page_needs_nothing_and_its_policy_allows_its_own_style_and_script_alone(ferry: Database) -> None:
    page = _page(ferry)

    [policy] = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    allowed = re.findall(r"(style|script)-src &#39;sha256-([^&]*)&#39;", policy)
    own = [(tag, re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)) for tag in ("style", "script")]
    assert policy.startswith("default-src &#39;none&#39;; ")
    assert allowed == [(tag, base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()) for tag, [text] in own]
    assert _Tags(page).values("src") + _Tags(page).values("style") + re.findall(r"@import|url\(", page) == []


def _colours() -> list[dict[str, str]]:
    """Read each scheme's colours: light, dark, print."""
    blocks = re.findall(r":root \{(.*?)\}", CSS.read_text("utf-8"), re.DOTALL)
    return [dict(re.findall(r"--([a-z]+): (#[0-9a-f]{3,6})", block)) for block in blocks]


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_colour_of_letters_stands_out_from_what_is_behind_it() -> None:
    light, dark, paper = _colours()

    weak = [
        (front, back, scheme[front])
        for scheme in (light, dark, paper)
        for front in set(scheme) - {"paper", "band", "rule"}
        for back in ("paper", "band")
        for bright, dim in [sorted((_luminance(scheme[front]), _luminance(scheme[back])), reverse=True)]
        if (bright + 0.05) / (dim + 0.05) < 4.5
    ]

    assert set(light) == set(dark) == set(paper)
    assert weak == []


# --- in a browser

_SEARCH = """(async () => {
  const field = document.getElementById("_words");
  field.value = %r;
  field.dispatchEvent(new Event("input"));
  await new Promise((done) => setTimeout(done, 250));
  return [...document.querySelectorAll("article")].filter((item) => item.offsetParent).map((item) => item.id);
})()"""
_HEADINGS = '[...document.querySelectorAll("h1, h2, h3, h4, h5")].map((one) => Number(one.tagName[1]))'
_FOLLOW = """(async () => {
  document.querySelector('a[href="#vane"]').click();
  await new Promise((done) => setTimeout(done, 250));
  const item = document.getElementById("vane");
  return [Boolean(item.offsetParent), Math.round(item.getBoundingClientRect().top) < innerHeight];
})()"""


@pytest.mark.skipif(not CHROMIUM, reason="needs Chromium")
async def test_a_browser_searches_follows_links_and_complains_of_nothing(ferry: Database, tmp_path: Path) -> None:
    file = tmp_path / "ferry.html"
    file.write_text(_page(ferry), encoding="utf-8")

    async with chromium(CHROMIUM) as browser:
        await browser.open(file.as_uri(), width=390)
        found = await browser.evaluate(_SEARCH % "WITHIN wéek")
        none = await browser.evaluate(_SEARCH % "xyzzy")
        all_ = await browser.evaluate(_SEARCH % "")
        await browser.evaluate(_SEARCH % "oake harbour")
        followed = await browser.evaluate(_FOLLOW)
        widest = [await _widest(browser, file, width) for width in (390, 1280)]
        headings = await browser.evaluate(_HEADINGS)

    assert "S1" in found
    assert len(found) < len(all_)
    assert none == []
    assert {"S1", "vane", "late", "O1", "D1", "north"} <= set(all_)
    assert followed == [True, True]
    assert widest == [390, 1280]
    assert headings[0] == 1
    assert [pair for pair in pairwise(headings) if pair[1] > pair[0] + 1 or pair[1] == 1] == []
    assert browser.complaints == []


async def _widest(browser: Chromium, file: Path, width: int) -> object:
    await browser.open(file.as_uri(), width=width, dark=width > 600)
    return await browser.evaluate("document.documentElement.scrollWidth")
