"""How often a rule fires, by the place of a request among all that it fits."""

import pytest

from simulator.faults.rule import Rule, fired_by, firing_of, is_exhausted


@pytest.mark.parametrize(
    ("rule", "firings"),
    [
        (Rule("hang"), [1, None, None, None, None, None]),
        (Rule("hang", times=2), [1, 2, None, None, None, None]),
        (Rule("hang", skip=2), [None, None, 1, None, None, None]),
        (Rule("hang", times=2, every=2), [1, None, 2, None, None, None]),
        (Rule("hang", skip=1, times=2, every=3), [None, 1, None, None, 2, None]),
        (Rule("hang", times=None, every=2), [1, None, 2, None, 3, None]),
    ],
)
def test_a_rule_spares_the_first_fires_at_every_nth_and_ends(rule: Rule, firings: list[int | None]) -> None:
    assert [firing_of(rule, place) for place in range(1, 7)] == firings


@pytest.mark.parametrize(
    ("rule", "seen", "fired"),
    [
        (Rule("hang"), 0, 0),
        (Rule("hang"), 1, 1),
        (Rule("hang"), 9, 1),
        (Rule("hang", skip=2, times=3, every=2), 2, 0),
        (Rule("hang", skip=2, times=3, every=2), 3, 1),
        (Rule("hang", skip=2, times=3, every=2), 6, 2),
        (Rule("hang", skip=2, times=3, every=2), 100, 3),
        (Rule("hang", times=None), 100, 100),
    ],
)
def test_what_has_fired_follows_from_how_many_came(rule: Rule, seen: int, fired: int) -> None:
    assert fired_by(rule, seen) == fired


def test_a_rule_without_limit_is_never_exhausted() -> None:
    assert not is_exhausted(Rule("delay", times=None), 1_000_000)
    assert is_exhausted(Rule("delay", times=1_000_000), 1_000_000)
