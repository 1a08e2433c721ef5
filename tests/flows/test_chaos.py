"""`make chaos-smoke` and `make chaos` end 1 when an invariant is broken, and say which. 40 s for the two."""

import re
import subprocess
import sys

from tests.flows.program import WITHIN_S


def chaos(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.chaos.run", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=2 * WITHIN_S, check=False)


def test_what_is_broken_on_purpose_is_found() -> None:
    breaks = [word for name in ("record", "nonce", "seal", "500") for word in ("--break", name)]
    ended = chaos("--only", "worker killed", *breaks)

    assert "worker killed: " in ended.stdout, ended.stdout + ended.stderr
    assert "BROKEN  no answer without its record: answer " in ended.stdout
    assert "BROKEN  no nonce twice: a nonce stands in two records" in ended.stdout
    assert "BROKEN  seals whole: the audit found record-removed at " in ended.stdout
    assert "BROKEN  seals whole: the audit found record-changed at " in ended.stdout
    assert re.search(r"BROKEN  nothing 5xx but 503: \d+ times check by (number|card) was answered 500", ended.stdout)
    assert ended.returncode == 1


def test_a_service_that_does_not_come_back_is_found_by_a_round_alone() -> None:
    ended = chaos("--round", "1:18", "--break", "return", "--patience", "3")

    assert "| 1:18 | clock an hour on | " in ended.stdout, ended.stdout + ended.stderr
    assert "BROKEN  back by itself: an answer at the end: not within 3 s" in ended.stdout
    assert ended.returncode == 1
