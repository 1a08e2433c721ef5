"""Where a run points: the system under test, where tokens are got, what each request carries, and how TLS is spoken."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from loadtests.could_not_start import CouldNotStart

TOKEN_PATH = "/registry/v1/oauth/token"  # noqa: S105 - where they are got
CONNECTIONS = ("kept", "new")


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked, and how."""

    base_url: str
    """With a path, where a gateway or a sandbox has one."""
    token_url: str = TOKEN_PATH
    """A path below ``base_url``, or a whole address elsewhere."""
    headers: Mapping[str, str] = field(default_factory=dict)
    ca_file: Path | None = None
    """Who is to be trusted; None: whoever answers, as a test system's certificate is seldom anybody's."""
    connections: str = "kept"
    """``kept``, or ``new`` for each request: with TLS each has its handshake."""

    def all_headers(self) -> dict[str, str]:
        """Return what each request carries."""
        return {**self.headers, **({"Connection": "close"} if self.connections == "new" else {})}

    def tls_context(self) -> ssl.SSLContext:
        """Return how certificates are looked at."""
        context = ssl.create_default_context(cafile=self.ca_file)
        if self.ca_file is None:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


def target_of(host: str, options: Any) -> Target:
    """Return where a run points by its options. Raises CouldNotStart."""
    headers = {}
    for text in filter(None, (each.strip() for each in options.header.split(";"))):
        name, colon, value = text.partition(":")
        if not colon or not name.strip():
            raise CouldNotStart(f"{text!r} is no header: write it as 'X-Api-Key: abc'")
        headers[name.strip()] = value.strip()
    if options.connections not in CONNECTIONS:
        raise CouldNotStart(f"connections are {' or '.join(CONNECTIONS)}, not {options.connections!r}")
    ca_file = Path(options.ca) if options.ca else None
    if ca_file is not None:
        try:
            ssl.create_default_context(cafile=ca_file)
        except OSError as error:
            raise CouldNotStart(f"{ca_file} holds no certificates to trust ({type(error).__name__})") from None
    return Target(host.rstrip("/"), options.token_url or TOKEN_PATH, headers, ca_file, options.connections)
