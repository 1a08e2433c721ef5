"""Where a request enters: its id, its world, and what every answer tells browsers."""

import re

import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send

from shared.web.edge import REQUEST_ID_KEY, WORLD_KEY, Edge
from tests.my_number_forms import FORMS, MY_NUMBER

HERE = ("default", "mine")
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


async def world_and_path(path: str) -> tuple[int, str]:
    """The status, and what the app behind was given or why it was not asked."""

    async def app(scope: Scope, _: Receive, send: Send) -> None:
        body = f"{scope[WORLD_KEY]} {scope['path']}".encode()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})

    transport = httpx.ASGITransport(Edge(app, worlds=HERE))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.get(path)
    return answer.status_code, answer.text if answer.is_success else answer.json()["type"]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/v1/things", "default /v1/things"),
        ("/~default/v1/things", "default /v1/things"),
        ("/%7Edefault/v1/things", "default /v1/things"),
        ("/~mine/v1/things", "mine /v1/things"),
        ("/~mine/", "mine /"),
        ("/~mine", "mine /"),
        ("/~mine/~other/x", "mine /~other/x"),
        ("/things/~other", "default /things/~other"),
    ],
)
async def test_the_prefix_names_the_world(path: str, found: str) -> None:
    assert await world_and_path(path) == (200, found)


@pytest.mark.parametrize(
    "path",
    ["/~other/readyz", "/~other", "/~/readyz", "/~", "/~Mine/readyz", "/~mine%20/x", "/~mi%6ee2", "/~..", "/~a%0Ab/x"],
)
async def test_a_world_that_is_not_here_is_not_found(path: str) -> None:
    assert await world_and_path(path) == (404, "urn:onshi:problem:world-unknown")


async def test_what_an_answer_does_not_say_goes_without_saying() -> None:
    async def app(_: Scope, __: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"Cache-Control", b"max-age=60")]})
        await send({"type": "http.response.body", "body": b""})

    async with httpx.AsyncClient(transport=httpx.ASGITransport(Edge(app)), base_url="http://test") as client:
        headers = (await client.get("/")).headers

    assert headers["cache-control"] == "max-age=60"
    assert headers["content-security-policy"] == (
        "default-src 'none'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    )
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")
