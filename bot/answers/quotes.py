"""Who said what: each utterance once, with its wordings by source."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from bot.answers.lookup import find_about, find_whom, first_day
from bot.answers.timeline import told_by
from bot.answers.utterance import is_exact, look_up, utterance
from bot.answers.wording_watch import watch_blocks
from bot.asking import Ask, UserError
from bot.blocks import Answer, Block, Choice, Line
from bot.phrasing.items import called
from bot.phrasing.lines import count, label_parts, natural
from bot.phrasing.when import day
from db.model import edtf
from db.model.records import Item, Party, Person, Statement
from db.model.shapes import references
from db.reading.statements import Sought, count_statements, first_looked_at, list_statements
from db.reading.view import find_items

MOST = 30  # utterances in one answer
_LOOKED_THROUGH = 300  # for exact words, before the asker is told how to go on
_COUNTED = 1000
_EXAMPLE = "/quotes peskov about:talks"

YesNo = Literal["", "yes", "no"]
Form = Literal["", "copy", "watch"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for, its names found; `typed` are the options as they came."""

    typed: Mapping[str, str]
    speaker: Person | Party | None = None
    subject: Item | None = None
    since: date | None = None

    @property
    def exact(self) -> bool:
        return self.typed["exact"] == "yes"

    @property
    def copy(self) -> bool:
        return self.typed["form"] == "copy"

    def line(self, **changes: str) -> str:
        found = {
            "name": self.speaker.id if self.speaker else "",
            "about": self.subject.id if self.subject else "",
            "since": self.since.isoformat() if self.since else "",
        }
        return _line({**self.typed, **{name: value for name, value in found.items() if value}, **changes})

    def words(self) -> str:
        said = f" by {called(self.speaker)}" if self.speaker else ""
        said += f" about {called(self.subject)}" if self.subject else ""
        return said + (f" since {day(self.since)}" if self.since else "")

    def sought(self, *, undated: bool = False) -> Sought:
        named = {id_ for _, id_, ref in references(self.subject) if ref.kinds == ("statement",)} if self.subject else ()
        return Sought(
            speaker=self.speaker.id if isinstance(self.speaker, Person) else "",
            party=self.speaker.id if isinstance(self.speaker, Party) else "",
            about=self.subject.id if self.subject else "",
            named=tuple(sorted(named)),
            since=self.since,
            undated=undated,
        )


def quotes(
    ask: Ask,
    *,
    name: Annotated[str, "who spoke: a person, a party, or a statement’s id, e.g. peskov"] = "",
    about: Annotated[str, "a topic, a person, a party or an item, e.g. talks or O1"] = "",
    since: Annotated[str, "only what can have been said on or after this day, e.g. 28 July"] = "",
    exact: Annotated[YesNo, "only words that a source has verbatim"] = "",
    form: Annotated[Form, "copy: plain text for a story; watch: what changed"] = "",
    before: Annotated[str, "go on behind this statement, e.g. S12"] = "",
) -> Answer:
    """Show what was said, newest first: each utterance once, its wordings under it by source.

    Exact words stand in quotation marks, reported ones never do; what was translated, translated back or garbled
    says so. With form:copy each wording is a line to paste into a story, with role, date, outlet and certainty.
    With form:watch one person's statements on one subject stand oldest first, and what changed in their wording is
    marked, by comparing texts: wording, not meaning.
    """
    options = {"name": name, "about": about, "since": since, "exact": exact, "form": form, "before": before}
    asked = choose_statements(ask, options)
    if isinstance(asked, Answer):
        return asked
    if isinstance(asked, Statement):
        return _one(ask, asked, options)
    return _watch(ask, asked) if form == "watch" else _list(ask, asked)


