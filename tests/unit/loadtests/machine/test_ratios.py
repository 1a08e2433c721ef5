import pytest

from loadtests.machine.ratios import median_quotient, median_ratio, microseconds_each, paired_ratios, percentile


def test_a_rate_is_divided_by_the_mean_of_its_neighbours() -> None:
    assert paired_ratios([1500.0, 1000.0], [2000.0, 4000.0, 4000.0]) == [0.5, 0.25]


def test_a_slow_spell_of_the_machine_leaves_the_median_alone() -> None:
    # The third lap fell into it alone: its neighbours did not.
    assert median_ratio([600.0, 600.0, 60.0, 600.0, 600.0], [1000.0] * 6) == 0.6


def test_a_slow_spell_that_hits_neighbours_too_leaves_every_ratio_alone() -> None:
    assert paired_ratios([600.0, 60.0], [1000.0, 1000.0, 100.0]) == [0.6, pytest.approx(0.10909, abs=1e-5)]
    assert paired_ratios([60.0], [100.0, 100.0]) == [0.6]


def test_a_rate_without_a_neighbour_is_refused() -> None:
    with pytest.raises(ValueError, match="between two"):
        paired_ratios([600.0, 600.0], [1000.0, 1000.0])


@pytest.mark.parametrize(("percent", "expected"), [(0, 1.0), (50, 5.0), (51, 6.0), (95, 10.0), (100, 10.0)])
def test_a_percentile_is_the_nearest_rank(percent: float, expected: float) -> None:
    assert percentile([10.0, 9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0], percent) == expected


def test_no_values_have_no_percentile() -> None:
    with pytest.raises(ValueError, match="no values"):
        percentile([], 50)


def test_half_a_second_for_a_thousand_is_500_microseconds_each() -> None:
    assert microseconds_each(0.5, 1000) == 500.0


def test_two_that_ran_in_turn_are_compared_round_by_round() -> None:
    # In the second round the machine was slow, for both.
    assert median_quotient([1500.0, 150.0, 1600.0], [1000.0, 100.0, 1000.0]) == 1.5
    with pytest.raises(ValueError, match="shorter"):
        median_quotient([1500.0, 1500.0], [1000.0])
