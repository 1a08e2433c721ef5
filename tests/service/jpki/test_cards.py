import asyncio
from typing import Any

import pytest
from cryptography import x509

from tests.service.jpki.service import code_of, jpki_on, new_card
from tests.worlds import TestDatabase

CARD_ID = "0193412d-0c3e-7000-8000-000000000001"
BODY: dict[str, Any] = {"card_id": CARD_ID, "birthdate": "1980-02-17", "pin": "1234"}


async def test_a_new_card_names_its_certificate(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client, card_id=CARD_ID)
        assert (await client.get(f"/v1/cards/{CARD_ID}")).json() == card

    key_id = card.pop("authority_key_id")
    assert len(key_id) == 40
    assert card == {
        "card_id": CARD_ID,
        "serial_number": "1000",
        "generation": 3,
        "carrier": "card",
        "not_before": "2026-11-19T15:00:00Z",
        "not_after": "2031-02-17T14:59:59Z",
        "state": "active",
        "pin_state": "set",
        "pin_tries_left": 3,
        "has_pin": True,
        "face_tries_left": 10,
        "phone_of": None,
        "phones": [],
        "certificates": [
            {
                "kind": "authentication",
                "authority_key_id": key_id,
                "serial_number": "1000",
                "generation": 3,
                "not_before": "2026-11-19T15:00:00Z",
                "not_after": "2031-02-17T14:59:59Z",
                "state": "active",
                "reason": None,
            }
        ],
    }


async def test_serials_count_up_in_order_of_creation_in_each_generation(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        cards = [
            await new_card(client, issued_on=issued_on)
            for issued_on in ("2026-11-20", "2020-01-01", "2026-11-01", "2016-01-01", "2020-01-01")
        ]

    assert [(card["generation"], card["serial_number"]) for card in cards] == [
        (3, "1000"),
        (2, "1000"),
        (3, "1001"),
        (1, "1000"),
        (2, "1001"),
    ]


async def test_the_same_request_again_finds_the_card_it_made(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        first = await client.post("/v1/cards", json=BODY)
        again = await client.post("/v1/cards", json={**BODY, "carrier": "card", "valid_until": None})
        next_card = await new_card(client)

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert next_card["serial_number"] == "1001"


async def test_another_request_for_the_same_card_is_refused(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        await client.post("/v1/cards", json=BODY)
        answers = [
            await client.post("/v1/cards", json={**BODY, **change})
            for change in ({"pin": "4321"}, {"carrier": "android"}, {"issued_on": "2020-01-01"})
        ]

    assert [(answer.status_code, code_of(answer)) for answer in answers] == [(409, "already-exists")] * 3


async def test_the_same_request_many_times_at_once_makes_one_card(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        answers = await asyncio.gather(*(client.post("/v1/cards", json=BODY) for _ in range(8)))

    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert {answer.json()["serial_number"] for answer in answers} == {"1000"}


async def test_two_cards_at_once_never_share_a_serial(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        cards = await asyncio.gather(*(new_card(client) for _ in range(12)))

    assert sorted(card["serial_number"] for card in cards) == [f"{0x1000 + index:04x}" for index in range(12)]


async def test_a_reset_pin_does_not_make_the_first_request_another_one(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        await client.post("/v1/cards", json=BODY)
        await client.post(f"/v1/cards/{CARD_ID}/pin-reset", json={"pin": "4321"})

        assert (await client.post("/v1/cards", json=BODY)).status_code == 200


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"pin": "12345"}, "/pin"),
        ({"pin": "１２３４"}, "/pin"),
        ({"pin": None, "carrier": "android"}, "/pin"),
        ({"birthdate": "2026-11-21"}, "/birthdate"),
        ({"issued_on": "2014-01-01"}, "/issued_on"),
        ({"issued_on": "2026-11-20", "valid_until": "2026-11-19"}, "/valid_until"),
        ({"carrier": "watch"}, "/carrier"),
        ({"my_number": "x"}, "/my_number"),
    ],
)
async def test_a_request_that_makes_no_card_is_refused_with_its_place(
    database: TestDatabase, change: dict[str, Any], pointer: str
) -> None:
    async with jpki_on(database) as client:
        answer = await client.post("/v1/cards", json={**BODY, **change})

    assert (answer.status_code, code_of(answer)) == (422, "request-invalid")
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_a_face_authentication_card_and_an_iphone_have_no_pin(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        face = await new_card(client, pin=None)
        iphone = await new_card(client, pin=None, carrier="iphone")

    assert [(card["pin_state"], card["pin_tries_left"]) for card in (face, iphone)] == [("none", 0), ("none", 0)]


async def test_the_certificate_is_the_one_that_the_card_names(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client)
        answer = await client.get(f"/v1/cards/{card['card_id']}/certificate")
        again = await client.get(f"/v1/cards/{card['card_id']}/certificate")

    certificate = x509.load_pem_x509_certificate(answer.content)
    issuer = certificate.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value
    assert issuer.key_identifier is not None
    assert issuer.key_identifier.hex() == card["authority_key_id"]
    assert certificate.serial_number == 0x1000
    assert certificate.not_valid_after_utc.isoformat() == "2031-02-17T14:59:59+00:00"
    assert again.content == answer.content


async def test_a_card_that_does_not_exist_is_not_found(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        answers = [
            await client.get(f"/v1/cards/{CARD_ID}"),
            await client.get(f"/v1/cards/{CARD_ID}/certificate"),
            await client.post(f"/v1/cards/{CARD_ID}/pin-reset", json={"pin": "1234"}),
            await client.post(f"/v1/cards/{CARD_ID}/revocation", json={"reason": "superseded"}),
        ]

    assert [(answer.status_code, code_of(answer)) for answer in answers] == [(404, "resource-not-found")] * 4


async def test_no_answer_shows_a_pin_or_a_birth_date(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client, pin="7305", birthdate="1941-03-09")
        shown = (await client.get(f"/v1/cards/{card['card_id']}")).text

    assert "7305" not in shown
    assert "1941-03-09" not in shown
