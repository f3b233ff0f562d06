"""The forms by which an item is corrected: their fields, what they hold now, and the parts that can be chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from bot.asking import UserError
from bot.blocks import Field, Form
from bot.drafts.beside import beside, shown_lines
from bot.phrasing.items import receivers
from db.model.codec import kind_of
from db.model.records import (
    Announcement,
    Event,
    Item,
    Modality,
    Offer,
    Person,
    Point,
    Report,
    Role,
    Source,
    Statement,
    TrackedDate,
    When,
    Wording,
)

EDIT = "edit"  # the kind of a draft that corrects an item
CERTAINTIES: tuple[str, ...] = get_args(Modality)
_LONGEST = 4000  # that a form's field takes
_MORE = 200  # by which what stands in a field may grow

_FIELDS = {field.option: field for field in (
    Field("title", "What it is called", "Its title, name or question.", "Call of both ministers", needed=True),
    Field("speaker", "Who said it", "A name or an id.", "peskov", needed=True, longest=100),
    Field("text", "What is said", "All of it in “ ” is a direct quotation.", "“in the coming days”",
          needed=True, longest=1000, tall=True),
    Field("exact", "Its exact words", "May be empty.", "a 25-minute conversation", longest=1000, tall=True),
    Field("when", "When", "A day or EDTF; words are counted from the day of the source.", "2022-08-04"),
    Field("condition", "Condition", "What it waits for; “stays”, or “-” to take it away.", "after the ruling"),
    Field("about", "About", "Names, subjects or ids, with commas between.", "griner, D1"),
    Field("between", "By whom to whom", "Two sides, with “to” between.", "usa to russia", needed=True),
    Field("terms", "Terms", "One a line; the sources of each stay.", "Bout for Griner", needed=True, longest=1500,
          tall=True),
    Field("role", "Role", "As the source gives it.", "lawyer of Brittney Griner"),
    Field("party", "Side or body", "Whom they speak for.", "usa", longest=100),
    Field("spelling", "Name in the source", "How the source prints it.", "J. Doe", longest=100),
    Field("outlet", "Outlet", "Who published it.", "CNN", longest=100),
    Field("link", "Link", "Where it can be read.", "https://…", longest=500),
    Field("translation", "Translation, and its way", "translated, machine or “damaged: how”; “via” its origins.",
          "translated, via interfax"),
    Field("source", "Source", "Whose words they are: an id, or a new one.", "004-cnn", needed=True, longest=600),
    Field("certainty", "How surely", ", ".join(CERTAINTIES), "may", needed=True, longest=20),
    Field("why", "Why", "The history shows it.", "the article says Thursday, 4 August", needed=True),
)}  # fmt: skip

_BESIDES: Mapping[str, Field] = {
    "stance": Field("text", "Stance", "How they stand to what, one a line. May be empty.",
                    "ready if: talks provided the ruling is out", tall=True),
    "gist": Field("text", "In short", "One sentence a line, the later day last; behind it, whose it is wholly.",
                  "Nine years in prison for drug possession [003-ruling]", tall=True),
    "weight": Field("text", "Weight", "What a difference is one of: fact, wording or name.", "fact", needed=True),
}  # fmt: skip

# what the forms ask for, of an item and of one of its parts: five fields are all that Discord shows
_FORMS: Mapping[str, str] = {
    "statement": "speaker text when about why",
    "event": "title when text about why",
    "offer": "title between terms when why",
    "point": "title text exact about why",
    "date": "title when speaker text why",
    "person": "title role party spelling why",
    "source": "title outlet link translation why",
    "party": "title spelling why",
    "topic": "title why",
    "origin": "title why",
}
_REPORT = "text exact certainty source why"
_PARTS: Mapping[str, str] = {
    "statement": "text source why",
    "event": _REPORT,
    "offer": _REPORT,
    "point": _REPORT,
    "date": "speaker text source why",
    "person": "role spelling source why",
    "party": "spelling source why",
}
_BESIDE: Mapping[str, str] = {"source": "when", "date": "about condition"}

# the list of the record in which an option's part stands
_LISTS: Mapping[str, Mapping[str, str]] = {
    "statement": dict.fromkeys(("text", "source"), "wordings"),
    "event": dict.fromkeys(("text", "exact", "certainty", "source"), "reports"),
    "offer": dict.fromkeys(("text", "exact", "certainty", "source"), "terms"),
    "point": dict.fromkeys(("text", "exact", "certainty", "source"), "reports"),
    "date": dict.fromkeys(("speaker", "text", "source"), "announced"),
    "person": {"role": "roles", "spelling": "spellings"},
    "party": {"spelling": "spellings"},
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an item that can be corrected by itself: the list it stands in, the way to it, and its record."""

    listed: str
    way: tuple[str | int, ...]
    record: Any


