from collections.abc import Callable

from loadtests.selftest.search import largest_kept


def up_to(limit: float, tried: list[float]) -> Callable[[float], bool]:
    def is_kept(rate: float) -> bool:
        tried.append(rate)
        return rate <= limit

    return is_kept


def test_rates_are_doubled_until_one_is_not_kept_and_then_halved_between() -> None:
    tried: list[float] = []

    assert largest_kept(up_to(275, tried), lambda: True) == 275
    assert tried == [50, 100, 200, 400, 300, 250, 275]


def test_a_machine_that_keeps_not_even_the_first_is_asked_for_less() -> None:
    tried: list[float] = []

    assert largest_kept(up_to(20, tried), lambda: True) == 18.75
    assert tried == [50, 25, 12.5, 18.75]


def test_the_search_ends_where_there_is_no_more_time() -> None:
    tried: list[float] = []

    assert largest_kept(up_to(10_000, tried), lambda: len(tried) < 3) == 200
    assert tried == [50, 100, 200]
