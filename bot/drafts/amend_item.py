"""What was typed over an item, put into it, kind by kind."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.drafts.add_fields import EMPTIED
from bot.drafts.build_item import TRANSLATED, Tree, sides, translated
from bot.drafts.edit_fields import CERTAINTIES, chosen
from bot.drafts.form_reader import Cited, Typed, bare, cited, worded
from db.loading.edits import find_version, find_versions
from db.model.records import Event, Item, Offer, Origin, Party, Person, Point, Source, Statement, Topic, TrackedDate

_STAYS = "stays"  # of a condition


@dataclass(frozen=True, slots=True)
class Over:
    """An item, as its file has it, under correction: what was typed over it, and what is added along with it."""

    typed: Typed
    item: Any
    part: str
    tree: Tree
    along: list[Tree]

    def has(self, option: str) -> bool:
        return option in self.typed.fields

    def within(self, option: str) -> Tree:
        """Give the part that an option speaks of; an empty one with a fault noted if it is not known which."""
        part = chosen(self.item, option, self.part)
        if part is None:
            self.typed.fault(
                f"{option}: it is not clear which part of {self.item.id} is meant. See /edit {self.item.id}"
            )
            return {}
        found: Any = self.tree
        for step in part.way:
            found = found[step]
        tree: Tree = found
        return tree

    def put(self, option: str, key: str, *, into: Tree | None = None) -> None:
        """Put a text where it belongs; emptied, take the key away."""
        if self.has(option):
            _set(self.tree if into is None else into, key, self.typed.text(option))


def _set(tree: Tree, key: str, value: Any) -> None:
    if value:
        tree[key] = value
    else:
        tree.pop(key, None)


# --- each kind


def _statement(over: Over) -> None:
    source = _cited(over, "text", "wordings")
    if over.has("speaker"):
        over.tree["speaker"] = over.typed.whom("speaker")
    if over.has("text"):
        wording = over.within("text")
        kind, wording["text"] = worded(over.typed.fields["text"])
        # a headline stays one, as long as its words stand in marks
        wording["kind"] = "headline" if kind == "direct" and wording.get("kind") == "headline" else kind
    _past(over, over.tree, source)
    _about(over, "about")


def _event(over: Over) -> None:
    source = _cited(over, "text", "reports")
    over.put("title", "title")
    if over.has("text"):
        report = over.within("text")
        kind, said = worded(over.typed.fields["text"])
        if kind == "direct":
            report["exact"] = said
        elif report.get("exact") == report.get("value"):
            report.pop("exact", None)
        report["value"] = said
    _exact_and_certainty(over)
    _past(over, over.tree, source)
    _about(over, "participants")


def _point(over: Over) -> None:
    _cited(over, "text", "reports")
    over.put("title", "question")
    if over.has("text"):
        report = over.within("text")
        old, report["value"] = report.get("value"), bare(over.typed.text("text"))
        preference = over.tree.get("preference", {})
        if preference.get("value") == old and all(one["value"] != old for one in over.tree["reports"]):
            preference["value"] = report["value"]
    _exact_and_certainty(over)
    _about(over, "about")


def _offer(over: Over) -> None:
    over.put("title", "title")
    if over.has("between"):
        over.tree.pop("also_to", None)
        over.tree.update(sides(over.typed))
    if over.has("text"):
        over.within("text")["value"] = bare(over.typed.text("text"))
    if over.has("source") or over.part not in ("", "0"):
        _cited(over, "source", "terms")
    _exact_and_certainty(over)
    if over.has("terms"):
        _terms(over)
    if over.has("when"):
        _made(over)


def _terms(over: Over) -> None:
    """Pair the lines with the terms: those that are there still, then the others in their order."""
    typed, terms = over.typed.fields["terms"], over.tree["terms"]
    parted = typed.splitlines() if "\n" in typed or len(terms) == 1 else typed.split(";")
    lines = list(filter(None, (" ".join(line.split()) for line in parted)))
    gone_terms = [term for term in terms if " ".join(term["text"].split()) not in lines]
    new = [line for line in lines if all(" ".join(term["text"].split()) != line for term in terms)]
    if len(new) > len(gone_terms):
        over.typed.fault("terms: there are more lines than terms. /edit corrects or takes out what is there; what is "
                         "offered anew is added with /add offer")  # fmt: skip
        return
    if new and len(new) < len(gone_terms):
        over.typed.fault("terms: it is not clear which line stands for which term. Correct some first, and take the "
                         "others out after that.")  # fmt: skip
        return
    for term, line in zip(gone_terms, new, strict=False):
        for report in term["reports"]:
            report["value"] = line if report["value"] == term["text"] else report["value"]
        term["text"] = line
    if not new:
        over.tree["terms"] = [term for term in terms if term not in gone_terms]


def _made(over: Over) -> None:
    state = next((one for one in over.tree.get("states", []) if one["state"] == "made"), None)
    if state is None:
        over.typed.fault(f"when: no source of {over.item.id} tells when it was made, so there is no day to correct.")
        return
    _past(over, state, _source(over.typed, state["sources"][0]))


def _date(over: Over) -> None:
    source = _cited(over, "text", "announced")
    over.put("title", "title")
    _about(over, "about")
    if over.has("speaker"):
        _announcer(over)
    if over.has("text"):
        _announced(over.within("text"), over.typed.fields["text"])
    if not over.has("when"):
        if over.typed.text("condition") != _STAYS:
            over.put("condition", "condition")
        return
    if not over.typed.text("when"):
        over.typed.fault("when: it can’t be empty. If it is not to be watched any more: remove:yes")
        return
    found = over.typed.coming(source)
    if "when" in found:
        _keep_basis(over, over.tree.get("when"), found["when"])
        found |= _condition_beside(over)
    for key in ("when", "from_time", "to_time", "zone", "condition", *(() if "when" in found else ("remind",))):
        over.tree.pop(key, None)
    over.tree.update(found)


def _condition_beside(over: Over) -> Tree:
    """Give the condition that goes with a corrected day; one that would be lost is asked for."""
    was, typed = over.item.condition, over.typed.text("condition")
    if was and not over.has("condition"):
        over.typed.fault(f"when: {over.item.id} also waits: “{was}”. Does that stay beside the day?")
        over.typed.instead.extend([("It stays", f"condition:{_STAYS}"), ("It goes", f"condition:{EMPTIED}")])
    kept = was if typed == _STAYS else typed
    return {"condition": kept} if kept else {}


def _announcer(over: Over) -> None:
    given, new = over.within("speaker"), over.typed.whom("speaker")
    party = _parties(over.typed, [given.get("by", ""), new])
    if over.tree.get("party") and over.tree["party"] == party.get(given.get("by", "")):
        _set(over.tree, "party", party.get(new))
    given["by"] = new


def _announced(given: Tree, text: str) -> None:
    kind, said = worded(text)
    if kind == "direct":
        if not given.get("exact"):
            given.pop("text", None)
        given["exact"] = said
    else:
        if not given.get("text"):
            given.pop("exact", None)
        given["text"] = said


def _person(over: Over) -> None:
    _resting(over)
    over.put("title", "name")
    if over.has("party"):
        _set(over.tree, "party", over.typed.whom("party", party=True) if over.typed.text("party") else "")
    for option, key, listed in (("role", "title", "roles"), ("spelling", "text", "spellings")):
        if over.has(option):
            part = over.within(option)
            part[key] = over.typed.text(option)
            if not part[key]:  # emptied: it goes
                over.tree[listed].remove(part)


def _named(over: Over) -> None:
    _resting(over)
    over.put("title", "name")
    over.put("spelling", "text", into=over.within("spelling") if over.has("spelling") else None)


def _source_itself(over: Over) -> None:
    over.put("title", "title")
    over.put("outlet", "outlet")
    over.put("link", "url")
    over.typed.check_link()
    if over.has("translation"):
        for key in ("translation", "damage", "via"):
            over.tree.pop(key, None)
        over.tree.update(translated(over.typed))
    if not over.has("when"):
        return
    ask = over.typed.ask
    if find_version(ask.view.connection, dossier=ask.head.id, desk="", item=over.item.id).record is not None:
        over.typed.fault(
            f"when: {over.item.id} is the file’s. From its day it follows what was known when of all that rests on it, "
            "so it can’t be another for this desk alone. It is corrected in the file: /dossier load"
        )
    elif when := over.typed.published("when", over.typed.text("when")):
        over.tree["published"] = {"edtf": when}


# --- what several kinds have


def _cited(over: Over, option: str, listed: str) -> Cited:
    """Give the source from whose day words are counted, another one put into its place if that is meant."""
    part = chosen(over.item, option, over.part)
    source = part.record.source if part else _first_source(over.item, listed)
    if not over.has("source"):
        return _source(over.typed, source)
    into, other = over.within("source"), over.typed.source()
    if other is None:
        return _source(over.typed, source)
    into["source"] = other.id
    over.along.extend([other.new] if other.new else [])
    if listed == "wordings" and other.translation != "none" and into.get("state", "original") == "original":
        into["state"] = "translated"
        over.typed.granted.append(TRANSLATED)
    return other


def _first_source(item: Any, listed: str) -> str:
    first = getattr(item, listed)[0]
    return str(first.reports[0].source if listed == "terms" else first.source)


def _resting(over: Over) -> None:
    """Put another source into the place of the one on which a role or a spelling rests."""
    if not over.has("source"):
        return
    into, other = over.within("source"), over.typed.source()
    if other and len(into.get("sources", [])) > 1:
        over.typed.fault(
            f"source: it rests on {', '.join(into['sources'])}; only one alone can be put in another’s place."
        )
    elif other:
        into["sources"] = [other.id]
        over.along.extend([other.new] if other.new else [])


def _source(typed: Typed, id_: str) -> Cited:
    ask = typed.ask
    found = find_versions(ask.view.connection, [id_], dossier=ask.head.id, desk=ask.desk.id)
    return cited(found[id_].record)


def _parties(typed: Typed, people: list[str]) -> dict[str, str | None]:
    ask = typed.ask
    found = find_versions(ask.view.connection, people, dossier=ask.head.id, desk=ask.desk.id)
    return {id_: one.record.party for id_, one in found.items() if isinstance(one.record, Person)}


def _past(over: Over, tree: Tree, source: Cited) -> None:
    if not over.has("when"):
        return
    when = over.typed.past(source)
    if when is not None:
        _keep_basis(over, tree.get("when"), when)
    _set(tree, "when", when)


def _keep_basis(over: Over, old: Tree | None, new: Tree) -> None:
    """Let a corrected day rest on what the old one did: a deduced one stays so, and why it is so is the reason.

    Words that are counted give the day themselves.
    """
    if old and old.get("sources"):
        new["sources"] = old["sources"]
    if old and old.get("basis") == "deduced" and not new.get("words"):
        new |= {"basis": "deduced", "reason": over.typed.text("why")}
        over.typed.granted.append("when: no source gives the day itself; it stays deduced, for the reason you give")


def _exact_and_certainty(over: Over) -> None:
    if over.has("exact"):
        _set(over.within("exact"), "exact", bare(over.typed.text("exact")))
    if over.has("certainty"):
        given = over.typed.text("certainty").lower()
        if given not in CERTAINTIES:
            over.typed.fault(f"certainty: “{given[:30]}” is none of {', '.join(CERTAINTIES)}.")
        over.within("certainty")["modality"] = given


def _about(over: Over, key: str) -> None:
    if over.has("about"):
        items, topics = over.typed.about()
        _set(over.tree, key, items)
        _set(over.tree, "topics", topics)


MENDING: dict[type[Item], Callable[[Over], None]] = {
    Statement: _statement,
    Event: _event,
    Offer: _offer,
    Point: _point,
    TrackedDate: _date,
    Person: _person,
    Party: _named,
    Topic: _named,
    Origin: _named,
    Source: _source_itself,
}
