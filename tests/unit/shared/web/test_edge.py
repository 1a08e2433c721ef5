"""The request id: the caller's own where it can be logged, one of ours where it cannot."""

import re

import pytest
from starlette.types import Message, Receive, Scope, Send

from shared.web.edge import REQUEST_ID_KEY, Edge
from tests.my_number_forms import FORMS, MY_NUMBER

OURS = re.compile(r"[0-9a-f]{32}")


async def request_ids(sent: str) -> tuple[str, str]:
    """What the app behind sees (and logs), and what the caller gets back."""
    answered: list[Message] = []
    seen: list[bytes] = []

    async def app(scope: Scope, _: Receive, send: Send) -> None:
        seen.append(scope[REQUEST_ID_KEY])
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        answered.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "headers": [(b"x-request-id", sent.encode())]}
    await Edge(app)(scope, receive, send)
    return seen[0].decode(), dict(answered[0]["headers"])[b"x-request-id"].decode()


@pytest.mark.parametrize(
    "sent",
    [
        "0190a000-1234-5678-9018-000000000001",
        "0190A000123456789018000000000001",
        "01JD2R8V6X6Q6W3N5C4T7B9K1M",
        "uketsuke-0017",
        "555555555556",
    ],
)
async def test_a_callers_id_is_kept_and_given_back(sent: str) -> None:
    assert await request_ids(sent) == (sent, sent)


@pytest.mark.parametrize("sent", [*FORMS.values(), "202611200007", "", "a" * 65, "two words"])
async def test_what_cannot_be_logged_is_replaced(sent: str) -> None:
    seen, given_back = await request_ids(sent)

    assert OURS.fullmatch(seen)
    assert given_back == seen


async def test_a_my_number_is_not_hidden_by_what_stands_around_it() -> None:
    seen, _ = await request_ids(f"req_{MY_NUMBER}.1")

    assert OURS.fullmatch(seen)
