"""Certificates follow each other without a day that has two, and end no later than they said."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from services.registry.certificates.rules.kinds import LIMIT_CERTIFICATE
from services.registry.certificates.rules.succession import decide_issue, ended, ended_by_renewal
from services.registry.outcome import Registered
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from shared.domain.coverage import LimitCertificate
from shared.errors import AlreadyExists, ConflictingPeriod, RequestInvalid
from tests.builders import coverage, limit_certificate

OLD = limit_certificate(valid_from=date(2026, 8, 1), valid_to=date(2027, 7, 31))
ON, ELSEWHERE = UUID(int=1), UUID(int=2)
BORN = date(1985, 4, 1)


def test_a_renewal_ends_the_old_one_on_the_day_before() -> None:
    renewed = ended_by_renewal(OLD, replace(OLD, valid_from=date(2026, 12, 1)))
    assert renewed == replace(OLD, valid_to=date(2026, 11, 30))


def test_what_has_ended_by_then_is_left_alone() -> None:
    assert ended_by_renewal(OLD, replace(OLD, valid_from=date(2027, 8, 1), valid_to=date(2028, 7, 31))) is None


def test_a_renewal_begins_after_what_it_renews() -> None:
    with pytest.raises(RequestInvalid) as refused:
        ended_by_renewal(OLD, OLD)
    assert [each.code for each in refused.value.violations] == ["not-a-renewal"]


@pytest.mark.parametrize("valid_to", [date(2026, 7, 31), date(2026, 12, 31), date(2027, 7, 31)])
def test_a_certificate_ends_from_its_withdrawal_to_its_last_day(valid_to: date) -> None:
    assert ended(OLD, valid_to) == replace(OLD, valid_to=valid_to)


@pytest.mark.parametrize("valid_to", [date(2026, 7, 30), date(2027, 8, 1)])
def test_any_other_day_is_refused(valid_to: date) -> None:
    with pytest.raises(RequestInvalid) as refused:
        ended(OLD, valid_to)
    assert [each.code for each in refused.value.violations] == ["out-of-range"]


def on(coverage_id: UUID, *others: LimitCertificate) -> RecordedCoverage:
    covered = replace(coverage(), coverage_id=str(coverage_id), limit_certificates=others)
    return RecordedCoverage(UUID(int=9), covered, datetime(2026, 8, 1, tzinfo=UTC), UUID(int=8))


def test_what_its_id_had_once_is_found_as_it_is_now() -> None:
    now = replace(OLD, valid_to=date(2026, 12, 31))
    versions = [(ON, OLD), (ON, now)]
    assert decide_issue(LIMIT_CERTIFICATE, OLD, on(ON), BORN, versions) == Registered(now, is_new=False)
    for coverage_id, certificate in ((ELSEWHERE, OLD), (ON, replace(OLD, valid_from=date(2026, 9, 1)))):
        with pytest.raises(AlreadyExists):
            decide_issue(LIMIT_CERTIFICATE, certificate, on(coverage_id), BORN, versions)


def test_the_rule_of_the_kind_comes_before_its_rivals() -> None:
    with pytest.raises(RequestInvalid) as refused:
        decide_issue(LIMIT_CERTIFICATE, OLD, on(ON, OLD), date(1950, 4, 1), [])
    assert [each.code for each in refused.value.violations] == ["too-old"]
    with pytest.raises(ConflictingPeriod):
        decide_issue(LIMIT_CERTIFICATE, OLD, on(ON, OLD), BORN, [])
    assert decide_issue(LIMIT_CERTIFICATE, OLD, on(ON), BORN, []) == Registered(OLD, is_new=True)
    assert decide_issue(LIMIT_CERTIFICATE, OLD, on(ON, OLD), BORN, [], renews=OLD) == Registered(OLD, is_new=True)
