"""Registration lag (資格情報の登録遅れ): coverages that were acquired some days ago are not registered yet. Pure.

A world is filled in one go when it begins: by what was known then, nobody would have been insured before. So whoever
was not on record at all counts as registered, coverage by coverage, on the day on which it was acquired (資格取得日).
"""

from dataclasses import replace
from datetime import date

from shared.domain.coverage import PersonRecord


def as_acquired_by(person: PersonRecord, day: date) -> PersonRecord:
    """Return the record with those coverages that were acquired by ``day``; the record itself where all were."""
    held = tuple(coverage for coverage in person.coverages if coverage.acquired_on <= day)
    return person if held == person.coverages else replace(person, coverages=held)
