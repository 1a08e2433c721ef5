"""What a lock file says, and when the process that it names is not taken for the server."""

import os
from pathlib import Path

from shared.db.embedded.orphan import LockFile, leave_no_server

LOCK = "{pid}\n/proc/self/cwd\n{began}\n5432\n/tmp/onshi-pg-x\n\n  2221270     32788\nready   \n"


def test_a_lock_file_names_process_start_and_segment(tmp_path: Path) -> None:
    (tmp_path / "postmaster.pid").write_text(LOCK.format(pid=11991, began=1795943825))

    assert LockFile.read(tmp_path) == LockFile(11991, 1795943825.0, (2221270, 32788))


def test_one_that_runs_alone_writes_a_negative_number(tmp_path: Path) -> None:
    (tmp_path / "postmaster.pid").write_text("-77\n/d\n1795943825\n5432\n\n\n")

    assert LockFile.read(tmp_path) == LockFile(77, 1795943825.0, None)


def test_an_unreadable_one_says_nothing(tmp_path: Path) -> None:
    for text in ("", "x\n", "1\n"):
        (tmp_path / "postmaster.pid").write_text(text)
        assert LockFile.read(tmp_path) is None


def test_a_lock_that_names_another_living_process_is_stale_and_harms_nobody(tmp_path: Path) -> None:
    # This very process is named: it would have ended by the signal.
    (tmp_path / "postmaster.pid").write_text(LOCK.format(pid=os.getpid(), began=1795943825))

    leave_no_server(tmp_path)

    assert not (tmp_path / "postmaster.pid").exists()
