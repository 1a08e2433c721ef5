"""An offer to speak another protocol is ignored, and the request is read like any other (RFC 9110, 7.8)."""

import pytest

from tests.service.serving.wire import get, post, served

H2C = ("Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABk")
CHUNKED = (
    "\r\n".join(["POST /v1/x HTTP/1.1", "Host: x", *H2C, "Transfer-Encoding: chunked", "", ""]).encode()
    + b"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"
)


@pytest.mark.parametrize("request_bytes", [post(b"hello world", *H2C), CHUNKED], ids=["length", "chunked"])
async def test_the_body_is_read_and_so_is_the_next_request(request_bytes: bytes) -> None:
    async with served() as server, server.wire() as wire:
        # Both in one packet.
        await wire.send(request_bytes + post(b"second", path="/v1/y"))
        first, second = await wire.answer(), await wire.answer()

        assert (first.status, first.json()["body"]) == (200, "hello world")
        assert not {"upgrade", "http2-settings", "connection"} & set(first.json()["headers"])
        assert (second.json()["path"], second.json()["body"]) == ("/v1/y", "second")


async def test_an_offer_on_every_request_of_a_connection() -> None:
    async with served() as server, server.wire() as wire:
        for text in ("one", "two", "three"):
            await wire.send(post(text.encode(), *H2C))
            assert (await wire.answer()).json()["body"] == text


@pytest.mark.parametrize("request_bytes", [post(b"hello world", *H2C), CHUNKED], ids=["length", "chunked"])
async def test_wherever_the_packets_are_split(request_bytes: bytes) -> None:
    async with served() as server, server.wire() as wire:
        for at in range(1, len(request_bytes)):
            await wire.send(request_bytes[:at], request_bytes[at:])
            assert (await wire.answer()).json()["body"] == "hello world"
        await wire.send(*(bytes([byte]) for byte in request_bytes))
        assert (await wire.answer()).json()["body"] == "hello world"


async def test_other_options_of_the_connection_hold() -> None:
    async with served() as server, server.wire() as wire:
        await wire.send(post(b"x", "Connection: close, Upgrade", "Upgrade: h2c, TLS/1.2"))

        assert (await wire.answer()).headers["connection"] == "close"
        assert await wire.end() == b""


async def test_who_asks_first_is_told_to_continue() -> None:
    async with served() as server, server.wire() as wire:
        whole = post(b"hello", *H2C, "Expect: 100-continue")
        await wire.send(whole[:-5])
        assert await wire.head() == "HTTP/1.1 100 Continue"
        await wire.send(b"hello")

        assert (await wire.answer()).json()["body"] == "hello"


async def test_without_a_body_too() -> None:
    async with served() as server, server.wire() as wire:
        await wire.send(get(*H2C))
        assert (await wire.answer()).json()["method"] == "GET"


async def test_a_websocket_is_refused_as_a_problem() -> None:
    asked = ("Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AA==")
    async with served() as server, server.wire() as wire:
        await wire.send(get(*asked))
        answer = await wire.answer()

        assert (answer.status, answer.code) == (400, "websocket-not-supported")
        assert await wire.end() == b""


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
        b"hello\r\n\r\n",
        b"FETCH / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"CONNECT x:443 HTTP/1.1\r\nHost: x:443\r\n\r\n",
        b"GET /\xe3\x81\x82 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nabc",
    ],
    ids=["length", "words", "method", "connect", "path", "http2", "tls", "both-lengths"],
)
async def test_what_is_not_http_is_refused_as_a_problem(sent: bytes) -> None:
    async with served() as server, server.wire() as wire:
        await wire.send(sent)
        answer = await wire.answer()

        assert (answer.status, answer.code) == (400, "http-unreadable")
        assert len(answer.headers["x-request-id"]) == 32
        assert answer.headers["date"].endswith("GMT")
        assert await wire.end() == b""


async def test_garbage_behind_a_request_does_not_cost_its_answer() -> None:
    async with served() as server, server.wire() as wire:
        await wire.send(post(b"first") + b"garbage\r\n\r\n")
        first = await wire.answer()

        assert (first.status, first.json()["body"]) == (200, "first")
        assert await wire.end() == b""


async def test_trailers_are_no_headers() -> None:
    chunked = (
        b"POST /v1/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nAuthorization: x\r\n\r\n"
    )
    async with served() as server, server.wire() as wire:
        await wire.send(chunked)
        assert "authorization" not in (await wire.answer()).json()["headers"]
