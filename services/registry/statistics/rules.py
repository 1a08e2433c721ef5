"""What statistics are counted by: months, age bands, kinds of institutions. Pure.

Bands are those in which the Ministry publishes the use of cards: five years each, and 75 and older (社会保障審議会
医療保険部会, 2024-11-07, as told by 全国保険医団体連合会, 2024-11-11).
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from shared.domain.codes import Code
from shared.errors import RequestInvalid, Violation

MOST_MONTHS: Final = 12
_WIDTH: Final = 5
_OPEN_BAND: Final = 75
_DECEMBER: Final = 12
AGE_BANDS: Final = (*(f"{low}-{low + _WIDTH - 1}" for low in range(0, _OPEN_BAND, _WIDTH)), f"{_OPEN_BAND}-")


class InstitutionKind(Code):
    """医療機関等の種別, by 点数表番号 in the institution's code. Hospitals and clinics share one."""

    MEDICAL = "medical", "1", "医科"
    DENTAL = "dental", "3", "歯科"
    PHARMACY = "pharmacy", "4", "調剤"
    HOME_NURSING = "home_nursing", "6", "訪問看護"
    OTHER = "other", "", "その他"


_KINDS = {kind.code: kind for kind in InstitutionKind}


def age_band(age: int) -> str:
    """Return the band of an age in years; who is not born yet on the day counts as 0."""
    return AGE_BANDS[min(max(age, 0), _OPEN_BAND) // _WIDTH]


def kind_of(fee_table: str) -> InstitutionKind:
    """Return the kind of an institution by its 点数表番号."""
    return _KINDS.get(fee_table, InstitutionKind.OTHER)


def month_of(day: date) -> str:
    """Return the month of a day, YYYY-MM."""
    return f"{day:%Y-%m}"


def first_day(month: str) -> date:
    """Return the first day of a month, YYYY-MM."""
    return date.fromisoformat(f"{month}-01")


def first_day_after(month: str) -> date:
    """Return the first day of the next month."""
    first = first_day(month)
    return date(first.year + 1, 1, 1) if first.month == _DECEMBER else first.replace(month=first.month + 1)


def counted_on(month: str, today: date) -> date:
    """Return the day on which the members of a month are counted: its last, of this month today."""
    return min(first_day_after(month) - timedelta(days=1), today)


def months_between(first: str | None, last: str | None, today: date) -> list[str]:
    """Return the months that are asked for; left out: this one, and one alone.

    Raises RequestInvalid for more than MOST_MONTHS, for months to come, and where the last is before the first.
    """
    this = month_of(today)
    until = last or this
    since = first or until
    violations = []
    if until > this:
        violations.append(Violation("/query/to", "in-future", "Has not begun yet.", "まだ始まっていない月です。"))
    if since > until:
        violations.append(
            Violation("/query/from", "after-to", "Must not come after `to`.", "`to`より後の月は指定できません。")
        )
    months = list(_months(since, until))
    if len(months) > MOST_MONTHS:
        violations.append(
            Violation(
                "/query/from",
                "too-many-months",
                f"At most {MOST_MONTHS} months at once.",
                f"一度に指定できるのは{MOST_MONTHS}か月までです。",
            )
        )
    if violations:
        raise RequestInvalid(violations)
    return months


def _months(first: str, last: str) -> Iterator[str]:
    month = first
    while month <= last:
        yield month
        month = month_of(first_day_after(month))
