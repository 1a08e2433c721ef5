"""The window in which medical data may be read, to the microsecond."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.eligibility.medical.rules.access import CheckRead, viewable_until
from shared.domain.codes import CheckMethod
from shared.domain.consent import ConsentChannel, ConsentGrant, WithdrawalReason
from shared.domain.purposes import DataKind, PurposeOfUse
from shared.domain.roles import Role
from shared.errors import ConsentExpired
from tests import builders

CHECK = UUID("019e2f6a-7c00-7000-8000-00000000002a")
OTHER = UUID("019e2f6a-7c00-7000-8000-00000000002b")
AT = datetime(2026, 11, 20, 1, tzinfo=UTC)
END = datetime(2026, 11, 21, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def check(**more: Any) -> CheckRead:
    return CheckRead(
        **{
            "check_id": CHECK,
            "checked_at": AT,
            "institution_code": "9910000018",
            "role": Role.INSTITUTION,
            "method": CheckMethod.MY_NUMBER_CARD,
            "purpose": PurposeOfUse.CARE_VISIT,
            "as_of": date(2026, 11, 20),
            "code": "valid",
            "certificate_state": "current",
            "holder_verification": "pin",
            "kinds": frozenset({DataKind.MEDICATION}),
            "chosen": frozenset({DataKind.MEDICATION}),
            "registry_version": None,
            "consent_versions": (),
            "person": builders.person(),
            "is_blocked": False,
            "is_open": True,
            **more,
        }
    )


def until(at: datetime, *consents: ConsentGrant, **more: Any) -> datetime:
    return viewable_until(check(**more), DataKind.MEDICATION, consents, Role.INSTITUTION, at)


def grant(viewable_until: datetime | None, check_id: UUID = CHECK, **more: Any) -> ConsentGrant:
    return ConsentGrant(check_id, DataKind.MEDICATION, ConsentChannel.ONLINE, AT, viewable_until, **more)


def test_it_is_open_for_24_hours_and_not_at_their_end() -> None:
    assert until(END - TICK) == END
    with pytest.raises(ConsentExpired):
        until(END)


@pytest.mark.parametrize("check_id", [CHECK, OTHER])
def test_no_consent_opens_more_than_its_own_time_nor_more_than_the_check(check_id: UUID) -> None:
    assert until(AT, grant(AT + timedelta(hours=3), check_id)) == AT + timedelta(hours=3)
    assert until(AT, grant(END + timedelta(hours=3), check_id)) == END
    assert until(AT, grant(None, check_id)) == END
    with pytest.raises(ConsentExpired):
        until(AT + timedelta(hours=3), grant(AT + timedelta(hours=3), check_id))


def test_withdrawn_or_closed_is_over_at_once() -> None:
    with pytest.raises(ConsentExpired):
        until(AT, grant(END, reason=WithdrawalReason.PATIENT))
    with pytest.raises(ConsentExpired):
        until(AT, is_open=False)
