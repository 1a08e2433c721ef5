"""How much a machine can send, as people ask it: one rate, some 10 s."""

import json
import subprocess
import sys

from tests.flows.loads import ROOT, WITHIN_S
from tests.flows.program import environment


def test_a_machine_says_what_it_can_send() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "loadtests.selftest", "--processes", "1", "--longest", "0"],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=WITHIN_S,
        check=False,
    )

    assert ended.returncode == 0, ended.stderr
    assert "receptions a second by 1 process (load" in ended.stdout
    found = json.loads((ROOT / "build" / "load-selftest.json").read_text(encoding="utf-8"))
    first, *_ = found["steps"]
    assert first["rate"] == 50
    # Whether so little is sent hangs on what else the machine does; that it was measured does not.
    assert first["cpu_s"] > 0
    assert first["lag_p99_ms"] is not None