def is_beside(item: Item, number: str) -> bool:
    """Tell whether a part is what stands beside: a statement's stance, a gist, a point's weight."""
    return bool(number) and number == beside(item)


def parts_of(item: Item) -> list[Part]:
    """List the parts of an item, in the order in which they are numbered from 1."""
    if isinstance(item, Offer):
        return [Part("terms", ("terms", place, "reports", number), report)
                for place, term in enumerate(item.terms) for number, report in enumerate(term.reports)]  # fmt: skip
    lists = dict.fromkeys(_LISTS.get(kind_of(type(item)), {}).values())
    return [Part(name, (name, place), record) for name in lists for place, record in enumerate(getattr(item, name))]


def chosen(item: Item, option: str, number: str) -> Part | None:
    """Give the part that an option speaks of: the one chosen, or the only one there is."""
    listed = _LISTS.get(kind_of(type(item)), {}).get(option, "")
    parts = parts_of(item)
    if is_beside(item, number):
        return None
    if number:
        parts = parts[int(number) - 1 : int(number)] if number != "0" else []
    fitting = [part for part in parts if part.listed == listed or (option == "source" and number)]
    return fitting[0] if len(fitting) == 1 else None


def placed(item: Item, number: str, base: Mapping[str, str]) -> str | None:
    """Find the part that somebody saw, also where others came or went before it; None if it can't be told any more."""
    if number in ("", "0") or is_beside(item, number):
        return number
    seen = {option: text for option, text in base.items() if is_of_part(item, option)}
    now = {}
    for place in range(1, len(parts_of(item)) + 1):
        values = values_of(item, str(place))
        now[str(place)] = {option: text for option, text in values.items() if is_of_part(item, option)}
    same = [place for place, values in now.items() if values == seen]
    if number in same or len(same) == 1:
        return number if number in same else same[0]
    # corrected meanwhile, it is still of its source
    return number if now.get(number, {}).get("source", "") == seen.get("source") else None


def is_of_part(item: Item, option: str) -> bool:
    """Tell whether an option corrects a part of an item, not the item itself."""
    return option in ("source", "text") or option in _LISTS.get(kind_of(type(item)), {})


def check_part(item: Item, number: str) -> str:
    """Read which part is meant, "" for none; raises UserError."""
    number, most = number.strip(), len(parts_of(item))
    if is_beside(item, number.lower()):
        return number.lower()
    if number and not (number.isdecimal() and len(number) < 4 and int(number) <= most):
        there = f"it has parts 1 to {most}; 0 is the item itself" if most else "it has none; leave it out"
        there += f"; {beside(item)} is one, too" if beside(item) else ""
        raise UserError(f"part: {item.id} has no part “{number[:20]}”; {there}. For example: /edit {item.id}")
    return str(int(number)) if number else ""


def is_to_choose(item: Item, number: str) -> bool:
    """Tell whether it must be asked which part is meant, before a form can be filled in."""
    lists = [part.listed for part in parts_of(item)]
    several = len(lists) > len(set(lists)) or isinstance(item, Offer)
    return not number and several


def options_of_kind(item: Item) -> list[str]:
    """List the options by which an item of this kind is corrected."""
    kind = kind_of(type(item))
    forms = (_FORMS[kind], _PARTS.get(kind, ""), _BESIDE.get(kind, ""))
    return list(dict.fromkeys(option for form in forms for option in form.split()))


def form_options(item: Item, number: str) -> list[str]:
    """List the fields of the form of an item, or of the part chosen."""
    if is_beside(item, number):
        return ["text", "why"]
    forms = _FORMS if number in ("", "0") else _PARTS
    options = forms[kind_of(type(item))].split()
    there = [option for option in options if not is_of_part(item, option) or chosen(item, option, number)]
    return there


def edit_form(item: Item, number: str, values: Mapping[str, str], line: str, *, removes: bool = False) -> Form:
    """Make the form with what an item says, or what was typed over it."""
    options = ["why"] if removes else form_options(item, number)
    if is_beside(item, number) and not removes:
        beside_it = (_BESIDES[number], _FIELDS["why"])
        held = (replace(_field(one.option, values.get(one.option, "")), label=one.label, description=one.description,
                        example=one.example, needed=one.needed) for one in beside_it)  # fmt: skip
        return Form(f"Edit {item.id}: {number}", line, tuple(held))
    # cut off, a text would come back as a correction
    fields = (_field(option, values.get(option, "")) for option in options if len(values.get(option, "")) <= _LONGEST)
    return Form(f"{'Remove' if removes else 'Edit'} {item.id}", line, tuple(fields))


