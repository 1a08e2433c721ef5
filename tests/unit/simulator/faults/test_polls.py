"""One firing of still_processing is several polls in a row."""

import pytest

from simulator.faults.rule import Rule, fired_by, firing_of, is_exhausted

THREE_POLLS = {"polls": 3}


@pytest.mark.parametrize(
    ("rule", "firings"),
    [
        (Rule("still_processing", THREE_POLLS), [1, 1, 1, None, None]),
        (Rule("still_processing", THREE_POLLS, skip=1), [None, 1, 1, 1, None]),
        (Rule("still_processing", {"polls": 2}, times=2), [1, 1, 2, 2, None]),
        (Rule("still_processing", {"polls": 2}, times=None), [1, 1, 2, 2, 3]),
    ],
)
def test_a_firing_takes_its_polls(rule: Rule, firings: list[int | None]) -> None:
    assert [firing_of(rule, place) for place in range(1, 6)] == firings


def test_it_has_fired_and_is_used_up_with_the_last_of_its_polls() -> None:
    rule = Rule("still_processing", THREE_POLLS)

    assert [fired_by(rule, seen) for seen in range(5)] == [0, 0, 0, 1, 1]
    assert [is_exhausted(rule, seen) for seen in range(5)] == [False, False, False, True, True]
