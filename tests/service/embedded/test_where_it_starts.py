"""The embedded PostgreSQL where people start it: closed folders, odd names, small disks, damaged files."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from shared.db.embedded import ADMINISTRATOR, EmbeddedPostgres, EmbeddedPostgresFailed
from shared.db.embedded import server as server_module
from shared.db.embedded.orphan import processes_in
from shared.db.embedded.programs import installed_programs
from tests.service.embedded.by_hand import (
    call,
    is_there,
    mode_of,
    only_root,
    program_of,
    running,
    said_when_started,
)


async def test_a_closed_folder_with_an_odd_name_serves_and_stays_closed(
    made: Path, closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPORT", "1")
    async with running(made) as server:
        connection = await asyncpg.connect(server.admin_url)
        assert await connection.fetchval("SELECT current_user") == ADMINISTRATOR
        await connection.close()
        assert server.process_id in processes_in(made / "postgres")

    assert [mode_of(folder) for folder in (closed, made)] == [0o700, 0o700]
    assert processes_in(made / "postgres") == []


@only_root
async def test_programs_in_a_closed_home_are_copied_and_gone_at_the_end(
    made: Path, closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = installed_programs()
    package, libraries = installed.parents[1], installed.parents[1].with_name(installed.parents[1].name + ".libs")
    home = closed / "home"
    shutil.copytree(installed.parent, home / package.name / installed.parent.name, symlinks=True)
    shutil.copytree(libraries, home / libraries.name, symlinks=True)
    for path in home.rglob("*"):
        # As pip leaves them under an umask of 077.
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & 0o700)
    monkeypatch.setattr(server_module, "installed_programs", lambda: home / installed.relative_to(package.parent))

    async with running(made) as server:
        program = program_of(server.process_id)
        assert program.is_relative_to(tempfile.gettempdir())
        assert mode_of(program) == 0o755
        # `onshi backup` asks the server where its programs lie.
        assert mode_of(program.with_name("pg_basebackup")) == 0o755

    assert not is_there(program)
    shutil.rmtree(home)


async def test_a_temporary_folder_that_no_socket_can_stand_in_is_passed_over(
    made: Path, closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = closed / ("a, b" * 30)
    long.mkdir(exist_ok=True)
    monkeypatch.setattr(tempfile, "tempdir", str(long))

    async with running(made) as server:
        # It has answered, so the socket stands where it can.
        assert str(long) not in server.admin_url

    assert list(long.iterdir()) == []


async def test_a_cluster_of_another_version_gets_a_sentence(copy: Path) -> None:
    (copy / "postgres" / "PG_VERSION").write_text("16\n")

    said = await said_when_started(copy)

    assert "another version of PostgreSQL" in said
    assert str(copy) in said


async def test_a_damaged_cluster_gets_a_sentence(copy: Path) -> None:
    (copy / "postgres" / "postgresql.conf").unlink()

    assert "incomplete or damaged" in await said_when_started(copy)


async def test_another_password_gets_a_sentence_and_no_minute_of_waiting(copy: Path) -> None:
    server = EmbeddedPostgres(copy, "another-password", durable=False)
    try:
        with pytest.raises(EmbeddedPostgresFailed, match="does not know the administrator's password"):
            await server.start()
    finally:
        await server.stop()


@only_root
async def test_a_cluster_of_roots_gets_a_sentence(copy: Path) -> None:
    os.chown(copy / "postgres", 0, 0)

    assert "belongs to root" in await said_when_started(copy)


@pytest.fixture
def small(closed: Path) -> Iterator[Path]:
    """A disk of 10 MB."""
    folder = closed / "small"
    folder.mkdir(exist_ok=True)
    mounted = subprocess.run(
        ["/bin/mount", "-t", "tmpfs", "-o", "size=10m", "onshi-test", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("this user may not mount a small disk")
    yield folder
    call("/bin/umount", str(folder))


async def test_a_full_disk_gets_a_sentence(small: Path) -> None:
    said = await said_when_started(small)

    assert "the disk is full" in said
    assert "No space left on device" in said


async def test_a_disk_that_can_only_be_read_gets_a_sentence(small: Path) -> None:
    call("/bin/mount", "-o", "remount,ro", str(small))

    assert "can only be read" in await said_when_started(small)
