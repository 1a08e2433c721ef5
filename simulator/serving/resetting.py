"""A TCP reset, as a client gets it from a machine that has crashed or a firewall that has had enough."""

import asyncio
import socket
import struct

_AT_ONCE = struct.pack("ii", 1, 0)
"""struct linger: on, for no time. Closed so, the kernel sends RST and forgets what it has not sent (socket(7))."""


def reset(transport: asyncio.Transport) -> None:
    """Drop a connection with a reset."""
    connected = transport.get_extra_info("socket")
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
    transport.abort()
