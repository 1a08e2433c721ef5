from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from services.jpki.authority.rules.generations import Authority, make_authority
from services.jpki.authority.rules.profile import CaKind
from services.jpki.cards.rules.card import Card, CardCertificate
from services.jpki.cards.rules.holder import Carrier
from services.jpki.cards.rules.issuance import CertificatePlan
from services.jpki.cards.rules.renewal import plan_renewal
from services.jpki.status.rules.revocation import Revocation, RevocationReason
from shared.errors import CertificateRevoked, RequestInvalid, VerificationUnavailable

FIRST, END = datetime(2022, 1, 4, 15, tzinfo=UTC), datetime(2026, 12, 10, 14, 59, 59, tzinfo=UTC)
POSSIBLE = datetime(2026, 9, 9, 15, tzinfo=UTC)  # 10 September in Japan
CERTIFICATE = CardCertificate(CaKind.AUTHENTICATION, 2, 4096, 0, FIRST, END, None)
CARD = Card(UUID(int=1), b"", "1234", 3, 10, Carrier.CARD, date(1980, 12, 10), None, CERTIFICATE)


@pytest.fixture(scope="module")
def authorities() -> list[Authority]:
    return [make_authority(generation, date(2026, 11, 20)) for generation in (2, 3)]


def test_the_new_one_ends_with_the_fifth_birthday_after_today(authorities: list[Authority]) -> None:
    assert plan_renewal(CARD, POSSIBLE, authorities) == CertificatePlan(
        CaKind.AUTHENTICATION, 3, date(2026, 9, 10), POSSIBLE, datetime(2030, 12, 10, 14, 59, 59, tzinfo=UTC)
    )


def test_a_second_before_three_months_are_left_is_too_early(authorities: list[Authority]) -> None:
    with pytest.raises(RequestInvalid) as refused:
        plan_renewal(CARD, POSSIBLE - timedelta(seconds=1), authorities)
    (violation,) = refused.value.violations
    assert violation.code == "too-early"
    assert "2026-09-10" in violation.message
    assert "2026-09-10" in violation.message_ja


def test_it_is_possible_after_the_end(authorities: list[Authority]) -> None:
    assert plan_renewal(CARD, datetime(2029, 1, 1, tzinfo=UTC), authorities).issued_on == date(2029, 1, 1)


def test_a_phone_and_a_revoked_certificate_are_not_renewed(authorities: list[Authority]) -> None:
    with pytest.raises(VerificationUnavailable):
        plan_renewal(replace(CARD, carrier=Carrier.IPHONE), POSSIBLE, authorities)
    held = replace(CERTIFICATE, revocation=Revocation(4096, RevocationReason.CERTIFICATE_HOLD, FIRST))
    with pytest.raises(CertificateRevoked):
        plan_renewal(replace(CARD, certificate=held), POSSIBLE, authorities)


def test_without_an_authority_there_is_none(authorities: list[Authority]) -> None:
    with pytest.raises(RequestInvalid):
        plan_renewal(CARD, datetime(2040, 1, 1, tzinfo=UTC), authorities)
