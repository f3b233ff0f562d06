"""The protocol of `backchannel article --jsonl`: requests and replies."""

import json

import pytest

from bot.articles.protocol import reply

TEXT = "Minister Ada Lind said on Monday that the ferry talks would go on. “We are close,” Lind told Reuters."


def ask(**request: object) -> dict[str, object]:
    answer: dict[str, object] = json.loads(reply(json.dumps(request)))
    return answer


def test_a_request_is_answered_with_statements_their_places_and_speakers() -> None:
    lind = {"id": "lind", "name": "Ada Lind", "roles": ["minister"], "gender": "female"}

    answer = ask(task="article", id="a", published="2023-05-02", text=TEXT, people=[lind])

    statements = answer["statements"]
    assert isinstance(statements, list)
    words = [TEXT[start:end] for one in statements for start, end in one["spans"]]
    assert words == ["the ferry talks would go on", "We are close,"]
    assert [one["speaker"]["person_id"] for one in statements] == ["lind", "lind"]
    assert [one["said_on"]["value"] for one in statements] == ["2023-05-01", "2023-05-01"]
    assert [one["kind"] for one in statements] == ["indirect", "direct"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "no JSON"),
        ("[1]", "A request is an object"),
        ('{"task": "sing"}', "There is no task 'sing'"),
        ('{"task": "article"}', '"text" is missing'),
        ('{"text": "a", "published": "soon"}', "no day"),
        ('{"text": "a", "people": [{"name": "Lind"}]}', 'lacks "id" or "name"'),
    ],
)
def test_a_line_that_is_no_request_is_answered_with_its_fault(line: str, words: str) -> None:
    assert words in json.loads(reply(line))["error"]
