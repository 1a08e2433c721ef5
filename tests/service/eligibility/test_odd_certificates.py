"""Certificates that a pinned root signed, or seems to have signed, presented in a check over HTTP."""

from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from services.jpki.odd.leaf import named
from tests import builders
from tests.clinic import Card, Clinic
from tests.odd_certificates.leaf import KEY, usual_leaf
from tests.odd_certificates.versions import of_version
from tests.worlds import CLOCK

VICTIM = "0190a000-0000-7000-8000-0000000000aa"


async def test_a_leaf_that_names_another_root_shows_nobody_elses_data(clinic: Clinic) -> None:
    """Serials repeat under each root: signed by the third, naming the second, it must not be the second's card."""
    serial_number = 7000
    victims = Card(KEY, usual_leaf(serial_number=serial_number).signed_by(clinic.authorities[2]))
    await clinic.publish(builders.person(person_id=VICTIM), victims)
    odd = usual_leaf(serial_number=serial_number, authority=named(clinic.authorities[2].key_id))

    answer = await clinic.check_by_card(Card(KEY, odd.signed_by(clinic.authorities[3])))

    assert (answer.status_code, answer.json()["type"]) == (422, "urn:onshi:problem:certificate-untrusted")
    (record,) = await clinic.records()
    assert (record["code"], record["person_id"]) == ("certificate-untrusted", None)


@pytest.mark.parametrize("key_id", [b"z" * 20, None], ids=["of nobody", "none"])
async def test_a_leaf_that_names_no_root_is_refused_for_good(clinic: Clinic, key_id: bytes | None) -> None:
    """It said to try again later, as the status of a certificate of nobody is never known."""
    odd = usual_leaf(authority=named(key_id)).signed_by(clinic.authorities[3])
    answer = await clinic.check_by_card(Card(KEY, odd))
    assert (answer.status_code, answer.json()["retryable"]) == (422, False)
    assert answer.json()["type"] == "urn:onshi:problem:certificate-untrusted"


async def test_a_leaf_of_a_version_that_there_is_not_cannot_be_read(clinic: Clinic) -> None:
    card = clinic.card()
    odd = of_version(card.certificate.public_bytes(Encoding.DER), 3)
    claims = builders.claims(await clinic.nonce(), CLOCK.now())
    proof = builders.proof(card.key, card.certificate, claims, x5c=[b64encode(odd).decode()])

    answer = await clinic.check({"presence_proof": proof})

    assert (answer.status_code, answer.json()["type"]) == (422, "urn:onshi:problem:proof-unreadable")
