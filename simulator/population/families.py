"""Families: who belongs to whom in a block. Dependants get an insured person, households a head, couples one name."""

from dataclasses import dataclass

import numpy as np

from simulator.population.draws import Draw, Draws, Floats, Ints
from simulator.population.persons import Persons
from simulator.population.schemes import Membership

_GROWN_UP = 20
_PARTNER_FROM, _PARENT_FROM = 25, 62
_YOUNGEST_PARENT, _YEARS_OF_PARENTS = 23, 15
"""A child's parent is from 23 to 37 years older."""
_YEARS_ABOUT = 2
_HEADS_OF_NHI, _COUPLES_FROM_75 = 0.7, 0.45
"""Of grown-ups in 国保, and of women from 75 on whose husband lives; ours, rounded."""


@dataclass(frozen=True, slots=True)
class Families:
    """Persons in the order of their families, each family's first being its head (被保険者, 世帯主)."""

    persons: Persons
    families: Ints
    """By person: the number of the family, from 0 in each block."""
    heads: Ints
    """By family: the place of its head."""
    ranks: Ints
    """By person: 0 for the head, then 1, 2, …"""

    @property
    def count(self) -> int:
        """How many families there are."""
        return len(self.heads)


def draw_families(draws: Draws, persons: Persons) -> Families:
    """Return the persons of a block as families."""
    count = len(persons)
    head_of = np.arange(count, dtype=np.int64)
    places, ages = draws.shares(Draw.PARENT_PLACE, count), draws.shares(Draw.PARENT, count)
    memberships = persons.memberships.copy()
    for insured, dependant in (
        (Membership.KYOKAI_INSURED, Membership.KYOKAI_DEPENDANT),
        (Membership.SOCIETY_INSURED, Membership.SOCIETY_DEPENDANT),
        (Membership.MUTUAL_AID_INSURED, Membership.MUTUAL_AID_DEPENDANT),
    ):
        heads = np.flatnonzero(persons.of(insured) & (persons.ages >= _GROWN_UP))
        members = np.flatnonzero(persons.of(dependant))
        if len(heads):
            _join(head_of, persons, heads, members, ages, places)
        else:
            # In a block of a few persons there may be nobody who insures them.
            memberships[members] = Membership.MUNICIPAL_NHI
    is_head = draws.shares(Draw.HEAD_OF_HOUSEHOLD, count) < _HEADS_OF_NHI
    for scheme in (Membership.MUNICIPAL_NHI, Membership.NHI_SOCIETY):
        of_scheme = persons.of(scheme)
        heads = np.flatnonzero(of_scheme & (persons.ages >= _GROWN_UP) & is_head)
        members = np.flatnonzero(of_scheme & ((persons.ages < _GROWN_UP) | ~is_head))
        if len(heads):
            _join(head_of, persons, heads, members, ages, places)
    elderly = persons.of(Membership.LATE_ELDERLY)
    husbands = np.flatnonzero(elderly & ~persons.are_women)
    is_wife = draws.shares(Draw.SPOUSE, count) < _COUPLES_FROM_75
    wives = np.flatnonzero(elderly & persons.are_women & is_wife)
    _marry(head_of, persons, husbands, wives)
    return _in_order(Persons(memberships, persons.bands, persons.ages, persons.birthdates, persons.are_women), head_of)


def _join(
    head_of: Ints, persons: Persons, heads: Ints, members: Ints, age_shares: Floats, place_shares: Floats
) -> None:
    """Give each member a head: partners one of their own, children and parents one of the right age."""
    ages = persons.ages[members]
    partners = members[(ages >= _PARTNER_FROM) & (ages < _PARENT_FROM)]
    for are_women in (True, False):
        of_one_sex = partners[persons.are_women[partners] == are_women]
        others = heads[(persons.are_women[heads] != are_women) & (persons.ages[heads] >= _PARTNER_FROM)]
        _marry(head_of, persons, others, of_one_sex)
    rest = members[head_of[members] == members]
    years = _YOUNGEST_PARENT + age_shares[rest] * _YEARS_OF_PARENTS
    ages = persons.ages[rest]
    head_of[rest] = _about(
        heads, persons, np.where(ages < _PARENT_FROM, ages + years, ages - years), place_shares[rest]
    )


def _marry(head_of: Ints, persons: Persons, heads: Ints, partners: Ints) -> None:
    """Pair partners and heads by age, each head once; who finds none stays alone."""
    pairs = min(len(heads), len(partners))
    if not pairs:
        return
    by_age = heads[np.argsort(persons.ages[heads], kind="stable")]
    partners = partners[:pairs]
    partners = partners[np.argsort(persons.ages[partners], kind="stable")]
    head_of[partners] = by_age[np.arange(pairs) * len(by_age) // pairs]


def _about(heads: Ints, persons: Persons, wanted: Floats, shares: Floats) -> Ints:
    """Return for each wanted age one of the heads of about that age, or the nearest."""
    by_age = heads[np.argsort(persons.ages[heads], kind="stable")]
    ages = persons.ages[by_age]
    first = np.searchsorted(ages, wanted - _YEARS_ABOUT, side="left")
    end = np.searchsorted(ages, wanted + _YEARS_ABOUT, side="right")
    nearest = np.minimum(first, len(ages) - 1)
    return by_age[np.where(end > first, first + np.asarray(shares * (end - first), dtype=np.int64), nearest)]


def _in_order(persons: Persons, head_of: Ints) -> Families:
    count = len(persons)
    is_member = head_of != np.arange(count)
    order = np.lexsort((-persons.ages, is_member, head_of))
    starts = np.flatnonzero(~is_member[order])
    families = np.cumsum(~is_member[order]) - 1
    return Families(persons.reordered(order), families, starts, np.arange(count) - starts[families])
