"""The mark of a first start that has not finished: what is marked was begun here and is begun again.

Nothing else in a folder is ever removed. The mark names the database's directory by its inode number, so one that was
copied or put there later is not taken for ours.
"""

import json
import shutil
from pathlib import Path

import msgspec

from shared.causes import system_cause
from simulator.worlds.folder_files import UnusableFolder, read_strictly, write_privately


class _Mark(msgspec.Struct, forbid_unknown_fields=True):
    postgres_inode: int


class FirstStart:
    """Of the database in ``folder``/postgres."""

    def __init__(self, folder: Path) -> None:
        self._mark = folder / "first-start.json"
        self._record = folder / "world.json"
        self._data = folder / "postgres"

    def check_database(self, *, is_kept: bool) -> None:
        """See that the database fits: there for a kept world, else absent, empty or marked; raises UnusableFolder."""
        try:
            self._check_database(is_kept)
        except OSError as error:
            raise UnusableFolder(f"{self._data} cannot be read: {system_cause(error)}") from error

    def _check_database(self, is_kept: bool) -> None:
        if is_kept:
            if not (self._data / "PG_VERSION").exists():
                raise UnusableFolder(
                    f"{self._record} tells of a world whose database should be in {self._data}, and it is not: put a "
                    "backup back, set ONSHI_DATABASE_URL if it is elsewhere, or choose another folder"
                )
        elif self._is_anothers():
            raise UnusableFolder(
                f"{self._data} is there, but {self._record} is not, so it is no world that onshi can open, "
                "and perhaps somebody else's: put a backup of world.json back, choose another folder, or move it away"
            )

    def begin(self) -> None:
        """Make the database's directory empty and marked; after ``check_database``. Raises UnusableFolder."""
        try:
            self._data.mkdir(mode=0o700, exist_ok=True)
            for path in self._data.iterdir():
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        except OSError as error:
            raise UnusableFolder(f"{self._data} cannot be made: {system_cause(error)}") from error
        write_privately(self._mark, json.dumps({"postgres_inode": self._data.stat().st_ino}).encode())

    def finish(self) -> None:
        """Take the mark away: from now on the database is a kept world's."""
        self._mark.unlink(missing_ok=True)

    def _is_anothers(self) -> bool:
        if not self._data.exists():
            return False
        if self._mark.exists() and read_strictly(self._mark, _Mark).postgres_inode == self._data.stat().st_ino:
            return False
        return not self._data.is_dir() or any(self._data.iterdir())
