"""One proof has one spelling: another is refused, or is the same proof."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tests import builders
from tests.clinic import Card, Clinic
from tests.odd_certificates.leaf import Leaf
from tests.odd_certificates.signatures import RESPELLED, p384_proof, with_the_modulus_added, with_the_other_half
from tests.worlds import CLOCK


async def _refused(clinic: Clinic, proof: str) -> str:
    answer = await clinic.check({"presence_proof": proof})
    assert answer.status_code == 422, answer.text
    return str(answer.json()["type"]).removeprefix("urn:onshi:problem:")


@pytest.mark.parametrize("name", RESPELLED)
async def test_another_spelling_of_a_signature_is_none(clinic: Clinic, name: str) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    proof = await clinic.sign(card)
    while not {"-", "_"} & set(proof.rpartition(".")[2]):  # One without them is spelled alike in both alphabets.
        proof = await clinic.sign(card)

    of_octets = name.startswith("a zero")
    assert await _refused(clinic, RESPELLED[name](proof)) == ("signature-invalid" if of_octets else "proof-unreadable")


async def test_a_number_that_verifies_as_well_is_no_signature(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    proof = with_the_modulus_added(await clinic.sign(card), card.key.public_key())

    assert await _refused(clinic, proof) == "signature-invalid"


async def test_the_other_half_of_a_p384_signature_is_the_same_proof(clinic: Clinic) -> None:
    key = ec.generate_private_key(ec.SECP384R1())
    certificate = Leaf(public_key=key.public_key()).signed_by(clinic.authorities[3])
    await clinic.publish(builders.person(), Card(clinic.card_key, certificate))
    proof = p384_proof(key, certificate, builders.claims(await clinic.nonce(), CLOCK.now()))

    first = await clinic.check({"presence_proof": with_the_other_half(proof)})
    again = await clinic.check({"presence_proof": proof})

    assert (first.status_code, first.json()["validity"]) == (200, "valid")
    assert (again.status_code, again.json()["type"]) == (409, "urn:onshi:problem:nonce-used")
    assert again.json()["check_id"] == first.json()["check_id"]
    assert len(await clinic.records()) == 1
