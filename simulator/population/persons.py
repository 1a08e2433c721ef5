"""The persons of a block: age, sex, and where they are insured, before they are families."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from simulator.population.days import ages_ago
from simulator.population.draws import Bools, Draw, Draws, Ints, chosen
from simulator.population.pyramid import PYRAMID, YEARS
from simulator.population.schemes import Membership, cells

_OLDEST = 105
_DAYS_BEFORE_A_BIRTHDAY = 365
_MARRIED_FROM, _MARRIED_UNTIL = 25, 70
_WOMEN_OF_DEPENDANT_SPOUSES, _WOMEN_OF_INSURED = 0.95, 0.43
"""Of dependants from 25 on, and of employees; women of 協会けんぽ are 43 % of its insured (rounded)."""

_DEPENDANTS = (Membership.KYOKAI_DEPENDANT, Membership.SOCIETY_DEPENDANT, Membership.MUTUAL_AID_DEPENDANT)
_EMPLOYEES = (Membership.KYOKAI_INSURED, Membership.SOCIETY_INSURED, Membership.MUTUAL_AID_INSURED)


@dataclass(frozen=True, slots=True)
class Persons:
    """One row a person, as arrays of one length."""

    memberships: Ints
    bands: Ints
    """Places in the age pyramid."""
    ages: Ints
    birthdates: Ints
    are_women: Bools

    def __len__(self) -> int:
        return len(self.ages)

    def reordered(self, order: Ints) -> "Persons":
        """Return the same persons in another order."""
        return Persons(
            self.memberships[order], self.bands[order], self.ages[order], self.birthdates[order], self.are_women[order]
        )

    def of(self, *memberships: Membership) -> Bools:
        """Tell who belongs to one of these."""
        return np.isin(self.memberships, memberships)


def draw_persons(draws: Draws, count: int, reference_date: date) -> Persons:
    """Return the persons of a block as they are on the reference date."""
    nation = cells()
    cell = chosen(draws.shares(Draw.CELL, count), nation.weights)
    memberships, bands = nation.memberships[cell], nation.bands[cell]
    since = np.array([band.since for band in PYRAMID], dtype=np.int64)
    ages = since[bands] + draws.below(Draw.AGE, count, YEARS)
    last_days = ages_ago(reference_date, _OLDEST)
    birthdates = last_days[ages] - draws.below(Draw.DAY_OF_BIRTH, count, _DAYS_BEFORE_A_BIRTHDAY)
    women = np.array([band.women for band in PYRAMID])[bands]
    is_of_marriage_age = (ages >= _MARRIED_FROM) & (ages < _MARRIED_UNTIL)
    women = np.where(np.isin(memberships, _DEPENDANTS) & is_of_marriage_age, _WOMEN_OF_DEPENDANT_SPOUSES, women)
    women = np.where(np.isin(memberships, _EMPLOYEES), _WOMEN_OF_INSURED, women)
    return Persons(memberships, bands, ages, birthdates, draws.shares(Draw.SEX, count) < women)
