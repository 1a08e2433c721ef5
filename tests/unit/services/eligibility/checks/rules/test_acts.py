"""Which record counts as a miss: nobody was found, by a check or for a number to be registered."""

from datetime import date, datetime
from uuid import UUID

import pytest

from services.eligibility.checks.rules.acts import DisclosureRecord, is_miss


@pytest.mark.parametrize(
    ("code", "is_so"),
    [
        ("not_found", True),
        ("insured-not-found", True),
        ("invalid", False),
        ("ambiguous", False),
        ("superseded", False),
        ("certificate-revoked", False),
    ],
)
def test_a_miss_is_that_nobody_was_found(code: str, is_so: bool) -> None:
    record = DisclosureRecord(
        check_id=UUID(int=1),
        checked_at=datetime.fromisoformat("2026-11-20T09:00:00+09:00"),
        client_id="clinic",
        role="institution",
        institution_code="9910000018",
        method="insured_identifier",
        purpose="CARE_VISIT",
        as_of=date(2026, 11, 20),
        outcome="answered",
        code=code,
    )

    assert is_miss(record) is is_so
