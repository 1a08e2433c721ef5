"""The ages of a user-authentication certificate, in days as Japan counts them.

Warnings begin three months before the end. After the end the card still opens eligibility, and nothing medical,
until the end of the third month after the month of expiry (厚生労働省, 電子証明書の有効期限に関する案内, 2025).

X.509 counts from year 0 to 9999-12-31T23:59:59Z, which means "no end" (RFC 5280, 4.1.2.5), and from there nobody can
count months. So the ages are those of the nearest day that can be meant (shared/domain/days.py).
"""

import calendar
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

import msgspec

from shared.clock import day_in_japan, start_of_day
from shared.domain.days import EARLIEST_DAY, LATEST_DAY

WARNING_MONTHS = 3
GRACE_MONTHS = 3
_MONTHS_A_YEAR = 12
_FIRST_END = start_of_day(EARLIEST_DAY)
LAST_END = start_of_day(LATEST_DAY + timedelta(days=1)) - timedelta(seconds=1)
"""The last second in which a certificate can end: no authority lasts so long."""


class CertificateState(StrEnum):
    """The phase of a certificate's life."""

    NOT_YET_VALID = "not_yet_valid"
    CURRENT = "current"
    EXPIRES_SOON = "expires_soon"
    IN_GRACE = "in_grace"
    EXPIRED = "expired"


class Life(msgspec.Struct, frozen=True):
    """Four instants; ``not_after`` is the last second in which it is valid."""

    not_before: datetime
    expires_soon_from: datetime
    not_after: datetime
    grace_ends: datetime
    """The first instant without grace."""

    def state_at(self, instant: datetime) -> CertificateState:
        """Return the age at ``instant``."""
        if instant < self.not_before:
            return CertificateState.NOT_YET_VALID
        if instant < self.expires_soon_from:
            return CertificateState.CURRENT
        if instant <= self.not_after:
            return CertificateState.EXPIRES_SOON
        if instant < self.grace_ends:
            return CertificateState.IN_GRACE
        return CertificateState.EXPIRED


def life_between(not_before: datetime, not_after: datetime) -> Life:
    """Return the ages of a certificate that is valid from ``not_before`` through ``not_after``, whatever they are."""
    not_after = min(max(not_after, _FIRST_END), LAST_END)
    expires_soon_from, grace_ends = _turns_of(day_in_japan(not_after))
    return Life(
        not_before=not_before,
        expires_soon_from=expires_soon_from,
        not_after=not_after + timedelta(microseconds=999_999),
        grace_ends=grace_ends,
    )


@lru_cache(maxsize=4096)  # all last days of five years: certificates are many, days are few
def _turns_of(last_day: date) -> tuple[datetime, datetime]:
    """Return when the warnings begin and when the grace is over, for a certificate's last day."""
    first_month_without = _months_later(date(last_day.year, last_day.month, 1), GRACE_MONTHS + 1)
    return start_of_day(_months_later(last_day, -WARNING_MONTHS)), start_of_day(first_month_without)


def _months_later(day: date, months: int) -> date:
    """Return the same day of another month, or that month's last day when it is shorter."""
    index = day.year * _MONTHS_A_YEAR + day.month - 1 + months
    year, month = divmod(index, _MONTHS_A_YEAR)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
