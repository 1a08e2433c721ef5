"""A town for tests of registrations: J-LIS, a registry, a reader in a clinic, and the person others pretend to be."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import httpx

from tests.clinic import LONG_AGO
from tests.service.jpki.service import jpki_on, new_card
from tests.service.registry.caller import CLINIC, PERSON, RegistryCaller, running_registry
from tests.worlds import CLOCK, TestDatabase

REGISTRATIONS, RESERVATIONS = "/v1/card-registrations", "/v1/card-registration-reservations"
LOOKUP = f"{REGISTRATIONS}/lookup"
VICTIM = {
    "name": "見本花子",
    "name_kana": "ミホンハナコ",
    "birthdate": "1985-04-01",
    "sex": "female",
    "address": "見本区一丁目",
}
SOMEBODY = {**VICTIM, "name": "模擬 太郎", "name_kana": "モギタロウ", "sex": "male", "address": "東京都模擬区2-2"}
OTHER = "019a0000-0000-7000-8000-000000000002"


@dataclass
class Town:
    """A simulated J-LIS and a registry on one database, a reader in it, and the person whom others pretend to be."""

    jpki: httpx.AsyncClient
    operator: RegistryCaller
    reader: RegistryCaller
    admin: asyncpg.Connection
    proofs: int = 0

    async def card(self, **order: Any) -> dict[str, Any]:
        return await new_card(self.jpki, **{"birthdate": VICTIM["birthdate"], **order})

    async def proof(self, card: Mapping[str, Any]) -> str:
        self.proofs += 1
        answer = await self.jpki.post(
            f"/v1/cards/{card['card_id']}/presence-proofs",
            json={
                "pin": "1234",
                "nonce": f"nonce-{self.proofs}",
                "institution": CLINIC["institution_code"],
                "purpose": "CARE_VISIT",
                "aud": "onshi-registration",
            },
        )
        assert answer.status_code == 200, answer.text
        proof: str = answer.json()["presence_proof"]
        return proof

    async def register(self, card: Mapping[str, Any], by: RegistryCaller | None = None, **said: Any) -> httpx.Response:
        body = {"presence_proof": await self.proof(card), "channel": "reader", **said}
        return await (by or self.reader).post(REGISTRATIONS, body)

    async def is_registered(self, card: Mapping[str, Any]) -> bool:
        answer = await self.reader.post(LOOKUP, {"presence_proof": await self.proof(card)})
        assert answer.status_code == 200, answer.text
        is_registered: bool = answer.json()["is_registered"]
        assert answer.json() == {"is_registered": is_registered}
        return is_registered

    async def links(self) -> list[tuple[str, str]]:
        rows = await self.admin.fetch(
            "SELECT encode(serial_number, 'hex') AS serial, person_id::text AS person"
            " FROM registry_published.card_certificates WHERE known_to = 'infinity' ORDER BY known_from"
        )
        return [(row["serial"], row["person"]) for row in rows]

    async def questions(self) -> list[tuple[str, str, str | None]]:
        rows = await self.admin.fetch(
            "SELECT way, outcome, person_id::text, institution_code FROM registry.person_questions ORDER BY asked_at"
        )
        assert {row["institution_code"] for row in rows} <= {CLINIC["institution_code"], None}
        return [(row["way"], row["outcome"], row["person_id"]) for row in rows]


@asynccontextmanager
async def running_town(database: TestDatabase, tmp_path: Path, **settings: Any) -> AsyncIterator[Town]:
    """Run both on ``database``; ``settings`` are the registry's."""
    async with AsyncExitStack() as stack:
        admin = await asyncpg.connect(database.admin_url)
        stack.push_async_callback(admin.close)
        jpki = await stack.enter_async_context(jpki_on(database))
        operator = await stack.enter_async_context(running_registry(database, tmp_path, **settings))
        roots = (await jpki.get("/ca/authentication/roots.pem")).text
        await operator.make("/v1/trust-roots", {"certificates_pem": roots})
        await admin.execute(
            "INSERT INTO registry_published.status_lists (authority_key_id, this_update, next_update, known_from)"
            " SELECT authority_key_id, $1, $2, $3 FROM registry_published.trust_roots",
            CLOCK.now(),
            CLOCK.now() + timedelta(hours=12),
            LONG_AGO,
        )
        await operator.make("/v1/institutions", CLINIC)
        await operator.make("/v1/persons", PERSON)
        reader = await operator.client("reader", institution_codes=[CLINIC["institution_code"]])
        yield Town(jpki, operator, reader, admin)
