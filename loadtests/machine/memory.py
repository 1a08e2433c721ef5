"""Memory from the kernel's own accounting: the most that a process has had resident. Linux only."""

from collections.abc import Iterator
from pathlib import Path

from loadtests.machine.accounting import family_of, living

_PEAK, _NOW = "VmHWM:", "VmRSS:"
_FORGET_PEAK = "5"
"""proc_pid_clear_refs(5): the peak begins anew with what is resident now."""
_OF_POSTGRES = "postgres"


def begin_peaks(root_id: int) -> dict[int, int]:
    """Let the peaks of a process's descendants begin anew; return what each has now, kB. Not of PostgreSQL."""
    now = {}
    for process_id, folder in _programs(root_id):
        (folder / "clear_refs").write_text(_FORGET_PEAK)
        now[process_id] = _resident(folder, _NOW)
    return now


def most_grown(root_id: int, before: dict[int, int]) -> int:
    """Return by how much the descendant that grew most since ``before`` had grown at its peak, kB."""
    return max(_resident(folder, _PEAK) - before.get(process_id, 0) for process_id, folder in _programs(root_id))


def _programs(root_id: int) -> Iterator[tuple[int, Path]]:
    for process in family_of(root_id, living()):
        folder = Path("/proc") / str(process.process_id)
        if process.process_id != root_id and _OF_POSTGRES not in (folder / "comm").read_text():
            yield process.process_id, folder


def _resident(folder: Path, name: str) -> int:
    for line in (folder / "status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    raise ValueError(f"{folder} tells no {name}")
