"""健康保険法3条7項: who is filed as a dependant, until when, and who is none."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from services.registry.coverages.rules.dependant_filing import DependantFacts, dependant_coverage
from services.registry.coverages.rules.dependants import Circumstances
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from shared.domain.codes import LossReason, Relationship
from shared.domain.coverage import Coverage, Insurer
from shared.domain.insurers import InsurerKind
from shared.errors import RequestInvalid

INSURED = Coverage(
    coverage_id=str(UUID(int=3)),
    insurer=Insurer("06139018", "架空健康保険組合", InsurerKind.SOCIETY),
    symbol="1",
    number="1024",
    branch="00",
    relationship=Relationship.SELF,
    acquired_on=date(2026, 4, 1),
)
DRAFT = replace(INSURED, coverage_id=str(UUID(int=4)), branch="01", relationship=Relationship.FAMILY)
LATE_ELDERLY = Insurer("39131008", "架空広域連合", InsurerKind.ELDERLY)


def recorded(coverage: Coverage) -> RecordedCoverage:
    return RecordedCoverage(UUID(int=1), coverage, datetime(2026, 4, 1, tzinfo=UTC), UUID(int=9))


FACTS = DependantFacts(recorded(INSURED), (), date(2015, 7, 3), ())


def earning(income_yen: int, birthdate: date) -> Circumstances:
    return Circumstances(birthdate, income_yen, insured_income_yen=6_000_000)


def codes(facts: DependantFacts, draft: Coverage = DRAFT, income_yen: int = 0) -> list[tuple[str, str]]:
    with pytest.raises(RequestInvalid) as refused:
        dependant_coverage(draft, facts, lambda birthdate: earning(income_yen, birthdate))
    return [(each.pointer, each.code) for each in refused.value.violations]


def test_a_child_without_income_is_covered_as_filed() -> None:
    assert dependant_coverage(DRAFT, FACTS, lambda birthdate: earning(0, birthdate)) == DRAFT


def test_who_joins_after_the_insured_person_s_loss_is_known_loses_with_them() -> None:
    ended = recorded(replace(INSURED, lost_on=date(2026, 11, 1), loss_reason=LossReason.OTHER))
    found = dependant_coverage(DRAFT, replace(FACTS, insured=ended), None)
    assert found == replace(DRAFT, lost_on=date(2026, 11, 1), loss_reason=LossReason.OTHER)


def test_only_an_insured_person_of_employees_insurance_has_dependants() -> None:
    municipal = replace(INSURED, insurer=Insurer("00138057", "架空市", InsurerKind.MUNICIPAL_NHI))
    assert codes(replace(FACTS, insured=recorded(municipal))) == [("", "no-dependants-here")]
    assert codes(replace(FACTS, insured=recorded(DRAFT))) == [("", "no-dependants-here")]


def test_nobody_joins_on_a_day_without_the_insured_person() -> None:
    early = replace(DRAFT, acquired_on=date(2026, 3, 31))
    assert codes(FACTS, early) == [("/acquired_on", "insured-not-covered")]


def test_who_has_cover_of_the_late_elderly_is_no_dependant() -> None:
    held = recorded(replace(INSURED, insurer=LATE_ELDERLY, acquired_on=date(2020, 1, 1)))
    facts = replace(FACTS, birthdate=date(1945, 1, 1), held=[held])
    assert codes(facts) == [("/person_id", "elderly-cover")]


def test_income_from_1_300_000_yen_on_is_too_much() -> None:
    # 昭和52年4月6日 保発第9号・庁保発第9号: 年間収入が130万円未満.
    facts = replace(FACTS, birthdate=date(1985, 4, 12))
    assert codes(facts, income_yen=1_300_000) == [("/circumstances", "income-over-limit")]
    assert dependant_coverage(DRAFT, facts, lambda birthdate: earning(1_299_999, birthdate)) == DRAFT
    # Where nothing is told, nothing is judged.
    assert dependant_coverage(DRAFT, facts, None) == DRAFT
