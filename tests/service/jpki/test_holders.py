"""Whose a card is: kept with an opaque key that no answer shows, and with 4情報 where J-LIS was told them."""

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import httpx
import pytest
from alembic import command
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from shared.db.migrate import alembic_config
from shared.db.urls import for_sqlalchemy
from tests.service.jpki.service import code_of, jpki_on, new_card
from tests.worlds import TestDatabase

HOLDER = {
    "name": "見本　花子",
    "name_kana": "ミホン ハナコ",
    "birthdate": "1980-02-17",
    "sex": "female",
    "address": "東京都見本区一丁目2番3号",
}
CARD_ID = "019a0000-0000-7000-8000-0000000000ca"
ORDER = {"card_id": CARD_ID, "birthdate": "1980-02-17", "pin": "1234"}


@pytest.fixture
async def jpki(database: TestDatabase) -> AsyncIterator[httpx.AsyncClient]:
    async with jpki_on(database) as client:
        yield client


async def holders(database: TestDatabase) -> dict[tuple[str, str], asyncpg.Record]:
    """What the registry reads, by the certificate as the API writes it."""
    registry = await asyncpg.connect(database.urls["registry"])
    try:
        rows = await registry.fetch(
            "SELECT *, encode(authority_key_id, 'hex') AS key_id, encode(serial_number, 'hex') AS serial"
            " FROM jpki_published.card_holders WHERE known_to = 'infinity'"
        )
    finally:
        await registry.close()
    return {(row["key_id"], row["serial"]): row for row in rows}


def named(card: dict[str, Any]) -> tuple[str, str]:
    return card["authority_key_id"], card["serial_number"]


async def test_each_card_has_a_key_that_no_answer_shows(jpki: httpx.AsyncClient, database: TestDatabase) -> None:
    first, second = await new_card(jpki, holder=HOLDER), await new_card(jpki, holder=HOLDER)
    phone = await new_card(jpki, carrier="iphone", same_holder_as=first["card_id"])
    shown = await jpki.get(f"/v1/cards/{first['card_id']}")
    found = await holders(database)

    keys = {card["card_id"]: bytes(found[named(card)]["resident_key"]) for card in (first, second, phone)}
    assert {len(key) for key in keys.values()} == {16}
    assert keys[first["card_id"]] == keys[phone["card_id"]]
    # The same four attributes are no proof of the same person.
    assert keys[first["card_id"]] != keys[second["card_id"]]
    assert keys[first["card_id"]].hex() not in shown.text
    assert shown.json() == first
    assert {name: str(found[named(phone)][name]) for name in HOLDER} == HOLDER


async def test_the_same_order_again_is_the_same_card_and_may_tell_its_holder_later(
    jpki: httpx.AsyncClient, database: TestDatabase
) -> None:
    first = await jpki.post("/v1/cards", json=ORDER)
    (before,) = (await holders(database)).values()
    told = await jpki.post("/v1/cards", json={**ORDER, "holder": HOLDER})
    again = await jpki.post("/v1/cards", json={**ORDER, "holder": HOLDER})
    untold = await jpki.post("/v1/cards", json=ORDER)
    otherwise = await jpki.post("/v1/cards", json={**ORDER, "holder": {**HOLDER, "name": "模擬　花子"}})
    (after,) = (await holders(database)).values()

    assert [answer.status_code for answer in (first, told, again, untold)] == [201, 200, 200, 200]
    assert (otherwise.status_code, code_of(otherwise)) == (409, "already-exists")
    assert (before["name"], after["name"]) == (None, HOLDER["name"])
    assert before["resident_key"] == after["resident_key"]


@pytest.mark.parametrize(
    ("order", "pointer"),
    [
        ({"holder": {**HOLDER, "birthdate": "1980-02-18"}}, ""),
        ({"holder": HOLDER, "same_holder_as": CARD_ID}, ""),
        ({"same_holder_as": CARD_ID}, "/same_holder_as"),
        ({"holder": {**HOLDER, "sex": "other"}}, "/holder/sex"),
    ],
)
async def test_a_holder_that_cannot_be_is_refused(jpki: httpx.AsyncClient, order: dict[str, Any], pointer: str) -> None:
    answer = await jpki.post("/v1/cards", json={"birthdate": "1980-02-17", "pin": "1234", **order})
    assert (answer.status_code, code_of(answer)) == (422, "request-invalid")
    assert [violation["pointer"] for violation in answer.json()["errors"]] == [pointer]


async def test_no_my_number_comes_in_with_a_holder(jpki: httpx.AsyncClient) -> None:
    # 12 digits with a right check digit, of nobody: docs/my-number-guard.md.
    answer = await jpki.post("/v1/cards", json={**ORDER, "holder": {**HOLDER, "address": "見本区 123456789018"}})
    assert (answer.status_code, code_of(answer)) == (422, "my-number-not-accepted")


async def test_cards_that_were_made_before_get_a_key_each(database: TestDatabase) -> None:
    async with jpki_on(database) as jpki:
        cards = [await new_card(jpki), await new_card(jpki, valid_until="2024-05-01"), await new_card(jpki)]
    engine = create_async_engine(for_sqlalchemy(database.admin_url), poolclass=NullPool)

    def go_back_and_come_again(connection: Connection) -> None:
        config = alembic_config(connection, "jpki")
        command.downgrade(config, "20261120_1600")
        command.upgrade(config, "head")

    try:
        async with engine.begin() as connection:
            await connection.run_sync(go_back_and_come_again)
    finally:
        await engine.dispose()
    found = await holders(database)

    assert set(found) == {named(card) for card in cards}
    assert len({card["authority_key_id"] for card in cards}) == 2
    assert len({bytes(row["resident_key"]) for row in found.values()}) == 3
