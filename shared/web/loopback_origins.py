"""Cross-origin requests (CORS): a page that a loopback name serves may call a service from the browser, and no other.

That is a vendor's front end while it is developed. Nothing is sent along by the browser itself, as callers are known
by bearer tokens alone. The controls and jpki take no token, so their answers are never shared with another origin.
"""

from urllib.parse import urlsplit

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.web.exempt_references import NOTICE_HEADER
from shared.web.host_names import is_loopback_name
from shared.web.media_types import lines_of

_SHOWN = (
    "ETag",
    "Location",
    "Replay-Nonce",
    "Retry-After",
    "WWW-Authenticate",
    "X-Onshi-Fault",
    "X-Request-Id",
    NOTICE_HEADER,
)
_PREFLIGHT_KEPT_S = 600


class LoopbackOrigins:
    """Middleware: answers the preflight of a page of this machine, and lets it read the answers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._shared = CORSMiddleware(
            app,
            allow_origin_regex=".*",
            allow_methods=("*",),
            allow_headers=("*",),
            allow_private_network=True,
            expose_headers=_SHOWN,
            max_age=_PREFLIGHT_KEPT_S,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with or without CORS headers."""
        origins = lines_of(b"origin", scope.get("headers", ()))
        is_shared = len(origins) == 1 and _is_of_this_machine(origins[0])
        await (self._shared if is_shared else self._app)(scope, receive, send)


def _is_of_this_machine(origin: str) -> bool:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and origin == f"{parts.scheme}://{parts.netloc}"
        and is_loopback_name(parts.netloc)
    )
