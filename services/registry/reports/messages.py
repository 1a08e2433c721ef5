"""Bodies of the reports: the same rows as JSON and as CSV."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field

from services.registry.reports.store.late_registrations import LateRegistration
from services.registry.reports.store.overlaps import Overlap
from services.registry.reports.store.unregistered_members import UnregisteredMember
from shared.web.bodies import CarriedText

_LAST_ID: Final = UUID(int=(1 << 128) - 1)


class ReportRow(BaseModel):
    """A row of a report."""

    @classmethod
    def of(cls, entry: Any) -> Self:
        """Return a row as it is shown; its fields are those of what was read."""
        return cls(**{name: value for name, value in asdict(entry).items() if name in cls.model_fields})


class OverlapShown(ReportRow):
    """重複: two coverages of one person share days."""

    person_id: UUID = Field(description="加入者ID.")
    first_coverage_id: UUID = Field(description="資格ID of the one; to an insurer, its own.")
    first_insurer_number: str = Field(description="保険者番号 of the one.")
    first_insurer_name: CarriedText = Field(description="保険者名称 of the one.")
    second_coverage_id: UUID = Field(description="資格ID of the other.")
    second_insurer_number: str = Field(description="保険者番号 of the other.")
    second_insurer_name: CarriedText = Field(description="保険者名称 of the other.")
    shared_from: date = Field(description="重複開始年月日.")
    shared_to: date | None = Field(description="重複終了年月日, included; null while both run.")
    is_formal_day: bool = Field(
        description="The one day that 国保 still counts after other cover has begun (国民健康保険法8条1項): no mistake."
    )


class LateRegistrationShown(ReportRow):
    """遅延登録: the registry learned of it late."""

    coverage_id: UUID = Field(description="資格ID.")
    person_id: UUID = Field(description="加入者ID.")
    insurer_number: str = Field(description="保険者番号.")
    what: Literal["acquisition", "loss"] = Field(description="`acquisition` 資格取得, `loss` 資格喪失.")
    effective_on: date = Field(description="資格取得・喪失年月日.")
    registered_on: date = Field(description="登録年月日 in Japan.")
    days_late: int = Field(description="遅延日数.")


class UnregisteredMemberShown(ReportRow):
    """初回登録のない加入者."""

    person_id: UUID = Field(description="加入者ID.")
    coverage_id: UUID = Field(description="資格ID.")
    insurer_number: str = Field(description="保険者番号.")
    acquired_on: date = Field(description="資格取得年月日.")


def overlap_key(entry: Overlap) -> str:
    """Return the cursor behind an overlap."""
    return f"{entry.person_id}|{entry.first_coverage_id}|{entry.second_coverage_id}"


def overlaps_behind(end: tuple[UUID, UUID]) -> str:
    """Return the cursor behind all overlaps of the coverage at which a walk has stopped."""
    person_id, coverage_id = end
    return f"{person_id}|{coverage_id}|{_LAST_ID}"


def late_registration_key(entry: LateRegistration) -> str:
    """Return the cursor behind a late registration."""
    return f"{entry.recorded_at.isoformat()}|{entry.version_id}|{entry.what}"


def late_registrations_behind(end: tuple[datetime, UUID]) -> str:
    """Return the cursor behind the version at which a walk has stopped."""
    recorded_at, version_id = end
    return f"{recorded_at.isoformat()}|{version_id}|loss"


def unregistered_member_key(entry: UnregisteredMember) -> str:
    """Return the cursor behind a member."""
    return f"{entry.person_id}|{entry.coverage_id}"


def unregistered_members_behind(end: tuple[UUID, UUID]) -> str:
    """Return the cursor behind the member at whom a walk has stopped."""
    return "|".join(map(str, end))


def two_ids(cursor: str) -> tuple[UUID, UUID]:
    """Read the cursor behind a member; raises ValueError."""
    one, other = cursor.split("|")
    return UUID(one), UUID(other)


def three_ids(cursor: str) -> tuple[UUID, UUID, UUID]:
    """Read the cursor behind an overlap; raises ValueError."""
    person, one, other = cursor.split("|")
    return UUID(person), UUID(one), UUID(other)


def version_and_what(cursor: str) -> tuple[datetime, UUID, str]:
    """Read the cursor behind a late registration; raises ValueError."""
    recorded_at, version_id, what = cursor.split("|")
    at = datetime.fromisoformat(recorded_at)
    if at.tzinfo is None:
        raise ValueError("no instant")
    return at, UUID(version_id), what
