"""Bodies of the reports: the same rows as JSON and as CSV."""

from dataclasses import asdict
from datetime import date
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field

from services.registry.reports.store import LateRegistration, Overlap, UnregisteredMember
from shared.web.bodies import CarriedText


class ReportRow(BaseModel):
    """A row of a report."""

    @classmethod
    def of(cls, entry: Any) -> Self:
        """Return a row as it is shown; its fields are those of what was read."""
        return cls(**{name: value for name, value in asdict(entry).items() if name in cls.model_fields})


class OverlapShown(ReportRow):
    """重複: two coverages of one person share days."""

    person_id: UUID = Field(description="加入者ID.")
    first_coverage_id: UUID = Field(description="資格ID of the one.")
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
    return f"{entry.first_coverage_id}|{entry.second_coverage_id}"


def late_registration_key(entry: LateRegistration) -> str:
    """Return the cursor behind a late registration."""
    return f"{entry.version_id}|{entry.what}"


def unregistered_member_key(entry: UnregisteredMember) -> str:
    """Return the cursor behind a member."""
    return f"{entry.person_id}|{entry.coverage_id}"


def two_ids(cursor: str) -> tuple[UUID, UUID]:
    """Read the cursor behind an overlap or a member; raises ValueError."""
    one, other = cursor.split("|")
    return UUID(one), UUID(other)


def version_and_what(cursor: str) -> tuple[UUID, str]:
    """Read the cursor behind a late registration; raises ValueError."""
    version_id, what = cursor.split("|")
    return UUID(version_id), what
