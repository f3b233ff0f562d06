"""S6, S8: whatever is typed into whatever option is answered soon, as text, and stops nothing else meanwhile."""

import asyncio
import random
import re
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import dateparser
import pytest

from bot.asking import UserError
from bot.cli.run import prepare
from bot.commands import dispatch
from bot.commands.completion import complete
from bot.commands.registry import COMMANDS, all_options, options_of
from bot.discord.messages import buttons, pages, sentence
from bot.terminal.text import plain
from db.desk.desks import Desk
from db.loading.dossiers import replace_dossier
from db.model.search_terms import typed_terms
from db.reading.search import find_hits, list_ids, nearest_words
from db.reading.view import View
from db.storage.database import Database
from tests.asking import ANN
from tests.builders import NOW, TINY, tiny
from tests.faults.conftest import Figures
from tests.faults.sizes import sized
from tests.hostile import hostile_texts, markup, without_marks, without_ours

_DESK = Desk("42", "Europe/Berlin", "09:00")
_ANSWER, _STALL = 0.25, 0.025  # seconds
_BEAT = 0.002
_OPTIONS = [(name, option.name) for name in COMMANDS for option in all_options(name) if not option.choices]
# options that count lengths of several units, which dateparser does; chance alone seldom brings these together
_COUNTED = [("when", "text"), ("quotes", "since"), ("dates", "within"), ("handover", "until")]
_LENGTHS = ["in two weeks and three days", "two weeks and three days and two hours", "in 9 days and 9999999 hours"]
_LENGTHS += [f"in {'9' * 50} weeks and {'9' * 9} days", "in two weeks and " * 350 + "three days", "1 day 2 hours " * 6]


@dataclass
class _Cost:
    """What answering cost, in seconds of this process's work: how busy the machine is does not count."""

    answers: list[float] = field(default_factory=list)
    stalls: list[float] = field(default_factory=list)
    dateparser: list[int] = field(default_factory=list)

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Note by how much work of the loop's thread each beat is late."""

        async def beat() -> None:
            while True:
                before = time.thread_time()
                await asyncio.sleep(_BEAT)
                self.stalls.append(max(0.0, time.thread_time() - before - _BEAT))

        beating = asyncio.create_task(beat())
        try:
            yield
        finally:
            beating.cancel()


async def test_whatever_is_typed_into_an_option_is_answered_soon_and_shown_as_text(
    ferry: Database, figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    many, cost = sized(500, 3_000, 12_000), _Cost()
    read = dateparser.parse

    def parse(text: str, *rest: Any, **settings: Any) -> Any:
        cost.dateparser.append(len(text))
        return read(text, *rest, **settings)

    monkeypatch.setattr(dateparser, "parse", parse)
    for name in COMMANDS:
        _answered(ferry, name, {}, request=f"first {name}")
    await prepare(ferry, _DESK)  # as the bot does before anybody types
    async with cost.watching():
        for number, (name, option, typed) in enumerate(_typed(many)):
            began = time.process_time()
            shown = await asyncio.to_thread(_answered, ferry, name, {option: typed}, request=f"{number}")
            cost.answers.append(time.process_time() - began)
            assert [one for one in shown if _markup(one)] == [], (name, option, typed)
            began = time.process_time()
            await asyncio.to_thread(complete, ferry, name, option, typed, options={}, now=NOW, desk=_DESK, asker=ANN)
            cost.answers.append(time.process_time() - began)

    figures(
        "S6",
        texts=many + len(_COUNTED) * len(_LENGTHS),
        options=len(_OPTIONS),
        dearest_answer=max(cost.answers),
        longest_stall=max(cost.stalls),
        longest_to_dateparser=max(cost.dateparser),
    )
    assert max(cost.dateparser) <= 80
    assert max(cost.answers) <= _ANSWER
    assert max(cost.stalls) <= _STALL


def _typed(many: int) -> Iterator[tuple[str, str, str]]:
    """Give what is typed into which option of which command."""
    yield from ((name, option, typed) for name, option in _COUNTED for typed in _LENGTHS)
    for number, typed in enumerate(hostile_texts(many, seed=6)):
        yield *_OPTIONS[number % len(_OPTIONS)], typed


def _answered(database: Database, name: str, typed: dict[str, str], *, request: str) -> list[str]:
    """Ask with what is needed besides; give all that Discord would show, which is checked against its limits."""
    given = {option.name: (option.choices or ("D1",))[0] for option in options_of(name) if option.required} | typed
    try:
        answer = dispatch.ask(database, name, given, now=NOW, desk=_DESK, asker=ANN, request=request)
    except UserError as error:
        return [sentence(str(error)).description or ""]
    made = pages(answer)
    buttons(made[0], answer.line, share=True).to_components()
    assert all(len(page.embed.description or "") <= 4096 for page in made)
    assert re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e]", plain(answer, zone="UTC")) == []
    return [text for page in made for text in (page.embed.title or "", page.embed.description or "")]


def _markup(shown: str) -> list[str]:
    return markup(without_ours(without_marks(shown)))


def test_hostile_searches_raise_nothing_and_stay_in_their_dossier(either_database: Database, figures: Figures) -> None:
    with either_database.writing() as connection:
        replace_dossier(connection, tiny(), now=NOW, actor="test")
        other = tiny(id="other", events=[TINY["events"][0] | {"id": "E9"}], statements=(), dates=())
        replace_dossier(connection, other, now=NOW, actor="test")
    many, chance = sized(300, 3_000, 10_000), random.Random(8)
    operators = "\" ' * ^ : ( ) - + { } = \\ \0 NEAR AND OR NOT words: =d-other rank ferry vote vane a 漢 🙂 ъ ; -- %"
    pieces = operators.split(" ")
    texts = [*hostile_texts(many // 2, seed=8)]
    texts += [chance.choice(("", " ")).join(chance.choices(pieces, k=chance.choice((1, 2, 5, 12)))) for _ in texts]
    texts += [made for piece in pieces for made in (piece * 6000, f"{piece} " * (6000 // (len(piece) + 1)))]
    elsewhere = 0

    with either_database.reading() as connection:
        view = View(connection, "local", "ferry", date(2031, 3, 12))
        for number, typed in enumerate(texts):
            terms = typed_terms(typed[:6000])
            hits = find_hits(view, terms, best=number % 3 == 0)
            elsewhere += "E9" in hits.items
            if number % 20 == 0:
                list_ids(view, typed, limit=3)
                for term in terms[:1]:
                    nearest_words(view, term.words[0])

    figures("S8", searches=len(texts), raised=0, of_another_dossier=elsewhere)
    assert elsewhere == 0
