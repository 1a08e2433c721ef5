"""Whom the centre lists: by a ticket that is for the institution (委託先), or by a consent to it (同意済). Pure.

That a list goes by tickets and by consents is in the names of the functions; which of them, on which day, is ours.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from services.eligibility.rules.decision import tickets_on
from shared.domain.coverage import Coverage, PersonRecord
from shared.domain.insured import InsuredIdentifiers, WrittenIdentifiers

_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Month:
    """診療年月."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    def day_seen_from(self, today: date) -> date:
        """Return the day for which tickets of it are looked at: today while it lasts, else its last day."""
        following = date(self.year + self.month // _DECEMBER, self.month % _DECEMBER + 1, 1)
        return min(today, following - timedelta(days=1))


def entrusted(
    people: Iterable[PersonRecord], institution_code: str, month: Month, on: date
) -> list[InsuredIdentifiers]:
    """Return by which number each person is asked about who has a ticket of the month for the institution."""
    found = ((person, _assistance_of(person, institution_code, month, on)) for person in people)
    return [_identifiers(person, coverage) for person, coverage in found if coverage is not None]


def _assistance_of(person: PersonRecord, institution_code: str, month: Month, on: date) -> Coverage | None:
    for coverage in person.coverages:
        if coverage.is_assistance and coverage.period.contains(on):
            seen = tickets_on(coverage, on, institution_code)
            if any(one.is_for_asker and one.ticket.treatment_month == str(month) for one in seen):
                return coverage
    return None


def _identifiers(person: PersonRecord, coverage: Coverage) -> InsuredIdentifiers:
    return WrittenIdentifiers(
        coverage.insurer.number, coverage.symbol, coverage.number, coverage.branch, person.birthdate
    ).folded()
