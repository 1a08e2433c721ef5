from hashlib import sha256
from pathlib import Path

import httpx

import loadtests.bench.echo

FROZEN = "7c72af865186b756449ae6a7c1513b6c6354f3af3ff16e7ecddac5e6296eeedb"


def test_the_yardstick_is_frozen() -> None:
    # Do not mend this digest: figures that were measured against another echo cannot be compared with new ones.
    assert sha256(Path(loadtests.bench.echo.__file__).read_bytes()).hexdigest() == FROZEN


async def test_the_echo_gives_back_what_it_was_sent() -> None:
    transport = httpx.ASGITransport(loadtests.bench.echo.create_app())
    async with httpx.AsyncClient(transport=transport, base_url="http://echo") as client:
        answer = await client.post("/echo", json={"presence_proof": "a.b.c"})

    assert (answer.status_code, answer.content) == (200, b'{"presence_proof":"a.b.c"}')
