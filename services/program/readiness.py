"""Waiting until something served on this machine is ready, without an HTTP client's weight."""

import asyncio
import contextlib
from pathlib import Path
from ssl import SSLContext
from urllib.parse import urlsplit

from services.program.children import StartFailed

_PAUSE_S = 0.03
_ONE_ANSWER_S = 10.0


async def wait_until_ready(url: str, *, ca: Path | None = None, within_s: float = 60.0) -> None:
    """Return when ``GET url`` answers 200, over TLS to a certificate of ``ca``; raises StartFailed."""
    context = None if ca is None else _trusting(ca)
    try:
        async with asyncio.timeout(within_s):
            while True:
                with contextlib.suppress(OSError, TimeoutError, ValueError, IndexError):
                    if await asyncio.wait_for(_status(url, context), _ONE_ANSWER_S) == 200:  # noqa: PLR2004 - HTTP's OK
                        return
                await asyncio.sleep(_PAUSE_S)
    except TimeoutError:
        raise StartFailed(f"{url} was not ready within {within_s:.0f} s") from None


def _trusting(ca: Path) -> SSLContext:
    # An HTTP client's weight after all, and only then.
    from onshi.connecting import tls_context  # noqa: PLC0415

    return tls_context(verify=ca)


async def _status(url: str, context: SSLContext | None) -> int:
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port, ssl=context)
    try:
        writer.write(f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
        return int((await reader.readline()).split()[1])
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
