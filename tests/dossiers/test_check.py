"""A dossier file -> records, or everything that is wrong with it and where."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.dossiers.intake import IntakeError, check_text, faults_report
from db.model.records import Dossier, Party, Person, Spelling, When

NAME = "talks.yaml"
HEAD = """\
format: 1
id: talks
title: Talks
about: Two towns talk.
sources:
  - {id: 1-post, outlet: The Post, title: Talks begin, published: 2031-03-01}
parties:
  - {id: north, name: North, spellings: [{text: North, sources: [1-post]}]}
people:
  - id: vane
    name: Ada Vane
    spellings: [{text: Ada Vane, sources: [1-post]}]
"""
WORDING = "wordings: [{source: 1-post, kind: direct, text: We shall meet}]"
REPORTS = "reports: [{source: 1-post, value: four}, {source: 1-post, value: five}]"
ANNOUNCED = "announced: [{by: vane, text: To come., source: 1-post}]"


def faults(text: str, name: str = NAME) -> list[str]:
    """List what is said of a text behind the file's name."""
    with pytest.raises(IntakeError) as refused:
        check_text(text.encode(), name=name)
    return [str(fault).removeprefix(f"{name}:") for fault in refused.value.faults]


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ('when: 2031-03, from_time: "10:00", zone: Europe/Moscow', "hours for what is not one day"),
        ('when: 2031-03-12, from_time: "10:00"', "hours without `zone`"),
        ('when: 2031-03-12, to_time: "10:00", zone: Europe/Moscow', "hours without `from_time`"),
        ('when: 2031-03-12, from_time: "10:00", zone: EST', "'EST', which is no place’s zone"),
        ('when: 2031-03-12, from_time: "10:00", zone: Europe/Moskow', "which is no place’s zone"),
        ('when: 2031-03-12, from_time: "25:00", zone: Europe/Moscow', "'25:00'"),
        ('when: 2031-03-12, from_time: "10:00", to_time: "10:00", zone: UTC', "an end that is the beginning"),
    ],
)
def test_hours_of_a_tracked_date_that_say_nothing_sure_are_refused(keys: str, fault: str) -> None:
    text = f"""format: 1
id: ferry
title: The ferry
about: A ferry.
people: [{{id: vane, name: Ada Vane}}]
sources: [{{id: morning, outlet: Morning Post, published: 2031-03-01}}]
dates: [{{id: D1, title: Vote, announced: [{{by: vane, text: a vote, source: morning}}], {keys}}}]
"""

    assert any(fault in one for one in faults(text)), faults(text)


def item_faults(section: str, item: str) -> list[str]:
    """List what is said of one item's line, without the place in it."""
    lines = faults(f"{HEAD}{section}:\n  - {{{item}}}\n")
    assert all(line.startswith(("13:", "14:")) for line in lines)
    return [line.partition(": ")[2] for line in lines]


def test_faultless_text_becomes_records() -> None:
    dossier = check_text(HEAD.encode(), name=NAME)

    assert isinstance(dossier, Dossier)
    assert dossier.sources[0].published == When(edtf="2031-03-01")
    assert dossier.parties == (
        Party(id="north", name="North", spellings=(Spelling(text="North", sources=("1-post",)),)),
    )
    assert dossier.remind == ("opening", "closing", "overdue daily")
    assert isinstance(dossier.people[0], Person)


@pytest.mark.parametrize("mark", ["\u200b", "\u00ad", "\u2060", "\u202e", "\u3164"])
@pytest.mark.parametrize(("known", "place"), [("name: Ada Vane", "11:11"), ("text: Ada Vane", "12:24")])
def test_a_name_with_a_mark_that_cannot_be_seen_is_refused_with_its_place(mark: str, known: str, place: str) -> None:
    marked = HEAD.replace(known, known.replace("Ada Vane", f"Ada{mark} Vane"))

    refused = faults(marked)

    assert len(refused) == 1
    assert refused[0].startswith(f"{place}: people")
    assert f"the unseen character U+{ord(mark):04X} (" in refused[0]
    assert "without it" in refused[0]


def test_joiners_and_directions_that_scripts_need_are_part_of_names() -> None:
    marked = HEAD.replace("name: Ada Vane", "name: \u0639\u0644\u06cc\u200c\u0631\u0636\u0627\u200f")

    assert check_text(marked.encode(), name=NAME).people[0].name.count("\u200c") == 1


