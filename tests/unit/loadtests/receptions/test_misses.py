from loadtests.receptions.misses import Misses


def test_an_institution_that_missed_as_often_as_it_may_can_be_refused() -> None:
    misses = Misses(limit=2)
    misses.add("2710900016", 0)
    assert not misses.are_too_many("2710900016", 1)

    misses.add("2710900016", 1)

    assert misses.are_too_many("2710900016", 1)
    assert not misses.are_too_many("2710900024", 1)


def test_misses_that_have_left_the_window_count_no_more() -> None:
    misses = Misses(limit=2)
    misses.add("2710900016", 0)
    misses.add("2710900016", 1)

    assert misses.are_too_many("2710900016", 61)
    assert not misses.are_too_many("2710900016", 80)
