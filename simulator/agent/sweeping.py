"""Answers that nobody takes are removed after ``keep_minutes``, as the real service's own agent does."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from simulator.agent.ageing import Ageing
from simulator.agent.folder import Folders, left_in
from simulator.agent.report import Report

LOOK_EVERY_S: Final = 15.0
_MINUTE_S: Final = 60.0


@dataclass(slots=True)
class Sweeping:
    """The work on what lies in `res` and `face`."""

    ages: dict[Path, Ageing]
    report: Report
    next_s: float = 0.0

    @classmethod
    def of(cls, folders: Folders, keep_minutes: int, report: Report) -> "Sweeping":
        """Begin."""
        keep_s = keep_minutes * _MINUTE_S
        return cls({folder: Ageing(keep_s) for folder in (folders.answers, folders.faces)}, report)

    def look(self, now_s: float) -> None:
        """Remove what is too old, where it is time to look; a folder that cannot be read now is looked at later."""
        if now_s < self.next_s:
            return
        self.next_s = now_s + LOOK_EVERY_S
        for folder, ageing in self.ages.items():
            try:
                removed = _remove_old(folder, ageing, self.report)
            except OSError as error:
                self.report.failed("folders", "folder-not-read", f"old answers cannot be removed: {error.strerror}")
                continue
            self.report.removed += removed
            if removed:
                self.report.say(f"{removed} old files removed from {folder.name}")


def _remove_old(folder: Path, ageing: Ageing, report: Report) -> int:
    if ageing.keep_s <= 0:
        return 0
    old = ageing.too_old(left_in(folder), report.clock.now().timestamp(), time.monotonic())
    for name in old:
        (folder / name).unlink(missing_ok=True)
    return len(old)
