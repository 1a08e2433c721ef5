"""Entries of the journal for tests."""

from datetime import UTC, datetime
from typing import Any

from simulator.journal.reading import Entry

AT = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)


def entry(seq: int = 1, **more: Any) -> Entry:
    """Return a check that was answered, with other members where ``more`` says so."""
    members: dict[str, Any] = {
        "seq": seq,
        "world": "default",
        "generation": 1,
        "at": AT,
        "ended_at": AT,
        "request_id": f"request-{seq}",
        "test": None,
        "client_id": "clinic",
        "institution_code": "9910000018",
        "role": "institution",
        "service": "eligibility",
        "operation": "check_eligibility",
        "face": "rest",
        "status": 200,
        "code": "valid",
        "check_id": None,
        "person_id": None,
        "fault": None,
        "milliseconds": 1.0,
        "proof_digest": None,
        "proof": None,
    }
    return Entry(**{**members, **more})
