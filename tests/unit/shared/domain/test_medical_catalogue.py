"""Invented medical data must be seen to be invented, and stay within the bounds that it is drawn from."""

import pytest

from shared.domain.medical_catalogue import INSTITUTIONS, SCHEDULES
from shared.domain.purposes import DataKind


@pytest.mark.parametrize("kind", sorted(SCHEDULES))
def test_every_code_says_that_it_is_simulated_and_stands_for_one_thing(kind: DataKind) -> None:
    items = SCHEDULES[kind].items
    assert [item.code for item in items if not item.code.startswith("SIM-")] == []
    assert len({item.code for item in items}) == len({item.name for item in items}) == len(items)


@pytest.mark.parametrize("kind", sorted(SCHEDULES))
def test_a_chance_is_one_of_256_and_bounds_are_in_order(kind: DataKind) -> None:
    schedule = SCHEDULES[kind]
    assert 0 < schedule.chance <= 256
    assert schedule.months > 0
    assert [item.code for item in schedule.items if item.least > item.most] == []


def test_nobody_takes_an_invented_institution_for_a_real_one() -> None:
    assert [name for name in INSTITUTIONS if "模擬" not in name] == []
