"""The bundled dossier against its articles: quotations word for word, all else in our own words."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DOSSIER = ROOT / "dossiers" / "us-russia-prisoner-swap-2022.yaml"
FOLDER = "BACKCHANNEL_ARTICLES"

LONGEST_QUOTATION = 45  # words in one run
LONGEST_COPY = 9  # words our own text may share with an article in one run

_MARKS = str.maketrans({**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’‚`´", "'")})
_QUOTED = re.compile(r"“([^”]*)”")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")

Articles = Mapping[str, str]


@dataclass(frozen=True)
class Passage:
    """One text of the dossier, where it stands, and which sources it is said to come from."""

    item: str
    path: str
    text: str
    kind: str
    sources: tuple[str, ...]


def articles_folder() -> Path:
    return Path(os.environ.get(FOLDER) or ROOT.parent / "shared" / "articles")


def read_articles(folder: Path) -> Articles:
    """Read every article, folded, by the number its file name begins with."""
    return {path.name[:3]: fold(path.read_text("utf-8")) for path in sorted(folder.glob("[0-9]*.txt"))}


def fold(text: str) -> str:
    """Make whitespace, quotation marks and apostrophes alike."""
    return " ".join(text.translate(_MARKS).split())


def list_faults(dossier: Mapping[str, Any], articles: Articles) -> list[str]:
    """Check every text of a dossier; each fault names its item."""
    passages = list(_passages(dossier))
    copied = _runs(articles.values())
    return [
        f"{passage.item} {passage.path}: {fault}"
        for passage in passages
        for fault in (*_misquoted(passage, articles), *_copied(passage, copied))
    ]


# --- what stands where


def _passages(dossier: Mapping[str, Any]) -> Iterator[Passage]:
    for section, value in dossier.items():
        if isinstance(value, str):
            yield Passage("the dossier", section, value, "", ())
        for item in value if isinstance(value, list) else ():
            if isinstance(item, dict):
                yield from _walk(item, item.get("id", "the dossier"), section, ())


def _walk(part: Mapping[str, Any], item: str, path: str, above: tuple[str, ...]) -> Iterator[Passage]:
    own = part.get("sources") or part.get("source")
    sources = (own,) if isinstance(own, str) else tuple(own or above)
    for key, value in part.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                yield from _walk(one, item, f"{path}.{key}", sources)
            else:
                yield Passage(item, f"{path}.{key}", one, part.get("kind", ""), sources)


def _quotes_all(passage: Passage) -> bool:
    """Tell whether the whole text is said to be the article's."""
    if passage.path == "statements.wordings.text":
        return passage.kind in ("direct", "headline")
    return passage.path.endswith((".exact", ".spellings.text", ".speaker_as", ".when.words"))


# --- quotations


def _misquoted(passage: Passage, articles: Articles) -> Iterator[str]:
    quotations = [passage.text] if _quotes_all(passage) else _QUOTED.findall(passage.text)
    if passage.path == "statements.wordings.text":
        if passage.kind == "partial" and not quotations:
            yield "a partial wording without exact words in “ ”"
        if passage.kind == "indirect" and re.search(r"[“”\"„«»]", passage.text):
            yield "quotation marks in an indirect wording"
    for quotation in quotations:
        yield from _unlike_the_article(quotation, passage, articles)


def _unlike_the_article(quotation: str, passage: Passage, articles: Articles) -> Iterator[str]:
    segments = [fold(segment) for segment in quotation.split("[…]")]
    for segment in segments:
        if len(_WORD.findall(segment)) > LONGEST_QUOTATION:
            yield f"more than {LONGEST_QUOTATION} words in one run: {segment!r}"
    wanted = {source[:3] for source in passage.sources} or set(articles)
    # a name, label or gist must be in each of its sources; a date's words or a quotation in a remark in one of them
    needs_each = passage.path.endswith(".gist.text") or (_quotes_all(passage) and not passage.path.endswith(".words"))
    missing = sorted(number for number in wanted if not _in_order(segments, articles.get(number, "")))
    if missing and (needs_each or missing == sorted(wanted)):
        yield f"{quotation!r} is not in article {', '.join(missing)}"


def _in_order(segments: list[str], article: str) -> bool:
    place = 0
    for segment in segments:
        found = article.find(segment, place)
        if found < 0:
            return False
        place = found + len(segment)
    return True


# --- our own words


def _copied(passage: Passage, copied: frozenset[tuple[str, ...]]) -> Iterator[str]:
    # the title of a source is its headline
    if _quotes_all(passage) or passage.path == "sources.title":
        return
    for stretch in _QUOTED.split(passage.text)[::2]:
        for run in _runs([stretch]) & copied:
            yield f"{len(run)} words as in an article: {' '.join(run)!r}"


