"""一括照会 of an evening: a file is handed in, and looked after until all of it is answered."""

from collections.abc import Mapping, Sequence
from typing import Any

import gevent

from loadtests.receptions.asking import tell
from loadtests.receptions.data import Case
from loadtests.receptions.desks import document_of

HANDED_IN, LOOKED_AT = "bulk check", "bulk result"
"""Their rows."""
_ACCEPTED, _OK = 202, 200
_EVERY_S, _LONGEST_S = 1.0, 60.0


def body_of(persons: Sequence[Case]) -> Mapping[str, object]:
    """Return what is handed in about ``persons``."""
    items = [{"item_reference": f"{number}", "insured": case.insured} for number, case in enumerate(persons)]
    return {"items": items}


def is_accepted(status: int) -> bool:
    """Tell whether it was taken in."""
    return status == _ACCEPTED


def look_after(http: Any, reception: str, persons: Sequence[Case], headers: Mapping[str, str]) -> None:
    """Look each second how far it is, and compare what was answered about each person."""
    for _ in range(int(_LONGEST_S / _EVERY_S)):
        gevent.sleep(_EVERY_S)
        with http.get(
            f"/eligibility/v1/bulk-checks/{reception}", headers=headers, name=LOOKED_AT, catch_response=True
        ) as answer:
            document = document_of(answer)
            wrong = result_complaint(persons, answer.status_code, document)
            tell(answer, wrong)
            if wrong is not None or document["state"] == "done":
                return


def result_complaint(persons: Sequence[Case], status: int, document: Mapping[str, Any]) -> str | None:
    """Return what is wrong with a result, or None; one that is still being worked is right."""
    if status != _OK:
        return f"expected a result, got {status}"
    if document.get("state") != "done":
        return None
    answered = {item["item_reference"]: item["validity"] for item in document["items"]}
    wrong = sum(answered.get(f"{number}") != case.expected["validity"] for number, case in enumerate(persons))
    return f"{wrong} of {len(persons)} persons were answered otherwise than expected" if wrong else None
