"""A trick is played once, by the next presence proof; then the card signs as it should."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from shared.db.embedded import EmbeddedPostgres
from shared.errors import SignatureInvalid
from tests.conftest import cloned
from tests.service.jpki.service import code_of, jpki_on, new_card, present, verified


@pytest.fixture(scope="module")
async def jpki(postgres: EmbeddedPostgres) -> AsyncIterator[httpx.AsyncClient]:
    """One J-LIS for all tests of this file: each makes its own card."""
    async with cloned(postgres) as database, jpki_on(database) as client:
        yield client


async def play(jpki: httpx.AsyncClient, card: dict[str, Any], trick: str) -> httpx.Response:
    return await jpki.post(f"/v1/cards/{card['card_id']}/tricks", json={"trick": trick})


async def waiting(jpki: httpx.AsyncClient, card: dict[str, Any]) -> list[str]:
    answer = await jpki.get(f"/v1/cards/{card['card_id']}/tricks")
    assert answer.status_code == 200, answer.text
    return [each["trick"] for each in answer.json()["items"]]


async def test_the_next_signature_is_another_keys_and_the_one_after_is_the_cards(jpki: httpx.AsyncClient) -> None:
    card = await new_card(jpki)
    set_now = await play(jpki, card, "another-key")
    assert set_now.status_code == 201, set_now.text
    assert set_now.json()["items"] == [
        {
            "trick": "another-key",
            "title": "Another key",
            "title_ja": "別の鍵による署名",
            "code": "signature-invalid",
        }
    ]

    with pytest.raises(SignatureInvalid):
        await verified(jpki, await present(jpki, card, pin="1234"))
    assert await waiting(jpki, card) == []
    await verified(jpki, await present(jpki, card, pin="1234"))


async def test_tricks_wait_in_their_order_and_a_wrong_pin_plays_none(jpki: httpx.AsyncClient) -> None:
    card = await new_card(jpki)
    await play(jpki, card, "card-pulled-out")
    both = await play(jpki, card, "alg-none")
    assert [each["trick"] for each in both.json()["items"]] == ["card-pulled-out", "alg-none"]

    assert code_of(await present(jpki, card, pin="0000")) == "pin-wrong"
    assert await waiting(jpki, card) == ["card-pulled-out", "alg-none"]

    pulled = await present(jpki, card, pin="1234")
    assert (pulled.status_code, code_of(pulled), pulled.json()["retryable"]) == (409, "card-removed", True)
    assert (await present(jpki, card, pin="1234")).json()["presence_proof"].endswith(".")
    await verified(jpki, await present(jpki, card, pin="1234"))


async def test_a_card_that_is_revoked_just_now_signs_and_is_revoked(jpki: httpx.AsyncClient) -> None:
    card = await new_card(jpki)
    await play(jpki, card, "revoked-just-now")
    assert (await jpki.get(f"/v1/cards/{card['card_id']}")).json()["state"] == "active"

    await verified(jpki, await present(jpki, card, pin="1234"))

    assert (await jpki.get(f"/v1/cards/{card['card_id']}")).json()["state"] == "revoked"


async def test_what_was_forgotten_is_not_played(jpki: httpx.AsyncClient) -> None:
    card = await new_card(jpki)
    await play(jpki, card, "another-key")
    assert (await jpki.delete(f"/v1/cards/{card['card_id']}/tricks")).status_code == 204
    await verified(jpki, await present(jpki, card, pin="1234"))


async def test_a_phone_plays_tricks_too(jpki: httpx.AsyncClient) -> None:
    card = await new_card(jpki, carrier="iphone", pin=None)
    await play(jpki, card, "rsa-1024")
    assert (await present(jpki, card, device_biometric=True)).status_code == 200
    await verified(jpki, await present(jpki, card, device_biometric=True))


async def test_what_is_no_trick_and_one_too_many_are_refused(jpki: httpx.AsyncClient) -> None:
    card = await new_card(jpki)
    unknown = await play(jpki, card, "anothr-key")
    assert (unknown.status_code, code_of(unknown)) == (422, "request-invalid")
    assert "the nearest is another-key" in unknown.json()["errors"][0]["message"]
    for _ in range(20):
        assert (await play(jpki, card, "another-key")).status_code == 201
    full = await play(jpki, card, "another-key")
    assert [(each["pointer"], each["code"]) for each in full.json()["errors"]] == [("/trick", "too-many")]
    assert len(await waiting(jpki, card)) == 20


async def test_nobodys_card_has_no_tricks(jpki: httpx.AsyncClient) -> None:
    nobodys = {"card_id": str(uuid4())}
    assert code_of(await play(jpki, nobodys, "another-key")) == "resource-not-found"
    assert code_of(await jpki.get(f"/v1/cards/{nobodys['card_id']}/tricks")) == "resource-not-found"
    assert code_of(await jpki.delete(f"/v1/cards/{nobodys['card_id']}/tricks")) == "resource-not-found"
