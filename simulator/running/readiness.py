"""Waiting until something served on this machine is ready, without importing an HTTP client."""

import asyncio
import contextlib
import json
from pathlib import Path
from ssl import SSLContext
from urllib.parse import urlsplit

from simulator.start_failed import StartFailed

SEEDED = "seeded"
"""The check that is true once the world has its people."""
_OK = 200
_PAUSE_S = 0.03
_ONE_ANSWER_S = 10.0


async def wait_until_ready(
    url: str, *, ca: Path | None = None, apart_from: str | None = None, within_s: float = 60.0
) -> None:
    """Return when ``GET url`` answers 200, or says that nothing but ``apart_from`` is missing; raises StartFailed.

    Over TLS to a certificate of ``ca``, where there is one.
    """
    context = None if ca is None else _trusting(ca)
    try:
        async with asyncio.timeout(within_s):
            while True:
                with contextlib.suppress(OSError, TimeoutError, ValueError, IndexError):
                    status, body = await asyncio.wait_for(_answer(url, context), _ONE_ANSWER_S)
                    if status == _OK or (apart_from is not None and lacks_only(apart_from, body)):
                        return
                await asyncio.sleep(_PAUSE_S)
    except TimeoutError:
        raise StartFailed(f"{url} was not ready within {within_s:.0f} s") from None


def _trusting(ca: Path) -> SSLContext:
    # An HTTP client's weight after all, and only then.
    from onshi.connecting import tls_context  # noqa: PLC0415 - only over TLS

    return tls_context(verify=ca)


def lacks_only(name: str, body: bytes) -> bool:
    """Tell whether an answer of ``/readyz`` names the check ``name``, and all others are true; raises ValueError."""
    document = json.loads(body)
    checks = document.get("checks") if isinstance(document, dict) else None
    return isinstance(checks, dict) and name in checks and all(is_so for each, is_so in checks.items() if each != name)


async def _answer(url: str, context: SSLContext | None) -> tuple[int, bytes]:
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port, ssl=context)
    try:
        writer.write(f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
        return int(head.split()[1]), body
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
