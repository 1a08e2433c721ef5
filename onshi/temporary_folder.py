"""Temporary folders with a mark in them, by which a later start tells what a killed program left from what is in use.

A name is no proof. A folder is taken for a leftover only if its mark is ours, says that it is of this very folder (a
copy has another inode number), and is locked by nobody: the kernel frees the lock of a process that ends, however it
ends.
"""

import contextlib
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

PREFIX = "onshi-"
_MARK = ".onshi-temporary"
_MOST_READ = 1000


class TemporaryFolder:
    """One such folder: removed with all that is in it at the end of the block, or by ``remove``."""

    def __init__(self, purpose: str, place: Path | None = None) -> None:
        """Make it in ``place``, or where this machine keeps temporary files; raises OSError."""
        self.path = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{purpose}-" if purpose else PREFIX, dir=place))
        try:
            self._mark = os.open(self.path / _MARK, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            _lock(self._mark)
            os.write(self._mark, _words_of(self.path))
        except BaseException:
            shutil.rmtree(self.path, ignore_errors=True)
            raise

    def remove(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.path, ignore_errors=True)
        self.release()

    def release(self) -> None:
        """Leave the folder to whoever finds it."""
        if self._mark >= 0:
            os.close(self._mark)
            self._mark = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.remove()


def leftovers(places: Iterable[Path]) -> Iterator[TemporaryFolder]:
    """Yield what killed programs left in ``places``, each one locked until the next is asked for."""
    for place in dict.fromkeys(places):
        try:
            found = sorted(place.glob(f"{PREFIX}*"))
        except OSError:
            continue
        for path in found:
            folder = _taken_over(path)
            if folder is not None:
                yield folder
                folder.release()


def _taken_over(path: Path) -> TemporaryFolder | None:
    with contextlib.suppress(OSError):
        if path.is_symlink():
            return None
        mark = os.open(path / _MARK, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            status = os.fstat(mark)
            is_own = stat.S_ISREG(status.st_mode) and status.st_uid == os.geteuid() and status.st_nlink == 1
            if is_own and os.read(mark, _MOST_READ) == _words_of(path):
                _lock(mark)
                folder = TemporaryFolder.__new__(TemporaryFolder)
                folder.path, folder._mark = path, mark  # noqa: SLF001 - made here, without making a folder
                mark = -1
                return folder
        finally:
            if mark >= 0:
                os.close(mark)
    return None


def _words_of(path: Path) -> bytes:
    return json.dumps(
        {"onshi": "a temporary folder, removed when nobody locks this file", "of": path.stat().st_ino}
    ).encode()


def _lock(mark: int) -> None:
    # Not on Windows, where the program does not run but this package can be imported.
    import fcntl  # noqa: PLC0415 - Linux and macOS alone have it

    fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
