"""By which names a request may come: while a process is meant for this machine alone, by loopback names alone.

A page from elsewhere can have its own name resolved to 127.0.0.1 (DNS rebinding) and would then be of one origin with
whatever listens there: with the credentials that the controls show, and with the cards that jpki signs with. What the
browser cannot change is the name in ``Host``. ``X-Forwarded-Host`` is never looked at.
"""

import functools
import ipaddress
import re

from starlette.types import Scope

from shared.errors import HostNotServed, HostUnclear
from shared.web.media_types import lines_of

_AUTHORITY = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::[0-9]{1,5})?")
_LOCALHOST = re.compile(r"(?:[a-z0-9_-]+\.)*localhost\.?")
_LAST_WITHOUT_HOST = "1.0"
_REMEMBERED = 256
"""Every request asks about the same few names."""


def must_name_this_machine(scope: Scope) -> None:
    """Raise HostNotServed where a request names another host, HostUnclear where it names none or several."""
    lines = lines_of(b"host", scope["headers"])
    if not lines and scope.get("http_version", _LAST_WITHOUT_HOST) == _LAST_WITHOUT_HOST:
        # Simple monitors speak so; no browser does.
        return
    if len(lines) != 1 or not lines[0].strip():
        raise HostUnclear
    if not is_loopback_name(lines[0].strip()):
        raise HostNotServed


@functools.lru_cache(maxsize=_REMEMBERED)
def is_loopback_name(authority: str) -> bool:
    """Tell whether ``authority``, a name with or without a port, is this machine's own and nobody else's."""
    match = _AUTHORITY.fullmatch(authority.lower())
    if match is None:
        return False
    if _LOCALHOST.fullmatch(match[1]):
        return True
    try:
        return ipaddress.ip_address(match[1].strip("[]")).is_loopback
    except ValueError:
        return False
