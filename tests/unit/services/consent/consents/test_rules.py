"""Which consent may be registered on which check: 居宅同意取得型, オンライン診療等, and what the desk may tick."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from services.consent.consents.rules import CheckOnRecord, new_grant, replaced_by, what_forbids, withdrawn
from shared.domain.codes import CheckMethod
from shared.domain.consent import ConsentChannel, ConsentGrant, WithdrawalReason
from shared.domain.purposes import DataKind, PurposeOfUse
from shared.domain.roles import Role

CHECKED_AT = datetime(2026, 11, 20, 1, tzinfo=UTC)
"""10:00 in Japan."""
SIGNED = frozenset({DataKind.MEDICATION, DataKind.CHECKUPS})
AT_HOME = CheckOnRecord(
    check_id=UUID(int=1),
    checked_at=CHECKED_AT,
    person_id=UUID(int=2),
    institution_code="9910000018",
    role=Role.INSTITUTION,
    method=CheckMethod.MY_NUMBER_CARD,
    purpose=PurposeOfUse.CARE_HOME,
    kinds=SIGNED | {DataKind.COVERAGE},
    chosen=SIGNED,
    is_in_grace=False,
)
BY_NUMBER = replace(
    AT_HOME,
    method=CheckMethod.INSURED_IDENTIFIER,
    purpose=PurposeOfUse.CARE_VISIT,
    kinds=frozenset({DataKind.COVERAGE}),
    chosen=frozenset(),
)


def codes(check: CheckOnRecord, kind: DataKind, channel: ConsentChannel, after: timedelta = timedelta(0)) -> set[str]:
    return {violation.code for violation in what_forbids(check, [kind], channel, [], CHECKED_AT + after)}


def test_what_was_signed_at_home_is_registered_and_stands_until_it_is_withdrawn() -> None:
    assert codes(AT_HOME, DataKind.MEDICATION, ConsentChannel.HOME_VISIT) == set()
    grant = new_grant(AT_HOME, DataKind.MEDICATION, ConsentChannel.HOME_VISIT, CHECKED_AT + timedelta(hours=1))
    assert (grant.given_at, grant.viewable_until) == (CHECKED_AT, None)
    ended = withdrawn(grant, WithdrawalReason.PATIENT)
    assert grant.is_open_at(CHECKED_AT + timedelta(days=300))
    assert not ended.is_open_at(CHECKED_AT + timedelta(days=300))


def test_a_day_after_the_check_nothing_can_be_registered_on_it() -> None:
    day = timedelta(hours=24)
    moment = timedelta(microseconds=1)
    assert codes(AT_HOME, DataKind.MEDICATION, ConsentChannel.HOME_VISIT, day - moment) == set()
    assert codes(AT_HOME, DataKind.MEDICATION, ConsentChannel.HOME_VISIT, day) == {"too-old"}


def test_what_the_patient_did_not_sign_is_not_registered() -> None:
    assert codes(AT_HOME, DataKind.DIAGNOSIS, ConsentChannel.HOME_VISIT) == {"not-signed"}
    assert codes(AT_HOME, DataKind.COVERAGE, ConsentChannel.HOME_VISIT) == {"needs-no-consent"}


def test_a_channel_belongs_to_its_purpose_and_a_signature_to_a_card() -> None:
    found = codes(BY_NUMBER, DataKind.LIMIT_CERTIFICATE, ConsentChannel.HOME_VISIT)
    assert {"not-for-this-purpose", "needs-card"} <= found


@pytest.mark.parametrize(
    ("kind", "found"),
    # 口頭同意: 限度額 and 特定疾病 only; medical data takes the patient's own signature.
    [(DataKind.LIMIT_CERTIFICATE, set()), (DataKind.SPECIFIC_DISEASE, set())],
)
def test_the_desk_ticks_the_limit_and_the_specific_disease(kind: DataKind, found: set[str]) -> None:
    assert codes(BY_NUMBER, kind, ConsentChannel.DESK) == found


def test_what_the_desk_ticks_lasts_until_the_end_of_its_day_in_japan() -> None:
    grant = new_grant(BY_NUMBER, DataKind.LIMIT_CERTIFICATE, ConsentChannel.DESK, CHECKED_AT)
    assert grant.viewable_until == datetime(2026, 11, 20, 15, tzinfo=UTC)
    # 23:59 and 00:01 in Japan.
    assert codes(BY_NUMBER, DataKind.LIMIT_CERTIFICATE, ConsentChannel.DESK, timedelta(hours=13, minutes=59)) == set()
    assert codes(BY_NUMBER, DataKind.LIMIT_CERTIFICATE, ConsentChannel.DESK, timedelta(hours=14, minutes=1)) == {
        "too-old"
    }


def test_what_was_withdrawn_takes_a_new_check() -> None:
    found = what_forbids(AT_HOME, [DataKind.MEDICATION], ConsentChannel.HOME_VISIT, [DataKind.MEDICATION], CHECKED_AT)
    assert [(violation.pointer, violation.code) for violation in found] == [("/kinds/0", "withdrawn")]


def test_a_new_consent_ends_those_of_its_kind_that_stand() -> None:
    def standing(check: int, kind: DataKind) -> ConsentGrant:
        return ConsentGrant(UUID(int=check), kind, ConsentChannel.HOME_VISIT, CHECKED_AT, None)

    new, same, other = (
        standing(9, DataKind.MEDICATION),
        standing(1, DataKind.MEDICATION),
        standing(2, DataKind.CHECKUPS),
    )
    assert replaced_by(new, [same, other], CHECKED_AT) == [same]
