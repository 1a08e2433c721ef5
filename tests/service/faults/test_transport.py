"""What happens on the way, byte by byte, on real sockets."""

import asyncio
import json
import time
from dataclasses import replace
from typing import Any

import pytest

from simulator.faults.rule import Rule
from tests.service.faults.counted import served_with
from tests.service.serving.wire import Answer, Served, echo, get, post
from tests.worlds import LIMITS

PATH = "/registry/v1/insurers"
ASKED = get(path=PATH)


async def asked(server: Served, request: bytes = ASKED) -> Answer:
    async with server.wire() as wire:
        await wire.send(request)
        return await wire.answer()


def fault(kind: str, **parameters: Any) -> Rule:
    return Rule(kind, parameters)


@pytest.mark.parametrize(
    ("parameters", "media_type", "retry_after"),
    [
        ({"status": 429}, "application/problem+json", "1"),
        ({"status": 500}, "application/problem+json", None),
        ({"status": 502}, "text/html", None),
        ({"status": 503}, "application/problem+json", "1"),
        ({"status": 503, "form": "html"}, "text/html", "1"),
        ({"status": 504}, "text/html", None),
        ({"status": 504, "form": "problem"}, "application/problem+json", None),
    ],
)
async def test_a_failure_comes_as_services_and_gateways_tell_it(
    parameters: dict[str, Any], media_type: str, retry_after: str | None
) -> None:
    async with served_with(Rule("status", parameters)) as server:
        answer = await asked(server)

    assert answer.status == parameters["status"]
    assert answer.headers["content-type"] == media_type
    assert answer.headers.get("retry-after") == retry_after
    assert answer.headers["x-onshi-fault"] == "fault-1"
    if media_type == "text/html":
        assert f"<h1>{answer.status} ".encode() in answer.body
    else:
        assert answer.json()["status"] == answer.status


@pytest.mark.parametrize(
    ("parameters", "kept"), [({}, 0.5), ({"after_bytes": 0}, 0), ({"after_bytes": 7}, 7), ({"after_bytes": 9_999}, -1)]
)
async def test_an_answer_that_is_cut_off_tells_its_whole_length(parameters: dict[str, Any], kept: float) -> None:
    async with served_with(Rule("truncate", parameters), app=echo) as server:
        async with server.wire() as wire:
            await wire.send(ASKED)
            head, body = await wire.head(), await wire.end()
        whole = (await asked(server)).body

    assert f"content-length: {len(whole)}" in head
    wanted = {0.5: len(whole) // 2, -1: len(whole) - 1}.get(kept, kept)
    assert body == whole[: int(wanted)]


async def test_a_malformed_body_is_no_json_and_comes_whole() -> None:
    async with served_with(fault("malformed")) as server, server.wire() as wire:
        await wire.send(ASKED, ASKED)
        broken, right = await wire.answer(), await wire.answer()

    assert broken.status == 200
    with pytest.raises(UnicodeDecodeError):
        json.loads(broken.body)
    assert right.json()["path"] == PATH


async def test_an_empty_body_leaves_the_connection_as_it_is() -> None:
    async with served_with(fault("empty")) as server, server.wire() as wire:
        await wire.send(ASKED, ASKED)
        empty, right = await wire.answer(), await wire.answer()

    assert (empty.status, empty.headers["content-length"], empty.body) == (200, "0", b"")
    assert right.json()["path"] == PATH


async def test_a_reset_is_a_reset_of_tcp() -> None:
    async with served_with(fault("reset")) as server, server.wire() as wire:
        await wire.send(ASKED)

        with pytest.raises(ConnectionResetError):
            await wire.end()
        assert (await asked(server)).status == 200


async def test_what_hangs_gets_no_byte_and_others_are_answered() -> None:
    async with served_with(fault("hang"), limits=replace(LIMITS, at_work=1)) as server, server.wire() as wire:
        await wire.send(ASKED)
        hanging = asyncio.create_task(wire.end())

        assert (await asked(server)).status == 200
        assert not hanging.done()
        hanging.cancel()


async def test_what_hangs_ends_with_the_process() -> None:
    async with served_with(fault("hang")) as server, server.wire() as wire:
        await wire.send(ASKED)
        ending = asyncio.create_task(wire.end())
        while not server.requests:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.005)
        server.server.should_exit = True

        assert await ending == b""


async def test_a_slow_body_comes_as_slowly_as_it_says() -> None:
    async with served_with(fault("slow_body", bytes_per_second=400)) as server:
        began = time.monotonic()
        answer = await asked(server, post(b"x" * 300, path=PATH))
        took = time.monotonic() - began

    assert answer.json()["body"] == "x" * 300
    # About 380 bytes, 40 every tenth of a second: it waits nine times.
    assert took >= 0.8


async def test_a_delay_does_not_keep_others_from_their_turn() -> None:
    rule = Rule("delay", {"milliseconds": 300}, times=40)
    async with served_with(rule, limits=replace(LIMITS, at_work=2)) as server:
        began = time.monotonic()
        answers = await asyncio.gather(*(asked(server) for _ in range(40)))
        took = time.monotonic() - began

    assert {each.status for each in answers} == {200}
    # One turn after the other it would be 6 seconds.
    assert 0.3 <= took < 4


async def test_a_delay_and_a_failure_come_together() -> None:
    async with served_with(fault("delay", milliseconds=200), fault("status", status=500)) as server:
        began = time.monotonic()
        answer = await asked(server)

    assert answer.status == 500
    assert time.monotonic() - began >= 0.2
    assert answer.headers["x-onshi-fault"] == "fault-1, fault-2"


async def test_what_the_service_did_stays_done_when_its_answer_is_damaged() -> None:
    reached: list[str] = []

    async def noting(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            reached.append(scope["method"])
        await echo(scope, receive, send)

    rules = [fault(kind) for kind in ("malformed", "empty", "reset")]
    async with served_with(*rules, app=noting) as server:
        for _ in range(2):
            await asked(server)
        async with server.wire() as wire:
            await wire.send(ASKED)
            with pytest.raises(ConnectionResetError):
                await wire.end()

    assert reached == ["GET", "GET"]
