"""A disk of a few megabytes, to be filled: a file system in memory.

Only root can mount it, or who has what tests/chaos/own_mounts.py makes.
"""

import ctypes
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_BLOCK = 64 * 1024
_DETACHED = 2
"""MNT_DETACH of sys/mount.h: something may still be ending in it."""


class SmallDisk:
    """A file system of its own at ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self) -> None:
        """Leave no block free."""
        with (self.folder / "filling").open("ab", buffering=0) as file:
            for size in (_BLOCK, 1):
                try:
                    while True:
                        file.write(b"\0" * size)
                except OSError:
                    continue

    def make_room(self) -> None:
        """Give back what ``fill`` took."""
        (self.folder / "filling").unlink(missing_ok=True)


@contextmanager
def mounted_disk(megabytes: int) -> Iterator[SmallDisk | None]:
    """Mount a disk, and unmount it at the end; None where that is not allowed."""
    folder = Path(tempfile.mkdtemp(prefix="onshi-disk-"))
    # By the call and not by the command: who may mount as another than root loses the right with the next program.
    system = ctypes.CDLL(None)
    size = f"size={megabytes}m,mode=0755".encode()
    is_mounted = system.mount(b"onshi-test", bytes(folder), b"tmpfs", ctypes.c_ulong(0), size) == 0
    try:
        yield SmallDisk(folder) if is_mounted else None
    finally:
        if is_mounted:
            system.umount2(bytes(folder), _DETACHED)
        folder.rmdir()


@contextmanager
def small_disk(megabytes: int) -> Iterator[SmallDisk]:
    """Mount a disk, and unmount it at the end; skips the test where that is not allowed."""
    with mounted_disk(megabytes) as disk:
        if disk is None:
            pytest.skip("a full disk needs a file system of its own, which only root may mount")
        yield disk
