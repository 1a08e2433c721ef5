"""What Linux tells of a process: whether it stands still, and how many callers it is connected with."""

from contextlib import suppress
from pathlib import Path

_ESTABLISHED = "01"
_ADDRESS, _STATE, _INODE = 1, 3, 9
"""Columns of /proc/net/tcp (proc(5))."""


def stands_still(process_id: int) -> bool:
    """Tell whether SIGSTOP has reached it."""
    with suppress(FileNotFoundError):
        # The name before it may hold blanks and brackets.
        return Path(f"/proc/{process_id}/stat").read_text(encoding="utf-8").rpartition(") ")[2].startswith("T")
    return False


def connections_with(process_id: int, port: int) -> int:
    """Return how many connections to ``port`` of this machine the process has accepted."""
    sockets = set()
    with suppress(FileNotFoundError):
        for descriptor in Path(f"/proc/{process_id}/fd").iterdir():
            with suppress(FileNotFoundError):
                sockets.add(str(descriptor.readlink()))
    rows = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    return sum(
        row[_STATE] == _ESTABLISHED and row[_ADDRESS].endswith(f":{port:04X}") and f"socket:[{row[_INODE]}]" in sockets
        for row in rows
    )
