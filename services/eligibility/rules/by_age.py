"""What age decides under a coverage: 一部負担金割合, 未就学, and the month in which somebody turns 75. Pure.

Age is reached at the end of the day before the birthday (年齢計算ニ関スル法律), which moves every edge below for people
born on the first of a month or on 1 April. Health Insurance Act 74, 110; 高齢者の医療の確保に関する法律 67.

Where income decides, the share turns on 1 August: up to 74 by the next 高齢受給者証, from 75 on by the next dated
share, which the insurer registers in the same form. The one in force on the day decides.
"""

from datetime import date

from shared.domain.ages import LATE_ELDERLY_AGE, birthday, is_elderly_recipient, reaches
from shared.domain.coverage import Coverage, ElderlyCertificate, PersonRecord
from shared.domain.insurers import InsurerKind

ASSISTED_PERCENT = 0
"""医療扶助 pays all of it; the ticket names what the patient pays (本人支払額)."""
PRESCHOOL_PERCENT, ADULT_PERCENT = 20, 30
ELDERLY_RECIPIENT_PERCENT, LATE_ELDERLY_PERCENT = 20, 10
_LAST_PRESCHOOL_AGE = 6
_MARCH = 3
_NATIONAL = frozenset({InsurerKind.MUNICIPAL_NHI, InsurerKind.NHI_RETIRED, InsurerKind.NHI_SOCIETY})
"""国民健康保険."""


def copay_share_on(coverage: Coverage, birthdate: date, on: date) -> int:
    """Return the share in percent of the person born on ``birthdate`` under ``coverage``, on the day ``on``."""
    if coverage.is_assistance:
        return ASSISTED_PERCENT
    is_late_elderly = coverage.is_late_elderly
    if not is_late_elderly and not is_elderly_recipient(birthdate, on):
        return copay_percent(birthdate, on, None)
    dated = share_certificate_on(coverage, on)
    if dated is not None:
        return dated.share_percent
    if is_late_elderly:
        # Who joins at 65 with a certified disability has the shares of the scheme, not those of the age.
        return LATE_ELDERLY_PERCENT if coverage.share_percent is None else coverage.share_percent
    return copay_percent(birthdate, on, coverage.share_percent)


def elderly_certificate_on(coverage: Coverage, birthdate: date, on: date) -> ElderlyCertificate | None:
    """Return the 高齢受給者証 in force; there is none below 70, from 75 on, or in the scheme of the 75-year-olds."""
    if not coverage.elderly_certificates or coverage.is_late_elderly:
        return None
    if not is_elderly_recipient(birthdate, on) or on >= birthday(birthdate, LATE_ELDERLY_AGE):
        return None
    return share_certificate_on(coverage, on)


def share_certificate_on(coverage: Coverage, on: date) -> ElderlyCertificate | None:
    """Return the newest share that was registered with dates that hold ``on``."""
    holding = [certificate for certificate in coverage.elderly_certificates if certificate.holds_on(on)]
    return max(holding, key=lambda one: (one.valid_from, one.issued_on), default=None)


def copay_percent(birthdate: date, on: date, registered_percent: int | None) -> int:
    """Return the share in percent on the day ``on``, outside 後期高齢者医療.

    ``registered_percent`` is what the insurer registered; it counts from 70 on, where income decides. Without it the
    ordinary share of 高齢受給者 holds. It has no end at 75: who is 75 and not in the scheme of that age yet, as its
    registration lags, has the share of the insurer that answers (健康保険法74条1項2号・3号), and 10 is none of those.
    """
    if is_preschool(birthdate, on):
        return PRESCHOOL_PERCENT
    if not is_elderly_recipient(birthdate, on):
        return ADULT_PERCENT
    return ELDERLY_RECIPIENT_PERCENT if registered_percent is None else registered_percent


def is_preschool(birthdate: date, on: date) -> bool:
    """Tell whether ``on`` is not after the 31 March that follows reaching the age of 6 (未就学)."""
    if on.year - birthdate.year > _LAST_PRESCHOOL_AGE + 1:
        return False
    reached = reaches(birthdate, _LAST_PRESCHOOL_AGE)
    last_day = date(reached.year if reached.month <= _MARCH else reached.year + 1, _MARCH, 31)
    return on <= last_day


def halves_limits(person: PersonRecord, coverage: Coverage, on: date) -> bool:
    """Tell whether the month's limits of this coverage are halved, because the month is split between two schemes.

    75歳到達時特例対象療養: that of who turns 75 in the month, and of the family whom the insured person leaves by it.
    """
    if turns_75_in_month_of(person.birthdate, on):
        # Who had joined the scheme before, with a certified disability, moves between no schemes.
        moves = not coverage.is_late_elderly or coverage.acquired_on >= birthday(person.birthdate, LATE_ELDERLY_AGE)
        return moves and not coverage.is_assistance
    return _insured_person_turns_75(person, coverage, on) and not coverage.is_assistance


def _insured_person_turns_75(person: PersonRecord, coverage: Coverage, on: date) -> bool:
    """Tell it of a dependant: in the cover that ends so (全国健康保険協会), and in 国保 joined by it (蒲郡市)."""
    joined = coverage.acquired_on
    has_just_joined = (joined.year, joined.month) == (on.year, on.month) and coverage.insurer.kind in _NATIONAL
    if coverage.insured_turns_75_in is None and not has_just_joined:
        return False
    month = f"{on.year:04}-{on.month:02}"
    if coverage.insured_turns_75_in == month:
        return True
    if not has_just_joined:
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
    if coverage.is_assistance or coverage.is_late_elderly:
        return False
    return not any(
        (other.is_late_elderly or other.is_assistance) and other.period.contains(on) for other in person.coverages
    )
