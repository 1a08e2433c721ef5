from pathlib import Path
from typing import Any

import pytest

from loadtests.baselines.comparing import CONDITIONS, BaselineUnreadable, compare, read_baseline


def run(p50_ms: float, echo_ms: list[float], *, count: int = 200, **changed: Any) -> dict[str, Any]:
    row = {"name": "check by card", "count": count, "p50_ms": p50_ms, "p99_ms": p50_ms * 4}
    return {**dict.fromkeys(CONDITIONS, "same"), "echo_ms": echo_ms, "rows": [row], **changed}


BEFORE = run(20.0, [2.0, 1.9, 2.1])


@pytest.mark.parametrize(
    ("now", "says"),
    [
        # Twice as slow, and so is its echo: nothing has changed.
        (run(40.0, [4.0, 4.0, 4.0]), "check by card p50: 10.0 echoes, was 10.0: +0%, unchanged"),
        (run(21.8, [2.0, 2.0, 2.0]), "check by card p50: 10.9 echoes, was 10.0: +9%, unchanged"),
        (run(25.0, [2.0, 2.0, 2.0]), "check by card p50: 12.5 echoes, was 10.0: +25%, slower"),
        (run(15.0, [2.0, 2.0, 2.0]), "check by card p50: 7.5 echoes, was 10.0: -25%, faster"),
    ],
)
def test_times_are_compared_as_echoes_and_beyond_their_spread(now: dict[str, Any], says: str) -> None:
    said = compare(now, BEFORE)

    assert said[0] == "the echoes of the two runs spread by 10%: less than that is no change"
    assert said[1] == says
    assert len(said) == 3


def test_other_conditions_compare_nothing_and_say_which() -> None:
    assert compare(run(20.0, [2.0], seed=8, scale="clinic"), BEFORE) == [
        "nothing is compared: seed, scale differ from the baseline's"
    ]


@pytest.mark.parametrize(
    ("now", "before", "is_compared"),
    [
        (0, 9_000, True),
        (150_000, 80_000, True),
        (80_000, 1_000_000, False),
        (None, None, True),
        # What was on record is not known of one of them.
        (0, None, False),
    ],
)
def test_records_before_may_be_some_more_but_not_many_times_as_many(
    now: int | None, before: int | None, *, is_compared: bool
) -> None:
    said = compare(run(20.0, [2.0, 2.0, 2.0], records_before=now), run(20.0, [2.0, 2.0, 2.0], records_before=before))

    assert (said[0] == "nothing is compared: records_before differ from the baseline's") is not is_compared


def test_a_run_without_an_echo_is_no_baseline() -> None:
    assert compare(run(20.0, []), BEFORE) == ["nothing is compared: a run without its echo is no baseline"]


def test_of_few_requests_nothing_is_said() -> None:
    assert len(compare(run(90.0, [2.0, 2.0, 2.0], count=99), BEFORE)) == 1


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"rows": 1}'])
def test_what_is_no_verdict_is_no_baseline(tmp_path: Path, text: str) -> None:
    file = tmp_path / "verdict.json"
    with pytest.raises(BaselineUnreadable):
        read_baseline(file)
    file.write_text(text)

    with pytest.raises(BaselineUnreadable, match="holds no verdict of an earlier run"):
        read_baseline(file)
