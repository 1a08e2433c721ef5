"""When the limits of a family are halved, because the insured person turns 75 (協会けんぽ, 蒲郡市)."""

from datetime import date
from typing import Any

import pytest

from services.registry.person_records.rules.insured_turning_75 import (
    InsuredPerson,
    has_insured_person,
    insures_family,
    month_of_split,
)
from shared.domain.codes import Relationship
from shared.domain.coverage import Coverage
from tests import benefits, builders

BORN = date(1951, 11, 12)
TURNED = date(2026, 11, 12)
SOCIETY_OF_A_TRADE = builders.insurer(number="993014", name="模擬業国民健康保険組合", kind="nhi_society")


def family(**more: Any) -> Coverage:
    return builders.coverage(relationship=Relationship.FAMILY, **more)


@pytest.mark.parametrize(
    ("coverage", "insured", "born", "month"),
    [
        (family(), builders.coverage(), BORN, "2026-11"),
        (family(lost_on=TURNED), builders.coverage(lost_on=TURNED), BORN, "2026-11"),
        # On the first of a month nothing is split; 29 February is 1 March in a common year.
        (family(), builders.coverage(), date(1951, 11, 1), None),
        (family(), builders.coverage(), date(1952, 2, 29), None),
        # Who left before, the insured person or the family, was not split by it.
        (family(lost_on=date(2026, 11, 5)), builders.coverage(), BORN, None),
        (family(), builders.coverage(lost_on=date(2026, 11, 5)), BORN, None),
        (family(acquired_on=date(2026, 11, 12)), builders.coverage(), BORN, None),
        # 国民健康保険法13条3項: from 75 on a 組合員 may stay, and the family with them.
        (family(insurer=SOCIETY_OF_A_TRADE), builders.coverage(insurer=SOCIETY_OF_A_TRADE), BORN, None),
        (
            family(insurer=SOCIETY_OF_A_TRADE, lost_on=TURNED),
            builders.coverage(insurer=SOCIETY_OF_A_TRADE, lost_on=TURNED),
            BORN,
            "2026-11",
        ),
        (
            family(insurer=SOCIETY_OF_A_TRADE, lost_on=date(2026, 11, 13)),
            builders.coverage(insurer=SOCIETY_OF_A_TRADE, lost_on=date(2026, 11, 13)),
            BORN,
            "2026-11",
        ),
    ],
)
def test_the_month_that_is_split_for_a_family(
    coverage: Coverage, insured: Coverage, born: date, month: str | None
) -> None:
    assert month_of_split(coverage, [InsuredPerson(insured, born)]) == month


def test_without_an_insured_person_on_record_nothing_is_known() -> None:
    assert month_of_split(family(), []) is None


@pytest.mark.parametrize(
    ("coverage", "is_covered", "covers"),
    [
        (family(), True, False),
        (builders.coverage(), False, True),
        # In a municipality's 国保 and from 75 on everybody is insured themselves.
        (benefits.municipal(relationship=Relationship.FAMILY), False, False),
        (benefits.late_elderly(10), False, False),
    ],
)
def test_who_is_covered_through_whom(coverage: Coverage, is_covered: bool, covers: bool) -> None:
    assert (has_insured_person(coverage), insures_family(coverage)) == (is_covered, covers)
