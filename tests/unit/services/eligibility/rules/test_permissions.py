"""What each way of asking opens."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from services.eligibility.rules import permissions
from shared.domain.codes import ConsentState
from shared.domain.consent import ConsentChannel, ConsentGrant, WithdrawalReason
from shared.domain.purposes import DataKind, PurposeOfUse
from shared.pki.certificate_life import CertificateState

ALL = frozenset(DataKind)
NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)
CHECK = UUID("019e2f6a-7c00-7000-8000-00000000002a")


@pytest.mark.parametrize(
    ("at", "chosen", "expected"),
    [
        (datetime(2024, 10, 6, 14, 59, 59, tzinfo=UTC), [], "none"),
        (datetime(2024, 10, 6, 14, 59, 59, tzinfo=UTC), [DataKind.LIMIT_CERTIFICATE], "given"),
        (datetime(2024, 10, 6, 15, tzinfo=UTC), [], "not_needed"),
    ],
)
def test_the_limit_by_card_asks_for_consent_until_the_day_in_japan(
    at: datetime, chosen: list[DataKind], expected: str
) -> None:
    permission = permissions.by_card(ALL, CertificateState.CURRENT, chosen, at, PurposeOfUse.CARE_VISIT)
    assert permission.limit_consent == expected


def test_an_emergency_opens_nothing_to_a_certificate_in_its_grace() -> None:
    permission = permissions.by_card(ALL, CertificateState.IN_GRACE, [], NOW, PurposeOfUse.EMERGENCY)
    assert (permission.medical, permission.chosen) == (None, frozenset())


def grant(given_days_ago: int, reason: WithdrawalReason | None = None, until: datetime | None = None) -> ConsentGrant:
    given_at = NOW - timedelta(days=given_days_ago)
    return ConsentGrant(CHECK, DataKind.MEDICATION, ConsentChannel.HOME_VISIT, given_at, until, reason)


def test_a_standing_consent_opens_24_hours_from_now() -> None:
    medical = permissions.by_standing(ALL, [grant(30)], NOW).medical
    assert medical is not None
    shown = medical[DataKind.MEDICATION]
    assert (shown.state, shown.given_at) == (ConsentState.GIVEN, datetime(2026, 10, 21, 1, tzinfo=UTC))
    assert shown.viewable_until == datetime(2026, 11, 21, 1, tzinfo=UTC)


def test_none_opens_more_than_its_own_time() -> None:
    medical = permissions.by_standing(ALL, [grant(0, until=NOW + timedelta(hours=3))], NOW).medical
    assert medical is not None
    assert medical[DataKind.MEDICATION].viewable_until == datetime(2026, 11, 20, 4, tzinfo=UTC)


def test_a_given_one_outweighs_one_that_was_withdrawn_later() -> None:
    grants = [grant(30), grant(2, WithdrawalReason.PATIENT)]
    medical = permissions.by_standing(ALL, grants, NOW).medical
    assert medical is not None
    assert medical[DataKind.MEDICATION].state is ConsentState.GIVEN


def test_a_withdrawn_one_is_expired() -> None:
    medical = permissions.by_standing(ALL, [grant(2, WithdrawalReason.INSTITUTION)], NOW).medical
    assert medical is not None
    assert medical[DataKind.MEDICATION].state is ConsentState.EXPIRED
