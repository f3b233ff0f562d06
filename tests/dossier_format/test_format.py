"""What is said of the dossier format: the page for researchers and the schema for editors."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bot.dossiers.intake import check_text
from bot.dossiers.intake.yaml_tree import read_yaml
from db.model.edtf import bounds
from db.model.records import SECTIONS
from db.model.shapes import shapes
from tests.dossier_format.describe import DOCUMENT_FILE, SCHEMA_FILE, document_with_tables, schema_text, tables
from tests.dossier_format.meanings import MEANINGS

DOCUMENT = DOCUMENT_FILE.read_text("utf-8")
FIRST, EXAMPLE = (
    block
    for block in re.findall(r"```yaml\n(.*?)```", DOCUMENT, re.DOTALL)
    if block.startswith("format") and "include" not in block
)
BUNDLED = sorted((Path(__file__).parents[2] / "dossiers").glob("*.yaml"))
AGAIN = "run: python -m tests.dossier_format.describe"


def schema_faults(tree: Any) -> list[str]:
    """List what an editor would underline."""
    validator = Draft202012Validator(json.loads(SCHEMA_FILE.read_text("utf-8")))
    return [f"{fault.json_path}: {fault.message}" for fault in validator.iter_errors(tree)]


def test_example_in_the_document_is_faultless_and_complete() -> None:
    dossier = check_text(EXAMPLE.encode(), name="example.yaml")

    assert all(getattr(dossier, section) for section in SECTIONS)


def test_first_dossier_is_faultless_in_thirty_lines() -> None:
    dossier = check_text(FIRST.encode(), name="first.yaml")

    assert len(FIRST.strip().splitlines()) <= 30
    assert [one.when.edtf if one.when else "" for one in dossier.statements] == ["2024-03-05", "2024-03-07", ""]


def test_tables_in_the_document_are_up_to_date() -> None:
    assert document_with_tables(DOCUMENT) == DOCUMENT, AGAIN


def test_schema_file_is_up_to_date() -> None:
    assert SCHEMA_FILE.read_text("utf-8") == schema_text(), AGAIN


def test_every_key_has_a_meaning_and_no_meaning_is_left_over() -> None:
    for record, meanings in MEANINGS.items():
        known = {shape.name for shape in shapes(record)}
        explained_elsewhere = set(SECTIONS) | {"id"}
        assert known - explained_elsewhere <= set(meanings) <= known


def test_every_record_has_a_table() -> None:
    records = {shape.record for record in MEANINGS for shape in shapes(record) if shape.record}

    assert records <= set(MEANINGS)
    assert tables().count("| key | holds | meaning |") == len(MEANINGS)


def test_links_in_the_document_lead_somewhere() -> None:
    headings = {
        re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", DOCUMENT, re.MULTILINE)
    }

    assert set(re.findall(r"\]\(#([\w-]+)\)", DOCUMENT)) <= headings


def test_every_date_of_the_document_can_be_read() -> None:
    section = DOCUMENT.partition("## Dates")[2].partition("## Sources")[0]
    written = [
        cell for line in re.findall(r"^\| (`.+?) \|", section, re.MULTILINE) for cell in re.findall(r"`(.+?)`", line)
    ]

    assert len(written) > 15
    for date in written:
        bounds(date.strip('"'))


@pytest.mark.parametrize("text", [FIRST, EXAMPLE, *(path.read_text("utf-8") for path in BUNDLED)])
def test_schema_accepts_what_is_faultless(text: str) -> None:
    tree, _faults = read_yaml(text)

    assert schema_faults(tree) == []


def test_schema_accepts_plain_values_as_editors_read_them() -> None:
    tree, _faults = read_yaml(EXAMPLE)
    tree["format"] = 1
    tree["parties"][0]["side"] = True
    tree["events"][0]["when"] = 2023

    assert schema_faults(tree) == []


def test_schema_refuses_what_is_faulty() -> None:
    tree, _faults = read_yaml(EXAMPLE)
    tree["statements"][0]["speakr"] = "okafor"
    tree["statements"][0]["wordings"][0]["kind"] = "dirct"
    del tree["events"][0]["reports"]

    assert sorted(fault.partition(":")[0] for fault in schema_faults(tree)) == [
        "$.events[0]",
        "$.statements[0]",
        "$.statements[0].wordings[0].kind",
    ]
