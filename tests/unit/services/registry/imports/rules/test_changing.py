"""What a filed coverage makes of the one on record: nothing, a loss, a correction; dependants follow."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from services.registry.coverages.rules.filing import Filing, FilingFacts
from services.registry.imports.rules.changing import Changes, changes_by
from services.registry.imports.rules.lines import LineCoverage
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from shared.domain.codes import LossReason, Relationship
from shared.domain.coverage import Coverage, Insurer
from shared.domain.insurers import InsurerKind
from shared.errors import AlreadyExists, ConflictingPeriod, RequestInvalid, ResourceNotFound
from tests.builders import coverage

SOCIETY = Insurer("06123457", "見本健康保険組合", InsurerKind.SOCIETY)
TODAY, LOST_ON = date(2026, 11, 20), date(2026, 10, 1)
AT = datetime(2026, 1, 1, tzinfo=UTC)
INSURED, CHILD = UUID(int=1), UUID(int=2)


def held(place: int, person_id: UUID, **facts: Any) -> RecordedCoverage:
    days = {"acquired_on": date(2024, 4, 1), "lost_on": None, "loss_reason": None}
    names = {"insurer": SOCIETY, "symbol": "12", "number": "1", "limit_certificates": ()}
    made = coverage(**{"coverage_id": str(UUID(int=100 + place)), **names, **days, **facts})
    return RecordedCoverage(person_id, made, AT, UUID(int=200 + place))


PARENTS = held(1, INSURED, branch="00", relationship=Relationship.SELF)
CHILDS = held(2, CHILD, branch="01", relationship=Relationship.FAMILY)


def facts(*found: RecordedCoverage) -> FilingFacts:
    known = FilingFacts(TODAY, {INSURED: date(1985, 4, 1), CHILD: date(2015, 4, 1)}, {SOCIETY.number: SOCIETY})
    for each in found:
        known.add(each)
    return known


def changes(known: FilingFacts, filed: Coverage, person_id: UUID = INSURED, **line: Any) -> Changes | None:
    return changes_by(LineCoverage(filed, **line), Filing(person_id, filed), known)


def days_after(found: Changes | None) -> list[tuple[str | None, date | None, LossReason | None]]:
    assert found is not None
    told = [after.coverage for _, after in found.coverages]
    return [(each.branch, each.lost_on, each.loss_reason) for each in told]


def test_what_is_new_or_on_record_so_changes_nothing() -> None:
    lost = replace(PARENTS.coverage, lost_on=LOST_ON, loss_reason=LossReason.OTHER)
    known = facts(PARENTS)
    assert changes(facts(), lost) is None
    assert changes(known, PARENTS.coverage) is None
    known.change(PARENTS, replace(PARENTS, coverage=lost))
    # Told again after the loss: it was on record so.
    assert changes(known, PARENTS.coverage) is None
    assert changes(known, lost) is None


def test_a_loss_ends_the_dependants_cover_too() -> None:
    lost = replace(PARENTS.coverage, lost_on=LOST_ON, loss_reason=LossReason.OTHER_INSURANCE)
    found = changes(facts(PARENTS, CHILDS), lost)
    assert days_after(found) == [
        ("00", LOST_ON, LossReason.OTHER_INSURANCE),
        ("01", LOST_ON, LossReason.OTHER),
    ]
    assert found is not None
    assert found.person_ids == (INSURED, CHILD)


def test_a_loss_has_a_reason_and_there_is_one_of_them() -> None:
    lost = replace(PARENTS.coverage, lost_on=LOST_ON)
    with pytest.raises(RequestInvalid) as refused:
        changes(facts(PARENTS), lost)
    assert [(each.pointer, each.code) for each in refused.value.violations] == [("/loss_reason", "missing")]
    was_lost = replace(PARENTS, coverage=replace(lost, loss_reason=LossReason.OTHER))
    another = replace(lost, lost_on=date(2026, 9, 1), loss_reason=LossReason.OTHER)
    with pytest.raises(AlreadyExists):
        changes(facts(was_lost), another)


def test_what_differs_in_more_than_the_loss_is_left_to_the_rules_of_a_registration() -> None:
    other = replace(PARENTS.coverage, lost_on=LOST_ON, loss_reason=LossReason.OTHER, number="2")
    assert changes(facts(PARENTS), other) is None


def test_a_correction_is_of_the_fields_that_are_named() -> None:
    filed = replace(PARENTS.coverage, number="9", symbol=None)
    found = changes(facts(PARENTS, CHILDS), filed, corrects={"number": "9"})
    assert found is not None
    after = [each.coverage for _, each in found.coverages]
    assert [(each.symbol, each.number, each.branch) for each in after] == [("12", "9", "00"), ("12", "9", "01")]
    assert changes(facts(PARENTS), filed, corrects={"number": "1"}) is None


def test_a_correction_needs_something_to_correct_and_free_identifiers() -> None:
    with pytest.raises(ResourceNotFound):
        changes(facts(), PARENTS.coverage, corrects={"number": "9"})
    elsewhere = replace(PARENTS.coverage, insurer=Insurer("138123", "見本市", InsurerKind.MUNICIPAL_NHI))
    with pytest.raises(ResourceNotFound):
        changes(facts(PARENTS), elsewhere, corrects={"number": "9"})
    neighbour = held(3, UUID(int=3), branch="00", number="9", relationship=Relationship.SELF)
    known = facts(PARENTS, neighbour)
    with pytest.raises(ConflictingPeriod):
        changes(known, replace(PARENTS.coverage, number="9"), corrects={"number": "9"})
