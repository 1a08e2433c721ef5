"""Upgrades that a client offers (RFC 9110, 7.8). None is accepted."""

from collections.abc import Iterable, Iterator

_OFFERS = (b"upgrade", b"http2-settings")
"""Headers of an offer, and the options of ``Connection`` by which they are meant for us."""

Headers = Iterable[tuple[bytes, bytes]]


def offers_websocket(headers: Headers) -> bool:
    """Tell whether a WebSocket is offered: who does so cannot use a plain answer."""
    return any(name == b"upgrade" and b"websocket" in _options(value) for name, value in headers)


def head_without_upgrade(method: bytes, target: bytes, version: str, headers: Headers) -> bytes:
    """Return the head of a request as it would be without the offer; ``headers`` have names in lower case."""
    lines = [b"%s %s HTTP/%s" % (method, target, version.encode())]
    lines += (b"%s: %s" % header for header in _without_offer(headers))
    return b"\r\n".join([*lines, b"", b""])


def _without_offer(headers: Headers) -> Iterator[tuple[bytes, bytes]]:
    for name, value in headers:
        if name == b"connection":
            if kept := [option for option in _options(value) if option not in _OFFERS]:
                yield name, b", ".join(kept)
        elif name not in _OFFERS:
            yield name, value


def _options(value: bytes) -> list[bytes]:
    return [option.strip().lower() for option in value.split(b",")]
