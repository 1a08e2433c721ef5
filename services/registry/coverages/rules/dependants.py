"""被扶養者: who is covered through an insured person. Pure.

健康保険法3条7項; 「収入がある者についての被扶養者の認定について」(昭和52年4月6日 保発第9号・庁保発第9号) and its
changes: the limit of 19 to 22 year olds since 2025-10-01, pay by the contract of employment since 2026-04-01.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from services.registry.person_records.rules.days import has_reached

ORDINARY_LIMIT_YEN, STUDENT_AGE_LIMIT_YEN, OLDER_LIMIT_YEN = 1_300_000, 1_500_000, 1_800_000
STUDENT_AGE_LIMIT_SINCE: Final = date(2025, 10, 1)
CONTRACT_COUNTS_SINCE: Final = date(2026, 4, 1)
MOST_EMPLOYER_CERTIFICATES = 2
"""A one-off excess may be certified by the employer so often in a row (年収の壁・支援強化パッケージ)."""
_OLDER_AGE, _STUDENT_AGE, _ADULT_AGE = 60, 19, 23


class Obstacle(StrEnum):
    """Why somebody is no dependant."""

    NOT_RESIDENT = "not-resident-in-japan"
    MUST_LIVE_TOGETHER = "must-live-together"
    INCOME_OVER_LIMIT = "income-over-limit"
    INCOME_OVER_HALF = "income-over-half"
    INCOME_OVER_SUPPORT = "income-over-support"
    ELDERLY_COVER = "elderly-cover"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What an insurer knows of a relative; incomes are those expected for the next twelve months, in yen."""

    birthdate: date
    income_yen: int
    insured_income_yen: int
    is_spouse: bool = False
    is_disabled: bool = False
    """障害厚生年金の受給要件に該当する程度."""
    is_close: bool = True
    """Spouse, child, grandchild, sibling, parent, grandparent; others (to the third degree) must live together."""
    lives_together: bool = True
    support_yen: int = 0
    """仕送り: what the insured sends, where they live apart."""
    is_resident: bool = True
    """日本国内に住所を有する, or one of the ordinance's exceptions."""
    contract_pay_yen: int | None = None
    """Pay by the contract of employment, where that is the only income."""
    excess_certificates: int = 0
    """How often in a row the employer has certified that the income is over the limit just for once."""
    excess_is_certified_now: bool = False


def income_limit_yen(birthdate: date, on: date, *, is_spouse: bool = False, is_disabled: bool = False) -> int:
    """Return the yearly income that a dependant must stay below, judged on the day ``on``.

    19 to 22 goes by the age at the end of that year (31 December) and not for spouses.
    """
    if is_disabled or has_reached(birthdate, _OLDER_AGE, on):
        return OLDER_LIMIT_YEN
    end_of_year = date(on.year, 12, 31)
    is_of_student_age = has_reached(birthdate, _STUDENT_AGE, end_of_year) and not has_reached(
        birthdate, _ADULT_AGE, end_of_year
    )
    if on >= STUDENT_AGE_LIMIT_SINCE and is_of_student_age and not is_spouse:
        return STUDENT_AGE_LIMIT_YEN
    return ORDINARY_LIMIT_YEN


def income_that_counts_yen(circumstances: Circumstances, on: date) -> int:
    """Return the income to judge by: since 2026-04-01 pay by contract, where it is the only income."""
    if on >= CONTRACT_COUNTS_SINCE and circumstances.contract_pay_yen is not None:
        return circumstances.contract_pay_yen
    return circumstances.income_yen


def obstacles(circumstances: Circumstances, on: date, *, has_elderly_cover: bool = False) -> list[Obstacle]:
    """Return all that stands against ``circumstances`` being those of a dependant on the day ``on``.

    Half of the insured's income is the rule of thumb of the notice; an insurer may judge a household otherwise.
    """
    found = []
    if not circumstances.is_resident:
        found.append(Obstacle.NOT_RESIDENT)
    if not circumstances.is_close and not circumstances.lives_together:
        found.append(Obstacle.MUST_LIVE_TOGETHER)
    income = income_that_counts_yen(circumstances, on)
    limit = income_limit_yen(
        circumstances.birthdate, on, is_spouse=circumstances.is_spouse, is_disabled=circumstances.is_disabled
    )
    is_excused = (
        circumstances.excess_is_certified_now and circumstances.excess_certificates < MOST_EMPLOYER_CERTIFICATES
    )
    if income >= limit and not is_excused:
        found.append(Obstacle.INCOME_OVER_LIMIT)
    if circumstances.lives_together:
        if 2 * income >= circumstances.insured_income_yen:
            found.append(Obstacle.INCOME_OVER_HALF)
    elif income >= circumstances.support_yen:
        found.append(Obstacle.INCOME_OVER_SUPPORT)
    if has_elderly_cover:
        found.append(Obstacle.ELDERLY_COVER)
    return found
