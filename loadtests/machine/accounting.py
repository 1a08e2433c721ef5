"""CPU time from the kernel's own accounting: ``/proc/<pid>/stat`` of a process and all that came from it.

Linux only. The kernel counts in ticks (10 ms as a rule), so a figure needs a few seconds of work to be worth
much.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

# Positions behind the command's closing parenthesis, see proc_pid_stat(5); the first is field 3 (state).
_PARENT, _USER, _SYSTEM, _REAPED_USER, _REAPED_SYSTEM = 1, 11, 12, 13, 14


@dataclass(frozen=True, slots=True)
class ProcessTimes:
    """One process as ``/proc/<pid>/stat`` shows it; times in ticks."""

    process_id: int
    parent_id: int
    own_ticks: int
    reaped_ticks: int
    """What children used that have ended and were waited for."""


def parse_stat(text: str) -> ProcessTimes:
    """Read the line in ``/proc/<pid>/stat``, whose command may hold blanks and parentheses; raises ValueError."""
    process_id, _, after_id = text.partition(" ")
    _, closing, rest = after_id.rpartition(")")
    fields = rest.split()
    if not closing or len(fields) <= _REAPED_SYSTEM:
        raise ValueError("not a line of /proc/<pid>/stat")
    return ProcessTimes(
        int(process_id),
        int(fields[_PARENT]),
        int(fields[_USER]) + int(fields[_SYSTEM]),
        int(fields[_REAPED_USER]) + int(fields[_REAPED_SYSTEM]),
    )


def family_of(root_id: int, processes: Iterable[ProcessTimes]) -> list[ProcessTimes]:
    """Return ``root_id`` and all its living descendants."""
    by_id = {process.process_id: process for process in processes}
    children: dict[int, list[int]] = {}
    for process in by_id.values():
        children.setdefault(process.parent_id, []).append(process.process_id)
    found, waiting = [], [root_id] if root_id in by_id else []
    while waiting:
        process = by_id[waiting.pop()]
        found.append(process)
        waiting.extend(children.get(process.process_id, ()))
    return found


def family_ticks(root_id: int, processes: Iterable[ProcessTimes]) -> int:
    """Return the ticks of a process and all its living descendants, with what their ended children used."""
    return sum(process.own_ticks + process.reaped_ticks for process in family_of(root_id, processes))


def cpu_s_of(process_id: int) -> float | None:
    """Return the CPU seconds of one process without its children; None where the kernel does not tell."""
    try:
        times = parse_stat(Path(f"/proc/{process_id}/stat").read_text())
    except OSError:
        return None
    return times.own_ticks / os.sysconf("SC_CLK_TCK")


def cpu_s_of_family(root_id: int) -> float:
    """Return the CPU seconds, user and system, that a process and its descendants have used until now."""
    return family_ticks(root_id, living()) / os.sysconf("SC_CLK_TCK")


def living() -> list[ProcessTimes]:
    """Return every process that lives now."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                found.append(parse_stat((folder / "stat").read_text()))
            except (FileNotFoundError, ProcessLookupError):
                continue  # it ended while we were reading
    return found