def choose_statements(ask: Ask, options: Mapping[str, str]) -> Asked | Statement | Answer:
    """Find out which statements are meant, or answer with a question back; raises UserError."""
    typed = {**options, "before": _behind(ask, options["before"]) if options["before"].strip() else ""}
    named = _statement(ask, typed["name"]) if typed["name"].strip() else None
    if named and typed["form"] != "watch":
        return named
    speaker = _speaker(ask, typed)
    subject = _subject(ask, typed)
    if isinstance(speaker, Answer):
        return speaker
    if isinstance(subject, Answer):
        return subject
    first = first_day(ask, "since", typed["since"]) if typed["since"].strip() else None
    return Asked(typed=typed, speaker=speaker, subject=subject, since=first)


def _line(options: Mapping[str, str]) -> str:
    said = [(name, " ".join(value.replace('"', " ").split())) for name, value in options.items()]
    shown = [f'{name}:"{value}"' if " " in value else f"{name}:{value}" for name, value in said if value]
    return " ".join(["/quotes", *shown])


def _statement(ask: Ask, id_: str) -> Statement | None:
    found = find_items(ask.view, {id_.strip(), id_.strip().upper()})
    return next((one for one in found.values() if isinstance(one, Statement)), None)


def _behind(ask: Ask, before: str) -> str:
    if statement := _statement(ask, before):
        return statement.id
    raise UserError(
        f"before: no statement “{before.strip()[:40]}” is known by {day(ask.as_of)}. For example: /quotes before:S12"
    )


def _speaker(ask: Ask, typed: Mapping[str, str]) -> Person | Party | Answer | None:
    if not typed["name"].strip():
        return None
    return find_whom(ask, typed["name"], example=_EXAMPLE, line=lambda id_: _again(ask, _line({**typed, "name": id_})))


def _subject(ask: Ask, typed: Mapping[str, str]) -> Item | Answer | None:
    if not typed["about"].strip():
        return None
    return find_about(
        ask, typed["about"], example=_EXAMPLE, line=lambda id_: _again(ask, _line({**typed, "about": id_}))
    )


def _again(ask: Ask, line: str) -> str:
    """Let a button ask as of the same day."""
    return f"{line} as_of:{ask.as_of.isoformat()}" if ask.explicit_as_of else line


def _one(ask: Ask, statement: Statement, typed: Mapping[str, str]) -> Answer:
    copy = typed["form"] == "copy"
    blocks: list[Block] = [utterance(look_up(ask, [statement]), statement, copy=copy)]
    if not copy:
        blocks.append(Choice("Copy for a story", _again(ask, _line({"name": statement.id, "form": "copy"}))))
    line = _line({"name": statement.id, "form": "copy" if copy else ""})
    title = "Copy for a story" if copy else f"Statement {statement.id}"
    return Answer(title, tuple(blocks), line=line, copied=copy)


def _list(ask: Ask, asked: Asked) -> Answer:
    found = find_statements(ask, asked)
    title = "Copy for a story: statements" if asked.copy else "Statements"
    blocks: list[Block] = [_counted(ask, asked, found)]
    blocks += _left_out(ask, asked)
    known = look_up(ask, found.statements)
    shown = sorted(found.statements, key=_place)
    blocks += [utterance(known, one, exact=asked.exact, copy=asked.copy) for one in shown]
    blocks += [Choice(label, _again(ask, line)) for label, line in _next(asked, found)]
    return Answer(f"{title}{asked.words()}", tuple(blocks), line=asked.line(), copied=asked.copy)


@dataclass(frozen=True, slots=True)
class Found:
    """Statements newest first; of those `looked_at` the last is where to go on, if there are more.

    `past` counts those left out since a source that came out before told of them.
    """

    statements: list[Statement]
    looked_at: int
    last: str
    more: bool
    past: int = 0


def find_statements(ask: Ask, asked: Asked) -> Found:
    """List the statements that are meant, newest first, at most `MOST`."""
    kept: list[Statement] = []
    last, looked_at, past = "", 0, 0
    for statement, by in _newest(ask, asked):
        if len(kept) == MOST or looked_at == _LOOKED_THROUGH:
            return Found(kept, looked_at, last, more=True, past=past)
        if asked.since and by < asked.since:
            past += 1
            continue
        last, looked_at = statement.id, looked_at + 1
        if not asked.exact or any(map(is_exact, statement.wordings)):
            kept.append(statement)
    return Found(kept, looked_at, last, more=False, past=past)


