"""一部負担金割合: the patient's copay share by age, and 未就学. Pure.

Age is reached at the end of the day before the birthday (年齢計算ニ関スル法律), which moves every edge below for people
born on the first of a month or on 1 April. Health Insurance Act 74, 110; 高齢者の医療の確保に関する法律 67.

Where income decides, the share turns on 1 August: up to 74 by the next 高齢受給者証, from 75 on by the next dated
share, which the insurer registers in the same form. The one in force on the day decides.
"""

from datetime import date

from services.eligibility.rules.assistance import is_assistance
from shared.domain.ages import LATE_ELDERLY_AGE, birthday, is_elderly_recipient, reaches
from shared.domain.coverage import Coverage, ElderlyCertificate

ASSISTED_PERCENT = 0
"""医療扶助 pays all of it; what the patient pays stands on the ticket (本人支払額)."""
PRESCHOOL_PERCENT, ADULT_PERCENT = 20, 30
ELDERLY_RECIPIENT_PERCENT, LATE_ELDERLY_PERCENT = 20, 10
_LAST_PRESCHOOL_AGE = 6
_MARCH = 3


def copay_share_on(coverage: Coverage, birthdate: date, on: date) -> int:
    """Return the share in percent of the person born on ``birthdate`` under ``coverage``, on the day ``on``."""
    if is_assistance(coverage):
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
