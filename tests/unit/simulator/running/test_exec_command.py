"""What `onshi exec` hands to its command and passes back."""

import os
from pathlib import Path

import pytest

import simulator
from simulator.running.exec_command import _callers_own, exit_code_of

OWN = str(Path(simulator.__file__).parent.parent)


@pytest.mark.parametrize(("returned", "code"), [(0, 0), (3, 3), (255, 255), (-15, 143), (-9, 137)])
def test_the_code_is_what_a_shell_shows(returned: int, code: int) -> None:
    assert exit_code_of(returned) == code


def test_the_commands_path_is_the_callers() -> None:
    assert _callers_own({"PYTHONPATH": os.pathsep.join([OWN, "/vendor"])}) == {"PYTHONPATH": "/vendor"}
    assert _callers_own({"PYTHONPATH": OWN, "LANG": "C"}) == {"LANG": "C"}


def test_calls_to_this_machine_are_kept_from_a_proxy() -> None:
    own = _callers_own({"https_proxy": "http://proxy.example", "NO_PROXY": ".example"})

    assert own["NO_PROXY"] == ".example,127.0.0.1,localhost"
    assert own["no_proxy"] == "127.0.0.1,localhost"
    assert _callers_own({"LANG": "C"}) == {"LANG": "C"}
