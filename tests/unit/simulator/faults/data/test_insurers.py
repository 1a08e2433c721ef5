"""The old insurer still valid: which coverage is, and which are not seen yet."""

from datetime import date

from shared.domain.codes import LossReason
from simulator.faults.data.insurers import with_stale_insurer
from tests import builders

TODAY = date(2026, 11, 20)
OLD = builders.coverage(
    coverage_id="0190a000-0000-7000-8000-000000000111",
    lost_on=date(2026, 11, 1),
    loss_reason=LossReason.OTHER,
    valid_to=date(2026, 10, 31),
)
NEW = builders.coverage(
    coverage_id="0190a000-0000-7000-8000-000000000112",
    insurer=builders.insurer(number="06999910"),
    acquired_on=date(2026, 11, 1),
)


def test_the_insurance_that_ended_last_is_held_again_and_the_new_one_is_not_there() -> None:
    (stale,) = with_stale_insurer(builders.person(OLD, NEW), TODAY).coverages

    assert stale.insurer.number == "02999918"
    assert (stale.lost_on, stale.loss_reason, stale.valid_to) == (None, None, None)


def test_who_has_lost_their_only_insurance_still_has_it() -> None:
    (stale,) = with_stale_insurer(builders.person(OLD), TODAY).coverages

    assert stale.lost_on is None


def test_who_has_changed_no_insurer_is_read_as_on_record() -> None:
    person = builders.person(NEW)

    assert with_stale_insurer(person, TODAY) is person


def test_a_loss_to_come_has_not_happened_yet() -> None:
    person = builders.person(builders.coverage(lost_on=date(2026, 11, 21)))

    assert with_stale_insurer(person, TODAY) is person


def test_assistance_is_no_insurer() -> None:
    assistance = builders.coverage(
        coverage_id="0190a000-0000-7000-8000-000000000113",
        insurer=builders.insurer(kind="public_assistance", number="12999911"),
        acquired_on=date(2026, 11, 1),
    )

    seen = with_stale_insurer(builders.person(OLD, NEW, assistance), TODAY)

    assert [coverage.insurer.number for coverage in seen.coverages] == ["02999918", "12999911"]
