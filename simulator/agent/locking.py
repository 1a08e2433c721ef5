"""One agent on one folder: the lock is the operating system's, so that it ends with its process, however that ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import fasteners

from simulator.agent.folder import FolderUnusable


@contextmanager
def alone_on(own: Path) -> Iterator[None]:
    """Hold the folder until the end of the block; raises FolderUnusable where another agent has it."""
    lock = fasteners.InterProcessLock(own / "lock")
    try:
        is_ours = lock.acquire(blocking=False)
    except OSError as error:
        raise FolderUnusable(f"{own / 'lock'}: it cannot be locked ({error.strerror})") from error
    if not is_ours:
        raise FolderUnusable(f"{own.parent}: another agent works there（別のエージェントが使用中です）")
    try:
        yield
    finally:
        lock.release()
