import pytest

from loadtests.scale.__main__ import sizes_up_to


@pytest.mark.parametrize(
    ("persons", "sizes"),
    [
        (10_000, [10_000]),
        (1_000_000, [10_000, 100_000, 1_000_000]),
        (250_000, [10_000, 100_000, 250_000]),
        (5_000, [5_000]),
    ],
)
def test_each_world_is_ten_times_the_one_before(persons: int, sizes: list[int]) -> None:
    assert sizes_up_to(persons) == sizes
