from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from services.jpki.authority.rules.generations import Authority, make_authority
from services.jpki.authority.rules.profile import CaKind
from services.jpki.cards.rules.card import Card, CardCertificate
from services.jpki.cards.rules.holder import Carrier
from services.jpki.cards.rules.issuance import CertificatePlan
from services.jpki.cards.rules.phones import PhoneOrder, must_be_able_to_have_phone, plan_phone
from services.jpki.status.rules.revocation import Revocation, RevocationReason
from shared.errors import CertificateExpired, CertificateRevoked, RequestInvalid, VerificationUnavailable

AT = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
END = datetime(2030, 2, 17, 14, 59, 59, tzinfo=UTC)
CERTIFICATE = CardCertificate(CaKind.AUTHENTICATION, 3, 4096, 0, AT - timedelta(days=400), END, None)
CARD = Card(UUID(int=1), b"", "1234", 3, 10, Carrier.CARD, date(1980, 2, 17), None, CERTIFICATE)
IPHONE, ANDROID = PhoneOrder(Carrier.IPHONE, None), PhoneOrder(Carrier.ANDROID, "5678")


@pytest.fixture(scope="module")
def third() -> Authority:
    return make_authority(3, date(2026, 11, 20))


@pytest.mark.parametrize("order", [IPHONE, ANDROID])
def test_a_card_in_force_can_have_a_phone_until_its_last_second(order: PhoneOrder) -> None:
    must_be_able_to_have_phone(CARD, order, AT)
    must_be_able_to_have_phone(CARD, order, END)
    with pytest.raises(CertificateExpired):
        must_be_able_to_have_phone(CARD, order, END + timedelta(seconds=1))


def test_a_revoked_card_a_card_without_pin_and_a_phone_cannot() -> None:
    lost = replace(
        CARD, certificate=replace(CERTIFICATE, revocation=Revocation(4096, RevocationReason.KEY_COMPROMISE, AT))
    )
    with pytest.raises(CertificateRevoked):
        must_be_able_to_have_phone(lost, IPHONE, AT)
    for other in (replace(CARD, pin=None), replace(CARD, carrier=Carrier.ANDROID)):
        with pytest.raises(VerificationUnavailable):
            must_be_able_to_have_phone(other, IPHONE, AT)


def test_an_android_phone_needs_a_pin() -> None:
    with pytest.raises(RequestInvalid):
        must_be_able_to_have_phone(CARD, PhoneOrder(Carrier.ANDROID, None), AT)


def test_no_repr_shows_the_pin() -> None:
    assert "5678" not in repr(ANDROID)


def test_it_begins_today_and_ends_with_the_card(third: Authority) -> None:
    today = date(2026, 11, 20)
    first = datetime(2026, 11, 19, 15, 0, tzinfo=UTC)
    assert plan_phone(END, today, [third]) == CertificatePlan(CaKind.AUTHENTICATION, 3, today, first, END)


def test_it_never_outlives_the_authority(third: Authority) -> None:
    plan = plan_phone(datetime(2040, 1, 1, tzinfo=UTC), date(2026, 11, 20), [third])
    assert plan.not_after == datetime(2033, 7, 15, 14, 59, 59, tzinfo=UTC)


def test_without_an_authority_there_is_none(third: Authority) -> None:
    with pytest.raises(RequestInvalid):
        plan_phone(END, date(2040, 1, 1), [third])
