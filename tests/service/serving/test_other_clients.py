"""Clients that people use, as they are: the one of Java and curl offer HTTP/2 with every request."""

import asyncio
import json
import shutil
from pathlib import Path

import pytest

from tests.service.serving.wire import served

TEXT = "資格確認"
DESK = Path(__file__).parent / "Desk.java"


async def told_by(*command: str) -> list[str]:
    """Run a command to its end, and return its lines."""
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    async with asyncio.timeout(90):
        told, _ = await process.communicate()
    assert process.returncode == 0
    return told.decode().splitlines()


@pytest.mark.skipif(shutil.which("javac") is None, reason="there is no JDK here")
async def test_the_client_of_java_keeps_its_bodies() -> None:
    async with served() as server:
        lines = await told_by("java", "-Dfile.encoding=UTF-8", str(DESK), f"http://127.0.0.1:{server.port}/v1/x")

    assert [line.split(" ", 2)[:2] for line in lines] == [["HTTP_1_1", "200"]] * 4
    answers = [json.loads(line.split(" ", 2)[2]) for line in lines]
    assert [(answer["method"], answer["body"]) for answer in answers] == [("POST", TEXT), ("PUT", TEXT)] * 2


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl here")
@pytest.mark.parametrize("chunked", [[], ["-H", "Transfer-Encoding: chunked"]], ids=["length", "chunked"])
async def test_curl_that_offers_http_2_keeps_its_body(chunked: list[str]) -> None:
    async with served() as server:
        url = f"http://127.0.0.1:{server.port}/v1/x"
        lines = await told_by("curl", "-s", "--noproxy", "*", "--http2", *chunked, "--data", TEXT, url)

    assert json.loads(lines[0])["body"] == TEXT
