"""Coverages (資格): what insures each person now, and what did before a job changed or 75 was turned.

A family's days follow from its head's: dependants come and go with the insured person, or with their own birth.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from shared.domain.codes import LossReason
from simulator.population.days import NEVER, birthdays, day_number
from simulator.population.draws import BLOCK_SIZE, Bools, Draw, Draws, Floats, Ints, chosen
from simulator.population.families import Families
from simulator.population.households import Households
from simulator.population.insurers import (
    MOST_PARTS,
    MUTUAL_AID_SHARES,
    NHI_SOCIETIES,
    NUMBERS_OF_ASSISTED,
    NUMBERS_OF_ELDERLY,
    SOCIETIES,
    insurers,
)
from simulator.population.municipalities import PREFECTURES
from simulator.population.pyramid import PYRAMID
from simulator.population.schemes import Membership

ELDERLY_SCHEME_SINCE: Final = date(2008, 4, 1)
JOB_CHANGED, SHORTEST_JOB_DAYS = 0.15, 90
"""Of employees: those whose cover before this one is still told. Ours, rounded."""
GAPS, LONGEST_GAP_DAYS = 0.08, 60
"""Of those: whose earlier cover ended some days before this one began, and nobody registered 国保 between. Ours."""
TOLD_SINCE_75_YEARS: Final = 3
"""Who turned 75 within these years has the cover before on record, too."""
_MEAN_DAYS: Final = 2600
_MEAN_DAYS_BEFORE: Final = 1500
_WORKING_AGE, _DISABILITY_AGE, _LATE_ELDERLY_AGE = 16, 65, 75
_DAYS_A_YEAR: Final = 365
_ONE_DAY: Final = 1
REASONS: Final = (LossReason.DEATH, LossReason.OTHER_INSURANCE, LossReason.OTHER)
_DIED, _OTHER_INSURANCE = 0, 1

_INSURED = (Membership.KYOKAI_INSURED, Membership.SOCIETY_INSURED, Membership.MUTUAL_AID_INSURED)
_EMPLOYEES = (*_INSURED, Membership.SEAMAN, Membership.DAY_LABOURER)
_DEPENDANTS = (Membership.KYOKAI_DEPENDANT, Membership.SOCIETY_DEPENDANT, Membership.MUTUAL_AID_DEPENDANT)
_HOUSEHOLDS = (Membership.MUNICIPAL_NHI, Membership.NHI_SOCIETY)


@dataclass(frozen=True, slots=True)
class Covers:
    """One row a coverage, a person's behind each other, the oldest first."""

    persons: Ints
    """Whose it is: the place in the block."""
    memberships: Ints
    insurers: Ints
    """The place among the nation's insurers."""
    acquired: Ints
    lost: Ints
    """NEVER while it goes on."""
    reasons: Ints
    """The place in REASONS, of those that are lost."""
    are_earlier: Bools

    def __len__(self) -> int:
        return len(self.persons)


