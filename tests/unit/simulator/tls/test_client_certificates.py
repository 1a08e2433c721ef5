"""A token of an institution counts only over a connection that showed this institution's certificate."""

import base64
import json
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from simulator.tls.client_certificates import ClientCertificates

CLINIC, HOSPITAL = "9910000018", "9910000026"


async def answering(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def over(shown: str | None) -> ASGIApp:
    """The layer, behind a connection that showed this institution's certificate."""
    guarded = ClientCertificates(answering)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await guarded({**scope, "state": {"institution_of_certificate": shown}}, receive, send)

    return app


def token(claims: Any) -> str:
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"e30.{payload}.c2ln"


async def asked(shown: str | None, *authorization: str) -> httpx.Response:
    transport = httpx.ASGITransport(over(shown))
    async with httpx.AsyncClient(transport=transport, base_url="http://onshi") as http:
        return await http.get("/eligibility/v1/checks", headers=[("Authorization", value) for value in authorization])


async def test_the_right_certificate_lets_in() -> None:
    assert (await asked(CLINIC, f"Bearer {token({'institution_code': CLINIC})}")).status_code == 204


@pytest.mark.parametrize("shown", [None, HOSPITAL])
@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER "])
async def test_another_certificate_or_none_is_refused(shown: str | None, scheme: str) -> None:
    answer = await asked(shown, f"{scheme} {token({'institution_code': CLINIC})}")

    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:onshi:problem:client-certificate-mismatch"


async def test_every_token_of_a_request_counts() -> None:
    both = [f"Bearer {token({'institution_code': code})}" for code in (CLINIC, HOSPITAL)]

    assert (await asked(CLINIC, *both)).status_code == 403


@pytest.mark.parametrize(
    "authorization",
    [
        [],
        ["Basic Y2xpbmljOnNlY3JldA=="],
        [f"Bearer {token({'client_id': 'operator'})}"],
        ["Bearer nonsense"],
        ["Bearer a.%%%.c"],
        [f"Bearer {token([])}"],
        [f"Bearer a.{base64.urlsafe_b64encode(b'[' * 60_000).decode()}.c"],
    ],
    ids=["none", "basic", "operator", "no token", "no base64", "no claims", "deep"],
)
async def test_who_claims_no_institution_is_left_to_the_service(authorization: list[str]) -> None:
    assert (await asked(None, *authorization)).status_code == 204
