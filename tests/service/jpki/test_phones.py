"""スマホ用電子証明書: made from a card, of the same person, ending with it."""

import asyncio
from datetime import date
from typing import Any

import httpx
import pytest

from tests.service.jpki.service import code_of, jpki_on, new_card, present, verified
from tests.worlds import TestDatabase

PHONE_ID = "019a0000-0000-7000-8000-0000000000f0"


async def apply(client: httpx.AsyncClient, card: dict[str, Any], **order: Any) -> httpx.Response:
    return await client.post(f"/v1/cards/{card['card_id']}/phones", json=order)


async def shown(client: httpx.AsyncClient, card_id: str) -> dict[str, Any]:
    card: dict[str, Any] = (await client.get(f"/v1/cards/{card_id}")).json()
    return card


@pytest.mark.parametrize(
    ("platform", "pin", "way"),
    [("android", "5678", {"pin": "5678"}), ("iphone", None, {"device_biometric": True})],
)
async def test_a_phone_signs_by_itself_and_ends_with_its_card(
    database: TestDatabase, platform: str, pin: str | None, way: dict[str, Any]
) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client, issued_on="2024-06-03")
        answer = await apply(client, card, platform=platform, pin=pin)
        assert answer.status_code == 201, answer.text
        phone = answer.json()
        proof, certificate, _ = await verified(client, await present(client, phone, **way))
        by_card = await present(client, card, pin="1234")
        now = await shown(client, card["card_id"])

    assert certificate.carrier == platform
    assert proof.claims.holder_verification == next(iter(way))
    assert (phone["phone_of"], phone["not_after"]) == (card["card_id"], card["not_after"])
    assert phone["not_before"] == "2026-11-19T15:00:00Z"
    assert phone["serial_number"] != card["serial_number"]
    assert now["phones"] == [{"card_id": phone["card_id"], "carrier": platform, "state": "active"}]
    assert (by_card.status_code, now["phone_of"]) == (200, None)


async def test_a_holder_has_one_phone(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client)
        first = (await apply(client, card, platform="android", pin="5678")).json()
        second = (await apply(client, card, platform="iphone")).json()
        states = {each["card_id"]: each["state"] for each in (await shown(client, card["card_id"]))["phones"]}

    assert states == {first["card_id"]: "revoked", second["card_id"]: "active"}


async def test_two_phones_at_the_same_time_leave_one(database: TestDatabase) -> None:
    async with jpki_on(database) as one, jpki_on(database) as other:
        card = await new_card(one)
        answers = await asyncio.gather(*(apply(client, card, platform="iphone") for client in (one, other)))
        states = sorted(each["state"] for each in (await shown(one, card["card_id"]))["phones"])

    assert [answer.status_code for answer in answers] == [201, 201]
    assert states == ["active", "revoked"]


async def test_the_phone_dies_with_the_card_s_certificate(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client)
        phone = (await apply(client, card, platform="iphone")).json()
        await client.post(f"/v1/cards/{card['card_id']}/revocation", json={"reason": "keyCompromise"})

        assert (await shown(client, phone["card_id"]))["state"] == "revoked"
        assert code_of(await apply(client, card, platform="iphone")) == "certificate-revoked"


async def test_the_same_request_again_finds_its_phone(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card, other = await new_card(client), await new_card(client)
        order = {"card_id": PHONE_ID, "platform": "android", "pin": "5678"}
        made, again = await apply(client, card, **order), await apply(client, card, **order)
        refused = [await apply(client, card, **{**order, "pin": "9999"}), await apply(client, other, **order)]

    assert [made.status_code, again.status_code] == [201, 200]
    assert made.json() == again.json()
    assert [code_of(answer) for answer in refused] == ["already-exists"] * 2


async def test_who_has_ended_or_no_pin_gets_no_phone(database: TestDatabase) -> None:
    async with jpki_on(database, date(2026, 11, 20)) as client:
        in_grace = await new_card(client, valid_until="2026-10-31")
        without_pin = await new_card(client, pin=None)
        phone = (await apply(client, await new_card(client), platform="iphone")).json()
        codes = [code_of(await apply(client, card, platform="iphone")) for card in (in_grace, without_pin, phone)]
        no_pin = await apply(client, await new_card(client), platform="android")

    assert codes == ["certificate-expired", "verification-unavailable", "verification-unavailable"]
    assert [(error["pointer"], error["code"]) for error in no_pin.json()["errors"]] == [("/pin", "pin-needed")]


@pytest.mark.parametrize("order", [{}, {"platform": "card"}, {"platform": "android", "pin": "12345"}])
async def test_what_is_no_phone_is_refused(database: TestDatabase, order: dict[str, Any]) -> None:
    async with jpki_on(database) as client:
        answer = await apply(client, await new_card(client), **order)

    assert (answer.status_code, code_of(answer)) == (422, "request-invalid")
