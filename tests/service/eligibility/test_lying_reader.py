"""A reader changes a word of what the card signed, and keeps the card's signature."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import msgspec
import pytest

from shared.domain.roles import Role
from tests import builders
from tests.clinic import Clinic


def with_word(proof: str, name: str, value: Any) -> str:
    header, payload, signature = proof.split(".")
    claims = msgspec.json.decode(urlsafe_b64decode(payload + "=="))
    assert claims.get(name) != value
    changed = urlsafe_b64encode(msgspec.json.encode(claims | {name: value})).rstrip(b"=").decode()
    return f"{header}.{changed}.{signature}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("purpose", "CARE_HOME"),
        ("consents", ["medication", "diagnosis"]),
        ("holder_verification", "face"),
        ("prescription_form", "electronic"),
    ],
)
async def test_a_word_that_a_reader_changes_breaks_the_signature(clinic: Clinic, name: str, value: Any) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    proof = await clinic.sign(card, consents=["medication"])

    answer = await clinic.check({"presence_proof": with_word(proof, name, value)}, role=Role.READER)

    assert (answer.status_code, answer.json()["type"]) == (422, "urn:onshi:problem:signature-invalid")


@pytest.mark.parametrize("name", ["institution", "nonce"])
async def test_nor_is_a_proof_good_for_another_institution_or_nonce(clinic: Clinic, name: str) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    value = "9910000026" if name == "institution" else await clinic.nonce()
    proof = with_word(await clinic.sign(card), name, value)

    answer = await clinic.check({"presence_proof": proof}, role=Role.READER)

    expected = "proof-mismatch" if name == "institution" else "signature-invalid"
    assert (answer.status_code, answer.json()["type"]) == (422, f"urn:onshi:problem:{expected}")
