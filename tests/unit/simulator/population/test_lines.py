from collections import Counter
from datetime import date
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.ages import birthday
from shared.domain.my_number import may_be_my_number, may_be_my_number_as_identifier
from simulator.population.block import Nation, draw_block
from simulator.population.draws import BLOCK_SIZE
from simulator.population.lines import lines_of
from tests.unit.simulator.population.registering import kind_of, lines, registered

DAY = date(2026, 11, 30)
Lines = list[dict[str, Any]]
WHOLE = Nation(3 * BLOCK_SIZE, 7, DAY)
MEMBERS = {
    "kyokai": 39.44,
    "society": 28.20,
    "municipal_nhi": 23.1,
    "nhi_society": 2.6,
    "elderly": 19.9,
}
"""Millions, as the schemes' own statistics have them (2022-2023)."""


@pytest.fixture(scope="module")
def found() -> Lines:
    return lines(WHOLE)


def test_every_line_is_taken_by_the_registrys_own_rules(found: Lines) -> None:
    made = registered(found, DAY)

    assert len(made) > WHOLE.persons


@given(
    persons=st.integers(1, 400),
    seed=st.integers(0, 2**63 - 1),
    day=st.dates(date(2025, 1, 1), date(2028, 12, 31)),
)
@settings(max_examples=25, deadline=None)
def test_small_nations_of_any_seed_and_day_are_taken_too(persons: int, seed: int, day: date) -> None:
    found = lines(Nation(persons, seed, day))

    assert len(found) == persons
    registered(found, day)


def test_the_same_block_is_the_same_bytes_whenever_it_is_made() -> None:
    first = lines_of(draw_block(WHOLE, 2))
    lines_of(draw_block(WHOLE, 0))

    assert lines_of(draw_block(WHOLE, 2)) == first
    assert lines_of(draw_block(WHOLE, 1)) != first


def test_from_the_75th_birthday_on_nobody_is_in_a_scheme_of_the_younger() -> None:
    for line in lines(WHOLE):
        at_75 = birthday(date.fromisoformat(line["person"]["birthdate"]), 75)
        for cover in line["coverages"]:
            kind = kind_of(cover["insurer_number"]).value
            last = cover.get("lost_on", str(DAY))
            assert kind in {"elderly", "public_assistance"} or last <= str(at_75)


def test_one_cover_follows_the_other_without_a_day_of_both_and_seldom_after_days_without_any(found: Lines) -> None:
    days = [
        (date.fromisoformat(after["acquired_on"]) - date.fromisoformat(before["lost_on"])).days
        for line in found
        for before, after in pairwise(line["coverages"])
    ]
    gaps = [gap for gap in days if gap]

    assert len(days) > 500
    assert all(1 <= gap <= 60 for gap in gaps)
    # Eight in a hundred of those who changed their job; who turned 75 has none.
    assert 0.04 < len(gaps) / len(days) < 0.10


def test_who_turned_75_of_late_goes_over_on_the_birthday(found: Lines) -> None:
    both = [
        line
        for line in found
        if [kind_of(each["insurer_number"]).value for each in line["coverages"]][1:] == ["elderly"]
    ]

    assert len(both) > 100
    for line in both:
        assert line["coverages"][1]["acquired_on"] == str(birthday(date.fromisoformat(line["person"]["birthdate"]), 75))


@pytest.mark.parametrize(("kind", "millions"), MEMBERS.items())
def test_each_scheme_has_its_share_within_two_percent_of_all(found: Lines, kind: str, millions: float) -> None:
    counted = Counter(kind_of(line["coverages"][-1]["insurer_number"]).value for line in found)

    assert counted[kind] / len(found) == pytest.approx(millions / 124.3, abs=0.02)


def test_seven_in_ten_have_registered_a_card(found: Lines) -> None:
    assert sum(line["card"] is not None for line in found) / len(found) == pytest.approx(0.69, abs=0.02)


def test_no_text_can_be_taken_for_a_my_number(found: Lines) -> None:
    for line in found:
        assert not any(map(may_be_my_number, line["person"].values()))
        assert line["card"] is None or not may_be_my_number(msgspec.json.encode(line["card"]).decode())
        for cover in line["coverages"]:
            assert not may_be_my_number(cover["coverage_id"])
            assert not may_be_my_number_as_identifier(cover["number"])
