"""How the registry reaches the simulated J-LIS: revocation lists (CRL) and roots, sent only when they changed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from onshi.connecting import open_http_async
from shared.web.visits import BACKGROUND

_TIMEOUT_S = 2.0


class JlisUnavailable(Exception):
    """The simulated J-LIS cannot be reached, or does not answer as it should."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What J-LIS publishes, as it came; nothing of it is verified. ``etag`` asks whether there is something newer."""

    content: bytes
    etag: str | None


class JlisClient:
    """Asks one simulated J-LIS."""

    def __init__(self, client: httpx.AsyncClient, base: httpx.URL | None = None) -> None:
        self._client = client
        self._base = base or client.base_url

    def in_world(self, name: str) -> "JlisClient":
        """Return the client for the J-LIS of another world, under ``/~name`` of the same address."""
        return JlisClient(self._client, self._base.copy_with(path=f"/~{name}{self._base.path}"))

    async def fetch_revocation_list(self, generation: int, etag: str | None = None) -> Fetched | None:
        """Return the list of one generation of the user-authentication CA (利用者証明用).

        None when it is still the one that ``etag`` names, or when there is no such generation. Raises JlisUnavailable.
        """
        return await self._fetch(f"ca/authentication/{generation}.crl", etag)

    async def fetch_roots(self, kind: str, etag: str | None = None) -> Fetched | None:
        """Return all roots of one CA as PEM; None when they are still those that ``etag`` names."""
        return await self._fetch(f"ca/{kind}/roots.pem", etag)

    async def fetch_links(self, kind: str) -> bytes:
        """Return the certificates by which generations of one CA vouch for the next, as PEM."""
        fetched = await self._fetch(f"ca/{kind}/links.pem", None)
        return b"" if fetched is None else fetched.content

    async def _fetch(self, path: str, etag: str | None) -> Fetched | None:
        try:
            headers = dict([BACKGROUND]) if etag is None else dict([BACKGROUND, ("If-None-Match", etag)])
            url = self._base.copy_with(path=f"{self._base.path}{path}")
            answer = await self._client.get(url, headers=headers)
        except httpx.HTTPError as error:
            raise JlisUnavailable from error
        if answer.status_code in {httpx.codes.NOT_MODIFIED, httpx.codes.NOT_FOUND}:
            return None
        if answer.status_code != httpx.codes.OK:
            raise JlisUnavailable
        return Fetched(answer.content, answer.headers.get("etag"))


@asynccontextmanager
async def open_jlis(url: str, ca_file: Path | None = None) -> AsyncIterator[JlisClient]:
    """Open a client for the simulated J-LIS at ``url`` and close it at the end; no connection is made yet.

    ``ca_file`` is whom to trust where it is served over TLS. Raises CertificateUnreadable.
    """
    async with open_http_async(base_url=url, timeout=_TIMEOUT_S, verify=ca_file or True) as client:
        yield JlisClient(client)