def test_plain_values_are_text_whatever_they_look_like() -> None:
    text = HEAD.replace("title: Talks\n", "title: no\n").replace("about: Two towns talk.", "about: ~")
    text = text.replace("name: North, ", "name: 017, side: true, ").replace("id: talks", "id: 0x1F")

    dossier = check_text(text.encode(), name=NAME)

    assert (dossier.title, dossier.about, dossier.id) == ("no", "~", "0x1F")
    assert (dossier.parties[0].name, dossier.parties[0].side) == ("017", True)


def test_block_text_loses_its_last_line_break() -> None:
    text = HEAD.replace("about: Two towns talk.", "about: >\n  Two towns\n  talk.\n\n")

    assert check_text(text.encode(), name=NAME).about == "Two towns talk."


def test_json_and_yaml_make_the_same() -> None:
    of_yaml = check_text(HEAD.encode(), name=NAME)
    as_json: dict[str, Any] = {
        "format": 1,
        "id": "talks",
        "title": "Talks",
        "about": "Two towns talk.",
        "sources": [{"id": "1-post", "outlet": "The Post", "title": "Talks begin", "published": "2031-03-01"}],
        "parties": [
            {"id": "north", "name": "North", "side": "false", "spellings": [{"text": "North", "sources": ["1-post"]}]}
        ],
        "people": [{"id": "vane", "name": "Ada Vane", "spellings": [{"text": "Ada Vane", "sources": ["1-post"]}]}],
    }

    assert check_text(json.dumps(as_json).encode(), name="talks.JSON") == of_yaml


def test_everything_wrong_is_listed_at_once_by_place() -> None:
    text = f"""{HEAD}statements:
  - id: S1
    speaker: vain
    when: {{edtf: 2031-13, words: yesterday, anchor: soon}}
    wordings:
      - source: 1-post
        kind: dirct
        txt: "We shall meet"
      - {{source: north, kind: direct, text: "“We shall meet”"}}
  - id: s1
    speaker:
    topics: [ferry]
dates: &all
  - id: D1
    title: Meeting
    titel: Meeting
    announced: []
    about: [North]
    about: []
"""

    assert faults(text) == [
        "15:14: statements[0] (S1).speaker: unknown person 'vain'; did you mean 'vane'?",
        "16:18: statements[0] (S1).when.edtf: '2031-13': there is no month 13; seasons are 21–24, quarters 33–36,"
        " half-years 40–41; expected e.g. 2022-07-28, 2022-07 or 2022-07-27/2022-08-03",
        "16:53: statements[0] (S1).when.anchor: 'soon': not a date in EDTF;"
        " expected e.g. 2022-07-28, 2022-07 or 2022-07-27/2022-08-03",
        "18:9: statements[0] (S1).wordings[0].text: is missing; expected text",
        "19:15: statements[0] (S1).wordings[0].kind: 'dirct'; expected one of: direct, partial, indirect, headline;"
        " did you mean 'direct'?",
        "20:9: statements[0] (S1).wordings[0]: unknown key 'txt'; expected one of: source, kind, text, state, damage,"
        " medium, speaker_as, via; did you mean 'text'?",
        "21:18: statements[0] (S1).wordings[1].source: 'north' is a party; expected a source",
        "21:45: statements[0] (S1).wordings[1].text: quotation marks round 'We shall meet';"
        " expected the exact words without them",
        "22:5: statements[1] (s1).wordings: is missing; expected a list",
        "22:9: statements[1] (s1).id: the id 's1' is taken by statements[0] in line 14;"
        " expected an id no other item has",
        "23:13: statements[1] (s1).speaker: has no value;"
        ' expected text, or the key left out ("" is an empty text, [] an empty list)',
        "24:14: statements[1] (s1).topics[0]: unknown topic 'ferry'",
        "25:8: dates: the anchor '&all'; expected no anchor, or quotes round a text with '&'",
        "28:5: dates[0] (D1): unknown key 'titel'; expected one of: id, title, titles, gist, announced, party, when,"
        " from_time, to_time, zone, condition, depends_on, remind, outcome, topics, about, notes;"
        " did you mean 'title'?",
        "29:16: dates[0] (D1).announced: an empty list; expected at least one",
        "30:13: dates[0] (D1).about[0]: unknown id 'North';"
        " expected the id of a party, person, offer, event, tracked date, point or statement; did you mean 'north'?",
        "31:5: dates[0] (D1): the key 'about' stands here twice; expected each key once",
    ]