def _runs(texts: Any) -> frozenset[tuple[str, ...]]:
    length = LONGEST_COPY + 1
    words = [_WORD.findall(fold(text).casefold()) for text in texts]
    return frozenset(tuple(text[at : at + length]) for text in words for at in range(len(text) - length + 1))


# --- tests


def test_bundled_dossier_quotes_word_for_word_and_copies_nothing_else() -> None:
    articles = read_articles(articles_folder())
    if not articles:
        pytest.skip(f"no articles in {articles_folder()}; name their folder in {FOLDER}")

    faults = list_faults(yaml.load(DOSSIER.read_text("utf-8"), Loader=yaml.BaseLoader), articles)

    assert not faults, "\n".join(faults)


# what an article prints where it tells of an origin
_PRINTED = {
    "cnn": "CNN",
    "gma": "Good Morning America",
    "mfa-statement": "statement",
    "reuters": "Reuters",
    "ria-novosti": "RIA Novosti",
    "state-dept-tweet": "@StateDept",
    "telegram-post": "Telegram",
    "told-cnn": "CNN's sources",
    "told-reuters": "told Reuters",
    "us-media-reports": "US media",
}


def test_each_chain_of_the_bundled_dossier_is_told_by_the_source_that_is_tagged_with_it() -> None:
    articles = read_articles(articles_folder())
    if not articles:
        pytest.skip(f"no articles in {articles_folder()}; name their folder in {FOLDER}")

    tags = list(_chains(yaml.load(DOSSIER.read_text("utf-8"), Loader=yaml.BaseLoader)))

    assert len(tags) > 80
    assert not [(item, origin, source) for item, origin, source in tags if _PRINTED[origin] not in articles[source]]


def _chains(dossier: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for section, items in dossier.items():
        for item in items if section in ("sources", "statements", "offers", "events", "points", "dates") else ():
            yield from _chains_in(item, item["id"], item["id"] if section == "sources" else "")


def _chains_in(part: Mapping[str, Any], item: str, source: str) -> Iterator[tuple[str, str, str]]:
    source = part.get("source", source)
    yield from ((item, origin, source[:3]) for origin in part.get("via", ()))
    for value in part.values():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                yield from _chains_in(one, item, source)


def test_words_that_a_gist_quotes_must_stand_in_each_of_its_sources() -> None:
    gist = {"text": "Says “ready to talk”", "sources": ["000-paper", "001-paper"]}

    (fault,) = list_faults({"people": [{"id": "vane", "gist": [gist]}]}, {"000": fold(ARTICLE), "001": "No."})

    assert fault == "vane people.gist.text: 'ready to talk' is not in article 001"


ARTICLE = """He said: “We are
ready to talk”, and then: “Let’s begin now.” Nobody else in the long room had a word to say."""


def faults_of(**wording: str) -> list[str]:
    statement = {"id": "S1", "wordings": [{"source": "000-paper", **wording}]}
    return list_faults({"statements": [statement]}, {"000": fold(ARTICLE)})


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("direct", "We are ready to talk"),
        ("direct", "We are ready […] Let's begin"),
        ("headline", "Let’s begin now."),
        ("partial", "Both are “ready to talk” and want to “begin now.”"),
        ("indirect", "He wants talks."),
    ],
)
def test_faithful_wordings_pass(kind: str, text: str) -> None:
    assert not faults_of(kind=kind, text=text)


@pytest.mark.parametrize(
    ("kind", "text", "fault"),
    [
        ("direct", "We were ready to talk", "is not in article 000"),
        ("direct", "Let's begin […] We are ready", "is not in article 000"),
        ("partial", "They are “ready to walk”.", "is not in article 000"),
        ("partial", "They are ready.", "without exact words"),
        ("indirect", "They are “ready to talk”.", "quotation marks"),
        ("indirect", "Nobody else in the long room had a word to tell.", "10 words as in an article"),
    ],
)
def test_unfaithful_wordings_are_named_with_their_item(kind: str, text: str, fault: str) -> None:
    (found,) = faults_of(kind=kind, text=text)

    assert found.startswith("S1 statements.wordings.text: ")
    assert fault in found


def test_a_long_quotation_is_too_long_even_if_it_is_right() -> None:
    article = fold("word " * 46)
    wording = {"source": "000-paper", "kind": "direct", "text": article}

    faults = list_faults({"statements": [{"id": "S1", "wordings": [wording]}]}, {"000": article})

    assert len(faults) == 1
    assert "more than 45 words" in faults[0]


def test_every_fault_is_reported_at_once() -> None:
    wordings = [{"source": "000-paper", "kind": "direct", "text": text} for text in ("no", "neither")]
    report = {"source": "000-paper", "value": "ready", "exact": "not at all"}
    statement, point = {"id": "S1", "wordings": wordings}, {"id": "P1", "reports": [report]}

    faults = list_faults({"statements": [statement], "points": [point]}, {"000": "Yes."})

    assert [fault.split()[0] for fault in faults] == ["S1", "S1", "P1"]