def _newest(ask: Ask, asked: Asked) -> Iterator[tuple[Statement, date]]:
    """Yield statements, newest first, each with the day by which it was told as past."""
    before = asked.typed["before"]
    while batch := list_statements(ask.view, asked.sought(), limit=MOST + 1, before=before):
        out = told_by(ask, batch) if asked.since else {}
        yield from ((one, out.get(one.id, date.max)) for one in batch)
        before = batch[-1].id


def _place(statement: Statement) -> tuple[int, tuple[int, str]]:
    """Order by first possible day, newest first; within a day as numbered, which is as their sources go."""
    earliest = edtf.bounds(statement.when.edtf).earliest if statement.when else date.min
    return -earliest.toordinal(), natural(statement.id)


def _counted(ask: Ask, asked: Asked, found: Found) -> Line:
    """Say how many are shown of how many, or why there are none and what to try."""
    if not found.looked_at:
        return Line((f"Nothing{asked.words()} in what was published by {day(ask.as_of)}. {_wider(asked)}",))
    all_ = _number(ask, asked.sought(), but=found.past)
    behind = f", those behind {asked.typed['before']}" if asked.typed["before"] else ""
    if asked.exact:
        said = f"{len(found.statements)} with exact words among {found.looked_at} of {all_}{behind}"
        return Line((said if found.statements else f"{said}. {_wider(asked)}",))
    return Line((f"{len(found.statements)} of {all_}, newest first{behind}",))


def _wider(asked: Asked) -> str:
    fewer = [name for name in ("before", "exact", "since", "about", "name") if asked.typed[name].strip()]
    return f"Try it without {fewer[0]}:, or {_EXAMPLE}" if fewer else "Try a later as_of:, or /status"


def _left_out(ask: Ask, asked: Asked) -> list[Line]:
    """Say what `since` had to leave out."""
    if asked.since is None:
        return []
    sought = asked.sought(undated=True)
    undated = list_statements(ask.view, sought, limit=MOST)
    cites = [wording.source for one in undated for wording in one.wordings]
    begun = f"ranges that began before {day(first_looked_at(asked.since))}"
    told = f"{begun}, and {_number(ask, sought)} without a first day"
    return [label_parts([told], cites=cites, label="Left out by since")]


def _number(ask: Ask, sought: Sought, *, but: int = 0) -> str:
    number = count_statements(ask.view, sought, most=_COUNTED + 1) - but
    return count(number, "statement") if number <= _COUNTED else f"more than {count(_COUNTED, 'statement')}"


def _next(asked: Asked, found: Found) -> Iterator[tuple[str, str]]:
    if found.more:
        yield "Older ones", f"{asked.line(before=found.last)} depth:full"
    if found.statements and not asked.copy:
        yield "Copy for a story", asked.line(form="copy")
    if found.statements and isinstance(asked.speaker, Person) and asked.subject:
        yield "Wording watch", asked.line(form="watch", exact="", before="")


def _watch(ask: Ask, asked: Asked) -> Answer:
    if not isinstance(asked.speaker, Person) or asked.subject is None:
        raise UserError(f"form:watch takes one person and one subject. For example: {_EXAMPLE} form:watch")
    statements = list_statements(ask.view, asked.sought(), limit=MOST, before=asked.typed["before"])
    title = f"Wording watch: statements{asked.words()}"
    if not statements:
        return Answer(title, (_counted(ask, asked, Found([], 0, "", more=False)),), line=asked.line())
    number = count_statements(ask.view, asked.sought(), most=len(statements) + 1)
    known = look_up(ask, statements)
    blocks = watch_blocks(statements, person=asked.speaker, sources=known.ground.trail.sources)
    if number > len(statements):
        blocks.insert(1, Line((f"the newest {len(statements)} only; others: before:{statements[-1].id}",)))
    return Answer(title, (*blocks, *_left_out(ask, asked)), line=asked.line())
