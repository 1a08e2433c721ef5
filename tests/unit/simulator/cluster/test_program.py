import signal
from pathlib import Path

import pytest

from simulator.cluster.program import NotInTime, Program, wait_until
from simulator.cluster.run_as import RunAs


def _program(folder: Path, script: str) -> Program:
    return Program("one", ["/bin/sh", "-c", script], {"SAID": "hello"}, folder / "log", RunAs())


def test_it_says_into_its_log_and_sees_only_what_it_is_given(tmp_path: Path) -> None:
    program = _program(tmp_path, 'echo "$SAID $ONSHI_DATABASE_URL."')
    program.start()

    assert program.wait(10) == 0
    assert program.last_words() == "hello ."


def test_one_that_is_frozen_ends_when_it_is_asked_to(tmp_path: Path) -> None:
    program = _program(tmp_path, "while true; do sleep 1; done")
    program.start()
    program.signal(signal.SIGSTOP)

    program.end()

    assert not program.is_running


def test_one_that_was_killed_can_be_started_again(tmp_path: Path) -> None:
    program = _program(tmp_path, "while true; do sleep 1; done")
    program.start()
    first = program.process_id
    program.kill()
    program.start()
    try:
        assert program.is_running
        assert program.process_id != first
    finally:
        program.kill()


def test_what_does_not_come_is_said() -> None:
    with pytest.raises(NotInTime, match="a leader: not within 0 s"):
        wait_until(lambda: False, "a leader", 0.0)
