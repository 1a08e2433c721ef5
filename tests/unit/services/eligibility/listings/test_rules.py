"""Whom a month's tickets list, and for which day; costs nothing."""

from datetime import date

import pytest

from services.eligibility.listings.rules import Month, entrusted
from shared.domain.coverage import Coverage
from tests import benefits, builders

NOVEMBER, TODAY = Month(2026, 11), date(2026, 11, 20)
HALF = {"valid_from": date(2026, 11, 1), "valid_to": date(2026, 11, 15)}


@pytest.mark.parametrize(
    ("month", "day"),
    [
        (NOVEMBER, date(2026, 11, 20)),
        (Month(2026, 10), date(2026, 10, 31)),
        (Month(2025, 12), date(2025, 12, 31)),
        (Month(2024, 2), date(2024, 2, 29)),
    ],
)
def test_a_month_is_looked_at_today_or_on_its_last_day(month: Month, day: date) -> None:
    assert month.day_seen_from(TODAY) == day


@pytest.mark.parametrize(
    ("coverages", "numbers"),
    [
        ([benefits.assistance(benefits.ticket())], ["0012345"]),
        # Insurance beside it is not what is asked about.
        ([builders.coverage(), benefits.assistance(benefits.ticket())], ["0012345"]),
        ([benefits.assistance(benefits.ticket(institution_code=benefits.OTHER_CLINIC))], []),
        ([benefits.assistance(benefits.ticket(treatment_month="2026-10"))], []),
        ([benefits.assistance(benefits.ticket(**HALF))], []),
        ([benefits.assistance(benefits.ticket(), lost_on=TODAY)], []),
        ([benefits.assistance()], []),
        ([builders.coverage()], []),
    ],
)
def test_a_ticket_for_the_institution_lists_its_person(coverages: list[Coverage], numbers: list[str]) -> None:
    found = entrusted([builders.person(*coverages)], benefits.CLINIC, NOVEMBER, TODAY)

    assert [(each.insurer_number, each.number.lstrip("0")) for each in found] == [
        ("12999915", number.lstrip("0")) for number in numbers
    ]
