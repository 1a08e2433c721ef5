"""How a process is told to end."""

import signal
import subprocess
import sys

import pytest

HANG_UP = """
import signal, sys, time
from simulator.running.ending import exit_on_terminate, hang_up_as_terminate
if "nohup" in sys.argv:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
hang_up_as_terminate()
exit_on_terminate()
try:
    signal.raise_signal(signal.SIGHUP)
    print("still here", flush=True)
finally:
    print("cleaned up", flush=True)
"""
PARENT = """
import subprocess, sys, signal
from shared.db.parent_death import die_with_parent
child = subprocess.Popen(["/bin/sleep", "60"], preexec_fn=die_with_parent(signal.SIGTERM), stdout=sys.stdout)
print(child.pid, flush=True)
"""


@pytest.mark.parametrize(
    ("arguments", "said", "code"),
    [([], "cleaned up\n", 128 + signal.SIGTERM), (["nohup"], "still here\ncleaned up\n", 0)],
)
def test_a_hang_up_ends_as_sigterm_does_unless_it_is_ignored(arguments: list[str], said: str, code: int) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", HANG_UP, *arguments], capture_output=True, text=True, timeout=30, check=False
    )

    assert (ended.stdout, ended.returncode) == (said, code)


def test_a_child_ends_with_its_parent() -> None:
    # The pipe is at its end when nobody holds it any more: neither the parent nor the child.
    ended = subprocess.run([sys.executable, "-c", PARENT], capture_output=True, text=True, timeout=30, check=True)

    assert int(ended.stdout) > 1