@pytest.mark.parametrize(
    ("section", "item", "fault"),
    [
        ("topics", "id: a b, name: A", "topics[0] (a b).id: 'a b' as an id; expected 1 to 32 letters"),
        ("topics", "id: t, name: ''", "topics[0] (t).name: an empty text; expected a text, or the key left out"),
        ("topics", f"id: t, name: {'x' * 1001}", "topics[0] (t).name: 1,001 characters; expected at most 1,000"),
        ("topics", "id: t, name: [A]", "topics[0] (t).name: a list; expected text"),
        ("topics", "id: vane, name: A", "topics[0] (vane).id: the id 'vane' is taken by people[0] in line 10;"),
        ("origins", "id: o, name: A, kind: {a: b}", "origins[0] (o).kind: a mapping; expected one of: agency, outlet,"),
        ("origins", "id: o, name: A, notes: x", "origins[0] (o).notes: the text 'x'; expected a list"),
        (
            "origins",
            "id: o, name: A, notes: [x]",
            "origins[0] (o).notes[0]: the text 'x'; expected a mapping with text,",
        ),
        ("events", f"id: E1, title: A, when: [x], {REPORTS}", "events[0] (E1).when: a list; expected a date such as"),
        ("events", f"id: E1, title: A, when: 1, {REPORTS}", "events[0] (E1).when: '1': not a date in EDTF"),
        (
            "events",
            f"id: E1, title: A, when: {{edtf: 2031, basis: deduced}}, {REPORTS}",
            "events[0] (E1).when: a deduced date without `reason`; expected what it was deduced from",
        ),
        (
            "events",
            f"id: E1, title: A, when: {{edtf: 2031, anchor: 2031}}, {REPORTS}",
            "events[0] (E1).when.anchor: an anchor without `words`",
        ),
        (
            "events",
            f"id: E1, title: A, when: {{edtf: 2031-03, words: in the coming days, anchor: 2031-03-01}}, {REPORTS}",
            "events[0] (E1).when.edtf: '2031-03' for 'in the coming days' counted from 2031-03-01;"
            " expected 2031-03-01/2031-03-08~",
        ),
        (
            "events",
            f"id: E1, title: A, participants: [vane, vane], {REPORTS}",
            "events[0] (E1).participants[0]: 'vane' stands 2 times in this list; expected each id once",
        ),
        (
            "points",
            f"id: P1, question: A, {REPORTS}, preference: {{value: fiv, reason: A, sources: [1-post]}}",
            "points[0] (P1).preference.value: 'fiv', which no report of this point says;"
            " expected the `value` of a report; did you mean 'five'?",
        ),
        (
            "points",
            "id: P1, question: A, reports: [{source: 1-post, value: A}], compatible: {reason: A, sources: [1-post]}",
            "points[0] (P1).compatible: `compatible` where no reports differ;",
        ),
        (
            "points",
            "id: P1, question: A, reports: [{source: 1-post, value: A}, {source: 1-post, value: B}],"
            " preference: {value: A, reason: A, sources: [1-post]}, compatible: {reason: A, sources: [1-post]}",
            "points[0] (P1).compatible: both `compatible` and `preference`; expected one:",
        ),
        (
            "points",
            "id: P1, question: A, reports: [{source: 1-post, value: A, exact: '\"four\"'}]",
            "points[0] (P1).reports[0].exact: quotation marks round 'four'",
        ),
        (
            "statements",
            f"id: S1, speaker: vane, {WORDING}, stance: [{{kind: ready if, on: A}}]",
            "statements[0] (S1).stance[0]: 'ready if' without `condition`; expected the condition",
        ),
        ("dates", "id: D1, title: A, announced: [{by: vane, source: 1-post}]", "dates[0] (D1).announced[0]: an announ"),
        ("dates", f"id: D1, title: A, {ANNOUNCED}, remind: [opening]", "dates[0] (D1).remind: reminders for something"),
        (
            "dates",
            f"id: D1, title: A, when: 2031, {ANNOUNCED}, remind: [later]",
            "dates[0] (D1).remind[0]: 'later'; expected one of",
        ),
        (
            "dates",
            f"id: D1, title: A, when: 2031, {ANNOUNCED}, remind: [0 days before opening]",
            "dates[0] (D1).remind[0]: '0 days before opening'; expected one of: opening, closing, "
            "overdue daily, 2 days before opening, 1 week before closing",
        ),
        (
            "dates",
            f"id: D1, title: A, {ANNOUNCED}, outcome: {{kind: moved, text: A, sources: [1-post]}}",
            "dates[0] (D1).outcome: 'moved' without `when`; expected the new date",
        ),
        (
            "dates",
            f"id: D1, title: A, {ANNOUNCED}, depends_on: D1",
            "dates[0] (D1).depends_on: depends on itself: D1 → D1; expected a chain of tracked dates that ends",
        ),
        ("dates", f"id: D1, title: A, {ANNOUNCED}, depends_on: vane", "dates[0] (D1).depends_on: 'vane' is a person;"),
    ],
)
def test_fault_of_an_item(section: str, item: str, fault: str) -> None:
    found = item_faults(section, item)

    assert found[0].startswith(fault), found


