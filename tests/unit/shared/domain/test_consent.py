"""What a consent is: its window, its states, its name."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from shared.domain.codes import ConsentState
from shared.domain.consent import (
    LIMIT_KINDS,
    MEDICAL_KINDS,
    VIEWING_WINDOW,
    ConsentChannel,
    ConsentGrant,
    WithdrawalReason,
    consent_id_of,
    limit_needs_consent_by_card,
)
from shared.domain.purposes import DataKind

CHECK = UUID("019e2f6a-7c00-7000-8000-00000000002a")
GIVEN_AT = datetime(2026, 11, 20, 1, tzinfo=UTC)
SIGNED = ConsentGrant(CHECK, DataKind.MEDICATION, ConsentChannel.READER, GIVEN_AT, GIVEN_AT + VIEWING_WINDOW)


def test_the_window_is_open_for_24_hours_and_not_at_their_end() -> None:
    end = datetime(2026, 11, 21, 1, tzinfo=UTC)
    assert SIGNED.state_at(end - timedelta(microseconds=1)) is ConsentState.GIVEN
    assert SIGNED.state_at(end) is ConsentState.EXPIRED


def test_one_without_an_end_stands_until_it_is_withdrawn() -> None:
    standing = replace(SIGNED, channel=ConsentChannel.HOME_VISIT, viewable_until=None)
    years_later = datetime(2029, 1, 1, tzinfo=UTC)
    assert standing.state_at(years_later) is ConsentState.GIVEN
    assert replace(standing, reason=WithdrawalReason.PATIENT).state_at(years_later) is ConsentState.EXPIRED


def test_the_reasons_have_the_codes_of_the_interface() -> None:
    assert [(reason.value, reason.code) for reason in WithdrawalReason] == [
        ("institution", "1"),
        ("patient", "2"),
        ("change_of_use", "3"),
    ]


def test_from_7_october_2024_the_limit_asks_no_consent_of_a_card() -> None:
    assert limit_needs_consent_by_card(date(2024, 10, 6))
    assert not limit_needs_consent_by_card(date(2024, 10, 7))


def test_each_kind_of_a_check_has_a_consent_of_its_own() -> None:
    names = {consent_id_of(CHECK, kind) for kind in DataKind}
    assert len(names) == 13
    assert consent_id_of(CHECK, DataKind.MEDICATION) == consent_id_of(CHECK, DataKind.MEDICATION)


def test_kinds_are_told_at_the_desk_or_chosen_with_the_card() -> None:
    assert {DataKind.LIMIT_CERTIFICATE, DataKind.SPECIFIC_DISEASE} == LIMIT_KINDS
    assert len(MEDICAL_KINDS) == 10
    assert not LIMIT_KINDS & MEDICAL_KINDS
