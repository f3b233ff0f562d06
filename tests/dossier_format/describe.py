"""The dossier format described from its records: JSON Schema for editors, tables for readers.

`python -m tests.dossier_format.describe` writes both again.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, TypeAdapter

from bot.dossiers.intake.cross_checks import kind_words
from bot.dossiers.intake.includes import INCLUDE
from bot.dossiers.intake.shorthand import SHORTHAND
from db.model.records import SECTIONS, Dossier, When
from db.model.shapes import Shape, shapes
from tests.dossier_format.meanings import MEANINGS

ROOT = Path(__file__).parents[2]
SCHEMA_FILE = ROOT / "dossiers" / "dossier.schema.json"
DOCUMENT_FILE = ROOT / "docs" / "dossier-format.md"

_NUMBERS = ("silence", "stale")
_BEGIN, _END = "<!-- tables: begin -->", "<!-- tables: end -->"
_DATE = {
    "description": "A date in EDTF, or a mapping with `edtf` and how it is known.",
    # an editor takes a plain year for a number
    "anyOf": [{"type": ["string", "integer"]}, {"$ref": "#/$defs/When"}],
}


_INCLUDE = {
    "type": "array",
    "items": {"type": "string", "minLength": 1},
    "description": "other files, in this file's folder or below it, that hold some of the sections",
}


def schema() -> dict[str, Any]:
    """Describe the format as JSON Schema (draft 2020-12)."""
    made = TypeAdapter(tuple[Dossier], config=ConfigDict(extra="forbid")).json_schema()
    definitions = {name: _plain(made["$defs"][name]) for name in sorted(made["$defs"])}
    for record in MEANINGS:
        _describe(definitions[record.__name__], record)
    for section, keys in SHORTHAND.items():
        _allow_shorthand(definitions[SECTIONS[section][1].__name__], keys)
    whole = definitions.pop("Dossier")
    whole["properties"][INCLUDE] = _INCLUDE
    whole["required"].remove("sources")
    whole["anyOf"] = [{"required": ["sources"]}, {"required": [INCLUDE]}]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Backchannel dossier",
        **whole,
        "$defs": {"Date": _DATE, **definitions},
    }


def schema_text() -> str:
    """Write the schema as its file has it."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _plain(described: Any) -> Any:
    """Take out what only pydantic says: titles made from names, and null for a key that is left out."""
    if isinstance(described, list):
        return [_plain(one) for one in described if one != {"type": "null"}]
    if not isinstance(described, dict):
        return described
    if described.get("$ref") == "#/$defs/When":
        return {"$ref": "#/$defs/Date"}
    kept = {key: _plain(value) for key, value in described.items() if not (key == "default" and value is None)}
    if isinstance(kept.get("title"), str):
        del kept["title"]
    choices = kept.pop("anyOf", None)
    return kept if choices is None else kept | (choices[0] if len(choices) == 1 else {"anyOf": choices})


def _describe(definition: dict[str, Any], record: type[Any]) -> None:
    definition["description"] = _summary(record)
    for shape in shapes(record):
        described = definition["properties"][shape.name]
        meaning = _meaning(record, shape)
        described["description"] = f"{meaning} ({_id_of(shape)})" if shape.ref else meaning
        # editors read these plain scalars as YAML does, intake as the text they are written as
        if shape.flag:
            definition["properties"][shape.name] = _either(described, ["true", "false", True, False])
        elif shape.choices == ("1",):
            definition["properties"][shape.name] = _either(described, ["1", 1])
        elif (record is When and shape.name in ("edtf", "anchor")) or (record is Dossier and shape.name in _NUMBERS):
            described["type"] = ["string", "integer"]


_ANY_OF = {
    "speaker": ("by", "speaker"),
    "wordings": ("said", "paraphrase", "wordings"),
    "spellings": ("in", "spellings"),
    "id": ("id", "said", "paraphrase"),
}


