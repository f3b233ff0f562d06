"""A dossier as a file that loads back to the same: YAML and JSON; pure."""

import json
import re
from typing import Any

import yaml
from pydantic import TypeAdapter

from bot.dossiers.export_shorthand import OneLine, OneLineList, abbreviate
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
    """Write a dossier as YAML that loads back to the same, what it can in shorthand."""
    text: str = yaml.dump(abbreviate(as_data(dossier)), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    return text


class _Dumper(yaml.SafeDumper):
    """Writes shorthand in one line, and in quotation marks whatever another reader takes for something else.

    By YAML 1.1 `on` and `y` are true, and a date is no text; by 1.2 `1e3` and `0o17` are numbers.
    """


_ELSEWHERE = {"bool": r"(?:y|Y|n|N)$", "float": r"[-+]?[0-9]+[eE][-+]?[0-9]+$", "int": r"0o[0-7]+$"}
for _kind, _pattern in _ELSEWHERE.items():
    _Dumper.add_implicit_resolver(f"tag:yaml.org,2002:{_kind}", re.compile(f"^{_pattern}"), list("yYnN-+0123456789"))


def _one_line(dumper: yaml.SafeDumper, found: OneLine) -> yaml.MappingNode:
    return dumper.represent_mapping("tag:yaml.org,2002:map", found.items(), flow_style=True)


def _one_line_list(dumper: yaml.SafeDumper, found: OneLineList) -> yaml.SequenceNode:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", found, flow_style=True)


_Dumper.add_representer(OneLine, _one_line)
_Dumper.add_representer(OneLineList, _one_line_list)
