"""The registry verifies the certificate of a registered card once, and says which it was and on what that rests."""

from base64 import b64decode, urlsafe_b64decode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import httpx
import msgspec
from cryptography import x509

from shared.pki.chain import mark_of
from tests.service.registry.caller import PERSON
from tests.service.registry.town import REGISTRATIONS, VICTIM, Town

_VERIFIED = """
SELECT encode(serial_number, 'hex') AS serial, certificate_digest, mark FROM registry_published.verified_certificates
"""


async def verified(town: Town) -> dict[str, tuple[bytes, bytes]]:
    return {row["serial"]: (row["certificate_digest"], row["mark"]) for row in await town.admin.fetch(_VERIFIED)}


async def root_of(town: Town, card: Mapping[str, Any]) -> x509.Certificate:
    answer: httpx.Response = await town.jpki.get("/ca/authentication/roots.pem")
    for root in x509.load_pem_x509_certificates(answer.content):
        key_id = root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
        if key_id.hex() == card["authority_key_id"]:
            return root
    raise AssertionError("no root of it")


def certificate_in(proof: str) -> bytes:
    header = proof.partition(".")[0]
    return b64decode(msgspec.json.decode(urlsafe_b64decode(header + "=" * (-len(header) % 4)))["x5c"][0])


async def named(town: Town, card: Mapping[str, Any]) -> None:
    body = {name: card[name] for name in ("authority_key_id", "serial_number")}
    await town.operator.make(REGISTRATIONS, {**body, "person_id": PERSON["person_id"], "channel": "portal"})


async def test_a_card_that_shows_itself_is_verified_with_its_registration(town: Town) -> None:
    card = await town.card(holder=VICTIM)
    proof = await town.proof(card)
    assert (await town.reader.post(REGISTRATIONS, {"presence_proof": proof, "channel": "reader"})).status_code == 201

    expected = (sha256(certificate_in(proof)).digest(), mark_of(await root_of(town, card)))
    assert await verified(town) == {card["serial_number"]: expected}


async def test_one_that_was_named_is_verified_if_it_has_signed_before(town: Town) -> None:
    card = await town.card()
    proof = await town.proof(card)
    await named(town, card)

    expected = (sha256(certificate_in(proof)).digest(), mark_of(await root_of(town, card)))
    assert await verified(town) == {card["serial_number"]: expected}
