"""The protocol of `backchannel article --jsonl`: one JSON request a line, one JSON reply a line."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.articles.coming_dates import ComingInText
from bot.articles.dates import as_reply
from bot.articles.duplicates import reply_to
from bot.articles.file_text import UnreadableError
from bot.articles.reader import read_article
from bot.articles.records import Article, Person, Statement


class RequestError(ValueError):
    """A line that is no request; says what is wrong with it and what works."""


def reply(line: str) -> str:
    """Answer one line; a line that is no request is answered with its fault."""
    try:
        answer = _answer(_request(line))
    except (RequestError, UnreadableError) as error:
        answer = {"error": str(error)}
    return json.dumps(answer, ensure_ascii=False)


def _request(line: str) -> Mapping[str, Any]:
    try:
        request = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise RequestError(f'This line is no JSON: {error}. For example: {{"task": "article", "text": "…"}}') from None
    if not isinstance(request, dict):
        raise RequestError('A request is an object. For example: {"task": "article", "text": "…"}')
    return request


def _answer(request: Mapping[str, Any]) -> dict[str, Any]:
    match request.get("task", "article"):
        case "article":
            return _article(request)
        case "dup":
            return _repetition(request)
        case other:
            raise RequestError(f"There is no task {other!r}. There are: article, dup")


def _repetition(request: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return {"id": request.get("id"), **reply_to(request)}
    except ValueError as error:
        raise RequestError(str(error)) from None


def _article(request: Mapping[str, Any]) -> dict[str, Any]:
    reading = read_article(article_of(request))
    return {
        "id": request.get("id"),
        "form": reading.form,
        "statements": [_statement(one) for one in reading.statements],
        "dates": [as_reply(one) for one in reading.dates],
        "offers": [{"span": list(one.span), "by": one.by, "rule": one.rule} for one in reading.offers],
        "coming": [_coming(one) for one in reading.coming],
        "faults": [{"span": list(fault.span), "words": fault.words} for fault in reading.faults],
        "people": [{"name": one.name, "roles": list(one.roles), "gender": one.gender} for one in reading.newcomers],
    }


def _coming(one: ComingInText) -> dict[str, Any]:
    return {"span": list(one.span), "words": one.words, "kind": one.kind, "edtf": one.edtf or None,
            "relation": one.relation or None, "hangs_on": one.hangs_on or None}  # fmt: skip


def article_of(request: Mapping[str, Any]) -> Article:
    """Make an article of a request."""
    text = request.get("text")
    if not isinstance(text, str):
        raise RequestError('"text" is missing. Give the text or page as one string')
    published = request.get("published")
    try:
        day = date.fromisoformat(published[:10]) if published else None
    except (TypeError, ValueError):
        raise RequestError(f'"published" is {published!r}, no day. For example: "2022-07-28"') from None
    people = tuple(_person(one) for one in request.get("people") or ())
    return Article(text, day, request.get("title") or "", request.get("format") == "html", people)


def _person(one: Mapping[str, Any]) -> Person:
    try:
        return Person(
            str(one["id"]),
            str(one["name"]),
            tuple(one.get("aliases") or ()),
            tuple(one.get("roles") or ()),
            one.get("gender") or "",
        )
    except (KeyError, TypeError, AttributeError):
        raise RequestError(
            'Somebody in "people" lacks "id" or "name". For example: {"id": "peskov", "name": "Dmitry Peskov"}'
        ) from None


def _statement(one: Statement) -> dict[str, Any]:
    speaker = one.speaker
    return {
        "kind": one.kind,
        "spans": [list(span) for span in one.spans],
        "speaker": {
            "name": speaker.name,
            "person_id": speaker.person,
            "span": list(speaker.span) if speaker.span else None,
            "confidence": round(speaker.confidence, 2),
        },
        "said_on": {"value": one.said_on.day.isoformat(), "stated": one.said_on.stated} if one.said_on else None,
        "confidence": one.confidence,
        "medium": one.medium,
        "continues": one.continues,
        "sure": one.is_sure,
        "rules": list(one.rules),
    }
