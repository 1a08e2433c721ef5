from types import SimpleNamespace

import pytest

from loadtests.could_not_start import CouldNotStart
from loadtests.faces.insurers import Insurers, member


def test_a_member_is_the_same_for_the_same_turn_and_like_nobody_elses() -> None:
    assert member(1, 0, "06139018", "2026-12-01") == member(1, 0, "06139018", "2026-12-01")
    people = [member(seed, number, "06139018", "2026-12-01") for seed in (1, 2) for number in range(50)]
    assert len({each["person"]["person_id"] for each in people}) == 100
    assert len({(each["insured"]["symbol"], each["insured"]["number"]) for each in people}) == 100


def test_a_member_is_covered_for_a_month_and_a_day_once_corrected() -> None:
    invented = member(3, 4, "06139018", "2026-12-01")

    assert invented["coverage"]["acquired_on"] == "2026-11-01"
    assert invented["correction"] == {"acquired_on": "2026-10-31"}
    assert invented["coverage"]["person_id"] == invented["person"]["person_id"]
    assert (invented["insured"]["symbol"], invented["insured"]["number"]) == ("負荷3", "5")


def test_an_insurer_that_is_not_told_whole_cannot_write() -> None:
    with pytest.raises(CouldNotStart, match="CLIENT:SECRET:NUMBER"):
        Insurers.institutions(None, SimpleNamespace(insurer="insurer"))
