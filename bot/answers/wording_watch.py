"""The wording watch: one person on one subject, statement by statement. Wording, not meaning."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answers.copy_text import exactness
from bot.answers.wording_diff import (
    Changed,
    Difference,
    Phrase,
    Words,
    differ,
    nearest_before,
    phrases,
    turns,
    verbatim,
)
from bot.blocks import Block, Exact, Group, Line, Part, Quote
from bot.names.folding import fold
from bot.phrasing.lines import count, label_parts, natural
from bot.phrasing.statements import best_wording, nearness, quote
from bot.phrasing.when import age
from db.model import edtf
from db.model.records import Person, Source, Statement

_MOST_MARKS = 4
_MOST_PHRASES = 10
_INTRO = "Texts compared word by word, exact words only. What differs between two sources may be a translator’s doing."

# how a change of words, added words and missing words are said
_IN_TIME = (" became ", " is new", " is gone")
_AT_ONCE = (" against ", " in the second only", " in the first only")


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement with the exact words there are of it, those nearest to what was said first."""

    statement: Statement
    words: tuple[Words, ...]


def watch_blocks(statements: Sequence[Statement], *, person: Person, sources: Mapping[str, Source]) -> list[Block]:
    """Show statements oldest first, each with what changed against earlier ones, then the phrases that come back."""
    dated = sorted((one for one in statements if one.when), key=lambda one: (age(one)[:2], natural(one.id)))
    said = [_Said(one, exact_words(one, sources)) for one in dated]
    shown = tuple(
        Group(
            one.statement.id,
            (_shown(one.statement, person), *word_differences(one.statement, sources), *_marks(one, said[:place])),
        )
        for place, one in enumerate(said)
    )
    undated = tuple(Group(one.id, (_shown(one, person),)) for one in statements if one.when is None)
    blocks: list[Block] = [Line((_INTRO,), label="Wording, not meaning")]
    blocks += [Group(f"Oldest first, {count(len(shown), 'statement')}", shown)] if shown else []
    blocks += [Group("Day not given, so not compared", undated)] if undated else []
    return [*blocks, *_coming_back(said)]


def exact_words(statement: Statement, sources: Mapping[str, Source]) -> tuple[Words, ...]:
    """List the speaker's exact words as each source has them, those nearest to what was said first."""
    found = (
        Words(statement.id, wording.source, texts, sources[wording.source].language)
        for wording in sorted(statement.wordings, key=nearness)
        if (texts := verbatim(wording.kind, wording.text))
    )
    return tuple(dict.fromkeys(found))


def word_differences(statement: Statement, sources: Mapping[str, Source]) -> Iterator[Line]:
    """Mark where sources have other words of one utterance than the wording nearest to what was said."""
    words = exact_words(statement, sources)
    others = [other for other in words[1:] if other.language == words[0].language and not _within(other, words[0])]
    found = [difference for other in others if (difference := differ(words[0], other))]
    for difference in [one for one in found if one.alike or one.common][:_MOST_MARKS]:
        old, new = difference.old.source, difference.new.source
        both = f"{old} against {new}: " if old != new else f"twice in {old}: "
        yield label_parts([both, *_difference(difference, _AT_ONCE)], cites=[old, new], label="Words differ")


def _within(cut: Words, whole: Words) -> bool:
    """Tell whether a source quotes no more than a part of what the other one has, in the same words."""
    longer = [f" {fold(text)} " for text in whole.texts]
    return all(any(f" {fold(text)} " in one for one in longer) for text in cut.texts)


def _difference(difference: Difference, said: tuple[str, str, str]) -> list[Part]:
    """Say how two wordings differ: word for word, or by what they share where little is alike."""
    if not difference.alike:
        both = tuple(dict.fromkeys((difference.old.source, difference.new.source)))
        shared = [[Exact(run, both)] for run in difference.common[:_MOST_MARKS]]
        return ["little alike", *([": both have "] if shared else []), *_joined(shared, ", ")]
    shown = [_change(change, said, difference) for change in difference.changed[:_MOST_MARKS]]
    more = len(difference.changed) - len(shown)
    return _joined([*shown, *([[f"and {count(more, 'other change')}"]] if more else [])], "; ")


