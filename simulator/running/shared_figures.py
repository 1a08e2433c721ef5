"""What several workers count, in a folder that they share, so that ``/metrics`` of any of them tells of all."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

VARIABLE: Final = "PROMETHEUS_MULTIPROC_DIR"
"""By it prometheus_client knows, when it is imported, that there are several processes; no setting of ours."""


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

    def environment(self) -> Mapping[str, str]:
        """Return what a worker needs in its environment."""
        return {VARIABLE: str(self.folder)}

    def forget(self, process_id: int) -> None:
        """Take away what a process that has ended said of the moment."""
        for file in self.folder.glob(f"gauge_live*_{process_id}.db"):
            file.unlink(missing_ok=True)
