"""Every odd proof of the catalogue: exactly its refusal, nothing disclosed, recorded where the nonce was known."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from services.jpki.authority.rules.generations import Authority
from services.jpki.odd.catalogue import ODD_PROOFS
from services.jpki.odd.hand import Hand
from services.jpki.odd.shape import OddProof
from shared.db.embedded import EmbeddedPostgres
from shared.domain.identifiers import InstitutionCode
from shared.domain.world_life import WorldLife
from shared.pki.nonce import NonceMint
from shared.pki.proof import ProofClaims
from shared.pki.serials import serial_bytes
from tests import builders
from tests.clinic import INSTITUTION, LONG_AGO, Card, Clinic, clinic_at
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


# What no card can do alone.


def _mint(world: str = "default", use: str = "check") -> NonceMint:
    """Return what issues nonces as the services of this test do."""
    life = WorldLife(world, 1)
    return NonceMint(b"\x11" * 32, life, timedelta(minutes=10), lambda length: b"\x07" * length, use=use)


def _issued(minutes_ago: int = 0, **more: str) -> str:
    return _mint(**more).issue(InstitutionCode(INSTITUTION), CLOCK.now() - timedelta(minutes=minutes_ago))


async def _foreign(clinic: Clinic, card: Card) -> httpx.Response:
    return await clinic.check_by_card(card, nonce=await clinic.nonce(institution="9910000026"))


async def _expired(clinic: Clinic, card: Card) -> httpx.Response:
    return await clinic.check_by_card(card, nonce=_issued(minutes_ago=11))


async def _of_another_world(clinic: Clinic, card: Card) -> httpx.Response:
    return await clinic.check_by_card(card, nonce=_issued(world="other"))


async def _of_the_portal(clinic: Clinic, card: Card) -> httpx.Response:
    return await clinic.check_by_card(card, nonce=_issued(use="portal"))


async def _twice(clinic: Clinic, card: Card) -> httpx.Response:
    proof = await clinic.sign(card)
    await clinic.check({"presence_proof": proof})
    return await clinic.check({"presence_proof": proof})


async def _two_over_one_nonce(clinic: Clinic, card: Card) -> httpx.Response:
    nonce = await clinic.nonce()
    await clinic.check_by_card(card, nonce=nonce)
    return await clinic.check_by_card(card, nonce=nonce, consents=["medication"])


async def _another_purpose(clinic: Clinic, card: Card) -> httpx.Response:
    return await clinic.check({"presence_proof": await clinic.sign(card), "purpose": "CARE_NURSING"})


async def _face(clinic: Clinic, card: Card) -> httpx.Response:
    return await clinic.check_by_card(card, holder_verification="face")


async def _ended(clinic: Clinic, reason: str) -> httpx.Response:
    card = clinic.card()
    await clinic.admin.execute(
        "INSERT INTO registry_published.revocations"
        " (authority_key_id, serial_number, reason, revoked_at, known_from) VALUES ($1,$2,$3,$4,$4)",
        clinic.authorities[3].key_id,
        serial_bytes(card.certificate.serial_number),
        reason,
        LONG_AGO,
    )
    return await clinic.check_by_card(card)


async def _revoked(clinic: Clinic, _card: Card) -> httpx.Response:
    return await _ended(clinic, "keyCompromise")


async def _held(clinic: Clinic, _card: Card) -> httpx.Response:
    return await _ended(clinic, "certificateHold")


async def _status_too_old(clinic: Clinic, card: Card) -> httpx.Response:
    # For good: this situation is the last.
    await clinic.admin.execute("UPDATE registry_published.status_lists SET known_to = $1", CLOCK.now())
    return await clinic.check_by_card(card)


async def _blocked(clinic: Clinic, _card: Card) -> httpx.Response:
    card = clinic.card()
    coverage = builders.coverage(coverage_id="0190a000-0000-7000-8000-0000000001bb", number="2048")
    person_id = "0190a000-0000-7000-8000-0000000000bb"
    await clinic.publish(builders.person(coverage, person_id=person_id, self_information_blocked=True), card)
    return await clinic.check_by_card(card)


SITUATIONS = {
    "nonce-foreign": (_foreign, 409),
    "nonce-expired": (_expired, 409),
    "nonce-of-another-world": (_of_another_world, 403),
    "nonce-of-the-portal": (_of_the_portal, 409),
    "nonce-used": (_twice, 409),
    "nonce-used-by-another-proof": (_two_over_one_nonce, 409),
    "body-names-another-purpose": (_another_purpose, 422),
    "face-without-a-reader": (_face, 422),
    "revoked": (_revoked, 422),
    "held": (_held, 422),
    "self-information-blocked": (_blocked, 422),
    "status-too-old": (_status_too_old, 503),
}


def test_every_situation_of_the_catalogue_is_tried() -> None:
    assert set(SITUATIONS) == {each.id for each in ODD_PROOFS.values() if each.forge is None}


@pytest.mark.parametrize("name", SITUATIONS)
async def test_an_odd_situation_gets_its_refusal(name: str, counter: Clinic, card: Card) -> None:
    meet, status = SITUATIONS[name]
    odd, before = ODD_PROOFS[name], await counter.records()

    answer = await meet(counter, card)

    assert (answer.json()["type"], answer.status_code) == (f"urn:onshi:problem:{odd.code}", status)
    assert "模擬" not in answer.text
    recorded = [each["code"] for each in (await counter.records())[len(before) :]]
    # What was sent before it, to spend the nonce, was answered.
    assert [code for code in recorded if code != "valid"] == ([odd.code] if odd.is_recorded else [])
