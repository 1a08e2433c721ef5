from dataclasses import replace
from datetime import date

from services.registry.coverages.rules.dependants import Circumstances, Obstacle, income_limit_yen, obstacles

ON = date(2026, 3, 1)
CHILD = Circumstances(birthdate=date(1990, 1, 1), income_yen=1_299_999, insured_income_yen=6_000_000)


def test_income_is_under_1_300_000_yen() -> None:
    assert obstacles(CHILD, ON) == []
    assert obstacles(replace(CHILD, income_yen=1_300_000), ON) == [Obstacle.INCOME_OVER_LIMIT]


def test_from_60_on_or_disabled_it_is_under_1_800_000_yen() -> None:
    born = date(1966, 3, 2)
    assert income_limit_yen(born, date(2026, 2, 28)) == 1_300_000
    # 60 is reached on the day before the birthday.
    assert income_limit_yen(born, date(2026, 3, 1)) == 1_800_000
    assert income_limit_yen(date(1990, 1, 1), ON, is_disabled=True) == 1_800_000


def test_from_2025_10_01_it_is_under_1_500_000_yen_for_those_of_19_to_22_at_the_end_of_the_year() -> None:
    born = date(2006, 12, 31)
    assert income_limit_yen(born, date(2025, 9, 30)) == 1_300_000
    assert income_limit_yen(born, date(2025, 10, 1)) == 1_500_000
    assert income_limit_yen(date(2007, 1, 2), date(2025, 10, 1)) == 1_300_000
    assert income_limit_yen(date(2004, 1, 2), date(2026, 6, 1)) == 1_500_000
    # 23 is reached on the day before the birthday, which is 31 December.
    assert income_limit_yen(date(2004, 1, 1), date(2026, 6, 1)) == 1_300_000


def test_a_spouse_of_20_has_the_ordinary_limit() -> None:
    assert income_limit_yen(date(2006, 5, 5), ON, is_spouse=True) == 1_300_000


def test_income_is_under_half_of_the_insureds() -> None:
    circumstances = replace(CHILD, income_yen=1_000_000, insured_income_yen=2_000_000)
    assert obstacles(circumstances, ON) == [Obstacle.INCOME_OVER_HALF]
    assert obstacles(replace(circumstances, insured_income_yen=2_000_001), ON) == []


def test_who_lives_apart_gets_more_than_they_earn() -> None:
    apart = replace(CHILD, lives_together=False, income_yen=600_000, support_yen=600_000)
    assert obstacles(apart, ON) == [Obstacle.INCOME_OVER_SUPPORT]
    assert obstacles(replace(apart, support_yen=600_001), ON) == []


def test_distant_relatives_live_together_and_all_live_in_japan() -> None:
    uncle = replace(CHILD, is_close=False, lives_together=False, support_yen=2_000_000, is_resident=False)
    assert obstacles(uncle, ON) == [Obstacle.NOT_RESIDENT, Obstacle.MUST_LIVE_TOGETHER]


def test_a_one_off_excess_may_be_certified_twice_in_a_row() -> None:
    over = replace(CHILD, income_yen=1_400_000, excess_is_certified_now=True)
    assert obstacles(replace(over, excess_certificates=1), ON) == []
    assert obstacles(replace(over, excess_certificates=2), ON) == [Obstacle.INCOME_OVER_LIMIT]


def test_from_2026_04_01_pay_by_contract_counts() -> None:
    contracted = replace(CHILD, income_yen=1_400_000, contract_pay_yen=1_200_000)
    assert obstacles(contracted, date(2026, 3, 31)) == [Obstacle.INCOME_OVER_LIMIT]
    assert obstacles(contracted, date(2026, 4, 1)) == []


def test_whoever_has_elderly_cover_is_no_dependant() -> None:
    assert obstacles(CHILD, ON, has_elderly_cover=True) == [Obstacle.ELDERLY_COVER]
