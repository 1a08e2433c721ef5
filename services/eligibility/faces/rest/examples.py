"""Whole bodies for ``POST /v1/checks`` in the OpenAPI document, about the patient of all examples.

The answers in ``example_answers/`` are what a simulator of seed 1 on 2026-11-20 answers to the requests here; a flow
test asks one.
"""

from pathlib import Path
from typing import Any

import msgspec

from shared.web.example_values import example_values

_ANSWERS = Path(__file__).parent / "example_answers"
_INSURED, _FORBIDDEN = "被保険者番号等で照会 / by identifiers", "禁止された利用目的 / a forbidden purpose"


def request_examples() -> dict[str, dict[str, Any]]:
    """Return a body for each way to ask."""
    values = example_values()
    identifiers = {name: values[name] for name in ("insurer_number", "symbol", "number", "branch", "birthdate")}
    by_number = {"insured": identifiers, "purpose": "CARE_VISIT", "limit_certificate_consent": True}
    by_card = {"presence_proof": values["presence_proof"], "client_reference": values["client_reference"]}
    return {
        "insured": {"summary": _INSURED, "value": by_number},
        "card": {"summary": "マイナンバーカードで照会 / by card", "value": by_card},
        "forbidden": {"summary": _FORBIDDEN, "value": {**by_number, "purpose": "EMPLOY_CONTRACT"}},
    }


def answer_examples() -> dict[str, dict[str, Any]]:
    """Return the answers to the requests of the same names."""
    return {
        name: {"summary": summary, "value": msgspec.json.decode((_ANSWERS / f"{name}.json").read_bytes())}
        for name, summary in (("insured", _INSURED), ("forbidden", _FORBIDDEN))
    }
