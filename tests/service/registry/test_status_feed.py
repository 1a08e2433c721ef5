"""The registry follows the revocation lists of a simulated J-LIS, here a small one made for the test."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from cryptography import x509
from starlette.types import Receive, Scope, Send

from shared.clock import ShiftedClock
from tests.service.registry.caller import running_registry
from tests.service.registry.roots import Root, root_certificate
from tests.worlds import TestDatabase, serving

START = ShiftedClock().now().replace(microsecond=0) - timedelta(minutes=5)


@dataclass
class SmallJlis:
    """Serves the list of generation 2 only, and counts what it was asked."""

    lists: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, int]] = field(default_factory=list)
    is_away: bool = False

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        body = self.lists.get(scope["path"])
        etag = str(hash(body)).encode()
        if self.is_away:
            status, body = 500, None
        elif body is None:
            status = 404
        else:
            status = 304 if dict(scope["headers"]).get(b"if-none-match") == etag else 200
        self.asked.append((scope["path"], status))
        headers = [(b"etag", etag)]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body or b"" if status == 200 else b""})

    async def is_asked(self, times: int) -> None:
        """Wait until so many more requests came."""
        reached = len(self.asked) + times
        async with asyncio.timeout(10):
            while len(self.asked) < reached:  # noqa: ASYNC110 - short, and only here
                await asyncio.sleep(0.02)

    def publish(self, root: Root, minutes: int, revoked: dict[int, tuple[x509.ReasonFlags, datetime]]) -> datetime:
        this_update = START + timedelta(minutes=minutes)
        self.lists["/ca/authentication/2.crl"] = root.revocation_list(this_update, revoked)
        return this_update


@asynccontextmanager
async def _reader(database: TestDatabase) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database.urls["eligibility"])
    try:
        yield connection
    finally:
        await connection.close()


async def _until(reader: asyncpg.Connection, statement: str, expected: Any) -> None:
    async with asyncio.timeout(10):
        while await reader.fetchval(statement) != expected:  # noqa: ASYNC110 - the database tells nobody
            await asyncio.sleep(0.02)


OPEN_LISTS = "SELECT max(this_update) FROM registry_published.status_lists WHERE known_to = 'infinity'"


async def test_revocations_are_published_as_the_lists_come(database: TestDatabase, tmp_path: Path) -> None:
    jlis, root = SmallJlis(), root_certificate("root 2")
    renewed = (x509.ReasonFlags.superseded, START - timedelta(days=3))
    held = (x509.ReasonFlags.certificate_hold, START - timedelta(days=2))
    stolen = (x509.ReasonFlags.key_compromise, START - timedelta(days=2))
    first = jlis.publish(root, 0, {0x1234: renewed})
    async with serving(jlis) as jlis_http, _reader(database) as reader:
        url = str(jlis_http.base_url)
        async with running_registry(database, tmp_path, jpki_url=url, status_poll_s=0.05) as operator:
            await asyncio.sleep(0.2)
            assert await reader.fetchval("SELECT count(*) FROM registry_published.status_lists") == 0
            await operator.make("/v1/trust-roots", {"certificates_pem": root.pem})
            await _until(reader, OPEN_LISTS, first)
            asked = len(jlis.asked)
            second = jlis.publish(root, 1, {0x1234: renewed, 0x99: held})
            await _until(reader, OPEN_LISTS, second)
            third = jlis.publish(root, 2, {0x99: stolen})
            await _until(reader, OPEN_LISTS, third)
            # Two lists of the same second, the later with one more revocation.
            jlis.publish(root, 2, {0x99: stolen, 0x77: renewed})
            await _until(reader, "SELECT count(*) FROM registry_published.revocations", 4)

        rows = await reader.fetch("SELECT * FROM registry_published.revocations ORDER BY known_from, serial_number")
        assert [
            (row["serial_number"].hex(), row["reason"], row["revoked_at"], row["known_to"].year == 9999) for row in rows
        ] == [
            ("1234", "superseded", renewed[1], True),
            ("99", "certificateHold", held[1], False),
            ("99", "keyCompromise", stolen[1], True),
            ("77", "superseded", renewed[1], True),
        ]
        assert {row["authority_key_id"] for row in rows} == {root.key_id}
        lists = await reader.fetch("SELECT * FROM registry_published.status_lists ORDER BY known_from")
        assert [(row["this_update"], row["next_update"]) for row in lists] == [
            (each, each + timedelta(hours=1)) for each in (first, second, third)
        ]
        assert ("/ca/authentication/2.crl", 304) in jlis.asked[asked:]


async def test_a_list_that_no_pinned_root_signed_is_not_believed(database: TestDatabase, tmp_path: Path) -> None:
    jlis, root = SmallJlis(), root_certificate("root 2")
    jlis.publish(root_certificate("stranger"), 0, {1: (x509.ReasonFlags.unspecified, START)})
    async with serving(jlis) as jlis_http, _reader(database) as reader:
        url = str(jlis_http.base_url)
        async with running_registry(database, tmp_path, jpki_url=url, status_poll_s=0.02) as operator:
            await operator.make("/v1/trust-roots", {"certificates_pem": root.pem})
            await jlis.is_asked(9)
        assert await reader.fetchval("SELECT count(*) FROM registry_published.revocations") == 0
        assert await reader.fetchval("SELECT count(*) FROM registry_published.status_lists") == 0


async def test_the_feed_outlives_an_absence_of_j_lis(database: TestDatabase, tmp_path: Path) -> None:
    jlis, root = SmallJlis(is_away=True), root_certificate("root 2")
    first = jlis.publish(root, 0, {})
    async with serving(jlis) as jlis_http, _reader(database) as reader:
        url = str(jlis_http.base_url)
        async with running_registry(database, tmp_path, jpki_url=url, status_poll_s=0.02) as operator:
            await operator.make("/v1/trust-roots", {"certificates_pem": root.pem})
            await jlis.is_asked(6)
            jlis.is_away = False
            await _until(reader, OPEN_LISTS, first)
            assert (await operator.get("/readyz")).status_code == 200


async def test_the_feed_outlives_an_absence_of_the_database(database: TestDatabase, tmp_path: Path) -> None:
    jlis, root = SmallJlis(), root_certificate("root 2")
    jlis.publish(root, 0, {})
    admin = await asyncpg.connect(database.admin_url)
    async with serving(jlis) as jlis_http, _reader(database) as reader:
        url = str(jlis_http.base_url)
        async with running_registry(database, tmp_path, jpki_url=url, status_poll_s=0.02) as operator:
            await operator.make("/v1/trust-roots", {"certificates_pem": root.pem})
            for minutes in range(1, 4):
                await admin.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE usename = 'onshi_registry' AND datname = current_database()"
                )
                await _until(reader, OPEN_LISTS, jlis.publish(root, minutes, {}))
    await admin.close()


async def test_whoever_has_the_turn_looks_alone_and_no_other_role_can_take_it(
    database: TestDatabase, tmp_path: Path
) -> None:
    jlis, root = SmallJlis(), root_certificate("root 2")
    first = jlis.publish(root, 0, {})
    admin = await asyncpg.connect(database.admin_url)
    async with serving(jlis) as jlis_http, _reader(database) as reader:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await reader.execute("SELECT FROM registry.list_turn FOR UPDATE")
        # What it was once, which every role can hold.
        await reader.execute("SELECT pg_advisory_lock(hashtext('onshi registry status feed'))")
        url = str(jlis_http.base_url)
        async with running_registry(database, tmp_path, jpki_url=url, status_poll_s=0.02) as operator:
            await operator.make("/v1/trust-roots", {"certificates_pem": root.pem})
            await _until(reader, OPEN_LISTS, first)
            async with admin.transaction():
                await admin.execute("SELECT FROM registry.list_turn FOR UPDATE")
                asked = _lists_asked(jlis)
                second = jlis.publish(root, 1, {})
                await asyncio.sleep(0.2)
                assert _lists_asked(jlis) == asked
            await _until(reader, OPEN_LISTS, second)
    await admin.close()


def _lists_asked(jlis: SmallJlis) -> int:
    return sum(path.endswith(".crl") for path, _ in jlis.asked)
