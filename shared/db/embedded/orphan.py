"""A server that outlived the program that started it: stopped before its data directory is used again.

A process is taken for it only if its working folder is that data directory (PostgreSQL never leaves it), it is the one
that the lock file names, and it began when the file says. A lock file may come from a backup, or from before a restart
of the machine or container: its process id may be anybody's now.
"""

import ctypes
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import structlog

from shared.db.embedded.failure import EmbeddedPostgresFailed

PROCESSES = Path("/proc")
_STOP_TIMEOUT_S, _PAUSE_S = 20.0, 0.05
_START_TOLERANCE_S = 60.0
_SHARED_MEMORY = Path("/proc/sysvipc/shm")
_REMOVE = 0  # IPC_RMID of shmctl(2)
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class LockFile:
    """What ``postmaster.pid`` says: the process, when it began, its segment of shared memory (key and id)."""

    process_id: int
    began_at: float
    segment: tuple[int, int] | None

    @classmethod
    def read(cls, data: Path) -> "LockFile | None":
        """Return what ``data`` says, or None when there is nothing that can be read."""
        try:
            lines = (data / "postmaster.pid").read_text().splitlines()
            words = lines[6].split() if len(lines) > 6 else []  # noqa: PLR2004 - its seventh line
            # One that runs alone, as initdb's does, writes a negative number.
            process_id = abs(int(lines[0]))
            return cls(process_id, float(lines[2]), (int(words[0]), int(words[1])) if len(words) > 1 else None)
        except (OSError, ValueError, IndexError):
            return None


def leave_no_server(data: Path) -> None:
    """Stop what was left running on ``data`` and take its lock away; raises EmbeddedPostgresFailed.

    Where the system does not tell what a process works on (no /proc), nothing is done: PostgreSQL itself refuses to
    start twice on one directory.
    """
    if not PROCESSES.is_dir() or not data.is_dir():
        return
    lock = LockFile.read(data)
    running = processes_in(data)
    if running:
        _stop(data, lock, running)
    if lock is not None and (data / "postmaster.pid").exists():
        # Its number may be another process's by now, for which PostgreSQL would wait for ever.
        (data / "postmaster.pid").unlink()
        _remove_segment(lock)


def processes_in(data: Path) -> list[int]:
    """Return the PostgreSQL processes whose working folder is ``data``."""
    folder = data.stat()
    found = []
    for process in PROCESSES.glob("[0-9]*"):
        try:
            there = (process / "cwd").stat()
            words = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if (there.st_dev, there.st_ino) == (folder.st_dev, folder.st_ino) and b"postgres" in words.split(b"\0")[0]:
            found.append(int(process.name))
    return found


def _stop(data: Path, lock: LockFile | None, running: list[int]) -> None:
    if lock is not None and lock.process_id in running and _began_then(lock):
        _log.warning("stopping a PostgreSQL that outlived its supervisor", process_id=lock.process_id)
        os.kill(lock.process_id, signal.SIGINT)
    # Else the postmaster is gone, and its children notice that by themselves.
    deadline = time.monotonic() + _STOP_TIMEOUT_S
    while processes_in(data):
        if time.monotonic() > deadline or (lock is not None and not _began_then(lock) and lock.process_id in running):
            numbers = ", ".join(map(str, running))
            raise EmbeddedPostgresFailed(
                f"a PostgreSQL runs on {data} (process {numbers}), and it cannot be shown that it was started here: "
                "stop it yourself"
            )
        time.sleep(_PAUSE_S)


def _began_then(lock: LockFile) -> bool:
    try:
        words = (PROCESSES / str(lock.process_id) / "stat").read_text().rpartition(")")[2].split()
        since_boot_s = int(words[19]) / os.sysconf("SC_CLK_TCK")
        booted_at = next(
            int(line.split()[1]) for line in (PROCESSES / "stat").read_text().splitlines() if line.startswith("btime ")
        )
    except (OSError, ValueError, IndexError, StopIteration):
        return False
    return abs(booted_at + since_boot_s - lock.began_at) <= _START_TOLERANCE_S


def _remove_segment(lock: LockFile) -> None:
    """Remove the segment of shared memory of a server that was killed, if it is that one and nobody uses it."""
    if lock.segment is None:
        return
    key, number = lock.segment
    try:
        rows = [line.split() for line in _SHARED_MEMORY.read_text().splitlines()[1:]]
    except OSError:
        return
    for row in rows:
        # key shmid perms size cpid lpid nattch …
        if (int(row[0]), int(row[1]), int(row[4]), int(row[6])) == (key, number, lock.process_id, 0):
            ctypes.CDLL(None).shmctl(number, _REMOVE, None)
