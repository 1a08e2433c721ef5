"""健康保険法3条7項: a dependant is covered through the insured person, no day before them and no day after."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from services.registry.coverages.rules.families import (
    InsuredChange,
    covered_until,
    dependants_after,
    family_violations,
    is_insured,
)
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from shared.domain.codes import LossReason, Relationship
from shared.domain.coverage import Coverage, Insurer
from shared.domain.insurers import InsurerKind

PARENT, CHILD = UUID(int=1), UUID(int=2)
APRIL, NOVEMBER = datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)
INSURED = Coverage(
    coverage_id=str(UUID(int=11)),
    insurer=Insurer("06139018", "架空健康保険組合", InsurerKind.SOCIETY),
    symbol="1",
    number="1024",
    branch="00",
    relationship=Relationship.SELF,
    acquired_on=date(2026, 4, 1),
)
DEPENDANT = replace(INSURED, coverage_id=str(UUID(int=12)), branch="01", relationship=Relationship.FAMILY)
MUNICIPAL = Insurer("00138057", "架空市", InsurerKind.MUNICIPAL_NHI)
LATE_ELDERLY = Insurer("39139999", "架空広域連合", InsurerKind.ELDERLY)


def recorded(coverage: Coverage, person_id: UUID = PARENT, at: datetime = APRIL) -> RecordedCoverage:
    return RecordedCoverage(person_id, coverage, at, UUID(int=99))


def lost(coverage: Coverage, on: date, reason: LossReason = LossReason.OTHER) -> Coverage:
    return replace(coverage, lost_on=on, loss_reason=reason)


def after(
    becomes: Coverage, *children: Coverage, before: Coverage = INSURED, history: tuple[RecordedCoverage, ...] = ()
) -> list[Coverage]:
    change = InsuredChange(before, becomes, history or (recorded(before),))
    relatives = [recorded(each, CHILD) for each in children]
    histories = {each.coverage.coverage_id: [each] for each in relatives}
    return [then for _, then in dependants_after(change, relatives, histories)]


def codes(coverage: Coverage, *relatives: RecordedCoverage, person_id: UUID = CHILD, needs: bool = False) -> list[str]:
    return [each.code for each in family_violations(coverage, person_id, relatives, needs_insured=needs)]


def test_a_dependant_s_cover_ends_with_the_insured_person_s() -> None:
    assert after(lost(INSURED, date(2026, 11, 1)), DEPENDANT) == [lost(DEPENDANT, date(2026, 11, 1))]


def test_who_left_earlier_keeps_their_own_day_and_reason() -> None:
    gone = lost(DEPENDANT, date(2026, 9, 1), LossReason.DEATH)
    assert after(lost(INSURED, date(2026, 11, 1)), gone) == []


def test_who_would_have_begun_after_the_end_never_was_a_dependant() -> None:
    late = replace(DEPENDANT, acquired_on=date(2026, 11, 10))
    assert after(lost(INSURED, date(2026, 11, 1)), late) == [lost(late, date(2026, 11, 10))]


def test_nobody_is_a_dependant_before_the_insured_person_is_covered() -> None:
    corrected = replace(INSURED, acquired_on=date(2026, 5, 1))
    assert after(corrected, DEPENDANT) == [replace(DEPENDANT, acquired_on=date(2026, 5, 1))]


def test_a_dependant_follows_to_another_number() -> None:
    renumbered = replace(INSURED, number="2048")
    assert after(renumbered, DEPENDANT) == [replace(DEPENDANT, number="2048")]


def test_what_only_followed_comes_back_when_the_loss_is_taken_back() -> None:
    ended, child_ended = lost(INSURED, date(2026, 11, 1)), lost(DEPENDANT, date(2026, 11, 1))
    histories = {
        DEPENDANT.coverage_id: [recorded(DEPENDANT, CHILD), recorded(child_ended, CHILD, NOVEMBER)],
    }
    change = InsuredChange(ended, INSURED, [recorded(INSURED), recorded(ended, at=NOVEMBER)])
    found = dependants_after(change, [recorded(child_ended, CHILD, NOVEMBER)], histories)
    assert [then for _, then in found] == [DEPENDANT]


def test_a_loss_of_the_dependant_s_own_stays_when_the_insured_person_s_is_taken_back() -> None:
    ended, child_gone = lost(INSURED, date(2026, 11, 1)), lost(DEPENDANT, date(2026, 9, 1))
    own = datetime(2026, 9, 2, tzinfo=UTC)
    change = InsuredChange(ended, INSURED, [recorded(INSURED), recorded(ended, at=NOVEMBER)])
    histories = {DEPENDANT.coverage_id: [recorded(DEPENDANT, CHILD), recorded(child_gone, CHILD, own)]}
    assert dependants_after(change, [recorded(child_gone, CHILD, own)], histories) == []


def test_only_employees_cover_has_dependants() -> None:
    assert is_insured(INSURED)
    assert not is_insured(DEPENDANT)
    assert not is_insured(replace(INSURED, insurer=MUNICIPAL))
    # 国保 tells 世帯主 from the others of a household and insures each of them; 後期高齢者医療 knows 本人 alone.
    assert codes(replace(DEPENDANT, insurer=MUNICIPAL)) == []
    assert codes(replace(DEPENDANT, insurer=LATE_ELDERLY)) == ["no-dependants-here"]


def test_a_dependant_within_the_insured_person_s_days_is_taken() -> None:
    assert codes(DEPENDANT, recorded(INSURED)) == []


def test_whose_insured_person_is_not_on_record_is_taken_as_filed() -> None:
    assert codes(DEPENDANT) == []
    assert codes(DEPENDANT, needs=True) == ["insured-not-covered"]


def test_nobody_is_their_own_dependant() -> None:
    assert codes(DEPENDANT, recorded(INSURED), person_id=PARENT) == ["own-dependant"]


def test_a_dependant_who_begins_before_or_stays_longer_is_refused() -> None:
    ended = recorded(lost(INSURED, date(2026, 11, 1)))
    assert codes(replace(DEPENDANT, acquired_on=date(2026, 3, 31)), recorded(INSURED)) == ["insured-not-covered"]
    assert codes(replace(DEPENDANT, acquired_on=date(2026, 11, 1)), ended) == ["insured-not-covered"]
    assert codes(DEPENDANT, ended) == ["beyond-the-insured"]
    assert codes(lost(DEPENDANT, date(2026, 11, 1)), ended) == []


def test_what_never_was_is_not_judged() -> None:
    assert codes(lost(DEPENDANT, date(2026, 4, 1)), recorded(INSURED), person_id=PARENT) == []


def test_cover_that_goes_on_without_a_gap_counts_as_one() -> None:
    first = recorded(lost(INSURED, date(2026, 7, 1)))
    second = recorded(lost(replace(INSURED, acquired_on=date(2026, 7, 1)), date(2026, 10, 1)))
    assert covered_until([first, second], date(2026, 4, 1)) == date(2026, 10, 1)
    assert covered_until([first], date(2026, 7, 1)) == date(2026, 7, 1)
    assert covered_until([first, recorded(replace(INSURED, acquired_on=date(2026, 7, 1)))], date(2026, 4, 1)) is None
