"""Answers that are on their way: each is kept in `.onshi` before anybody sees it, so that nothing happens twice.

A folder for each request, called after the request's key, holds the answer until it is moved away; then it is empty,
and says that this request was answered, until the request is gone. Wherever a kill falls, what is found tells what is
left to do: no folder, ask (under the same key, so that it is one check); a file in it, move it; none, remove the
request.
"""

import errno
import hashlib
import os
import shutil
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from simulator.agent.folder import Found

FACE: Final = "face-"
"""Begins the key of a card check, which has no request."""
REFUSED: Final = ".err"
"""Ends the key of a request that could not be answered: it is handed back, not removed."""
_UNFINISHED: Final = ".part"
_LETTERS: Final = str.maketrans("0123456789", "ghijklmnop")
"""Digits in a row could be taken for somebody's number, which no service accepts in a key."""


def key_of(found: Found) -> str:
    """Return what makes a request the same one: its name, its content and when it was written."""
    digest = hashlib.sha256(f"{found.name.file_name}\0{found.look.modified_ns}\0".encode() + found.content)
    return digest.hexdigest()[:48].translate(_LETTERS)


@dataclass(slots=True)
class Kept:
    """The folders of answers on their way. Every method does its own input and output, and raises OSError."""

    folder: Path
    in_place: bool
    _keys: set[str] = field(default_factory=set)

    def open(self) -> None:
        """Read what an agent before this one has left."""
        self.folder.mkdir(exist_ok=True)
        for entry in self.folder.iterdir():
            if entry.name.endswith(_UNFINISHED):
                shutil.rmtree(entry)
            else:
                self._keys.add(entry.name)

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    @property
    def keys(self) -> Collection[str]:
        """The keys of all that are on their way."""
        return tuple(self._keys)

    def keep(self, key: str, file_name: str, content: bytes) -> None:
        """Keep an answer, durably and whole; one that is kept already stays."""
        if key in self._keys:
            return
        unfinished = self.folder / (key + _UNFINISHED)
        try:
            unfinished.mkdir()
        except FileExistsError:
            shutil.rmtree(unfinished)
            unfinished.mkdir()
        except FileNotFoundError:
            # Somebody has cleaned up.
            unfinished.mkdir(parents=True)
        with (unfinished / file_name).open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(self.folder / key)
        self._keys.add(key)

    def deliver(self, key: str, into: Path) -> None:
        """Bring what is kept under ``key`` into a folder, which is made anew where somebody has removed it."""
        for file in (self.folder / key).iterdir():
            try:
                self._bring(file, into / file.name)
            except FileNotFoundError:
                into.mkdir(exist_ok=True)
                self._bring(file, into / file.name)

    def _bring(self, file: Path, there: Path) -> None:
        if self.in_place or not _moved(file, there):
            there.write_bytes(file.read_bytes())
            file.unlink()

    def forget(self, key: str) -> None:
        """Take note that nothing is left to do."""
        with suppress(FileNotFoundError):
            (self.folder / key).rmdir()
        self._keys.discard(key)


def _moved(file: Path, there: Path) -> bool:
    try:
        file.replace(there)
    except OSError as error:
        if error.errno == errno.EXDEV:
            # The folder is a volume of its own: nothing can be moved there.
            return False
        raise
    return True
