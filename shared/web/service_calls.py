"""HTTP calls of the other services, for a service of pages (reader, portal): over loopback, as anybody's client.

Nothing of another service is imported. A page that waits for them lets others have its turn (turns.py): else pages
that wait for calls to their own process would keep these from being answered.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import httpx

from onshi.client import NEVER, AsyncClinic
from onshi.connecting import open_http_async, tls_context
from onshi.problems import raise_for_problem

WITHIN_S: Final = 25.0
"""Of one call, the wait for a connection included; longer than any long poll of ours asks for."""
_LIMITS: Final = httpx.Limits(max_connections=32, max_keepalive_connections=8, keepalive_expiry=5.0)


class ServiceCalls:
    """The other services of one world. No connection is made before it is needed."""

    def __init__(
        self,
        addresses: Mapping[str, str],
        ca_file: Path | None,
        certificates: Path | None = None,
        test: str | None = None,
    ) -> None:
        """``addresses`` has each service's by its name; ``certificates`` holds ``<institution>.pem`` for TLS.

        Every call names ``test`` (X-Onshi-Test).
        """
        self._addresses, self._ca_file, self._certificates = dict(addresses), ca_file, certificates
        self._test = test
        self._transports: dict[str | None, httpx.AsyncHTTPTransport] = {}
        self._http: httpx.AsyncClient | None = None
        self._clinics: dict[str, AsyncClinic] = {}

    def of_test(self, test: str | None) -> "ServiceCalls":
        """Return these calls as those of a test, on the same connections, but with tokens of its own."""
        if test is None:
            return self
        calls = ServiceCalls(self._addresses, self._ca_file, self._certificates, test)
        calls._transports = self._transports
        return calls

    def knows(self, service: str) -> bool:
        """Tell whether the settings say where ``service`` is."""
        return service in self._addresses

    async def call(
        self,
        service: str,
        method: str,
        path: str,
        *,
        json: Any = None,
        form: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        token: str | None = None,
        institution: str | None = None,
    ) -> httpx.Response:
        """Return the answer to one call, which is sent once.

        ``institution`` is whose certificate is shown. Raises OnshiProblem for a refusal, httpx.TransportError where
        no answer came, KeyError where no setting says where the service is.
        """
        http = self._client(institution)
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        answer = await http.request(
            method, self._addresses[service] + path, json=json, data=form, params=query, headers=headers
        )
        raise_for_problem(answer)
        return answer

    def clinic(self, client_id: str, secret: str, institution: str) -> AsyncClinic:
        """Return the client by which ``client_id`` makes checks; it keeps its token and its nonces."""
        if client_id not in self._clinics:
            self._clinics[client_id] = AsyncClinic(
                "",
                client_id,
                secret,
                institution,
                registry_url=self._addresses["registry"],
                eligibility_url=self._addresses["eligibility"],
                timeout_s=WITHIN_S,
                retries=NEVER,
                transport=self._transport(institution),
                test=self._test,
            )
        return self._clinics[client_id]

    def forget(self, client_id: str) -> None:
        """Forget the token and the nonces of ``client_id``: the world's clock may have passed their end."""
        self._clinics.pop(client_id, None)

    def _client(self, institution: str | None) -> httpx.AsyncClient:
        if self._certificates is not None and institution is not None:
            return open_http_async(timeout=WITHIN_S, transport=self._transport(institution), test=self._test)
        if self._http is None:
            self._http = open_http_async(timeout=WITHIN_S, transport=self._transport(None), test=self._test)
        return self._http

    def _transport(self, institution: str | None) -> httpx.AsyncHTTPTransport:
        certificate = None
        if self._certificates is not None and institution is not None:
            certificate = self._certificates / f"{institution}.pem"
        key = None if certificate is None else institution
        if key not in self._transports:
            context = tls_context(self._ca_file or True, certificate)
            self._transports[key] = httpx.AsyncHTTPTransport(verify=context, limits=_LIMITS, trust_env=False)
        return self._transports[key]

    async def close(self) -> None:
        """Close the connections."""
        for transport in self._transports.values():
            await transport.aclose()


@asynccontextmanager
async def open_service_calls(
    addresses: Mapping[str, str | None], world: str | None, ca_file: Path | None, certificates: Path | None = None
) -> AsyncIterator[ServiceCalls]:
    """Open the calls of one world and close them at the end.

    ``addresses`` are those of the default world; ``world`` names another one, under ``/~name`` of the same addresses.
    """
    there = {name: url.rstrip("/") for name, url in addresses.items() if url is not None}
    if world is not None:
        there = {name: _in_world(url, world) for name, url in there.items()}
    calls = ServiceCalls(there, ca_file, certificates)
    try:
        yield calls
    finally:
        await calls.close()


def _in_world(url: str, world: str) -> str:
    """Return ``url`` with ``/~world`` before its path: `http://h:8000/~mine/jpki` of `http://h:8000/jpki`."""
    parts = httpx.URL(url)
    path = "" if parts.path == "/" else parts.path
    return str(parts.copy_with(path=f"/~{world}{path}"))
