"""Listening sockets: made by the supervisor, given to the workers, on loopback unless another address was asked for."""

import errno
import ipaddress
import socket

from shared.causes import system_cause

_BACKLOG = 2048
LOOPBACK = "127.0.0.1"


class CannotListen(Exception):
    """The address is not available, or not allowed."""


def listen(host: str, port: int, *, allow_public: bool = False) -> socket.socket:
    """Return a socket that listens on ``host``; port 0 takes any free one. Raises CannotListen."""
    if not allow_public and not is_loopback(host):
        raise CannotListen(
            f"{host} can be reached from other machines, and everybody there could do everything; "
            "if you mean it, say --allow-public"
        )
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        listener = socket.socket(family, kind, protocol)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(_BACKLOG)
        except OSError:
            listener.close()
            raise
    except OSError as error:
        # For a port it means something else than for a file.
        cause = (
            "only root may take it: choose a port above 1023" if error.errno == errno.EACCES else system_cause(error)
        )
        raise CannotListen(f"cannot listen on {host} port {port}: {cause}") from error
    return listener


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach ``host``."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def url_of(listener: socket.socket, scheme: str = "http") -> str:
    """Return the URL by which this machine reaches ``listener``."""
    host, port = listener.getsockname()[:2]
    if ipaddress.ip_address(host).is_unspecified:
        host = LOOPBACK if listener.family is socket.AF_INET else "::1"
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"
