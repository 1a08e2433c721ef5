"""What each way of asking opens."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.eligibility.answers.shown import ConsentShown
from services.eligibility.checks.rules.questions import IdentifierRequest, agreed_at_desk
from services.eligibility.rules import permissions
from shared.domain.codes import CheckMethod, ConsentState
from shared.domain.consent import ConsentChannel, ConsentGrant, WithdrawalReason
from shared.domain.insured import WrittenIdentifiers
from shared.domain.purposes import DataKind, PurposeOfUse
from shared.domain.roles import Role
from shared.pki.certificate_life import CertificateState
from shared.pki.proof import HolderVerification

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
    permission = permissions.by_card(ALL, CertificateState.CURRENT, chosen, at, PurposeOfUse.CARE_VISIT, "pin")
    assert permission.limit_consent == expected


def test_an_emergency_opens_nothing_to_a_certificate_in_its_grace() -> None:
    permission = permissions.by_card(ALL, CertificateState.IN_GRACE, [], NOW, PurposeOfUse.EMERGENCY, "visual")
    assert (permission.medical, permission.chosen, permission.is_unasked) == (None, frozenset(), False)


@pytest.mark.parametrize(
    ("verification", "is_unasked"), [("pin", False), ("device_biometric", False), ("face", True), ("visual", True)]
)
def test_in_an_emergency_only_who_could_not_be_asked_is_not_asked(
    verification: HolderVerification, is_unasked: bool
) -> None:
    permission = permissions.by_card(
        ALL, CertificateState.CURRENT, [DataKind.CHECKUPS], NOW, PurposeOfUse.EMERGENCY, verification
    )
    assert (permission.is_unasked, permission.medical is not None) == (is_unasked, is_unasked)


@pytest.mark.parametrize(("purpose", "expected"), [("INSURER", "not_needed"), ("REVIEW", "not_needed")])
def test_who_asks_by_law_has_no_consent_to_show(purpose: str, expected: str) -> None:
    permission = permissions.by_identifier(ALL, [], NOW, PurposeOfUse(purpose))
    assert (permission.limit_consent, permission.shows_specific_disease) == (expected, False)


@pytest.mark.parametrize(
    ("purpose", "counts"),
    [
        ("CARE_VISIT", True),
        ("CARE_NURSING", True),
        ("CARE_ONLINE", True),
        ("CARE_HOME_RECHECK", True),
        ("DISASTER_READ", True),
        ("PUBLIC_ASSIST", True),
        ("CLAIM", False),
        ("BULK_PRECHECK", False),
        ("INSURER", False),
        ("REVIEW", False),
    ],
)
def test_a_tick_counts_only_where_a_desk_can_ask_the_patient(purpose: str, counts: bool) -> None:
    request = IdentifierRequest(
        insured=WrittenIdentifiers("02999918", None, "1", None, date(1985, 4, 12)).folded(),
        purpose=PurposeOfUse(purpose),
        limit_certificate_consent=True,
        as_of=date(2026, 11, 20),
        client_reference=None,
        specific_disease_consent=True,
    )
    expected = [DataKind.LIMIT_CERTIFICATE, DataKind.SPECIFIC_DISEASE] if counts else []
    assert agreed_at_desk(request) == expected


def grant(given_days_ago: int, reason: WithdrawalReason | None = None, until: datetime | None = None) -> ConsentGrant:
    given_at = NOW - timedelta(days=given_days_ago)
    return ConsentGrant(CHECK, DataKind.MEDICATION, ConsentChannel.HOME_VISIT, given_at, until, reason)


def standing(*grants: ConsentGrant, at: datetime | None = None) -> ConsentShown:
    medical = permissions.by_standing(ALL, grants, permissions.LimitSaid("not_needed"), NOW, at).medical
    assert medical is not None
    return medical[DataKind.MEDICATION]


def test_a_standing_consent_opens_24_hours_from_now() -> None:
    shown = standing(grant(30))
    assert (shown.state, shown.given_at) == (ConsentState.GIVEN, datetime(2026, 10, 21, 1, tzinfo=UTC))
    assert shown.viewable_until == datetime(2026, 11, 21, 1, tzinfo=UTC)
    assert [each and each.utcoffset() for each in (shown.given_at, shown.viewable_until)] == [timedelta(hours=9)] * 2


def test_none_opens_more_than_its_own_time() -> None:
    shown = standing(grant(0, until=NOW + timedelta(hours=3)))
    assert shown.viewable_until == datetime(2026, 11, 20, 4, tzinfo=UTC)


def test_a_given_one_outweighs_one_that_was_withdrawn_later() -> None:
    assert standing(grant(30), grant(2, WithdrawalReason.PATIENT)).state is ConsentState.GIVEN


def test_a_withdrawn_one_is_expired() -> None:
    assert standing(grant(2, WithdrawalReason.INSTITUTION)).state is ConsentState.EXPIRED


def test_after_its_24_hours_a_re_inquiry_that_is_seen_again_shows_that_they_are_over() -> None:
    end = datetime(2026, 11, 21, 1, tzinfo=UTC)
    assert standing(grant(30), at=end - timedelta(microseconds=1)).state is ConsentState.GIVEN
    assert standing(grant(30), at=end).state is ConsentState.EXPIRED


# The answer to a check on record, seen again. It was at 10:00 in Japan.

TONIGHT = datetime(2026, 11, 20, 15, tzinfo=UTC)


def consented(*chosen: DataKind, **more: Any) -> permissions.ConsentedCheck:
    return permissions.ConsentedCheck(
        **{
            "check_id": CHECK,
            "checked_at": NOW,
            "role": Role.INSTITUTION,
            "method": CheckMethod.INSURED_IDENTIFIER,
            "purpose": PurposeOfUse.CARE_VISIT,
            "kinds": frozenset({DataKind.COVERAGE, *chosen}),
            "chosen": chosen,
            "is_in_grace": False,
            "versions": (),
            **more,
        }
    )


def version(kind: DataKind, given_at: datetime, until: datetime | None, **more: Any) -> ConsentGrant:
    return ConsentGrant(CHECK, kind, more.pop("channel", ConsentChannel.DESK), given_at, until, **more)


def limit_seen(check: permissions.ConsentedCheck, at: datetime) -> tuple[str, datetime | None]:
    permission = permissions.seen_again(ALL, check, at, is_open=True)
    return permission.limit_consent, permission.limit_given_at


def test_an_oral_consent_ends_with_its_day_in_japan() -> None:
    told = consented(DataKind.LIMIT_CERTIFICATE, DataKind.SPECIFIC_DISEASE)

    assert limit_seen(told, TONIGHT - timedelta(microseconds=1)) == ("given", NOW)
    assert limit_seen(told, TONIGHT) == ("none", None)
    after = permissions.seen_again(ALL, told, TONIGHT, is_open=True)
    assert after.specific_disease == ConsentShown(ConsentState.EXPIRED, NOW, TONIGHT)
    assert not after.shows_specific_disease


def test_the_newest_consent_counts_and_tells_since_when() -> None:
    later = NOW + timedelta(hours=2)
    told_since = consented(versions=(version(DataKind.LIMIT_CERTIFICATE, later, TONIGHT),))
    told_again = consented(DataKind.LIMIT_CERTIFICATE, versions=(version(DataKind.LIMIT_CERTIFICATE, later, TONIGHT),))
    withdrawn = consented(
        DataKind.LIMIT_CERTIFICATE,
        versions=(version(DataKind.LIMIT_CERTIFICATE, NOW, TONIGHT, reason=WithdrawalReason.PATIENT),),
    )
    assert limit_seen(told_since, later) == ("given", later)
    assert limit_seen(told_again, later) == ("given", later)
    assert limit_seen(withdrawn, later) == ("none", None)


def test_an_online_consent_shows_its_own_end() -> None:
    until = NOW + timedelta(hours=5)
    check = consented(
        DataKind.MEDICATION,
        method=CheckMethod.MY_NUMBER_CARD,
        purpose=PurposeOfUse.CARE_ONLINE,
        versions=(version(DataKind.MEDICATION, NOW, until, channel=ConsentChannel.ONLINE),),
    )
    medical = permissions.seen_again(ALL, check, NOW, is_open=True).medical
    assert medical is not None
    assert medical[DataKind.MEDICATION] == ConsentShown(ConsentState.GIVEN, NOW, until)


def test_what_was_opened_unasked_is_over_with_the_opening() -> None:
    check = consented(
        method=CheckMethod.DEMOGRAPHICS, purpose=PurposeOfUse.DISASTER_READ, kinds=frozenset({DataKind.MEDICATION})
    )
    states = []
    for is_open in (True, False):
        medical = permissions.seen_again(ALL, check, NOW, is_open=is_open).medical
        assert medical is not None
        states.append(medical[DataKind.MEDICATION].state)
    assert states == [ConsentState.UNOBTAINABLE, ConsentState.EXPIRED]


def test_asking_again_for_billing_rests_on_what_the_earlier_check_rested_on() -> None:
    def followed(earlier: permissions.ConsentedCheck, at: datetime = NOW) -> str:
        again = consented(method=CheckMethod.RECHECK, purpose=PurposeOfUse.CLAIM)
        return permissions.seen_again(ALL, again, at, is_open=True, followed=earlier).limit_consent

    by_card = {"method": CheckMethod.MY_NUMBER_CARD}
    before = datetime(2024, 10, 6, 1, tzinfo=UTC)
    assert followed(consented(**by_card)) == "not_needed"
    assert followed(consented(checked_at=before, **by_card)) == "none"
    assert followed(consented()) == "none"
    assert followed(consented(DataKind.LIMIT_CERTIFICATE)) == "given"
    assert followed(consented(DataKind.LIMIT_CERTIFICATE), TONIGHT) == "none"
    assert followed(consented(method=CheckMethod.RECHECK, purpose=PurposeOfUse.CARE_HOME_RECHECK)) == "not_needed"
    assert followed(consented(method=CheckMethod.RECHECK, purpose=PurposeOfUse.CLAIM)) == "none"
