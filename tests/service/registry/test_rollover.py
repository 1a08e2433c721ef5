"""認証局の鍵更新 while cards are used: the new generation is pinned by its link, and no proof is refused meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.service.jpki.service import jpki_on, new_card, present
from tests.service.registry.caller import CLINIC, PERSON, RegistryCaller, running_registry
from tests.worlds import TestDatabase

LOOKUP = "/v1/card-registrations/lookup"


@asynccontextmanager
async def _town(database: TestDatabase, folder: Path) -> AsyncIterator[tuple[httpx.AsyncClient, RegistryCaller]]:
    async with (
        jpki_on(database) as jpki,
        running_registry(database, folder, jpki_url=str(jpki.base_url), status_poll_s=0.05) as operator,
    ):
        roots = (await jpki.get("/ca/authentication/roots.pem")).text
        await operator.make("/v1/trust-roots", {"certificates_pem": roots})
        await operator.make("/v1/institutions", CLINIC)
        await operator.make("/v1/persons", PERSON)
        yield jpki, operator


async def _is_pinned(operator: RegistryCaller, key_id: str) -> None:
    """Wait until a root is pinned; the feed looks twice a second."""
    async with asyncio.timeout(20):
        while key_id not in {  # noqa: ASYNC110
            item["authority_key_id"] for item in (await operator.get("/v1/trust-roots")).json()["items"]
        }:
            await asyncio.sleep(0.05)


async def _proof(jpki: httpx.AsyncClient, card: dict[str, Any]) -> str:
    answer = await present(jpki, card, pin="1234", aud="onshi-registration", institution=CLINIC["institution_code"])
    proof: str = answer.json()["presence_proof"]
    return proof


async def _looked_up(jpki: httpx.AsyncClient, reader: RegistryCaller, card: dict[str, Any]) -> httpx.Response:
    return await reader.post(LOOKUP, {"presence_proof": await _proof(jpki, card)})


@pytest.mark.parametrize("key", ["rsa-2048", "p-384"])
async def test_no_proof_is_refused_while_a_generation_comes_and_its_cards_count_at_once(
    database: TestDatabase, tmp_path: Path, key: str
) -> None:
    async with _town(database, tmp_path) as (jpki, operator):
        reader = await operator.client("reader", institution_codes=[CLINIC["institution_code"]])
        old = await new_card(jpki)
        is_over = asyncio.Event()
        answers: list[int] = []

        async def ask_on() -> None:
            while not is_over.is_set():
                answers.append((await _looked_up(jpki, reader, old)).status_code)

        asking = asyncio.create_task(ask_on())
        made = await jpki.put("/ca/authentication/generations/4", json={"key": key, "issues_from": "2026-11-20"})
        again = await jpki.put("/ca/authentication/generations/4", json={"key": key})
        await _is_pinned(operator, made.json()["authority_key_id"])
        card = await new_card(jpki)
        # Its status list is published by the next look at the lists.
        async with asyncio.timeout(20):
            while (answer := await _looked_up(jpki, reader, card)).status_code == 503:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        is_over.set()
        await asking

    assert (made.status_code, again.status_code) == (201, 200)
    assert made.json() == again.json()
    assert card["generation"] == 4
    assert answer.status_code == 200, answer.text
    assert answers
    assert set(answers) == {200}


async def test_a_generation_issues_from_tomorrow_unless_another_day_is_named(
    database: TestDatabase, tmp_path: Path
) -> None:
    async with _town(database, tmp_path) as (jpki, _):
        made = (await jpki.put("/ca/authentication/generations/4", json={})).json()
        card = await new_card(jpki)
        skipped = await jpki.put("/ca/authentication/generations/6", json={})
        other = await jpki.put("/ca/authentication/generations/4", json={"key": "p-384"})
        listed = (await jpki.get("/ca/authentication/generations")).json()["items"]

    assert (made["key"], made["first_day"], made["issues_from"]) == ("rsa-2048", "2026-11-20", "2026-11-21")
    assert card["generation"] == 3
    assert [skipped.status_code, other.status_code] == [422, 409]
    assert [each["generation"] for each in listed] == [1, 2, 3, 4]
