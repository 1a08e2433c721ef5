"""What a body holds: JSON, or how it began where nobody expected it, without what may be secret.

Something in between may repeat what it was sent (a debug page, a log of a gateway), and an answer that is almost one
of the simulator's may hold a patient's data. So values of JSON are left out, and so is elsewhere whatever looks like a
token or a person's number.
"""

import json
import re
from typing import Any

import httpx

_MOST_BYTES = 400
_MOST_SHOWN = 200
_LEFT_OUT = "…"
_JSON_VALUE = re.compile(r'("(?:[^"\\]|\\.)*")(\s*:)|"(?:[^"\\]|\\.)*(?:"|$)|-?[0-9][0-9.eE+-]*')
"""The name of a member, or a string (its end may be cut off), or a number."""
_TELLING = re.compile(r"[A-Za-z0-9_+/=.~-]{20,}|[0-9０-９][0-9０-９-]{3,}")
_WORD = re.compile(r'"[A-Za-z_$@-]{1,40}"')
_UNPRINTABLE = re.compile(r"[^\x21-\x7e\u2026\u3000-\u9fff\uff00-\uffef]+")


def json_of(content: bytes) -> Any:
    """Return what stands in ``content``; None where it is no JSON."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def beginning_of(response: httpx.Response) -> str:
    """Return the first characters of the body, at most 200, on one line."""
    text = response.content[:_MOST_BYTES].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if text.startswith(("{", "[", '"')):
        shown = _JSON_VALUE.sub(_name_or_nothing, text)
    else:
        shown = _TELLING.sub(_LEFT_OUT, text)
    return _UNPRINTABLE.sub(" ", shown)[:_MOST_SHOWN].strip()


def _name_or_nothing(found: re.Match[str]) -> str:
    if not found[2]:
        return _LEFT_OUT
    # What is no word may be a value where a name should stand.
    return (found[1] if _WORD.fullmatch(found[1]) else f'"{_LEFT_OUT}"') + found[2]
