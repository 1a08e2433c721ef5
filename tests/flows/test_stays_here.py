"""`onshi up` tells nobody anything: from its start to a check no socket of it is open to another machine."""

import ipaddress
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.flows.people import clinic_of, persona
from tests.flows.program import SEED_AND_DAY, copied_world, simulator_in

TABLES = ("tcp", "tcp6", "udp", "udp6")
BYTES_OF_WORD = 4
NOBODY = ("0.0.0.0", "::")  # noqa: S104 - the other end of what only listens


@dataclass
class Watch:
    """What was seen of the sockets of all processes that work for a folder."""

    folder: Path
    processes: set[str] = field(default_factory=set)
    ends: set[tuple[str, str]] = field(default_factory=set)
    """Of each socket: its own address, and the other's."""

    def look(self) -> None:
        found = _processes_of(self.folder)
        own = {inode for process in found for inode in _sockets_of(process)}
        self.processes |= found
        self.ends |= {ends for inode, ends in _table() if inode in own}


@contextmanager
def watching(folder: Path) -> Iterator[Watch]:
    """Look again and again, as a connection may be short."""
    watch, ended = Watch(folder), threading.Event()

    def work() -> None:
        while not ended.wait(0.05):
            watch.look()

    looking = threading.Thread(target=work)
    looking.start()
    try:
        yield watch
    finally:
        ended.set()
        looking.join()


def _processes_of(folder: Path) -> set[str]:
    """Return the processes that name the folder, and their children."""
    found, parents = set(), {}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            # After the name, which may hold anything: state and parent.
            parents[process.name] = (process / "stat").read_text().rpartition(")")[2].split()[1]
            if str(folder).encode() in (process / "cmdline").read_bytes():
                found.add(process.name)
    while more := {process for process, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _sockets_of(process: str) -> Iterator[str]:
    try:
        for link in Path(f"/proc/{process}/fd").iterdir():
            kind, _, inode = str(link.readlink()).partition(":")
            if kind == "socket":
                yield inode.strip("[]")
    except OSError:
        # It has ended meanwhile, or the socket was closed.
        return


def _table() -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield inode and both addresses of each socket of IPv4 and IPv6."""
    for name in TABLES:
        for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]:
            parts = line.split()
            yield parts[9], (_address(parts[1]), _address(parts[2]))


def _address(written: str) -> str:
    """Return an address as /proc writes it: words in the machine's order, and the port."""
    raw = bytes.fromhex(written.partition(":")[0])
    words = [raw[place : place + BYTES_OF_WORD][::-1] for place in range(0, len(raw), BYTES_OF_WORD)]
    return str(ipaddress.ip_address(b"".join(words)))


def test_no_socket_leaves_this_machine(stopped_world: Path) -> None:
    with (
        copied_world(stopped_world) as folder,
        watching(folder) as watch,
        simulator_in(folder, *SEED_AND_DAY) as simulator,
    ):
        who = persona(simulator.control_url, "employee-with-limit")
        with clinic_of(simulator.base_url, simulator.control_url) as clinic:
            assert clinic.check(insured=who["insured"], purpose="CARE_VISIT").is_valid

    # Supervisor, worker, controls, PostgreSQL.
    assert len(watch.processes) >= 4
    assert ("127.0.0.1", "127.0.0.1") in watch.ends
    assert {own for own, _ in watch.ends} <= {"127.0.0.1", "::1"}
    assert {other for _, other in watch.ends} <= {"127.0.0.1", "::1", *NOBODY}


def test_an_address_is_read_as_it_is_written() -> None:
    assert _address("0100007F:1F40") == "127.0.0.1"
    assert _address("00000000000000000000000001000000:1F40") == "::1"
    assert _address("0101A8C0:0050") == "192.168.1.1"
