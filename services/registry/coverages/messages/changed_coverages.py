"""How a coverage is shown after a change: with the dependants whose cover changed with it."""

from collections.abc import Sequence
from datetime import date
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from services.registry.coverages.messages.coverages import (
    ACQUIRED_ON,
    BRANCH,
    LOSS_REASON,
    LOST_ON,
    VERSION,
    CoverageShown,
)
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from shared.domain.codes import LossReason


class DependantChanged(BaseModel):
    """被扶養者の資格 that changed with the insured person's."""

    coverage_id: UUID = Field(description="資格ID.")
    person_id: UUID = Field(description="加入者ID.")
    branch: str | None = Field(description=BRANCH)
    acquired_on: date = Field(description=ACQUIRED_ON)
    lost_on: date | None = Field(description=LOST_ON)
    loss_reason: LossReason | None = Field(description=LOSS_REASON)
    version: UUID = Field(description=VERSION)

    @classmethod
    def of(cls, recorded: RecordedCoverage) -> Self:
        """Return a dependant's coverage as it is named."""
        coverage = recorded.coverage
        return cls(
            coverage_id=UUID(coverage.coverage_id),
            person_id=recorded.person_id,
            branch=coverage.branch,
            acquired_on=coverage.acquired_on,
            lost_on=coverage.lost_on,
            loss_reason=coverage.loss_reason,
            version=recorded.version_id,
        )


class CoverageChanged(CoverageShown):
    """資格 after a change, and whose cover changed with it."""

    dependants: list[DependantChanged] = Field(
        description="被扶養者: whose cover changed with this, as it is now (健康保険法3条7項); empty if nobody's."
    )

    @classmethod
    def after(cls, recorded: RecordedCoverage, dependants: Sequence[RecordedCoverage]) -> Self:
        """Return a changed coverage as it is shown."""
        shown = CoverageShown.of(recorded)
        # The parts are models already, which need no second look.
        parts = {name: getattr(shown, name) for name in CoverageShown.model_fields}
        return cls(**parts, dependants=[DependantChanged.of(each) for each in dependants])
