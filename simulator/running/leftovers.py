"""What killed programs of ours left behind: their temporary folders, with keys in them, and what still runs there."""

import contextlib
import fcntl
import os
from pathlib import Path

from onshi.temporary_folder import leftovers
from shared.places import places


def remove_leftovers() -> None:
    """Remove what is provably ours and in nobody's use; never fails."""
    for folder in leftovers(places()):
        # A world is the folder itself, or beside a log in it.
        if all(_is_left(world) for world in (folder.path, folder.path / "world")):
            folder.remove()


def _is_left(world: Path) -> bool:
    # Slow to import, and mostly nothing was left.
    from shared.db.embedded import EmbeddedPostgresFailed, leave_no_server  # noqa: PLC0415 - only where something was left behind

    lock = -1
    try:
        with contextlib.suppress(FileNotFoundError):
            lock = os.open(world / "lock", os.O_RDWR | os.O_NOFOLLOW)
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        leave_no_server(world / "postgres")
    except (OSError, EmbeddedPostgresFailed):
        # It still ends, or cannot be shown to be ours: a later start looks again.
        return False
    finally:
        if lock >= 0:
            os.close(lock)
    return True
