"""VERIFY before SIGN: a reader's page shows the card its holder once, and keeps no PIN while it asks its questions."""

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.service.jpki.service import code_of, jpki_on, new_card, present, verified, world_now
from tests.worlds import TestDatabase


async def verify(client: httpx.AsyncClient, card: dict[str, Any], **way: Any) -> httpx.Response:
    return await client.post(f"/v1/cards/{card['card_id']}/verifications", json=way)


async def read(client: httpx.AsyncClient, card: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = (await client.get(f"/v1/cards/{card['card_id']}")).json()
    return shown


@pytest.mark.parametrize(
    ("carrier", "pin", "way"),
    [
        ("card", "1234", {"pin": "1234"}),
        ("card", None, {"face": True}),
        ("card", "1234", {"visual": True}),
        ("android", "1234", {"pin": "1234"}),
        ("iphone", None, {"device_biometric": True}),
    ],
)
async def test_a_verification_stands_for_the_way_and_the_proof_names_the_way(
    database: TestDatabase, carrier: str, pin: str | None, way: dict[str, Any]
) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client, carrier=carrier, pin=pin)
        answer = await verify(client, card, **way)
        assert answer.status_code == 200, answer.text
        for _ in range(2):  # a lookup of the registration, and then the check
            proof, _, _ = await verified(
                client, await present(client, card, verification=answer.json()["verification"])
            )
            assert [proof.claims.holder_verification] == list(way)

    lasts = datetime.fromisoformat(answer.json()["expires_at"]) - world_now()
    assert timedelta(minutes=4) < lasts <= timedelta(minutes=5)


async def test_another_card_takes_no_verification_of_this_one(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card, other = await new_card(client), await new_card(client)
        verification = (await verify(client, card, pin="1234")).json()["verification"]
        answer = await present(client, other, verification=verification)

    assert (answer.status_code, code_of(answer)) == (422, "request-invalid")
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [("/verification", "unknown")]


async def test_wrong_pins_count_as_they_do_for_a_proof(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client)
        answers = [await verify(client, card, pin=pin) for pin in ("0000", "0000", "0000", "1234")]

    assert [code_of(answer) for answer in answers] == ["pin-wrong", "pin-wrong", "pin-blocked", "pin-blocked"]
    assert answers[1].json()["detail"] == "The PIN is wrong; tries left: 1."


async def test_the_face_gives_no_tries_of_the_pin_back(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client)
        for _ in range(2):
            await verify(client, card, pin="0000")
        assert (await verify(client, card, face=True)).status_code == 200
        assert (await verify(client, card, visual=True)).status_code == 200
        assert (await read(client, card))["pin_tries_left"] == 1
        assert code_of(await verify(client, card, pin="0000")) == "pin-blocked"


async def test_ten_other_faces_block_the_face_until_the_desk_resets_it(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client)
        codes = [code_of(await verify(client, card, face=False)) for _ in range(10)]
        blocked = [await verify(client, card, face=True), await present(client, card, face=True)]
        by_pin = await verify(client, card, pin="1234")
        shown = await read(client, card)
        await client.post(f"/v1/cards/{card['card_id']}/pin-reset", json={"pin": "1234"})
        after = await verify(client, card, face=True)

    assert codes == ["face-mismatch"] * 9 + ["face-blocked"]
    assert [code_of(answer) for answer in blocked] == ["face-blocked"] * 2
    assert (by_pin.status_code, shown["face_tries_left"], after.status_code) == (200, 0, 200)


async def test_the_desk_resets_the_face_of_a_card_without_pin(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client, pin=None)
        assert (card["has_pin"], card["pin_state"]) == (False, "none")
        assert code_of(await verify(client, card, pin="1234")) == "verification-unavailable"
        for _ in range(10):
            await verify(client, card, face=False)
        with_pin = await client.post(f"/v1/cards/{card['card_id']}/pin-reset", json={"pin": "1234"})
        without = await client.post(f"/v1/cards/{card['card_id']}/pin-reset", json={})

    assert code_of(with_pin) == "verification-unavailable"
    assert (without.status_code, without.json()["face_tries_left"]) == (200, 10)


async def test_one_other_face_is_forgotten_with_the_holder_s(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client)
        assert card["face_tries_left"] == 10
        await verify(client, card, face=False)
        assert (await read(client, card))["face_tries_left"] == 9
        await verify(client, card, face=True)
        assert (await read(client, card))["face_tries_left"] == 10


@pytest.mark.parametrize("way", [{}, {"pin": "1234", "face": True}, {"visual": False}, {"pin": "12345"}])
async def test_what_no_reader_would_show_is_refused_and_counts_nothing(
    database: TestDatabase, way: dict[str, Any]
) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client)
        answer = await verify(client, card, **way)
        assert (await read(client, card))["pin_tries_left"] == 3

    assert (answer.status_code, code_of(answer)) == (422, "request-invalid")


async def test_a_proof_takes_a_way_or_a_verification_but_not_both(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client)
        verification = (await verify(client, card, pin="1234")).json()["verification"]
        answer = await present(client, card, pin="1234", verification=verification)

    assert (answer.status_code, code_of(answer)) == (422, "request-invalid")
