"""What several workers count, in a folder that they share, so that ``/metrics`` of any of them tells of all."""

import os
import shutil
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

VARIABLE: Final = "PROMETHEUS_MULTIPROC_DIR"
"""By it prometheus_client knows, when it is imported, that there are several processes; no setting of ours."""
_BYTES: Final[Mapping[str, int]] = {
    "counter": 1 << 20,
    "histogram": 1 << 20,
    "gauge_livemax": 1 << 16,
    "gauge_livemostrecent": 1 << 16,
    "gauge_livesum": 1 << 16,
}
"""How much each kind of figure may take: several times what all faces and outcomes need."""


@dataclass(frozen=True, slots=True)
class SharedFigures:
    """The folder of one start. Counters of a worker that has died stay; what it said of the moment does not."""

    folder: Path

    @classmethod
    def in_folder(cls, folder: Path) -> Self:
        """Begin with nothing counted."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        return cls(folder)

    def join(self, process_id: int, environment: MutableMapping[str, str]) -> None:
        """Let a process, whose environment it is, count here; where there is no room it counts alone.

        The library maps its files into memory: a write to a part that the full disk has no block for would end the
        process. So they have all their blocks before anything is counted.
        """
        files = {self.folder / f"{kind}_{process_id}.db": size for kind, size in _BYTES.items()}
        try:
            for file, size in files.items():
                with file.open("wb") as opened:
                    os.posix_fallocate(opened.fileno(), 0, size)
        except OSError:
            for file in files:
                file.unlink(missing_ok=True)
            return
        environment[VARIABLE] = str(self.folder)

    def forget(self, process_id: int) -> None:
        """Take away what a process that has ended said of the moment."""
        for file in self.folder.glob(f"gauge_live*_{process_id}.db"):
            file.unlink(missing_ok=True)
