import numpy as np
import pytest

from simulator.population.pyramid import PYRAMID
from simulator.population.schemes import MEMBERS_MILLIONS, Membership, cells


@pytest.mark.parametrize("membership", Membership, ids=lambda each: each.name)
def test_each_scheme_has_its_members(membership: Membership) -> None:
    nation = cells()

    members = nation.weights[nation.memberships == membership].sum()
    assert members == pytest.approx(MEMBERS_MILLIONS[membership], rel=1e-3)


def test_below_75_the_ages_are_those_of_the_pyramid() -> None:
    nation = cells()
    by_band = np.bincount(nation.bands, weights=nation.weights)[:15]
    persons = np.array([band.persons for band in PYRAMID[:15]])

    assert by_band / by_band.sum() == pytest.approx(persons / persons.sum(), rel=0.01)


def test_of_municipal_insurance_four_in_ten_are_65_to_74() -> None:
    nation = cells()
    is_municipal = nation.memberships == Membership.MUNICIPAL_NHI
    older = nation.weights[is_municipal & (nation.bands >= 13)].sum()

    assert older / nation.weights[is_municipal].sum() == pytest.approx(0.41, abs=0.03)
