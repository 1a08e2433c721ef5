"""Ask whether what is locked has a known hole: `python -m tools.supply.known_holes PIP_AUDIT LOCK…`.

The data of pip-audit lie with the package index. A machine that does not reach them learns nothing, and says so: that
is no hole, and no word of there being none. Exit 1 where there is a hole.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

_WITHIN_S = 120.0


def main(arguments: Sequence[str]) -> int:
    """Ask about each lock; return the exit code."""
    program, *locks = arguments
    found = False
    for lock in locks:
        holes, unknown = ask(program, lock)
        found = found or bool(holes)
        said = holes or ([] if unknown else ["no known hole"])
        if unknown:
            said.append(f"not known of {unknown} packages, as no data of them was reached")
        print("\n".join(f"{lock}: {line}" for line in said))  # noqa: T201 - a program speaks to its user
    return int(found)


def ask(program: str, lock: str, within_s: float = _WITHIN_S) -> tuple[list[str], int | str]:
    """Return a line for each hole in what ``lock`` names, and of how many packages nothing could be learned."""
    told = f"--disable-pip --require-hashes --progress-spinner off --format json --requirement {lock}"
    command = [program, *told.split()]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=within_s, check=False)  # noqa: S603
        packages = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        # It broke off, or hangs: nothing was reached at all.
        return [], "all"
    return holes_in(packages), sum("skip_reason" in package for package in packages)


def holes_in(packages: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return a line for each hole: package and version, its name, where it is mended."""
    return [
        f"{package['name']} {package['version']}: {hole['id']}, mended in {', '.join(hole['fix_versions']) or '-'}"
        for package in packages
        for hole in package.get("vulns", ())
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
