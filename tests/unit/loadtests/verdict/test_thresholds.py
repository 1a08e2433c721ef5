from pathlib import Path

import pytest

from loadtests.ledger import Row
from loadtests.verdict.thresholds import ThresholdUnreadable, measured, read_threshold, read_thresholds


@pytest.mark.parametrize(
    ("text", "row", "measure", "sign", "limit"),
    [
        ("check by card:p99<300", "check by card", "p99", "<", 300),
        ("check by card:p99.9<=300.5ms", "check by card", "p99.9", "<=", 300.5),
        ("token:errors<1%", "token", "errors", "<", 1),
        ("check by identifiers:rate>=20/s", "check by identifiers", "rate", ">=", 20),
        ("check for a closed purpose:wrong<1", "check for a closed purpose", "wrong", "<", 1),
    ],
)
def test_a_threshold_is_read(text: str, row: str, measure: str, sign: str, limit: float) -> None:
    read = read_threshold(text)

    assert (read.row, read.measure, read.sign, read.limit) == (row, measure, sign, limit)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("p99<300", "is no threshold"),
        ("check by card:p99=300", "is no threshold"),
        ("check by fax:p99<300", "a run has no 'check by fax'"),
        ("check by card:p42<300", "'p42' is not measured"),
        ("check by card:p99<300%", "p99 is not in %"),
    ],
)
def test_what_no_run_measures_is_refused(text: str, says: str) -> None:
    with pytest.raises(ThresholdUnreadable, match=says):
        read_threshold(text)


def test_a_threshold_that_ends_the_run_says_so() -> None:
    assert read_threshold("token:errors<1% abort").aborts
    assert not read_threshold("token:errors<1%").aborts


def test_those_of_a_file_and_of_the_command_line_are_read_together(tmp_path: Path) -> None:
    file = tmp_path / "thresholds.toml"
    file.write_text('["check by card"]\np99 = "<300 abort"\nerrors = "<1%"\n')

    found = read_thresholds(file, ["token:p50<5"])

    assert [each.text for each in found] == ["check by card:p99<300 abort", "check by card:errors<1%", "token:p50<5"]


def test_a_file_that_is_not_there_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(ThresholdUnreadable, match="FileNotFoundError"):
        read_thresholds(tmp_path / "thresholds.toml", [])


def test_what_was_not_measured_keeps_no_threshold() -> None:
    threshold = read_threshold("token:p99<300")

    assert measured(threshold.measure, Row(), 1.0) is None
    assert not threshold.is_kept(None)
    assert threshold.is_kept(299.9)
    assert not threshold.is_kept(300.0)
