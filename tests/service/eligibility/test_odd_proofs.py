"""Every odd proof that a card can make: exactly its refusal, nothing disclosed, recorded where the nonce was known."""

from collections.abc import AsyncIterator

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from services.jpki.authority.rules.generations import Authority
from services.jpki.odd.catalogue import ODD_PROOFS
from services.jpki.odd.hand import Hand
from services.jpki.odd.shape import OddProof
from shared.db.embedded import EmbeddedPostgres
from shared.pki.proof import ProofClaims
from tests import builders
from tests.clinic import Card, Clinic, clinic_at
from tests.conftest import cloned
from tests.worlds import CLOCK

STATUS = {
    "body-too-large": 413,
    "proof-unreadable": 422,
    "nonce-unknown": 409,
    "proof-mismatch": 422,
    "certificate-not-yet-valid": 422,
    "certificate-expired": 422,
    "certificate-untrusted": 422,
    "certificate-wrong-kind": 422,
    "signature-invalid": 422,
    "card-not-registered": 404,
}
"""As the table of steps says."""
NOT_RECORDED = {"body", "proof", "nonce"}
PLAYED = [each for each in ODD_PROOFS.values() if each.forge is not None]


@pytest.fixture(scope="module")
async def counter(
    postgres: EmbeddedPostgres, authorities: dict[int, Authority], card_key: rsa.RSAPrivateKey
) -> AsyncIterator[Clinic]:
    """One clinic for all of them: none leaves anything behind but its record."""
    async with cloned(postgres) as database, clinic_at(database, authorities, card_key) as clinic:
        yield clinic


@pytest.fixture(scope="module")
async def card(counter: Clinic) -> Card:
    """Somebody's registered card, whose certificate every odd one is made after."""
    card = counter.card()
    await counter.publish(builders.person(), card)
    return card


def in_hand(card: Card, nonce: str, authorities: dict[int, Authority]) -> Hand:
    now = CLOCK.now()
    claims = ProofClaims(**builders.claims(nonce, now))
    return Hand(claims, card.key, card.certificate, 3, authorities, now)


async def test_the_card_is_answered_when_nothing_is_odd(counter: Clinic, card: Card) -> None:
    hand = in_hand(card, await counter.nonce(), counter.authorities)
    assert (await counter.check({"presence_proof": hand.proof()})).json()["validity"] == "valid"
    again = hand.leaf().signed_by(hand.authority)
    hand = in_hand(card, await counter.nonce(), counter.authorities)
    assert (await counter.check({"presence_proof": hand.proof(hand.header(again))})).json()["validity"] == "valid"


@pytest.mark.parametrize("odd", PLAYED, ids=[each.id for each in PLAYED])
async def test_an_odd_proof_gets_its_refusal(odd: OddProof, counter: Clinic, card: Card) -> None:
    assert odd.forge is not None
    nonce, before = await counter.nonce(), len(await counter.records())
    hand = in_hand(card, nonce, counter.authorities)

    answer = await counter.check({"presence_proof": odd.forge(hand)})

    assert answer.headers["content-type"] == "application/problem+json", answer.text
    assert (answer.json()["type"], answer.status_code) == (f"urn:onshi:problem:{odd.code}", STATUS[odd.code])
    told = {"validity", "results", "insurer", "name", "birthdate"} & set(answer.json())
    assert told == set()
    assert "模擬" not in answer.text
    recorded = [(each["code"], each["person_id"]) for each in (await counter.records())[before:]]
    assert recorded == ([] if odd.step in NOT_RECORDED else [(odd.code, None)])

    # The nonce is spent where the refusal is on record, and nowhere else.
    honest = await counter.check({"presence_proof": hand.proof()})
    if odd.step in NOT_RECORDED:
        assert (honest.status_code, honest.json()["validity"]) == (200, "valid")
    else:
        assert (honest.status_code, honest.json()["type"]) == (409, "urn:onshi:problem:nonce-used")


def test_the_catalogue_has_sixty_and_more() -> None:
    assert len(PLAYED) >= 60
