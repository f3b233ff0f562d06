"""An answer as text that can be kept, and read back the same: what was posted stays as it was."""

import dataclasses
import json
from datetime import date, datetime
from typing import Any

from bot import blocks
from bot.blocks import Answer, Moment

_KINDS: dict[str, Any] = {name: found for name, found in vars(blocks).items() if dataclasses.is_dataclass(found)}


def keep(answer: Answer) -> Any:
    """Make an answer into what JSON can hold; without its picture."""
    return _plain(dataclasses.replace(answer, picture=None))


def recall(kept: Any) -> Answer:
    """Read back an answer that was kept."""
    answer = _whole(kept)
    assert isinstance(answer, Answer)
    return answer


def _plain(value: Any) -> Any:
    match value:
        case tuple():
            return [_plain(one) for one in value]
        case datetime() | date():
            return value.isoformat()
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            fields = ((field, getattr(value, field.name)) for field in dataclasses.fields(value))
            said = {field.name: _plain(one) for field, one in fields if one != field.default}
            return {"": type(value).__name__} | said
        case _:
            return value


def _whole(value: Any) -> Any:
    match value:
        case list():
            return tuple(_whole(one) for one in value)
        case {"": "Moment", "at": at}:
            return Moment(datetime.fromisoformat(at))
        case dict():
            fields = {name: _whole(one) for name, one in value.items() if name}
            if fields.get("as_of"):
                fields["as_of"] = date.fromisoformat(fields["as_of"])
            return _KINDS[value[""]](**fields)
        case _:
            return value


def dump(kept: dict[str, Any]) -> str:
    """Write what is kept as one line of JSON."""
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
