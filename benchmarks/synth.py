"""A large invented dossier, for measuring: the same seed makes the same one."""

import argparse
import random
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import TextIO

from benchmarks.bulk_load import DossierExistsError, add_large_dossier
from bot.asking import UserError
from db.loading.heads import DossierHead
from db.model.fields import StanceKind
from db.model.records import (
    Announcement,
    Event,
    Item,
    Label,
    Offer,
    OfferState,
    Party,
    Person,
    Point,
    Report,
    Role,
    Source,
    Spelling,
    Stance,
    Statement,
    Term,
    Topic,
    TrackedDate,
    When,
    Wording,
)
from db.storage.database import Database, open_database

FIRST_DAY = date(2024, 1, 1)
DAYS = 1_000  # of publications, from the first day on

_TOPICS = 50
_WORDS = 8_000
_STANCES: tuple[StanceKind, ...] = ("says", "confirms", "denies", "expects", "declines to comment", "hopes")
_SYLLABLES = tuple("ka ro mi ta le vo si na do pe lu ri sha ko be go ze fi ra mo en ar ul is te ga".split())
_ENDINGS = tuple("ov ev in sky enko son man ez ian ski berg ton ard elli".split())
_ROLES = ("spokesperson of the", "deputy head of the", "adviser to the", "envoy of the", "lawyer for the")
_BODIES = ("harbour council", "ferry office", "grain board", "border service", "river commission", "rail union")
_CYRILLIC = str.maketrans("abdefgiklmnoprstuvzy", "абдефгиклмнопрстувзы")


@dataclass(frozen=True, slots=True)
class Size:
    """How much is made; `aliases` counts a person's names, the displayed one included."""

    people: int
    statements: int
    aliases: int = 10
    seed: int = 1

    @property
    def sources(self) -> int:
        """Fifty statements a source, at least ten sources."""
        return max(10, self.statements // 50)


def synthetic(size: Size) -> Iterator[Item]:
    """Make the items of a dossier, each after those it names; memory does not grow with the statements."""
    chance = random.Random(size.seed)
    yield from (Topic(id=_topic(place), name=f"topic {place}") for place in range(_TOPICS))
    yield from (_source(place, size) for place in range(size.sources))
    for party in ("north", "south"):
        yield Party(id=party, name=f"The {party}", side=True, spellings=(_spelt(f"The {party}", 0),))
    yield from (_person(place, size, chance) for place in range(size.people))
    speech = _Speech(size, chance)
    yield from (speech.statement(place) for place in range(size.statements))
    yield from _rest(size, chance)


def write(database: Database, dossier: str, size: Size, *, now: datetime, out: TextIO) -> None:
    """Write the dossier into a database in one transaction, telling `out` how far it is; raises UserError."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]{0,31}", dossier):
        raise UserError(f"“{dossier}” is no dossier's id. For example: --dossier synth")
    head = DossierHead(dossier, "A large invented dossier", "Made for measuring; nobody in it exists.", (), 1)
    started, shown = time.monotonic(), "\r" if out.isatty() else "\n"

    def tell(written: int) -> None:
        out.write(f"{written:,} items{shown}" if shown == "\r" or written % 100_000 == 0 else "")
        out.flush()

    try:
        with database.writing() as connection:
            written = add_large_dossier(connection, head, synthetic(size), now=now, progress=tell)
    except DossierExistsError as error:
        raise UserError(f"The database has a dossier “{dossier}” already. Choose another --dossier.") from error
    out.write(f"{dossier}: {written:,} items in {time.monotonic() - started:.0f} s\n")


class _Speech:
    """Who says what: a few people say most, and a few words make most of a text, as in real ones."""

    def __init__(self, size: Size, chance: random.Random) -> None:
        self._size, self._chance = size, chance
        self._people = list(accumulate(1 / (rank + 20) for rank in range(size.people)))
        self._words = list(accumulate(1 / (rank + 3) for rank in range(_WORDS)))
        self._vocabulary = _vocabulary(random.Random(size.seed + 1))

    def statement(self, place: int) -> Statement:
        """Make one; in the order of their sources, so that a file's pages are filled one after the other."""
        chance, size = self._chance, self._size
        first = place * size.sources // size.statements
        others = (min(first + chance.randint(1, 3), size.sources - 1),) if chance.random() < 0.3 else ()
        said = _day(first, size) - timedelta(days=chance.choice((0, 0, 1, 2)))
        speaker, *about = chance.choices(range(size.people), cum_weights=self._people, k=chance.choice((1, 2, 2, 3)))
        return Statement(
            id=f"S{place + 1:07}",
            speaker=_human(speaker),
            when=When(edtf=max(said, FIRST_DAY).isoformat()),
            stance=(Stance(kind=chance.choice(_STANCES), on="the matter"),),
            topics=(_topic(chance.randrange(_TOPICS)),),
            about=tuple(dict.fromkeys(map(_human, about))),
            wordings=tuple(self._wording(source) for source in dict.fromkeys((first, *others))),
        )

    def _wording(self, source: int) -> Wording:
        words = self._chance.choices(self._vocabulary, cum_weights=self._words, k=self._chance.randint(10, 29))
        text = " ".join(words).capitalize() + "."
        kind = self._chance.choice(("direct", "indirect"))
        return Wording(source=_paper(source), kind="direct" if kind == "direct" else "indirect", text=text)


def _vocabulary(chance: random.Random) -> list[str]:
    words: dict[str, None] = {}
    while len(words) < _WORDS:
        words["".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4)))] = None
    return list(words)


