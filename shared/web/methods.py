"""Methods that every address has beside its own: HEAD wherever GET is, and OPTIONS (RFC 9110, 9.3.2 and 9.3.7)."""

from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send


def allowed(methods: Iterable[str]) -> str:
    """Return the ``Allow`` of an address that has ``methods``."""
    own = set(methods)
    return ", ".join(sorted(own | {"OPTIONS"} | ({"HEAD"} if "GET" in own else set())))


async def answer_head(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Let ``app`` answer as to a GET, and keep the body back: the same headers, its length among them."""

    async def send_head(message: Message) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    await app({**scope, "method": "GET"}, receive, send_head)
