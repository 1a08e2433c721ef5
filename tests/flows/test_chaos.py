"""`make chaos-smoke` ends 1 when an invariant is broken, and says which."""

import subprocess
import sys

from tests.flows.program import WITHIN_S


def test_a_record_that_is_forgotten_is_found() -> None:
    command = [sys.executable, "-m", "tests.chaos.run", "--only", "worker killed", "--forget-a-record"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=2 * WITHIN_S, check=False)

    assert "worker killed: " in ended.stdout, ended.stdout + ended.stderr
    assert "BROKEN  no answer without its record: answer " in ended.stdout
    assert "BROKEN  seals whole: the audit found record-removed at " in ended.stdout
    assert ended.returncode == 1
