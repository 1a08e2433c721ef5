import asyncio

import pytest

from loadtests.bench.driver import DriverFailed
from loadtests.scale.open_loop import drive_at

_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


async def _serving(slow_first: float, *, closes: bool = False) -> asyncio.Server:
    """A server that lets the first request wait, and answers the others at once."""
    asked = 0

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        while await reader.read(100):
            asked += 1
            if closes:
                break
            if asked == 1:
                # What is measured: others are answered meanwhile.
                await asyncio.sleep(slow_first)
            writer.write(_ANSWER)
        writer.close()

    return await asyncio.start_server(answer, "127.0.0.1", 0)


async def test_a_slow_answer_holds_back_nobody_else() -> None:
    async with await _serving(0.5) as server:
        port = server.sockets[0].getsockname()[1]
        run = await drive_at(port, [b"request"] * 20, rate=200)

    assert [answer.body for answer in run.answers] == [b"ok"] * 20
    assert run.latencies_s[0] >= 0.5
    assert min(run.latencies_s[1:]) < 0.5


async def test_a_closed_connection_gives_no_figure() -> None:
    async with await _serving(0, closes=True) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(DriverFailed):
            await drive_at(port, [b"request"] * 5, rate=200)
