import asyncio
import socket

import pytest

from simulator.serving.one_write import OneWrite

HEAD = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n"
ENDLESS = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class _Writes(asyncio.Transport):
    """Remembers what it is given, write by write."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[bytes] = []
        self.is_closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.given.append(bytes(data))

    def close(self) -> None:
        self.is_closed = True

    def is_closing(self) -> bool:
        return self.is_closed


@pytest.fixture
def writes() -> _Writes:
    return _Writes()


def test_a_head_leaves_with_the_first_bytes_of_its_body(writes: _Writes) -> None:
    one = OneWrite(writes)
    one.write(HEAD)
    assert writes.given == []
    one.write(b"{}")
    assert writes.given == [HEAD + b"{}"]


def test_further_bytes_leave_as_they_come(writes: _Writes) -> None:
    one = OneWrite(writes)
    for data in (HEAD, b"{", b"}"):
        one.write(data)
    assert writes.given == [HEAD + b"{", b"}"]


@pytest.mark.parametrize("head", [ENDLESS, CONTINUE])
def test_a_head_without_a_length_leaves_at_once(writes: _Writes, head: bytes) -> None:
    OneWrite(writes).write(head)
    assert writes.given == [head]


def test_what_answers_head_is_flushed(writes: _Writes) -> None:
    one = OneWrite(writes)
    one.write(HEAD)
    one.flush()
    one.flush()
    assert writes.given == [HEAD]


def test_nothing_is_lost_where_the_connection_is_closed(writes: _Writes) -> None:
    one = OneWrite(writes)
    one.write(HEAD)
    one.close()
    assert writes.given == [HEAD]
    assert writes.is_closed
    assert one.is_closing()


async def test_over_a_real_socket_both_arrive_in_order() -> None:
    ours, theirs = socket.socketpair()
    transport, _ = await asyncio.get_running_loop().create_connection(asyncio.Protocol, sock=ours)
    reader, writer = await asyncio.open_connection(sock=theirs)
    one = OneWrite(transport)
    one.write(HEAD)
    one.write(b"{}")
    one.close()
    try:
        async with asyncio.timeout(10):
            assert await reader.read() == HEAD + b"{}"
    finally:
        writer.close()


def test_what_a_lost_connection_does_not_take_is_dropped(writes: _Writes) -> None:
    one = OneWrite(writes)
    writes.close()
    for data in (HEAD, b"{}", ENDLESS):
        one.write(data)
    assert writes.given == []
