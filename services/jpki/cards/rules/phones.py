"""Whether a phone can be made from a card (スマホ用電子証明書の申請). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from services.jpki.authority.rules.generations import Authority
from services.jpki.authority.rules.profile import last_second
from services.jpki.cards.rules.card import Card
from services.jpki.cards.rules.holder import Carrier
from services.jpki.cards.rules.issuance import NO_AUTHORITY, CertificatePlan, newest_in_force
from shared.clock import day_in_japan, start_of_day
from shared.errors import CertificateExpired, CertificateRevoked, RequestInvalid, VerificationUnavailable, Violation


@dataclass(frozen=True, slots=True)
class PhoneOrder:
    """A phone as it is applied for; an iPhone never asks for a PIN."""

    carrier: Carrier
    pin: str | None = field(repr=False)


def must_be_able_to_have_phone(card: Card, order: PhoneOrder, at: datetime) -> None:
    """Raise when ``card`` cannot have this phone at ``at``.

    VerificationUnavailable: it is a phone, or a card without PIN, which can be used for nothing online.
    CertificateRevoked, CertificateExpired: its own certificate has ended; the grace is for the card alone.
    RequestInvalid: an Android phone without PIN.
    """
    if card.carrier is not Carrier.CARD or card.pin is None:
        raise VerificationUnavailable
    if card.certificate.revocation is not None:
        raise CertificateRevoked
    if at > card.certificate.not_after:
        raise CertificateExpired
    if order.carrier is Carrier.ANDROID and order.pin is None:
        raise RequestInvalid(
            [Violation("/pin", "pin-needed", "An Android phone has a PIN.", "Androidには暗証番号が必要です。")]
        )


def plan_phone(card_end: datetime, today: date, authorities: Sequence[Authority]) -> CertificatePlan:
    """Decide who issues a phone's certificate: it ends with its card's; raises RequestInvalid (no authority today)."""
    authority = newest_in_force(authorities, today)
    if authority is None:
        raise RequestInvalid([NO_AUTHORITY])
    last_day = min(day_in_japan(card_end), authority.last_day)
    return CertificatePlan(authority.kind, authority.generation, today, start_of_day(today), last_second(last_day))
