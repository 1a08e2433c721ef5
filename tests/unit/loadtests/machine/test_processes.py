"""What is told of processes is of those that live, and of one that is gone nothing."""

import os
import subprocess
import sys

from loadtests.machine.processes import cpu_s_of, family_of, megabytes_of, workers


def test_a_child_is_of_the_family_until_it_ends() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        assert {os.getpid(), child.pid} <= family_of(os.getpid())
        assert megabytes_of([child.pid]) > 1
        child.communicate(b"\n")

    assert child.pid not in family_of(os.getpid())
    assert (megabytes_of([child.pid]), cpu_s_of([child.pid])) == (0, 0)


def test_what_has_worked_has_used_time_and_is_no_worker_of_a_simulator() -> None:
    assert cpu_s_of([os.getpid()]) > 0
    assert os.getpid() not in workers()
