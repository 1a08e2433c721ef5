import asyncio

import pytest

from tests.service.jpki.service import code_of, jpki_on, new_card, present
from tests.worlds import TestDatabase


async def test_wrong_pins_count_down_and_the_third_blocks(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client)
        answers = [await present(client, card, pin=pin) for pin in ("0000", "0000", "0000", "1234")]
        after = (await client.get(f"/v1/cards/{card['card_id']}")).json()

    assert [(answer.status_code, code_of(answer)) for answer in answers] == [
        (422, "pin-wrong"),
        (422, "pin-wrong"),
        (422, "pin-blocked"),
        (422, "pin-blocked"),
    ]
    assert [answer.json()["detail"] for answer in answers[:2]] == [
        "The PIN is wrong; tries left: 2.",
        "The PIN is wrong; tries left: 1.",
    ]
    assert "残り1回" in answers[1].json()["detail_ja"]
    assert (after["pin_state"], after["pin_tries_left"]) == ("blocked", 0)


async def test_the_right_pin_gives_back_all_tries(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client)
        for pin in ("0000", "0000"):
            await present(client, card, pin=pin)
        assert (await present(client, card, pin="1234")).status_code == 200
        after = (await client.get(f"/v1/cards/{card['card_id']}")).json()

    assert (after["pin_state"], after["pin_tries_left"]) == ("set", 3)


async def test_the_count_outlives_the_service(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client)
        await present(client, card, pin="0000")
    async with jpki_on(database) as client:
        answer = await present(client, card, pin="0000")

    assert answer.json()["detail"] == "The PIN is wrong; tries left: 1."


async def test_a_blocked_card_still_takes_the_face(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client)
        for _ in range(3):
            await present(client, card, pin="0000")

        assert (await present(client, card, face=True)).status_code == 200


async def test_the_desk_s_reset_sets_a_new_pin_and_three_tries(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client)
        for _ in range(3):
            await present(client, card, pin="0000")
        reset = await client.post(f"/v1/cards/{card['card_id']}/pin-reset", json={"pin": "4321"})
        old = await present(client, card, pin="1234")
        new = await present(client, card, pin="4321")

    assert (reset.status_code, reset.json()["pin_state"], reset.json()["pin_tries_left"]) == (200, "set", 3)
    assert (code_of(old), new.status_code) == ("pin-wrong", 200)


@pytest.mark.parametrize("carrier", ["card", "iphone"])
async def test_what_has_no_pin_cannot_be_reset(database: TestDatabase, carrier: str) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client, pin=None, carrier=carrier)
        answer = await client.post(f"/v1/cards/{card['card_id']}/pin-reset", json={"pin": "4321"})

    assert (answer.status_code, code_of(answer)) == (422, "verification-unavailable")


async def test_wrong_pins_at_the_same_time_never_get_more_than_three_tries(database: TestDatabase) -> None:
    # Two workers of one world, as `onshi up --workers 2` runs them.
    async with jpki_on(database) as one, jpki_on(database) as other:
        card = await new_card(one)
        answers = await asyncio.gather(
            *(present(client, card, pin="0000") for client in (one, other) for _ in range(10))
        )
        right = await present(one, card, pin="1234")

    codes = sorted(code_of(answer) for answer in answers)
    assert codes == ["pin-blocked"] * 18 + ["pin-wrong"] * 2
    assert code_of(right) == "pin-blocked"


async def test_a_malformed_pin_never_reaches_the_card(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client)
        answer = await present(client, card, pin="12345")
        after = (await client.get(f"/v1/cards/{card['card_id']}")).json()

    assert code_of(answer) == "request-invalid"
    assert "12345" not in answer.text
    assert after["pin_tries_left"] == 3
