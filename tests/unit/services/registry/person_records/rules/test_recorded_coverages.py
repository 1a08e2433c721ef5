"""A coverage as recorded: what is shared within a family, and what never was."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from tests import builders


def recorded(**more: Any) -> RecordedCoverage:
    coverage = builders.coverage(**more)
    return RecordedCoverage(UUID(int=1), coverage, datetime(2026, 11, 20, tzinfo=UTC), UUID(int=2))


def test_a_family_shares_insurer_symbol_and_number_but_not_the_branch() -> None:
    insured, dependant = recorded(branch="00"), recorded(branch="01", symbol=" シミュ－1", number="001024")
    assert insured.family == dependant.family
    assert (insured.family.insurer_number, insured.family.symbol, insured.family.number) == (
        "02999918",
        "シミュ-1",
        "1024",
    )
    assert recorded(number="1025").family != insured.family


@pytest.mark.parametrize(
    ("lost_on", "ever_was"),
    # 資格喪失年月日 is the first day that is not covered: lost on the day of acquisition, no day was (取消).
    [(None, True), (date(2020, 4, 2), True), (date(2020, 4, 1), False)],
)
def test_lost_on_the_day_of_acquisition_it_never_was(lost_on: date | None, ever_was: bool) -> None:
    assert recorded(acquired_on=date(2020, 4, 1), lost_on=lost_on).ever_was is ever_was
