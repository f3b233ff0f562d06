"""What Block Kit takes: the limits and shapes of blocks, checked as Slack's own API words its refusals."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Literal

from .elements import CHECKS as ELEMENTS
from .elements import check_text
from .rich_text import check_rich_text
from .shapes import Json, Problem, keys, listed, long, one_of

Place = Literal["message", "modal", "home"]
MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
LONGEST_MESSAGE = 11_340  # seen refused at 11,341; how Slack counts is not documented
_FILE = re.compile(r"F[A-Z0-9]{8,}")
_ACTING = ("button overflow static_select external_select conversations_select channels_select users_select "
           "multi_users_select multi_conversations_select multi_external_select").split()  # fmt: skip
_IN_INPUT = [*_ACTING[2:], "plain_text_input", "file_input"]


def check_blocks(blocks: Any, place: Place, at: str) -> list[str]:
    """List what is wrong with blocks, each as Slack says it; nothing means that it takes them."""
    return [f"{problem.text} [json-pointer:{problem.at}]" for problem in _blocks(blocks, place, at)]


def text_size(value: Any) -> int:
    """Count the characters of all texts in blocks, the way the limit of a whole message is counted here."""
    if isinstance(value, list):
        return sum(text_size(one) for one in value)
    if not isinstance(value, dict):
        return 0
    own = len(value["text"]) if isinstance(value.get("text"), str) else 0
    return own + sum(text_size(one) for key, one in value.items() if not isinstance(one, str))


def _blocks(blocks: Any, place: Place, at: str) -> Iterator[Problem]:
    if not isinstance(blocks, list):
        yield Problem("must be an array", at)
        return
    if len(blocks) > MOST_BLOCKS[place]:
        yield Problem(f"no more than {MOST_BLOCKS[place]} items allowed", at)
    seen: set[str] = set()
    for number, block in enumerate(blocks):
        here = f"{at}/{number}"
        check = _CHECKS.get(str(block.get("type"))) if isinstance(block, dict) else None
        if check is None:
            yield Problem(
                f"unsupported type: {block.get('type') if isinstance(block, dict) else block}", f"{here}/type"
            )
            continue
        yield from check(block, place, here)
        yield from long(block, "block_id", 255, here)
        if block.get("block_id") in seen:
            yield Problem(f"`block_id` {block['block_id']} already exists", f"{here}/block_id")
        seen |= {block["block_id"]} if block.get("block_id") else set()


def _section(block: Json, place: Place, at: str) -> Iterator[Problem]:
    yield from keys(block, at, "type", "text?", "fields?", "accessory?", "block_id?", "expand?")
    if "text" not in block and "fields" not in block:
        yield Problem("missing required field: text", at)
    if "text" in block:
        yield from check_text(block["text"], f"{at}/text", most=3000)
    if "fields" in block:
        yield from listed(block, "fields", 10, at)
        for number, field in enumerate(block["fields"]):
            yield from check_text(field, f"{at}/fields/{number}", most=2000)
    if "accessory" in block:
        yield from _element(block["accessory"], place, f"{at}/accessory", [*_ACTING, "image"])


def _header(block: Json, _place: Place, at: str) -> Iterator[Problem]:
    yield from keys(block, at, "type", "text", "block_id?", "level?")
    yield from check_text(block.get("text"), f"{at}/text", most=150, kinds=("plain_text",))


def _divider(block: Json, _place: Place, at: str) -> Iterator[Problem]:
    yield from keys(block, at, "type", "block_id?")


def _context(block: Json, place: Place, at: str) -> Iterator[Problem]:
    yield from keys(block, at, "type", "elements", "block_id?")
    yield from listed(block, "elements", 10, at)
    for number, element in enumerate(block.get("elements", ())):
        here = f"{at}/elements/{number}"
        if element.get("type") == "image":
            yield from _element(element, place, here, ["image"])
        else:
            yield from check_text(element, here, most=3000)


def _actions(block: Json, place: Place, at: str) -> Iterator[Problem]:
    yield from keys(block, at, "type", "elements", "block_id?")
    yield from listed(block, "elements", 25, at)
    seen: set[str] = set()
    for number, element in enumerate(block.get("elements", ())):
        yield from _element(element, place, f"{at}/elements/{number}", _ACTING)
        if element.get("action_id") in seen:
            yield Problem(f"`action_id` {element['action_id']} already exists", f"{at}/elements/{number}/action_id")
        seen.add(str(element.get("action_id")))


def _input(block: Json, place: Place, at: str) -> Iterator[Problem]:
    yield from keys(block, at, "type", "label", "element", "hint?", "optional?", "dispatch_action?", "block_id?")
    yield from check_text(block.get("label"), f"{at}/label", most=2000, kinds=("plain_text",))
    if "hint" in block:
        yield from check_text(block["hint"], f"{at}/hint", most=2000, kinds=("plain_text",))
    yield from _element(block.get("element", {}), place, f"{at}/element", _IN_INPUT)


def _image(block: Json, _place: Place, at: str) -> Iterator[Problem]:
    yield from keys(block, at, "type", "alt_text", "image_url?", "slack_file?", "title?", "block_id?")
    yield from long(block, "alt_text", 2000, at)
    yield from long(block, "image_url", 3000, at)
    if ("image_url" in block) == ("slack_file" in block):
        yield Problem("must define either an `image_url` or `slack_file`", at)
    if "slack_file" in block:
        yield from keys(block["slack_file"], f"{at}/slack_file", "id?", "url?")
        if "id" in block["slack_file"] and not _FILE.fullmatch(str(block["slack_file"]["id"])):
            yield Problem("must match pattern: ^F[A-Z0-9]{8,}$", f"{at}/slack_file/id")
    if "title" in block:
        yield from check_text(block["title"], f"{at}/title", most=2000, kinds=("plain_text",))


def _rich(block: Json, _place: Place, at: str) -> Iterator[Problem]:
    yield from check_rich_text(block, at)


def _element(element: Any, place: Place, at: str, allowed: list[str]) -> Iterator[Problem]:
    if not isinstance(element, dict) or element.get("type") not in allowed:
        yield from one_of(element, allowed, at)
        return
    yield from ELEMENTS[element["type"]](element, at)
    if element["type"] == "file_input" and place != "modal":
        yield Problem("unsupported type: file_input", f"{at}/type")


_CHECKS: dict[str, Callable[[Json, Place, str], Iterator[Problem]]] = {
    "section": _section,
    "header": _header,
    "divider": _divider,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "image": _image,
    "rich_text": _rich,
}


def files_in(blocks: Any) -> list[str]:
    """List the files that blocks show."""
    if isinstance(blocks, list):
        return [file for one in blocks for file in files_in(one)]
    if not isinstance(blocks, dict):
        return []
    own = [str(blocks["slack_file"].get("id", ""))] if isinstance(blocks.get("slack_file"), dict) else []
    return own + [file for key, one in blocks.items() if key != "slack_file" for file in files_in(one)]
