"""異動: cover ends and begins on one day, so no day has two and none is without."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from services.registry.coverages.rules.move import check_destination, ended_by_move, filing_of_move, moved_along
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from shared.domain.codes import LossReason, Relationship
from shared.domain.coverage import Coverage, Insurer
from shared.domain.insurers import InsurerKind
from shared.errors import RequestInvalid, RoleNotAllowed

HOLDER, CHILD_ID = UUID(int=1), UUID(int=2)
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
NEW = replace(COVERAGE, coverage_id=str(UUID(int=5)), number="2048", acquired_on=date(2026, 11, 1))
# 39 and the prefecture's number: one 広域連合 a prefecture (保険者番号の設定).
TOKYO, TOKYO_TOO, OSAKA = "39131008", "39132006", "39271004"


def recorded(coverage: Coverage, person_id: UUID = HOLDER, *, is_voluntary: bool = False) -> RecordedCoverage:
    return RecordedCoverage(person_id, coverage, datetime(2026, 4, 1, tzinfo=UTC), UUID(int=9), is_voluntary)


def elderly(number: str) -> Coverage:
    return replace(COVERAGE, insurer=Insurer(number, "", InsurerKind.ELDERLY))


def nobody_s(_: str) -> None:
    raise RoleNotAllowed


def test_the_old_cover_ends_on_the_day_of_the_move() -> None:
    ended = ended_by_move(recorded(COVERAGE), date(2026, 11, 1), [])
    assert ended == replace(COVERAGE, lost_on=date(2026, 11, 1), loss_reason=LossReason.OTHER)


def test_nobody_moves_on_the_first_day() -> None:
    with pytest.raises(RequestInvalid) as refused:
        ended_by_move(recorded(COVERAGE), date(2026, 4, 1), [])
    assert [each.code for each in refused.value.violations] == ["before-acquisition"]


def test_a_continuation_does_not_begin_anew() -> None:
    # 健康保険法38条1号: the two years from 2026-04-01 are over with 2028-03-31, under whatever number.
    old = recorded(COVERAGE, is_voluntary=True)
    assert ended_by_move(old, date(2028, 3, 31), [old]).lost_on == date(2028, 3, 31)
    with pytest.raises(RequestInvalid) as refused:
        ended_by_move(old, date(2028, 4, 1), [old])
    assert [each.code for each in refused.value.violations] == ["term-over"]
    assert filing_of_move(old, NEW, [], "lenient").is_voluntary


def test_a_dependant_goes_along_under_the_new_number_and_keeps_the_branch() -> None:
    filing = filing_of_move(recorded(COVERAGE), NEW, [], "lenient")
    (child,) = moved_along([recorded(CHILD, CHILD_ID)], filing, {CHILD_ID: date(2015, 7, 3)})
    assert (child.person_id, child.coverage.number, child.coverage.branch) == (CHILD_ID, "2048", "01")
    assert child.coverage.acquired_on == date(2026, 11, 1)
    assert child.coverage.coverage_id not in (CHILD.coverage_id, NEW.coverage_id)


def test_who_is_75_by_now_does_not_go_along() -> None:
    # 健康保険法3条7項ただし書.
    filing = filing_of_move(recorded(COVERAGE), NEW, [], "lenient")
    parent = recorded(CHILD, CHILD_ID)
    assert moved_along([parent], filing, {CHILD_ID: date(1951, 11, 1)}) == []
    assert len(moved_along([parent], filing, {CHILD_ID: date(1951, 11, 2)})) == 1


def test_within_one_union_anybody_of_it_moves_and_elsewhere_only_its_own() -> None:
    check_destination(elderly(TOKYO), elderly(TOKYO_TOO), nobody_s)
    for new in (elderly(OSAKA), COVERAGE):
        with pytest.raises(RoleNotAllowed):
            check_destination(elderly(TOKYO), new, nobody_s)
