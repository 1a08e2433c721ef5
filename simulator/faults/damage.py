"""Answers that arrive damaged: cut off, unreadable, empty, or a few bytes at a time. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from starlette.types import Message

from shared.worlds.fault_plan import Fired

SLOW_BYTES_A_SECOND = 100
_LENGTH = b"content-length"
_NO_JSON = b"\xff"
"""No byte of UTF-8."""


def damaged(fired: Fired, answer: Sequence[Message]) -> tuple[Message, bytes]:
    """Return the head of a damaged answer, and what comes of its body.

    Of one that is cut off the head tells the whole length; of every other that of what comes.
    """
    start, body = answer[0], b"".join(message.get("body", b"") for message in answer[1:])
    told = body
    if fired.kind == "truncate":
        body = body[: _cut_at(body, fired.parameters)]
    elif fired.kind == "malformed":
        told = body = body[: len(body) // 2] + _NO_JSON
    elif fired.kind == "empty":
        told = body = b""
    headers = [header for header in start["headers"] if header[0].lower() != _LENGTH]
    return {**start, "headers": [*headers, (_LENGTH, str(len(told)).encode())]}, body


def pieces(body: bytes, parameters: Mapping[str, Any], a_second: int) -> Iterator[bytes]:
    """Yield the pieces of a slow body, of which so many go in a second."""
    size = max(1, round(parameters.get("bytes_per_second", SLOW_BYTES_A_SECOND) / a_second))
    for begin in range(0, len(body), size):
        yield body[begin : begin + size]


def _cut_at(body: bytes, parameters: Mapping[str, Any]) -> int:
    at: int = parameters.get("after_bytes", len(body) // 2)
    # Never whole: the last byte at least is missing.
    return max(0, min(at, len(body) - 1))
