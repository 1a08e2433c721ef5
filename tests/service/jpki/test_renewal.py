"""電子証明書の更新: a new key and serial number on the same card, and the old certificate superseded."""

import asyncio
from datetime import date
from typing import Any

import httpx
from cryptography import x509

from services.jpki.authority.rules.profile import CaKind
from shared.pki.revocation_list import read_revocation_list
from shared.pki.roots import key_id_of_root
from tests.service.jpki.service import code_of, jpki_on, new_card, present, verified
from tests.worlds import TestDatabase

# The 5th birthday after the issue on 2022-01-05 is 2026-12-10.
ENDING = {"birthdate": "1980-12-10", "issued_on": "2022-01-05"}


async def renew(client: httpx.AsyncClient, card: dict[str, Any]) -> httpx.Response:
    return await client.post(f"/v1/cards/{card['card_id']}/renewal")


async def revoked(client: httpx.AsyncClient, kind: CaKind, generation: int) -> dict[int, str]:
    roots = x509.load_pem_x509_certificates((await client.get(f"/ca/{kind}/roots.pem")).content)
    answer = await client.get(f"/ca/{kind}/{generation}.crl")
    crl = read_revocation_list(answer.content, {key_id_of_root(root): root for root in roots})
    return {entry.serial_number: entry.reason for entry in crl.revocations}


async def test_a_renewed_card_signs_with_another_key_under_another_serial(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client, **ENDING)
        before, old, _ = await verified(client, await present(client, card, pin="1234"))
        answer = await renew(client, card)
        assert answer.status_code == 200, answer.text
        renewed = answer.json()
        after, new, _ = await verified(client, await present(client, card, pin="1234"))
        read = (await client.get(f"/v1/cards/{card['card_id']}")).json()
        lists = await revoked(client, CaKind.AUTHENTICATION, 2)

    assert card["not_after"] == "2026-12-10T14:59:59Z"
    assert renewed["not_after"] == "2030-12-10T14:59:59Z"
    assert renewed["not_before"] == "2026-11-19T15:00:00Z"
    assert old.public_key != new.public_key
    assert before.certificate_der != after.certificate_der
    assert (renewed["card_id"], renewed["state"]) == (card["card_id"], "active")
    assert [(each["serial_number"], each["state"], each["reason"]) for each in renewed["certificates"]] == [
        (card["serial_number"], "revoked", "superseded"),
        (renewed["serial_number"], "active", None),
    ]
    assert read == renewed
    # Issued in 2022, so by the second generation; renewed by the third.
    assert (card["generation"], renewed["generation"]) == (2, 3)
    assert lists == {int(card["serial_number"], 16): "superseded"}


async def test_under_one_key_a_card_is_renewed_once(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client, **ENDING)
        other = await new_card(client, **ENDING)
        path, key = f"/v1/cards/{card['card_id']}/renewal", {"Idempotency-Key": "of-one-renewal"}
        both = await asyncio.gather(client.post(path, headers=key), client.post(path, headers=key))
        again = await client.post(path, headers={"Idempotency-Key": '"of-one-renewal"'})
        another = await client.post(path, headers={"Idempotency-Key": "of-another"})
        of_the_other = await client.post(f"/v1/cards/{other['card_id']}/renewal", headers=key)
        unreadable = await client.post(path, headers={"Idempotency-Key": ""})

    assert [answer.status_code for answer in (*both, again, of_the_other)] == [200, 200, 200, 200]
    assert both[0].json() == both[1].json() == again.json()
    assert len(again.json()["certificates"]) == 2
    assert (another.status_code, another.json()["errors"][0]["code"]) == (422, "too-early")
    assert of_the_other.json()["serial_number"] != again.json()["serial_number"]
    assert (unreadable.status_code, unreadable.json()["errors"][0]["pointer"]) == (422, "/header/idempotency-key")


async def test_it_is_possible_from_three_months_before_the_end(database: TestDatabase) -> None:
    async with jpki_on(database, date(2026, 9, 9)) as client:
        card = await new_card(client, **ENDING)
        early = await renew(client, card)
    async with jpki_on(database, date(2026, 9, 10)) as client:
        in_time, again = await renew(client, card), await renew(client, card)

    assert [(error["pointer"], error["code"]) for error in early.json()["errors"]] == [("/card_id", "too-early")]
    assert "2026-09-10" in early.json()["errors"][0]["message"]
    assert (in_time.status_code, code_of(again)) == (200, "request-invalid")


async def test_an_expired_card_is_renewed_long_after_its_end(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client, valid_until="2025-03-31")
        assert (await renew(client, card)).json()["state"] == "active"


async def test_a_phone_ends_with_the_renewal_and_is_applied_for_anew(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client, **ENDING)
        path = f"/v1/cards/{card['card_id']}/phones"
        phone = (await client.post(path, json={"platform": "iphone"})).json()
        of_phone = await renew(client, phone)
        renewed = (await renew(client, card)).json()
        another = (await client.post(path, json={"platform": "iphone"})).json()

    assert code_of(of_phone) == "verification-unavailable"
    assert renewed["phones"] == [{"card_id": phone["card_id"], "carrier": "iphone", "state": "revoked"}]
    assert another["not_after"] == renewed["not_after"]


async def test_a_revoked_certificate_is_not_renewed(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client, **ENDING)
        await client.post(f"/v1/cards/{card['card_id']}/revocation", json={"reason": "certificateHold"})

        assert code_of(await renew(client, card)) == "certificate-revoked"


async def test_revoking_a_renewed_card_revokes_the_new_certificate(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client, **ENDING)
        renewed = (await renew(client, card)).json()
        await client.post(f"/v1/cards/{card['card_id']}/revocation", json={"reason": "keyCompromise"})

        assert await revoked(client, CaKind.AUTHENTICATION, 3) == {int(renewed["serial_number"], 16): "keyCompromise"}
        assert await revoked(client, CaKind.AUTHENTICATION, 2) == {int(card["serial_number"], 16): "superseded"}
