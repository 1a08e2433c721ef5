"""The folders of an agent on disk: `req`, `res`, `face` for the receipt computer, `.onshi` for itself."""

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from simulator.agent.names import RequestName, is_ours, read_name
from simulator.agent.settling import Look

_MOST_BYTES: Final = 4 * 1024 * 1024
"""No message is longer; of what is, no more is read."""


class FolderUnusable(Exception):
    """The folders cannot be made or read; the message says which, and why."""


@dataclass(frozen=True, slots=True)
class Found:
    """A request as it lay there: its bytes, and how the file looked while they were read."""

    name: RequestName
    content: bytes
    look: Look

    @property
    def is_too_big(self) -> bool:
        """Whether there is more of it than a message can have."""
        return len(self.content) > _MOST_BYTES


@dataclass(frozen=True, slots=True)
class Folders:
    """All that lies under ``--root``."""

    root: Path

    @property
    def requests(self) -> Path:
        """Where requests are taken from."""
        return self.root / "req"

    @property
    def answers(self) -> Path:
        """Where answers go."""
        return self.root / "res"

    @property
    def faces(self) -> Path:
        """Where answers of card readers go."""
        return self.root / "face"

    @property
    def own(self) -> Path:
        """What the agent keeps: on the same volume, so that a file can be moved from here."""
        return self.root / ".onshi"

    def make(self) -> None:
        """Make what is not there; raises FolderUnusable."""
        for folder in (self.root, self.requests, self.answers, self.faces, self.own):
            try:
                # Answers on their way are nobody else's; the others are opened by whoever shares them.
                folder.mkdir(parents=True, exist_ok=True, mode=0o700 if folder == self.own else 0o777)
            except OSError as error:
                raise FolderUnusable(f"{folder}: it cannot be made ({error.strerror})") from error

    def list_requests(self) -> dict[RequestName, Look]:
        """Return every request that lies there, by name; raises OSError."""
        found = {}
        self.requests.mkdir(exist_ok=True)
        with os.scandir(self.requests) as entries:
            for entry in entries:
                name = read_name(entry.name)
                if name is not None and (look := _look_of(entry)) is not None:
                    found[name] = look
        return dict(sorted(found.items(), key=lambda each: each[0].file_name))

    def read(self, name: RequestName) -> Found:
        """Read a request; raises OSError where it is not there any more, or locked."""
        with (self.requests / name.file_name).open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
            status = os.fstat(file.fileno())
        return Found(name, content, Look(status.st_mtime_ns, status.st_size))

    def remove_request(self, found: Found) -> None:
        """Remove a request that was answered, but not another one that has come under its name; raises OSError."""
        if self._is_still(found):
            (self.requests / found.name.file_name).unlink(missing_ok=True)

    def hand_back(self, found: Found) -> None:
        """Move a request that could not be answered into ``res``, unless another one has come; raises OSError."""
        if self._is_still(found):
            file = self.requests / found.name.file_name
            file.replace(self.answers / found.name.file_name)

    def _is_still(self, found: Found) -> bool:
        try:
            status = (self.requests / found.name.file_name).stat()
            if Look(status.st_mtime_ns, status.st_size) == found.look:
                return True
            # A client may write the last line, or let go of the file, when the message has been whole for long.
            return self.read(found.name).content.rstrip() == found.content.rstrip()
        except FileNotFoundError:
            return False


def left_in(folder: Path) -> Mapping[str, int]:
    """Return the files of ours in ``res`` or ``face`` with the times of their last change, ns; raises OSError."""
    with os.scandir(folder) as entries:
        looks = {entry.name: _look_of(entry) for entry in entries if is_ours(entry.name)}
    return {name: look.modified_ns for name, look in looks.items() if look is not None}


def _look_of(entry: "os.DirEntry[str]") -> Look | None:
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError:
        return None
    return Look(status.st_mtime_ns, status.st_size) if stat.S_ISREG(status.st_mode) else None
