from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from services.registry.coverages.rules.loss import LossEvent
from services.registry.coverages.rules.loss_decision import Loss, LossFacts, loss_by_event, lost_coverage
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from shared.domain.codes import LossReason, Relationship
from shared.domain.coverage import Coverage, Insurer
from shared.domain.insurers import InsurerKind
from shared.errors import AlreadyExists, RequestInvalid

COVERAGE = Coverage(
    coverage_id=str(UUID(int=3)),
    insurer=Insurer("06139018", "架空健康保険組合", InsurerKind.SOCIETY),
    symbol="1",
    number="1024",
    branch="00",
    relationship=Relationship.SELF,
    acquired_on=date(2026, 4, 1),
)
RECORDED = RecordedCoverage(UUID(int=1), COVERAGE, datetime(2026, 11, 20, tzinfo=UTC), UUID(int=9))
FACTS = LossFacts(date(1985, 4, 12), date(2026, 11, 20), continued_since=None)
LOSS = Loss(date(2026, 11, 1), LossReason.OTHER)


def test_employees_cover_is_lost_the_day_after_work_ends() -> None:
    assert loss_by_event(RECORDED, LossEvent.LEFT_WORK, date(2026, 10, 31), FACTS) == LOSS


def test_an_event_of_another_scheme_ends_nothing() -> None:
    with pytest.raises(RequestInvalid) as refused:
        loss_by_event(RECORDED, LossEvent.MOVED_OUT, date(2026, 10, 31), FACTS)

    assert [(each.pointer, each.code) for each in refused.value.violations] == [("/event", "does-not-end-it")]


def test_what_is_recorded_is_the_coverage_with_its_loss() -> None:
    lost = lost_coverage(COVERAGE, LOSS, FACTS, "/lost_on")

    assert lost == replace(COVERAGE, lost_on=date(2026, 11, 1), loss_reason=LossReason.OTHER)
    assert LOSS.is_on_record(lost)
    assert not LOSS.is_on_record(COVERAGE)


def test_a_loss_without_its_reason_may_still_get_it_but_no_other_day() -> None:
    without_reason = replace(COVERAGE, lost_on=date(2026, 11, 1))

    assert lost_coverage(without_reason, LOSS, FACTS, "/lost_on").loss_reason is LossReason.OTHER
    with pytest.raises(AlreadyExists):
        lost_coverage(replace(COVERAGE, lost_on=date(2026, 11, 2)), LOSS, FACTS, "/lost_on")


def test_cover_is_not_lost_before_it_began() -> None:
    with pytest.raises(RequestInvalid) as refused:
        lost_coverage(COVERAGE, Loss(date(2026, 3, 31), LossReason.OTHER), FACTS, "/event_on")

    assert [(each.pointer, each.code) for each in refused.value.violations] == [("/event_on", "before-acquisition")]
