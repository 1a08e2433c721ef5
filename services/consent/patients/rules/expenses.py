"""医療費: what the portal shows a patient of the costs of their care. Invented from the person's id. Pure.

The same person sees the same months for ever; nothing follows from the checks that were made. A month appears two
months later, when its claims have been examined.
"""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Literal

from shared.domain.coverage import PersonRecord

MONTHS_SHOWN = 12
_EXAMINED_AFTER_MONTHS = 2
_MONTHS_A_YEAR = 12
_PRESCHOOL, _ELDERLY, _LATE_ELDERLY = 6, 70, 75

ExpenseKind = Literal["outpatient", "dental", "dispensing"]
_KINDS: tuple[tuple[ExpenseKind, str, int], ...] = (
    ("outpatient", "模擬第一医院", 320),
    ("dental", "模擬歯科クリニック", 540),
    ("dispensing", "模擬中央薬局", 210),
)
"""Kind, an invented institution, and about how many points (10 yen each) a day costs."""


@dataclass(frozen=True, slots=True)
class Expense:
    """One institution in one month; amounts in yen."""

    treatment_month: str
    kind: ExpenseKind
    institution_name: str
    days: int
    total_cost_yen: int
    paid_yen: int


def expenses_of(person: PersonRecord, today: date) -> list[Expense]:
    """Return what is shown on the day ``today``, the newest month first."""
    latest = today.year * _MONTHS_A_YEAR + today.month - 1 - _EXAMINED_AFTER_MONTHS
    expenses = []
    for index in range(latest, latest - MONTHS_SHOWN, -1):
        year, month = divmod(index, _MONTHS_A_YEAR)
        first = date(year, month + 1, 1)
        if any(coverage.period.contains(first) for coverage in person.coverages):
            expenses += _of_month(person, first)
    return expenses


def _of_month(person: PersonRecord, first: date) -> list[Expense]:
    draw = sha256(f"expense {person.person_id} {first:%Y-%m}".encode()).digest()
    share = _share_percent(person.birthdate, first)
    found = []
    for place, (kind, name, points) in enumerate(_KINDS):
        happens, days, more = draw[3 * place : 3 * place + 3]
        if happens % 3:
            continue
        days = 1 + days % 3
        total = 10 * days * (points + more)
        found.append(Expense(f"{first:%Y-%m}", kind, name, days, total, _rounded(total * share // 100)))
    return found


def _share_percent(birthdate: date, on: date) -> int:
    age = on.year - birthdate.year - ((on.month, on.day) < (birthdate.month, birthdate.day))
    if age >= _LATE_ELDERLY:
        return 10
    return 20 if age < _PRESCHOOL or age >= _ELDERLY else 30


def _rounded(yen: int) -> int:
    """窓口負担 is rounded to 10 yen."""
    return (yen + 5) // 10 * 10
