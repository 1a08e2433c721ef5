"""The first and the last day of a certificate both count; one that ended before it began was withdrawn."""

from datetime import date

import pytest

from services.registry.person_records.rules.certificate_days import held_days, never_held, share_a_day
from tests.builders import limit_certificate


def test_a_certificate_without_a_last_day_holds_for_ever() -> None:
    assert held_days(limit_certificate(valid_to=None)) == (date(2026, 8, 1), date(9999, 12, 31))


@pytest.mark.parametrize(("valid_to", "is_withdrawn"), [(date(2026, 7, 31), True), (date(2026, 8, 1), False)])
def test_what_ended_before_it_began_never_held(valid_to: date, is_withdrawn: bool) -> None:
    assert never_held(limit_certificate(valid_to=valid_to)) is is_withdrawn


@pytest.mark.parametrize(
    ("first", "last", "shares"),
    [
        (date(2027, 7, 31), None, True),
        (date(2027, 8, 1), None, False),
        (date(2025, 8, 1), date(2026, 7, 31), False),
        (date(2025, 8, 1), date(2026, 8, 1), True),
    ],
)
def test_two_share_a_day_from_the_first_to_the_last(first: date, last: date | None, shares: bool) -> None:
    one = limit_certificate(valid_from=date(2026, 8, 1), valid_to=date(2027, 7, 31))
    assert share_a_day(one, limit_certificate(valid_from=first, valid_to=last)) is shares
