"""Where a run of the tests keeps its databases and worlds: one folder, in memory where that has space."""

import fcntl
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
_PREFIX = "onshi-tests-"
_NEEDED_BYTES = 4 * 1024**3
_YOUNG_S = 60.0


def best_place() -> Path:
    """Return the folder that rooms are made in: what stands in memory is written to no disk."""
    if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _NEEDED_BYTES:
        return _MEMORY
    return Path(tempfile.gettempdir())


@contextmanager
def new_room(place: Path) -> Iterator[Path]:
    """Make a folder in ``place``, gone at the end; those that killed runs left there are removed too.

    Any user can enter: under root PostgreSQL runs as another one.
    """
    room = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=place))
    room.chmod(0o755)
    with held(room / "lock"):
        _remove_left(place, before=(room / "lock").stat().st_mtime - _YOUNG_S)
        try:
            yield room
        finally:
            # Of a run that was broken off, something may still be ending in it.
            shutil.rmtree(room, ignore_errors=True)


def made_once(name: str, make: Callable[[Path], None]) -> Path:
    """Return the folder ``name`` of this run's room, filled by ``make`` for the first worker that asks for it.

    The others wait meanwhile. Nobody may change what stands there.
    """
    room = Path(tempfile.gettempdir())
    made = room / name
    with held(room / f"{name}.lock"):
        if not made.exists():
            folder = Path(tempfile.mkdtemp(prefix=f"{name}-"))
            folder.chmod(0o755)
            make(folder)
            # Whole or not at all: where this one failed, the next worker tries again.
            folder.rename(made)
    return made


@contextmanager
def held(file: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold ``file`` as a lock, which ends with this process; raises BlockingIOError where it is not waited for."""
    with file.open("a") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def _remove_left(place: Path, before: float) -> None:
    """Remove rooms that nobody holds; one that was made after ``before`` may not be held yet."""
    for lock in place.glob(f"{_PREFIX}*/lock"):
        with suppress(OSError):
            if lock.stat().st_mtime < before:
                with held(lock, wait=False):
                    shutil.rmtree(lock.parent)
