"""Answers that nobody takes are removed after ``keep_minutes``, as the real service's own agent does."""

import asyncio
import time
from functools import partial
from pathlib import Path
from typing import Final

from simulator.agent.ageing import Ageing
from simulator.agent.folder import Folders, left_in
from simulator.agent.persisting import Hands
from simulator.agent.report import Report

_LOOK_EVERY_S: Final = 15.0
_MINUTE_S: Final = 60.0


async def sweep(folders: Folders, keep_minutes: int, report: Report, hands: Hands) -> None:
    """Remove what is too old until it is cancelled; a folder that cannot be read now is looked at later."""
    if keep_minutes == 0:
        return
    ages = {folder: Ageing(keep_minutes * _MINUTE_S) for folder in (folders.answers, folders.faces)}
    while True:
        for folder, ageing in ages.items():
            try:
                removed = await hands.do(partial(_remove_old, folder, ageing, report))
            except OSError as error:
                report.failed("folder-not-read", f"old answers cannot be removed: {error.strerror}")
                continue
            report.removed += removed
            if removed:
                report.say(f"{removed} old files removed from {folder.name}")
        await asyncio.sleep(_LOOK_EVERY_S)


def _remove_old(folder: Path, ageing: Ageing, report: Report) -> int:
    old = ageing.too_old(left_in(folder), report.clock.now().timestamp(), time.monotonic())
    for name in old:
        (folder / name).unlink(missing_ok=True)
    return len(old)
