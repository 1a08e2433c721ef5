"""Where temporary folders can stand, and whether others can enter one or put another in its way."""

import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

_PLACES = ("/tmp", "/var/tmp", "/run", "/dev/shm", "/var/lib")  # noqa: S108 - used with a mark and after a check

_MACHINES_OWN = frozenset(
    folder for place in _PLACES for folder in (Path(place).resolve(), *Path(place).resolve().parents)
)
_OVERFLOW_USER = Path("/proc/sys/kernel/overflowuid")


def places() -> Iterator[Path]:
    """Yield all places that may hold a temporary folder of ours, the preferred first."""
    for place in dict.fromkeys([tempfile.gettempdir(), *_PLACES]):
        path = Path(place)
        if path.is_dir():
            yield path.resolve()


def is_safe(place: Path) -> bool:
    """Tell whether nobody but root and ourselves can put another folder in the way, there or above."""
    for folder in (place, *place.parents):
        status = folder.stat()
        if status.st_uid not in (0, os.geteuid()) and not (folder in _MACHINES_OWN and _is_shown_for_root(status)):
            return False
        if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH) and not status.st_mode & stat.S_ISVTX:
            return False
    return True


def lets_everybody_in(place: Path) -> bool:
    """Tell whether any user may enter ``place``."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in (place, *place.parents))


def _is_shown_for_root(status: os.stat_result) -> bool:
    """Tell whether the owner is who a user namespace shows for root outside of it (user_namespaces(7)).

    It shows every user outside so; hence this says something only of the folders that a machine is made with.
    """
    shown = Path("/").stat().st_uid
    try:
        return status.st_uid == shown == int(_OVERFLOW_USER.read_text())
    except OSError:
        return False
