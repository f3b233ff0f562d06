"""Copy for a story: one source's wording as a line of plain text that carries its certainty and its source."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.blocks import Line, Mark, Part
from bot.phrasing.citations import Trail, name_source
from bot.phrasing.lines import label_parts
from bot.phrasing.statements import STATES, called_there, quoted_parts, speaks
from bot.phrasing.when import dated_by
from db.model import edtf
from db.model.edtf import Bounds
from db.model.records import Person, Role, Statement, Wording

_VERBS = {"direct": "said", "partial": "said", "indirect": "reportedly said", "headline": "as put in a headline"}
_WHOSE = {
    "direct": "exact words",
    "partial": "exact only inside the quotation marks",
    "indirect": "paraphrased, not quoted",
    "headline": "exact words of a headline, the outlet’s own",
}


@dataclass(frozen=True, slots=True)
class Ground:
    """What quotes stand on: the trail of their wordings, and the publication days of all sources they need."""

    trail: Trail
    published: Mapping[str, Bounds]


def story_line(statement: Statement, wording: Wording, person: Person, ground: Ground) -> Line:
    """Word a wording for pasting: who in which role then, when, in whose words, published where and when."""
    role = role_then(person, statement, wording, ground)
    who = f"{person.name}, {role.title}," if role else person.name
    if other := called_there(wording, person.name):
        who, role = other if person.kind == "institution" else f"{other}, taken to be {person.name},", None
    # what tells of silence is nobody's words
    worded = speaks(statement) or wording.kind != "indirect"
    begun = f"{who} {_verb(wording)}" if worded else f"{who.rstrip(',')}, by report"
    begun += f" ({_when(statement, wording)}): "
    others = tuple(source for source in (role.sources if role else ()) if source != wording.source)
    called: list[Part] = ["; role by", Mark(others)] if others else []
    told = [begun, *quoted_parts(wording), f" ({_basis(statement, wording, ground.trail)}", *called, ")"]
    return label_parts([*told, *dated_by(statement.when, [wording.source])], cites=[wording.source])


def exactness(wording: Wording) -> str:
    """Say whose words these are, and what was done to them."""
    whose = _WHOSE[wording.kind]
    if wording.kind == "direct" and wording.state != "original":
        whose = "exact words of the source"
    return "; ".join(said for said in (whose, STATES[wording.state]) if said)


def role_then(person: Person, statement: Statement, wording: Wording, ground: Ground) -> Role | None:
    """Choose the role a named person had when a statement was made, with the one source that is nearest to that.

    Of equally near ones the wording's own source decides; without a day that source comes first.
    """
    said = edtf.bounds(statement.when.edtf) if statement.when else None
    over = {role for role in person.roles if said and role.when and _apart(said, edtf.bounds(role.when.edtf))}
    given = [replace(role, sources=(source,)) for role in person.roles if role not in over for source in role.sources]

    def rank(role: Role) -> tuple[int, bool]:
        (source,) = role.sources
        return (_apart(said, ground.published[source]) if said else 0), source != wording.source

    return min(given, key=rank) if given and person.kind == "named" else None


def _apart(one: Bounds, other: Bounds) -> int:
    """Count the days between two stretches of time; none if they overlap."""
    return max((other.earliest - one.latest).days, (one.earliest - other.latest).days, 0)


def _verb(wording: Wording) -> str:
    lost = wording.state in ("retranslated", "garbled")
    return "is quoted as saying" if lost and wording.kind in ("direct", "partial") else _VERBS[wording.kind]


def _when(statement: Statement, wording: Wording) -> str:
    when = statement.when
    said = edtf.words(when.edtf) if when else "day not given"
    deduced = ", deduced" if when and when.basis == "deduced" else ""
    return "; ".join(fact for fact in (f"{said}{deduced}", wording.medium) if fact)


def _basis(statement: Statement, wording: Wording, trail: Trail) -> str:
    source = trail.sources[wording.source]
    deduced = ", deduced" if source.published.basis == "deduced" else ""
    through = trail.through(wording)
    alone = len({other.source for other in statement.wordings}) == 1
    facts = (
        exactness(wording),
        wording.damage.rstrip("."),
        f"{name_source(source)}, published {edtf.words(source.published.edtf)}{deduced}",
        f"through {through}" if through else "",
        "in this source only" if alone else "",
    )
    return "; ".join(fact for fact in facts if fact)
