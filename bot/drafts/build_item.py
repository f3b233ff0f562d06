"""What was typed into a form -> the items it would add or change, held to every rule that a file is held to."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.answers.directory import directory
from bot.asking import Ask
from bot.dossiers.export_formats import as_data, as_texts
from bot.dossiers.held_quotations import Differing, list_differing
from bot.dossiers.intake import check_tree
from bot.dossiers.intake.faults import Draft as Fault
from bot.drafts.add_fields import BESIDE, Added
from bot.drafts.article_sides import is_called
from bot.drafts.beside import read_beside
from bot.drafts.form_reader import Cited, Typed, bare, worded
from bot.drafts.unite_items import United
from db.loading.edits import Version, find_versions
from db.model.codec import encode, kind_of
from db.model.records import SECTIONS, Dossier, Item, Origin, Party, Person, Point, Statement
from db.model.shapes import references
from db.reading.view import list_items

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,31}")
_PLACES = {kind: section for section, (kind, _) in SECTIONS.items()}
_SOME_SOURCE = {"id": "some-source", "outlet": "-", "title": "-", "published": "2000"}
TRANSLATED = "text: the source is a translation, so the words are marked as translated"
_TYPED = {"statement": "text", "event": "said", "date": "said"}  # where exact words are typed
_TRANSLATIONS = ("translated", "machine", "damaged")


class Unfit(Exception):
    """What was typed can't be added as it is; `faults` say why, `instead` what could be typed (label, options)."""

    def __init__(self, faults: list[str], instead: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults
        self.instead = instead


@dataclass(frozen=True, slots=True)
class Made:
    """What would be written: the item meant, what is added along with it, and what they were made over.

    A correction tells `why`; one that `removes` has the item as it is. What `merges` makes another item one with it.
    """

    record: Any
    along: tuple[Item, ...]
    before: Mapping[str, Version]  # the versions of these that were there
    granted: tuple[str, ...]
    digest: str  # tells whether it is still what somebody saw
    why: str = ""
    removes: bool = False
    merges: "Merging | None" = None

    @property
    def old(self) -> Any:
        """Give the item as it was before; None if it is new."""
        return self.before[self.record.id].record if self.record.id in self.before else None

    def stamp(self, id_: str) -> str:
        """Give the stamp of what was there; "" if nothing was."""
        return self.before[id_].stamp if id_ in self.before else ""


@dataclass(frozen=True, slots=True)
class Merging:
    """What becomes of an item that is one with another: it goes, and what names it names the other."""

    gone: Any
    repointed: tuple[Item, ...]
    united: United


Tree = dict[str, Any]


def make(ask: Ask, kind: Added, fields: Mapping[str, str], *, now: datetime) -> Made:
    """Make the items; raises Unfit with everything that is wrong. Words for days were typed `now`."""
    typed = Typed(ask, directory(ask), fields, now)
    tree, along = _MAKERS[kind](typed)
    _add_beside(typed, kind, tree)
    if typed.faults:
        raise Unfit(typed.faults, typed.instead)
    return check(ask, kind if kind != "report" else "point", tree, along, granted=typed.granted)


def _add_beside(typed: Typed, kind: Added, tree: Tree) -> None:
    """Put a stance, gist or weight to a new item; what is there already has its own."""
    what = BESIDE[kind].option if kind in BESIDE else ""
    if not what or not typed.text(what):
        return
    if tree.get("id") in typed.found:
        typed.fault(f"{what}: {tree['id']} is there already. Correct its own: /edit {tree['id']} part:{what}")
        return
    cites = sorted({text for key, text in _pairs(tree) if key in ("source", "sources")})
    if found := read_beside(typed, what, what=what, cites=cites):
        tree[what] = found


def _pairs(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    match value:
        case str():
            yield key, value
        case dict():
            for inner, held in value.items():
                yield from _pairs(held, inner)
        case list():
            for held in value:
                yield from _pairs(held, key)


def check(ask: Ask, kind: str, tree: Tree, along: list[Tree], *, granted: list[str], why: str = "") -> Made:
    """Hold an item, with what it names, to the rules that a file is held to; `along` are sources added with it."""
    records, before = hold(ask, [("source", one) for one in along] + [(kind, tree)])
    if differing := _differing(ask, records[-1], before):
        raise Unfit([f"{_TYPED.get(kind, 'exact')}: {one}. Is that text not whole? /item {one.source} lets go of it"
                     for one in differing])  # fmt: skip
    stamps = {id_: version.stamp for id_, version in before.items()}
    unnumbered = [one | ({} if one["id"] in before else {"id": ""}) for one in (*along, tree)]
    digest = digest_of([unnumbered, stamps, why])
    return Made(records[-1], tuple(records[:-1]), before, tuple(dict.fromkeys(granted)), digest, why)


def hold(ask: Ask, new: Sequence[tuple[str, Tree]], *, but: str = "") -> tuple[list[Any], dict[str, Version]]:
    """Make items, each of a kind, with all that they name, and without `but`; gives them and what was there of them.

    Raises Unfit with everything that is wrong.
    """
    around = _around(ask, [one for _, one in new])
    around.pop(but, None)
    before = {one["id"]: around.pop(one["id"]) for _, one in new if one["id"] in around}
    whole = as_data(_dossier(ask, around.values()))
    if new[-1][0] in ("topic", "origin"):  # which names nothing, but no dossier is without a source
        whole["sources"] = whole.get("sources") or [_SOME_SOURCE]
    places = []
    for what, one in new:
        listed = whole.setdefault(_PLACES[what], [])
        places.append((_PLACES[what], len(listed)))
        listed.append(one)
    dossier, faults = check_tree(whole)
    said = [_said(fault) for fault in faults if fault.loc[:2] in places]
    if dossier is None or faults:
        raise Unfit(list(dict.fromkeys(said)) or [_said(fault) for fault in faults])
    return [getattr(dossier, section)[place] for section, place in places], before


def _differing(ask: Ask, record: Any, before: Mapping[str, Version]) -> list[Differing]:
    """Find the exact words that do not stand in the text the desk keeps of their source; older ones are left alone."""
    old = [before[record.id].record] if record.id in before else []
    return list_differing(ask.view.connection, [record], dossiers=[ask.head.id], desk=ask.desk.id, but=old)


def digest_of(what: Any) -> str:
    """Tell what was read back from anything else, in eight digits."""
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()[:8]


def _said(fault: Fault) -> str:
    key = next((step for step in reversed(fault.loc) if isinstance(step, str)), "")
    return f"{key}: {fault.found}" + (f"; expected {fault.expected}" if fault.expected else "")


def _around(ask: Ask, trees: list[Tree]) -> dict[str, Version]:
    """Find everything that is named, what that names in turn, and the items themselves if they are there."""
    found: dict[str, Version] = {}
    wanted = {text for tree in trees for text in _texts(tree) if _ID.fullmatch(text)}
    while wanted:
        more = find_versions(ask.view.connection, wanted, dossier=ask.head.id, desk=ask.desk.id)
        found |= more
        named = {target for one in more.values() for _role, target, _ref in references(one.record)}
        wanted = named - found.keys()
    return found


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for inner in value.values():
                yield from _texts(inner)
        case list():
            for inner in value:
                yield from _texts(inner)


def _dossier(ask: Ask, versions: Any) -> Dossier:
    by_section: dict[str, list[Any]] = {}
    for version in versions:
        by_section.setdefault(_PLACES[kind_of(type(version.record))], []).append(version.record)
    sections: dict[str, Any] = {"sources": ()} | {section: tuple(records) for section, records in by_section.items()}
    return Dossier(format="1", id=ask.head.name, title=ask.head.title, about=ask.head.about, **sections)


def tree_of(record: Any) -> Tree:
    """Give an item as its file has it."""
    kept: Tree = as_texts(json.loads(encode(record)))
    return kept


# --- each kind


def _statement(typed: Typed) -> tuple[Tree, list[Tree]]:
    source = typed.source()
    kind, text = worded(typed.fields["text"])
    wording: Tree = {"source": source.id if source else "", "kind": kind, "text": text}
    if source and source.translation != "none":
        wording["state"] = "translated"
        typed.granted.append(TRANSLATED)
    version = typed.item(typed.text("speaker"))
    if version is not None and isinstance(version.record, Statement):
        return _another_wording(typed, version.record, wording), _along(source)
    about, topics = typed.about()
    tree: Tree = {"id": typed.new_id("S-"), "speaker": typed.whom("speaker"), "wordings": [wording]}
    tree |= _dated(typed.past(source) if source else None)
    return tree | _lists(about=about, topics=topics), _along(source)


def _another_wording(typed: Typed, statement: Statement, wording: Tree) -> Tree:
    for option in ("when", "about"):
        if typed.text(option):
            typed.fault(f"{option}: {statement.id} has its own already; leave it empty. /item {statement.id} shows it.")
    if any(one.source == wording["source"] and one.text == wording["text"] for one in statement.wordings):
        typed.fault(f"text: {statement.id} has this wording of {wording['source']} already.")
    tree = tree_of(statement)
    return tree | {"wordings": [*tree["wordings"], wording]}


def _event(typed: Typed) -> tuple[Tree, list[Tree]]:
    source = typed.source()
    about, topics = typed.about()
    kind, said = worded(typed.fields["said"])
    report = {"source": source.id if source else "", "value": said} | ({"exact": said} if kind == "direct" else {})
    tree: Tree = {"id": typed.new_id("E-"), "title": typed.text("title"), "reports": [report]}
    tree |= _dated(typed.past(source) if source else None)
    return tree | _lists(participants=about, topics=topics), _along(source)


def _offer(typed: Typed) -> tuple[Tree, list[Tree]]:
    source = typed.source()
    whose = sides(typed)
    cited = source.id if source else ""
    lines = [" ".join(line.strip(" -•*").split()) for line in re.split(r"[\n;]", typed.fields["terms"])]
    terms = [{"text": line, "reports": [{"source": cited, "value": line}]} for line in lines if line]
    tree: Tree = {"id": typed.new_id("O-"), "title": typed.text("title"), **whose, "terms": terms}
    when = typed.past(source) if source else None
    return tree | ({"states": [{"state": "made", "when": when, "sources": [cited]}]} if when else {}), _along(source)


def sides(typed: Typed) -> Tree:
    """Read who offers something to whom, or to several with commas between them."""
    by, _, to = typed.text("between").partition(" to ")
    named = [one.strip() for one in (by, *to.split(",")) if one.strip()]
    if not by.strip() or len(named) < 2:
        typed.fault("between: two sides are needed, with “to” between them: usa to russia")
        return {"by": "", "to": ""}
    found = [typed.whom("between", one, party=True) for one in named]
    twice = [one for one in dict.fromkeys(found) if one and found.count(one) > 1]
    if twice:
        typed.fault(f"between: both are {twice[0]}." if len(found) == 2 else f"between: {twice[0]} is named twice.")
    return {"by": found[0], "to": found[1]} | ({"also_to": found[2:]} if found[2:] else {})


def _report(typed: Typed) -> tuple[Tree, list[Tree]]:
    source = typed.source()
    report = {"source": source.id if source else "", "value": typed.text("says")}
    exact = bare(typed.text("exact"))
    report |= {"exact": exact} if exact else {}
    asked = typed.text("point")
    version = typed.item(asked)
    if version is not None and isinstance(version.record, Point):
        return _another_report(typed, version.record, report), _along(source)
    if " " not in asked:
        typed.fault(f"point: there is no point “{asked[:40]}”. Write one’s id (see /conflicts), or a whole question.")
    about, topics = typed.about()
    tree: Tree = {"id": typed.new_id("P-"), "question": asked, "reports": [report]}
    return tree | _lists(about=about, topics=topics), _along(source)


def _another_report(typed: Typed, point: Point, report: Tree) -> Tree:
    if typed.text("about"):
        typed.fault(f"about: {point.id} has its own already; leave it empty. /item {point.id} shows it.")
    same = [one for one in point.reports if one.source == report["source"]]
    if any(one.value == report["value"] for one in same):
        typed.fault(f"says: {point.id} has this of {report['source']} already.")
    elif same:
        typed.granted.append(
            f"source: {same[0].source} says “{same[0].value}” on {point.id} already; this is added to it"
        )
    tree = tree_of(point)
    return tree | {"reports": [*tree["reports"], report]}


def _date(typed: Typed) -> tuple[Tree, list[Tree]]:
    source = typed.source()
    by = typed.whom("by")
    kind, said = worded(typed.fields["said"])
    announced = {"by": by, "exact" if kind == "direct" else "text": said, "source": source.id if source else ""}
    tree: Tree = {"id": typed.new_id("D-"), "title": typed.text("title"), "announced": [announced]}
    version = typed.item(by) if by else None
    if version is not None and isinstance(version.record, Person) and version.record.party:
        tree["party"] = version.record.party
    return tree | (typed.coming(source) if source else {}), _along(source)


def _person(typed: Typed) -> tuple[Tree, list[Tree]]:
    source = typed.source()
    cited = source.id if source else ""
    name, spelling = typed.text("name"), typed.text("spelling")
    party = {"party": typed.whom("party", party=True)} if typed.text("party") else {}
    role = {"title": typed.text("role"), "sources": [cited]} | party
    version = typed.item(name)
    if version is not None and isinstance(version.record, Person):
        return _more_of(typed, version.record, role, spelling, cited), _along(source)
    near = [
        hit.item for hit in typed.known.names.find(name, as_of=typed.ask.as_of)[:3] if hit.item not in party.values()
    ]
    if near:
        listed = ", ".join(f"{typed.known.name(id_)} ({id_})" for id_ in near)
        typed.granted.append(f"name: this is somebody else than {listed}")
    tree: Tree = {"id": typed.new_slug(name), "name": name} | party
    tree |= {"spellings": [{"text": spelling or name, "sources": [cited]}]}
    tree |= {"kind": "institution"} if party and _is_called(typed, party["party"], name) else {}
    tree |= {"typed": [name]} if spelling and spelling != name else {}
    return tree | ({"roles": [role]} if role["title"] else {}), _along(source)


def _is_called(typed: Typed, party: str, name: str) -> bool:
    """Tell whether a name is a party's own: then it speaks for itself, as a body."""
    version = typed.item(party) if party else None
    record = version.record if version else None
    return isinstance(record, Party) and is_called(record, name)


def _more_of(typed: Typed, person: Person, role: Tree, spelling: str, cited: str) -> Tree:
    tree = tree_of(person)
    if not role["title"] and not spelling:
        typed.fault(f"role: {person.id} is there already; write a role or a spelling that the source gives.")
    if role["title"]:
        tree["roles"] = [*tree.get("roles", []), role]
    if spelling:
        tree["spellings"] = [*tree["spellings"], {"text": spelling, "sources": [cited]}]
    return tree


def _source(typed: Typed) -> tuple[Tree, list[Tree]]:
    made = typed.new_source("published", typed.text("outlet"), typed.text("title"), typed.text("published"),
                                  url=typed.text("link"))  # fmt: skip
    typed.check_link()
    return ((made.new if made else None) or {}) | translated(typed), []


def translated(typed: Typed) -> Tree:
    """Read how a source was translated, and what it came through."""
    how, _, via = f" {typed.text('translation')}".partition(" via ")
    return _translation(typed, how.strip(" ,;")) | _via(typed, via)


def _translation(typed: Typed, said: str) -> Tree:
    if not said or said.lower() in ("no", "none", "original"):
        return {}
    kind, _, damage = (part.strip() for part in said.partition(":"))
    if kind.lower() not in _TRANSLATIONS or (kind.lower() == "damaged") != bool(damage):
        typed.fault(f"translation: “{said[:60]}”: write translated, machine, or what is wrong with it: "
                    "“damaged: names are garbled”; what it came through behind “via”")  # fmt: skip
        return {}
    return {"translation": kind.lower()} | ({"damage": damage} if damage else {})


def _via(typed: Typed, said: str) -> Tree:
    origins = {one.id.lower(): one.id for one in list_items(typed.ask.view, Origin, whole=True)}
    names = {one.name.lower(): one.id for one in list_items(typed.ask.view, Origin, whole=True)}
    chain = [part.strip().lower() for part in said.split(",") if part.strip()]
    for one in chain:
        if one not in origins and one not in names:
            there = ", ".join(sorted(origins.values())[:10]) or "none"
            typed.fault(f"translation: nothing is called “{one[:40]}” that sources came through. There are: {there}")
    found = [origins.get(one) or names.get(one, "") for one in chain]
    return {"via": found} if found else {}


def _along(source: Cited | None) -> list[Tree]:
    return [source.new] if source and source.new else []


def _dated(when: Tree | None) -> Tree:
    return {"when": when} if when else {}


def _lists(**lists: list[str]) -> Tree:
    return {key: ids for key, ids in lists.items() if ids}


_MAKERS: dict[Added, Callable[[Typed], tuple[Tree, list[Tree]]]] = {
    "statement": _statement,
    "event": _event,
    "offer": _offer,
    "report": _report,
    "date": _date,
    "person": _person,
    "source": _source,
}
