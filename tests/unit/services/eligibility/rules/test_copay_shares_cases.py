"""The share of every age and situation, case by case."""

import pytest

from services.eligibility.rules.by_age import copay_share_on, elderly_certificate_on, is_preschool
from tests.unit.services.eligibility.rules.cases_copay_shares import SHARE_CASES, ShareCase


@pytest.mark.parametrize("case", SHARE_CASES, ids=lambda case: case.fact)
def test_the_share_of_the_day(case: ShareCase) -> None:
    assert copay_share_on(case.coverage, case.birthdate, case.on) == case.percent, case.source


@pytest.mark.parametrize("case", SHARE_CASES, ids=lambda case: case.fact)
def test_the_marks_of_the_day(case: ShareCase) -> None:
    certificate = elderly_certificate_on(case.coverage, case.birthdate, case.on)
    marks = (is_preschool(case.birthdate, case.on), certificate is not None)
    assert marks == (case.is_preschool, case.shows_certificate), case.source
