"""Whether a card's certificate can be renewed (電子証明書の更新), and what the new one says. Pure."""

from collections.abc import Sequence
from datetime import datetime

from services.jpki.authority.rules.generations import Authority
from services.jpki.authority.rules.leaves import certificate_end
from services.jpki.authority.rules.profile import last_second
from services.jpki.cards.rules.card import Card
from services.jpki.cards.rules.holder import Carrier
from services.jpki.cards.rules.issuance import NO_AUTHORITY, CertificatePlan, newest_in_force
from shared.clock import day_in_japan, start_of_day
from shared.errors import CertificateRevoked, RequestInvalid, VerificationUnavailable, Violation
from shared.pki.certificate_life import life_between


def plan_renewal(card: Card, at: datetime, authorities: Sequence[Authority]) -> CertificatePlan:
    """Decide on the certificate that takes the place of the card's; from 3 months before its end on, and after it.

    It ends with the 5th birthday after today. Raises VerificationUnavailable (a phone is applied for anew),
    CertificateRevoked, RequestInvalid (too early; no authority today).
    """
    if card.carrier is not Carrier.CARD:
        raise VerificationUnavailable
    old = card.certificate
    if old.revocation is not None:
        raise CertificateRevoked
    possible_from = life_between(old.not_before, old.not_after).expires_soon_from
    if at < possible_from:
        day = day_in_japan(possible_from)
        raise RequestInvalid(
            [
                Violation(
                    "/card_id",
                    "too-early",
                    f"Renewal is possible from three months before the end, {day}.",
                    f"更新できるのは有効期限の3か月前（{day}）からです。",
                )
            ]
        )
    today = day_in_japan(at)
    authority = newest_in_force(authorities, today)
    if authority is None:
        raise RequestInvalid([NO_AUTHORITY])
    last_day = certificate_end(card.birthdate, today, authority_end=authority.last_day)
    return CertificatePlan(authority.kind, authority.generation, today, start_of_day(today), last_second(last_day))
