"""Where temporary folders can stand, and whether others can enter one or put another in its way."""

import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

_PLACES = ("/tmp", "/var/tmp", "/run", "/dev/shm", "/var/lib")  # noqa: S108 - used with a mark and after a check


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
        if status.st_uid not in (0, os.geteuid()):
            return False
        if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH) and not status.st_mode & stat.S_ISVTX:
            return False
    return True


def lets_everybody_in(place: Path) -> bool:
    """Tell whether any user may enter ``place``."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in (place, *place.parents))
