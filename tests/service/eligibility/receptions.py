"""Receptions of 一括照会 handed in by a test, and read until they are done."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from tests.clinic import Clinic


def items(*people: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"item_reference": f"pt-{place}", "insured": person} for place, person in enumerate(people)]


async def hand_in(clinic: Clinic, *people: dict[str, Any], **more: Any) -> str:
    answer = await clinic.http.post("/v1/bulk-checks", json={"items": items(*people), **more}, headers=clinic.headers())
    assert answer.status_code == 202, answer.text
    return str(answer.json()["reception_number"])


async def look(http: httpx.AsyncClient, number: str, headers: dict[str, str], **query: Any) -> dict[str, Any]:
    answer = await http.get(f"/v1/bulk-checks/{number}", params=query, headers=headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    assert found["processed"] == found["succeeded"] + found["failed"] <= found["total"]
    return found


async def until_done(clinic: Clinic, number: str) -> None:
    async def is_done() -> bool:
        # The list tells how far it is without disclosing anything.
        receptions = (await clinic.http.get("/v1/bulk-checks", headers=clinic.headers())).json()["items"]
        return [each["state"] for each in receptions if each["reception_number"] == number] == ["done"]

    await until(is_done)


async def results(clinic: Clinic, number: str) -> dict[str, Any]:
    await until_done(clinic, number)
    return await look(clinic.http, number, clinic.headers())


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(60):
        while not await is_so():  # noqa: ASYNC110 - it happens in another process or task
            await asyncio.sleep(0.02)
