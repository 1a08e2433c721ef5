import re
from datetime import UTC, datetime

from loadtests.worlds.population import invent_patients

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def test_the_same_seed_makes_the_same_people() -> None:
    assert list(invent_patients(50, 1, NOW)) == list(invent_patients(50, 1, NOW))
    assert list(invent_patients(50, 1, NOW)) != list(invent_patients(50, 2, NOW))


def test_nobody_shares_a_number_or_a_certificate() -> None:
    people = list(invent_patients(500, 1, NOW))

    assert len({one.coverage.number for one in people}) == 500
    assert len({one.serial_number for one in people}) == 500
    assert len({one.record.person_id for one in people}) == 500


def test_nothing_that_is_shown_of_anybody_has_twelve_digits_in_a_row() -> None:
    for one in invent_patients(500, 1, NOW):
        shown = (one.record.name, one.record.address, one.coverage.symbol, one.coverage.number)
        assert not any(re.search(r"\d{12}", text or "") for text in shown)
