"""The files of `onshi up --tls`: the CA and the institutions' certificates are kept, the server's is made anew."""

import contextlib
import ipaddress
import re
import socket
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from shared.clock import ShiftedClock
from simulator.personas.credentials import INSTITUTIONS
from simulator.start_failed import StartFailed
from simulator.tls.authority import Issued, issue_client, issue_server, make_authority
from simulator.worlds.folder_files import write_privately

_EVERYWHERE = ("localhost", "127.0.0.1", "::1", "host.docker.internal")
"""Names of this machine; the last is what containers call the one that they run on."""
_HOST_NAME = re.compile(
    r"(?=.{1,253}$)(\*\.)?[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*"
)
_READABLE = 0o644


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """Where what a server and its clients need lies."""

    folder: Path

    @property
    def ca(self) -> Path:
        """PEM of the CA, for whoever calls."""
        return self.folder / "ca.pem"

    @property
    def server(self) -> Path:
        """PEM of the server's certificate and key."""
        return self.folder / "server.pem"

    @property
    def clients(self) -> Path:
        """The folder of the institutions' certificates: ``<医療機関コード>.pem``, with the key."""
        return self.folder / "clients"


def tls_files_for(folder: Path, hosts: Iterable[str], more: Sequence[str]) -> TlsFiles:
    """Make what is missing now, for ``more`` names that were asked for too; raises StartFailed."""
    if wrong := set(more) - set(names_of(more)):
        raise StartFailed(f"--tls-name takes host names and addresses, not {', '.join(map(repr, sorted(wrong)))}")
    return lay_tls_files(folder, [*hosts, *more], ShiftedClock().now())


def lay_tls_files(folder: Path, hosts: Iterable[str], now: datetime) -> TlsFiles:
    """Make what is missing in ``folder``, for a server that is reached by ``hosts`` too; raises StartFailed."""
    names = dict.fromkeys([*_EVERYWHERE, socket.gethostname(), *hosts])
    if any(_is_everywhere(host) for host in names):
        names |= dict.fromkeys(_addresses_of_this_machine())
    files = TlsFiles(folder)
    files.clients.mkdir(parents=True, exist_ok=True, mode=0o700)
    authority = _kept_authority(files, now)
    server = issue_server(authority, names_of(names), now)
    write_privately(files.server, server.pem())
    for institution in INSTITUTIONS:
        file = files.clients / f"{institution.code}.pem"
        if not file.exists():
            write_privately(file, issue_client(authority, institution, now).pem())
    return files


def names_of(hosts: Iterable[str]) -> Iterator[str]:
    """Yield of ``hosts`` what a certificate can name: not the address that means all of them, nor a bad name."""
    for host in hosts:
        if (_is_address(host) or _HOST_NAME.fullmatch(host)) and not _is_everywhere(host):
            yield host


def _kept_authority(files: TlsFiles, now: datetime) -> Issued:
    key_file = files.folder / "ca-key.pem"
    if not files.ca.exists() and not key_file.exists():
        authority = make_authority(now)
        # The key last: half of a CA that a killed start left is told apart from a whole one.
        write_privately(files.ca, authority.certificate_pem())
        files.ca.chmod(_READABLE)
        write_privately(key_file, authority.key_pem())
        return authority
    problem = f"the CA in {files.folder} cannot be used; move that folder away, and the next start makes another: "
    try:
        certificate = x509.load_pem_x509_certificate(files.ca.read_bytes())
        key = serialization.load_pem_private_key(key_file.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no PEM"
        raise StartFailed(f"{problem}{why}") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or certificate.public_key() != key.public_key():
        raise StartFailed(f"{problem}certificate and key do not belong together")
    if not certificate.not_valid_before_utc <= now < certificate.not_valid_after_utc:
        raise StartFailed(f"{problem}it is not valid today")
    return Issued(certificate, key)


def _is_address(host: str) -> bool:
    try:
        return bool(ipaddress.ip_address(host))
    except ValueError:
        return False


def _is_everywhere(host: str) -> bool:
    return _is_address(host) and ipaddress.ip_address(host).is_unspecified


def _addresses_of_this_machine() -> Iterator[str]:
    # A machine whose own name means nothing has no addresses to tell.
    with contextlib.suppress(OSError):
        for *_, address in socket.getaddrinfo(socket.gethostname(), None, type=socket.SOCK_STREAM):
            yield str(address[0]).partition("%")[0]
