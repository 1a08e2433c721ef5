"""Members of an answer; what is not there, or is something else, is an UnexpectedAnswer."""

from collections.abc import Mapping
from typing import Any

import httpx
import msgspec

from onshi.answers import Answer
from onshi.contents import json_of
from onshi.problems import UnexpectedAnswer

_LONGEST_S = 10.0**9


def members_of(response: httpx.Response) -> Mapping[str, Any]:
    """Return the object that a successful ``response`` holds; raises UnexpectedAnswer."""
    document = json_of(response.content)
    if not isinstance(document, dict):
        raise UnexpectedAnswer(response, "no JSON object")
    return document


def text_of(response: httpx.Response, name: str) -> str:
    """Return a member that can be sent on: one line of ASCII; raises UnexpectedAnswer."""
    value = members_of(response).get(name)
    if not isinstance(value, str) or not value or not value.isascii() or not value.isprintable() or " " in value:
        raise UnexpectedAnswer(response, f"no {name}")
    return value


def seconds_of(response: httpx.Response, name: str) -> float:
    """Return a member that is a time to live; raises UnexpectedAnswer."""
    value = members_of(response).get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < _LONGEST_S:
        raise UnexpectedAnswer(response, f"no {name}")
    return float(value)


def items_of(response: httpx.Response, name: str) -> list[dict[str, Any]]:
    """Return the things of a list, each with a text ``name``; raises UnexpectedAnswer."""
    items = members_of(response).get("items")
    if not isinstance(items, list) or not all(
        isinstance(item, dict) and isinstance(item.get(name), str) for item in items
    ):
        raise UnexpectedAnswer(response, "no list of what was asked for")
    return items


def answer_of(response: httpx.Response) -> Answer:
    """Return the answer of a check; raises UnexpectedAnswer."""
    try:
        return Answer.read(members_of(response))
    except (msgspec.MsgspecError, ValueError):
        # Whatever it says of the place might quote a value.
        raise UnexpectedAnswer(response, "no answer of a check") from None