def _change(change: Changed, said: tuple[str, str, str], between: Difference) -> list[Part]:
    became, new, gone = said
    before, after = Exact(change.old, (between.old.source,)), Exact(change.new, (between.new.source,))
    if not change.old:
        return [after, new]
    return [before, became, after] if change.new else [before, gone]


def _joined(runs: Sequence[Sequence[Part]], between: str) -> list[Part]:
    return [part for place, run in enumerate(runs) for part in ([between] if place else []) + list(run)]


def _shown(statement: Statement, person: Person) -> Quote:
    wording = best_wording(statement)
    remarks = (exactness(wording), wording.damage) if wording.damage else (exactness(wording),)
    return replace(quote(statement, wording, speaker=person.name), remarks=remarks)


def _marks(said: _Said, earlier: Sequence[_Said]) -> Iterator[Line]:
    if not said.words:
        yield label_parts(["no exact words, so not compared"], cites=_sources(said.statement))
    by_id = {one.statement.id: one.statement for one in earlier} | {said.statement.id: said.statement}
    before = [one.words for one in earlier]
    pair = next(((old, new) for new in said.words if (old := nearest_before(new, before))), None)
    if pair:
        yield _changed(*pair, by_id)
    yield from _turns(said, earlier, by_id)


def _changed(old: Words, new: Words, by_id: Mapping[str, Statement]) -> Line:
    difference = differ(old, new)
    parts = _difference(difference, _IN_TIME) if difference else ["the same words"]
    return _mark("Changed" if difference else "Unchanged", old, new, parts, by_id)


def _turns(said: _Said, earlier: Sequence[_Said], by_id: Mapping[str, Statement]) -> Iterator[Line]:
    for turn in turns(said.words, [one.words for one in earlier])[:_MOST_MARKS]:
        label = "Turn from no to yes" if turn.to_yes else "Turn from yes to no"
        sure = _follows(by_id[turn.old.statement], said.statement)
        parts: list[Part] = [Exact(turn.before, (turn.old.source,)), " – ", Exact(turn.after, (turn.new.source,))]
        yield _mark(label if sure else "Once with a no, once without", turn.old, turn.new, parts, by_id)


def _mark(label: str, old: Words, new: Words, parts: Sequence[Part], by_id: Mapping[str, Statement]) -> Line:
    """Name both statements and sources."""
    doubts = [] if _follows(by_id[old.statement], by_id[new.statement]) else ["which came first is not certain"]
    doubts += ["two sources"] if old.source != new.source else []
    doubt = f" ({'; '.join(doubts)})" if doubts else ""
    both = f"{old.statement} in {old.source} → {new.statement} in {new.source}{doubt}: "
    return label_parts([both, *parts], cites=[old.source, new.source], label=label)


def _follows(old: Statement, new: Statement) -> bool:
    """Tell whether a statement was surely made on a later day."""
    if old.when is None or new.when is None:
        return False
    return edtf.bounds(old.when.edtf).latest < edtf.bounds(new.when.edtf).earliest


def _coming_back(said: Sequence[_Said]) -> list[Block]:
    worded = [one for one in said if one.words]
    found = phrases([one.words for one in worded])
    if not found:
        cites = [source for one in worded for source in _sources(one.statement)]
        told = "none of two telling words or more is in two statements"
        return [label_parts([told], cites=cites, label="Phrases")] if worded else []
    lines = tuple(_phrase(phrase, len(worded)) for phrase in found[:_MOST_PHRASES])
    return [Group(f"Phrases that come back, {len(lines)} of {len(found)}", lines)]


def _phrase(phrase: Phrase, compared: int) -> Line:
    first, last = phrase.first, phrase.last
    said = f": first in {first.statement} ({first.source}), last in {last.statement} ({last.source}); "
    said += f"in {phrase.used} of {count(compared, 'compared statement')}"
    said += f"; not in the {phrase.gone} after it" if phrase.gone else "; in the latest of them too"
    return label_parts(
        [Exact(phrase.text, tuple(dict.fromkeys((phrase.first.source, phrase.last.source)))), said],
        cites=[first.source, last.source],
    )


def _sources(statement: Statement) -> list[str]:
    return [wording.source for wording in statement.wordings]
