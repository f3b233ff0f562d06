"""Quotations whose file gives them no id keep the one they got, whatever is changed in them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from rapidfuzz import fuzz
from sqlalchemy import select

from db.loading.write import batches
from db.model.codec import decode, kind_of
from db.model.quotation_id import folded_words, is_derived, quotation_id
from db.model.records import Dossier, Statement
from db.model.shapes import references
from db.storage import schema
from db.storage.database import Connection

_ALIKE = 70  # of 100: below that it is another quotation
_MOST_PAIRS = 100_000  # compared word for word; more of one speaker are held to each other by equal words alone


def keep_quotation_ids(connection: Connection, dossier: Dossier, stored: Mapping[str, tuple[str, str]]) -> Dossier:
    """Give what was corrected in a quotation without an id the id under which it is stored.

    `stored` is the kind and hash of each item of the file as it was. A quotation counts as the same if its speaker
    and most of its words are, or all its words; each stored one is given away once, to the likeliest.
    """
    here = {one.id for one in dossier.statements}
    gone = [id_ for id_, (kind, _hash) in stored.items() if is_derived(id_) and kind == _KIND and id_ not in here]
    fresh = [one for one in dossier.statements if one.id not in stored and _derived(one)] if gone else []
    if not fresh:
        return dossier
    named = {target for one in _naming(dossier) for _role, target, _ref in references(one)}
    given = _given([one for one in fresh if one.id not in named], _read(connection, dossier.id, gone))
    if not given:
        return dossier
    kept = tuple(replace(one, id=given[one.id]) if one.id in given else one for one in dossier.statements)
    return replace(dossier, statements=kept)


_KIND = kind_of(Statement)


def _derived(statement: Statement) -> bool:
    wording = statement.wordings[0]
    return is_derived(statement.id) and statement.id.startswith(
        quotation_id(statement.speaker, wording.source, wording.text)
    )


def _naming(dossier: Dossier) -> Iterable[object]:
    """List what can name a statement."""
    return (*dossier.statements, *dossier.offers, *dossier.events, *dossier.points, *dossier.dates)


def _read(connection: Connection, dossier: str, ids: list[str]) -> Iterator[Statement]:
    item = schema.item.c
    for batch in batches(ids):
        rows = connection.execute(
            select(item.body).where(item.dossier == dossier, item.desk == schema.FILE, item.id.in_(batch))
        )
        yield from (decode(_KIND, row.body) for row in rows)


def _given(fresh: Sequence[Statement], gone: Iterable[Statement]) -> dict[str, str]:
    """Pair new quotations with those that are gone, the likeliest first: id in the file -> id as stored."""
    of_speaker, of_words = defaultdict(list), defaultdict(list)
    for old in gone:
        of_speaker[old.speaker].append((old.id, _words(old)))
        of_words[_words(old)].append(old.id)
    pairs = []
    for new in fresh:
        words, same_speaker = _words(new), of_speaker[new.speaker]
        pairs += [(-100.0, new.id, id_) for id_ in of_words[words]]
        if len(same_speaker) * len(fresh) <= _MOST_PAIRS:
            pairs += [(-fuzz.ratio(words, other), new.id, id_) for id_, other in same_speaker]
    given: dict[str, str] = {}
    taken: set[str] = set()
    for score, new_id, old_id in sorted(pairs):
        if -score >= _ALIKE and new_id not in given and old_id not in taken:
            given[new_id] = old_id
            taken.add(old_id)
    return given


def _words(statement: Statement) -> str:
    return folded_words(statement.wordings[0].text)
