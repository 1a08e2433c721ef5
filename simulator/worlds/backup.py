"""`onshi backup`: a copy of a running world's data folder, which `onshi up --data` opens.

The database is copied by PostgreSQL's own pg_basebackup, of the server's own version: copying its files one by one
while it writes them would give a folder of no moment at all.
"""

import asyncio
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg

from shared.db.embedded import ADMINISTRATOR
from shared.db.urls import for_asyncpg, password_of
from shared.settings import Settings
from simulator.worlds.folder_database import NotRunningThere, url_in_folder

_OF_ONE_RUN = ("lock", "running.json", "log")
"""Files of the folder that say something about the process that runs, not about the world."""
_PROGRAMS = "SELECT setting FROM pg_config WHERE name = 'BINDIR'"


class CannotBackUp(Exception):
    """Nothing was copied; the message says why."""


def back_up(settings: Settings, data: Path, output: Path) -> None:
    """Copy the folder ``data`` of a running `onshi up` to ``output``, whole or not at all; raises CannotBackUp."""
    if settings.database_url is not None:
        raise CannotBackUp("the database of ONSHI_DATABASE_URL is yours to back up, with pg_dump (docs/backup.md)")
    try:
        url = url_in_folder(settings, data, ADMINISTRATOR)
    except NotRunningThere as error:
        is_stopped = (data / "secrets.json").exists()
        raise CannotBackUp(f"{error}, or copy it as it is (cp -a)" if is_stopped else str(error)) from error
    output = output.resolve()
    if output.exists():
        raise CannotBackUp(f"{output} is there already; nothing is written over")
    if not output.parent.is_dir():
        raise CannotBackUp(f"{output.parent} is no folder")
    try:
        unfinished = Path(tempfile.mkdtemp(dir=output.parent, prefix=f".{output.name}-"))
        try:
            _copy(url, data, unfinished)
            unfinished.replace(output)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    except OSError as error:
        raise CannotBackUp(f"{output.parent} cannot be written to: {error.strerror or error}") from error
    except (TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise CannotBackUp(f"the database in {data} cannot be used: {type(error).__name__}") from error


def _copy(url: str, data: Path, target: Path) -> None:
    _copy_database(url, target / "postgres")
    _give_like(data / "postgres", target / "postgres")
    for file in data.iterdir():
        if file.is_file() and file.name not in _OF_ONE_RUN:
            shutil.copy2(file, target / file.name)
    # Under root the server's user passes through it, as through the one that is copied.
    target.chmod(data.stat().st_mode)


def _copy_database(url: str, target: Path) -> None:
    parts = urlsplit(url)
    # Not on the command line, where everybody can read it.
    variables = {
        "PGHOST": parse_qs(parts.query)["host"][0],
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": password_of(url),
        "PATH": os.defpath,
    }
    program = Path(asyncio.run(_ask_for_programs(url))) / "pg_basebackup"
    finished = subprocess.run(  # noqa: S603 - PostgreSQL's own program
        [str(program), f"--pgdata={target}", "--checkpoint=fast", "--wal-method=stream", "--no-password"],
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    if finished.returncode:
        reason = finished.stderr.strip().splitlines()[-1:] or ["no reason given"]
        raise CannotBackUp(f"the database was not copied: {reason[0]}")


async def _ask_for_programs(url: str) -> str:
    """Return the folder of the programs that the server itself was started from."""
    connection = await asyncpg.connect(for_asyncpg(url), timeout=10)
    try:
        folder: str = await connection.fetchval(_PROGRAMS)
    finally:
        await connection.close()
    return folder


def _give_like(original: Path, copy: Path) -> None:
    """Let the copy belong to whom the original belongs: under root, PostgreSQL runs as another user."""
    owner = original.stat()
    if os.geteuid() == 0:
        for path in (copy, *copy.rglob("*")):
            os.chown(path, owner.st_uid, owner.st_gid)
