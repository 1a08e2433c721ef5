"""The month in which somebody turns 75, and what comes of being 75 and still with another insurer. Pure."""

from datetime import date

from services.eligibility.rules.assistance import is_assistance
from shared.domain.ages import LATE_ELDERLY_AGE, birthday
from shared.domain.coverage import Coverage, PersonRecord
from shared.domain.insurers import InsurerKind

_NATIONAL = frozenset({InsurerKind.MUNICIPAL_NHI, InsurerKind.NHI_RETIRED, InsurerKind.NHI_SOCIETY})
"""国民健康保険."""


def halves_limits(person: PersonRecord, coverage: Coverage, on: date) -> bool:
    """Tell whether the month's limits of this coverage are halved, because the month is split between two schemes.

    75歳到達時特例対象療養: that of who turns 75 in the month, and of the family whom the insured person leaves by it.
    """
    if is_assistance(coverage):
        return False
    if turns_75_in_month_of(person.birthdate, on):
        # Who had joined the scheme before, with a certified disability, moves between no schemes.
        return not coverage.is_late_elderly or coverage.acquired_on >= birthday(person.birthdate, LATE_ELDERLY_AGE)
    return _insured_person_turns_75(person, coverage, f"{on.year:04}-{on.month:02}")


def _insured_person_turns_75(person: PersonRecord, coverage: Coverage, month: str) -> bool:
    """Tell it of a dependant: in the cover that ends so (全国健康保険協会), and in 国保 joined by it (蒲郡市)."""
    if coverage.insured_turns_75_in == month:
        return True
    joined = coverage.acquired_on
    if coverage.insurer.kind not in _NATIONAL or f"{joined.year:04}-{joined.month:02}" != month:
        return False
    return any(other.insured_turns_75_in == month and other.lost_on == joined for other in person.coverages)


def turns_75_in_month_of(birthdate: date, on: date) -> bool:
    """Tell whether 75 is turned in the month of ``on``, and not on the first, when nothing is split."""
    if on.year - birthdate.year != LATE_ELDERLY_AGE:
        return False
    turned = birthday(birthdate, LATE_ELDERLY_AGE)
    return turned.day != 1 and (turned.year, turned.month) == (on.year, on.month)


def lacks_late_elderly_cover(person: PersonRecord, coverage: Coverage, on: date) -> bool:
    """Tell whether ``coverage`` answers for someone who should be in 後期高齢者医療, and nothing of it is registered.

    Everybody is from the 75th birthday on (高齢者の医療の確保に関する法律50条), but for those on 生活保護 (51条).
    """
    if on.year - person.birthdate.year < LATE_ELDERLY_AGE or on < birthday(person.birthdate, LATE_ELDERLY_AGE):
        return False
    if is_assistance(coverage) or coverage.is_late_elderly:
        return False
    return not any(
        (other.is_late_elderly or is_assistance(other)) and other.period.contains(on) for other in person.coverages
    )
