"""Cards of the mass share keys that an administrator made; each has a certificate of its own."""

from typing import Any

import asyncpg
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from services.jpki.authority.rules.keys import new_private_key
from shared.db.urls import for_asyncpg
from tests.service.jpki.service import jpki_on, new_card, present, verified
from tests.worlds import TestDatabase

KEY = new_private_key()


async def share(database: TestDatabase, *cards: dict[str, Any]) -> None:
    admin = await asyncpg.connect(for_asyncpg(database.admin_url))
    try:
        der = KEY.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        await admin.execute("INSERT INTO jpki.shared_keys VALUES (7, $1)", der)
        ids = [card["card_id"] for card in cards]
        await admin.execute("UPDATE jpki.cards SET shared_key = 7 WHERE card_id = ANY($1::uuid[])", ids)
    finally:
        await admin.close()


async def test_two_cards_with_one_key_prove_presence_by_certificates_of_their_own(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        one, other = await new_card(client), await new_card(client)
        await share(database, one, other)

        shown = [await verified(client, await present(client, card, pin="1234")) for card in (one, other)]

    certificates = [x509.load_der_x509_certificate(proof.certificate_der) for proof, _, _ in shown]
    assert [each.public_key() for each in certificates] == [KEY.public_key(), KEY.public_key()]
    assert [f"{each.serial_number:x}" for each in certificates] == [one["serial_number"], other["serial_number"]]
