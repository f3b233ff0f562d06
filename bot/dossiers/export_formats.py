"""A dossier as a file that loads back to the same: YAML and JSON; pure."""

import json
from typing import Any

import yaml
from pydantic import TypeAdapter

from bot.dossiers.intake.plain_text import printable
from db.model.records import Dossier

_DOSSIER = TypeAdapter(Dossier)


def as_data(dossier: Dossier) -> dict[str, Any]:
    """Give a dossier as its file's keys and values, without what is default."""
    found: dict[str, Any] = as_texts(_DOSSIER.dump_python(dossier, mode="json", exclude_defaults=True))
    return found


def as_texts(value: Any) -> Any:
    """Write yes and no as the format has them: every value in a file is a text, of characters that a file may hold."""
    match value:
        case str():
            return printable(value)
        case dict():
            return {key: as_texts(inner) for key, inner in value.items()}
        case list():
            return [as_texts(inner) for inner in value]
        case bool():
            return "true" if value else "false"
        case _:
            return value


def from_data(data: dict[str, Any]) -> Dossier:
    """Make a dossier of its file's keys and values, which have been checked before."""
    return _DOSSIER.validate_python(data)


def as_json(dossier: Dossier) -> str:
    """Write a dossier as JSON that loads back to the same."""
    return json.dumps(as_data(dossier), ensure_ascii=False, indent=1) + "\n"


def as_yaml(dossier: Dossier) -> str:
    """Write a dossier as YAML that loads back to the same."""
    text: str = yaml.safe_dump(as_data(dossier), sort_keys=False, allow_unicode=True, width=110)
    return text
