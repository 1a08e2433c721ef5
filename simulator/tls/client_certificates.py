"""Client certificates by institution: who calls with an institution's token comes with its certificate.

As the real service does it, where every institution has a certificate of its own. TLS itself asks for one and verifies
it, and lets callers without one in: health checks, cards and operators have none. What the token claims is looked at
here before it is verified; the service verifies it afterwards, so a false one gains nothing.
"""

import base64
import binascii
import json
from typing import TypeAlias

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from shared.errors import ClientCertificateMismatch
from shared.problem import MEDIA_TYPE, problem_bytes
from simulator.tls.authority import INSTITUTION_URN

Protocol: TypeAlias = type[HttpToolsProtocol]
_STATE_KEY = "institution_of_certificate"
_PREFIX = b"bearer "


def telling_institution(protocol: Protocol) -> Protocol:
    """Return ``protocol`` telling in each request's ``state`` whose certificate its connection showed."""

    class TellingInstitution(protocol):  # type: ignore[misc, valid-type]
        def connection_made(self, transport: object) -> None:
            super().connection_made(transport)
            # One state a connection: uvicorn shares one among all, and copies it for each request.
            self.app_state = {**self.app_state, _STATE_KEY: _institution_shown(transport)}  # type: ignore[has-type]

    return TellingInstitution


class ClientCertificates:
    """Refuses a request whose token is of another institution than the connection's certificate, or of one without."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, or refuse."""
        if scope["type"] == "http":
            shown = scope.get("state", {}).get(_STATE_KEY)
            if any(claimed != shown for claimed in _institutions_claimed(scope)):
                await _refuse(scope, send)
                return
        await self._app(scope, receive, send)


def _institution_shown(transport: object) -> str | None:
    ssl_object = transport.get_extra_info("ssl_object")  # type: ignore[attr-defined]
    certificate = None if ssl_object is None else ssl_object.getpeercert()
    for kind, name in (certificate or {}).get("subjectAltName", ()):
        if kind == "URI" and name.startswith(INSTITUTION_URN):
            return str(name.removeprefix(INSTITUTION_URN))
    return None


def _institutions_claimed(scope: Scope) -> list[str]:
    """Return the institutions of all tokens of a request; one that cannot be read is refused as such later."""
    claimed = []
    for name, value in scope["headers"]:
        if name == b"authorization" and value[:7].lower() == _PREFIX:
            institution = _claims(value[7:].strip()).get("institution_code")
            if institution is not None:
                claimed.append(str(institution))
    return claimed


def _claims(token: bytes) -> dict[str, object]:
    parts = token.split(b".")
    try:
        payload = json.loads(base64.urlsafe_b64decode(parts[1] + b"=" * (-len(parts[1]) % 4)))
    except (IndexError, ValueError, binascii.Error, RecursionError):
        return {}
    return payload if isinstance(payload, dict) else {}


async def _refuse(scope: Scope, send: Send) -> None:
    # Of the path the service's name alone: what follows may hold a person's number.
    body = problem_bytes(ClientCertificateMismatch(), "/" + scope["path"][1:].partition("/")[0])
    headers = [(b"content-type", MEDIA_TYPE.encode()), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": ClientCertificateMismatch.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
