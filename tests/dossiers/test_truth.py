"""Every answer, export and digest: no exact words that a source cited behind them does not have."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest

from bot.asking import UserError
from bot.blocks import Answer, Exact, Line, Mark, Quote, walk
from bot.cli.load import bundled_dossiers
from bot.commands import dispatch, parser
from bot.dossiers.intake import check_text
from db.loading.dossiers import replace_dossier
from db.model.codec import items_of
from db.model.records import Dossier
from db.storage.database import Database, open_database
from tests.asking import ANN
from tests.builders import DESK, NOW, TINY, tiny

from .test_verbatim import articles_folder, fold, read_articles

_DAYS = {"talks": ("2022-07-28", "2022-07-31", ""), "ferry": ("2031-03-04", "")}
_READING = "status offers conflicts timeline dates quotes handover sources changes".split()
_BETWEEN = {"talks": "2022-07-28 2022-08-10", "ferry": "2031-03-04 2031-03-15"}
_QUOTED = re.compile(r"“([^“”]*)”")

Has = Callable[[str, str], bool]  # whether a source has these words


@pytest.fixture(scope="module")
def bundled() -> Dossier:
    """The bundled dossier."""
    [file] = bundled_dossiers()
    return check_text(file.read_bytes(), name=file.name)


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory, migrated: Path, bundled: Dossier) -> Iterator[Database]:
    """A database with the bundled dossier, which nobody changes."""
    file = copyfile(migrated, tmp_path_factory.mktemp("truth") / "test.db")
    database = open_database(f"sqlite:///{file}")
    with database.writing() as connection:
        replace_dossier(connection, bundled, now=NOW, actor="test")
    yield database
    database.close()


def own_words(dossier: Dossier) -> Has:
    """Tell what a source has by all exact words that the dossier gives of it."""
    exact: dict[str, list[str]] = {}
    for _kind, item in items_of(dossier):
        for source, text in _exact_of(item):
            exact.setdefault(source, []).append(fold(text))
    return lambda source, words: _in_order(words, " | ".join(exact.get(source, [])))


def _exact_of(value: Any, within: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield what a record has word for word of which source: exact words, names, words for days, gists."""
    if isinstance(value, tuple):
        for one in value:
            yield from _exact_of(one, within)
    if not hasattr(value, "__dataclass_fields__"):
        return
    own = getattr(value, "sources", None) or filter(None, [getattr(value, "source", "")])
    sources = tuple(own) or within
    for name in value.__dataclass_fields__:
        held = getattr(value, name)
        if isinstance(held, str):
            yield from ((source, held) for source in sources)
        else:
            yield from _exact_of(held, sources or _all_sources(value))


def _all_sources(item: Any) -> tuple[str, ...]:
    parts = (*getattr(item, "wordings", ()), *getattr(item, "reports", ()), *getattr(item, "announced", ()))
    return tuple(part.source for part in parts)


def articles() -> Has | None:
    folder = articles_folder()
    if not folder.is_dir():
        return None
    articles = read_articles(folder)
    return lambda source, words: _in_order(words, articles.get(source[:3], ""))


def _in_order(words: str, text: str) -> bool:
    """Tell whether a text has words, or their pieces around cuts, in this order."""
    at = 0
    for piece in filter(None, (fold(one) for one in words.split("[…]"))):
        found = text.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def untrue(answer: Answer, has: Has) -> Iterator[str]:
    """Yield exact words of which one source cited does not have them, or that none is cited for."""
    for block in walk(answer.blocks):
        match block:
            case Quote():
                texts = [block.text] if block.kind in ("direct", "headline") else _QUOTED.findall(block.text)
                yield from (f"“{one}” {block.cites}" for one in texts if not _carried(one, block.cites, has))
            case Line():
                marks = [cite for part in block.parts if isinstance(part, Mark) for cite in part.cites]
                cites = (*block.cites, *marks)
                for part in block.parts:
                    if isinstance(part, Exact) and not _carried(part.text, part.cites, has):
                        yield f"“{part.text}” {part.cites}"
                    # in a sentence of ours, which may rest on several: one of them has it
                    for one in _QUOTED.findall(part) if isinstance(part, str) and cites else ():
                        if not any(has(cite, one) for cite in cites):
                            yield f"“{one}” in our words {cites}"
            case _:
                pass


