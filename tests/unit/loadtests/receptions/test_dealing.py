from collections import Counter

import pytest

from loadtests.receptions.dealing import WHOLE, Share, deal

OWNERS = [f"clinic-{number}" for turn in range(40) for number in range(turn, 40)]
"""The last clinic has forty patients, the first has one."""


@pytest.mark.parametrize("of", [1, 2, 8])
def test_any_number_of_processes_sends_the_same(of: int) -> None:
    parts = [deal(OWNERS, Share(place, of)) for place in range(of)]

    assert sorted(index for part in parts for index in part) == list(range(820))
    assert all(part == sorted(part) for part in parts)


def test_an_institution_is_one_processs_own() -> None:
    parts = [{OWNERS[index] for index in deal(OWNERS, Share(place, 8))} for place in range(8)]

    assert Counter(owner for part in parts for owner in part).most_common(1)[0][1] == 1


def test_each_process_has_about_as_much() -> None:
    sizes = [len(deal(OWNERS, Share(place, 8))) for place in range(8)]

    assert (min(sizes), max(sizes)) == (99, 106)


def test_the_busiest_goes_alone() -> None:
    owners = ["hospital"] * 5 + ["clinic", "pharmacy", "dentist"]

    assert deal(owners, Share(0, 2)) == [0, 1, 2, 3, 4]
    assert deal(owners, Share(1, 2)) == [5, 6, 7]


def test_more_processes_than_institutions_leave_some_with_nothing() -> None:
    assert [len(deal(["one", "one"], Share(place, 3))) for place in range(3)] == [2, 0, 0]


def test_what_may_be_under_way_is_dealt_too() -> None:
    assert [Share(place, 3).room(400) for place in range(3)] == [134, 133, 133]
    assert [Share(place, 8).room(4) for place in range(8)] == [1] * 8
    assert WHOLE.room(400) == 400
