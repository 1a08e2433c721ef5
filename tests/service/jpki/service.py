"""The simulated J-LIS for one test, on the day 2026-11-20, and what tests ask of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from typing import Any

import httpx
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from services.jpki.app import create_app
from shared.clock import ShiftedClock
from shared.pki.certificate_life import CertificateState
from shared.pki.chain import VerifiedCertificate
from shared.pki.path import CertificateVerifier
from shared.pki.proof import PresenceProof, parse_proof, verify_signature
from shared.pki.roots import load_root
from shared.web.edge import Edge
from tests.worlds import TestDatabase, serving, shift_to_nine

REFERENCE_DAY = date(2026, 11, 20)


@asynccontextmanager
async def jpki_on(database: TestDatabase, day: date | None = REFERENCE_DAY) -> AsyncIterator[httpx.AsyncClient]:
    """Run the service on ``database`` with today being ``day``; None: by the machine's own clock."""
    offset = timedelta() if day is None else shift_to_nine(day)
    settings = database.settings(clock_offset_s=offset.total_seconds())
    async with serving(Edge(create_app(settings))) as client:
        yield client


async def new_card(client: httpx.AsyncClient, **changes: Any) -> dict[str, Any]:
    """Make a card with PIN 1234; ``changes`` replace fields of the request."""
    answer = await client.post("/v1/cards", json={"birthdate": "1980-02-17", "pin": "1234", **changes})
    assert answer.status_code == 201, answer.text
    card: dict[str, Any] = answer.json()
    return card


async def present(client: httpx.AsyncClient, card: dict[str, Any], **way: Any) -> httpx.Response:
    """Have the card sign for a visit, its holder verified by ``way``."""
    return await client.post(
        f"/v1/cards/{card['card_id']}/presence-proofs",
        json={"nonce": "some-nonce", "institution": "1312345678", "purpose": "CARE_VISIT", **way},
    )


def code_of(answer: httpx.Response) -> str:
    """Return the code of a refusal."""
    assert answer.headers["content-type"] == "application/problem+json"
    problem_type: str = answer.json()["type"]
    return problem_type.removeprefix("urn:onshi:problem:")


async def pinned(client: httpx.AsyncClient) -> CertificateVerifier:
    """Return a verifier that trusts the published roots."""
    roots = x509.load_pem_x509_certificates((await client.get("/ca/authentication/roots.pem")).content)
    return CertificateVerifier([load_root(root.public_bytes(Encoding.DER)) for root in roots])


def world_now() -> datetime:
    """Return now, on the reference day."""
    return ShiftedClock(shift_to_nine(REFERENCE_DAY)).now()


async def verified(
    client: httpx.AsyncClient, answer: httpx.Response
) -> tuple[PresenceProof, VerifiedCertificate, CertificateState]:
    """Verify the proof that was answered, as a check does."""
    assert answer.status_code == 200, answer.text
    proof = parse_proof(answer.json()["presence_proof"])
    certificate, state = (await pinned(client)).verify(proof.certificate_der, world_now())
    verify_signature(proof, certificate.public_key)
    return proof, certificate, state
