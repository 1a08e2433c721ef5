import pytest

from loadtests.receptions.misses import Due, Misses
from loadtests.receptions.schedule import Kind

CLINIC, OTHER = "2710900016", "2710900024"


def by_numbers(misses: Misses, sent_s: float, retry_after: str | None = None, institution: str = CLINIC) -> Due | None:
    return misses.due(Kind.IDENTIFIERS, institution, sent_s, retry_after)


def test_an_institution_that_missed_as_often_as_it_may_can_be_refused() -> None:
    misses = Misses(limit=2)
    misses.add(CLINIC, 0)
    assert by_numbers(misses, 1) is None

    misses.add(CLINIC, 1)

    assert by_numbers(misses, 1) is Due.BY_THIS_RUN
    assert by_numbers(misses, 1, institution=OTHER) is None


def test_misses_that_have_left_the_window_count_no_more() -> None:
    misses = Misses(limit=2)
    misses.add(CLINIC, 0)
    misses.add(CLINIC, 1)

    assert by_numbers(misses, 61) is Due.BY_THIS_RUN
    assert by_numbers(misses, 80) is None


# The run began at 1000; the budget's window is a minute.
@pytest.mark.parametrize(
    ("sent_s", "retry_after", "is_due"),
    [
        (1003.0, "40", True),  # The oldest miss was at 983.
        (1059.5, "1", True),  # At 1000.5 at the latest, rounded up from a moment before 1000.
        (1003.0, "60", False),  # At 1003: that is ours, and we sent none.
        (1059.5, "2", False),
        (1070.0, "1", False),
        (1003.0, None, False),
        (1003.0, "Tue, 01 Dec 2026 00:00:00 GMT", False),
    ],
)
def test_a_budget_that_was_used_up_before_the_run_is_right_as_long_as_the_refusal_says_so(
    sent_s: float, retry_after: str | None, is_due: bool
) -> None:
    misses = Misses(begun_s=1000.0)

    assert by_numbers(misses, sent_s, retry_after) is (Due.BEFORE_IT if is_due else None)


@pytest.mark.parametrize("kind", [Kind.CARD, Kind.BULK, Kind.CLOSED_PURPOSE])
def test_what_does_not_count_misses_is_never_refused_for_them(kind: Kind) -> None:
    misses = Misses(limit=1)
    misses.add(CLINIC, 0)

    assert misses.due(kind, CLINIC, 1, "1") is None
