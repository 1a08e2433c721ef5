"""A card taken into the hand, of whatever key it is: the odd proofs are those of today's cards, which have RSA keys."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa

from services.jpki.authority.rules.generations import Authority
from services.jpki.authority.rules.keys import PrivateKey
from services.jpki.odd.hand import Hand
from services.jpki.odd.keys import stand_in_key
from shared.pki.proof import ProofClaims


def taken(
    claims: ProofClaims,
    key: PrivateKey,
    certificate: x509.Certificate,
    generation: int,
    generations: Mapping[int, Authority],
    at: datetime,
) -> Hand:
    """Return the hand with the card.

    For a card of another key, as the next card has, stands one with an RSA key and the same serial number, issued by
    the generation of RSA that lasts longest: what is odd about a proof is odd on either.
    """
    of_today = {number: each for number, each in generations.items() if isinstance(each.private_key, rsa.RSAPrivateKey)}
    if isinstance(key, rsa.RSAPrivateKey) and generation in of_today:
        return Hand(claims, key, certificate, generation, of_today, at)
    newest = max(of_today.values(), key=lambda each: each.last_day)
    hand = Hand(claims, stand_in_key(), certificate, newest.generation, of_today, at)
    leaf = hand.leaf()
    stands_in = replace(
        leaf,
        public_key=stand_in_key().public_key(),
        not_after=min(leaf.not_after, newest.certificate.not_valid_after_utc),
    )
    return replace(hand, certificate=stands_in.signed_by(newest))
