"""A card in the hand for tests that need no service."""

from datetime import UTC, date, datetime

from services.jpki.authority.rules.generations import make_authority
from services.jpki.odd.hand import Hand
from shared.domain.purposes import PurposeOfUse
from shared.pki.proof import ProofClaims
from tests.odd_certificates.leaf import KEY, usual_leaf

AT = datetime(2026, 11, 20, 0, 10, 23, tzinfo=UTC)
NONCE = "AQGh9kpACgJOrpmS6-h15qxBniICPyIO8b8Eo6NxQHIISE1Z"
"""Issued to 9910000018 at that time."""


def card_in_hand() -> Hand:
    """Return a card of the third generation that is asked to sign for a check."""
    generations = {generation: make_authority(generation, date(2026, 11, 20)) for generation in (1, 2, 3)}
    claims = ProofClaims(
        aud="onshi-eligibility",
        nonce=NONCE,
        institution="9910000018",
        purpose=PurposeOfUse.CARE_VISIT,
        iat=int(AT.timestamp()),
        holder_verification="pin",
    )
    return Hand(claims, KEY, usual_leaf().signed_by(generations[3]), 3, generations, AT)
