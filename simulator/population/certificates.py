"""What hangs on coverages: 限度額適用認定証, 高齢受給者証, 特定疾病療養受療証, and the share of 後期高齢者.

How many have one: rounded by us, but for the shares of 後期高齢者 (2割 about 20 %, 3割 about 7 %, 厚生労働省 2022) and
patients on dialysis, about 350,000 (日本透析医学会 2022).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from shared.domain.codes import LimitCategory, LimitCertificateKind, SpecificDisease
from shared.domain.coverage import ElderlyCertificate, LimitCertificate, SpecificDiseaseCertificate
from simulator.population.covers import Covers
from simulator.population.days import NEVER, birthdays, day_number, day_of, elderly_recipients_from
from simulator.population.draws import Bools, Draw, Draws, Floats, Ints, chosen
from simulator.population.families import Families
from simulator.population.ids import ids
from simulator.population.schemes import Membership

_AUGUST: Final = 8
_LIMITS, _LIMITS_FROM_70, _LIMITS_FROM_75, _DISEASES = 0.02, 0.06, 0.10, 0.0028
_GROWN_UP = 20
_LATE_ELDERLY_AGE = 75
ELDERLY_SHARES: Final = ((10, 0.73), (20, 0.20), (30, 0.07))
RECIPIENT_SHARES: Final = ((20, 0.88), (30, 0.12))
_BELOW_70: Final = (
    (LimitCategory.A01, 3),
    (LimitCategory.A02, 10),
    (LimitCategory.A03, 40),
    (LimitCategory.A04, 35),
    (LimitCategory.A05, 12),
)
_BY_SHARE: Final = {
    10: (LimitCategory.B05, LimitCategory.B06, LimitCategory.B10),
    20: (LimitCategory.B05, LimitCategory.B06, LimitCategory.B05),
    30: (LimitCategory.B02, LimitCategory.B03, LimitCategory.B03),
}
_OF_LATE_ELDERLY_AT_20: Final = (LimitCategory.B09, LimitCategory.B09, LimitCategory.B09)
_EXEMPT: Final = frozenset({LimitCategory.A05, LimitCategory.B05, LimitCategory.B06})
_DISEASE_WEIGHTS: Final = (
    (SpecificDisease.DIALYSIS, 94),
    (SpecificDisease.HAEMOPHILIA, 5),
    (SpecificDisease.HIV_BLOOD_PRODUCTS, 1),
)
_COPAY_YEN: Final = 10_000


@dataclass(frozen=True, slots=True)
class Certificates:
    """By coverage: its place in the block."""

    limits: dict[int, LimitCertificate]
    elderly: dict[int, ElderlyCertificate]
    diseases: dict[int, SpecificDiseaseCertificate]
    share_percent: Ints
    """Of each coverage: the share that 後期高齢者医療 registered, else 0."""


def draw_certificates(draws: Draws, families: Families, covers: Covers, today: date) -> Certificates:
    """Return what hangs on the coverages of a block that go on; each holds today."""
    persons, count = families.persons, len(families.persons)
    first, last = benefit_year(today)
    whose = covers.persons
    births, ages = persons.birthdates[whose], persons.ages[whose]
    goes_on = covers.lost == NEVER
    is_elderly = covers.memberships == Membership.LATE_ELDERLY
    is_insurance = covers.memberships != Membership.ASSISTANCE
    from_70 = elderly_recipients_from(births)
    now = day_number(today)
    is_recipient = goes_on & is_insurance & ~is_elderly & (from_70 <= now)
    shares = _shares(draws.shares(Draw.SHARE, count)[whose], is_elderly, is_recipient)
    since = np.maximum(covers.acquired, day_number(first))
    since_70 = np.maximum(since, from_70)
    until = np.minimum(day_number(last), birthdays(births, _LATE_ELDERLY_AGE) - 1)
    luck = draws.shares(Draw.CERTIFICATE, count)[whose]
    has_limit = (
        goes_on
        & is_insurance
        & (
            ((from_70 > day_number(last)) & (luck < _LIMITS))
            | (is_recipient & (luck < _LIMITS_FROM_70))
            | (is_elderly & (luck < _LIMITS_FROM_75))
        )
    )
    has_disease = goes_on & is_insurance & (ages >= _GROWN_UP) & (luck > 1 - _DISEASES)
    rows = np.flatnonzero(is_recipient), np.flatnonzero(has_limit), np.flatnonzero(has_disease)
    names = iter(ids(draws, Draw.CERTIFICATE_ID, sum(map(len, rows))))
    elderly = {
        row: ElderlyCertificate(next(names), day_of(start), day_of(start), day_of(end), share)
        for row, start, end, share in _of(rows[0], since_70, until, shares)
    }
    picks = draws.shares(Draw.CATEGORY, count)[whose]
    categories = chosen(picks, np.array([weight for _, weight in _BELOW_70], dtype=np.float64))
    starts = np.where(is_recipient, since_70, since)
    ends = np.where(is_recipient, until, day_number(last))
    thirds = np.asarray(picks * 3, dtype=np.int64)
    limits = {}
    for row, start, end, share in _of(rows[1], starts, ends, shares):
        category = _category(int(categories[row]), int(thirds[row]), share, is_late_elderly=bool(is_elderly[row]))
        kind = LimitCertificateKind.LIMIT_AND_MEALS if category in _EXEMPT else LimitCertificateKind.LIMIT
        limits[row] = LimitCertificate(next(names), kind, category, day_of(start), day_of(start), day_of(end))
    which = chosen(picks, np.array([weight for _, weight in _DISEASE_WEIGHTS], dtype=np.float64))
    diseases = {
        row: SpecificDiseaseCertificate(
            next(names), _DISEASE_WEIGHTS[int(which[row])][0], day_of(start), day_of(start), None, _COPAY_YEN
        )
        for row, start, _, _ in _of(rows[2], covers.acquired, ends, shares)
    }
    return Certificates(limits, elderly, diseases, np.where(is_elderly, shares, 0))


def benefit_year(today: date) -> tuple[date, date]:
    """Return the 1 August and the 31 July around the day, by which shares and limits are set."""
    year = today.year - (today.month < _AUGUST)
    return date(year, _AUGUST, 1), date(year + 1, _AUGUST - 1, 31)


def _shares(picks: Floats, is_elderly: Bools, is_recipient: Bools) -> Ints:
    found = np.zeros(len(picks), dtype=np.int64)
    for who, table in ((is_elderly, ELDERLY_SHARES), (is_recipient, RECIPIENT_SHARES)):
        percents = np.array([percent for percent, _ in table], dtype=np.int64)
        found = np.where(who, percents[chosen(picks, np.array([weight for _, weight in table]))], found)
    return found


def _category(below_70: int, third: int, share: int, *, is_late_elderly: bool) -> LimitCategory:
    if not share:
        return _BELOW_70[below_70][0]
    if is_late_elderly and share == _BELOW_30:
        return _OF_LATE_ELDERLY_AT_20[third]
    return _BY_SHARE[share][third]


_BELOW_30: Final = 20


def _of(rows: Ints, starts: Ints, ends: Ints, shares: Ints) -> Iterator[tuple[int, int, int, int]]:
    columns = (rows, starts[rows], ends[rows], shares[rows])
    return zip(*(column.tolist() for column in columns), strict=True)
