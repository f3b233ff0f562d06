"""What was typed into a form, read as the dossier's words: names, sources, exact words, days."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.answers.directory import Directory
from bot.asking import Ask, local_day
from bot.date_words.conditions import Link, link
from bot.date_words.meaning import Meaning, PhraseError
from bot.date_words.past_day import DateError, parse_day
from bot.date_words.read import read
from bot.date_words.read_back import meaning_words
from bot.localtime import instant
from bot.names.folding import fold
from bot.names.matcher import verdict
from bot.names.suggest import nearest
from bot.phrasing.lines import natural
from bot.phrasing.when import day
from db.loading.edits import Version, find_versions, list_taken_ids
from db.model import edtf
from db.model.edtf import Bounds, EdtfError
from db.model.edtf_words import MONTHS
from db.model.records import Event, Origin, Source, TrackedDate
from db.reading.merges import find_remaining
from db.reading.view import list_items

_LINK = re.compile(r"https?://\S+")
_MONTH = re.compile(rf"({'|'.join(MONTHS)}) ([0-9]{{4}})", re.IGNORECASE)
_DAY_AND_HOURS = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2},? [0-9].*")  # as the form of a correction holds it
_YEAR = re.compile(r"[0-9]{4}")
_FAR = 180  # days: a day without its year that is further back is asked for with it


class _Unread(Exception):
    """A fault has been noted."""


_HANGS_ON_ID = re.compile(r"[DE]-?[0-9]{1,6}", re.IGNORECASE)
_OFFERED = 5


@dataclass(frozen=True, slots=True)
class Cited:
    """A source that something rests on: one that is there, or (`new`) one to be added along with it."""

    id: str
    published: Bounds
    translation: str = "none"
    new: dict[str, Any] | None = None

    @property
    def day(self) -> date | None:
        """Give the one day on which it was published."""
        return self.published.earliest if self.published.is_day else None


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, where, and when; reading it gathers `faults` and what is taken for `granted`."""

    ask: Ask
    known: Directory
    fields: Mapping[str, str]
    now: datetime
    faults: list[str] = field(default_factory=list)
    granted: list[str] = field(default_factory=list)
    instead: list[tuple[str, str]] = field(default_factory=list)  # what could be typed: a label, and the option
    found: dict[str, Version] = field(default_factory=dict)  # items that are there, as they were found

    def text(self, option: str) -> str:
        """Give a field's text on one line."""
        return " ".join(self.fields.get(option, "").split())

    def fault(self, said: str) -> None:
        """Note what is wrong."""
        self.faults.append(said)

    def item(self, typed: str) -> Version | None:
        """Find an item of the dossier by its id, however its letters are written."""
        ids = [typed, typed.upper(), typed.lower(), *filter(None, [find_remaining(self.ask.view, typed)])]
        for id_ in dict.fromkeys(ids):
            found = find_versions(self.ask.view.connection, [id_], dossier=self.ask.head.id, desk=self.ask.desk.id)
            if found:
                self.found.update(found)
                return found[id_]
        return None

    def new_id(self, beginning: str) -> str:
        """Find the next number that nothing has had: S-1, S-2 …"""
        taken = list_taken_ids(self.ask.view.connection, beginning, dossier=self.ask.head.id, desk=self.ask.desk.id)
        numbers = [int(found[1]) for id_ in taken if (found := re.fullmatch(rf"{beginning}([0-9]{{1,9}})", id_))]
        return f"{beginning}{max(numbers, default=0) + 1}"

    def new_slug(self, words: str) -> str:
        """Make an id of words that nothing has had: own-jane-doe."""
        stem = "own-" + ("-".join(fold(words).split())[:22].strip("-") or "item")
        dossier, desk = self.ask.head.id, self.ask.desk.id
        taken = {id_.lower() for id_ in list_taken_ids(self.ask.view.connection, stem, dossier=dossier, desk=desk)}
        return next(one for n in range(1, 999) if (one := f"{stem}-{n}" if n > 1 else stem) not in taken)

    # --- names

    def whom(self, option: str, typed: str = "", *, party: bool = False) -> str:
        """Find the one person or party meant; "" with a fault noted if none or several are."""
        typed = typed or self.text(option)
        kind = "side or body" if party else "person"
        typed = typed if self.known.knows(typed, self.ask.as_of) else find_remaining(self.ask.view, typed) or typed
        if self.known.knows(typed, self.ask.as_of):
            return self._fitting(option, typed, kind, party=party)
        found = self.known.names.find(typed, as_of=self.ask.as_of)
        advice, hits = verdict([hit for hit in found if self._is_party(hit.item) == party] or found)
        if hits and advice == "answer":
            if fold(typed) != fold(self.known.name(hits[0].item)):
                self.granted.append(f"{option}: “{typed}” is {self._introduced(hits[0].item)}")
            return self._fitting(option, hits[0].item, kind, party=party)
        listed = "; ".join(self._introduced(hit.item) for hit in hits[:5])
        if hits and advice == "ask":
            self.fault(f"{option}: “{typed[:60]}” fits {len(hits)}: {listed}. Write one’s id.")
        elif hits:
            self.fault(f"{option}: nobody is called “{typed[:60]}”. Did you mean {listed}? Or add them: /add person")
        else:
            self.fault(f"{option}: nobody is called “{typed[:60]}”. Add them first: /add person")
        return ""

    def _fitting(self, option: str, id_: str, kind: str, *, party: bool) -> str:
        if self._is_party(id_) == party:
            return id_
        self.fault(f"{option}: {self._introduced(id_)} is no {kind}.")
        return ""

    def _is_party(self, id_: str) -> bool:
        return self.known.party(id_, self.ask.as_of) is not None

    def _introduced(self, id_: str) -> str:
        return f"{self.known.introduce(id_, self.ask.as_of)} ({id_})"

    def about(self, option: str = "about") -> tuple[list[str], list[str]]:
        """Read whom or what it concerns: ids of items, and ids of topics."""
        items: list[str] = []
        topics: list[str] = []
        for one in filter(None, (part.strip() for part in self.text(option).split(","))):
            wanted = fold(one)
            topic = next((t.id for t in self.known.topics if wanted in (fold(t.title), fold(t.id))), "")
            if topic:
                topics.append(topic)
            elif (version := self.item(one)) is not None and not isinstance(version.record, Source | Origin):
                items.append(version.record.id)
            elif found := self._named(option, one):
                items.append(found)
        return list(dict.fromkeys(items)), list(dict.fromkeys(topics))

    def _named(self, option: str, typed: str) -> str:
        advice, hits = verdict(self.known.names.find(typed, as_of=self.ask.as_of))
        party = bool(hits and advice == "answer" and self.known.party(hits[0].item, self.ask.as_of))
        return self.whom(option, typed, party=party)

    # --- sources

    def source(self, option: str = "source") -> Cited | None:
        """Find the source that is meant, or make a new one of its outlet, title and day."""
        typed = self.text(option)
        if (version := self.item(typed)) is not None and isinstance(version.record, Source):
            return cited(version.record)
        if _LINK.fullmatch(typed):
            everything = list_items(self.ask.view, Source)
            known = next((one for one in everything if one.url == typed), None)
            if known is not None:
                self.granted.append(f"{option}: that link is of {known.id}")
                return cited(known)
            self.fault(f"{option}: a link alone names no source. Write outlet, title and day before it: "
                       f"CNN, Moscow answers, 30 July 2022, {typed[:60]}")  # fmt: skip
            return None
        links = _LINK.findall(typed)
        parts = [part.strip(" ,;") for part in _LINK.sub("", typed).strip(" ,;").split(",")]
        if len(parts) < 3 or not all((parts[0], parts[1], parts[-1])):
            self._no_source(option, typed)
            return None
        # a day may have a comma of its own: July 30, 2022
        cut = -2 if len(parts) > 3 and _YEAR.fullmatch(parts[-1]) else -1
        title, published = ", ".join(parts[1:cut]), " ".join(parts[cut:])
        if known := self._same_source(parts[0], title, published, links):
            self.granted.append(f"{option}: that is {known.id}")
            return cited(known)
        return self.new_source(option, parts[0], title, published, url=links[-1] if links else "")

    def _same_source(self, outlet: str, title: str, published: str, links: list[str]) -> Source | None:
        """Find the source of the same link, or the same outlet, title and day, so that it is there once."""
        when = published
        if not _is_edtf(published):
            with suppress(DateError):
                when = parse_day(published, now=self.now, zone=self.ask.desk.zone).isoformat()
        wanted = fold(outlet), fold(title.strip('“”"')), when
        everything = list_items(self.ask.view, Source)
        linked = (one for one in everything if one.url and one.url in links[-1:])
        alike = (one for one in everything if (fold(one.outlet), fold(one.title), one.published.edtf) == wanted)
        return next(linked, None) or next(alike, None)

    def _no_source(self, option: str, typed: str) -> None:
        ids = [one.id for one in list_items(self.ask.view, Source)]
        near = nearest(typed, ids)
        meant = f" Did you mean {near}?" if near else ""
        self.fault(f"{option}: “{typed[:60]}” is no source’s id.{meant} A new one is named by its outlet, title and "
                   "day: CNN, Moscow answers, 30 July 2022")  # fmt: skip

    def new_source(self, option: str, outlet: str, title: str, published: str, *, url: str = "") -> Cited | None:
        """Make a source of its outlet, title and day of publication."""
        when = self.published(option, published)
        if when is None:
            return None
        days = edtf.bounds(when)
        same = [one for one in list_items(self.ask.view, Source)
                if fold(one.outlet) == fold(outlet) and fold(one.title) == fold(title)]  # fmt: skip
        if same:
            self.granted.append(f"{option}: {same[0].id} has the same outlet and title; write its id if it is that one")
        id_ = self.new_slug(f"{outlet} {when if days.is_day else when[:4]}")
        new: dict[str, Any] = {"id": id_, "outlet": outlet, "title": title.strip('“”"'), "published": {"edtf": when}}
        return Cited(id_, days, new=new | ({"url": url} if url else {}))

    def check_link(self, option: str = "link") -> None:
        """Note a fault if what is typed there is no link."""
        if self.text(option) and not _LINK.fullmatch(self.text(option)):
            self.fault(f"{option}: “{self.text(option)[:60]}” is no link. It begins with https://")

    def published(self, option: str, text: str) -> str | None:
        """Read the day on which a source came out."""
        if text.strip().endswith("?") and not _YEAR.search(text):
            self.fault(f"{option}: write the day on which it came out in the place of “{text.strip()[:20]}”.")
            return None
        today = self.ask.as_of
        try:
            when = text if _is_edtf(text) else parse_day(text, now=self.now, zone=self.ask.desk.zone).isoformat()
        except DateError as error:
            self.fault(f"{option}: the day of publication: {error}")
            return None
        if edtf.bounds(when).earliest > today:
            self.fault(f"{option}: published {edtf.words(when)}? That is still to come.")
            return None
        if not _YEAR.search(text) and not _is_edtf(text):
            self.granted.append(f"{option}: published on {edtf.words(when)}")
        return when

    # --- days

    def past(self, source: Cited, option: str = "when") -> dict[str, Any] | None:
        """Read when something was so that the source tells of; the source's day is what words are counted from."""
        text = self.text(option).strip('“”"')
        if not text:
            return None
        try:
            when = self._past(source, option, text)
        except _Unread:
            return None
        if not source.published.open_end and edtf.bounds(when["edtf"]).earliest > source.published.latest:
            self.fault(f"{option}: {edtf.words(when['edtf'])} is after the source came out. What is still to come is "
                       "added with /add date")  # fmt: skip
        return when

    def _past(self, source: Cited, option: str, text: str) -> dict[str, Any]:
        if _is_edtf(text):
            return {"edtf": text}
        if month := _MONTH.fullmatch(text):
            return {"edtf": f"{month[2]}-{[name.lower() for name in MONTHS].index(month[1].lower()) + 1:02}"}
        whole = bool(_YEAR.search(text))
        anchor = source.day or (source.published.latest if whole and not source.published.open_end else None)
        anchor = anchor or (self.ask.as_of if whole else None)
        if anchor is None:
            raise self._uncounted(option, text, source)
        try:
            found = parse_day(text, now=_noon(anchor), zone="UTC", not_after=anchor)
        except DateError as error:
            self.fault(f"{option}: {self._not_past(option, text, anchor, error)}")
            raise _Unread from error
        if whole:
            return {"edtf": found.isoformat()}
        if (anchor - found).days > _FAR:
            self.fault(f"{option}: “{text}” would be {day(found)}. Write the year, too.")
            raise _Unread
        self.granted.append(f"{option}: “{text}” in a source of {day(anchor)} is {day(found)}")
        reason = f"“{text}” in a source of {day(anchor)}"
        return {"edtf": found.isoformat(), "words": text, "anchor": anchor.isoformat(), "basis": "deduced",
                "reason": reason}  # fmt: skip

    def _not_past(self, option: str, text: str, anchor: date, error: DateError) -> str:
        """Say what words that give no day of the past were understood as, and what works instead."""
        try:
            meaning = read(text, _noon(anchor), zone="UTC", order=self.ask.desk.order)
        except PhraseError:
            return str(error)
        of = "a condition" if meaning.kind == "condition" else meaning_words(meaning)
        said = f"“{text}” in a source of {day(anchor)} is {of}: no day of the past. Write the day on which it was so."
        return f"{said} For example: {option}:{anchor}. What is still to come is added with: /add date when:“{text}”"

    def _uncounted(self, option: str, text: str, source: Cited) -> _Unread:
        days = source.published
        latest = self.ask.as_of if days.open_end else days.latest
        self.fault(f"{option}: “{text}” can’t be counted: the day on which the source came out is not certain. Write "
                   f"the day itself. For example: {option}:{latest}")  # fmt: skip
        return _Unread()

    def coming(self, source: Cited, option: str = "when") -> dict[str, Any]:
        """Read what is expected: a day or window with its words, or a condition; {} with a fault noted."""
        text = self.text(option).strip('“”"')
        if _is_edtf(text):
            return {"when": {"edtf": text}}
        said_on = source.day or local_day(self.ask.now, self.ask.desk.zone)
        said_at = instant(datetime.combine(said_on, time.fromisoformat(self.ask.desk.hour)), self.ask.desk.zone)
        try:
            meaning = read(text, said_at, zone=self.ask.desk.zone, order=self.ask.desk.order)
        except PhraseError as error:
            self.fault(f"{option}: {error}")
            return {}
        if meaning.kind == "condition":
            return self._condition(option, meaning)
        if source.day is None:
            self._uncounted(option, text, source)
            return {}
        self.granted.extend(f"{option}: {remark}" for remark in meaning.remarks)
        self.granted.append(f"{option}: “{text}” is counted from the day the source came out, {day(source.day)}, in "
                            f"{self.ask.desk.zone}")  # fmt: skip
        exact = bool(_DAY_AND_HOURS.fullmatch(text))
        when = {"edtf": meaning.edtf} | ({} if exact else {"words": text, "anchor": source.day.isoformat()})
        if meaning.kind != "moment" and not meaning.start:
            return {"when": when}
        hours = _hours(meaning)
        until = f"–{hours['to_time']}" if "to_time" in hours else ""
        self.granted.append(f"{option}: {hours['from_time']}{until} ({hours['zone']}); its opening rings at that hour")
        return {"when": when | {"edtf": hours.pop("day")}, **hours}

    def _condition(self, option: str, meaning: Meaning) -> dict[str, Any]:
        dates = sorted(list_items(self.ask.view, TrackedDate), key=lambda one: natural(one.id))
        tracked = [(one.id, one.title) for one in dates]
        events = [(one.id, one.title) for one in list_items(self.ask.view, Event)]
        hangs = link(meaning.hangs_on, [*tracked, *events])
        said = {"condition": " ".join(meaning.words.split())}
        if hangs.ids and not meaning.opens:
            self.granted.append(f"{option}: a condition, no date: “{meaning.words}” gives no day on which it opens, so "
                                "nothing will open it by itself; “after …” would")  # fmt: skip
            return said
        if len(hangs.ids) > 1:
            self._which(option, hangs, dict([*tracked, *events]))
        elif not hangs.ids and _HANGS_ON_ID.fullmatch(meaning.hangs_on):
            some = ", ".join(f"after {id_} ({title})" for id_, title in tracked[:_OFFERED]) or "none yet"
            self.fault(f"{option}: there is no {meaning.hangs_on} to wait for. There are: {some}; more: /dates")
        self.granted.append(f"{option}: a condition, no date: {hangs.said}")
        return said | ({"depends_on": hangs.ids[0]} if len(hangs.ids) == 1 else {})

    def _which(self, option: str, hangs: Link, titles: Mapping[str, str]) -> None:
        """Offer what a condition can hang on: linked to nothing, nobody would ever be told that it opens."""
        self.fault(f"{option}: {hangs.said}, e.g. {option}:“after {hangs.ids[0]}”")
        self.instead.extend((f"After {id_}, {titles[id_]}", f"{option}:“after {id_}”") for id_ in hangs.ids[:_OFFERED])


