"""What fills up: the disk, the disk while PostgreSQL needs another segment of its log (WAL), and connections."""

import asyncio
import os
import resource
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import asyncpg

from shared.db.embedded import ADMINISTRATOR
from shared.settings import Settings
from simulator.worlds.folder_database import url_in_folder
from tests.chaos.happened import DidNotHold
from tests.chaos.load import Load
from tests.chaos.stand import Stand, wait_until

_FULL_S = 3.0
"""For so long after its first effect: PostgreSQL is started in vain meanwhile."""
_MOST_SWITCHES = 64
_CONNECTIONS = (64, 512, 4096)
_SPARE_FILES = 96
"""That this process needs for all else."""


def fill_the_disk(stand: Stand, load: Load) -> str:
    """No block is free, until checks were refused and it says that it is not ready."""
    seen = load.seen
    with _full(stand):
        before = seen.unavailable
        # The pages that the tables have already hold a few dozen more records.
        wait_until(lambda: seen.unavailable > before, "a refusal for want of room")
        wait_until(lambda: not stand.is_ready(), "readiness that tells it")
        time.sleep(_FULL_S)
    return "checks were refused, and it said that it was not ready"


def fill_the_log(stand: Stand, load: Load) -> str:
    """PostgreSQL finds no room for its next log segment, and ends or refuses."""
    before = stand.postgres()
    seen = load.seen
    with _full(stand):
        refused = seen.unavailable
        asyncio.run(_use_up_the_log(url_in_folder(Settings(), stand.folder, ADMINISTRATOR)))
        wait_until(lambda: seen.unavailable > refused, "a refusal for want of room")
        time.sleep(_FULL_S)
        has_ended = not _is_there(before)
    return "PostgreSQL ended" if has_ended else "PostgreSQL refused to write, and stayed"


def open_connections(stand: Stand, load: Load) -> str:
    """From 64 to 4,096 connections that say nothing, as far as this process may open files; checks go on meanwhile."""
    _, most_files = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most_files, most_files))
    most = _CONNECTIONS[-1] if most_files == resource.RLIM_INFINITY else most_files - _SPARE_FILES
    seen = load.seen
    told = []
    with ExitStack() as connections:
        opened = 0
        for many in sorted({min(many, most) for many in _CONNECTIONS}):
            while opened < many:
                connections.enter_context(socket.create_connection(("127.0.0.1", stand.port), timeout=30))
                opened += 1
            before = len(seen.answered)
            wait_until(lambda: len(seen.answered) > before, f"an answer beside {opened} connections")  # noqa: B023 - called at once
            told.append(str(opened))
    if not told:
        raise DidNotHold(f"this process may open {most_files} files only")
    return f"{', '.join(told)} connections"


@contextmanager
def _full(stand: Stand) -> Iterator[None]:
    assert stand.disk is not None
    stand.disk.fill()
    try:
        yield
    finally:
        stand.disk.make_room()


def _is_there(process_id: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(process_id, 0)
        return True
    return False


async def _use_up_the_log(url: str) -> None:
    """Begin new segments until the server ends for want of room, or enough were begun."""
    with suppress(OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        connection = await asyncpg.connect(url, timeout=10, command_timeout=10)
        for _ in range(_MOST_SWITCHES):
            await connection.execute("SELECT pg_logical_emit_message(true, 'chaos', ''), pg_switch_wal()")