@pytest.mark.parametrize("written", ["yes", "True", "1", "on"])
def test_flags_are_true_or_false(written: str) -> None:
    text = HEAD.replace("name: North, ", f"name: North, side: {written}, ")

    assert faults(text) == [
        f"8:36: parties[0] (north).side: {written!r}; expected true or false".replace("\"''\"", "''")
    ]


@pytest.mark.parametrize(
    ("kind", "text", "fault"),
    [
        ("direct", '"We shall meet"', "quotation marks round 'We shall meet'; expected the exact words without them"),
        ("headline", "«We shall meet»", "quotation marks round 'We shall meet'; expected the exact words without them"),
        (
            "partial",
            "They shall meet",
            "a partial wording without exact words; expected the exact words between “ and ”",
        ),
        ("partial", "They “shall meet", "1 times “ and 0 times ”; expected each “ closed by a ”"),
        ("indirect", "They “shall” meet", "the quotation mark “ in an indirect wording; expected our own words only,"),
    ],
)
def test_exact_words_show_what_is_exact(kind: str, text: str, fault: str) -> None:
    found = faults(_with_wording(kind, text))

    assert [line.partition(".text: ")[2][: len(fault)] for line in found] == [fault]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("direct", "“We” and “they”"),
        ("direct", "We “shall” meet"),
        ("headline", "‘We’ shall meet"),
        ("partial", "They “shall” meet"),
        ("indirect", "They don’t meet"),
    ],
)
def test_marks_inside_exact_words_are_theirs(kind: str, text: str) -> None:
    dossier = check_text(_with_wording(kind, text).encode(), name=NAME)

    assert dossier.statements[0].wordings[0].text == text


def _with_wording(kind: str, text: str) -> str:
    wording = f"{{source: 1-post, kind: {kind}, text: '{text}'}}"
    return f"{HEAD}statements:\n  - {{id: S1, speaker: vane, wordings: [{wording}]}}\n"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda text: text.replace("outlet: The Post, ", ""), "sources[0] (1-post): a source without `outlet`"),
        (
            lambda text: text.replace("31-03-01}", "31-03-01, translation: damaged}"),
            "sources[0] (1-post): a damaged tra",
        ),
        (lambda text: text.replace("format: 1", "format: 2"), "format: '2'; expected 1"),
        (lambda text: text.replace("about: Two", "abuot: Two"), "about: is missing; expected text"),
        (lambda text: text.partition("sources:")[0], "sources: is missing; expected a list"),
        (
            lambda _text: "- a\n",
            "a list; expected a mapping with the keys format, id, title, about, sources and the se",
        ),
        (
            lambda _text: "talks\n",
            "the text 'talks'; expected a mapping with the keys format, id, title, about, sources",
        ),
    ],
)
def test_fault_of_the_whole(change: Callable[[str], str], fault: str) -> None:
    found = faults(change(HEAD))

    assert found[0].partition(": ")[2].startswith(fault), found


def test_dependency_loop_is_told_once() -> None:
    dates = [(1, 2), (2, 3), (3, 1), (4, 1), (5, 6)]
    lines = [f"  - {{id: D{one}, title: A, {ANNOUNCED}, depends_on: D{other}}}\n" for one, other in dates]

    found = faults(f"{HEAD}dates:\n{''.join(lines)}")

    assert [line.partition(": ")[2] for line in found] == [
        "dates[0] (D1).depends_on: depends on itself: D1 → D2 → D3 → D1; expected a chain of tracked dates that ends",
        "dates[4] (D5).depends_on: unknown id 'D6'; expected the id of a tracked date or event",
    ]


def test_two_hundred_faults_are_shown_and_the_others_counted() -> None:
    text = HEAD + "".join(f"wrong{number}: x\n" for number in range(1_234))

    with pytest.raises(IntakeError) as refused:
        check_text(text.encode(), name=NAME)

    report = faults_report(refused.value).splitlines()
    assert report[0] == "talks.yaml has 1,234 faults:"
    assert len(report) == 202
    assert report[-1] == "and 1,034 more"


def test_one_fault_is_reported_in_one_line() -> None:
    with pytest.raises(IntakeError) as refused:
        check_text(HEAD.replace("format: 1", "format: 2").encode(), name=NAME)

    assert faults_report(refused.value) == "talks.yaml:1:9: format: '2'; expected 1"
