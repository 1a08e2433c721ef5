"""The server: started on one data directory, waited for, stopped.

Passwords are scram, the only way in is a Unix socket in a folder of its own. PostgreSQL refuses to run as root, so
under root it runs as another user. The server dies with its supervisor (Linux: parent-death signal); one that outlived
it all the same is stopped before its data directory is used again.
"""

import asyncio
import signal
import subprocess
from pathlib import Path
from urllib.parse import quote

import asyncpg
import structlog

from onshi.temporary_folder import TemporaryFolder
from shared.causes import postgres_cause, system_cause
from shared.db.embedded.cluster import ADMINISTRATOR, as_server_sees, is_there, make_cluster
from shared.db.embedded.failure import EmbeddedPostgresFailed
from shared.db.embedded.identity import ServerUser, server_user
from shared.db.embedded.last_words import LastWords
from shared.db.embedded.orphan import leave_no_server
from shared.db.embedded.programs import ENVIRONMENT, installed_programs, programs_in, reachable_copy
from shared.db.embedded.sockets import PORT, socket_folder
from shared.db.parent_death import die_with_parent

_START_TIMEOUT_S = 60.0
_STOP_TIMEOUT_S = 20.0
_log = structlog.get_logger()


class EmbeddedPostgres:
    """One server on one data directory; made when it is not there yet."""

    def __init__(self, folder: Path, password: str, *, durable: bool = True, max_connections: int = 200) -> None:
        """Keep the cluster in ``folder``/postgres. ``durable=False`` gives up fsync: for tests only."""
        self._data = folder.resolve() / "postgres"
        self._password = password
        self._durable = durable
        self._max_connections = max_connections
        self._process: asyncio.subprocess.Process | None = None
        self._words = LastWords()
        self._programs: Path | None = None
        self._copy: TemporaryFolder | None = None
        self._sockets: TemporaryFolder | None = None

    @property
    def admin_url(self) -> str:
        """The administrator's URL of the database ``postgres``; the server must be running."""
        return self.url_of(ADMINISTRATOR, self._password, "postgres")

    def url_of(self, role: str, password: str, database: str) -> str:
        """Return the URL by which ``role`` reaches ``database`` over the socket."""
        if self._sockets is None:
            raise EmbeddedPostgresFailed("the embedded PostgreSQL is not running")
        place = quote(str(self._sockets.path), safe="")
        # The port is said: the drivers would take PGPORT.
        return f"postgresql://{role}:{quote(password, safe='')}@/{database}?host={place}&port={PORT}"

    @property
    def process_id(self) -> int:
        """The postmaster's process id."""
        if self._process is None:
            raise EmbeddedPostgresFailed("the embedded PostgreSQL is not running")
        return self._process.pid

    async def start(self) -> None:
        """Make the cluster if need be, start the server, and return when it accepts connections.

        Raises EmbeddedPostgresFailed.
        """
        is_new = not is_there(self._data)
        user = server_user(self._data)
        programs = self._reachable_programs(user)
        if is_new:
            await make_cluster(self._data, programs, user, self._password, durable=self._durable)
        await asyncio.to_thread(leave_no_server, self._data)
        if self._sockets is None:
            self._sockets = socket_folder(user)
        settings = {
            "listen_addresses": "",
            "port": str(PORT),
            "unix_socket_directories": str(self._sockets.path),
            "max_connections": str(self._max_connections),
            "wal_level": "logical",
            "shared_buffers": "128MB",
            # In files of the data directory: /dev/shm is small in containers, and what is left there stays for ever.
            "dynamic_shared_memory_type": "mmap",
            # Passwords are 192 random bits, which nobody finds by trying: rounds would only make connecting slower.
            "scram_iterations": "1",
            "log_min_messages": "fatal",
            # A statement may hold anything.
            "log_min_error_statement": "panic",
            "log_statement": "none",
            "log_line_prefix": "",
            **({} if self._durable else {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}),
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        try:
            self._process = await asyncio.create_subprocess_exec(
                programs / "postgres",
                "-D",
                as_server_sees(self._data),
                *options,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                cwd=self._data,
                env=ENVIRONMENT,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGINT),
                **user.options,
            )
        except OSError as error:
            raise EmbeddedPostgresFailed(f"PostgreSQL on {self._data}: {system_cause(error)}") from error
        self._words.follow(self._process)
        await self._wait_until_ready()

    async def wait(self) -> int:
        """Return the exit code when the server ends; its last words are logged."""
        if self._process is None:
            raise EmbeddedPostgresFailed("the embedded PostgreSQL is not running")
        code = await self._process.wait()
        _log.error("PostgreSQL ended", cause=postgres_cause(await self._words.all_of_them(), code))
        return code

    async def stop(self) -> None:
        """Stop the server (clients are cut off) and remove its socket's folder."""
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGINT)
            try:
                await asyncio.wait_for(self._process.wait(), _STOP_TIMEOUT_S)
            except TimeoutError:
                self._process.send_signal(signal.SIGQUIT)
                await self._process.wait()
        if self._process is not None:
            await self._words.all_of_them()
        self._process = self._programs = None
        for folder in (self._sockets, self._copy):
            if folder is not None:
                folder.remove()
        self._sockets = self._copy = None

    def _reachable_programs(self, user: ServerUser) -> Path:
        if self._programs is None:
            installed = installed_programs()
            self._copy = reachable_copy(installed, user)
            self._programs = installed if self._copy is None else programs_in(self._copy, installed)
        return self._programs

    async def _wait_until_ready(self) -> None:
        assert self._process is not None  # noqa: S101 - just started
        deadline = asyncio.get_running_loop().time() + _START_TIMEOUT_S
        while asyncio.get_running_loop().time() < deadline:
            if self._process.returncode is not None:
                cause = postgres_cause(await self._words.all_of_them(), self._process.returncode)
                raise EmbeddedPostgresFailed(f"PostgreSQL does not start on {self._data}: {cause}")
            try:
                connection = await asyncpg.connect(self.admin_url, timeout=5)
                await connection.close()
            except asyncpg.InvalidAuthorizationSpecificationError as error:
                raise EmbeddedPostgresFailed(
                    f"PostgreSQL on {self._data} does not know the administrator's password: the secrets beside it are "
                    "those of another database"
                ) from error
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
                await asyncio.sleep(0.02)
            else:
                return
        raise EmbeddedPostgresFailed(f"PostgreSQL did not answer within {_START_TIMEOUT_S:.0f} s")
