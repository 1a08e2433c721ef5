"""`make cells`: a hub and two cells on this machine, until Ctrl-C."""

import argparse
import asyncio
import sys
import time
from pathlib import Path

from shared.db.embedded import EmbeddedPostgresFailed
from simulator.cells.failure import CellFailed
from simulator.cells.running import RunningCells, running_cells
from simulator.cluster.program import NotInTime
from simulator.running.ending import cancel_on_signals, hang_up_as_terminate

_LOOK_EVERY_S = 1.0


def main() -> int:
    """Run them; return 1 where they cannot be started, with the reason said."""
    parser = argparse.ArgumentParser(prog="make cells", description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("build/cells"), help="Emptied at the start.")
    asked = parser.parse_args()
    hang_up_as_terminate()
    try:
        asyncio.run(_run(asked.folder.resolve()))
    except (CellFailed, NotInTime, EmbeddedPostgresFailed, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except (asyncio.CancelledError, KeyboardInterrupt):
        print("ended", flush=True)
    return 0


async def _run(folder: Path) -> None:
    cancel_on_signals()
    began = time.monotonic()
    _say("a hub and two cells are started …")
    async with running_cells(folder, _say) as cells:
        print(*_told(cells, time.monotonic() - began), sep="\n", flush=True)
        while cells.hub.program.is_running:  # noqa: ASYNC110 - a process is looked at
            await asyncio.sleep(_LOOK_EVERY_S)
        raise NotInTime(f"the hub ended: {cells.hub.program.last_words()}")


def _say(words: str) -> None:
    print(words, flush=True)


def _told(cells: RunningCells, took_s: float) -> list[str]:
    each = [f"  cell {name:5} {url}/readyz" for name, url in cells.cell_urls.items()]
    return [
        f"ready after {took_s:.0f} s. Ctrl-C ends it.",
        f"  ask        {cells.base_url}   (which cell, deploy/cells/cells.map says)",
        f"  hub        {cells.hub.base_url}   controls {cells.hub.control_url}",
        *each,
        f"  logs       in {cells.hub.program.log.parents[1]}: */onshi.log, haproxy.log",
    ]


if __name__ == "__main__":
    sys.exit(main())
