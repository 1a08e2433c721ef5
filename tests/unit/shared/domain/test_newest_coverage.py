"""Which of several coverages wins: 交付年月日, then 資格取得年月日 (docs/decisions/0008)."""

from datetime import date
from itertools import permutations
from typing import Any

from shared.domain.coverage import Coverage
from shared.domain.newest_coverage import is_newer, newest_of
from tests import builders


def coverage(name: str, **more: Any) -> Coverage:
    return builders.coverage(coverage_id=name, **more)


def test_the_one_issued_last_wins_though_acquired_first() -> None:
    early = coverage("a", acquired_on=date(2026, 4, 1), issued_on=date(2026, 6, 1))
    late = coverage("b", acquired_on=date(2026, 5, 1), issued_on=date(2026, 5, 2))
    assert newest_of([early, late]) is early
    assert is_newer(early, late)


def test_without_a_day_of_issue_the_acquisition_counts() -> None:
    issued = coverage("a", acquired_on=date(2026, 4, 1), issued_on=date(2026, 5, 1))
    unissued = coverage("b", acquired_on=date(2026, 5, 2))
    assert newest_of([issued, unissued]) is unissued


def test_of_two_issued_on_one_day_the_one_acquired_last_wins_whatever_their_ids() -> None:
    first = coverage("z", acquired_on=date(2026, 4, 1), issued_on=date(2026, 6, 1))
    second = coverage("a", acquired_on=date(2026, 5, 1), issued_on=date(2026, 6, 1))
    assert newest_of([first, second]) is second


def test_the_order_in_which_they_come_never_decides() -> None:
    three = [coverage(name, acquired_on=date(2026, 4, 1)) for name in ("a", "b", "c")]
    assert {newest_of(order).coverage_id for order in permutations(three)} == {"c"}
