"""Medical records invented from a person's id: nothing is stored, so nothing real can ever be in them. Pure.

Each month is drawn by itself, so a record that was there yesterday is there tomorrow, until the kind's reach is over.
"""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from shared.domain.medical_catalogue import INSTITUTIONS, SCHEDULES, Item, Schedule
from shared.domain.purposes import DataKind

_MONTHS_A_YEAR = 12
_DAYS = 28


@dataclass(frozen=True, slots=True)
class MedicalRecord:
    """One entry, on one day, at one institution."""

    occurred_on: date
    institution_name: str
    code: str
    name: str
    value: str | None
    unit: str | None
    note: str | None


def records_of(person_id: str, kind: DataKind, birthdate: date, today: date) -> list[MedicalRecord]:
    """Return what is on record of a person on the day ``today``, the newest first."""
    schedule = SCHEDULES[kind]
    this_month = today.year * _MONTHS_A_YEAR + today.month - 1
    found: list[MedicalRecord] = []
    for index in range(this_month, this_month - schedule.months, -1):
        year, month = divmod(index, _MONTHS_A_YEAR)
        draw = sha256(f"{kind.value} {person_id} {year}-{month}".encode()).digest()
        day = date(year, month + 1, 1 + draw[1] % _DAYS)
        if draw[0] < schedule.chance and birthdate <= day <= today:
            found += _on(day, schedule, draw)
    return found


def _on(day: date, schedule: Schedule, draw: bytes) -> list[MedicalRecord]:
    items = schedule.items if schedule.all_at_once else (schedule.items[draw[2] % len(schedule.items)],)
    institution = INSTITUTIONS[draw[3] % len(INSTITUTIONS)]
    return [
        MedicalRecord(day, institution, item.code, item.name, _value(item, draw[4 + place]), item.unit, item.note)
        for place, item in enumerate(items)
    ]


def _value(item: Item, drawn: int) -> str | None:
    if item.unit is None:
        return None
    number = item.least + drawn * (item.most - item.least) // 255
    return f"{number / 10**item.places:.{item.places}f}"
