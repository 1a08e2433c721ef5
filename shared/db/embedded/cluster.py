"""The data directory: made by initdb, for the user that the server runs as."""

import asyncio
import contextlib
import os
import signal
import subprocess
from pathlib import Path

from shared.causes import postgres_cause, system_cause
from shared.db.embedded.failure import EmbeddedPostgresFailed
from shared.db.embedded.identity import ServerUser
from shared.db.embedded.orphan import PROCESSES
from shared.db.embedded.programs import ENVIRONMENT
from shared.db.parent_death import die_with_parent

ADMINISTRATOR = "onshi_admin"
_WORKING_FOLDER = PROCESSES / "self" / "cwd"


def as_server_sees(data: Path) -> Path:
    """Return by which name a process that works in ``data`` reaches it.

    Linux has one that leads through no folder above: those may be closed to the server's user, as a home is.
    """
    return _WORKING_FOLDER if _WORKING_FOLDER.exists() else data


def is_there(data: Path) -> bool:
    """Tell whether ``data`` holds a cluster; raises EmbeddedPostgresFailed."""
    try:
        # Not exists(), which tells nothing of a folder that may not be entered.
        (data / "PG_VERSION").stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise EmbeddedPostgresFailed(f"{data} cannot be used: {system_cause(error)}") from error
    return True


async def make_cluster(data: Path, programs: Path, user: ServerUser, password: str, *, durable: bool) -> None:
    """Make it in the folder ``data``, which is empty or not there; raises EmbeddedPostgresFailed."""
    try:
        _prepare(data, user)
        reader = _pipe_with(password, user)
    except OSError as error:
        raise EmbeddedPostgresFailed(f"PostgreSQL's data directory {data}: {system_cause(error)}") from error
    unsafe = [] if durable else ["--no-sync"]
    try:
        process = await asyncio.create_subprocess_exec(
            programs / "initdb",
            f"--pgdata={as_server_sees(data)}",
            f"--username={ADMINISTRATOR}",
            "--pwfile=/dev/stdin",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--set=dynamic_shared_memory_type=mmap",
            # server.py says why.
            "--set=scram_iterations=1",
            *unsafe,
            stdin=reader,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=data,
            env=ENVIRONMENT,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
            **user.options,
        )
    except OSError as error:
        raise EmbeddedPostgresFailed(f"PostgreSQL's data directory {data}: {system_cause(error)}") from error
    finally:
        os.close(reader)
    try:
        _, words = await process.communicate()
    except asyncio.CancelledError:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()
        raise
    if process.returncode:
        cause = postgres_cause(words.decode(errors="replace"), process.returncode)
        raise EmbeddedPostgresFailed(f"PostgreSQL cannot make its data directory {data}: {cause}")


def _prepare(data: Path, user: ServerUser) -> None:
    data.mkdir(parents=True, exist_ok=True)
    user.give(data)
    data.chmod(0o700)


def _pipe_with(password: str, user: ServerUser) -> int:
    """Return what can be read to get the password: a pipe, so that it is in no file."""
    reader, writer = os.pipe()
    os.write(writer, password.encode())
    os.close(writer)
    user.give(reader)
    return reader
