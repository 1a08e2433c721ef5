"""What a desk looks at once a card was checked: the kinds of data that the patient let be seen. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from loadtests.receptions.data import Case

VIEWS = {kind: f"view of {kind}" for kind in ("medication", "diagnosis", "checkups")}
"""Their rows, by kind of data."""
_OK, _GIVEN = 200, "given"


def opened(document: Mapping[str, Any], chosen: Sequence[str]) -> list[str]:
    """Return the kinds that were chosen at the reader and that stand in the answer to the check as consented to."""
    results: Sequence[Mapping[str, Any]] = document.get("results") or [{}]
    consents: Mapping[str, Mapping[str, Any]] = results[0].get("consents") or {}
    return [kind for kind in chosen if consents.get(kind, {}).get("state") == _GIVEN]


def consent_complaint(case: Case, document: Mapping[str, Any], chosen: Sequence[str]) -> str | None:
    """Return what is wrong with the consents of an answer to a check, or None."""
    expected = list(chosen) if case.has_medical_data else []
    return None if opened(document, chosen) == expected else "expected the consents that the card carried"


def view_complaint(kind: str, status: int, document: Mapping[str, Any], code: str) -> str | None:
    """Return what is wrong with what was shown, or None. Never quotes it."""
    if status != _OK:
        return f"expected what was consented to, got {status} {code}".rstrip()
    if document.get("kind") != kind or not isinstance(document.get("items"), list):
        return "data of another kind than asked for"
    return None
