"""A received check as the clinic's screen shows it."""

import json
from typing import Any
from uuid import UUID

import pytest

from services.reader.receptions.rules import shown_of

CHECK = UUID("019ca2d1-5a00-7c3e-9b41-0f6c2d8e7a55")


def entry(**members: Any) -> dict[str, Any]:
    as_listed = {
        "checked_at": "2026-11-20T09:15:01.123456+09:00",
        "outcome": "answered",
        "validity": "valid",
        "refusal_code": None,
    }
    return {**as_listed, **members}


def test_an_answer_is_shown_as_it_was_received() -> None:
    shown = shown_of(CHECK, entry(), {"validity": "valid", "results": []})

    assert (shown.said, shown.is_good, shown.time, shown.is_elsewhere) == ("validity_valid", True, "09:15:01", False)
    assert json.loads(shown.json) == {"validity": "valid", "results": []}


def test_a_refused_card_is_shown_with_its_code() -> None:
    refused = entry(outcome="rejected", validity=None, refusal_code="certificate-revoked")

    shown = shown_of(CHECK, refused, None)

    assert (shown.said, shown.is_good, shown.code) == ("outcome_rejected", False, "certificate-revoked")
    assert not shown.is_elsewhere
    assert json.loads(shown.json) == refused


@pytest.mark.parametrize("validity", ["invalid", "superseded", "not_found", "ambiguous"])
def test_what_is_not_valid_is_not_shown_as_good(validity: str) -> None:
    assert not shown_of(CHECK, entry(validity=validity), None).is_good


def test_a_check_of_another_client_has_no_answer_here() -> None:
    assert shown_of(CHECK, entry(), None).is_elsewhere