def _carried(text: str, cites: tuple[str, ...], has: Has) -> bool:
    return bool(cites) and all(has(cite, text) for cite in cites)


def _lines(dossier: Dossier, name: str, day: str) -> Iterator[str]:
    at = f" as_of:{day}" if day else ""
    whom = [*(one.id for one in dossier.people), *(one.id for one in dossier.parties)]
    for depth in ("short", "full"):
        yield from (f"/{one}{at} depth:{depth}" for one in _READING if one not in ("sources",))
        yield from (f"/conflicts kind:{kind}{at} depth:{depth}" for kind in ("wording", "name"))
        yield from (f"/who {one}{at} depth:{depth}" for one in whom)
        yield f"/find exchange{at} depth:{depth}"
        yield f"/compare {whom[0]} {whom[1]}{at} depth:{depth}"
    yield from (f"/quotes {one}{at} form:{form}" for one in whom for form in ("copy", "watch"))
    yield f"/sources{at}"
    if not day:
        yield f"/compare {_BETWEEN[name]}"
        items: list[Any] = [item for _kind, item in items_of(dossier)]
        yield from (line for one in items for line in (f"/item {one.id}", f"/item {one.id} form:copy"))


def _walk(database: Database, lines: Iterator[str], has: Has) -> list[str]:
    found = []
    for line in lines:
        name, options = parser.parse(line)
        try:
            answer = dispatch.ask(database, name, options, now=NOW, desk=DESK, asker=ANN, request=line)
        except UserError:
            continue  # nobody has said it by then
        found += [f"{line}: {untrue}" for untrue in untrue(answer, has)]
    return found


@pytest.mark.parametrize("day", _DAYS["talks"])
def test_every_answer_on_the_bundled_dossier_quotes_what_each_cited_source_has(
    talks: Database, bundled: Dossier, day: str
) -> None:
    has = articles() or own_words(bundled)

    assert _walk(talks, _lines(bundled, "talks", day), has) == []


@pytest.mark.parametrize("day", _DAYS["ferry"])
def test_every_answer_on_the_tiny_dossier_quotes_what_each_cited_source_has(ferry: Database, day: str) -> None:
    assert _walk(ferry, _lines(tiny(), "ferry", day), own_words(tiny())) == []


def test_exports_and_digests_quote_what_a_source_has(talks: Database, bundled: Dossier, tmp_path: Path) -> None:
    has = articles() or own_words(bundled)
    name, options = parser.parse("/dossier export format:markdown")
    file = dispatch.ask(talks, name, options, now=NOW, desk=DESK, asker=ANN).file
    assert file is not None
    text = file.content.decode().replace("\\", "")
    sources = [source.id for source in bundled.sources]

    quoted = {one for line in text.splitlines() for one in _QUOTED.findall(line)}

    assert len(quoted) > 200
    assert [one for one in sorted(quoted) if not any(has(source, one) for source in sources)] == []


def test_the_walk_finds_words_that_a_source_does_not_have() -> None:
    has = own_words(tiny())
    lied = TINY["statements"][0]["wordings"][0]["text"]
    blocks = (
        Line((Exact(lied, ("weekly",)),)),
        Line((Exact(lied, ("morning",)),)),
        Line((Exact(lied),)),
        Line((f"She said “{lied}”.",), ("morning", "weekly")),
        Line(("She said “nothing at all”.",), ("morning",)),
        Quote("Ada Vane", "direct", lied, ("morning", "late")),
        Quote("Ada Vane", "partial", f"It was “{lied}”", ("morning",)),
    )

    assert len(list(untrue(Answer("", blocks), has))) == 4