def _topic(place: int) -> str:
    return f"t{place}"


def _human(place: int) -> str:
    return f"p{place}"


def _paper(place: int) -> str:
    return f"n{place}"


def _day(source: int, size: Size) -> date:
    return FIRST_DAY + timedelta(days=source * DAYS // size.sources)


def _source(place: int, size: Size) -> Source:
    day = _day(place, size).isoformat()
    return Source(id=_paper(place), outlet=f"Paper {place % 40}", title=f"Report {place}", published=When(edtf=day))


def _spelt(text: str, source: int) -> Spelling:
    return Spelling(text=text, sources=(_paper(source),))


def _person(place: int, size: Size, chance: random.Random) -> Person:
    given = "".join(chance.choices(_SYLLABLES, k=2)).capitalize()
    surname = "".join(chance.choices(_SYLLABLES, k=chance.choice((2, 3)))).capitalize() + chance.choice(_ENDINGS)
    first = 0 if place < 20 else chance.randrange(size.sources // 2)
    later = min(first + size.sources // 4, size.sources - 1)
    named, *others = dict.fromkeys(_aliases(given, surname, chance, size.aliases))
    spelt = len(others) // 2
    party = "north" if place % 2 else "south"
    body = chance.choice(_BODIES)
    return Person(
        id=_human(place),
        name=named,
        party=party,
        spellings=(_spelt(named, first), *(_spelt(text, later) for text in others[:spelt])),
        typed=tuple(others[spelt:]),
        roles=(Role(title=f"{chance.choice(_ROLES)} {body} {place}", party=party, sources=(_paper(first),)),),
    )


def _aliases(given: str, surname: str, chance: random.Random, many: int) -> Iterator[str]:
    """Write a name in the ways that papers and people do, then with slips of the pen."""
    yield f"{given} {surname}"
    ways = [f"{surname}, {given}", f"{given[0]}. {surname}", surname, f"Mr. {surname}", f"{given} {surname}".lower()]
    ways += [f"{given} {surname}".lower().translate(_CYRILLIC), f"{surname.replace('k', 'c')}", f"{surname} {given}"]
    while len(ways) < many - 1:
        at = chance.randrange(1, len(surname) - 1)
        ways.append(f"{given} {surname[:at]}{surname[at + 1]}{surname[at]}{surname[at + 2 :]}{'h' * (len(ways) > 20)}")
    yield from ways[: many - 1]


def _rest(size: Size, chance: random.Random) -> Iterator[Item]:
    """Make what a dossier has few of, however much is said."""
    for place in range(min(20, size.people)):
        yield _offer(place, size)
    for place in range(min(2_000, size.statements // 100)):
        source = chance.randrange(size.sources)
        reports = (Report(source=_paper(source), value="it happened"),)
        there = (_human(chance.randrange(size.people)),)
        when = When(edtf=_day(source, size).isoformat())
        yield Event(id=f"E{place}", title=f"Meeting {place}", when=when, participants=there, reports=reports)
    for place in range(min(1_000, size.statements // 200)):
        sources = sorted({chance.randrange(size.sources) for _ in range(2)})
        values = tuple(Report(source=_paper(source), value=chance.choice(("80", "90"))) for source in sources)
        yield Point(id=f"point-{place}", question=f"How many seats has ferry {place}?", reports=values)
    for place in range(min(200, size.statements // 500)):
        yield _tracked(place, size, chance)


def _offer(place: int, size: Size) -> Offer:
    source = place * size.sources // 20
    cites = (_paper(source),)
    return Offer(
        id=f"O{place}",
        title=f"Offer {place}",
        by="north",
        to="south",
        terms=(Term(text="half the tickets", reports=(Report(source=cites[0], value="half"),)),),
        labels=(Label(exact="fair", by=_human(place), sources=cites),),
        states=(OfferState(state="made", when=When(edtf=_day(source, size).isoformat()), sources=cites),),
    )


def _tracked(place: int, size: Size, chance: random.Random) -> TrackedDate:
    source = chance.randrange(size.sources)
    opening = _day(source, size) + timedelta(days=1)
    by = _human(chance.randrange(size.people))
    return TrackedDate(
        id=f"D{place}",
        title=f"Vote {place}",
        announced=(Announcement(by=by, text="a vote will follow", source=_paper(source)),),
        when=When(edtf=f"{opening.isoformat()}/{(opening + timedelta(days=7)).isoformat()}"),
    )


def main() -> None:
    """Write one into a database: python -m benchmarks.synth FILE [--people N] [--statements N]."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.synth")
    parser.add_argument("database", help="a SQLite file or a postgresql:// address")
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--aliases", type=int, default=10, help="names a person has")
    parser.add_argument("--dossier", default="synth", help="the new dossier's id")
    parser.add_argument("--seed", type=int, default=1, help="another number makes another dossier")
    given = parser.parse_args()
    url = given.database if "://" in given.database else f"sqlite:///{given.database}"
    database = open_database(url)
    try:
        size = Size(people=given.people, statements=given.statements, aliases=given.aliases, seed=given.seed)
        write(database, given.dossier, size, now=datetime.now(UTC), out=sys.stderr)
    except UserError as error:
        sys.exit(str(error))
    finally:
        database.close()


if __name__ == "__main__":
    main()