def _allow_shorthand(definition: dict[str, Any], keys: Mapping[str, str]) -> None:
    """Let each key be given as itself or by what stands for it; that both stand there is told by `check`."""
    one_or_more = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}
    for key, meaning in keys.items():
        shape = one_or_more if key == "in" else _DATE if key == "on" else {"type": "string", "minLength": 1}
        definition["properties"][key] = {**shape, "description": meaning}
    open_keys = [key for key in definition["required"] if not keys.keys().isdisjoint(_ANY_OF.get(key, ()))]
    definition["required"] = [key for key in definition["required"] if key not in open_keys]
    definition["allOf"] = [{"anyOf": [{"required": [choice]} for choice in _ANY_OF[key]]} for key in open_keys]


def _either(described: dict[str, Any], values: list[Any]) -> dict[str, Any]:
    return {"description": described["description"], "enum": values}


def tables() -> str:
    """Describe every section and key in Markdown."""
    sections = [record for _kind, record in SECTIONS.values()]
    parts = [record for record in MEANINGS if record is not Dossier and record not in sections]
    blocks = ["### The file", *_table(Dossier)]
    for section, (_kind, record) in SECTIONS.items():
        blocks += [f"### `{section}`", *_table(record), *_shorthand_table(section)]
    for record in parts:
        blocks += [f"### {_heading(record)}", *_table(record)]
    return "\n\n".join(blocks) + "\n"


def _table(record: type[Any]) -> Iterator[str]:
    yield _prose(record)
    rows = ["| key | holds | meaning |", "|---|---|---|"]
    for shape in shapes(record):
        name = f"**`{shape.name}`**" if shape.required else f"`{shape.name}`"
        rows.append(f"| {name} | {_holds(record, shape)} | {_meaning(record, shape)} |")
    yield "\n".join(rows)


def _shorthand_table(section: str) -> Iterator[str]:
    if section in SHORTHAND:
        yield "In [shorthand](#shorthand):"
        rows = [f"| `{key}` | {meaning} |" for key, meaning in SHORTHAND[section].items()]
        yield "\n".join(["| key | meaning |", "|---|---|", *rows])


def _holds(record: type[Any], shape: Shape) -> str:
    if record is Dossier and shape.name in SECTIONS:
        return f"list, see [below](#{shape.name})"
    if shape.many and shape.at_least_one:
        return f"list of {_one(shape)}, at least one"
    if shape.many:
        return f"list of {_one(shape)}"
    default = next(field.default for field in fields(record) if field.name == shape.name)
    usual = f" (usually `{default}`)" if isinstance(default, str) and default else ""
    return f"{_one(shape)}{usual}"


def _one(shape: Shape) -> str:
    if shape.ref:
        return _id_of(shape)
    if shape.record:
        name = _heading(shape.record).lower()
        return f"[{name}](#{name.replace(' ', '-')})"
    if shape.choices:
        return " · ".join(f"`{choice}`" for choice in shape.choices)
    if shape.flag:
        return "`true` · `false`"
    return "a new id" if shape.name == "id" else "text"


def _id_of(shape: Shape) -> str:
    kinds = kind_words(shape.ref.kinds) if shape.ref else ""
    return f"id of {'an' if kinds[0] in 'aeiou' else 'a'} {kinds}"


def _meaning(record: type[Any], shape: Shape) -> str:
    if record is Dossier and shape.name in SECTIONS:
        return _summary(SECTIONS[shape.name][1])
    return MEANINGS[record].get(shape.name, "never used again for anything else")


def _heading(record: type[Any]) -> str:
    return "Date" if record is When else re.sub(r"(?<=[a-z])(?=[A-Z])", " ", record.__name__).capitalize()


def _summary(record: type[Any]) -> str:
    return _prose(record).partition("\n\n")[0]


def _prose(record: type[Any]) -> str:
    paragraphs = (record.__doc__ or "").split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def document_with_tables(document: str) -> str:
    """Replace what stands between the marks of a document by the tables."""
    before, _, rest = document.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    return f"{before}{_BEGIN}\n\n{tables()}\n{_END}{after}"


def main() -> None:
    """Write the schema and the tables of the document again."""
    SCHEMA_FILE.write_text(schema_text(), "utf-8")
    DOCUMENT_FILE.write_text(document_with_tables(DOCUMENT_FILE.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
