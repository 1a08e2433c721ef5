"""Draws by counter: what is drawn for a block of persons follows from the seed and the block's place alone.

So blocks can be made in any order, by any number of processes. Only raw words of Philox are used: numpy promises that
they stay the same in every version, which it does not of its distributions (NEP 19).
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]
BLOCK_SIZE = 4096
"""Persons in a block; a family never spans two."""
_MANTISSA_SHIFT, _UNIT = np.uint64(11), 2.0**-53


class Draw(IntEnum):
    """What is drawn; the number is part of the counter, so a new one is written at the end."""

    CELL = 1
    AGE = 2
    DAY_OF_BIRTH = 3
    SEX = 4
    PARENT = 5
    PARENT_PLACE = 6
    HEAD_OF_HOUSEHOLD = 7
    SPOUSE = 8
    MUNICIPALITY = 9
    STREET = 10
    SURNAME = 11
    GIVEN_NAME = 12
    ODD_NAME = 13
    INSURER = 14
    SYMBOL = 15
    ACQUISITION = 16
    JOB_CHANGE = 17
    EARLIER_ACQUISITION = 18
    DEATH = 19
    DEATH_DAY = 20
    CERTIFICATE = 21
    CATEGORY = 22
    SHARE = 23
    CARD = 24
    CHANNEL = 25
    CARD_DAY = 26
    PERSON_ID = 27
    COVERAGE_ID = 28
    CERTIFICATE_ID = 29
    CARD_ID = 30
    RESIDENT_KEY = 31
    BIRTH = 32
    NEWBORN = 33
    PERSON_VERSION = 34
    COVERAGE_VERSION = 35
    CERTIFICATE_VERSION = 36
    PUBLISHED_VERSION = 37
    REGISTRATION = 38
    ISSUE_DAY = 39
    PIN = 40
    INSTITUTION_KIND = 41
    INSTITUTION_PLACE = 42
    INSTITUTION_NAME = 43
    INSTITUTION_OF = 44
    GAP = 45
    GAP_DAYS = 46


@dataclass(frozen=True, slots=True)
class Draws:
    """All that can be drawn for one block; ``month`` counts from the nation's reference date."""

    seed: int
    block: int
    month: int = 0

    def words(self, what: Draw, count: int) -> npt.NDArray[np.uint64]:
        """Return ``count`` words of 64 bits; the first are the same however many are asked for."""
        counter = np.array([0, what, self.block, self.month], dtype=np.uint64)
        words: npt.NDArray[np.uint64] = np.random.Philox(key=self.seed, counter=counter).random_raw(count)
        return words

    def shares(self, what: Draw, count: int) -> Floats:
        """Return ``count`` numbers, each from 0 (included) to 1 (not included)."""
        return (self.words(what, count) >> _MANTISSA_SHIFT).astype(np.float64) * _UNIT

    def below(self, what: Draw, count: int, bounds: int | Ints) -> Ints:
        """Return ``count`` whole numbers from 0 to below ``bounds``, one bound for all or one for each."""
        return np.asarray(self.shares(what, count) * bounds, dtype=np.int64)


def chosen(shares: Floats, weights: Floats) -> Ints:
    """Return for each share the place of the weight that it falls on."""
    ends = np.cumsum(weights) / np.sum(weights)
    return np.minimum(np.searchsorted(ends, shares, side="right"), len(weights) - 1).astype(np.int64)
