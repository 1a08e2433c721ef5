"""A running registry for one test, and what a caller does with it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pydantic import SecretStr

from services.registry.app import create_app
from shared.web.edge import Edge
from tests.worlds import TestDatabase, serving

OPERATOR_SECRET = "operator-secret-for-tests"
INSURER_SECRET = "insurer-secret-for-tests"
CLINIC_SECRET = "clinic-secret-for-tests"

SOCIETY = {"insurer_number": "06123457", "name": "見本健康保険組合", "kind": "society"}
TOWN = {"insurer_number": "138123", "name": "見本市", "kind": "municipal_nhi"}
CLINIC = {"institution_code": "1312345670", "name": "見本内科", "role": "institution"}
DENTIST = {"institution_code": "1332345670", "name": "見本歯科", "role": "institution"}
PERSON = {
    "person_id": "019a0000-0000-7000-8000-000000000001",
    "name": "見本　花子",
    "name_kana": "ﾐﾎﾝ ﾊﾅｺ",
    "sex": "female",
    "birthdate": "1985-04-01",
    "postal_code": "1000001",
    "address": "東京都見本区一丁目",
}
COVERAGE = {
    "coverage_id": "019a0000-0000-7000-8000-0000000000c1",
    "person_id": PERSON["person_id"],
    "insurer_number": "06123457",
    "symbol": "１２−３４",
    "number": "００５６７８",
    "branch": "1",
    "relationship": "self",
    "acquired_on": "2024-04-01",
}


@dataclass
class RegistryCaller:
    """One caller's view of a running registry."""

    http: httpx.AsyncClient
    database: TestDatabase
    headers: dict[str, str] = field(default_factory=dict)

    async def token(self, client_id: str, secret: str, /, **form: str) -> httpx.Response:
        return await self.http.post(
            "/v1/oauth/token", data={"grant_type": "client_credentials", **form}, auth=(client_id, secret)
        )

    async def acting_as(self, client_id: str, secret: str, /, **form: str) -> "RegistryCaller":
        answer = await self.token(client_id, secret, **form)
        assert answer.status_code == 200, answer.text
        return RegistryCaller(self.http, self.database, {"Authorization": f"Bearer {answer.json()['access_token']}"})

    async def post(self, path: str, body: Mapping[str, Any], if_match: str | None = None) -> httpx.Response:
        headers = self.headers if if_match is None else {**self.headers, "If-Match": if_match}
        return await self.http.post(path, json=body, headers=headers)

    async def get(self, path: str, **query: Any) -> httpx.Response:
        return await self.http.get(path, params=query, headers=self.headers)

    async def make(self, path: str, body: Mapping[str, Any]) -> Any:
        answer = await self.post(path, body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def hand_in(self, content: bytes, media_type: str = "application/x-ndjson", **query: Any) -> str:
        """Send a file to be imported, and return its import's id."""
        headers = {**self.headers, "Content-Type": media_type}
        answer = await self.http.post("/v1/imports", content=content, headers=headers, params=query)
        assert answer.status_code == 202, answer.text
        import_id: str = answer.json()["import_id"]
        return import_id

    async def insurer(self) -> "RegistryCaller":
        """The society's own client, which an operator has made."""
        return await self.client("insurer", insurer_number=SOCIETY["insurer_number"])

    async def client(self, role: str, **standing_for: Any) -> "RegistryCaller":
        """A client of this role, which an operator has made."""
        credentials = {"client_id": standing_for.pop("client_id", f"the-{role}"), "client_secret": INSURER_SECRET}
        await self.make("/v1/clients", {**credentials, "role": role, **standing_for})
        return await self.acting_as(credentials["client_id"], INSURER_SECRET)


def write_token_key(folder: Path) -> Path:
    file = folder / "token-key.pem"
    key = ec.generate_private_key(ec.SECP256R1())
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return file


@asynccontextmanager
async def running_registry(database: TestDatabase, folder: Path, **settings: Any) -> AsyncIterator[RegistryCaller]:
    """A registry under uvicorn; the caller is the operator's."""
    secret = settings.pop("operator_secret", OPERATOR_SECRET)
    key_file = settings.pop("token_key_file", None) or write_token_key(folder)
    app = create_app(database.settings(token_key_file=key_file, operator_secret=SecretStr(secret), **settings))
    async with serving(Edge(app)) as http:
        yield await RegistryCaller(http, database).acting_as("operator", secret)


def problem(answer: httpx.Response) -> tuple[int, str]:
    """The status and code of a refusal."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return answer.status_code, answer.json()["type"].removeprefix("urn:onshi:problem:")


def as_listed(changed: Mapping[str, Any]) -> dict[str, Any]:
    """A coverage as a change answers it, without whose cover changed with it: as it stands in lists."""
    return {name: value for name, value in changed.items() if name != "dependants"}


def codes(answer: httpx.Response) -> list[tuple[str, str]]:
    """Where and what is wrong."""
    return [(violation["pointer"], violation["code"]) for violation in answer.json()["errors"]]


def pointers(answer: httpx.Response) -> list[str]:
    return sorted(violation["pointer"] for violation in answer.json()["errors"])
