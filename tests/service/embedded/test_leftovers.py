"""What others left in a data directory, or a killed program behind."""

import fcntl
import signal
from pathlib import Path

import pytest

from onshi.temporary_folder import TemporaryFolder
from shared.db.embedded import EmbeddedPostgresFailed, leave_no_server
from shared.db.embedded.orphan import LockFile
from simulator.running.leftovers import remove_leftovers
from tests.service.embedded.by_hand import WITHIN_S, call, running, started_by_hand


async def test_a_lock_file_from_a_backup_stops_nobody_and_hinders_nobody(made: Path, copy: Path, sockets: Path) -> None:
    other = started_by_hand(made / "postgres", sockets)
    try:
        # The copy names the other's process, which lives, is a PostgreSQL and began when the file says.
        call("/bin/cp", "-a", str(made / "postgres" / "postmaster.pid"), str(copy / "postgres"))
        async with running(copy):
            assert other.poll() is None
        assert other.poll() is None
    finally:
        other.send_signal(signal.SIGINT)
        other.wait(WITHIN_S)


async def test_one_that_was_left_running_is_stopped_first(copy: Path, sockets: Path) -> None:
    left = started_by_hand(copy / "postgres", sockets)

    async with running(copy):
        assert left.wait(WITHIN_S) == 0


def test_what_a_killed_one_holds_of_shared_memory_is_given_back(copy: Path, sockets: Path) -> None:
    killed = started_by_hand(copy / "postgres", sockets)
    lock = LockFile.read(copy / "postgres")
    assert lock is not None
    assert lock.segment in segments()
    killed.kill()
    killed.wait()

    leave_no_server(copy / "postgres")

    assert lock.segment not in segments()
    assert not (copy / "postgres" / "postmaster.pid").exists()


def segments() -> list[tuple[int, int]]:
    """Key and id of all that this machine has."""
    rows = [line.split() for line in Path("/proc/sysvipc/shm").read_text().splitlines()[1:]]
    return [(int(row[0]), int(row[1])) for row in rows]


def test_one_that_began_at_another_time_is_not_signalled(copy: Path, sockets: Path) -> None:
    left = started_by_hand(copy / "postgres", sockets)
    try:
        lock = copy / "postgres" / "postmaster.pid"
        lines = lock.read_text().splitlines(keepends=True)
        lines[2] = "1000000000\n"
        lock.write_text("".join(lines))

        with pytest.raises(EmbeddedPostgresFailed, match="cannot be shown that it was started here"):
            leave_no_server(copy / "postgres")
        assert left.poll() is None
    finally:
        left.send_signal(signal.SIGQUIT)
        left.wait(WITHIN_S)


def test_a_killed_programs_world_goes_with_its_server(copy: Path, sockets: Path) -> None:
    killed = TemporaryFolder("demo")
    world = killed.path / "world"
    copy.rename(world)
    (world / "token-key.pem").write_text("secret")
    left = started_by_hand(world / "postgres", sockets)
    killed.release()

    remove_leftovers()

    assert left.wait(WITHIN_S) == 0
    assert not killed.path.exists()
    copy.mkdir()


def test_a_world_that_still_ends_is_left_to_itself() -> None:
    killed = TemporaryFolder("demo")
    (killed.path / "world").mkdir()
    with (killed.path / "world" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        killed.release()
        remove_leftovers()
        assert killed.path.exists()

    remove_leftovers()
    assert not killed.path.exists()
