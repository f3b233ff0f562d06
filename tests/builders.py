"""A tiny dossier for tests: invented talks between two towns, three sources, each a trap of its own."""

from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter

from db.desk.desks import Desk
from db.model.records import Dossier

NOW = datetime(2031, 3, 20, 12, 0, tzinfo=UTC)
DESK = Desk("local", "Europe/Berlin", "09:00")

# `morning` is certain; `weekly` came out on one of four days; `late` has no last day
_SOURCES: list[dict[str, Any]] = [
    {"id": "morning", "outlet": "Morning Post", "title": "Ferry talks begin", "published": "2031-03-01"},
    {
        "id": "weekly",
        "outlet": "The Weekly",
        "title": "What the towns want",
        "published": {
            "edtf": "[2031-03-02..2031-03-05]",
            "basis": "deduced",
            "reason": "it speaks of last Saturday",
        },
    },
    {
        "id": "late",
        "described": "an unnamed newsletter",
        "title": "After the vote",
        "published": {"edtf": "[2031-03-10..]", "basis": "deduced", "reason": "it tells of the vote"},
        "translation": "machine",
    },
]

_PEOPLE: list[dict[str, Any]] = [
    {
        "id": "vane",
        "name": "Ada Vane",
        "party": "north",
        "spellings": [
            {"text": "Ada Vane", "sources": ["morning", "weekly"]},
            {"text": "Adda Wane", "sources": ["late"]},
        ],
        "typed": ["Ада Вейн"],
        "roles": [
            {"title": "mayor of Northhaven", "party": "north", "sources": ["morning"]},
            {"title": "former mayor of Northhaven", "party": "north", "sources": ["late"]},
        ],
        "notes": [{"text": "The newsletter spells her otherwise.", "sources": ["morning", "late"]}],
    },
    {
        "id": "oake",
        "name": "Bern Oake",
        "party": "south",
        "spellings": [{"text": "Bern Oake", "sources": ["weekly"]}],
        "roles": [{"title": "harbour master", "party": "south", "sources": ["weekly"]}],
    },
    {
        "id": "aide",
        "name": "an aide to the mayor",
        "kind": "role",
        "party": "north",
        "spellings": [{"text": "an aide", "sources": ["late"]}],
    },
]

_STATEMENTS: list[dict[str, Any]] = [
    {
        "id": "S1",
        "speaker": "vane",
        "when": {"edtf": "2031-02-28", "basis": "deduced", "reason": "“yesterday” in a paper of 1 March"},
        "stance": [{"kind": "expects", "on": "a meeting"}],
        "about": ["oake"],
        "topics": ["ferry"],
        "wordings": [
            {
                "source": "morning",
                "kind": "direct",
                "text": "We shall meet within a week",
                "medium": "on the radio",
            },
            {
                "source": "late",
                "kind": "indirect",
                "text": "She foresaw a meeting soon.",
                "state": "translated",
            },
        ],
    },
    {
        "id": "S2",
        "speaker": "oake",
        "when": "2031-03-01",
        "stance": [{"kind": "declines to comment", "on": "the meeting"}],
        "topics": ["ferry"],
        "wordings": [{"source": "weekly", "kind": "indirect", "text": "He would not speak of it."}],
    },
    {
        "id": "S10",
        "speaker": "aide",
        "stance": [{"kind": "confirms", "on": "the vote"}],
        "wordings": [{"source": "late", "kind": "partial", "text": "The vote was “close, but clean”."}],
    },
]

_DATES: list[dict[str, Any]] = [
    {
        "id": "D1",
        "title": "Meeting of the two towns",
        "announced": [
            {"by": "vane", "exact": "within a week", "statement": "S1", "source": "morning"},
            {"by": "vane", "text": "a meeting soon", "statement": "S1", "source": "late"},
        ],
        "when": {"edtf": "2031-02-28/2031-03-07", "words": "within a week", "anchor": "2031-02-28"},
    },
    {
        "id": "D2",
        "title": "Vote of the harbour council",
        "announced": [{"by": "oake", "text": "a vote will follow", "source": "weekly"}],
        "when": "2031-03-12",
        "depends_on": "D1",
        "outcome": {"kind": "happened", "text": "The council voted.", "sources": ["late"]},
    },
    {
        "id": "D3",
        "title": "The ferry runs again",
        "announced": [{"by": "aide", "text": "once the harbour agrees", "source": "late"}],
        "condition": "the harbour agrees",
    },
]

TINY: dict[str, Any] = {
    "format": "1",
    "id": "ferry",
    "title": "The ferry talks",
    "about": "Two invented towns talk about a ferry.",
    "remind": ("opening", "closing"),
    "topics": [{"id": "ferry-line", "name": "the ferry"}],
    "parties": [
        {
            "id": "north",
            "name": "Northhaven",
            "side": "true",
            "spellings": [{"text": "Northhaven", "sources": ["morning"]}],
        },
        {
            "id": "south",
            "name": "Southport",
            "side": "true",
            "spellings": [{"text": "Southport", "sources": ["weekly"]}],
        },
    ],
    "people": _PEOPLE,
    "sources": _SOURCES,
    "statements": [one | {"topics": ["ferry-line"]} for one in _STATEMENTS],
    "offers": [
        {
            "id": "O1",
            "title": "Northhaven’s offer of a shared ferry",
            "by": "north",
            "to": "south",
            "terms": [
                {
                    "text": "half the tickets",
                    "reports": [{"source": "morning", "value": "half", "modality": "may"}],
                }
            ],
            "labels": [{"exact": "fair offer", "by": "vane", "sources": ["morning"]}],
            "states": [{"state": "made", "when": "2031-02-27", "sources": ["morning"]}],
            "answers": [
                {"by": "oake", "kind": "declines to comment", "text": "No comment.", "sources": ["weekly"]},
                {"by": "south", "kind": "accepts", "text": "The council agreed.", "sources": ["late"]},
            ],
        }
    ],
    "events": [
        {
            "id": "E1",
            "title": "The old ferry sinks",
            "when": "2030",
            "participants": ["vane"],
            "reports": [{"source": "morning", "value": "it sank"}],
        }
    ],
    "points": [
        {
            "id": "P1",
            "question": "How many seats has the ferry?",
            "reports": [
                {"source": "morning", "value": "80"},
                {"source": "weekly", "value": "80"},
                {"source": "late", "value": "90"},
            ],
        }
    ],
    "dates": _DATES,
}


_DOSSIER = TypeAdapter(Dossier)


def tiny(**changes: Any) -> Dossier:
    """Build the tiny dossier, with other values for some of its top-level keys."""
    return _DOSSIER.validate_python(TINY | changes)


def replaced(section: str, id_: str, **changes: Any) -> Dossier:
    """Build the tiny dossier with one item changed."""
    return tiny(**{section: [one | changes if one["id"] == id_ else one for one in TINY[section]]})
