import pytest

from loadtests.machine.accounting import ProcessTimes, family_ticks, parse_stat

# As proc_pid_stat(5) lays it out; the command is the third party's to choose.
LINE = (
    "4242 (postgres: a (b) c) S 17 4242 4242 0 -1 4194624 7230 12345 0 2 110 45 300 20 20 0 1 0 123456 229000000 6000 "
    "18446744073709551615 1 1 0 0 0 0 0 19935232 84487 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n"
)


def test_times_are_read_behind_a_command_with_blanks_and_parentheses() -> None:
    assert parse_stat(LINE) == ProcessTimes(process_id=4242, parent_id=17, own_ticks=155, reaped_ticks=320)


@pytest.mark.parametrize("line", ["", "4242 (postgres", "4242 (postgres) S 17 1 2"])
def test_a_line_that_is_cut_off_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="/proc/<pid>/stat"):
        parse_stat(line)


def test_a_family_is_a_process_with_its_living_and_its_ended_descendants() -> None:
    processes = [
        ProcessTimes(1, 0, 1000, 5000),
        ProcessTimes(10, 1, 7, 20),
        ProcessTimes(11, 10, 30, 0),
        ProcessTimes(12, 10, 0, 400),
        ProcessTimes(13, 12, 5000, 0),
        ProcessTimes(20, 1, 90_000, 0),
    ]

    assert family_ticks(10, processes) == 5457


def test_a_process_that_is_gone_has_used_nothing() -> None:
    assert family_ticks(99, [ProcessTimes(1, 0, 1000, 5000)]) == 0
