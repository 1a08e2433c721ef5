"""What tests of the eligibility service ask about by identifiers."""

from typing import Any

INSURED = {
    "insurer_number": "02999918",
    "symbol": "シミュ－１",
    "number": "001024",
    "branch": "1",
    "birthdate": "1985-04-12",
}


def by_identifier(**more: Any) -> dict[str, Any]:
    return {"insured": INSURED, "purpose": "CARE_VISIT", **more}
