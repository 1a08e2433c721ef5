"""What a reception of 一括照会 (OQSmuquc01 and 02) is, its bounds, and what its results never show. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from services.eligibility.checks.rules.questions import YEARS_BACK
from shared.domain.insured import InsuredIdentifiers

MOST_ITEMS = 5000
DAYS_AHEAD = 14
NEVER_SHOWN = frozenset({"limit", "limit_certificate", "specific_disease_certificates", "medical_tickets", "consents"})
"""Fields of a check's result that a bulk check never shows: no patient was there to consent."""


@dataclass(frozen=True, slots=True)
class Reception:
    """One reception and how far it is."""

    reception_number: UUID
    received_at: datetime
    expires_at: datetime
    as_of: date
    client_reference: str | None
    total: int
    succeeded: int
    failed: int
    sent: str | None = None
    """Its header, as the face that handed it in writes it."""

    @property
    def is_done(self) -> bool:
        """Whether nothing of it waits."""
        return self.succeeded + self.failed == self.total


@dataclass(frozen=True, slots=True)
class AskedItem:
    """One person of a reception as it is handed in: whom it asks about, or why that cannot be asked."""

    item_reference: str
    insured: InsuredIdentifiers | None
    error: str | None = None
    """A refusal's code where there is nobody to ask about."""
    sent: str | None = None
    """What was asked, as the face that asked writes it; kept as long as the reception."""


@dataclass(frozen=True, slots=True)
class KeptItem:
    """One item: waiting while it has neither a check nor an error."""

    place: int
    item_reference: str
    check_id: UUID | None
    error: str | None
    limit_certificate_changed: bool | None
    sent: str | None = None


def is_askable_ahead(as_of: date, today: date) -> bool:
    """Tell whether a bulk check may ask about a day: from five years back to 14 days ahead."""
    # 29 February has no day of its own in most years.
    day = min(today.day, 28) if today.month == 2 else today.day  # noqa: PLR2004 - February
    return date(today.year - YEARS_BACK, today.month, day) <= as_of <= today + timedelta(days=DAYS_AHEAD)
