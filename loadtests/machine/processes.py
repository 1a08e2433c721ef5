"""The processes of a simulator that runs below this one: which are its workers, what they have used, what they hold."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from loadtests.machine.accounting import ProcessTimes, parse_stat

_WORKER = b"worker\0together"
_GONE = (FileNotFoundError, ProcessLookupError)


def family_of(root_id: int) -> set[int]:
    """Return the ids of a process and all its living descendants."""
    processes = [times for folder in Path("/proc").iterdir() if (times := _read(folder)) is not None]
    children: dict[int, list[int]] = {}
    for each in processes:
        children.setdefault(each.parent_id, []).append(each.process_id)
    found, waiting = set(), [root_id]
    while waiting:
        found.add(each_id := waiting.pop())
        waiting.extend(children.get(each_id, ()))
    return found


def workers() -> set[int]:
    """Return the workers of all simulators below this process."""
    return {each for each in family_of(os.getpid()) if _WORKER in _command(each)}


def cpu_s_of(process_ids: Iterable[int]) -> float:
    """Return the processor seconds, user and system, that living processes have used."""
    ticks = 0
    for each in process_ids:
        times = _read(Path(f"/proc/{each}"))
        ticks += 0 if times is None else times.own_ticks
    return ticks / os.sysconf("SC_CLK_TCK")


def megabytes_of(process_ids: Iterable[int]) -> float:
    """Return the memory of processes, each page that several share in equal parts (Pss)."""
    kilobytes = 0
    for each in process_ids:
        with suppress(*_GONE, PermissionError):
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
            kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes / 1024


def _read(folder: Path) -> ProcessTimes | None:
    if not folder.name.isdigit():
        return None
    with suppress(*_GONE):
        return parse_stat((folder / "stat").read_text())
    return None


def _command(process_id: int) -> bytes:
    with suppress(*_GONE):
        return Path(f"/proc/{process_id}/cmdline").read_bytes()
    return b""
