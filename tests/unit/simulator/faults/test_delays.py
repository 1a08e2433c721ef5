"""How long a delay is."""

from math import log
from statistics import mean, median, stdev

import pytest

from shared.worlds.fault_plan import Fired
from simulator.faults.delays import at_percentile, delay_s


def delays(parameters: dict[str, object], count: int = 4_000) -> list[float]:
    return sorted(delay_s(Fired("fault-1", "delay", parameters, number, b"key")) for number in range(1, count + 1))


def test_a_fixed_delay_is_always_the_same() -> None:
    assert set(delays({"milliseconds": 50}, 10)) == {0.05}


def test_a_uniform_delay_lies_between_its_bounds() -> None:
    found = delays({"uniform": [100, 300]})

    assert 0.1 <= found[0] < 0.105
    assert 0.295 < found[-1] <= 0.3
    assert mean(found) == pytest.approx(0.2, abs=0.005)


def test_a_lognormal_delay_has_its_median_and_its_spread() -> None:
    found = delays({"lognormal": {"median": 1500, "sigma": 0.5}})

    assert median(found) == pytest.approx(1.5, rel=0.05)
    assert stdev(log(each) for each in found) == pytest.approx(0.5, rel=0.05)


def test_a_delay_by_percentiles_has_them() -> None:
    found = delays({"percentiles": {"50": 1500, "95": 5000, "99": 9000}})

    assert found[2_000] == pytest.approx(1.5, rel=0.02)
    assert found[3_800] == pytest.approx(5.0, rel=0.03)
    assert found[-1] == 9.0


@pytest.mark.parametrize(
    ("percent", "milliseconds"), [(0, 1000), (50, 1000), (70, 2000), (90, 3000), (94.5, 4500), (99, 6000), (100, 6000)]
)
def test_between_percentiles_lies_a_straight_line(percent: float, milliseconds: float) -> None:
    assert at_percentile({"50": 1000, "90": 3000, "99": 6000}, percent) == pytest.approx(milliseconds)


def test_the_same_firing_of_the_same_rule_is_as_long_in_every_run() -> None:
    assert delays({"uniform": [0, 1000]}, 20) == delays({"uniform": [0, 1000]}, 20)


def test_no_delay_is_longer_than_ten_minutes() -> None:
    assert delays({"lognormal": {"median": 600_000, "sigma": 3}}, 100)[-1] == 600.0
