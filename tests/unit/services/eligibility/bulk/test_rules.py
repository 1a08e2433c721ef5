"""Which days a bulk check may ask about (five years back, 14 days ahead), and when a reception is done."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from services.eligibility.bulk.rules import Reception, is_askable_ahead

AT = datetime.fromisoformat("2026-11-20T09:00:00+09:00")


@pytest.mark.parametrize(
    ("as_of", "today", "is_so"),
    [
        ("2026-11-20", "2026-11-20", True),
        ("2026-12-04", "2026-11-20", True),
        ("2026-12-05", "2026-11-20", False),
        ("2021-11-20", "2026-11-20", True),
        ("2021-11-19", "2026-11-20", False),
        # 2024-02-29 less five years: there is no such day.
        ("2019-02-28", "2024-02-29", True),
        ("2019-02-27", "2024-02-29", False),
        ("2027-01-03", "2026-12-20", True),
    ],
)
def test_days_from_five_years_back_to_fourteen_ahead(as_of: str, today: str, is_so: bool) -> None:
    assert is_askable_ahead(date.fromisoformat(as_of), date.fromisoformat(today)) is is_so


@pytest.mark.parametrize(("succeeded", "failed", "is_so"), [(2, 1, True), (2, 0, False), (0, 3, True), (0, 0, False)])
def test_a_reception_is_done_when_nobody_waits(succeeded: int, failed: int, is_so: bool) -> None:
    reception = Reception(UUID(int=1), AT, AT + timedelta(days=7), AT.date(), None, 3, succeeded, failed)

    assert reception.is_done is is_so


def test_one_of_nobody_is_done() -> None:
    assert Reception(UUID(int=1), AT, AT + timedelta(days=7), AT.date(), None, 0, 0, 0).is_done
