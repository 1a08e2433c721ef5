"""A proof that is spelled in another way, and as good, is the same proof."""

from cryptography.hazmat.primitives.asymmetric import ec

from tests import builders
from tests.clinic import Card, Clinic
from tests.odd_certificates.leaf import usual_leaf
from tests.odd_certificates.signatures import p384_proof, with_the_other_half
from tests.worlds import CLOCK


async def test_the_other_half_of_a_p384_signature_is_the_same_proof(clinic: Clinic) -> None:
    key = ec.generate_private_key(ec.SECP384R1())
    certificate = usual_leaf(public_key=key.public_key()).signed_by(clinic.authorities[3])
    await clinic.publish(builders.person(), Card(clinic.card_key, certificate))
    proof = p384_proof(key, certificate, builders.claims(await clinic.nonce(), CLOCK.now()))

    first = await clinic.check({"presence_proof": with_the_other_half(proof)})
    again = await clinic.check({"presence_proof": proof})

    assert (first.status_code, first.json()["validity"]) == (200, "valid")
    assert (again.status_code, again.json()["type"]) == (409, "urn:onshi:problem:nonce-used")
    assert again.json()["check_id"] == first.json()["check_id"]
    assert len(await clinic.records()) == 1
