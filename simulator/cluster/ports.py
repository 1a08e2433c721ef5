"""Ports of loopback that are free now."""

import socket
from contextlib import ExitStack

LOOPBACK = "127.0.0.1"


def free_ports(count: int) -> list[int]:
    """Return as many ports as asked for, each another one, on which nobody listens now."""
    with ExitStack() as held:
        listeners = [held.enter_context(socket.socket()) for _ in range(count)]
        for listener in listeners:
            listener.bind((LOOPBACK, 0))
        return [int(listener.getsockname()[1]) for listener in listeners]


def at(port: int) -> str:
    """Return the address of a port, as all the programs write it."""
    return f"{LOOPBACK}:{port}"