def draw_covers(draws: Draws, families: Families, households: Households, today: date) -> Covers:
    """Return the coverages of a block, as they are on the day ``today``."""
    persons, of = families.persons, families.families
    now = day_number(today)
    count = len(persons)
    acquired = _acquired(draws, families, now)
    is_insured_family = persons.of(*_INSURED)[families.heads]
    changed = is_insured_family & (draws.shares(Draw.JOB_CHANGE, families.count) < JOB_CHANGED)
    began = (
        acquired[families.heads]
        - SHORTEST_JOB_DAYS
        - _waiting(draws.shares(Draw.EARLIER_ACQUISITION, families.count), _MEAN_DAYS_BEFORE)
    )
    before = np.maximum(began[of], persons.birthdates)
    ended = acquired - _gaps(draws, families)[of]
    is_of_working_age = birthdays(persons.birthdates, _WORKING_AGE)[families.heads] <= began
    has_earlier_job = (changed & is_of_working_age)[of] & (before < ended) & (acquired == acquired[families.heads][of])
    turned_75 = (
        persons.of(Membership.LATE_ELDERLY)
        & (acquired == birthdays(persons.birthdates, _LATE_ELDERLY_AGE))
        & (acquired > now - TOLD_SINCE_75_YEARS * _DAYS_A_YEAR)
    )
    waited = _waiting(draws.shares(Draw.EARLIER_ACQUISITION, count), _MEAN_DAYS)
    since = np.maximum(acquired - waited - SHORTEST_JOB_DAYS, persons.birthdates)
    lost, reasons = _deaths(draws, families, acquired, now)
    current = _rows(draws, families, households, np.arange(count), persons.memberships)
    jobs = np.flatnonzero(has_earlier_job)
    earlier_jobs = _rows(draws, families, households, jobs, _earlier_jobs(persons.memberships[jobs]))
    old = np.flatnonzero(turned_75)
    municipal = np.full(len(old), Membership.MUNICIPAL_NHI, dtype=np.int64)
    until_75 = _rows(draws, families, households, old, municipal)
    parts = (
        (earlier_jobs, before[jobs], ended[jobs], len(REASONS) - 1),
        (until_75, since[old], acquired[old], _OTHER_INSURANCE),
    )
    whose = np.concatenate([jobs, old, np.arange(count)])
    order = np.argsort(whose, kind="stable")
    return Covers(
        persons=whose[order],
        memberships=np.concatenate([earlier_jobs.memberships, until_75.memberships, current.memberships])[order],
        insurers=np.concatenate([earlier_jobs.insurers, until_75.insurers, current.insurers])[order],
        acquired=np.concatenate([*(since for _, since, _, _ in parts), acquired])[order],
        lost=np.concatenate([*(until for _, _, until, _ in parts), lost])[order],
        reasons=np.concatenate([*(np.full(len(until), reason) for _, _, until, reason in parts), reasons])[order],
        are_earlier=np.concatenate([np.ones(len(jobs) + len(old), dtype=np.bool_), np.zeros(count, dtype=np.bool_)])[
            order
        ],
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    memberships: Ints
    insurers: Ints


def _waiting(shares: Floats, mean_days: int) -> Ints:
    """Return how many days ago something began that ends by chance: mostly less than the mean, seldom much more."""
    return np.asarray(-np.log1p(-shares) * mean_days, dtype=np.int64) + 1


def _gaps(draws: Draws, families: Families) -> Ints:
    """Return by family the days without any cover between two jobs."""
    days = 1 + draws.below(Draw.GAP_DAYS, families.count, LONGEST_GAP_DAYS)
    return np.where(draws.shares(Draw.GAP, families.count) < GAPS, days, 0)


def _acquired(draws: Draws, families: Families, now: int) -> Ints:
    persons, heads = families.persons, families.heads
    births = persons.birthdates
    waited = now - _waiting(draws.shares(Draw.ACQUISITION, len(persons)), _MEAN_DAYS)
    own = np.maximum(waited, births)
    can_work = np.minimum(birthdays(births, _WORKING_AGE), now - 1)
    own = np.where(persons.of(*_EMPLOYEES), np.maximum(waited, can_work), own)
    at_75 = np.maximum(birthdays(births, _LATE_ELDERLY_AGE), day_number(ELDERLY_SCHEME_SINCE))
    certified = np.maximum(birthdays(births, _DISABILITY_AGE), waited)
    own = np.where(persons.of(Membership.LATE_ELDERLY), np.where(at_75 <= now, at_75, certified), own)
    of_head = np.maximum(own[heads][families.families], births)
    return np.where(persons.of(*_DEPENDANTS, *_HOUSEHOLDS), of_head, own)


def _deaths(draws: Draws, families: Families, acquired: Ints, now: int) -> tuple[Ints, Ints]:
    """Return the first days without cover of those who died within the last year; nobody who insures others does."""
    persons = families.persons
    rates = np.array([band.deaths for band in PYRAMID])[persons.bands]
    sizes = np.bincount(families.families, minlength=families.count)
    insures_others = persons.of(*_INSURED) & (sizes[families.families] > 1)
    days = now - draws.below(Draw.DEATH_DAY, len(persons), _DAYS_A_YEAR) + _ONE_DAY
    died = (draws.shares(Draw.DEATH, len(persons)) < rates) & ~insures_others & (days > acquired + _ONE_DAY)
    return np.where(died, days, NEVER), np.full(len(persons), _DIED)


def _earlier_jobs(memberships: Ints) -> Ints:
    """Return what a family belonged to before: 協会けんぽ, or a society where it is with 協会けんぽ now."""
    was = np.full(len(Membership), -1, dtype=np.int64)
    was[list(_INSURED)] = [Membership.SOCIETY_INSURED, Membership.KYOKAI_INSURED, Membership.KYOKAI_INSURED]
    was[list(_DEPENDANTS)] = [Membership.SOCIETY_DEPENDANT, Membership.KYOKAI_DEPENDANT, Membership.KYOKAI_DEPENDANT]
    return was[memberships]


def _rows(draws: Draws, families: Families, households: Households, whose: Ints, memberships: Ints) -> _Rows:
    nation, of = insurers(), families.families[whose]
    prefectures, towns = households.prefectures[of], households.municipalities[of]
    shares = draws.shares(Draw.INSURER, families.count)[of]
    persons = draws.block * BLOCK_SIZE + whose
    kind = chosen(shares, np.array(MUTUAL_AID_SHARES))
    society = np.asarray(shares * SOCIETIES, dtype=np.int64)
    nhi_society = np.asarray(shares * NHI_SOCIETIES, dtype=np.int64)
    options = {
        Membership.KYOKAI_INSURED: nation.kyokai + prefectures,
        Membership.SOCIETY_INSURED: nation.societies + society,
        Membership.MUTUAL_AID_INSURED: nation.mutual_aids + kind * PREFECTURES + prefectures,
        Membership.SEAMAN: np.full(len(whose), nation.seamen),
        Membership.DAY_LABOURER: np.full(len(whose), nation.day_labourers),
        Membership.MUNICIPAL_NHI: nation.municipal + towns,
        Membership.NHI_SOCIETY: nation.nhi_societies + nhi_society,
        Membership.ASSISTANCE: nation.assistance + prefectures * MOST_PARTS + persons // NUMBERS_OF_ASSISTED,
        Membership.LATE_ELDERLY: nation.elderly + prefectures * MOST_PARTS + persons // NUMBERS_OF_ELDERLY,
    }
    options[Membership.KYOKAI_DEPENDANT] = options[Membership.KYOKAI_INSURED]
    options[Membership.SOCIETY_DEPENDANT] = options[Membership.SOCIETY_INSURED]
    options[Membership.MUTUAL_AID_DEPENDANT] = options[Membership.MUTUAL_AID_INSURED]
    table = np.stack([options[membership] for membership in Membership])
    return _Rows(memberships, table[memberships, np.arange(len(whose))])