def _field(option: str, value: str) -> Field:
    field = _FIELDS[option]
    return replace(field, value=value, longest=min(_LONGEST, max(field.longest, len(value) + _MORE)))


def check_length(option: str, text: str, base: str = "") -> None:
    """Refuse what no field takes; raises UserError."""
    most = max(_FIELDS[option].longest, len(base) + _MORE, _LONGEST if _FIELDS[option].tall else 0)
    if len(text) > most:
        raise UserError(f"{option}: {len(text):,} characters; at most {most:,} can be taken. Shorten it.")


def is_needed(option: str) -> bool:
    """Tell whether a field can't be emptied."""
    return _FIELDS[option].needed


# --- what it says now


def values_of(item: Item, number: str) -> dict[str, str]:
    """Give what an item and the chosen part say now, as it would be typed."""
    found = _own(item)
    if is_beside(item, number):
        return found | {"text": shown_lines(item)}
    for option in options_of_kind(item):
        part = chosen(item, option, number) if is_of_part(item, option) else None
        if part is not None:
            found[option] = _of_part(part.record).get(option, "")
    return found


def _own(item: Item) -> dict[str, str]:
    match item:
        case Statement():
            found = {"speaker": item.speaker, "when": _day(item.when), "about": _list(item.about, item.topics)}
        case Event():
            about = _list(item.participants, item.topics)
            found = {"title": item.title, "when": _day(item.when), "about": about}
        case Offer():
            made = next((state.when for state in item.states if state.state == "made"), None)
            terms = "\n".join(term.text for term in item.terms)
            between = f"{item.by} to {', '.join(receivers(item))}"
            found = {"title": item.title, "between": between, "terms": terms, "when": _day(made)}
        case Point():
            found = {"title": item.question, "about": _list(item.about, item.topics)}
        case TrackedDate():
            about = _list(item.about, item.topics)
            found = {"title": item.title, "when": _expected(item) or item.condition, "about": about,
                     "condition": item.condition}  # fmt: skip
        case Source():
            found = {"title": item.title, "outlet": item.outlet, "when": _day(item.published), "link": item.url,
                     "translation": _translation(item)}  # fmt: skip
        case Person():
            found = {"title": item.name, "party": item.party or ""}
        case _:
            found = {"title": item.name}
    return found


def _of_part(part: Any) -> dict[str, str]:
    match part:
        case Wording():
            whole = part.kind in ("direct", "headline")
            return {"text": f"“{part.text}”" if whole else part.text, "source": part.source}
        case Report():
            same = part.exact == part.value
            text, exact = (f"“{part.value}”", "") if same else (part.value, part.exact)
            return {"text": text, "exact": exact, "certainty": part.modality, "source": part.source}
        case Announcement():
            text = f"“{part.exact}”" if part.exact else part.text
            return {"speaker": part.by, "text": text, "source": part.source}
        case Role():
            return {"role": part.title, "source": ", ".join(part.sources)}
        case _:
            return {"spelling": part.text, "source": ", ".join(part.sources)}


def part_text(part: Part) -> str:
    """Give what a part says."""
    values = _of_part(part.record)
    return next(values[option] for option in ("text", "role", "spelling") if option in values)


def part_words(part: Part) -> str:
    """Say which part it is, short."""
    values, said = _of_part(part.record), part_text(part)
    certainty = values.get("certainty", "stated")
    surely = f", {certainty}" if certainty != "stated" else ""
    return f"{said[:80]}{'…' if len(said) > 80 else ''} [{values['source']}]{surely}"


def _expected(item: TrackedDate) -> str:
    """Write the days with their hours, as they are read back: “2022-08-04 10:00-12:00 Europe/Moscow”."""
    until = f"-{item.to_time}" if item.to_time else ""
    return f"{_day(item.when)} {item.from_time}{until} {item.zone}" if item.from_time else _day(item.when)


def _day(when: When | None) -> str:
    return when.edtf if when else ""


def _list(*ids: Sequence[str]) -> str:
    return ", ".join(one for some in ids for one in some)


def _translation(source: Source) -> str:
    how = f"damaged: {source.damage}" if source.translation == "damaged" else source.translation
    how = "" if how == "none" else how
    return f"{how}{' ' if how else ''}via {', '.join(source.via)}" if source.via else how
