"""Drafts of texts as a YAML file: written to be edited, and loaded draft by draft, each by itself."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

import yaml

from bot.asking import Asker, UserError
from bot.blocks import Answer, Line, choices
from bot.commands import dispatch, parser
from bot.dossiers.intake.yaml_tree import read_yaml
from bot.drafts.add_fields import EMPTIED, FIELDS
from bot.drafts.article_entries import source_line
from bot.drafts.article_keep import KeptArticle, drafts_of, find_article
from bot.drafts.edit_fields import EDIT
from db.desk.desks import Desk, get_desk
from db.storage.database import Database

_HEAD = """# Drafts of what news texts say. take: "yes" takes one, "no" leaves it open, "never" leaves it out for good.
# Change what is wrong, empty what is not known, then load this file: backchannel article FILE
"""
STAYS = "stays open"
_TAKES = ("yes", "no", "never")
_PRESSES = ("Take", "Same utterance", "Send for review")


def written_drafts(
    database: Database, numbers: Iterable[int], *, now: datetime, desk: Desk, asker: Asker, dossier: str
) -> str:
    """Write the open drafts of texts, by the texts' numbers."""
    with database.reading() as connection:
        settled = get_desk(connection, desk.id, default=desk)
        options = {"dossier": dossier}
        ask = dispatch.open_ask(connection, "article", options, now=now, desk=settled, asker=asker)
        ask = replace(ask, level=dispatch.check_level("article", asker, settled))
        texts = [find_article(ask, str(number)) for number in numbers]
        listed = [
            {"text": str(text.id), "dossier": ask.head.name, "source": source_line(text.heading),
             "drafts": list(_written(text, {id_: (one.state, one.body) for id_, one in drafts_of(ask, text).items()}))}
            for text in texts
        ]  # fmt: skip
    return _HEAD + yaml.safe_dump({"texts": listed}, allow_unicode=True, sort_keys=False, width=110)


def _written(text: KeptArticle, drafts: Mapping[int, tuple[str, str]]) -> Iterator[dict[str, Any]]:
    for kept in text.kept:
        state, body = drafts.get(kept.draft, ("", ""))
        if state != "draft":
            continue
        fields = json.loads(body)
        if kept.kind == EDIT:
            fields = {"item": fields["item"], **fields["fields"]}
        told = {"remarks": "; ".join(kept.remarks)} if kept.remarks else {}
        yield {"draft": str(kept.draft), "take": "yes" if kept.sure else "no", "kind": kept.kind, **told, **fields}


def is_draft_file(content: bytes) -> bool:
    """Tell whether a file is one that `written_drafts` wrote."""
    return content.startswith(_HEAD.partition(".")[0].encode())


def load_drafts(database: Database, content: bytes, *, now: datetime, desk: Desk, asker: Asker) -> Iterator[str]:
    """Take or leave out the drafts of a file as it says, one after the other; yields what was done with each.

    Raises UserError where the file can't be read at all.
    """
    press = partial(dispatch.ask, database, now=now, desk=desk, asker=asker)
    for text, dossier, draft in _listed(content):
        number, wanted = draft.get("draft", ""), draft.get("take", "").lower()
        if wanted == "no":
            continue
        where = {"dossier": dossier} if dossier else {}
        try:
            match wanted:
                case "yes":
                    name, options = _typed(draft)
                    name, options = parser.parse(_taking(press(name, options | where)))
                case "never":
                    name, options = "article leave", {"text": text, "draft": number} | where
                case _:
                    raise UserError(f"take: “{wanted[:20]}” is none of {', '.join(_TAKES)}")
            yield f"draft {number}: {_first_line(press(name, options))}"
        except UserError as error:
            yield f"draft {number} {STAYS}: {error}"


def _listed(content: bytes) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    try:
        tree, faults = read_yaml(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UserError("The file of drafts is not UTF-8.") from error
    if faults or not isinstance(tree, dict) or not isinstance(tree.get("texts"), list):
        said = f": {faults[0].found}; expected {faults[0].expected}" if faults else ""
        raise UserError(f"This is no file of drafts as --drafts writes it{said}.")
    for text in tree["texts"]:
        drafts = text.get("drafts") if isinstance(text, dict) else None
        for draft in drafts if isinstance(drafts, list) else ():
            if isinstance(draft, dict) and all(isinstance(value, str) for value in draft.values()):
                yield str(text.get("text", "")), str(text.get("dossier", "")), draft
            else:
                raise UserError(f"A draft of text {text.get('text')} is no list of fields as --drafts writes it.")


def _typed(draft: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Give the command that types a draft anew, with all its fields: what is gone from the file is emptied."""
    kind: Any = draft.get("kind", "")
    number = {"draft": draft.get("draft", "")}
    if kind == EDIT:
        fields = {option: text for option, text in draft.items() if option not in _BESIDE}
        return EDIT, {"id": draft.get("item", "")} | fields | number
    if kind not in FIELDS:
        raise UserError(f"kind: “{kind[:20]}” is none of {', '.join(FIELDS)}")
    return f"add {kind}", {field.option: draft.get(field.option, "") or EMPTIED for field in FIELDS[kind]} | number


_BESIDE = ("draft", "take", "kind", "remarks", "item")


def _taking(answer: Answer) -> str:
    """Give the line that takes what was read back; raises UserError with what is wrong."""
    found = next((one for one in choices(answer.blocks) if one.label in _PRESSES), None)
    if found is not None:
        return found.line
    lines = [one for one in answer.blocks if isinstance(one, Line) and one.label in ("", "Still open")]
    faults = ["".join(part for part in one.parts if isinstance(part, str)) for one in lines]
    raise UserError("; ".join(faults[:3]) or "something that is needed is missing")


def _first_line(answer: Answer) -> str:
    first = next(one for one in answer.blocks if isinstance(one, Line))
    return "".join(part for part in first.parts if isinstance(part, str))
