"""What has to come of a check, and what is wrong with an answer. Pure."""

from collections.abc import Mapping
from typing import Any

CLOSED_PURPOSES = (
    "EMPLOYER_PROC",
    "IDENTITY",
    "EMPLOY_CONTRACT",
    "PRIVATE_INS",
    "MARKETING",
    "DATABASE",
    "RESEARCH",
    "STAFF_CURIOSITY",
)
"""利用目的 that open nothing to anybody (告知要求制限, 健康保険法194条の2)."""
_PROBLEM = "urn:onshi:problem:"
_OK, _TOO_MANY, _SERVER_ERROR = 200, 429, 500


def complaint(expected: Mapping[str, str], status: int, document: Mapping[str, Any]) -> str | None:
    """Return what is wrong with the answer to a check, or None. Never quotes what was asked or answered about."""
    code = str(document.get("type", "")).removeprefix(_PROBLEM)
    if (wanted := expected.get("refusal")) is not None:
        return None if status != _OK and code == wanted else f"expected {wanted}, got {status} {code}".rstrip()
    if status != _OK:
        return f"expected an answer, got {status} {code}".rstrip()
    for name, value in expected.items():
        if document.get(name) != value:
            return f"expected {name} {value}, got {document.get(name)}"
    if expected.get("outcome") == "refused" and (document.get("results") != [] or not document.get("refusal")):
        return "a refused purpose came with results, or without a reason"
    return None


def is_no_answer(status: int) -> bool:
    """Tell whether there was no answer, or one that there is none now: an error, and nothing wrong about a person."""
    return status in (0, _TOO_MANY) or status >= _SERVER_ERROR


def refused() -> Mapping[str, str]:
    """Return what has to come of a closed purpose."""
    return {"outcome": "refused"}
