"""What a reception of many is (一括照会, 一括取得), its bounds, and what a bulk check never shows. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from services.eligibility.checks.rules.questions import YEARS_BACK
from shared.domain.codes import CheckMethod
from shared.domain.insured import InsuredIdentifiers
from shared.domain.purposes import PurposeOfUse

MOST_ITEMS = 5000
DAYS_AHEAD = 14
NEVER_SHOWN = frozenset({"limit", "limit_certificate", "specific_disease_certificates", "medical_tickets", "consents"})
"""Fields of a check's result that a bulk check never shows: no patient was there to consent."""


class ReceptionKind(StrEnum):
    """What was handed in, by the name that messages of it begin with."""

    PRECHECK = "muquc"
    """一括照会: the institution names the people."""
    ASSISTED = "mutic"
    """委託先資格情報: the centre lists them, by tickets."""
    AT_HOME = "muhvq"
    """同意済資格情報 of 訪問診療等: the centre lists them, by consents."""
    ONLINE = "muonq"
    """The same of オンライン診療等."""


ASKED_AS: Mapping[ReceptionKind, tuple[CheckMethod, PurposeOfUse]] = MappingProxyType(
    {
        ReceptionKind.PRECHECK: (CheckMethod.BULK, PurposeOfUse.BULK_PRECHECK),
        ReceptionKind.ASSISTED: (CheckMethod.INSURED_IDENTIFIER, PurposeOfUse.PUBLIC_ASSIST),
        ReceptionKind.AT_HOME: (CheckMethod.RECHECK, PurposeOfUse.CARE_HOME_RECHECK),
        ReceptionKind.ONLINE: (CheckMethod.RECHECK, PurposeOfUse.CARE_ONLINE),
    }
)
"""As which check each person of a reception is asked about, and recorded."""


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
    recheck_of: UUID | None = None
    """The earlier check whose patient is asked about again, where no identifiers are."""


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
