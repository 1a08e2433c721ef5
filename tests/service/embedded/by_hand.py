"""Servers that tests start, and servers that nobody supervises."""

import atexit
import contextlib
import os
import subprocess
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shared.db.embedded import EmbeddedPostgres, EmbeddedPostgresFailed
from shared.db.embedded.cluster import as_server_sees
from shared.db.embedded.identity import ServerUser
from shared.db.embedded.programs import ENVIRONMENT, installed_programs, programs_in, reachable_copy

PASSWORD = "admin-test-password"
WITHIN_S = 20.0
is_root = os.geteuid() == 0
only_root = pytest.mark.skipif(not is_root, reason="only root starts it as another user")


def call(*command: str) -> None:
    subprocess.run(command, check=True)


def program_of(process_id: int) -> Path:
    return Path(f"/proc/{process_id}/exe").readlink()


def is_there(path: Path) -> bool:
    return path.exists()


def mode_of(path: Path) -> int:
    return path.stat().st_mode & 0o777


@contextlib.asynccontextmanager
async def running(folder: Path) -> AsyncIterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(folder, PASSWORD, durable=False)
    try:
        await server.start()
        yield server
    finally:
        await server.stop()


async def said_when_started(folder: Path) -> str:
    with pytest.raises(EmbeddedPostgresFailed) as raised:
        async with running(folder):
            pass
    return str(raised.value)


def reachable_programs(user: ServerUser) -> Path:
    """PostgreSQL's programs where the server's user can run them; a copy goes with the tests."""
    installed = installed_programs()
    copy = reachable_copy(installed, user)
    if copy is None:
        return installed
    atexit.register(copy.remove)
    return programs_in(copy, installed)


def started_by_hand(data: Path, sockets: Path) -> subprocess.Popen[bytes]:
    """A server that nobody supervises."""
    owner = data.stat()
    user = ServerUser(owner.st_uid, owner.st_gid) if is_root else ServerUser()
    user.give(sockets)
    process: subprocess.Popen[bytes] = subprocess.Popen(
        [reachable_programs(user) / "postgres", "-D", as_server_sees(data), "-c", "listen_addresses=", "-k", sockets],
        cwd=data,
        env=ENVIRONMENT,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        **user.options,
    )
    deadline = time.monotonic() + WITHIN_S
    while not (sockets / ".s.PGSQL.5432").exists():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return process
