"""How a process serves over TLS."""

import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from simulator.tls.client_certificates import telling_institution


@dataclass(frozen=True, slots=True)
class Tls:
    """The server's certificate with its key, and the CA whose client certificates it asks for, if any."""

    certificate: Path
    client_ca: Path | None = None

    def server_options(self, protocol: type[HttpToolsProtocol]) -> dict[str, Any]:
        """Return what uvicorn is told, where ``protocol`` serves each connection."""
        options: dict[str, Any] = {"http": protocol, "ssl_certfile": self.certificate}
        if self.client_ca is not None:
            # Asked for, and verified where one is shown: health checks and cards come without (client_certificates.py).
            options |= {"ssl_ca_certs": str(self.client_ca), "ssl_cert_reqs": ssl.CERT_OPTIONAL}
            options["http"] = telling_institution(protocol)
        return options
