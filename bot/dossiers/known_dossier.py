"""A whole dossier as it was known on a day: what sources that may have been out by then say."""

from dataclasses import replace
from datetime import date
from typing import Any

from db.model import edtf
from db.model.known_by import known, known_days
from db.model.records import SECTIONS, Dossier


def known_dossier(dossier: Dossier, day: date) -> Dossier:
    """Cut a dossier down to what was known by the inclusive day."""
    published = {source.id: edtf.bounds(source.published.edtf) for source in dossier.sources}
    kept: dict[str, Any] = {}
    for section in SECTIONS:
        items = [one for one in getattr(dossier, section) if known_days(one, published=published)[0] <= day]
        cut = (known(one, published=published, day=day) for one in items)
        kept[section] = tuple(one for one in cut if one is not None)
    return replace(dossier, **kept)