def _hours(meaning: Meaning) -> dict[str, str]:
    """Give day, hours and zone of a moment, or of two times of one day, by the clocks that were named or the desk's."""
    assert meaning.at
    zone = meaning.clocks or meaning.zone
    start, end = (at.astimezone(ZoneInfo(zone)) for at in (meaning.start or meaning.at, meaning.at))
    until = {"to_time": f"{end:%H:%M}"} if meaning.start else {}
    return {"day": start.date().isoformat(), "from_time": f"{start:%H:%M}", **until, "zone": zone}


def cited(source: Source) -> Cited:
    """Make of a source that is there what something rests on."""
    return Cited(source.id, edtf.bounds(source.published.edtf), source.translation)


def _is_edtf(text: str) -> bool:
    try:
        edtf.kept_bounds(text)
    except EdtfError:
        return False
    return True


def _noon(anchor: date) -> datetime:
    return instant(datetime.combine(anchor, time(12)), "UTC")


# --- exact words

_PAIRED = (("«", "»"), ("„", "“"), ("„", "”"))


def in_marks(text: str) -> str:
    """Write quotation marks of every kind as “ and ”."""
    for opening, closing in _PAIRED:
        text = re.sub(f"{opening}([^{opening}{closing}]*){closing}", r"“\1”", text)
    return re.sub(r'"([^"]*)"', r"“\1”", text) if text.count('"') % 2 == 0 else text


def bare(text: str) -> str:
    """Take off the quotation marks that stand round all of a text."""
    text = in_marks(text)
    return text[1:-1] if text[:1] == "“" and text[-1:] == "”" else text


def worded(text: str) -> tuple[str, str]:
    """Tell how a wording is told by its marks, and give it as it is stored: all “ ” is direct, some partial."""
    text = in_marks(text.strip())
    if text.startswith("“") and text.endswith("”") and not set(text[1:-1]) & set("“”"):
        return "direct", text[1:-1].strip()
    return ("partial" if "“" in text or "”" in text else "indirect"), text
