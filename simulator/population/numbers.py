"""記号・番号・枝番 of the nation's members: no two have the same on one day, whichever blocks they are in.

Each follows from the number of the family, or of the person where everybody is insured alone, in the whole nation; a
family's earlier cover has numbers of its own.
"""

from dataclasses import dataclass

import numpy as np

from simulator.population.covers import Covers
from simulator.population.draws import BLOCK_SIZE, Ints
from simulator.population.families import Families
from simulator.population.households import Households
from simulator.population.insurers import NUMBERS_OF_ASSISTED, NUMBERS_OF_ELDERLY
from simulator.population.schemes import Membership

_FAMILIES_OF_A_WORKPLACE, _WORKPLACES, _FIRST_WORKPLACE, _STEP = 64, 90_000_000, 10_000_000, 7_368_787
_OFFICES, _FIRST_OFFICE, _OFFICE_STEP = 9000, 1000, 7919
_FIRST_NUMBER = 100_001
_NHI_SYMBOLS = 90
_TEN, _HUNDRED = 10, 100
_ALONE_FROM = 2
"""Kinds from here on have no family: 後期高齢者, then medical assistance."""
_BRANCHES = [f"{place:02}" for place in range(1000)]
_KYOKAI = (Membership.KYOKAI_INSURED, Membership.KYOKAI_DEPENDANT)
_NHI = (Membership.MUNICIPAL_NHI, Membership.NHI_SOCIETY)
_ALONE = (Membership.LATE_ELDERLY, Membership.ASSISTANCE)


@dataclass(frozen=True, slots=True)
class Numbers:
    """One row a coverage; where there is none, the text is empty."""

    symbols: list[str]
    numbers: list[str]
    branches: list[str]


def numbers_of(block: int, families: Families, households: Households, covers: Covers) -> Numbers:
    """Return the numbers of a block's coverages."""
    family = families.families[covers.persons]
    serials, ranks = households.serials[family], families.ranks[covers.persons]
    persons = block * BLOCK_SIZE + covers.persons
    earlier = covers.are_earlier.astype(np.int64)
    workplace, member = np.divmod(serials, _FAMILIES_OF_A_WORKPLACE)
    of = covers.memberships
    is_kyokai, is_nhi, is_alone = np.isin(of, _KYOKAI), np.isin(of, _NHI), np.isin(of, _ALONE)
    symbol = np.where(
        is_kyokai,
        _FIRST_WORKPLACE + workplace * _STEP % _WORKPLACES,
        np.where(is_nhi, _TEN + serials % _NHI_SYMBOLS, _FIRST_OFFICE + serials * _OFFICE_STEP % _OFFICES),
    )
    number = np.where(is_kyokai, member + 1 + earlier * _FAMILIES_OF_A_WORKPLACE, _FIRST_NUMBER + 2 * serials + earlier)
    elderly = _with_check_digits(persons % NUMBERS_OF_ELDERLY)
    assisted = _with_check_digits(persons % NUMBERS_OF_ASSISTED)
    branch = np.where(is_nhi, ranks + 1, ranks)
    kinds = np.where(is_alone, np.where(of == Membership.LATE_ELDERLY, 2, 3), np.where(is_nhi, 1, 0)).tolist()
    symbols = [
        (f"国{mark}" if kind else f"{mark}") if kind < _ALONE_FROM else ""
        for mark, kind in zip(symbol.tolist(), kinds, strict=True)
    ]
    numbers = [
        f"{digits}" if kind < _ALONE_FROM else (f"{of_elderly:08}" if kind == _ALONE_FROM else f"{of_assisted:07}")
        for digits, of_elderly, of_assisted, kind in zip(
            number.tolist(), elderly.tolist(), assisted.tolist(), kinds, strict=True
        )
    ]
    branches = [
        _BRANCHES[place] if kind < _ALONE_FROM else "" for place, kind in zip(branch.tolist(), kinds, strict=True)
    ]
    return Numbers(symbols, numbers, branches)


def _with_check_digits(bodies: Ints) -> Ints:
    """Return each body followed by its check digit, as shared/domain/check_digit.py has it for one."""
    total, rest = np.zeros_like(bodies), bodies
    for place in range(len(str(NUMBERS_OF_ELDERLY - 1))):
        rest, digit = np.divmod(rest, _TEN)
        product = digit if place % 2 else 2 * digit
        total += product // _TEN + product % _TEN
    return bodies * _TEN + -total % _TEN


def later_number(membership: Membership, serial: int, month: int) -> tuple[str, str]:
    """Return 記号 and 番号 of cover with family that begins in a month after the nation's day, the first being 1.

    ``serial`` is the family's number in the nation. A family has one such number a month at most.
    """
    # The nation's own cover is generation 0, what was before it 1.
    generation = month + 1
    if membership in _KYOKAI:
        workplace, member = divmod(serial, _FAMILIES_OF_A_WORKPLACE)
        symbol = _FIRST_WORKPLACE + (workplace + generation) * _STEP % _WORKPLACES
        return f"{symbol}", f"{member + 1 + generation * _FAMILIES_OF_A_WORKPLACE}"
    number = f"{_FIRST_NUMBER + 2 * serial}"
    if membership in _NHI:
        return f"国{generation * _HUNDRED + _TEN + serial % _NHI_SYMBOLS}", number
    office = _FIRST_OFFICE + serial * _OFFICE_STEP % _OFFICES
    return f"{generation * (_FIRST_OFFICE + _OFFICES) + office}", number
