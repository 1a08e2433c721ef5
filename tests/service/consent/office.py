"""A clinic beside the consent service, on the same database: what both services do for one patient."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx

from services.consent.app import create_app
from shared.domain.roles import Role
from shared.web.edge import Edge
from tests import builders
from tests.clinic import INSTITUTION, LONG_AGO, Card, Clinic
from tests.worlds import CLOCK, TestDatabase, serving

MEDICAL = ["medication", "checkups", "diagnosis", "operation"]


@dataclass
class Office:
    """What a test does with both services."""

    clinic: Clinic
    http: httpx.AsyncClient
    later: timedelta = timedelta()

    def headers(self, **more: Any) -> dict[str, str]:
        expires_at = CLOCK.now() + self.later + timedelta(minutes=10)
        return self.clinic.headers(**{"expires_at": expires_at, **more})

    async def get(self, path: str, **caller: Any) -> httpx.Response:
        return await self.http.get(path, headers=self.headers(**caller))

    async def post(self, path: str, body: dict[str, Any], **caller: Any) -> httpx.Response:
        return await self.http.post(path, json=body, headers=self.headers(**caller))

    async def as_operator(self, path: str, body: dict[str, Any]) -> httpx.Response:
        return await self.post(path, body, role=Role.OPERATOR, institution=None)

    async def checked(self, card: Card, **claims: Any) -> str:
        """The id of a check by card in which the patient chose ``consents``."""
        answer = await self.clinic.check_by_card(card, **claims)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["check_id"])

    async def sign_in(self, card: Card, **claims: Any) -> httpx.Response:
        challenge = (await self.http.post("/v1/me/challenges")).json()
        nonce = claims.pop("nonce", challenge["nonce"])
        payload = builders.claims(
            nonce,
            CLOCK.now() + self.later,
            **{"aud": "onshi-portal", "institution": challenge["institution"], **claims},
        )
        proof = builders.proof(card.key, card.certificate, payload)
        return await self.http.post("/v1/me/sessions", json={"presence_proof": proof})

    async def me(self, card: Card) -> dict[str, str]:
        """Headers of the patient whose card it is."""
        opened = await self.sign_in(card)
        assert opened.status_code == 201, opened.text
        return {"Authorization": f"Bearer {opened.json()['access_token']}"}

    async def publish_institution(self, code: str = INSTITUTION, name: str = "模擬医院") -> None:
        await self.clinic.admin.execute(
            "INSERT INTO registry_published.institutions (institution_code, name, role, known_from)"
            " VALUES ($1, $2, 'institution', $3)",
            code,
            name,
            LONG_AGO,
        )


@asynccontextmanager
async def office_beside(
    clinic: Clinic, database: TestDatabase, later: timedelta = timedelta()
) -> AsyncIterator[Office]:
    """Run the consent service, ``later`` than the clinic's clock."""
    settings = database.settings(clock_offset_s=(CLOCK.offset + later).total_seconds())
    async with serving(Edge(create_app(settings))) as http:
        yield Office(clinic, http, later)
