"""What has to come of a check, and what is wrong with an answer. Pure."""

from collections.abc import Container, Mapping
from datetime import date, timedelta
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
    code = code_of(document)
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


def code_of(document: Mapping[str, Any]) -> str:
    """Return the code of a refusal; an empty one where there is none."""
    return str(document.get("type", "")).removeprefix(_PROBLEM)


def refused() -> Mapping[str, str]:
    """Return what has to come of a closed purpose."""
    return {"outcome": "refused"}


def mistyped(insured: Mapping[str, str | None], known: Container[tuple[str | None, ...]]) -> dict[str, str | None]:
    """Return somebody's numbers with the birthdate of nobody among ``known``: an earlier day."""
    day = date.fromisoformat(str(insured["birthdate"]))
    while True:
        day -= timedelta(days=1)
        changed = {**insured, "birthdate": day.isoformat()}
        if described(changed) not in known:
            return changed


def described(insured: Mapping[str, str | None]) -> tuple[str | None, ...]:
    """Return by what somebody is found, the branch apart, which may be left out."""
    return tuple(insured[name] for name in ("insurer_number", "symbol", "number", "birthdate"))
