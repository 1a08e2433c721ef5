"""What breaks in the middle leaves nothing half; the next run goes on."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.registry.imports.rules.splitting import LINES_A_PART
from shared.db.embedded import EmbeddedPostgres
from shared.db.migrate import migrate
from shared.db.roles import runtime_role
from shared.settings import SERVICES
from tests.conftest import PASSWORDS
from tests.full_disk import SmallDisk, small_disk
from tests.service.registry.caller import SOCIETY, RegistryCaller, problem, running_registry, write_token_key
from tests.service.registry.member_files import NDJSON, counts, ended, line, ndjson, rejected, rows_of, send
from tests.worlds import TestDatabase

MANY = LINES_A_PART + 100
_TRIES = 600


def many(first: int = 1, lines: int = MANY) -> bytes:
    return ndjson(
        *(
            line(number, person={"name_kana": None, "birthdate": f"{1950 + number % 50}-04-01"})
            for number in range(first, first + lines)
        )
    )


async def newest(caller: RegistryCaller, *states: str) -> Any:
    """The import that was handed in last, once it is in one of these states."""
    for _ in range(_TRIES):
        shown = (await caller.get("/v1/imports", limit=1)).json()["items"]
        if shown and shown[0]["state"] in states:
            return shown[0]
        # The server learns a moment later that a client has left.
        await asyncio.sleep(0.05)
    raise AssertionError(shown)


async def people(caller: RegistryCaller) -> int:
    (row,) = await rows_of(caller, "SELECT count(*) AS people FROM registry_published.persons")
    count: int = row["people"]
    return count


async def test_an_upload_that_breaks_off_records_nothing_and_can_be_sent_again(operator: RegistryCaller) -> None:
    await operator.make("/v1/insurers", SOCIETY)
    content = many()

    async def cut() -> AsyncIterator[bytes]:
        yield content[: len(content) // 2]
        raise ConnectionError

    with pytest.raises((ConnectionError, httpx.TransportError)):
        await operator.http.post("/v1/imports", content=cut(), headers={**operator.headers, **NDJSON})

    assert (await newest(operator, "stopped"))["accepted"] == 0
    assert await rows_of(operator, "SELECT * FROM registry.import_parts") == []
    assert await people(operator) == 0
    assert counts(await send(operator, content)) == ("done", MANY, MANY, 0, 0)


async def test_a_file_cut_within_a_line_is_told(operator: RegistryCaller) -> None:
    await operator.make("/v1/insurers", SOCIETY)
    shown = await send(operator, ndjson(line(1)) + ndjson(line(2))[:-20])
    assert (counts(shown), rejected(shown)) == (("done", 2, 1, 0, 1), [(2, "", "body-unreadable")])


async def test_a_line_of_ten_megabytes_is_told_and_the_others_go_in(operator: RegistryCaller) -> None:
    await operator.make("/v1/insurers", SOCIETY)
    long = ndjson(line(2, person={"address": "あ" * 3_500_000}))
    shown = await send(operator, b"\xef\xbb\xbf" + ndjson(line(1)) + long + ndjson(line(3)))
    assert (counts(shown), rejected(shown)) == (("done", 3, 2, 0, 1), [(2, "", "line-too-long")])


async def test_utf_16_is_refused(operator: RegistryCaller) -> None:
    content = ndjson(line(1)).decode().encode("utf-16")
    answer = await operator.http.post("/v1/imports", content=content, headers={**operator.headers, **NDJSON})
    assert problem(answer) == (400, "body-unreadable")
    assert "UTF-16" in answer.json()["detail"]


async def test_a_registry_that_ends_in_the_middle_goes_on(database: TestDatabase, tmp_path: Path) -> None:
    key = write_token_key(tmp_path)
    async with running_registry(database, tmp_path, token_key_file=key) as operator:
        await operator.make("/v1/insurers", SOCIETY)
        import_id = await operator.hand_in(many())
    async with running_registry(database, tmp_path, token_key_file=key) as operator:
        assert counts(await ended(operator, import_id)) == ("done", MANY, MANY, 0, 0)
        assert await people(operator) == MANY


async def test_of_one_insurer_one_import_at_a_time(operator: RegistryCaller) -> None:
    await operator.make("/v1/insurers", SOCIETY)
    insurer = await operator.insurer()
    arrives = asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        yield many(lines=LINES_A_PART + 1)
        await arrives.wait()
        yield many(9000, 1)

    first = asyncio.create_task(
        insurer.http.post("/v1/imports", content=slowly(), headers={**insurer.headers, **NDJSON})
    )
    await newest(insurer, "running")
    second = await insurer.http.post("/v1/imports", content=ndjson(line(1)), headers={**insurer.headers, **NDJSON})
    other = await send(operator, many(9001, 1))
    arrives.set()
    done = await ended(insurer, (await first).json()["import_id"])

    assert problem(second) == (409, "import-running")
    assert counts(other) == ("done", 1, 1, 0, 0)
    assert counts(done) == ("done", LINES_A_PART + 2, LINES_A_PART + 2, 0, 0)


async def test_a_full_disk_leaves_whole_parts_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    with small_disk(200) as disk:
        server = EmbeddedPostgres(disk.folder, "admin-test-password")
        try:
            await server.start()
            await migrate(server.admin_url, PASSWORDS)
            urls = {name: server.url_of(runtime_role(name), PASSWORDS[name], "postgres") for name in SERVICES}
            async with running_registry(TestDatabase(server.admin_url, urls), tmp_path) as operator:
                await operator.make("/v1/insurers", SOCIETY)
                await fill_and_send(disk, operator)
        finally:
            await server.stop()


async def fill_and_send(disk: SmallDisk, operator: RegistryCaller) -> None:
    content = many()
    disk.fill()
    answer = await operator.http.post("/v1/imports", content=content, headers={**operator.headers, **NDJSON})
    assert answer.status_code in (202, 503), answer.text
    assert await people(operator) % LINES_A_PART == 0
    disk.make_room()
    if answer.status_code == 503:
        assert problem(answer) == (503, "database-unavailable")
        assert await people(operator) == 0
        answer = await taken(operator, content)
    assert counts(await ended(operator, answer.json()["import_id"])) == ("done", MANY, MANY, 0, 0)


async def taken(operator: RegistryCaller, content: bytes) -> httpx.Response:
    """Send a file until it is taken: one that was given up for a full disk is under way for a minute."""
    for _ in range(200):
        answer = await operator.http.post("/v1/imports", content=content, headers={**operator.headers, **NDJSON})
        if answer.status_code == 202:
            return answer
        await asyncio.sleep(0.5)
    raise AssertionError(answer.text)
