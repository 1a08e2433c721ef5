"""What is done to a simulator under load. Each returns when it is done, with what is worth telling."""

import asyncio
import os
import resource
import signal
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress

import asyncpg

from shared.db.embedded import ADMINISTRATOR
from shared.settings import Settings
from simulator.worlds.folder_database import url_in_folder
from tests.chaos.stand import Stand

_FROZEN_S = 10.0
_FULL_S = 5.0
_HELD_S = 1.0
_MOST_SWITCHES = 64


def kill_a_worker(stand: Stand) -> str:
    """Kill -9 of one of two."""
    os.kill(stand.worker(), signal.SIGKILL)
    return ""


def kill_postgresql(stand: Stand) -> str:
    """Kill -9 of the postmaster."""
    os.kill(stand.postgres(), signal.SIGKILL)
    return ""


def kill_a_backend(stand: Stand) -> str:
    """Kill -9 of one of PostgreSQL's own processes: it ends all connections and recovers."""
    os.kill(stand.of_postgres()[-1], signal.SIGKILL)
    return ""


def kill_the_supervisor(stand: Stand) -> str:
    """Kill -9 of the first process; whoever watches the service starts it again."""
    stand.end(signal.SIGKILL)
    stand.start()
    return ""


def terminate(stand: Stand) -> str:
    """SIGTERM under load, with long polls waiting; started again."""
    stand.end(signal.SIGTERM)
    stand.start()
    return ""


def freeze_postgresql(stand: Stand) -> str:
    """PostgreSQL stands still for ten seconds."""
    with _stopped(stand.of_postgres()):
        time.sleep(_FROZEN_S)
    return ""


def freeze_a_worker(stand: Stand) -> str:
    """One of two workers stands still for ten seconds."""
    with _stopped([stand.worker()]):
        time.sleep(_FROZEN_S)
    return ""


def fill_the_disk(stand: Stand) -> str:
    """No block is free for a while."""
    assert stand.disk is not None
    with _full(stand):
        time.sleep(_FULL_S)
    return ""


def fill_the_log(stand: Stand) -> str:
    """PostgreSQL finds no room for its next log segment, and ends."""
    assert stand.disk is not None
    before = stand.postgres()
    with _full(stand):
        asyncio.run(_use_up_the_log(url_in_folder(Settings(), stand.folder, ADMINISTRATOR)))
        time.sleep(_FULL_S)
    return "PostgreSQL ended" if stand.postgres() != before else "PostgreSQL refused to write, and stayed"


def open_connections(stand: Stand) -> str:
    """From 64 to 4,096 connections that say nothing, as far as this process may open files."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    opened = 0
    with ExitStack() as connections:
        for many in (64, 512, 4096):
            with suppress(OSError):
                while opened < many:
                    connections.enter_context(socket.create_connection(("127.0.0.1", stand.port), timeout=5))
                    opened += 1
            time.sleep(_HELD_S)
    return f"{opened} connections"


EVENTS: Mapping[str, Callable[[Stand], str]] = {
    "worker killed": kill_a_worker,
    "PostgreSQL killed": kill_postgresql,
    "a backend killed": kill_a_backend,
    "supervisor killed": kill_the_supervisor,
    "PostgreSQL frozen for 10 s": freeze_postgresql,
    "worker frozen for 10 s": freeze_a_worker,
    "disk full": fill_the_disk,
    "log (WAL) full": fill_the_log,
    "64 to 4,096 connections": open_connections,
    "SIGTERM under load": terminate,
}
NEED_A_DISK = frozenset({"disk full", "log (WAL) full"})


@contextmanager
def _stopped(process_ids: list[int]) -> Iterator[None]:
    for process_id in process_ids:
        with suppress(ProcessLookupError):
            os.kill(process_id, signal.SIGSTOP)
    try:
        yield
    finally:
        for process_id in process_ids:
            with suppress(ProcessLookupError):
                os.kill(process_id, signal.SIGCONT)


@contextmanager
def _full(stand: Stand) -> Iterator[None]:
    assert stand.disk is not None
    stand.disk.fill()
    try:
        yield
    finally:
        stand.disk.make_room()


async def _use_up_the_log(url: str) -> None:
    """Begin new segments until the server ends for want of room, or enough were begun."""
    with suppress(OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        connection = await asyncpg.connect(url, timeout=10, command_timeout=10)
        for _ in range(_MOST_SWITCHES):
            await connection.execute("SELECT pg_logical_emit_message(true, 'chaos', ''), pg_switch_wal()")
