"""訂正: what is wrong on record may become anything that could have been filed so."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from services.registry.coverages.rules.correction import Correction, CorrectionFacts, correction_violations
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from shared.domain.codes import LossReason, Relationship
from shared.domain.coverage import Coverage, Insurer
from shared.domain.insurers import InsurerKind

HOLDER, OTHER = UUID(int=1), UUID(int=2)
COVERAGE = Coverage(
    coverage_id=str(UUID(int=3)),
    insurer=Insurer("06139018", "架空健康保険組合", InsurerKind.SOCIETY),
    symbol="1",
    number="1024",
    branch="00",
    relationship=Relationship.SELF,
    acquired_on=date(2026, 4, 1),
)
CHILD = replace(COVERAGE, coverage_id=str(UUID(int=4)), branch="01", relationship=Relationship.FAMILY)
LOST = replace(COVERAGE, lost_on=date(2026, 11, 1), loss_reason=LossReason.OTHER)


def recorded(coverage: Coverage, person_id: UUID = HOLDER, *, is_voluntary: bool = False) -> RecordedCoverage:
    at = datetime(2026, 11, 20, tzinfo=UTC)
    return RecordedCoverage(person_id, coverage, at, UUID(int=9), is_voluntary)


FACTS = CorrectionFacts(date(1985, 4, 12), date(2026, 11, 20), family=())


def codes(
    changes: dict[str, Any], before: RecordedCoverage | None = None, facts: CorrectionFacts = FACTS
) -> list[tuple[str, str]]:
    correction = Correction.of(before or recorded(COVERAGE), changes)
    return [(each.pointer, each.code) for each in correction_violations(correction, facts, "lenient")]


def test_a_loss_that_is_taken_back_takes_its_reason_along() -> None:
    assert Correction.of(recorded(LOST), {"lost_on": None}).after == COVERAGE


def test_what_is_on_record_already_changes_nothing() -> None:
    assert Correction.of(recorded(COVERAGE), {"number": "1024", "person_id": HOLDER}).changes_nothing
    assert not Correction.of(recorded(COVERAGE), {"person_id": OTHER}).changes_nothing


def test_days_that_contradict_each_other_are_refused() -> None:
    days = {"lost_on": date(2026, 3, 31)}
    assert codes(days)[0] == ("/lost_on", "invalid")
    assert codes({"loss_reason": LossReason.OTHER}) == [("/loss_reason", "invalid")]
    assert codes({"valid_from": date(2026, 8, 1), "valid_to": date(2026, 7, 31)}) == [("/valid_to", "invalid")]


def test_nobody_is_covered_before_birth() -> None:
    assert codes({"acquired_on": date(1985, 4, 11)}) == [("/acquired_on", "before-birth")]


def test_whatever_was_wrong_can_be_cancelled() -> None:
    # 取消: lost on the day of acquisition, it covers nobody on no day.
    facts = replace(FACTS, birthdate=date(2026, 5, 1), family=[recorded(CHILD, OTHER)])
    assert codes({"lost_on": date(2026, 4, 1), "relationship": Relationship.FAMILY}, facts=facts) == []


def test_an_insured_person_with_dependants_stays_the_insured_person() -> None:
    facts = replace(FACTS, family=[recorded(CHILD, OTHER)])
    assert codes({"relationship": Relationship.FAMILY}, facts=facts) == [("/relationship", "has-dependants")]
    assert codes({"branch": "02"}, facts=facts) == []


def test_a_dependant_goes_only_where_the_insured_person_covers_them() -> None:
    insured = recorded(replace(COVERAGE, number="2048", acquired_on=date(2026, 6, 1)), UUID(int=5))
    facts = replace(FACTS, family=[recorded(COVERAGE)], new_family=[insured])
    child = recorded(CHILD, OTHER)
    assert codes({"number": "2048"}, child, facts) == [("/acquired_on", "insured-not-covered")]
    assert codes({"number": "2048", "acquired_on": date(2026, 6, 1)}, child, facts) == []


def test_a_continuation_keeps_its_two_years() -> None:
    # 健康保険法38条1号: two years from 2026-04-01 are over with 2028-03-31.
    employed = replace(COVERAGE, coverage_id=str(UUID(int=6)), acquired_on=date(2025, 4, 1), lost_on=date(2026, 4, 1))
    facts = replace(FACTS, today=date(2029, 1, 1), held=[recorded(employed), recorded(COVERAGE, is_voluntary=True)])
    before = recorded(COVERAGE, is_voluntary=True)
    assert codes({"lost_on": date(2028, 4, 1), "loss_reason": LossReason.OTHER}, before, facts) == []
    assert codes({"lost_on": date(2028, 4, 2), "loss_reason": LossReason.OTHER}, before, facts) == [
        ("/lost_on", "term-over")
    ]
