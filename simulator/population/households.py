"""What a family shares: where it lives, what it is called, and what its number with an insurer begins with."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from simulator.population.draws import BLOCK_SIZE, Bools, Draw, Draws, Ints, Texts, chosen
from simulator.population.families import Families
from simulator.population.municipalities import STREETS, municipalities, municipality_weights
from simulator.population.names import (
    BEYOND_LEVEL_2,
    BLANK,
    FOREIGN_MEN,
    FOREIGN_SHARE,
    FOREIGN_SURNAMES,
    FOREIGN_WOMEN,
    MEN,
    OLDER_BORN_BEFORE,
    OLDER_MEN,
    OLDER_WOMEN,
    PRIVATE,
    SUBSTITUTED,
    SURNAMES,
    WOMEN,
    Name,
)

_BLOCKS_OF_A_STREET, _HOUSES = 9, 40
_DAYS_A_YEAR, _FIRST_YEAR = 365.2425, 1970
_ODD = (SUBSTITUTED, BEYOND_LEVEL_2, PRIVATE)


@dataclass(frozen=True, slots=True)
class Households:
    """One row a family, but for names, which are by person."""

    municipalities: Ints
    prefectures: Ints
    """From 0."""
    serials: Ints
    """The number of the family in the whole nation."""
    addresses: Texts
    postal_codes: Texts
    names: Texts
    """By person."""
    kana: Texts
    """By person."""


@cache
def _table(*lists: tuple[Name, ...]) -> tuple[Texts, Texts, tuple[int, ...]]:
    """Return all names behind each other, written and read, and where each list begins."""
    names = [name for each in lists for name in each]
    starts = tuple(int(start) for start in np.cumsum([0, *map(len, lists)])[:-1])
    return (
        np.array([written for written, _ in names], dtype=object),
        np.array([read for _, read in names], dtype=object),
        starts,
    )


def draw_households(draws: Draws, families: Families) -> Households:
    """Return where the families of a block live and what they are called."""
    count = families.count
    where = chosen(draws.shares(Draw.MUNICIPALITY, count), municipality_weights())
    towns = municipalities()
    streets = draws.below(Draw.STREET, count, len(STREETS) * _BLOCKS_OF_A_STREET * _HOUSES)
    names, kana = _draw_names(draws, families)
    places, postal_prefixes, houses, postal_ends = _places()
    return Households(
        municipalities=where,
        prefectures=np.array([each.prefecture - 1 for each in towns], dtype=np.int64)[where],
        serials=draws.block * BLOCK_SIZE + np.arange(count, dtype=np.int64),
        addresses=places[where] + houses[streets],
        postal_codes=postal_prefixes[where] + postal_ends[streets // _HOUSES],
        names=names,
        kana=kana,
    )


@cache
def _places() -> tuple[Texts, Texts, Texts, Texts]:
    """Return the municipalities and all houses of a street's name, each as address and postal code begin and end."""
    parts = [(street, part) for street in range(len(STREETS)) for part in range(1, _BLOCKS_OF_A_STREET + 1)]
    houses = [f"{STREETS[street]}{part}丁目{house}番" for street, part in parts for house in range(1, _HOUSES + 1)]
    return (
        np.array([each.place for each in municipalities()], dtype=object),
        np.array([each.postal_prefix for each in municipalities()], dtype=object),
        np.array(houses, dtype=object),
        np.array([f"-99{street}{part}" for street, part in parts], dtype=object),
    )


def _draw_names(draws: Draws, families: Families) -> tuple[Texts, Texts]:
    count = families.count
    odd_lists = tuple(each.surnames for each in _ODD)
    written, read, (usual, *odd_starts, foreign) = _table(SURNAMES, *odd_lists, FOREIGN_SURNAMES)
    shares = draws.shares(Draw.SURNAME, count)
    # Frequent surnames stand in front, and are more frequent: the square of an even share leans to the front.
    surnames = usual + np.asarray(shares**2 * len(SURNAMES), dtype=np.int64)
    kinds = draws.shares(Draw.ODD_NAME, count)
    passed = 0.0
    for each, start in zip(_ODD, odd_starts, strict=True):
        is_odd = (kinds >= passed) & (kinds < passed + each.share)
        surnames = np.where(is_odd, start + np.asarray(shares * len(each.surnames), dtype=np.int64), surnames)
        passed += each.share
    are_foreign = (kinds >= passed) & (kinds < passed + FOREIGN_SHARE)
    surnames = np.where(are_foreign, foreign + np.asarray(shares * len(FOREIGN_SURNAMES), dtype=np.int64), surnames)
    given, given_read, picked = _draw_given(draws, families, are_foreign[families.families])
    of_person = surnames[families.families]
    return written[of_person] + BLANK + given[picked], read[of_person] + BLANK + given_read[picked]


def _draw_given(draws: Draws, families: Families, are_foreign: Bools) -> tuple[Texts, Texts, Ints]:
    persons = families.persons
    lists = (OLDER_WOMEN, OLDER_MEN, WOMEN, MEN, FOREIGN_WOMEN, FOREIGN_MEN)
    written, read, starts = _table(*lists)
    is_older = persons.birthdates < int((OLDER_BORN_BEFORE - _FIRST_YEAR) * _DAYS_A_YEAR)
    which = np.where(are_foreign, 4, np.where(is_older, 0, 2)) + np.where(persons.are_women, 0, 1)
    lengths = np.array([len(each) for each in lists], dtype=np.int64)[which]
    picked = np.array(starts, dtype=np.int64)[which] + draws.below(Draw.GIVEN_NAME, len(persons), lengths)
    return written, read, picked
