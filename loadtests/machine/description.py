"""What a figure depends on: the machine, its versions, and a folder on a real disk."""

import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent
BUILD = REPOSITORY / "build"

_IN_MEMORY = frozenset({"tmpfs", "ramfs", "devtmpfs"})
_PACKAGES = ("fastapi", "uvicorn", "pydantic", "asyncpg", "cryptography", "uvloop", "msgspec")
_ENTER = 0o001


class NoDisk(Exception):
    """There is no folder on a disk that PostgreSQL's user can enter."""


def file_system_of(folder: Path, mounts: str) -> str:
    """Return the type of the file system under ``folder``, by the text of ``/proc/mounts``."""
    # The longest mount point holds it; of two at the same place the later one covers the other.
    longest, kind = -1, "unknown"
    for line in mounts.splitlines():
        _, point, this_kind, *_ = line.split()
        # Blanks in a path are written as octal escapes.
        path = Path(re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), point))
        if (folder == path or path in folder.parents) and len(path.parts) >= longest:
            longest, kind = len(path.parts), this_kind
    return kind


@contextmanager
def folder_on_disk() -> Iterator[tuple[Path, str]]:
    """Make a folder on a disk, in ``build/`` if that will do; yields it and its file system, removes it at the end.

    Durable commits mean nothing in memory. As root PostgreSQL runs as another user, who must be able to pass
    through every folder above. Raises NoDisk.
    """
    BUILD.mkdir(exist_ok=True)
    mounts = Path("/proc/mounts").read_text()
    for place in (BUILD, Path("/var/tmp"), Path(tempfile.gettempdir())):  # noqa: S108 - the fallback on a disk
        kind = file_system_of(place.resolve(), mounts)
        if kind in _IN_MEMORY or (os.geteuid() == 0 and not _anybody_may_enter(place)):
            continue
        folder = Path(tempfile.mkdtemp(prefix="bench-", dir=place))
        try:
            yield folder, kind
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return
    raise NoDisk("neither build/ nor the temporary folders are on a disk and open to PostgreSQL's user")


def describe_machine() -> dict[str, object]:
    """Return cores, processor, system, Python and the versions of what the path stands on."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": _processor(),
        "system": f"{platform.system()} {platform.release()}",
        "python": sys.version.split()[0],
        "versions": {package: version(package) for package in _PACKAGES},
    }


def _anybody_may_enter(folder: Path) -> bool:
    resolved = folder.resolve()
    return all(step.stat().st_mode & _ENTER for step in (resolved, *resolved.parents))


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
