"""A certificate that follows a registered one is registered too: the registry asks J-LIS, and nobody else."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from tests.service.jpki.service import jpki_on, new_card
from tests.service.registry.caller import PERSON, RegistryCaller, running_registry
from tests.worlds import TestDatabase

REGISTRATIONS = "/v1/card-registrations"
PROOF_ORDER = {
    "pin": "1234",
    "nonce": "any",
    "institution": "9910000018",
    "purpose": "CARE_VISIT",
    "aud": "onshi-registration",
}


@dataclass
class Town:
    """A registry, and the J-LIS that it follows."""

    operator: RegistryCaller
    jpki: httpx.AsyncClient
    reader: asyncpg.Connection

    async def registered_card(self) -> dict[str, Any]:
        card = await new_card(self.jpki)
        await self.register(card)
        return card

    async def register(self, card: dict[str, Any]) -> None:
        named = {name: card[name] for name in ("authority_key_id", "serial_number")}
        await self.operator.make(REGISTRATIONS, {**named, "person_id": PERSON["person_id"], "channel": "portal"})

    async def phone(self, card: dict[str, Any]) -> dict[str, Any]:
        answer = await self.jpki.post(f"/v1/cards/{card['card_id']}/phones", json={"platform": "iphone"})
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    async def serials(self) -> list[str]:
        rows = await self.reader.fetch(
            "SELECT encode(serial_number, 'hex') AS serial FROM registry_published.card_certificates"
            " WHERE known_to = 'infinity' ORDER BY 1"
        )
        return [row["serial"] for row in rows]

    async def verified(self) -> list[str]:
        rows = await self.reader.fetch(
            "SELECT encode(serial_number, 'hex') AS serial FROM registry_published.verified_certificates"
        )
        return [row["serial"] for row in rows]

    async def become(self, *cards: dict[str, Any]) -> None:
        """Wait until these are registered and no others; the feed looks twenty times a second."""
        async with asyncio.timeout(20):
            while await self.serials() != sorted(card["serial_number"] for card in cards):  # noqa: ASYNC110
                await asyncio.sleep(0.05)


@pytest.fixture
async def town(database: TestDatabase, tmp_path: Path) -> AsyncIterator[Town]:
    reader = await asyncpg.connect(database.urls["eligibility"])
    try:
        async with (
            jpki_on(database) as jpki,
            running_registry(database, tmp_path, jpki_url=str(jpki.base_url), status_poll_s=0.05) as operator,
        ):
            roots = (await jpki.get("/ca/authentication/roots.pem")).text
            await operator.make("/v1/trust-roots", {"certificates_pem": roots})
            await operator.make("/v1/persons", PERSON)
            yield Town(operator, jpki, reader)
    finally:
        await reader.close()


async def test_a_phone_is_registered_as_its_card_is(town: Town) -> None:
    card = await town.registered_card()
    phone = await town.phone(card)

    await town.become(card, phone)


async def test_a_phone_waits_for_its_card_to_be_registered(town: Town) -> None:
    card = await new_card(town.jpki)
    phone = await town.phone(card)
    other = await town.registered_card()
    followed = await town.phone(other)
    await town.become(other, followed)  # so the feed has looked since the first phone was made

    await town.register(card)

    await town.become(card, phone, other, followed)


async def test_a_phone_whose_registration_was_ended_stays_ended(town: Town) -> None:
    card = await town.registered_card()
    phone = await town.phone(card)
    await town.become(card, phone)
    named = {name: phone[name] for name in ("authority_key_id", "serial_number")}
    found = await town.operator.post(REGISTRATIONS, {**named, "person_id": PERSON["person_id"], "channel": "portal"})
    registration_id = found.json()["registration_id"]
    ended = await town.operator.post(f"{REGISTRATIONS}/{registration_id}/end", {"reason": "holder_request"})
    assert ended.status_code == 200, ended.text
    another = await town.registered_card()
    others = await town.phone(another)

    await town.become(card, another, others)


async def test_a_renewed_card_stays_registered_and_the_old_certificate_does_not(town: Town) -> None:
    card = await new_card(town.jpki, birthdate="1980-12-10", issued_on="2022-01-05")
    await town.register(card)
    renewed = (await town.jpki.post(f"/v1/cards/{card['card_id']}/renewal")).json()
    # Whoever has the answer can check at once.
    assert await town.serials() == [renewed["serial_number"]]
    phone = await town.phone(renewed)
    assert await town.serials() == sorted([renewed["serial_number"], phone["serial_number"]])
    named = {name: renewed[name] for name in ("authority_key_id", "serial_number")}
    found = await town.operator.post(REGISTRATIONS, {**named, "person_id": PERSON["person_id"], "channel": "portal"})

    assert found.status_code == 200
    assert found.json()["channel"] == "portal"


async def test_a_registered_card_is_verified_when_it_has_got_its_certificate(town: Town) -> None:
    card, nobodys = await town.registered_card(), await new_card(town.jpki)
    for each in (nobodys, card):
        # A card makes its certificate when it signs for the first time.
        signed = await town.jpki.post(f"/v1/cards/{each['card_id']}/presence-proofs", json=PROOF_ORDER)
        assert signed.status_code == 200, signed.text

    async with asyncio.timeout(20):
        while not (found := await town.verified()):  # noqa: ASYNC110 - the feed looks twenty times a second
            await asyncio.sleep(0.05)
    assert found == [card["serial_number"]]
