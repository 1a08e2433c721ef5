"""Who is insured where: how many each scheme has, and of which ages.

Members: 第75回日本統計年鑑 23-9, 協会けんぽ決算報告, 厚生労働省 (2022-2023); medical assistance about 2.0 million, of
whom those from 75 on are left out (厚生労働省「被保護者調査」 2023). Ages of the insured of 協会けんぽ: March 2025. The
other ages begin with rough shares of ours and are then fitted, so that both the schemes' members and the age pyramid
come out (iterative proportional fitting).
"""

from dataclasses import dataclass
from enum import IntEnum
from functools import cache

import numpy as np

from simulator.population.draws import Floats, Ints
from simulator.population.pyramid import PYRAMID

_LATE_ELDERLY_BAND, _DISABLED_BAND = 15, 13
_FITTING_ROUNDS = 60


class Membership(IntEnum):
    """A scheme, and as what somebody belongs to it."""

    KYOKAI_INSURED = 0
    KYOKAI_DEPENDANT = 1
    SOCIETY_INSURED = 2
    SOCIETY_DEPENDANT = 3
    MUTUAL_AID_INSURED = 4
    MUTUAL_AID_DEPENDANT = 5
    SEAMAN = 6
    DAY_LABOURER = 7
    MUNICIPAL_NHI = 8
    NHI_SOCIETY = 9
    ASSISTANCE = 10
    LATE_ELDERLY = 11


MEMBERS_MILLIONS: dict[Membership, float] = {
    Membership.KYOKAI_INSURED: 24.80,
    Membership.KYOKAI_DEPENDANT: 14.64,
    Membership.SOCIETY_INSURED: 16.55,
    Membership.SOCIETY_DEPENDANT: 11.65,
    # 9.8 million, in the shares of the state's mutual aids (1.38 and 1.05).
    Membership.MUTUAL_AID_INSURED: 5.57,
    Membership.MUTUAL_AID_DEPENDANT: 4.23,
    Membership.SEAMAN: 0.11,
    Membership.DAY_LABOURER: 0.016,
    Membership.MUNICIPAL_NHI: 23.1,
    Membership.NHI_SOCIETY: 2.6,
    Membership.ASSISTANCE: 1.2,
    Membership.LATE_ELDERLY: 19.9,
}
DISABLED_SHARE = 0.015
"""Of 後期高齢者医療: those of 65 to 74 with a certified disability; ours, rounded."""

_INSURED = (0, 0, 0, 0.4, 5.4, 9.2, 9.1, 9.5, 10.7, 12.4, 13.6, 11.0, 8.9, 7.5, 6.0)
_OF_SOCIETIES = (0, 0, 0, 0.4, 5.4, 9.2, 9.1, 9.5, 10.7, 12.4, 13.6, 11.0, 7.5, 3.0, 1.0)
_DEPENDANT = (90, 90, 90, 80, 40, 7, 13, 16, 18, 18, 19, 22, 26, 22, 14)
_WORKING = (0, 0, 0, 2, 6, 8, 9, 10, 12, 15, 15, 12, 8, 3, 1)
_NHI = (13, 13, 13, 13, 30, 18, 17, 17, 17, 18, 19, 21, 35, 80, 105)
_ON_ASSISTANCE = (5, 6, 8, 8, 4, 4, 5, 7, 9, 13, 15, 16, 19, 25, 32)
_AGES: dict[Membership, tuple[float, ...]] = {
    Membership.KYOKAI_INSURED: _INSURED,
    Membership.KYOKAI_DEPENDANT: _DEPENDANT,
    Membership.SOCIETY_INSURED: _OF_SOCIETIES,
    Membership.SOCIETY_DEPENDANT: _DEPENDANT,
    Membership.MUTUAL_AID_INSURED: _WORKING,
    Membership.MUTUAL_AID_DEPENDANT: _DEPENDANT,
    Membership.SEAMAN: _WORKING,
    Membership.DAY_LABOURER: _WORKING,
    Membership.MUNICIPAL_NHI: _NHI,
    Membership.NHI_SOCIETY: _NHI,
    Membership.ASSISTANCE: _ON_ASSISTANCE,
}
"""How likely each age is, by band below 75, before the fitting; any unit."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Each way to belong somewhere at some age: how many of all do."""

    weights: Floats
    memberships: Ints
    bands: Ints
    """The places in the age pyramid."""


@cache
def cells() -> Cells:
    """Return all of them, fitted."""
    below = [membership for membership in Membership if membership is not Membership.LATE_ELDERLY]
    wanted = np.array([MEMBERS_MILLIONS[membership] for membership in below])
    table = np.array([_AGES[membership] for membership in below], dtype=np.float64).T
    persons = np.array([band.persons for band in PYRAMID], dtype=np.float64)
    elderly = MEMBERS_MILLIONS[Membership.LATE_ELDERLY]
    disabled = elderly * DISABLED_SHARE / 2
    rows = persons[:_LATE_ELDERLY_BAND] / persons[:_LATE_ELDERLY_BAND].sum() * (wanted.sum() + 2 * disabled)
    rows[_DISABLED_BAND:] -= disabled
    for _ in range(_FITTING_ROUNDS):
        table *= (rows / table.sum(axis=1))[:, None]
        table *= wanted / table.sum(axis=0)
    oldest = persons[_LATE_ELDERLY_BAND:] / persons[_LATE_ELDERLY_BAND:].sum() * (elderly - 2 * disabled)
    count_of_oldest = len(PYRAMID) - _LATE_ELDERLY_BAND
    return Cells(
        weights=np.concatenate([table.ravel(), [disabled, disabled], oldest]),
        memberships=np.concatenate(
            [
                np.tile(np.array(below, dtype=np.int64), _LATE_ELDERLY_BAND),
                np.full(2 + count_of_oldest, Membership.LATE_ELDERLY, dtype=np.int64),
            ]
        ),
        bands=np.concatenate(
            [
                np.repeat(np.arange(_LATE_ELDERLY_BAND, dtype=np.int64), len(below)),
                np.arange(_DISABLED_BAND, len(PYRAMID), dtype=np.int64),
            ]
        ),
    )
